"""The catalogue itself: headers in both languages, portable SPARQL, and the page that lists it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rdflib import Graph
from rdflib.paths import Path as PropertyPath
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue
from typer.testing import CliRunner

from concordat.catalogue import Question, bind, find, questions
from concordat.cli import app
from concordat.graph import bindings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from concordat.graph.store import Store

REPOSITORY = Path(__file__).parents[2]
EVERY = [pytest.param(question, id=name) for name, question in questions().items()]

# small answers of each make: OPTIONAL, UNION, subselects, aggregates, MINUS, EXISTS, functions on terms
PORTABLE = {
    "closed-lists-of-grounds": {},
    "contributions": {},
    "declarations-without-accession": {},
    "directive-groups": {"mandate": "celex:32022D0895"},
    "open-to-the-union": {},
    "states-not-bound": {"act": "celex:32022D0895"},
    "thresholds": {"parameter": "parameter:preservation-period"},
    "without-counterpart": {"text": "budapest", "source": "untoc"},
}


def _nodes(value: object) -> Iterator[object]:
    """Yield every node of a query's algebra."""
    yield value
    parts = value.values() if isinstance(value, CompValue) else value if isinstance(value, (list, tuple, set)) else ()
    for part in parts:
        yield from _nodes(part)


def test_catalogue_is_large_enough() -> None:
    assert len(questions()) >= 40


@pytest.mark.parametrize("question", EVERY)
def test_header_is_whole_in_both_languages(question: Question) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", question.name)
    assert set(question.title) == set(question.question) == {"en", "fr"}
    assert all(asked.endswith("?") for asked in question.question.values())
    assert question.returns


@pytest.mark.parametrize("question", EVERY)
def test_header_says_nothing_that_is_not_read(question: Question) -> None:
    read = 5 + len(question.parameters) + sum(bool(each.french) for each in question.parameters)
    assert len(re.findall(r"^# [a-z]+(?:@fr)?: ", question.query, re.MULTILINE)) == read


def _unportable(query: str) -> list[str]:
    """Name what engines treat differently: paths, durations, explicit strings, graphs, unordered aggregates."""
    body = re.sub(r"^#.*$", "", query, flags=re.MULTILINE)
    paths = [str(node) for node in _nodes(prepareQuery(query).algebra) if isinstance(node, PropertyPath)]
    return paths + re.findall(
        r"xsd:string|XMLSchema#string|[dD]uration|\b(?:GRAPH|SERVICE|GROUP_CONCAT|SAMPLE)\b", body
    )


@pytest.mark.parametrize("question", EVERY)
def test_query_is_portable(question: Question) -> None:
    assert _unportable(question.query) == []


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("SELECT ?s WHERE { ?s <urn:a>/<urn:b> ?o }", id="sequence"),
        pytest.param("SELECT ?s WHERE { ?s <urn:a>? ?o . OPTIONAL { ?s <urn:b>* ?o } }", id="closure"),
        pytest.param("SELECT ?s WHERE { GRAPH ?g { ?s <urn:a> ?o } }", id="named-graph"),
        pytest.param("SELECT (GROUP_CONCAT(?o) AS ?all) WHERE { ?s <urn:a> ?o }", id="unordered-aggregate"),
    ],
)
def test_unportable_query_is_seen(query: str) -> None:
    assert _unportable(query)


@pytest.mark.parametrize("question", EVERY)
def test_query_uses_its_parameters(question: Question) -> None:
    for parameter in question.parameters:
        assert re.search(rf"\?{parameter.name}\b", question.query)


@pytest.fixture(scope="module")
def plain(graph: Store) -> Graph:
    """The public graph in rdflib's own store."""
    held = Graph()
    held.parse(data=b"\n".join(sorted(graph.public())), format="nt")
    return held


@pytest.mark.parametrize("name", PORTABLE)
def test_other_engine_answers_alike(graph: Store, plain: Graph, name: str) -> None:
    question = find(name)
    values = bind(question, PORTABLE[name])
    expected = [tuple(sorted(row.items())) for row in graph.select(question.query, bindings=values)]
    rows = plain.query(bindings.bind(question.query, values)).bindings
    found = [tuple(sorted((str(variable), term) for variable, term in row.items())) for row in rows]
    assert expected
    assert found == expected


def test_page_is_what_the_command_prints() -> None:
    printed = CliRunner().invoke(app, ["questions", "--format", "md"])
    assert printed.exit_code == 0, printed.output
    assert (REPOSITORY / "docs" / "questions.md").read_bytes() == printed.stdout_bytes
