"""Questions: what their headers say, and the values they are given."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from rdflib import XSD, Literal
from rdflib.term import Node

from concordat import catalogue
from concordat.catalogue import Parameter, Question, bind, find, questions
from concordat.errors import UsageError
from concordat.graph.names import ID

HEADER = """# title: A title
# title@fr: Un titre
# question: What is asked?
# question@fr: Que demande-t-on ?
# returns: a thing
# parameter: act (id) the act
# parameter@fr: act l’acte
# parameter: on (date) the day
# parameter: least (number) the least
# parameter: word (text) a word
# parameter: odd (colour) of no kind
# nothing of ours
SELECT ?act WHERE { ?act ?p ?o }
"""
ASKED = catalogue._question("sample", HEADER)
GIVEN = {"act": "budapest:29/7", "on": "2026-06-01", "least": "-3", "word": "données"}


def test_the_header_is_read_in_both_languages() -> None:
    assert (ASKED.title, ASKED.question) == (
        {"en": "A title", "fr": "Un titre"}, {"en": "What is asked?", "fr": "Que demande-t-on ?"},
    )  # fmt: skip
    assert (ASKED.name, ASKED.returns, ASKED.query) == ("sample", "a thing", HEADER)
    assert ASKED.parameters[0] == Parameter("act", "id", "the act", "l’acte")
    assert [p.kind for p in ASKED.parameters] == ["id", "date", "number", "text"]


def test_what_a_question_asks_for_is_told_in_both_languages() -> None:
    told = {(name, each.name): (each.about, each.french) for name, question in questions().items() for each in question.parameters}
    assert [key for key, (english, french) in told.items() if not french or french == english] == []


def test_values_become_terms() -> None:
    expected: Mapping[str, Node] = {
        "act": ID["budapest/29/7"], "on": Literal("2026-06-01", datatype=XSD.date),
        "least": Literal("-3", datatype=XSD.integer), "word": Literal("données"),
    }  # fmt: skip
    assert bind(ASKED, GIVEN) == expected


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        pytest.param({"act": "not an id"}, r"-p act: 'not an id' is no compact id", id="no id"),
        pytest.param({"on": "1 June"}, r"-p on: '1 June' is no date \(write it like 2026-06-01\)", id="no date"),
        pytest.param({"least": "many"}, r"-p least: 'many' is no number \(write a whole number\)", id="no number"),
        pytest.param({"more": "1"}, r"has no parameter 'more' \(it takes act, on, least, word\)", id="unknown"),
    ],
)
def test_wrong_values_are_named(changed: Mapping[str, str], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        bind(ASKED, {**GIVEN, **changed})


def test_a_missing_value_is_asked_for() -> None:
    with pytest.raises(UsageError, match=r"needs the parameter 'act', the act \(add -p act=\.\.\.\)"):
        bind(ASKED, {})
    with pytest.raises(UsageError, match="it takes none"):
        bind(Question("plain", {}, {}, "", (), ""), {"x": "1"})


def test_a_question_is_found_by_its_name() -> None:
    assert find("instruments") is questions()["instruments"]


@pytest.mark.parametrize(("name", "help_"), [("instrument", "did you mean .*instruments"), ("zzz", "see `concordat questions`")])
def test_an_unknown_name_is_helped(name: str, help_: str) -> None:
    with pytest.raises(UsageError, match=help_):
        find(name)
