"""Servers to measure against, each started on free ports of this machine, with its data in a folder, and filled by its own loader."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["cpu_of", "free_port", "load_oxigraph", "load_virtuoso", "memory_of", "oxigraph", "virtuoso"]

_START, _LONG = 120, 600  # seconds
_INI = Path(__file__).with_name("virtuoso.ini")


@contextmanager
def oxigraph(folder: Path, _corpus: Path, *, most: int = _LONG) -> Iterator[tuple[str, int]]:
    """Give the address of `oxigraph serve` over a folder that `load_oxigraph` filled, and its process; a query ends after `most` s."""
    port = free_port()
    command = [_program("oxigraph"), "serve-read-only", "--location", str(folder), "--bind", f"127.0.0.1:{port}"]
    command += ["--timeout-s", str(most)]
    with _running(command, folder.parent, "oxigraph.log") as process:
        _until(lambda: _listens(port), process)
        yield f"sparql+http://127.0.0.1:{port}/query", process.pid


def load_oxigraph(folder: Path, corpus: Path) -> float:
    """Fill a folder by `oxigraph load`, and put in order the many files that it leaves; return the CPU seconds."""
    load = _spent([_program("oxigraph"), "load", "--location", str(folder), "--file", str(corpus)])
    return load + _spent([_program("oxigraph"), "optimize", "--location", str(folder)])


@contextmanager
def virtuoso(folder: Path, corpus: Path, *, most: int = _LONG) -> Iterator[tuple[str, int]]:
    """Give the address of a Virtuoso with its database in a folder, and its process; a query ends after `most` seconds."""
    port, http = free_port(), free_port()
    folder.mkdir(exist_ok=True)
    room = {"buffers": 170_000, "dirty": 130_000, "memory": "2G"}
    written = _INI.read_text(encoding="utf-8").format(folder=folder, data=corpus.parent, port=port, http=http, **room)
    # the last part of the file is that of SPARQL
    (folder / "virtuoso.ini").write_text(f"{written}MaxQueryExecutionTime={most}\n", encoding="utf-8")
    (folder / "port").write_text(str(port), encoding="ascii")
    command = [_program("virtuoso-t"), "+configfile", str(folder / "virtuoso.ini"), "+foreground"]
    with _running(command, folder, "out") as process:
        _until(lambda: does(folder, "select 1"), process)
        try:
            yield f"sparql+http://127.0.0.1:{http}/sparql", process.pid
        finally:
            does(folder, "shutdown")


def load_virtuoso(folder: Path, corpus: Path) -> None:
    """Fill a running Virtuoso by its bulk loader, to the checkpoint."""
    load = f"ld_dir('{corpus.parent}', '{corpus.name}', 'http://example.org/none'); rdf_loader_run(log_enable=>2); checkpoint;"
    assert does(folder, load), (folder / "out").read_text(encoding="utf-8")


def does(folder: Path, sql: str) -> bool:
    """Return whether a Virtuoso did what it was told."""
    shell = shutil.which("isql-vt") or shutil.which("isql-v") or ""
    command = [shell, f"127.0.0.1:{(folder / 'port').read_text(encoding='ascii')}", "dba", "dba", f"exec={sql}"]
    done = subprocess.run(command, capture_output=True, check=False)
    return done.returncode == 0 and b"Error" not in done.stdout + done.stderr


def cpu_of(process: int) -> float:
    """Return the CPU seconds of a process so far, with threads that have ended, in steps of a tick; 0 where it has ended."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_of(process: int) -> float:
    """Return the megabytes that a process had at most."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1000


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _program(name: str) -> str:
    found = shutil.which(name) or shutil.which(str(Path(sys.executable).parent / name))
    if found is None:
        raise SystemExit(f"{name} is not installed")
    return found


@contextmanager
def _running(command: list[str], folder: Path, log: str) -> Iterator[subprocess.Popen[bytes]]:
    with (folder / log).open("wb") as out, subprocess.Popen(command, cwd=folder, stdout=out, stderr=out) as process:
        try:
            yield process
        finally:
            process.terminate()
            process.wait(_START)


def _until(ready, process: subprocess.Popen[bytes]) -> None:  # type: ignore[no-untyped-def]  # any question
    end = time.monotonic() + _START
    while not ready():
        if process.poll() is not None or time.monotonic() > end:
            raise SystemExit(f"{process.args!r} did not start")
        time.sleep(0.2)


def _listens(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


def _spent(command: list[str]) -> float:
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        spent = 0.0
        while process.poll() is None:
            spent = max(spent, cpu_of(process.pid))
            time.sleep(0.1)
    assert process.returncode == 0, command
    return spent
