"""The whole build: done once, repeated without change, and the same bytes whenever it is done again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from concordat import build as building
from concordat.build import build, compare_all, texts_of
from concordat.graph import layers
from concordat.graph.build import build as build_graph
from concordat.graph.names import CDT, ID
from concordat.graph.store import Store, open_store
from concordat.texts import Library, Provision


def dumps(store: Store) -> dict[str, bytes]:
    return {layers.local_name(name): store.dump(name) for name in store.graph_names()}


def test_findings_are_made_again_as_they_were(copied: Path) -> None:
    with open_store(copied, write=True) as store:
        before = store.dump(layers.FINDINGS)
        number, made = compare_all(store)
        assert (number, made) == (before.count(b"#Finding> "), False)
        store.drop(layers.FINDINGS)
        assert compare_all(store) == (number, True)
        assert store.dump(layers.FINDINGS) == before


def test_findings_that_somebody_changed_are_made_again(copied: Path) -> None:
    with open_store(copied, write=True) as store:
        before = store.dump(layers.FINDINGS)
        store.insert(layers.FINDINGS, [(ID["finding/forged"], CDT.verdict, ID["x"])])
        assert compare_all(store)[1]
        assert store.dump(layers.FINDINGS) == before


def test_a_changed_fact_is_compared_again(copied: Path, world: Path, make_file: Callable[[str, str], Path]) -> None:
    facts = (world / "world.ttl").read_text(encoding="utf-8").splitlines()
    kept = [line for line in facts if not line.startswith("<norm/paper/south/1/1>")]
    assert len(kept) == len(facts) - 1
    changed = make_file("data/world.ttl", "\n".join(kept)).parent
    with open_store(copied, write=True) as store:
        before = store.dump(layers.FINDINGS)
        build_graph(store, data=changed)
        assert compare_all(store)[1]
        assert b"paper/south/1--" in before
        assert b"paper/south/1--" not in store.dump(layers.FINDINGS)


def test_contributions_and_whole_proposals_are_compared() -> None:
    library = Library(
        provisions={
            "paper:north": Provision("paper:north", "paper", "contribution"),
            "paper:north/1": Provision("paper:north/1", "paper:north", "article"),
        }
    )
    library.kinds |= {"paper": {"Proposal", "Contribution"}, "draft": {"Proposal"}, "treaty": {"Treaty"}}
    assert texts_of(library) == ["draft", "paper:north"]


def test_the_repository_builds_valid_and_only_once(graph: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    before = dumps(graph)
    told: list[str] = []
    again = build(graph, tell=told.append)
    assert (again.graph.written, again.graph.dropped, again.validation, again.compared) == ((), (), None, False)
    assert again.findings == before["findings"].count(b"ontology#Finding> ")
    assert dumps(graph) == before
    assert not building._validate(building._curated(graph)).count("violation")
