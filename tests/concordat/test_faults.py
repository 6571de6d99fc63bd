"""Faults on a store in a folder: killed, out of room, a clock that jumps, two writers. Nothing lost, nothing half, a clear message.

Each is injected at moments drawn by lot: three times in `make test`, a hundred times in `make soak` (CONCORDAT_FAULTS=100). A fault that
came when the work was done already shows nothing: the work is begun anew, in another folder, and with `-s` it is told how often.
"""

from __future__ import annotations

import os
import random
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from concordat import archive
from concordat.errors import StoreError
from concordat.graph import layers
from concordat.graph.integrity import inspect
from concordat.graph.store import open_store
from concordat.review import Log, folder_of
from concordat.verifying import verify

from .injecting import EPOCH, Faulty, done, started, tries
from .test_backup import contents

ROUNDS = int(os.environ.get("CONCORDAT_FAULTS", "3"))
rounds = pytest.mark.parametrize("round_", range(ROUNDS))


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Faulty]:
    """A process to which faults are done."""
    with started(tmp_path_factory.mktemp("marks")) as made:
        yield made
    for case, number in sorted(made.met.items()):
        print(f"\n{case}: met {number} times; {made.missed[case]} came too late and were done again", end="")


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Faulty]:
    """Another one."""
    with started(tmp_path_factory.mktemp("other")) as made:
        yield made


def sound(folder: Path) -> bool:
    """Return whether there is anything in a store, which then has no fault, nor has its log."""
    try:
        store = open_store(folder, older=True)
    except StoreError as error:
        if error.what not in {"there is no store here", "the store is empty"}:
            raise
        return False
    with store:
        assert [f for f in verify(store, folder_of(folder)).faults if f.kind != "link"] == []
        return bool(store.graph_names())


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Three treaties."""
    folder = tmp_path_factory.mktemp("papers")
    for number in range(3):
        articles = "".join(f"### Article  {n}\n\n1 Each Party shall preserve data for {number + n} days.\n\n" for n in range(1, 30))
        (folder / f"{number}.md").write_text(f"####Convention {number}\n\n{articles}", encoding="utf-8")
    return sorted(folder.iterdir())


Whole = tuple[dict[str, bytes], list[float]]
Saved = tuple[Path, list[float], list[float]]
READERS = ("Reader 0", "Reader 1", "Reader 2")


def copy(base: Path, folder: Path) -> Path:
    """Return a copy of a store in a folder."""
    return Path(shutil.copytree(base, folder / "store"))


@pytest.fixture(scope="module")
def base(faulty: Faulty, world: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the small world and little of the vocabulary. Read it only."""
    folder = tmp_path_factory.mktemp("base") / "store"
    faulty.whole("build", folder, world)
    return folder


@pytest.fixture
def copied(base: Path, tmp_path: Path) -> Path:
    """A copy of it, to be written to."""
    return Path(shutil.copytree(base, tmp_path / "copied"))


@pytest.fixture(scope="module")
def built(faulty: Faulty, world: Path, tmp_path_factory: pytest.TempPathFactory) -> Whole:
    """What a build that is left alone gives, and how long it takes."""
    folder = tmp_path_factory.mktemp("built") / "store"
    times = faulty.whole("build", folder, world)
    return contents(folder), times


@pytest.fixture(scope="module")
def loaded(faulty: Faulty, base: Path, papers: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Whole:
    """What a load that is left alone gives, and how long it takes."""
    folder = shutil.copytree(base, tmp_path_factory.mktemp("loaded") / "store")
    times = faulty.whole("load", folder, *papers)
    return contents(folder), times


@pytest.fixture(scope="module")
def stepped(faulty: Faulty, base: Path, tmp_path_factory: pytest.TempPathFactory) -> Whole:
    """What a migration that is left alone gives, and how long it takes."""
    store = copy(base, tmp_path_factory.mktemp("stepped"))
    times = faulty.whole("migrate", store)
    return contents_of_any(store), times


@pytest.fixture(scope="module")
def reviewed(faulty: Faulty, base: Path, tmp_path_factory: pytest.TempPathFactory) -> list[float]:
    """How long reviews take that are left alone."""
    folder = tmp_path_factory.mktemp("reviewed")
    return faulty.whole("review", copy(base, folder), folder / "done", *READERS)


@pytest.fixture(scope="module")
def saved(faulty: Faulty, base: Path, tmp_path_factory: pytest.TempPathFactory) -> Saved:
    """A backup, and how long it and its restoring take."""
    folder = tmp_path_factory.mktemp("saved")
    path = folder / "backup.tar.gz"
    return path, faulty.whole("backup", base, path), faulty.whole("restore", folder / "store", path)


# ---- killed ----


@rounds
def test_a_killed_build_is_whole_or_nothing(round_: int, faulty: Faulty, world: Path, built: Whole, tmp_path: Path) -> None:
    graphs, times = built
    store = faulty.killed(round_, times, "build", tmp_path, lambda here: (here / "store", world)) / "store"
    if sound(store):
        assert set(contents(store)) in (set(graphs), set(graphs) - {str(layers.FINDINGS)})
    faulty.whole("build", store, world)
    assert contents(store) == graphs


@rounds
def test_a_killed_load_leaves_whole_documents(round_: int, faulty: Faulty, base: Path, papers: list[Path], loaded: Whole, tmp_path: Path) -> None:
    graphs, times = loaded
    store = faulty.killed(round_, times, "load", tmp_path, lambda here: (copy(base, here), *papers)) / "store"
    assert sound(store)
    found = contents(store)
    assert {name for name, data in found.items() if graphs.get(name) != data} <= {str(layers.CATALOG)}
    faulty.whole("load", store, *papers)
    assert contents(store) == graphs


@rounds
def test_a_killed_reviewer_loses_no_decision_that_was_acknowledged(
    round_: int, faulty: Faulty, base: Path, reviewed: list[float], tmp_path: Path
) -> None:
    here = faulty.killed(round_, reviewed, "review", tmp_path, lambda here: (copy(base, here), here / "done", *READERS))
    store, acknowledged = here / "store", here / "done"
    assert sound(store)
    number = len(acknowledged.read_text().split()) if acknowledged.exists() else 0
    assert number <= len(Log(folder_of(store)).read().decisions) <= number + 1
    faulty.whole("review", store, acknowledged, "Somebody else")
    assert sound(store)


@rounds
def test_a_killed_migration_is_gone_on_with(round_: int, faulty: Faulty, base: Path, tmp_path: Path, stepped: Whole) -> None:
    graphs, times = stepped
    store = faulty.killed(round_, times, "migrate", tmp_path, lambda here: (copy(base, here),)) / "store"
    with open_store(store, older=True) as held:
        # each step with what it writes, or not at all
        written = {graph for graph in held.graph_names() if layers.local_name(graph).startswith("curated/step")}
        assert written == {layers.curated(f"step{number}") for number in range(held.version - 1)}
        assert {fault.kind for fault in inspect(held).faults} <= {"link"}
    faulty.whole("migrate", store)
    assert contents_of_any(store) == graphs


def contents_of_any(folder: Path) -> dict[str, bytes]:
    with open_store(folder, older=True) as store:
        return {str(name): store.dump(name) for name in store.graph_names() if name != layers.CATALOG}


@rounds
def test_a_killed_backup_leaves_the_last_one(round_: int, faulty: Faulty, base: Path, saved: Saved, tmp_path: Path) -> None:
    last, times, _ = saved
    path = faulty.killed(round_, times, "backup", tmp_path, lambda here: (base, shutil.copy(last, here / "backup.tar.gz"))) / "backup.tar.gz"
    assert archive.check(path).graphs.keys() == contents(base).keys()
    faulty.whole("backup", base, path)
    assert archive.check(path).graphs.keys() == contents(base).keys()
    assert [file.name for file in path.parent.iterdir()] == [path.name]


@rounds
def test_a_killed_restore_is_done_again(round_: int, faulty: Faulty, base: Path, saved: Saved, tmp_path: Path) -> None:
    path, _, times = saved
    store = faulty.killed(round_, times, "restore", tmp_path, lambda here: (here / "store", path)) / "store"
    sound(store)
    faulty.whole("restore", store, path)
    assert contents(store) == contents(base)


# ---- no room ----


Job = Callable[[Path, Path, list[Path], Path], tuple[object, ...]]


@rounds
@pytest.mark.parametrize(
    ("job", "words"),
    [
        pytest.param("build", lambda _, world, __, ___: (world,), id="build"),
        pytest.param("load", lambda _, __, papers, ___: tuple(papers), id="load"),
        pytest.param("review", lambda _, __, ___, here: (here / "done", "Anna", "Ben"), id="review"),
        pytest.param("migrate", lambda *_: (), id="migration"),
        pytest.param("backup", lambda _, __, ___, here: (here / "backup.tar.gz",), id="backup"),
    ],
)
def test_a_full_disk_is_said_and_costs_nothing(
    round_: int, job: str, words: Job, faulty: Faulty, base: Path, world: Path, papers: list[Path], tmp_path: Path
) -> None:
    def asked(here: Path) -> tuple[object, ...]:
        store = here / "store" if job == "build" else copy(base, here)
        return (store, *words(store, world, papers, here))

    here, said = faulty.filled(round_, job, tmp_path, asked)
    store, before = here / "store", {} if job == "build" else contents_of_any(base)
    assert "disk is full" in said or "File too large" in said, said
    assert "free some space" in said, said
    assert sound(store) or job == "build"
    if job == "backup":
        assert [path.name for path in here.iterdir() if "backup" in path.name] == []
    found = contents_of_any(store) if sound(store) else {}
    assert before.keys() <= found.keys()
    # with room again everything is done
    again = (store, *words(store, world, papers, here))
    assert faulty.whole(job, *(("Carla" if word == "Anna" else "Dora" if word == "Ben" else word) for word in again))
    assert sound(store)


# ---- a clock that jumps, two writers ----


@rounds
def test_a_clock_that_jumps_changes_no_order(round_: int, faulty: Faulty, copied: Path, papers: list[Path], tmp_path: Path) -> None:
    lot, generations = random.Random(time.time_ns() + round_), []
    # back each time, or forth in between
    epochs = sorted((EPOCH + lot.randrange(-(10**9), 10**9) for _ in papers), reverse=True)
    if round_ % 2:
        epochs.insert(1, epochs.pop(0))
    for number, (paper, epoch) in enumerate(zip(papers, epochs, strict=True)):
        faulty.whole("load", copied, paper, epoch=epoch)
        faulty.whole("review", copied, tmp_path / "done", f"Reader {number}", epoch=epoch)
        with open_store(copied) as store:
            generations.append(store.generation)
    faulty.met["clock put back"] += 1
    assert generations == sorted({*generations})
    assert [d.number for d in Log(folder_of(copied)).read().decisions] == [1, 2, 3]
    assert sound(copied)


@rounds
@pytest.mark.parametrize("job", ["load", "review"])
def test_two_writers_at_once_both_write(
    round_: int, job: str, faulty: Faulty, other: Faulty, base: Path, papers: list[Path], loaded: Whole, tmp_path: Path
) -> None:
    def begin(here: Path) -> tuple[list[object], list[object]]:
        store = copy(base, here)
        if job == "load":
            return [store, *papers[round_ % 3 :]], [store, *papers]
        return [store, here / "done", "Anna", "Carla"], [store, here / "done", "Ben", "Dora"]

    for here in tries(tmp_path):
        theirs, ours = begin(here)
        marks = other.start(job, *theirs)
        faulty.start(job, *ours)
        at_once = not done(marks)
        assert (faulty.wait(), other.wait()) == ((0, ""), (0, ""))
        if at_once:
            break
        faulty.missed[f"two writers, {job}"] += 1
    else:
        pytest.fail("one had done its work each time before the other began")
    faulty.met[f"two writers, {job}"] += 1
    store = here / "store"
    assert sound(store)
    if job == "load":
        assert {name: data for name, data in contents(store).items() if loaded[0][name] != data} == {}
    else:
        assert len(Log(folder_of(store)).read().decisions) == 4
