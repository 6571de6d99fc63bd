"""Findings read back from the graph are those that were written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from concordat.build import STORED, texts_of
from concordat.compatibility import Finding, modelled, profiles, read_findings, read_names, survey, whole
from concordat.graph import layers
from concordat.graph.bench import Bench
from concordat.graph.store import open_store
from concordat.texts import read_library


@pytest.fixture(scope="module")
def written(small: Path) -> dict[str, Finding]:
    """The findings of the small world, as they are computed."""
    with open_store(small) as store:
        bench = Bench(store.public() - store.lines(layers.FINDINGS))
    library = read_library(bench)
    rights = [i for profile in profiles(library, modelled(bench)) if profile.name in STORED for i in profile.instruments]
    return {str(f.iri): f for f in survey(bench, library, texts_of(library), rights, read_names(bench, library))}


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
