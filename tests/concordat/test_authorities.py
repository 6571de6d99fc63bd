"""Which authorities a provision is shown with, and in which order."""

from __future__ import annotations

import pytest

from concordat.authorities import Authority, on

HELD = [
    Authority("celex:2", "2020-01-01", interpreted={"treaty:1/1"}),
    Authority("celex:1", "2016-01-01", interpreted={"treaty:1", "treaty:3"}),
    Authority("celex:3", interpreted={"treaty:10"}),
]


@pytest.mark.parametrize(
    ("provision", "expected"),
    [
        pytest.param("treaty:1", ["celex:1", "celex:2"], id="the-article-and-its-paragraph-oldest-first"),
        pytest.param("treaty:1/1", ["celex:1", "celex:2"], id="the-paragraph-and-its-article"),
        pytest.param("treaty:1/2", ["celex:1"], id="another-paragraph"),
        pytest.param("treaty:3/1/a", ["celex:1"], id="a-point-of-an-interpreted-article"),
        pytest.param("treaty:10", ["celex:3"], id="ten-is-not-one"),
        pytest.param("other:1", [], id="another-instrument"),
    ],
)
def test_what_interprets_a_provision(provision: str, expected: list[str]) -> None:
    assert [held.compact for held in on(HELD, provision)] == expected
