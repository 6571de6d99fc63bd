"""Archive: a store and its reviews as one file: a compressed tar of canonical N-Quads, one member a graph, and the log of reviews.

What is not public stands under `private/`. The manifest, with the SHA-256 of every other member, comes last: a file that was cut
off has none, and is no backup. A file takes its place only when it is whole and on the disk.
"""

from __future__ import annotations

import fcntl
import gzip
import json
import os
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from glob import escape
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import IO

from .errors import InputError, StoreError
from .review.log import FULL

__all__ = ["LOG", "MANIFEST", "PEOPLE", "Manifest", "Member", "Writer", "check", "members", "writing"]

FORMAT = 1
MANIFEST, LOG, PEOPLE = "manifest.json", "private/review/log.jsonl", "private/review/people.json"
_BROKEN = (tarfile.TarError, EOFError, OSError, zlib.error, ValueError, KeyError, TypeError)
_LEVEL = 6


@dataclass(frozen=True, slots=True)
class Member:
    """What the manifest says of one member: its hash and size in bytes; the graph (an IRI) and how many statements, where it is one."""

    sha256: str
    bytes: int
    graph: str = ""
    statements: int = 0


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds.

    `made` is a time in UTC, `program` the version of Concordat, `schema` and `generation` are those of the store, `decisions` and
    `head` the number of decisions in the log and the hash of the last one, `names` whether the table of identities is in it.
    """

    made: str
    program: str
    schema: int
    generation: int
    decisions: int
    head: str
    names: bool
    members: Mapping[str, Member] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def graphs(self) -> dict[str, str]:
        """The names of the members that are graphs, by the IRI of the graph."""
        return {member.graph: name for name, member in self.members.items() if member.graph}


class Writer:
    """An archive that is being written."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self.members: dict[str, Member] = {}

    def add(self, name: str, data: bytes, *, graph: str = "", statements: int = 0) -> None:
        """Write one member."""
        self._put(name, data)
        self.members[name] = Member(sha256(data).hexdigest(), len(data), graph, statements)

    def seal(self, manifest: Manifest) -> None:
        """Write the manifest, after which there is nothing more to write."""
        self._put(MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n")

    def _put(self, name: str, data: bytes) -> None:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = len(data), 0o600
        self._tar.addfile(entry, BytesIO(data))


@contextmanager
def writing(path: Path) -> Iterator[Writer]:
    """Write an archive to a path; where the block fails, whatever is there stays as it was.

    Raises InputError where it cannot be written, or what is there is no archive; StoreError where the disk is full.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        if path.exists() and _begin(path) not in {b"\x1f\x8b", b""}:
            raise InputError("this file is no backup, and is left alone", where=str(path), do="choose another name")
        _clear(path)
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            fcntl.flock(handle, fcntl.LOCK_EX)
            with gzip.GzipFile("", "wb", _LEVEL, file, mtime=0) as packed, tarfile.open(fileobj=packed, mode="w|") as tar:
                yield Writer(tar)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        kind, do = (StoreError, "free some space and run again") if error.errno in FULL else (InputError, "choose another place")
        raise kind(f"cannot be written: {error.strerror}", where=str(path), do=do) from error
    finally:
        part.unlink(missing_ok=True)


def _begin(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(2)


def _clear(path: Path) -> None:
    """Take away what those left who were killed while they wrote to a path: it may hold what is private, and nobody looks for it."""
    for left in path.parent.glob(f".{escape(path.name)}.*.part"):
        # whoever still writes holds it, or has just put it in its place; that of another user is not ours to take
        with suppress(BlockingIOError, FileNotFoundError, PermissionError), left.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            left.unlink(missing_ok=True)


def members(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the members of an archive with their names, as they stand in it.

    Raises InputError where it cannot be read to its end.
    """
    try:
        with path.open("rb") as file, tarfile.open(fileobj=file, mode="r|gz") as tar:
            for entry in tar:
                held: IO[bytes] | None = tar.extractfile(entry)
                if held is not None:
                    yield entry.name, held.read()
    except FileNotFoundError as error:
        raise InputError("there is no such file", where=str(path), do="check the path") from error
    except _BROKEN as error:
        raise InputError("this is no whole backup", where=str(path), do="take another one; this one was cut off or damaged") from error


def check(path: Path) -> Manifest:
    """Return the manifest of an archive of which every byte was held against its hash.

    Raises InputError where it is damaged, cut off, or of a newer version.
    """
    found: dict[str, str] = {}
    said: bytes | None = None
    for name, data in members(path):
        if name == MANIFEST:
            said = data
        else:
            found[name] = sha256(data).hexdigest()
    try:
        told = json.loads(said or b"")
        if told["format"] > FORMAT:
            raise InputError("the backup is of a newer version", where=str(path), do="update Concordat")
        manifest = Manifest(**{**told, "members": {name: Member(**member) for name, member in told["members"].items()}})
    except _BROKEN as error:
        raise InputError("this is no whole backup: its manifest is not there", where=str(path), do="take another one") from error
    expected = {name: member.sha256 for name, member in manifest.members.items()}
    if wrong := sorted({*expected.items()} ^ {*found.items()}):
        raise InputError(f"{wrong[0][0]} is not what was backed up", where=str(path), do="take another backup; this one is damaged")
    return manifest
