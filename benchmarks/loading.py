"""Loading with one process that reads and with two, or with workers of Dask: seconds, and the memory of all processes together.

    python -m benchmarks.loading [--megabytes 20] [--upto 1000] [--rounds 1] [--goal 1.6] [--memory 500] [--dask] [--extract] [--units]

The batch is made of the real documents of ../shared (CONCORDAT_SHARED names another place), again and again under other
hashes, until it is large enough. The best of the rounds counts. On a machine that others use too, seconds tell little: so the
computing time of the process that writes is shown beside that of the readers, and what follows from them for a processor each. With
`--dask` a scheduler and its workers are started apart, and one worker is measured beside two: the overhead is what one worker, its
scheduler and the process that writes compute beyond one process that does all. Exit status 1 where two are not `goal` times as fast as one
process, where the overhead is more than `overhead`, where the memory goes beyond `memory` megabytes, or where the stores do not hold the
same. Memory and computing time are read from /proc (Linux). `--extract` prints the norms that are read, and loads nothing. `--units` tells
what a triple costs at each step, in one process.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import TypeVar

from benchmarks.servers import cpu_of
from benchmarks.sessions import memory_of
from concordat.batch import _packed as packed
from concordat.batch import _unpacked as unpacked
from concordat.errors import InputError
from concordat.graph import layers
from concordat.graph.store import open_store
from concordat.loading import store_ready

ROOT = Path(__file__).resolve().parents[1]
T = TypeVar("T")
SUFFIXES = (".txt", ".md", ".html", ".xml", ".csv")
PAUSE = 0.5  # seconds between two looks at the memory, which cost computing time that the readers need
QUIET = {**os.environ, "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False"}  # as docs/loading.md has it


@dataclass(frozen=True, slots=True)
class Took:
    """What a load took: seconds, megabytes, and the computing time of the process that writes and of all others."""

    seconds: float
    memory: float
    writing: float
    reading: float


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=float, default=20)
    parser.add_argument("--upto", type=float, default=1000, help="the kilobytes of the largest document taken")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--goal", type=float, default=1.6)
    parser.add_argument("--memory", type=float, default=500)
    parser.add_argument("--overhead", type=float, default=0.15)
    parser.add_argument("--dask", action="store_true")
    parser.add_argument("--extract", action="store_true")
    parser.add_argument("--units", action="store_true")
    args = parser.parse_args()
    shared = Path(os.environ.get("CONCORDAT_SHARED") or ROOT.parent / "shared")
    if not shared.is_dir():
        print(f"the real documents are not at {shared}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        files = batch(shared, Path(folder) / "files", int(args.megabytes * 1_000_000), int(args.upto * 1000))
        print(f"{len(files)} files, {sum(path.stat().st_size for path in files) / 1e6:.1f} MB, {os.cpu_count()} processors", flush=True)
        if args.units:
            units(files, Path(folder) / "units")
            return 0
        kinds = ["--jobs 1", "dask 1", "dask 2"] if args.dask else ["--jobs 1", "--jobs 2"]
        kept_in = [[Path(folder) / f"{kind}-{number}" for kind in kinds] for number in range(args.rounds)]
        rounds = [[timed(files, place, kind, args.extract) for place, kind in zip(places, kinds, strict=True)] for places in kept_in]
        stores = [place.read_bytes() if args.extract else contents(place) for place in kept_in[0]]
        same = all(store == stores[0] for store in stores)
    best = [min(found, key=lambda each: each.seconds) for found in zip(*rounds, strict=True)]
    peak = max(each.memory for found in rounds for each in found)
    kept = [same, peak <= args.memory or args.dask, paired(best[0], best[-1], args.goal)]
    if args.dask:
        kept.append(burdened(best[0], best[1], args.overhead))
    print(f"at most {peak:.0f} MB (goal {args.memory:g}), stores {'identical' if same else 'DIFFERENT'}")
    return 0 if all(kept) else 1


def paired(alone: Took, both: Took, goal: float) -> bool:
    """Tell how many times as fast two readers are, by the clock and by what is computed; one of them has to reach the goal."""
    whole = alone.writing + alone.reading
    # two processors share all work, and one of them does all the writing
    alike = whole / max(both.writing, (both.writing + both.reading) / 2)
    ratio = alone.seconds / both.seconds
    print(f"computing: one process {whole:.1f} s; two read for {both.reading:.1f} s, one writes for {both.writing:.1f} s: "
          f"{alike:.2f} times as fast where two processors do nothing else")  # fmt: skip
    print(f"two {ratio:.2f} times as fast as one by the clock (goal {goal:g})")
    return ratio >= goal


def burdened(alone: Took, one: Took, goal: float) -> bool:
    """Tell what one worker costs beyond one process that does all."""
    share = (one.writing + one.reading) / (alone.writing + alone.reading) - 1
    clock = one.seconds / alone.seconds - 1
    print(f"one worker: {one.writing + one.reading:.1f} s, {share:+.0%} computing (goal at most {goal:.0%}), {clock:+.0%} by the clock")
    return share <= goal


def units(files: list[Path], folder: Path) -> None:
    """Tell what a triple costs to read, to hand over and to write; a file that cannot be read costs its time too."""
    spent: Counter[str] = Counter()
    triples = pressed = 0

    def timed_as(name: str, work: Callable[[], T]) -> T:
        begin = time.process_time()
        try:
            return work()
        finally:
            spent[name] += time.process_time() - begin

    with open_store(folder, write=True) as store:
        for path in files:
            try:
                found = timed_as("read", partial(packed, path, as_=None, about=None))
            except InputError:
                continue
            there = timed_as("taken out", partial(unpacked, found))
            timed_as("written", partial(store_ready, store, there))
            pressed += len(found)
            triples += sum(len(lines) for _, lines, _ in there.prepared.parts)
    size = sum(path.stat().st_size for path in folder.rglob("*"))
    print(f"{triples} triples; {pressed / triples:.1f} bytes a triple handed over, {size / triples:.0f} on disk")
    print(", ".join(f"{name} {triples / seconds:,.0f} a CPU second" for name, seconds in spent.items()))


def batch(shared: Path, folder: Path, size: int, largest: int = 1_000_000) -> list[Path]:
    """Copy real documents, each time with another number of empty lines behind, until they have so many bytes."""
    real = [path for part in ("corpus", "seeds") for path in sorted((shared / part).rglob("*")) if path.suffix in SUFFIXES]
    real = [path for path in real if path.stat().st_size <= largest]
    made: list[Path] = []
    folder.mkdir()
    for number, path in enumerate(cycle(path for path in real if path.name != "README.md")):
        if size <= 0:
            return made
        data = path.read_bytes() + b"\n" * (number // len(real) + 1)
        made.append(folder / f"{number:05}-{path.name}")
        made[-1].write_bytes(data)
        size -= len(data)
    return made


def timed(files: list[Path], place: Path, kind: str, extract: bool) -> Took:  # noqa: FBT001
    """Load files into a store, or their norms into a file, and return what it took; what starts scheduler and workers does not count."""
    with ExitStack() as held:
        options, session = held.enter_context(readers(kind, place.parent))
        told = held.enter_context(place.open("wb")) if extract else None
        what = ["extract", "--what", "norms"] if extract else ["load", "--store", str(place)]
        words = [sys.executable, "-m", "concordat", *what, *options, *map(str, files)]
        begin, peak, writing = time.monotonic(), 0.0, 0.0
        before, apart = sum(os.times()[2:4]), sum(map(cpu_of, session))
        with subprocess.Popen(words, cwd=ROOT, stdout=told, stderr=subprocess.DEVNULL, start_new_session=True) as process:
            while process.poll() is None:
                peak = max(peak, sum(map(memory_of, (process.pid, *session))))
                writing = max(writing, cpu_of(process.pid))
                time.sleep(PAUSE)
        seconds = time.monotonic() - begin
        reading = sum(os.times()[2:4]) - before - writing + sum(map(cpu_of, session)) - apart
    print(f"{kind}: {seconds:.1f} s, at most {peak:.0f} MB, exit {process.returncode}", flush=True)
    return Took(seconds, peak, writing, reading)


@contextmanager
def readers(kind: str, folder: Path) -> Iterator[tuple[list[str], list[int]]]:
    """Give the options of a load, and the processes that were started for it."""
    if not kind.startswith("dask"):
        yield kind.split(), []
        return
    told = folder / f"{time.time_ns()}.json"
    with ExitStack() as started:

        def start(name: str, *words: str) -> int:
            command = [sys.executable, "-m", f"distributed.cli.dask_{name}", "--host", "127.0.0.1", "--no-dashboard", *words]
            apart = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "start_new_session": True}
            process = subprocess.Popen(command, cwd=ROOT, env=QUIET, **apart)
            started.callback(process.wait)
            started.callback(process.kill)
            return process.pid

        session = [start("scheduler", "--port", "0", "--scheduler-file", str(told))]
        while not told.exists() or not told.stat().st_size:
            time.sleep(PAUSE)
        address = json.loads(told.read_text(encoding="utf-8"))["address"]
        alone = ("--nthreads", "1", "--no-nanny", "--local-directory", str(folder / "dask"))
        session += [start("worker", address, *alone) for _ in range(int(kind[-1]))]
        time.sleep(5)
        yield ["--scheduler", address], session


def contents(store: Path) -> dict[str, bytes]:
    """Return every graph but the catalogue, which has the times."""
    with open_store(store) as opened:
        return {str(name): opened.dump(name) for name in opened.graph_names() if name not in (layers.CATALOG, layers.CATALOG_RESTRICTED)}


if __name__ == "__main__":
    sys.exit(main())
