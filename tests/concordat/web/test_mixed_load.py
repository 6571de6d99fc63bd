"""Readers, reviewers and one who loads on one served graph at once: no error, nothing lost, as quick and as small in the end as before.

`make soak` runs it for ten minutes on the whole graph (CONCORDAT_SOAK seconds) and prints how long answers took.
"""

from __future__ import annotations

import contextlib
import math
import os
import random
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from urllib.parse import quote

import httpx
import pytest

from concordat.compatibility import Finding, read_findings
from concordat.graph.names import compact
from concordat.graph.store import open_store
from concordat.web.tokens import add

from .test_soak import GROWTH, SECONDS, SETTLE, Victim, serving, settled

SOAK = "CONCORDAT_SOAK" in os.environ
READERS, DOCUMENTS = 4, 6
SNAPSHOTS = 2  # the last one, and the one before it, which requests that have begun may still read
OTHER = 12  # files more that connections and processes of queries take
PAUSE = 0.1  # seconds that somebody takes to read
LOOK = 0.5  # seconds between two looks at the memory
QUERIES = ("SELECT (COUNT(*) AS ?n) { ?s a ?class }", "SELECT * { ?s ?p ?o } LIMIT 50", "ASK { ?s a <https://w3id.org/concordat/ontology#Norm> }")


@dataclass(slots=True)
class Load:
    """What is asked of a server, when it was answered and in how many seconds, the kB that it had all along, and what went wrong."""

    server: Victim
    end: float
    times: list[tuple[float, float]] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    decided: int = 0
    loaded: int = 0

    def goes_on(self) -> bool:
        """Return whether there is time left."""
        return time.monotonic() < self.end

    def ask(self, client: httpx.Client, path: str) -> None:
        """Ask for a page or an answer, and note how long it took."""
        began = time.monotonic()
        answer = client.get(path)
        self.times.append((began, time.monotonic() - began))
        if answer.status_code != 200:
            self.wrong.append(f"{path}: {answer.status_code}")

    def tail(self, part: int) -> float:
        """Return within how many seconds 95 of 100 answers of one third of the time came, infinity where none did."""
        first, last = self.times[0][0], self.end
        length = (last - first) / 3
        took = sorted(seconds for began, seconds in self.times if part * length <= began - first < (part + 1) * length)
        return took[len(took) * 95 // 100] if took else math.inf

    def usual(self, part: int) -> int:
        """Return the median of the memory in one third of the time: at one moment a snapshot may be there once more, being replaced."""
        length = len(self.memory) // 3
        return int(median(self.memory[part * length : (part + 1) * length]))


def opened(server: Victim) -> tuple[int, int]:
    """Return how many snapshots a server has open, and how many other files, once it has taken the last one."""
    end = time.monotonic() + SETTLE
    while (held := _open_now(server))[0] > SNAPSHOTS and time.monotonic() < end:
        time.sleep(0.2)
    return held


def _open_now(server: Victim) -> tuple[int, int]:
    links: list[str] = []
    for path in (Path("/proc") / str(server.process.pid) / "fd").iterdir():
        with contextlib.suppress(FileNotFoundError):  # it was closed meanwhile
            links.append(str(path.readlink()))
    held = [found[1] for link in links if (found := re.search(r"/(concordat-serve-[^/]+)/", link))]
    return len(set(held)), len(links) - len(held)


def reads(load: Load, findings: list[Finding], number: int) -> None:
    """Walk through pages and queries in an order of one's own."""
    chance = random.Random(number)
    with httpx.Client(base_url=load.server.address, timeout=60, headers={"Accept": "text/html"}) as client:
        while load.goes_on():
            found = chance.choice(findings)
            pages = [f"/id/{compact(str(found.iri)).replace(':', '/')}.html", "/?q=data", "/queries/instruments.csv", "/matrix", "/dataset"]
            queries = [f"/sparql?query={quote(query)}&format=json" for query in QUERIES]
            load.ask(client, chance.choice([*pages, *queries]))
            time.sleep(PAUSE)


def reviews(load: Load, findings: list[Finding], token: str) -> None:
    """Decide on one finding after the other, each time otherwise than before."""
    with httpx.Client(base_url=load.server.address, timeout=60, headers={"Accept": "text/html"}) as client:
        number = 0
        while load.goes_on():
            found, decision = findings[number % len(findings)], ("accepted", "rejected")[number // len(findings) % 2]
            answer = client.post("/review?lang=en", data={"finding": str(found.iri), "decision": decision, "edition": "Paper, p. 1", "token": token})
            if answer.status_code != 303:
                load.wrong.append(f"review: {answer.status_code}")
            load.decided += answer.status_code == 303
            number += 1
            time.sleep(1)


def loads(load: Load, store: Path, folder: Path) -> None:
    """Load documents, each again and again with other figures in it."""
    while load.goes_on():
        path = folder / f"{load.loaded % DOCUMENTS}.md"
        articles = "".join(f"### Article  {n}\n\n1 Each Party shall preserve data for {n + load.loaded} days.\n\n" for n in range(1, 6))
        path.write_text(f"####Convention {path.stem}\n\n{articles}", encoding="utf-8")
        words = [sys.executable, "-m", "concordat", "load", "--store", str(store), str(path)]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        if done.returncode:
            load.wrong.append(f"load: {done.returncode}: {done.stderr}")
        load.loaded += 1
        time.sleep(5 if SOAK else 0)


def watches(load: Load) -> None:
    """Take down what memory the server has."""
    while load.goes_on():
        load.memory.append(load.server.held().memory)
        time.sleep(LOOK)


def run_all(load: Load, tasks: list[Callable[[], None]]) -> None:
    """Run tasks at once, and take down what ends any of them."""

    def kept(task: Callable[[], None]) -> None:
        try:
            task()
        except (httpx.HTTPError, OSError) as error:
            load.wrong.append(repr(error))

    threads = [threading.Thread(target=kept, args=[task]) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.skipif(sys.platform != "linux", reason="what a process holds is read from /proc")
def test_readers_reviewers_and_a_loader_share_a_graph(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    store = Path(shutil.copytree(request.getfixturevalue("built" if SOAK else "small"), tmp_path / "store"))
    with open_store(store) as held:
        findings = sorted(read_findings(held), key=lambda found: str(found.iri))[:20]
    tokens = [add(tmp_path / "tokens", name) for name in ("Jane Reader", "John Second")]
    with serving(store, tmp_path, "--tokens", str(tmp_path / "tokens")) as server:
        warm = Load(server, time.monotonic() + SECONDS / 10)
        run_all(warm, [lambda: reads(warm, findings, 0), lambda: loads(warm, store, tmp_path)])
        first, before = settled(server), opened(server)
        load = Load(server, time.monotonic() + SECONDS)
        tasks = [lambda n=number: reads(load, findings, n) for number in range(READERS)]
        tasks += [lambda t=token: reviews(load, findings, t) for token in tokens]
        run_all(load, [*tasks, lambda: loads(load, store, tmp_path), lambda: watches(load)])
        last, after = settled(server), opened(server)
        tails, usual = [load.tail(part) for part in range(3)], [load.usual(part) for part in range(3)]
        quick = ", ".join(f"{seconds * 1000:.0f}" for seconds in tails)
        print(f"\n{len(load.times)} answers, 95 of 100 within {quick} ms in each third of the time; wrong: {warm.wrong + load.wrong}")
        print(f"{load.decided} decisions, {load.loaded} loads; {first}, {last}; snapshots, other files: {before}, {after}")
        print(f"memory in each third {usual} kB, at most {max(load.memory)}", flush=True)
    assert (warm.wrong, load.wrong) == ([], [])
    log = subprocess.run(
        [sys.executable, "-m", "concordat", "review", "export", "--format", "jsonl", "--store", str(store)], capture_output=True, check=True
    )
    assert len(log.stdout.splitlines()) == load.decided > 0
    assert subprocess.run([sys.executable, "-m", "concordat", "verify", "--store", str(store)], check=False).returncode == 0
    assert after[0] <= SNAPSHOTS
    assert after[1] <= before[1] + OTHER
    assert usual[2] <= usual[0] + GROWTH
    # how long answers take is held only where it was measured long enough
    assert not SOAK or tails[2] <= 2 * tails[0] < math.inf
