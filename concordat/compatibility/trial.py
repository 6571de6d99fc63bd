"""Trial: the findings on a change, worked out on a scratch copy of what it can bear on; nothing is stored."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ..graph.bench import Bench
from ..graph.inference import infer
from ..graph.names import instrument_of
from ..graph.quads import Lines
from ..graph.store import Reader
from ..texts import Library, read_library
from .explain import Names
from .findings import Finding
from .nearby import Edit, nearby
from .survey import read_names, survey

__all__ = ["Trial", "tried"]


@dataclass(frozen=True, slots=True)
class Trial:
    """What was found on a scratch copy, and the copy with the texts and names in it."""

    bench: Bench
    found: list[Finding]
    library: Library
    names: Names


def tried(
    store: Reader, changed: Collection[str], texts: Sequence[str], rights: Sequence[str], *, words: Lines, edit: Edit | None = None
) -> Trial:
    """Return the findings that rest on `changed` provisions, as they are or as an edit makes them.

    `changed` is closed by `affected`; `words` is the vocabulary with its closures. The store is only read.
    """
    bench = Bench(nearby(store, changed, texts, rights, words=words, edit=edit))
    infer(bench)
    library = read_library(bench)
    names = read_names(bench, library)
    # most rights of a large graph are nowhere near
    near = [right for right in rights if instrument_of(right) in library.kinds]
    return Trial(bench, survey(bench, library, texts, near, names, changed=changed), library, names)
