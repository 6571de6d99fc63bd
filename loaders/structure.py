"""Structure: a document as rows, one object per node (`concordat extract --what structure`)."""

from __future__ import annotations

from collections.abc import Iterator

from .document import Document

__all__ = ["rows"]


def rows(document: Document) -> Iterator[dict[str, object]]:
    """Yield for each node its path, parent, kind, label, lines (1-based, inclusive), chars (half-open), heading, text."""
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
