"""From every version a store can have been written in there is a way to the last one, and no way to half of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Literal

from concordat.errors import StoreError
from concordat.graph import catalog, layers, quads
from concordat.graph.integrity import inspect
from concordat.graph.migration import STEPS, migrate
from concordat.graph.names import CDT, ID
from concordat.graph.store import Store, open_store
from concordat.graph.transaction import HEAD, SCHEMA_VERSION

ONE, PAPER = layers.curated("one"), layers.document("0a")
CONTENT = {graph: [(ID[f"x{n}"], CDT.cue, Literal(f"{layers.local_name(graph)} {n}")) for n in range(3)] for graph in (ONE, PAPER, layers.extracted("0a"))}
RELEASES = sorted((Path(__file__).parent / "releases").glob("*.nq"))


def unversioned(address: str) -> str:
    """Fill a store as none of ours is: graphs without version, record or public graph."""
    data = b"".join(quads.quad_lines(quads.lines_of(triples).splitlines(), graph) for graph, triples in CONTENT.items())
    if address.startswith("sparql+"):
        with open_store(address, write=True, older=True) as store:
            for graph, triples in CONTENT.items():
                body = quads.lines_of(triples).decode()
                store._wire.update(f"INSERT DATA {{ GRAPH <{graph}> {{ {body} }} }}")  # type: ignore[attr-defined]
    else:
        held = ox.Store(address)
        held.load(data, ox.RdfFormat.N_QUADS)
        held.flush()
    return address


def test_a_store_without_a_version_is_told_what_to_do_and_brought_up_to_date(address: str) -> None:
    unversioned(address)
    for write in (False, True):
        with pytest.raises(StoreError, match=r"version 0; this program reads 1 \(bring it up to date: .*concordat migrate"):
            open_store(address, write=write)
    with open_store(address, write=True, older=True) as store:
        assert migrate(store) == (0, SCHEMA_VERSION)
        assert migrate(store) == (SCHEMA_VERSION, SCHEMA_VERSION)
    with open_store(address) as store:
        assert {graph: store.graph(graph) for graph in CONTENT} == CONTENT
        # what nobody knows the marking of is not shown
        assert catalog.restricted(store) == {PAPER, layers.extracted("0a")}
        assert inspect(store).faults == tuple(fault for fault in inspect(store).faults if fault.kind == "link")
        assert not [line for line in store.public() if b"document/0a 1" in line]
        assert [line for line in store.public() if b"curated/one 1" in line]


def test_a_newer_store_is_refused(tmp_path: Path) -> None:
    with open_store(tmp_path / "store", write=True) as store, store.transaction():
        store.insert(ONE, CONTENT[ONE])
        store.stamp(SCHEMA_VERSION + 1)
    with pytest.raises(StoreError, match="update Concordat"):
        open_store(tmp_path / "store")


def _step(number: int, *, fails: bool = False) -> Callable[[Store], None]:
    def write(store: Store) -> None:
        store.insert(ONE, [(ID[f"step{number}"], CDT.order, Literal(number))])
        if fails:
            raise KeyboardInterrupt

    return write


def _state(address: Path) -> tuple[int, int, int]:
    with open_store(address, older=True) as store:
        return store.version, store.generation, len(store.lines(ONE))


def test_a_chain_that_is_cut_off_is_gone_on_with(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    with open_store(folder, write=True) as store:
        store.insert(ONE, CONTENT[ONE])
    chain: Mapping[int, Callable[[Store], None]] = {1: _step(1), 2: _step(2, fails=True), 3: _step(3)}
    with open_store(folder, write=True, older=True) as store, pytest.raises(KeyboardInterrupt):
        migrate(store, steps=chain)
    assert _state(folder) == (2, 2, 4)
    with open_store(folder, write=True, older=True) as store:
        assert migrate(store, steps={**chain, 2: _step(2)}) == (2, 4)
    assert _state(folder) == (4, 4, 6)


@pytest.mark.parametrize("dump", RELEASES, ids=[path.stem for path in RELEASES])
def test_a_store_of_every_release_is_read(dump: Path, tmp_path: Path) -> None:
    """Each dump is all that the release wrote into a store: its default graph and its named ones."""
    folder = tmp_path / "store"
    held = ox.Store(str(folder))
    held.load(dump.read_bytes(), ox.RdfFormat.N_QUADS)
    held.flush()
    del held
    with open_store(folder, write=True, older=True) as store:
        before = {name: store.dump(name) for name in store.graph_names()}
        assert migrate(store)[1] == SCHEMA_VERSION
    with open_store(folder) as store:
        assert [fault for fault in inspect(store).faults if fault.kind != "link"] == []
        after = {name: store.dump(name) for name in store.graph_names()}
        head = [line for line in after[layers.CATALOG].splitlines() if line.startswith(HEAD)]
        assert len(head) == 2
        assert {name: after[name] for name in before if name != layers.CATALOG} == {name: before[name] for name in before if name != layers.CATALOG}


def test_there_is_a_step_from_every_version() -> None:
    assert {*STEPS} == {*range(SCHEMA_VERSION)}


def test_every_release_has_its_dump() -> None:
    changes = (Path(__file__).parents[2] / "CHANGELOG.md").read_text(encoding="utf-8")
    released = [line.split("[")[1].split("]")[0] for line in changes.splitlines() if line.startswith("## [")]
    assert [path.stem for path in RELEASES] == sorted(name for name in released if name != "Unreleased")
