"""Numbers that a text leaves out are told."""

from __future__ import annotations

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
