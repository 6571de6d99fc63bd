"""Findings read back from the graph are those that were written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from concordat.build import texts_of
from concordat.checking import Desk
from concordat.compatibility import Finding, read_findings, whole
from concordat.graph.store import open_store


@pytest.fixture(scope="module")
def written(desk: Desk) -> dict[str, Finding]:
    """The findings of the small world, as they are computed."""
    found = [f for text in texts_of(desk.library) if "secret" not in text for f in desk.text(text, ("mandate", "treaties"))]
    return {str(f.iri): f for f in found}


def test_all_are_read_in_the_order_of_their_iris(small: Path, written: dict[str, Finding]) -> None:
    with open_store(small) as store:
        read = read_findings(store)
    assert [str(f.iri) for f in read] == sorted(written)


def test_each_says_what_was_written(small: Path, written: dict[str, Finding]) -> None:
    with open_store(small) as store:
        for found in read_findings(store):
            one, meant = whole(store, found), written[str(found.iri)]
            for name in ("question", "left", "right", "verdict", "row", "drafting", "clauses", "reason", "confidence", "explanation"):
                assert getattr(one, name) == getattr(meant, name), name
            assert one.not_compared == tuple(sorted(meant.not_compared))
            assert {(a.aspect, a.relation) for a in one.aspects} == {(a.aspect, a.relation) for a in meant.aspects}
            assert (one.decisive is None) == (meant.decisive is None)


def test_one_that_is_not_there_has_nothing_to_add(small: Path, written: dict[str, Finding]) -> None:
    none = replace(next(iter(written.values())), left=("treaty:99",), explanation={}, decisive=None, not_compared=())
    with open_store(small) as store:
        assert whole(store, none) == none
