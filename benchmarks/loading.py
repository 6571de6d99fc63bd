"""Loading with one process that reads and with two: seconds, and the memory of all processes together.

    python -m benchmarks.loading [--megabytes 20] [--rounds 1] [--goal 1.6] [--memory 500]

The batch is made of the real documents of ../shared (CONCORDAT_SHARED names another place), again and again under other
hashes, until it is large enough. The best of the rounds counts. On a machine that others use too, seconds tell little: so the
computing time of the process that writes is shown beside that of the readers, and what follows from them for a processor each. Exit
status 1 where two processes are not `goal` times as fast as one, where the memory goes beyond `memory` megabytes, or where both
stores do not hold the same. Memory and computing time are read from /proc (Linux).
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

from concordat.graph import layers
from concordat.graph.store import open_store

ROOT = Path(__file__).resolve().parents[1]
SUFFIXES = (".txt", ".md", ".html", ".xml", ".csv")
PAUSE = 0.1  # seconds between two looks at the memory


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
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--goal", type=float, default=1.6)
    parser.add_argument("--memory", type=float, default=500)
    args = parser.parse_args()
    shared = Path(os.environ.get("CONCORDAT_SHARED") or ROOT.parent / "shared")
    if not shared.is_dir():
        print(f"the real documents are not at {shared}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        files = batch(shared, Path(folder) / "files", int(args.megabytes * 1_000_000))
        print(f"{len(files)} files, {sum(path.stat().st_size for path in files) / 1e6:.1f} MB, {os.cpu_count()} processors", flush=True)
        rounds = [[timed(files, Path(folder) / f"store{jobs}-{number}", jobs) for jobs in (1, 2)] for number in range(args.rounds)]
        same = contents(Path(folder) / "store1-0") == contents(Path(folder) / "store2-0")
    alone, both = (min(found, key=lambda each: each.seconds) for found in zip(*rounds, strict=True))
    ratio, peak = alone.seconds / both.seconds, max(each.memory for found in rounds for each in found)
    whole = alone.writing + alone.reading
    alike = whole / max(both.writing, (both.writing + both.reading) / 2)
    print(f"computing: one process {whole:.1f} s; two read for {both.reading:.1f} s, one writes for {both.writing:.1f} s: "
          f"{alike:.2f} times as fast where two processors do nothing else")  # fmt: skip
    print(f"two processes {ratio:.2f} times as fast as one (goal {args.goal:g}), at most {peak:.0f} MB (goal {args.memory:g}), "
          f"stores {'identical' if same else 'DIFFERENT'}")  # fmt: skip
    return 0 if same and ratio >= args.goal and peak <= args.memory else 1


def batch(shared: Path, folder: Path, size: int) -> list[Path]:
    """Copy real documents, each time with another number of empty lines behind, until they have so many bytes."""
    real = [path for part in ("corpus", "seeds") for path in sorted((shared / part).rglob("*")) if path.suffix in SUFFIXES]
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


def timed(files: list[Path], store: Path, jobs: int) -> Took:
    """Load files, and return what it took."""
    words = [sys.executable, "-m", "concordat", "load", "--jobs", str(jobs), "--store", str(store), *map(str, files)]
    begin, peak, writing = time.monotonic(), 0.0, 0.0
    before = sum(os.times()[2:4])
    with subprocess.Popen(words, cwd=ROOT, stderr=subprocess.DEVNULL, start_new_session=True) as process:
        while process.poll() is None:
            peak, writing = max(peak, memory_of(process.pid)), max(writing, computing(process.pid))
            time.sleep(PAUSE)
    seconds = time.monotonic() - begin
    reading = sum(os.times()[2:4]) - before - writing
    print(f"--jobs {jobs}: {seconds:.1f} s, at most {peak:.0f} MB, exit {process.returncode}", flush=True)
    return Took(seconds, peak, writing, reading)


def computing(process: int) -> float:
    """Return the seconds that a process has computed so far, without its children; 0 where it has ended."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_of(session: int) -> float:
    """Return the megabytes that the processes of a session have for themselves or share, each counted in proportion."""
    total = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if os.getsid(int(folder.name)) == session:
                lines = (folder / "smaps_rollup").read_text(encoding="ascii").splitlines()
                total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        except (OSError, StopIteration):
            continue  # it ended in between
    return total / 1000


def contents(store: Path) -> dict[str, bytes]:
    """Return every graph but the catalogue, which has the times."""
    with open_store(store) as opened:
        return {str(name): opened.dump(name) for name in opened.graph_names() if name not in (layers.CATALOG, layers.CATALOG_RESTRICTED)}


if __name__ == "__main__":
    sys.exit(main())
