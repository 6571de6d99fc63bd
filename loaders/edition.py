"""Edition: the state of the readers, so that what they have read once is not read by the same ones again.

Told by the bytes of their code, tables and curated facts: a version number would not tell a rule that was mended.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable
    from pathlib import Path

__all__ = ["edition", "reading"]

_PARTS = ("graph", "loaders", "loading.py", "ontology")
_PARSERS = ("lxml", "pypdfium2")  # a newer one may read otherwise


@lru_cache(1)
def edition() -> str:
    """Return the SHA-256, in hex, of all by which documents are read."""
    told = hashlib.sha256(repr([_version(name) for name in _PARSERS]).encode())
    for part in _PARTS:
        for path, entry in _held(files("concordat") / part, part):
            told.update(f"{path}\0".encode() + hashlib.sha256(entry.read_bytes()).digest())
    return told.hexdigest()


def reading(path: Path, *, as_: str | None = None, about: str | None = None) -> str:
    """Return the SHA-256, in hex, of how a file is read: by which readers, under which names and with which options of `ready`.

    A document may be told by the name of its file and of its folder.
    """
    named = path.absolute()
    return hashlib.sha256(repr((edition(), named.name, named.parent.name, as_, about)).encode()).hexdigest()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _held(part: Traversable, path: str) -> Iterator[tuple[str, Traversable]]:
    """Yield the files of a part of the program, each behind its path, in the order of these."""
    if part.is_file():
        yield path, part
    elif part.name != "__pycache__":
        for entry in sorted(part.iterdir(), key=lambda entry: entry.name):
            yield from _held(entry, f"{path}/{entry.name}")
