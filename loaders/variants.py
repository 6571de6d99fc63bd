"""Variants: the wording that a node had before tracked changes."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from .document import Document, Variant
from .lines import join
from .source import decode

if TYPE_CHECKING:
    from .document import Change, Node

__all__ = ["with_variants"]

_STATUS = "before-changes"


def with_variants(document: Document) -> Document:
    """Return a document with a variant for each node whose own words were changed, and a warning that says how many."""
    changes = document.source.changes
    if not changes:
        return document
    text = decode(document.source)
    places = _Places(document)
    touched: dict[str, list[Change]] = {}
    for change in changes:
        node = places.at(change.start)
        if node is not None:
            touched.setdefault(node.path, []).append(change)
    variants = tuple(
        Variant(path, before, _STATUS)
        for path in places.order
        if path in touched and (before := _before(places.own(path), touched[path], text, printed=places.text(path))) is not None
    )
    told = f"{len(changes)} tracked changes: read as made; {len(variants)} parts keep the wording before as a variant"
    return replace(document, variants=variants, warnings=(*document.warnings, told))


class _Places:
    """Where the nodes of a document stand."""

    def __init__(self, document: Document) -> None:
        self._nodes = sorted(document.nodes, key=lambda node: node.chars[0])
        self._starts = [node.chars[0] for node in self._nodes]
        self._by_path = {node.path: node for node in document.nodes}
        self.order = list(self._by_path)
        self._first: dict[str, int] = {}
        for node in document.nodes:
            if node.parent is not None and node.chars[0] > self._by_path[node.parent].chars[0]:
                self._first[node.parent] = min(self._first.get(node.parent, node.chars[0]), node.chars[0])

    def at(self, place: int) -> Node | None:
        """Return the innermost node that a character stands in or directly behind."""
        index = bisect_right(self._starts, place) - 1
        node = self._nodes[index] if index >= 0 else None
        while node is not None and node.chars[1] < place:
            node = self._by_path.get(node.parent or "")
        return node

    def text(self, path: str) -> str:
        """Return a node's own words."""
        return self._by_path[path].text

    def own(self, path: str) -> tuple[int, int]:
        """Return where a node's own words stand: before its first child."""
        start, end = self._by_path[path].chars
        return start, self._first.get(path, end)


def _before(span: tuple[int, int], changes: list[Change], text: str, *, printed: str) -> str | None:
    """Return the words of a span before its changes, or None where they were the same.

    `printed` are the words of the node: a label or heading before them is left out where it did not change.
    """
    start, end = span
    after, pieces, place = text[start:end], list[str](), start
    for change in changes:
        pieces.append(text[place : max(place, min(change.start, end))])
        if change.kind == "deletion":
            pieces.append(change.words)
        place = max(place, min(change.end, end))
    before = "".join([*pieces, text[place:end]])
    words = join(before.split("\n"))
    now = join(after.split("\n"))
    head = now.removesuffix(printed)
    return None if words == now else words.removeprefix(head)
