"""Marks of lists, in every alphabet of the Union, become steps of paths and depths."""

from __future__ import annotations

import pytest

from concordat.loaders.labels import article_number, division_number, is_dash, mark, step
from concordat.loaders.levels import Levels
from concordat.loaders.quotes import Quotes


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("(a)", "a"), ("a)", "a"), ("2.", "2"), ("(2)", "2"), ("2a.", "2a"), ("1 bis.", "1a"), ("(3 quater)", "3c"), ("ii)", "ii"),
        ("(aa)", "aa"), ("β)", "b"), ("στ)", "f"), ("ζ)", "g"), ("ια)", "k"), ("б)", "b"), ("й)", "j"), ("аа)", "aa"), ("‘(h)", "h"),
        ("a bis)", "aa"), ("h ter)", "hb"), ("ii bis)", "iia"), ("(ter)", "ter"),
    ],
)  # fmt: skip
def test_steps(label: str, expected: str) -> None:
    assert step(label) == expected


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Article 6", "6"), ("Article premier", "1"), ("Article 1er", "1"), ("Article 6 bis", "6a"), ("006A", "6a"), ("6. cikk", "6"),
        ("Artigo 4.o-A", "4a"), ("Artikel 4 a", "4a"), ("Член 4а", "4a"), ("Άρθρο 4α", "4a"), ("Art. 1er.", "1"), ("12 straipsnis", "12"),
        ("Sole Article", "1"), ("Article 10d", "10d"), ("Člen 3", "3"),
        ("Article 59o", "59o"), ("059O", "59o"), ("Artigo 59o", "59"), ("Artículo 12.o", "12"), ("Article 1o", "1"),
    ],
)  # fmt: skip
def test_numbers_of_articles(label: str, expected: str) -> None:
    assert article_number(label) == expected


@pytest.mark.parametrize(("label", "expected"), [("III", "3"), ("B", "b"), ("2", "2"), ("IIa", "2a"), ("XIV", "14"), ("ONE", "1"), ("C", "c")])
def test_numbers_of_divisions(label: str, expected: str) -> None:
    assert division_number(label) == expected


@pytest.mark.parametrize(("words", "label"), [("1.   Text", "1."), ("(a) text", "(a)"), ("— text", "—"), ("ii) text", "ii)"), ("(12a) x", "(12a)"), ("a bis) x", "a bis)")])
def test_marks_in_front_of_words(words: str, label: str) -> None:
    found = mark(words)
    assert found is not None
    assert found["label"] == label


@pytest.mark.parametrize("words", ["Text", "1.5 metres", "e.g. this", "(see) that", "2016/679"])
def test_words_without_a_mark(words: str) -> None:
    assert mark(words) is None


def test_a_dash_numbers_nothing() -> None:
    assert is_dash("—")
    assert not is_dash("(a)")


def _depths(*labels: str) -> list[int | None]:
    levels = Levels()
    found: list[int | None] = []
    before = ""
    for label in labels:
        if label == "text":
            levels.text()
        else:
            found.append(levels.depth(label, before=before))
        before = "announced:" if label == "text:" else ""
    return found


@pytest.mark.parametrize(
    ("labels", "depths"),
    [
        (("(a)", "(b)", "(i)", "(ii)", "(c)"), [1, 1, 2, 2, 1]),
        (("(g)", "(h)", "(i)", "(j)"), [1, 1, 1, 1]),
        (("(1)", "(a)", "(b)", "(2)"), [1, 2, 2, 1]),
        (("(a)", "text", "(b)"), [1, 1]),
        (("(a)", "(b)", "text", "(a)"), [1, 1, 1]),
        (("(a)", "—", "—", "(b)"), [1, 2, 2, 1]),
        (("(a)", "(aa)", "(b)"), [1, 1, 1]),
        (("(a)", "(c)"), [1, 1]),
        (("(c)", "(d)"), [1, 1]),
    ],
    ids=["roman below letters", "i after h", "letters below numbers", "goes on after text", "begins anew", "dashes", "inserted", "left out", "late"],
)  # fmt: skip
def test_depths(labels: tuple[str, ...], depths: list[int]) -> None:
    assert _depths(*labels) == depths


def test_a_colon_announces_a_roman_list() -> None:
    levels = Levels()
    for label in ("(g)", "(h)"):
        levels.depth(label)
    assert levels.depth("(i)", before="any of these:") == 2


@pytest.mark.parametrize(
    ("rows", "taken"),
    [
        (["‘Article 5", "Title", "Words of it.’;", "own words"], [True, True, True, False]),
        (["‘term’ means a thing;", "own"], [False, False]),
        (["«Article 5", "Texte.»;", "propre"], [True, True, False]),
        (["„Artikel 5", "Text.“;", "eigen"], [True, True, False]),
    ],
    ids=["a whole article", "a definition", "French", "German"],
)
def test_quotations(rows: list[str], taken: list[bool]) -> None:
    quotes = Quotes()
    assert [quotes.takes(row) for row in rows] == taken
