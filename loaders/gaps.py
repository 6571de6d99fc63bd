"""Gaps: numbers that the articles or recitals of a text leave out, which a reader of a text must know of.

A number may be missing because the provision was repealed, or because nothing told where it begins; its words then stand in the one before.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .document import Document

__all__ = ["with_gaps"]

_MOST = 12  # numbers that are named


def with_gaps(document: Document) -> Document:
    """Return a document with a warning for the articles, and one for the recitals, that its numbers leave out."""
    told = []
    for kind, pattern in (("article", re.compile(r"(\d{1,5})[a-z]*")), ("recital", re.compile(r"rct/(\d{1,5})[a-z]*"))):
        missing = [str(number) for number in islice(_missing(document, kind, pattern), _MOST + 1)]
        if missing:
            told.append(f"no {kind} {', '.join(missing[:_MOST])}{' ...' if len(missing) > _MOST else ''}: repealed, or not recognised")
    return replace(document, warnings=(*document.warnings, *told)) if told else document


def _missing(document: Document, kind: str, pattern: re.Pattern[str]) -> Iterator[int]:
    """Yield the numbers between the first and the last that a node of this kind has at the top of its text; they may be many."""
    found = {int(match[1]) for node in document.nodes if node.kind == kind and (match := pattern.fullmatch(node.path))}
    for before, after in pairwise(sorted(found)):
        yield from range(before + 1, after)
