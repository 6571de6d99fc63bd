"""Places: the provision that stands at some lines of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import InputError

if TYPE_CHECKING:
    from .document import Document, Node

__all__ = ["provision_at"]


def provision_at(document: Document, first: int, last: int) -> Node:
    """Return the innermost provision that starts on line `first` (from 1), else the innermost that contains it.

    The line `last` breaks ties: of two that start there, the one that ends on it, or nearest to it.
    Raises InputError where no provision holds the line.
    """
    placed = [(place, node, node.lines) for place, node in enumerate(document.nodes) if node.lines]
    starting = [(abs(lines[1] - last), -place, node) for place, node, lines in placed if lines[0] == first]
    holding = [(lines[1] - lines[0], -place, node) for place, node, lines in placed if lines[0] <= first <= lines[1]]
    found = starting or holding
    if not found:
        do = "give the lines of a provision (concordat extract --what structure shows them)"
        raise InputError("no provision stands here", where=f"{document.source.name}:{first}", do=do)
    return min(found, key=lambda item: item[:2])[2]
