"""Subjects: each row of the tables of who is spoken of by its own examples, and what makes a name no subject."""

from __future__ import annotations

import pytest

from concordat.loaders.rules import LANGUAGES, Rules, Subject, rules
from concordat.loaders.subjects import subject_of

ENGLISH = rules("en")


def _first(rows: tuple[Subject, ...], words: str) -> Subject | None:
    return next((row for row in rows if row.pattern.search(words)), None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_row_of_names_tells_its_example_and_not_its_counter(language: str) -> None:
    table = rules(language)
    rows = (*table.subjects, *table.bodies)
    wrong = [row for row in rows if subject_of(row.example, table) is not row or subject_of(row.counter, table) is row]
    assert [(row.role, row.example, row.counter) for row in wrong] == []


@pytest.mark.parametrize("part", ["bearers", "sides"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_row_of_deeds_tells_its_example_and_not_its_counter(language: str, part: str) -> None:
    table: Rules = rules(language)
    rows: tuple[Subject, ...] = getattr(table, part)
    wrong = [row for row in rows if _first(rows, row.example) is not row or _first(rows, row.counter) is row]
    assert [(row.role, row.example, row.counter) for row in wrong] == []


@pytest.mark.parametrize(
    ("head", "role"),
    [
        pytest.param("The Commission’s list", None, id="an owner"),
        pytest.param("The Party’s central authority", "central-authority", id="what an owner has"),
        pytest.param("In port, the controller", "controller", id="where the words end"),
        pytest.param("The list of the controller", None, id="governed"),
        pytest.param("each Member State Europol", "body", id="a name behind a place"),
        pytest.param("New Zealand", "state", id="a State that the graph knows"),
    ],
)
def test_whom_the_words_before_a_verb_name(head: str, role: str | None) -> None:
    found = subject_of(head, ENGLISH)
    assert (found.role if found else None) == role
