"""Injecting faults: jobs done by the process of `faulty.py`, which is killed, or has too little room, while they are done."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

__all__ = ["EPOCH", "Faulty", "Words", "done", "started", "tries"]

REPOSITORY = Path(__file__).resolve().parents[2]
EPOCH = 1_800_000_000
_END = 120  # seconds
_TRIES = 10
_ROOM = 30_000  # bytes
_TICK = 1 / os.sysconf("SC_CLK_TCK")  # seconds
# what makes in a folder what a job needs, and returns its words
Words = Callable[[Path], tuple[object, ...]]


def tries(folder: Path) -> Iterator[Path]:
    """Yield some folders of their own."""
    for number in range(_TRIES):
        made = folder / f"try{number}"
        made.mkdir()
        yield made


def done(marks: Path) -> bool:
    """Return whether a job had done its work."""
    return marks.exists() and "done" in marks.read_text()


class Faulty:
    """The process of `faulty.py`, one job after the other."""

    def __init__(self, process: subprocess.Popen[str], folder: Path) -> None:
        self._process, self._folder, self._number = process, folder, 0
        assert process.stdin is not None
        assert process.stdout is not None
        self._to, self._from = process.stdin, process.stdout
        self.pid = 0
        # faults that were met, and those that came too late, by job
        self.met, self.missed = Counter[str](), Counter[str]()

    def start(self, job: str, *words: object, room: int | None = None, epoch: int | None = EPOCH) -> Path:
        """Begin a job, and return the file in which its writes are noted."""
        self._number += 1
        marks = self._folder / f"marks{self._number}"
        asked = {"job": job, "words": list(map(str, words)), "marks": str(marks), "room": room, "epoch": epoch}
        self._to.write(json.dumps(asked) + "\n")
        self._to.flush()
        self.pid = int(self._from.readline().split()[1])
        return marks

    def wait(self) -> tuple[int, str]:
        """Return how the job ended: its exit code and its message."""
        _, code, *said = self._from.readline().split(" ", 2)
        return int(code), "".join(said).strip()

    def whole(self, job: str, *words: object, epoch: int | None = EPOCH) -> list[float]:
        """Do a job to its end, and return the processor's time for it and how long each of its writes took."""
        marks = self.start(job, *words, epoch=epoch)
        ended = self.wait()
        assert ended == (0, ""), f"{job}: {ended}"
        *writes, all_of_it = [float(word) for word in marks.read_text().split() if word not in {"begun", "done"}]
        return [all_of_it, *writes]

    def killed(self, round_: int, times: list[float], job: str, folder: Path, words: Words) -> Path:
        """Kill a job while it is at work: every third time at any moment of it, else in one of its writes or just behind it.

        Returns the folder, below the given one, in which it was killed.
        """
        for here in tries(folder):
            marks = self.start(job, *words(here))
            self._strike(round_, times, marks)
            code = self.wait()[0]
            assert code in (0, -signal.SIGKILL), f"{job}: {code}"
            if not done(marks):
                self.met[f"{job} killed"] += 1
                return here
            self.missed[f"{job} killed"] += 1
        return pytest.fail(f"{job} was done each time before it was killed")

    def _strike(self, round_: int, times: list[float], marks: Path) -> None:
        lot = random.Random(time.time_ns() + round_)
        if len(times) > 1 and round_ % 3:
            write = lot.randrange(1, len(times))
            self._until(lambda: marks.exists() and marks.read_text().count("begun") >= write)
            time.sleep(lot.uniform(0, 1.5 * times[write]))
        else:
            moment = lot.uniform(0, times[0])
            self._until(lambda: self._spent() >= moment - _TICK)
            time.sleep(lot.uniform(0, _TICK))
        # it may be done, or have not yet begun to be a group of its own
        for kill in (os.killpg, os.kill):
            with suppress(ProcessLookupError):
                kill(self.pid, signal.SIGKILL)

    def filled(self, round_: int, job: str, folder: Path, words: Words) -> tuple[Path, str]:
        """Do a job with too little room: its writes fail part of the way. Returns the folder, as `killed` does, and what it said.

        A limit on the size of files is met as a full disk is.
        """
        lot, room = random.Random(time.time_ns() + round_), _ROOM
        for here in tries(folder):
            # where all went into it, less is given
            room = lot.randrange(100, max(room, 101))
            self.start(job, *words(here), room=room)
            code, said = self.wait()
            if code:
                assert code == 4, said
                self.met[f"{job} without room"] += 1
                return here, said
            self.missed[f"{job} without room"] += 1
        return pytest.fail(f"{job} had room each time")

    def _until(self, reached: Callable[[], bool]) -> None:
        end = time.monotonic() + _END
        while time.monotonic() < end and self._spent() >= 0 and not reached():
            time.sleep(0.001)

    def _spent(self) -> float:
        """Return the processor's time that the job has had, below zero where it is done."""
        try:
            fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            return -1
        return -1 if fields[0] == "Z" else (int(fields[11]) + int(fields[12])) * _TICK


@contextmanager
def started(folder: Path) -> Iterator[Faulty]:
    """Run a process to which faults are done."""
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    environment.pop("CONCORDAT_REVIEW", None)
    command = [sys.executable, str(Path(__file__).with_name("faulty.py"))]
    with subprocess.Popen(command, cwd=REPOSITORY, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        made = Faulty(process, folder)
        yield made
        assert process.stdin is not None
        process.stdin.close()
