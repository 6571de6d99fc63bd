"""Numbers in digits and in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concordat.loaders.numerals import number, ordinal


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("90", 90), ("quatre-vingt-dix", 90), ("quatre-vingts", 80), ("soixante et onze", 71), ("vingt et un", 21), ("cent vingt", 120),
        ("deux cents", 200), ("ninety", 90), ("one hundred and twenty", 120), ("Sixty", 60), ("soixante jours", None), ("", None), ("et", None),
    ],
)  # fmt: skip
def test_cardinals(words: str, value: int | None) -> None:
    assert number(words) == value


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("premier", 1), ("1er", 1), ("deuxième", 2), ("trentième", 30), ("quatrième", 4), ("thirtieth", 30), ("sixth", 6), ("second", 2),
        ("2nd", 2), ("3rd", 3), ("4ème", 4), ("xiv", 14), ("IX", 9), ("dernier", None), ("", None),
    ],
)  # fmt: skip
def test_ordinals(word: str, value: int | None) -> None:
    assert ordinal(word) == value


@given(st.integers(1, 10**6))
def test_digits_are_themselves(value: int) -> None:
    assert number(str(value)) == value
