"""Numbers that a text leaves out are told."""

from __future__ import annotations

import time

import pytest

from concordat.loaders import source
from concordat.loaders.read import parse


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ((1, 2, 3), ()),
        ((4, 5, 6), ()),
        ((1, 2, 5, 6), ("no article 3, 4: repealed, or not recognised",)),
        ((1, 2, 20, 21), ("no article 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14 ...: repealed, or not recognised",)),
    ],
    ids=str,
)
def test_articles_left_out_are_named(numbers: tuple[int, ...], told: tuple[str, ...]) -> None:
    text = "".join(f"Article {number} Boats\n\nBoats number {number} of the Parties.\n\n" for number in numbers)
    assert parse(source.from_bytes(text.encode(), "a.txt")).warnings == told


def test_a_number_without_measure_costs_nothing() -> None:
    recitals = "".join(f"<recital><num>({number})</num><p>Boats.</p></recital>" for number in ("1", "99999", "9" * 12))
    article = "<article><num>Article 1</num><content><p>Boats.</p></content></article>"
    text = f"<akomaNtoso><act><meta/><preamble><recitals>{recitals}</recitals></preamble><body>{article}</body></act></akomaNtoso>"
    begun = time.process_time()
    (told,) = parse(source.from_bytes(text.encode(), "a.xml")).warnings
    assert told.startswith("no recital 2, 3, ")
    assert time.process_time() - begun < 1
