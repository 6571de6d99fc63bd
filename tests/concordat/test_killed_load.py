"""A load that is killed at any moment leaves a store that opens and holds whole documents only.

`make test` kills a load of generated treaties a few times; `make soak` (CONCORDAT_ROUNDS=20) kills a load of all real documents.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from concordat.errors import StoreError
from concordat.graph import catalog, layers, names
from concordat.graph.store import open_store

ROUNDS = int(os.environ.get("CONCORDAT_ROUNDS", "3"))
SOAK = "CONCORDAT_ROUNDS" in os.environ
REPOSITORY = Path(__file__).resolve().parents[2]
_END = 1800  # seconds


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> list[Path]:
    """The documents to load."""
    if SOAK:
        shared: Path = request.getfixturevalue("shared")
        found = [path for folder in ("seeds", "corpus") for path in sorted((shared / folder).rglob("*")) if path.is_file()]
        return [path for path in found if path.suffix in (".txt", ".md", ".html", ".xml", ".csv", ".json") and path.name != "README.md"]
    folder = tmp_path_factory.mktemp("treaties")
    for number in range(24):
        articles = "".join(
            f"### Article  {n}\n\n1 Each Party shall preserve data for {number + n} days.\n\n2 A request shall say what is sought.\n\n" for n in range(1, 20)
        )
        (folder / f"{number:02}.md").write_text(f"####Convention {number}\n\n{articles}", encoding="utf-8")
    return sorted(folder.iterdir())


def start(store: Path, paths: list[Path], log: Path, *options: str) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-m", "concordat", "load", "--jobs", "2", *options, "--store", str(store), *map(str, paths)]
    with log.open("ab") as file:
        return subprocess.Popen(words, cwd=REPOSITORY, stdout=file, stderr=file, start_new_session=True)


def held(store: Path) -> dict[str, bytes]:
    """Return every graph but the catalogue, which has the times."""
    with open_store(store) as opened:
        return {str(name): opened.dump(name) for name in opened.graph_names() if name not in (layers.CATALOG, layers.CATALOG_RESTRICTED)}


def left(store: Path) -> dict[str, bytes]:
    """Return what a killed load left: nothing, where it was killed before the first document."""
    try:
        return held(store)
    except StoreError as error:
        if "the store is empty" not in error.what and "there is no store here" not in error.what:
            raise
        return {}


def public(store: Path) -> bytes:
    with open_store(store) as opened:
        return b"".join(sorted(line for line in opened.public() if line.startswith(f"<{names.ID}".encode())))


@pytest.fixture(scope="module")
def whole(paths: list[Path], tmp_path_factory: pytest.TempPathFactory) -> tuple[Mapping[str, bytes], float, bytes]:
    """What a load that is left alone gives: each graph, the seconds it takes, and the public graph."""
    folder = tmp_path_factory.mktemp("whole")
    begin = time.monotonic()
    ended = start(folder / "store", paths, folder / "log").wait(_END)
    seconds = time.monotonic() - begin
    assert ended in (0, 3), (folder / "log").read_text(encoding="utf-8")
    graphs = held(folder / "store")
    assert len(graphs) > 10
    return graphs, seconds, public(folder / "store")


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The folder of the store that is loaded into now: a load goes on where the last one was killed, until all is there."""
    return [tmp_path_factory.mktemp("life")]


def documents(graphs: Mapping[str, bytes]) -> set[str]:
    return {name.rsplit("/", 1)[1] for name in graphs}


def check(store: Path, graphs: Mapping[str, bytes], said: str) -> Mapping[str, bytes]:
    """Say what a killed load left, after seeing that it is whole documents only, each as in an undisturbed load."""
    found = left(store)
    assert {name: found[name] == graphs.get(name) for name in found} == dict.fromkeys(found, True), said
    # of each document that is there, everything is there
    assert {name for name in graphs if name.rsplit("/", 1)[1] in documents(found)} == set(found), said
    if found:
        with open_store(store) as opened:
            assert {str(name) for name in catalog.hashes(opened)} == set(found), said
    return found


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_a_killed_load_leaves_whole_documents_only(
    round_: int, paths: list[Path], whole: tuple[Mapping[str, bytes], float, bytes], life: list[Path], tmp_path_factory: pytest.TempPathFactory
) -> None:
    graphs, seconds, everything = whole
    store, log = life[0] / "store", life[0] / "log"
    # few small documents take less time than the start; a long load goes on where it was killed, and is to be killed again
    earliest, latest = (0.05, 0.5) if SOAK else (0.6, 1.0)
    moment = random.Random(time.time_ns() + round_).uniform(earliest, latest) * seconds
    process = start(store, paths, log)
    time.sleep(moment)
    process.send_signal(signal.SIGKILL)
    process.wait(_END)
    said = f"killed after {moment:.2f} of {seconds:.2f} s"
    found = check(store, graphs, said)
    print(f"{said}: {len(documents(found))} of {len(documents(graphs))} documents are there, whole")
    if round_ < ROUNDS - 1 and len(found) < len(graphs):
        return  # the next load goes on here

    # what was killed is loaded by loading again, and loading once more adds nothing
    assert start(store, paths, log).wait(_END) in (0, 3)
    assert held(store) == graphs, said
    assert public(store) == everything, said
    with open_store(store) as opened:
        generation = opened.generation
    assert start(store, paths, log, "--anew").wait(_END) in (0, 3)
    assert held(store) == graphs, said
    with open_store(store) as opened:
        assert opened.generation == generation, said
    life[0] = tmp_path_factory.mktemp("life")
