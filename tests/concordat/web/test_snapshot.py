from __future__ import annotations

import asyncio
import tempfile
import threading
import time
import weakref
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from rdflib import Literal

from concordat.errors import StoreError
from concordat.graph import layers
from concordat.graph.names import CDT, ID
from concordat.graph.remote import RemoteStore
from concordat.graph.store import open_store
from concordat.web import service, snapshot
from concordat.web.reading import Reading
from concordat.web.tokens import Tokens

from .conftest import HIDDEN, LIMITS


def test_it_holds_what_is_public_and_that_alone(stored: Path) -> None:
    held = snapshot.take(str(stored))
    with open_store(stored) as store:
        assert held.store.public() == store.public()
        assert held.triples == len(store.public())
        assert held.generation == store.generation == held.store.generation
        assert held.store.lines(layers.FINDINGS) == store.lines(layers.FINDINGS)
        assert store.lines(HIDDEN)
    assert {HIDDEN, layers.REVIEW, layers.CATALOG_RESTRICTED, layers.curated("secret")} & set(held.store.graph_names()) == set()
    assert set(held.graphs) == set(map(str, held.store.graph_names()))
    held.store.close()
    held.remove()
    assert not held.folder.parent.exists()


def test_the_store_itself_is_left_as_it_is(stored: Path) -> None:
    with open_store(stored) as store:
        before = {name: store.lines(name) for name in store.graph_names()}
    snapshot.take(str(stored)).remove()
    with open_store(stored) as store:
        assert {name: store.lines(name) for name in store.graph_names()} == before


def test_a_server_that_ends_while_it_takes_one_leaves_none(copied: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    begun, taken = threading.Event(), service._taken

    def slowly(address: str) -> tuple[snapshot.Snapshot, Reading]:
        begun.set()
        time.sleep(0.3)
        return taken(address)

    async def end_early() -> None:
        held = service.Service.open(str(copied), LIMITS, Tokens())
        with open_store(copied, write=True) as store:
            store.insert(layers.curated("more"), [(ID["more"], CDT.cue, Literal("more", lang="en"))])
        monkeypatch.setattr(service, "_taken", slowly)
        renewing = asyncio.create_task(held.renew())
        await asyncio.to_thread(begun.wait)
        renewing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await renewing
        await held.close()

    asyncio.run(end_early())
    assert list(tmp_path.glob("concordat-serve-*")) == []


def test_memory_is_given_back_once_nothing_holds_an_earlier_snapshot(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, given_back = threading.Event(), []

    def warm(snapshot: snapshot.Snapshot, reading: Reading, *, wanted: Callable[[], bool]) -> None:
        begun.set()
        while wanted():
            time.sleep(0.01)
        assert reading.memory is not None

    async def change() -> None:
        held = service.Service.open(str(copied), LIMITS, Tokens())
        first = weakref.ref(held.reading.memory)
        monkeypatch.setattr(service, "give_back", lambda: given_back.append(first() is None))
        keeping = asyncio.create_task(held.keep(0.05, warm))
        await asyncio.to_thread(begun.wait)
        with open_store(copied, write=True) as store:
            store.insert(layers.curated("more"), [(ID["more"], CDT.cue, Literal("more", lang="en"))])
        # the one that is given back at the change itself is too early: the first is being made ready at that moment
        for _ in range(1000):
            if given_back and given_back[-1]:
                break
            await asyncio.sleep(0.02)
        keeping.cancel()
        with suppress(asyncio.CancelledError):
            await keeping
        await held.close()

    asyncio.run(change())
    assert given_back[-1]


def test_equal_stores_have_equal_digests(stored: Path, small: Path) -> None:
    first, second, other = (snapshot.take(str(place)) for place in (stored, stored, small))
    assert first.digest == second.digest != other.digest
    for held in (first, second, other):
        held.remove()


def test_nothing_is_left_behind_where_there_is_no_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(StoreError):
        snapshot.take(str(tmp_path / "none"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.remote
def test_a_remote_store_is_served_as_well(stored: Path, empty_server: str) -> None:
    address = f"sparql+{empty_server}/query"
    with open_store(stored) as store, open_store(address, write=True) as remote, remote.transaction():
        assert isinstance(remote, RemoteStore)
        for name in (layers.FINDINGS, layers.REVIEW):
            remote.replace(name, store.lines(name))
    held = snapshot.take(address)
    with open_store(stored) as store:
        assert held.store.lines(layers.FINDINGS) == store.lines(layers.FINDINGS)
    assert layers.REVIEW not in held.store.graph_names()
    held.remove()
