"""However much is loaded, the memory stays flat, and each document is written in a transaction of its own.

`make test` loads one megabyte of generated treaties; `make soak` (CONCORDAT_MEGABYTES=200) loads two hundred by two processes.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.sessions import memory_of
from concordat.graph.store import open_store

MEGABYTES = float(os.environ.get("CONCORDAT_MEGABYTES", "1"))
JOBS = "2" if "CONCORDAT_MEGABYTES" in os.environ else "1"
MOST = 500  # megabytes of memory, all processes together
REPOSITORY = Path(__file__).resolve().parents[2]
_FILE = 200_000  # bytes
_PAUSE = 0.1  # seconds between two looks
_PREPARATION = "It was prepared by a working group of {n} members, who met in the spring and in the autumn to compare what they had found. "


def treaty(number: int) -> str:
    """Return a treaty of its own, mostly words that oblige nobody."""
    articles, size = [f"####Convention {number}\n"], 0
    while size < _FILE:
        n = len(articles)
        told = _PREPARATION.format(n=n + 2) * 12
        articles.append(f"### Article  {n}\n\n1 Each Party shall preserve data for {number + n} days, subject to Article {n + 1}.\n\n2 {told}\n")
        size += len(articles[-1])
    return "\n".join(articles)


def test_the_memory_of_a_large_load_is_flat(tmp_path: Path) -> None:
    folder, store = tmp_path / "treaties", tmp_path / "store"
    folder.mkdir()
    count = round(MEGABYTES * 1_000_000 / _FILE)
    for number in range(count):
        (folder / f"{number:04}.md").write_text(treaty(number), encoding="utf-8")
    words = [sys.executable, "-m", "concordat", "load", "--jobs", JOBS, "--store", str(store), *map(str, sorted(folder.iterdir()))]
    peak = 0.0
    with (tmp_path / "log").open("wb") as log, subprocess.Popen(words, cwd=REPOSITORY, stdout=log, stderr=log, start_new_session=True) as process:
        while process.poll() is None:
            peak = max(peak, memory_of(process.pid))
            time.sleep(_PAUSE)
    assert process.returncode == 0, (tmp_path / "log").read_text(encoding="utf-8")
    print(f"{count} files, {MEGABYTES:g} MB: at most {peak:.0f} MB of memory")
    assert 0 < peak < MOST
    with open_store(store) as opened:
        assert opened.generation == count
