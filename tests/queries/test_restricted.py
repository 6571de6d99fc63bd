"""What only the holder of a store may ask: answers from the statement marked LIMITE (Council document 12642/25 ADD 1)."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest

from concordat.asking import ask
from concordat.catalogue import bind, find
from concordat.graph.store import Store
from concordat.graph.whole import whole

STATEMENT = "council-doc:12642/25-ADD-1"
Asked = Callable[..., set[tuple[str, ...]]]


@pytest.fixture(scope="module")
def held(graph: Store) -> Store:
    """The whole graph as its holder sees it."""
    return whole(graph)


def rows(store: Store, name: str, columns: str, **parameters: str) -> set[tuple[str, ...]]:
    question = find(name)
    text = ask(store, question.query, "csv", bindings=bind(question, parameters))
    return {tuple(row[column] for column in columns.split()) for row in csv.DictReader(io.StringIO(text))}


def test_the_signing_ceremony_has_a_place_and_two_days(held: Store) -> None:
    assert rows(held, "meetings", "lieu day instrument provision", text=STATEMENT) == {
        ("National Conference Center, Hanoï, Viêt Nam", day, "un-cybercrime-convention", f"{STATEMENT}:title")
        for day in ("2025-10-25", "2025-10-26")
    }


def test_seven_traits_bar_cooperation(held: Store) -> None:
    found = rows(held, "discrimination-criteria", "provision criterion")
    traits = ("ethnic-origin", "language", "nationality", "political-opinion", "race", "religion", "sex")
    assert {row for row in found if row[0].startswith(STATEMENT)} == {
        (f"{STATEMENT}:al-9", f"element:criterion-{trait}") for trait in traits
    }


def test_the_statement_names_four_treaties(held: Store) -> None:
    found = rows(held, "instruments-cited", "instrument", text=STATEMENT)
    assert found == {("budapest",), ("un-cybercrime-convention",), ("uncac",), ("untoc",)}


@pytest.mark.parametrize("name", ["instruments-cited", "meetings", "recommendations", "reported-figures", "speakers"])
def test_nobody_else_is_told(graph: Store, name: str) -> None:
    assert rows(graph, name, "", text=STATEMENT) == set()
