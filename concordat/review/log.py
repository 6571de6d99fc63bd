"""Log: decisions in a file that only grows, one JSON object a line, each holding the hash of the one before.

A line is written in one go and is on the disk before the writer is told so. A writer that was killed leaves at most a last
line that is cut off: readers report it and go on, the next writer sets it aside in a file of its own. Any other line that does
not fit was changed by hand, and nothing is read past it.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from ..errors import StoreError
from .decision import FORMAT, Decision, from_record
from .evidence import Evidence

__all__ = ["FULL", "Held", "Log"]

# how a disk, a quota or a limit on files says that there is no room
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

_PAUSE = 0.05
_START = "0" * 64


@dataclass(frozen=True, slots=True)
class Held:
    """What stands in a log: its decisions, and the bytes of a last line that was cut off."""

    decisions: tuple[Decision, ...]
    torn: bytes

    @property
    def head(self) -> str:
        """The hash of the last line: whoever notes it can tell later that nothing before it was changed or taken out."""
        return self.decisions[-1].digest if self.decisions else _START


@dataclass(slots=True)
class _Known:
    """What this process has read of a log: only what follows its whole lines is read anew.

    `read` has their size in bytes, their SHA-256, and the decisions in them; `evidence` is the last on each finding, which the next
    decisions on it mostly share.
    """

    read: tuple[int, bytes, tuple[Decision, ...]] = (0, sha256().digest(), ())
    evidence: dict[str, Evidence] = field(default_factory=dict)

    def shared(self, decision: Decision) -> Decision:
        """Return a decision with the evidence that is held already, where it is the same."""
        held = self.evidence.get(decision.finding)
        if held == decision.evidence:
            return replace(decision, evidence=held)
        self.evidence[decision.finding] = decision.evidence
        return decision


@lru_cache(8)
def _known(_path: Path) -> _Known:
    return _Known()


class Log:
    """The log in a folder, which need not be there yet. `wait` is how many seconds a writer waits for another one."""

    def __init__(self, folder: Path, *, wait: float = 10.0) -> None:
        self.folder = folder
        self.path = folder / "log.jsonl"
        self._wait = wait

    def read(self) -> Held:
        """Return what stands in the log.

        Raises StoreError where it cannot be read, was changed, or holds lines of a newer version.
        """
        return self.parse(self._bytes())

    def whole(self) -> tuple[bytes, Held]:
        """Return the bytes of the whole lines of the log, and what stands in them; raises what `read` raises."""
        data = self._bytes()
        held = self.parse(data)
        return data[: len(data) - len(held.torn)], Held(held.decisions, b"")

    def parse(self, data: bytes) -> Held:
        """Return what stands in the bytes of a log; raises StoreError as `read` does."""
        known = _known(self.path)
        size, told, decisions = known.read
        seen = sha256(memoryview(data)[:size])
        if seen.digest() != told:
            size, decisions, seen = 0, (), sha256()
        *lines, torn = data[size:].split(b"\n")
        if lines and not torn and not _is_json(lines[-1]):
            # the disk may have kept the end of a line and lost its middle
            torn = lines.pop() + b"\n"
        decisions = (*decisions, *map(known.shared, self._decisions(lines, decisions)))
        end = len(data) - len(torn)
        seen.update(memoryview(data)[size:end])
        known.read = end, seen.digest(), decisions
        return Held(decisions, torn)

    def _bytes(self) -> bytes:
        try:
            return self.path.read_bytes()
        except FileNotFoundError:
            return b""
        except OSError as error:
            raise _failure(error, self.path) from error

    def _decisions(self, lines: list[bytes], before: Sequence[Decision]) -> Iterator[Decision]:
        prior = before[-1].digest if before else _START
        for number, line in enumerate(lines, len(before) + 1):
            where = f"{self.path}:{number}"
            try:
                record = json.loads(line)
            except ValueError as error:
                raise StoreError("the line is no JSON", where=where, do="take the log from a backup") from error
            held = record if isinstance(record, dict) else {}
            if (held.get("number"), held.get("prior"), held.get("hash")) != (number, prior, _hash(held)):
                raise StoreError("the log was changed at or before this line", where=where, do="take the log from a backup")
            prior = str(record["hash"])
            yield from_record(record, where)

    @contextmanager
    def writing(self) -> Iterator[Held]:
        """Keep other writers out while the block runs, and give what stands in the log.

        Raises StoreError as `locked` and `read` do.
        """
        with self.locked():
            yield self.read()

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other writers out while the block runs.

        Raises StoreError where another writer does not finish in time, or the folder cannot be written.
        """
        end = time.monotonic() + self._wait
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise _failure(error, self.folder) from error
        try:
            while not _locked(lock):
                if time.monotonic() > end:
                    raise StoreError("the log is locked by another writer", where=str(self.path), do="wait until it is done")
                time.sleep(_PAUSE)
            yield
        finally:
            os.close(lock)

    def append(self, held: Held, entry: Mapping[str, object]) -> Decision:
        """Write a decision behind those that `writing` gave, and return it once it is on the disk.

        `entry` has the fields of a line but for format, number, prior and hash. Raises StoreError where it cannot be written.
        """
        record = {**entry, "format": FORMAT, "number": len(held.decisions) + 1, "prior": held.head}
        record["hash"] = _hash(record)
        line = json.dumps(record, ensure_ascii=False, sort_keys=True).encode() + b"\n"
        try:
            if held.torn:
                self._set_aside(held.torn)
            self._write(line)
        except OSError as error:
            raise _failure(error, self.path) from error
        return from_record(json.loads(line), str(self.path))

    def take_over(self, data: bytes) -> None:
        """Put the bytes of another log in the place of this one, which is kept beside it under the hash of its last line.

        Only inside `locked`. Raises StoreError where it cannot be written.
        """
        part = self.folder / ".log.part"
        try:
            if (old := self._bytes()) and not data.startswith(old):
                (self.folder / f"log-before-{sha256(old).hexdigest()[:12]}.jsonl").write_bytes(old)
            with part.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            part.replace(self.path)
            _sync(self.folder)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise _failure(error, self.path) from error

    def _set_aside(self, torn: bytes) -> None:
        whole = self.path.stat().st_size - len(torn)
        with (self.folder / f"torn-{whole}").open("ab") as aside:
            aside.write(torn)
            aside.flush()
            os.fsync(aside.fileno())
        os.truncate(self.path, whole)

    def _write(self, line: bytes) -> None:
        fresh = not self.path.exists()
        with self.path.open("ab", buffering=0) as file:
            start = file.tell()
            try:
                if file.write(line) != len(line):
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                os.fsync(file.fileno())
            except OSError:
                os.truncate(self.path, start)
                raise
        if fresh:
            _sync(self.folder)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_json(line: bytes) -> bool:
    try:
        json.loads(line)
    except ValueError:
        return False
    return True


def _hash(record: Mapping[str, object]) -> str:
    rest = {key: value for key, value in record.items() if key != "hash"}
    return sha256(json.dumps(rest, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _failure(error: OSError, path: Path) -> StoreError:
    do = "free some space and run again" if error.errno in FULL else "check the folder and its permissions"
    return StoreError(error.strerror or str(error), where=str(path), do=do)
