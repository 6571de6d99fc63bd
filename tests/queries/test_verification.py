"""No answer shows a statement of law without where it stands and whether anybody held it against a text."""

from __future__ import annotations

import csv
import io
import re
from functools import lru_cache
from typing import TYPE_CHECKING

import pytest

from concordat.asking import ask
from concordat.catalogue import Question, bind, find, questions

from .test_golden import CASES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from concordat.graph.store import Store

PREFIXES = """PREFIX cdt: <https://w3id.org/concordat/ontology#>
PREFIX verification: <https://w3id.org/concordat/scheme/verification#>
"""
# what tells law in words of ours, or a fact of law that has no cue: its state must be shown beside it
TOLD = re.compile(r"cdt:(?:summary|holding|onDate|effectiveDate|protectedBefore|validFrom|competence|higher)\b")
# lists what is unverified, and nothing else
LISTS = "unverified-facts"
UNVERIFIED = """SELECT DISTINCT ?thing {
  { ?thing cdt:verification verification:unverified }
  UNION { ?thing cdt:within ?whole . ?whole cdt:verification verification:unverified }
  VALUES ?kind { cdt:ParticipationEvent cdt:Membership cdt:EntryIntoForceRule cdt:RankStatement cdt:CompetenceStatement cdt:NormativeStatement
    cdt:Judgment cdt:Provision }
  ?thing a ?kind
}"""
STATEMENTS = "SELECT ?statement ?place ?cue { ?statement a cdt:NormativeStatement ; cdt:statedIn ?place . OPTIONAL { ?statement cdt:cue ?cue } }"


def shown(question: Question) -> set[str]:
    """Return the columns of an answer."""
    return set(re.findall(r"\?(\w+)", re.sub(r"\([^()]*\bAS\b", "", question.query.split("SELECT", 1)[1].split("WHERE", 1)[0])))


@pytest.mark.parametrize("name", [name for name, question in questions().items() if TOLD.search(question.query.split("WHERE", 1)[1])])
def test_a_question_that_tells_law_tells_its_state_too(name: str) -> None:
    question = find(name)
    assert {column for column in shown(question) if column.lower().endswith("verification")}
    assert "verification" in question.returns or "(unverified)" in question.returns


@lru_cache
def rows(graph: Store, name: str, case: str) -> list[Mapping[str, str]]:
    question = find(name)
    parameters = CASES.get(name, {"": {}})[case]
    return list(csv.DictReader(io.StringIO(ask(graph, question.query, "csv", bindings=bind(question, parameters)))))


EVERY = [pytest.param(name, case, id=f"{name} {case}") for name in questions() for case in CASES.get(name, {"": {}}) if name != LISTS]


@pytest.fixture(scope="module")
def unverified(graph: Store) -> set[str]:
    """The compact ids of the statements of law that nobody held against a text."""
    found = {row["thing"] for row in csv.DictReader(io.StringIO(ask(graph, PREFIXES + UNVERIFIED, "csv", bindings={})))}
    assert {"vclt:26", "celex:62014CJ0362", "event:budapest:FRA/ratification"} <= found
    return found


@pytest.fixture(scope="module")
def cues(graph: Store) -> dict[str, set[str]]:
    """Of each cue, what points to where it stands: the norms and provisions that have it."""
    found: dict[str, set[str]] = {}
    for row in csv.DictReader(io.StringIO(ask(graph, PREFIXES + STATEMENTS, "csv", bindings={}))):
        found.setdefault(row["cue"], set()).update({row["statement"], row["place"]})
    return found


@pytest.mark.parametrize(("name", "case"), EVERY)
def test_rows_show_where_the_words_stand_and_what_is_unverified(
    graph: Store, name: str, case: str, unverified: set[str], cues: dict[str, set[str]]
) -> None:
    question = find(name)
    asked = set(CASES.get(name, {"": {}})[case].values())
    for row in rows(graph, name, case):
        cells = {cell for cell in row.values() if cell}
        for words in cells & (cues.keys() - {""}):
            assert cues[words] & (cells | asked), (name, words)
        if TOLD.search(question.query) and cells & unverified:
            assert "verification:unverified" in cells, (name, row)


def test_every_norm_has_words_of_a_text_or_is_unverified(graph: Store) -> None:
    for row in csv.DictReader(io.StringIO(ask(graph, PREFIXES + STATEMENTS.replace("NormativeStatement", "Norm"), "csv", bindings={}))):
        assert row["cue"], row
