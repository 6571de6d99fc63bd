"""What is compared of a change alone is what the whole comparison finds there."""

from __future__ import annotations

import pytest

from concordat.build import STORED, texts_of
from concordat.compatibility import affected, modelled, profiles, read_findings, tried, triples, words_of
from concordat.graph import layers, quads
from concordat.graph.bench import Bench
from concordat.graph.store import Store
from concordat.texts import read_library

# a right that others take over, a directive, and a recital that speaks of other rules and has a twin
CHANGED = ("budapest:29/7", "celex:32022D0895:addendum/18", "un-doc:A/AC.291/12/Add.1:caricom/rct/9")


@pytest.fixture(scope="module")
def bench(graph: Store) -> Bench:
    """The whole graph without its findings."""
    return Bench(graph.public() - graph.lines(layers.FINDINGS))


@pytest.mark.parametrize("changed", CHANGED)
def test_the_part_gives_what_the_whole_gives(graph: Store, bench: Bench, changed: str) -> None:
    library = read_library(bench)
    rights = [right for p in profiles(library, modelled(bench)) if p.name in STORED for right in p.instruments]
    words = words_of(quads.lines_of(bench.construct("CONSTRUCT WHERE { ?s ?p ?o }")).splitlines())
    touched = affected(bench, [changed])
    found = tried(bench, touched, texts_of(library), rights, words=words).found
    assert changed in touched
    assert frozenset(quads.lines_of(triples(found)).splitlines()) <= graph.lines(layers.FINDINGS)
    resting = {str(f.iri) for f in read_findings(graph) if not touched.isdisjoint({*f.left, *f.right})}
    assert resting <= {str(f.iri) for f in found}
