"""Pairs files: what `concordat check --pairs` takes and gives.

A side is a compact id or `{"document": FILE, "lines": [first, last]}`, FILE relative to the pairs file. It means the
innermost provision that starts on the first line.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import ConcordatError, InputError, UsageError, said
from ..graph.names import is_compact
from ..loaders.document import Document
from ..loaders.locate import provision_at
from ..loaders.read import read
from .rules import Pair

__all__ = ["Asked", "documents_of", "read_pairs"]


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of a pairs file: the pair, or why it could not be made out."""

    key: str
    pair: Pair | None
    error: str | None = None


def read_pairs(path: Path, known: Mapping[str, object]) -> list[Asked]:
    """Return what a pairs file asks, in its order; `known` holds the compact ids of the graph.

    Raises InputError where the file is missing or a line is no JSON object with an id.
    """
    documents: dict[Path, Document] = {}
    return [_asked(row, path, documents, known) for row in _rows(path)]


def documents_of(path: Path) -> list[Path]:
    """Return the documents that a pairs file names on a left side, each once, in its order.

    Raises InputError as `read_pairs`.
    """
    lefts = [side for row in _rows(path) for side in _each(row.get("left"))]
    return list(dict.fromkeys(path.parent / str(side["document"]) for side in lefts if isinstance(side, dict) and "document" in side))


def _each(sides: object) -> list[object]:
    return sides if isinstance(sides, list) else [sides]


def _rows(path: Path) -> Iterator[Mapping[str, object]]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot be read: {said(error)}", where=str(path), do="name a JSON Lines file in UTF-8") from error
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        where = f"{path}:{number}"
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise InputError(f"is no JSON: {error.msg}", where=where, do="write one JSON object a line") from error
        if not isinstance(row, dict) or not isinstance(row.get("id"), str):
            raise InputError("has no id", where=where, do='write {"id": ..., "left": ..., "right": [...]}')
        yield row


def _asked(row: Mapping[str, object], path: Path, documents: dict[Path, Document], known: Mapping[str, object]) -> Asked:
    key = str(row["id"])
    try:
        left = row.get("left")
        lefts = left if isinstance(left, list) else [left]
        right = row.get("right")
        rights = right if isinstance(right, list) else [right]
        sides = [tuple(_side(side, path, documents, known) for side in group) for group in (lefts, rights)]
    except ConcordatError as error:
        return Asked(key, None, str(error))
    return Asked(key, Pair(key, sides[0], sides[1]))


def _side(side: object, path: Path, documents: dict[Path, Document], known: Mapping[str, object]) -> str:
    if isinstance(side, str) and is_compact(side):
        if side not in known:
            raise UsageError(f"{side} names nothing in the graph", do="load its text or write its id as in `concordat query provisions`")
        return side
    if isinstance(side, dict) and isinstance(side.get("document"), str) and _span(side.get("lines")):
        document = _document(path.parent / str(side["document"]), documents)
        node = provision_at(document, *side["lines"])
        instrument = document.metadata.instrument or f"document:{document.source.sha256}"
        return f"{instrument}:{node.path}"
    raise UsageError(f"{json.dumps(side)} is no side", do='write a compact id or {"document": FILE, "lines": [first, last]}')


def _span(lines: object) -> bool:
    return isinstance(lines, Sequence) and len(lines) == 2 and all(isinstance(n, int) for n in lines)


def _document(path: Path, documents: dict[Path, Document]) -> Document:
    key = path.resolve()
    if key not in documents:
        documents[key] = read(path)
    return documents[key]
