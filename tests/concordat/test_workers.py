"""Workers: a scheduler and two workers started apart give what one process gives, also where one of them is killed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from concordat import workers
from concordat.batch import Batch, extract_batch, load_batch
from concordat.errors import ConcordatError, InputError, StoreError, UsageError
from concordat.graph import layers
from concordat.graph.store import Store, open_store

REPOSITORY = Path(__file__).resolve().parents[2]
FILES = 12
Make = Callable[[str, str], Path]


@dataclass(frozen=True, slots=True)
class Cluster:
    """A scheduler and its workers, each a process of its own."""

    address: str
    workers: list[subprocess.Popen[bytes]]


def start(folder: Path, kind: str, *words: str) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "DASK_DISTRIBUTED__WORKER__DAEMON": "False"}
    command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", *words]
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, env=environment)


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    told = tmp_path / "scheduler.json"
    # port 0: the system chooses one that is free, and the file tells which
    scheduler = start(tmp_path, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(told))
    processes = [scheduler]
    try:
        address = waited(told)
        alone = ("--host", "127.0.0.1", "--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(tmp_path / "work"))
        processes += [start(tmp_path, "worker", address, *alone) for _ in range(2)]
        yield Cluster(address, processes[1:])
    finally:
        for process in reversed(processes):
            process.kill()
            process.wait()


def waited(told: Path) -> str:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            return str(json.loads(told.read_text(encoding="utf-8"))["address"])
        except (OSError, ValueError):
            time.sleep(0.1)
    raise AssertionError((told.parent / "log").read_text(encoding="utf-8"))


@pytest.fixture
def files(make_file: Make) -> list[Path]:
    """Treaties, and among them a file that is none."""
    body = "### Article  {n}\n\n1 Each Party shall preserve data for {n} days.\n\n2 A request shall say what is sought.\n\n"
    articles = "".join(body.format(n=n) for n in range(1, 30))
    texts = [make_file(f"{number:02}.md", f"####Convention {number}\n\n{articles}") for number in range(FILES)]
    return [*texts[:3], make_file("bad.txt", "nothing that anybody knows"), *texts[3:]]


def held(store: Store) -> dict[str, bytes]:
    return {str(name): store.dump(name) for name in store.graph_names() if name != layers.CATALOG}


def test_workers_give_what_one_process_gives_and_a_killed_one_loses_nothing(cluster: Cluster, files: list[Path], memory: Store) -> None:
    alone = [str(found) for found in load_batch(memory, files, Batch())]
    with open_store("memory:", write=True) as store:
        batch = Batch(scheduler=cluster.address)
        assert [str(found) for found in load_batch(store, files, batch)] == alone
        assert held(store) == held(memory)
        # once more, and nothing is added
        generation = store.generation
        anew = Batch(scheduler=cluster.address, anew=True)
        assert sum(", already there" in str(found) for found in load_batch(store, files, anew)) == FILES
        assert store.generation == generation
    rows = [found if isinstance(found, list) else str(found) for found in extract_batch(files, "norms", batch)]
    assert rows == [found if isinstance(found, list) else str(found) for found in extract_batch(files, "norms", Batch())]
    with open_store("memory:", write=True) as store:
        loading = load_batch(store, files, batch)
        told = [str(next(loading))]
        # it holds, or is making, what has not been asked for yet
        cluster.workers[0].kill()
        assert told + [str(found) for found in loading] == alone
        assert held(store) == held(memory)
        assert store.generation == generation


def test_a_scheduler_that_is_not_there_is_said(memory: Store, files: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_WAIT", 0.5)
    for address in ("tcp://127.0.0.1:1", "nowhere://x"):
        with pytest.raises(StoreError, match="the scheduler cannot be used") as told:
            list(load_batch(memory, files, Batch(scheduler=address)))
        assert told.value.where == address
    assert memory.graph_names() == []


def test_a_worker_of_another_version_is_refused(tmp_path: Path) -> None:
    def work(path: Path) -> str | ConcordatError:
        return InputError("unread", where=str(path))

    assert isinstance(workers._same_version("0.0.0", work, tmp_path), UsageError)
    assert isinstance(workers._same_version(workers.__version__, work, tmp_path), InputError)
