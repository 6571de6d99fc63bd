"""One set of rules, two engines: the same findings and the same graphs, byte for byte."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from concordat.build import build, texts_of
from concordat.compatibility import Finding, modelled, profiles, read_names, survey, triples
from concordat.compatibility.rules import WORK, Workbench
from concordat.graph import build as graph_building
from concordat.graph import layers, quads
from concordat.graph.bench import Bench
from concordat.graph.store import Store, open_store
from concordat.texts import read_library

pytestmark = pytest.mark.remote


def findings_of(bench: Workbench) -> Sequence[Finding]:
    library = read_library(bench)
    rights = [right for profile in profiles(library, modelled(bench)) for right in profile.instruments]
    return survey(bench, library, texts_of(library), rights, read_names(bench, library))


def bytes_of(found: Sequence[Finding]) -> bytes:
    return quads.quad_lines(quads.normal(quads.lines_of(triples(found)), layers.FINDINGS), layers.FINDINGS)


def dumps(store: Store) -> dict[str, bytes]:
    """Return every graph but the catalogues, which alone hold times."""
    timed = (layers.CATALOG, layers.CATALOG_RESTRICTED)
    return {layers.local_name(name): store.dump(name) for name in store.graph_names() if name not in timed}


def test_the_rules_run_unchanged_on_a_server(world: Path, small: Path, empty_server: str) -> None:
    with open_store(small) as held:
        expected = held.dump(layers.FINDINGS)
        bench = Bench(held.public() - held.lines(layers.FINDINGS))
    with open_store(f"sparql+{empty_server}/query", write=True) as remote:
        graph_building.build(remote, data=world)
        before = dumps(remote)
        there = findings_of(remote)
        assert dumps(remote) == before, "what the rules derive must not stay"
        assert WORK not in remote.graph_names()
    here = findings_of(bench)
    assert bytes_of(here) == bytes_of(there) == expected
    assert [finding.explanation for finding in here] == [finding.explanation for finding in there]


def test_the_whole_build_is_the_same_on_a_server(graph: Store, empty_server: str) -> None:
    expected = dumps(graph)
    with open_store(f"sparql+{empty_server}/query", write=True) as remote:
        built = build(remote)
        found = dumps(remote)
        assert [name for name in expected.keys() | found.keys() if found.get(name) != expected.get(name)] == []
        assert built.findings == expected["findings"].count(b"ontology#Finding> ")
        assert remote.public() - remote.lines(layers.CATALOG) == graph.public() - graph.lines(layers.CATALOG)
