"""Structure: a document as rows, one object per node (`concordat extract --what structure`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .document import Document

__all__ = ["rows"]


def rows(document: Document) -> Iterator[dict[str, object]]:
    """Yield a row for each node; lines count from 1 and include the last, chars are half-open."""
    for node in document.nodes:
        yield {
            "path": node.path,
            "parent": node.parent,
            "kind": node.kind,
            "label": node.label,
            "lines": list(node.lines) if node.lines else None,
            "chars": list(node.chars),
            "heading": node.heading,
            "text": node.text,
        }
