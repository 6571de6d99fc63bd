"""docs/extending.md: the files that it shows do what it says, and what it names is there."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from rdflib import SKOS, Graph

from concordat.catalogue import questions
from concordat.compatibility import Finding
from concordat.compatibility.rules import rules
from concordat.graph import layers, quads
from concordat.graph.names import ID
from concordat.graph.store import Store
from concordat.loaders.document import Source
from concordat.validation import validate

from .concordat.compatibility.conftest import days, laboratory, norm, relations, words

__all__ = ["laboratory", "words"]

REPOSITORY = Path(__file__).resolve().parent.parent
PAGE = (REPOSITORY / "docs" / "extending.md").read_text(encoding="utf-8")
SHOWN = dict(re.findall(r"^<!-- file: (\S+) -->\n```\w+\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))
TREATY = "graph/data/treaties/lighthouse.ttl"


def test_the_instrument_breaks_no_shape() -> None:
    triples = quads.parse(SHOWN[TREATY].encode(), "ttl", base=str(ID), where=TREATY)
    assert validate(triples).results == ()


def test_the_question_is_answered(memory: Store) -> None:
    memory.insert(layers.curated("lighthouse"), quads.parse(SHOWN[TREATY].encode(), "ttl", base=str(ID), where=TREATY))
    text = SHOWN["queries/catalogue/renewable-periods.rq"]
    assert [(str(row["provision"]), int(str(row["value"]))) for row in memory.select(text)] == [(str(ID["lighthouse/3/1"]), 120)]
    header = (REPOSITORY / "queries" / "catalogue" / "thresholds.rq").read_text(encoding="utf-8")
    assert re.findall(r"^# ([\w@]+):", text, re.MULTILINE) == re.findall(r"^# (?!parameter)([\w@]+):", header, re.MULTILINE)
    assert "renewable-periods" not in questions()


@pytest.mark.parametrize(("ours", "theirs", "relation"), [("false", "true", "weaker"), ("true", "false", "stronger"), ("true", "true", "same")])
def test_the_rule_relates(
    laboratory: Callable[..., Finding], monkeypatch: pytest.MonkeyPatch, ours: str, theirs: str, relation: str
) -> None:
    held = rules()
    added = {**held, "aspect": [*held["aspect"], ("renewal", SHOWN["queries/compatibility/renewal.rq"])]}
    monkeypatch.setattr("concordat.compatibility.rules.rules", lambda: added)
    sides = [("draft/1/1", "l", ours), ("treaty/1/1", "r", theirs)]
    told = "".join(norm(place, f"cdt:constraint <constraint/{name}>") + days(name, "gteq", 90) + f"<constraint/{name}> cdt:renewable {renewed} .\n" for place, name, renewed in sides)
    found = laboratory(told)
    assert relations(found)["renewal"] == relation
    assert found.verdict == ("conditional" if relation == "weaker" else "satisfies")


def test_the_concept_is_told_in_both_languages() -> None:
    head = "\n".join(line for line in (REPOSITORY / "ontology" / "schemes" / "aspect.ttl").read_text(encoding="utf-8").splitlines() if line.startswith("@prefix"))
    concept = Graph().parse(data=f"{head}\n{SHOWN['ontology/schemes/aspect.ttl']}", format="turtle")
    for told in (SKOS.prefLabel, SKOS.definition):
        assert {getattr(o, "language", None) for o in concept.objects(None, told)} == {"en", "fr"}


def test_the_loader_reads_its_sample() -> None:
    loader = ModuleType("concordat.loaders.outlined")
    loader.__package__ = "concordat.loaders"
    exec(compile(SHOWN["loaders/outlined.py"], "outlined.py", "exec"), vars(loader))
    sample = SHOWN["lighthouse.org"]
    assert loader.matches(sample)
    assert not loader.matches("Article 3: Preservation")
    tree = loader.parse(Source("lighthouse.org", sample.encode(), "0" * 64, "text/plain")).nodes
    assert [(node.path, node.kind, node.heading or node.text) for node in tree] == [
        ("3", "article", "Preservation"),
        ("3/1", "paragraph", "Each Party shall preserve the data for 120 days."),
        ("3/2", "paragraph", "The period may be renewed."),
        ("4", "article", "Costs"),
        ("4/1", "paragraph", "The requested Party bears the costs."),
    ]


def test_the_files_that_are_named_are_there() -> None:
    prose = re.sub(r"^```.*?^```$", "", PAGE, flags=re.MULTILINE | re.DOTALL)
    named = set(re.findall(r"`((?:concordat|docs|graph|loaders|ontology|queries|shapes|tests)/[\w./-]+\.\w+)`", prose))
    to_be_made = {*SHOWN, "tests/loaders/test_outlined.py"}
    assert len(named) >= 10
    assert sorted(name for name in named - to_be_made if not (REPOSITORY / name).is_file()) == []


@pytest.mark.parametrize(
    ("path", "name"),
    [
        pytest.param("loaders/detect.py", "FORMATS", id="formats"),
        pytest.param("tests/concordat/compatibility/conftest.py", "laboratory", id="laboratory"),
        pytest.param("loaders/reports.py", "matches", id="matches"),
        pytest.param("loaders/reports.py", "parse", id="parse"),
    ],
)
def test_the_names_that_are_named_are_there(path: str, name: str) -> None:
    assert f"`{name}" in PAGE
    assert re.search(rf"^(?:def {name}\(|{name}\b)", (REPOSITORY / path).read_text(encoding="utf-8"), re.MULTILINE)
