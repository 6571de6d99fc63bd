"""Reading: a file as a tree, by the parser of its format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import InputError
from .detect import FORMATS, detect
from .gaps import with_gaps
from .identity import identified
from .package import is_bundle, unpacked, whole
from .source import contents, from_bytes
from .variants import with_variants

if TYPE_CHECKING:
    from pathlib import Path

    from .document import Document, Source

__all__ = ["parse", "read", "source_of"]


def parse(source: Source, *, as_: str | None = None) -> Document:
    """Return the tree of a source; `as_` names its format where detection should not.

    Raises InputError where the source has no known format or no structure, UsageError where `as_` names no format.
    """
    name = detect(source, as_=as_)
    document: Document = FORMATS[name].parse(source)
    if not document.nodes:
        raise InputError(f"nothing was found in it as {name}", where=source.name, do="name another format with --as")
    return with_gaps(with_variants(document))


def source_of(path: Path | str) -> Source:
    """Return the source in a file, and in the files that it names as its own or, a ZIP archive of Formex, holds.

    Raises InputError where the file cannot be read, LimitError where it is too large.
    """
    data = contents(path)
    if is_bundle(data):
        return unpacked(data, str(path))
    return whole(from_bytes(data, str(path)), path)


def read(path: Path | str, *, as_: str | None = None) -> Document:
    """Return the tree of a file, and of the files that it names as its own; `as_` names its format where detection should not.

    Raises InputError where the file cannot be read, LimitError where it is too large, UsageError where `as_` names
    no format.
    """
    return identified(parse(source_of(path), as_=as_), path)
