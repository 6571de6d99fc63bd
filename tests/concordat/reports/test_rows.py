"""Records: what a machine reads of a finding, and the words for a person."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from concordat.checking import Desk
from concordat.compatibility import Finding
from concordat.reports.matrix import GRAVEST
from concordat.reports.rows import SIGNS, ended, general_word, jsonl, pair_row, record, setting, word

from .conftest import CLAUSE, DEFECT


def verdict_on(found: list[Finding], left: str, right: str, question: str = "delivers") -> Finding:
    return next(f for f in found if (f.left, f.right, f.question) == ((left,), (right,), question))


@pytest.mark.parametrize(("words", "sentence"), [("Meets it", "Meets it."), ("Meets it if ...", "Meets it if ...")])
def test_words_end_as_a_sentence_once(words: str, sentence: str) -> None:
    assert ended(words) == sentence


def test_a_record_holds_the_whole_chain(found: list[Finding], desk: Desk) -> None:
    row = record(verdict_on(found, "paper:north/1/1", "treaty:1/1"), desk.library, desk.names)
    assert (row["verdict"], row["rule"], row["drafting"], row["confidence"]) == (
        "satisfies",
        "verdict-row/delivers/60",
        False,
        "read-by-one",
    )
    assert row["left_pinpoint"] == {"en": ["North, art. 1(1)"], "fr": ["Nord, art. 1, par. 1"]}
    assert row["right_pinpoint"] == {"en": ["Treaty, art. 1(1)"], "fr": ["Traité, art. 1, par. 1"]}
    aspects = row["aspects"]
    assert isinstance(aspects, list)
    assert {"aspect": "threshold", "relation": "stronger", "left": ["constraint:north"], "right": ["constraint:treaty"]} in aspects
    assert record(CLAUSE, desk.library, desk.names)["not_compared"] == ["a ground protecting personal data"]


def test_json_lines_keep_their_letters(found: list[Finding], desk: Desk) -> None:
    lines = jsonl(record(finding, desk.library, desk.names) for finding in found).splitlines()
    assert len(lines) == len(found)
    assert "«\u00a0Keeping" in "".join(lines)
    assert [json.loads(line)["id"] for line in lines] == [finding.key for finding in found]


def test_a_pair_has_an_error_only_where_there_is_one() -> None:
    assert "error" not in pair_row(CLAUSE)
    assert pair_row(replace(CLAUSE, error="gone"))["error"] == "gone"
    assert set(pair_row(CLAUSE)) == {"id", "verdict", "question", "aspects", "explanation", "confidence"}


@pytest.mark.parametrize(
    ("left", "right", "expected"), [("paper:north", "mandate:addendum/18", "mandate"), ("paper:north/1/1", "treaty:1/1", "law")]
)
def test_words_differ_by_what_is_answered_to(found: list[Finding], desk: Desk, left: str, right: str, expected: str) -> None:
    assert setting(verdict_on(found, left, right), desk.library) == expected
    assert setting(DEFECT, desk.library) == "drafting"


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_clause_is_named(desk: Desk, lang: str) -> None:
    told = word(CLAUSE, desk.library, desk.wordings, lang)
    assert {"en": "Treaty, art. 1(1)", "fr": "Traité, art. 1, par. 1"}[lang] in told
    assert "(clause)" not in told
    assert "..." not in told


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("verdict", GRAVEST)
def test_every_verdict_has_a_sign_and_a_word(desk: Desk, verdict: str, lang: str) -> None:
    assert SIGNS[verdict][0].strip()
    for mandate in (True, False):
        told = general_word(verdict, desk.wordings, lang, mandate=mandate)
        assert told
        assert "(clause)" not in told
