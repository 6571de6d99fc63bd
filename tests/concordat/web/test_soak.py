"""A server of its own under ill-treatment for as long as one likes: nothing crashes, and nothing is left behind.

`make soak` runs it for ten minutes (CONCORDAT_SOAK seconds) and prints what the server holds as it goes.
"""

from __future__ import annotations

import contextlib
import os
import random
import resource
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from .test_robustness import CONNECTIONS, LONG, crowd, reached

SECONDS = float(os.environ.get("CONCORDAT_SOAK", "3"))
WORKERS = 3
MANY = "SELECT * { ?s ?p ?o } LIMIT 20000"
SETTLE = 30  # seconds
GROWTH = 48 * 1024  # kB that the memory of a server may grow by, whatever it goes through


@dataclass(frozen=True, slots=True)
class Held:
    """What a server holds: processes that it started, kB of memory, open files."""

    processes: int
    memory: int
    files: int


@dataclass(frozen=True, slots=True)
class Victim:
    """A server in a process of its own."""

    address: str
    process: subprocess.Popen[bytes]

    def connection(self) -> socket.socket:
        """Return a connection to it."""
        return reached(self.address, patience=60)

    def held(self) -> Held:
        """Return what it holds now."""
        home = Path("/proc") / str(self.process.pid)
        children = sum(len(path.read_text().split()) for path in home.glob("task/*/children"))
        resident = next(line for line in (home / "status").read_text().splitlines() if line.startswith("VmRSS"))
        return Held(children, int(resident.split()[1]), len(list((home / "fd").iterdir())))

    def lives(self) -> bool:
        """Return whether it runs and answers."""
        answer = httpx.get(f"{self.address}/sparql", params={"query": "ASK {}"}, timeout=60)
        return self.process.poll() is None and answer.status_code == 200


@pytest.fixture
def victim(stored: Path, tmp_path: Path) -> Iterator[Victim]:
    limits = ["--seconds", "2", "--rows", "20000", "--memory", "2048", "--workers", str(WORKERS)]
    with serving(stored, tmp_path, *limits) as found:
        yield found


@contextlib.contextmanager
def serving(store: Path, folder: Path, *options: str) -> Iterator[Victim]:
    """Serve a store by a process of its own, whose log stands in a folder; nothing may be left when it ends."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "concordat", "serve", "--store", str(store), "--port", str(port), *options]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, "TMPDIR": str(folder)})
    try:
        end = time.monotonic() + SETTLE
        while "stop with" not in (folder / "log").read_text():
            assert process.poll() is None, (folder / "log").read_text()
            assert time.monotonic() < end, "the server did not start in time"
            time.sleep(0.05)
        yield Victim(f"http://127.0.0.1:{port}", process)
    finally:
        process.terminate()
        process.wait(SETTLE)
    assert "Traceback" not in (folder / "log").read_text()
    assert list(folder.glob("concordat-serve-*")) == []


def leave(victim: Victim) -> None:
    """Ask for a long answer and leave in the middle of it."""
    with victim.connection() as connection:
        connection.sendall(f"GET {LONG} HTTP/1.1\r\nHost: x\r\nAccept: text/csv\r\n\r\n".encode())
        connection.recv(100)


def two_threads(victim: Victim) -> None:
    """Read one answer in two threads."""
    with httpx.stream("GET", f"{victim.address}/sparql", params={"query": MANY, "format": "csv"}, timeout=60) as answer:
        lines, lock, rows, broken = answer.iter_lines(), threading.Lock(), [0, 0], threading.Event()
        if answer.status_code == 503:
            return

        def read(number: int) -> None:
            while True:
                try:
                    with lock:
                        if next(lines, None) is None:
                            return
                except httpx.RemoteProtocolError:
                    # what takes longer than its limit is broken off, and this format has no other way to say so
                    broken.set()
                    return
                rows[number] += 1

        threads = [threading.Thread(target=read, args=[number]) for number in (0, 1)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert broken.is_set() or sum(rows) == 1 + int(answer.headers.get("concordat-rows", sum(rows) - 1))


def flood(victim: Victim) -> None:
    """Send a hundred megabytes."""
    megabyte = b"x" * 2**20
    with victim.connection() as connection, contextlib.suppress(ConnectionResetError, BrokenPipeError):
        kind = "Content-Type: application/sparql-query\r\nContent-Length: 104857600"
        connection.sendall(f"POST /sparql HTTP/1.1\r\nHost: x\r\n{kind}\r\n\r\n".encode())
        for _ in range(100):
            connection.sendall(megabyte)
        assert connection.recv(20).startswith(b"HTTP/1.1 413")


def rubbish(victim: Victim) -> None:
    """Send headers and parameters that are none."""
    chance = random.Random(time.monotonic_ns())
    places = ["/sparql?query={}", "/matrix?text={}", "/compare?left={}&right={}", "/id/{}", "/queries/{}", "/data?graph={}", "/note?left={}&right={}", "/governing?between={}"]
    with httpx.Client(base_url=victim.address, timeout=60) as client:
        for place in places:
            noise = quote(chance.randbytes(chance.randrange(1, 200)))
            assert client.get(place.replace("{}", noise)).status_code not in {500, 502}
    with victim.connection() as connection, contextlib.suppress(ConnectionResetError, BrokenPipeError):
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n" + chance.randbytes(500) + b"\r\n\r\n")
        assert not connection.recv(20).startswith(b"HTTP/1.1 5")


ILLS: tuple[Callable[[Victim], None], ...] = (leave, two_threads, flood, rubbish)


@pytest.fixture
def many_files() -> Iterator[None]:
    """So many open files as a thousand connections take."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = max(soft, CONNECTIONS + 500)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted if hard == resource.RLIM_INFINITY else min(hard, wanted), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.skipif(sys.platform != "linux", reason="what a process holds is read from /proc")
@pytest.mark.usefixtures("many_files")
def test_nothing_is_left_behind(victim: Victim) -> None:
    # what is loaded once is not a leak: each ill comes once before the first look
    for ill in ILLS:
        ill(victim)
    crowd(victim.address, patience=60)
    first = settled(victim)
    print(f"\nfirst: {first}", flush=True)
    end, told = time.monotonic() + SECONDS, time.monotonic()
    number = 0
    while not number or time.monotonic() < end:
        number += 1
        with ThreadPoolExecutor(len(ILLS)) as pool:
            for done in [pool.submit(ill, victim) for ill in ILLS]:
                done.result()
        if number % 10 == 1:
            crowd(victim.address, patience=60)
        if time.monotonic() > told + 60:
            told = time.monotonic()
            print(f"after {number} rounds: {victim.held()}", flush=True)
    last = settled(victim)
    print(f"last, after {number} rounds: {last}", flush=True)
    assert victim.lives()
    assert last.processes <= WORKERS
    assert last.files <= first.files + 10
    assert last.memory <= first.memory + GROWTH


def settled(victim: Victim) -> Held:
    """Return what a server holds once it has put away what it was asked for."""
    end = time.monotonic() + SETTLE
    while victim.held().processes > WORKERS and time.monotonic() < end:
        time.sleep(0.2)
    time.sleep(0.5)
    return victim.held()
