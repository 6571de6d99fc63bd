"""The rule files: each says what it is for, and runs unchanged on any SPARQL 1.1 server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from rdflib.paths import Path as PropertyPath
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue

from concordat.compatibility import rules as ruling
from concordat.compatibility.rules import CONTEXT, STAGES, Pair, compare, rules
from concordat.graph import quads
from concordat.graph.bench import Bench
from concordat.graph.inference import closures

FOLDER = files("concordat") / "queries"
EVERY = {
    f"{folder}/{entry.name}": entry.read_text(encoding="utf-8")
    for folder in ("compatibility", "inference")
    for entry in sorted((FOLDER / folder).iterdir(), key=lambda entry: entry.name)
    if entry.name.endswith(".rq")
}
ASKED = {**EVERY, **{f"context/{name}": ruling._q(query) for name, query in CONTEXT.items()}}


def nodes(value: object) -> Iterator[object]:
    """Yield every node of a query's algebra."""
    yield value
    for part in value.values() if isinstance(value, CompValue) else value if isinstance(value, (list, tuple, set)) else ():
        yield from nodes(part)


def unportable(query: str) -> list[str]:
    """Name what servers do not share: property paths, durations, explicit strings, numbers over 2^63, named graphs."""
    body = re.sub(r"(?m)^\s*#.*$", "", query)
    prepared = prepareQuery(query)
    found = [f"path {node}" for node in nodes(prepared.algebra) if isinstance(node, PropertyPath)]
    found += re.findall(r"(?i)xsd:string|XMLSchema#string|\w*duration\w*|\b(?:GRAPH|SERVICE|GROUP_CONCAT|SAMPLE|UUID|RAND|NOW)\b", body)
    return found + [number for number in re.findall(r"\b\d{19,}\b", body) if int(number) >= 2**63]


@pytest.mark.parametrize("query", [pytest.param(query, id=name) for name, query in ASKED.items()])
def test_a_rule_is_portable(query: str) -> None:
    assert unportable(query) == []


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("SELECT ?s WHERE { ?s <urn:a>+ ?o }", id="property path"),
        pytest.param("SELECT ?s WHERE { ?s <urn:a> ?o FILTER NOT EXISTS { ?s <urn:a>/<urn:b> ?o } }", id="path in a filter"),
        pytest.param('SELECT ?s WHERE { ?s <urn:a> "P1D"^^<http://www.w3.org/2001/XMLSchema#dayTimeDuration> }', id="duration"),
        pytest.param('SELECT ?s WHERE { ?s <urn:a> "a"^^<http://www.w3.org/2001/XMLSchema#string> }', id="string"),
        pytest.param("SELECT ?s WHERE { ?s <urn:a> 9223372036854775808 }", id="large number"),
        pytest.param("SELECT ?s WHERE { GRAPH ?g { ?s <urn:a> ?o } }", id="graph"),
    ],
)
def test_what_is_not_portable_is_seen(query: str) -> None:
    assert unportable(query)


@pytest.mark.parametrize(("name", "query"), [pytest.param(name, query, id=name) for name, query in EVERY.items()])
def test_a_rule_says_what_it_is_for(name: str, query: str) -> None:
    header = dict(re.findall(r"^# ([a-z]+): (.+)$", query, re.MULTILINE))
    assert header.get("title")
    if name.startswith("compatibility/"):
        assert header.get("stage") in STAGES
    else:
        assert header.get("runs") in {"once", "until nothing is new"}
    assert re.search(r"\bCONSTRUCT\b", query)


def test_every_rule_file_is_run() -> None:
    run = {f"compatibility/{name}.rq" for stage in rules().values() for name, _ in stage} | {f"inference/{c.name}.rq" for c in closures()}
    assert run == set(EVERY)
    assert list(rules()) == list(STAGES)
    assert all(rules().values())


def test_a_rule_without_a_stage_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "queries" / "compatibility"
    folder.mkdir(parents=True)
    (folder / "lost.rq").write_text("# title: Lost\n# stage: nowhere\n", encoding="utf-8")
    monkeypatch.setattr(ruling, "files", lambda _: tmp_path)
    with pytest.raises(ValueError, match=r"lost\.rq names no stage; write one of statements, sides, repeats"):
        rules.__wrapped__()


def test_nothing_is_left_behind(words: quads.Lines) -> None:
    query = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
    bench = Bench(words)
    before = bench.select(query)
    assert compare(bench, []) == {}
    compare(bench, [Pair("k", ("a:1",), ("b:1",))])
    assert bench.select(query) == before


def test_a_key_of_any_make_names_a_pair() -> None:
    assert str(Pair("a b~é/1", (), ()).iri).endswith("/id/pair/a_b___1")
