"""Batches: read by several processes, written whole, in order."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from concordat import batch
from concordat.batch import Batch, load_batch
from concordat.errors import InputError, LimitError, UsageError
from concordat.graph.store import Store
from concordat.loading import Ready

Make = Callable[[str, str], Path]


@pytest.fixture
def files(make_file: Make) -> list[Path]:
    """Five treaties, and among them a file that is none."""
    texts = [
        make_file(f"{n}.md", f"####Convention {n}\n\n### Article  1\n\n1 Each Party shall preserve {n} things.\n\n2 It may ask.\n") for n in range(5)
    ]
    return [*texts[:2], make_file("bad.txt", "nothing that anybody knows"), *texts[2:]]


def outcomes(store: Store, paths: list[Path], jobs: int, *, as_: str | None = None, about: str | None = None, anew: bool = False) -> list[str]:
    return [str(found) for found in load_batch(store, paths, Batch(jobs, as_, about, anew=anew))]


@pytest.mark.parametrize("jobs", [1, 2])
def test_good_files_are_loaded_in_order_whatever_the_number_of_processes(memory: Store, files: list[Path], jobs: int) -> None:
    told = outcomes(memory, files, jobs)
    assert [line.split(": ")[0] for line in told] == [str(path) for path in files]
    assert "the format is not recognised" in told[2]
    assert sum("parts" in line for line in told) == 5
    held = {name: memory.dump(name) for name in memory.graph_names()}
    again = outcomes(memory, files, 3 - jobs, anew=True)
    assert sum(line.split("\n")[0].endswith(", already there") for line in again) == 5
    assert {name: memory.dump(name) for name in memory.graph_names()} == held


def test_what_is_there_is_not_read_again(memory: Store, files: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outcomes(memory, files, 1)
    generation = memory.generation
    files[3].write_text(files[3].read_text(encoding="utf-8").replace("things", "records"), encoding="utf-8")
    other = tmp_path / "other.md"
    other.write_bytes(files[0].read_bytes())
    again = outcomes(memory, [*files, other], 1)
    assert [at for at, told in enumerate(again) if told == f"{files[min(at, 5)]}: already there"] == [0, 1, 4, 5]
    assert [at for at, told in enumerate(again) if "parts" in told] == [3, 6]
    # the changed one was written, and that the same bytes were read under another name
    assert memory.generation == generation + 2
    monkeypatch.setattr("concordat.loaders.edition.edition", lambda: "readers that a rule was added to")
    assert all("parts" in told for told in outcomes(memory, files[:2], 1))
    assert outcomes(memory, files[:2], 1) == [f"{path}: already there" for path in files[:2]]
    assert all("parts" in told for told in outcomes(memory, files[:2], 1, about="treaty"))


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_option_that_names_nothing_ends_the_batch(memory: Store, files: list[Path], jobs: int) -> None:
    with pytest.raises(UsageError, match="no format 'novel'"):
        outcomes(memory, files, jobs, as_="novel")
    assert memory.graph_names() == []


def test_errors_keep_their_words_between_processes(memory: Store, tmp_path: Path) -> None:
    paths = [tmp_path / "gone.txt", tmp_path]
    alone = list(load_batch(memory, paths, Batch(1)))
    several = list(load_batch(memory, paths, Batch(2)))
    assert [str(error) for error in several] == [str(error) for error in alone]
    assert all(isinstance(error, InputError) and error.exit_code == 3 and error.do for error in several)


def test_a_process_that_is_ended_costs_one_file(memory: Store, files: list[Path], tmp_path: Path) -> None:
    # who reads a pipe waits for its writer, and is killed while waiting, as a system short of memory kills
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    done = threading.Event()

    def kill() -> None:
        while not done.wait(0.05):
            with suppress(OSError):
                writer = os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
                for process in multiprocessing.active_children():
                    process.kill()
                os.close(writer)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        told = list(load_batch(memory, [files[0], pipe, files[1]], Batch(2)))
    finally:
        done.set()
        killer.join()
    assert [isinstance(found, LimitError) for found in told] == [False, True, False]
    assert "was ended, perhaps for want of memory" in str(told[1])
    assert "parts" in str(told[0])
    assert "parts" in str(told[2])


def test_a_file_too_large_for_the_memory_is_said(memory: Store, files: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    def hungry(*_: object, **__: object) -> Ready:
        raise MemoryError

    monkeypatch.setattr(batch, "ready", hungry)
    assert "more memory than there is" in str(next(load_batch(memory, files[:1], Batch())))
