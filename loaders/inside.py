"""Inside: which node of its own document a reference leads to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from .document import Document, Node
from .mention import fold
from .pinpoints import LEVELS, Path

__all__ = ["Inside"]

_ABSOLUTE = ("annex", "chapter", "section", "recital", "article")


class Inside:
    """The nodes of a document as references see them: by number from where they stand, and by title."""

    def __init__(self, document: Document) -> None:
        self._nodes = {node.path: node for node in document.nodes}

    @cached_property
    def articles(self) -> bool:
        """Whether the document has numbered or titled articles."""
        return any(node.kind == "article" for node in self._nodes.values())

    def ancestors(self, node: Node) -> Iterator[Node]:
        """Yield a node and all that hold it, from the inside out."""
        here: Node | None = node
        while here:
            yield here
            here = self._nodes.get(here.parent) if here.parent else None

    def root(self, node: Node) -> str:
        """Return the path of the contribution that a node is part of, else an empty text."""
        return next((each.path for each in self.ancestors(node) if each.kind == "contribution"), "")

    def enclosing(self, node: Node, kind: str) -> Node | None:
        """Return the nearest node of a kind that holds a node or is it, or None."""
        return next((each for each in self.ancestors(node) if each.kind == kind), None)

    def resolve(self, node: Node, unit: str, path: Path) -> str | None:
        """Return the path of the node that is meant by a path printed in `node`, or None where there is none."""
        tails = ["/".join(path), "/".join(piece for piece in path if not piece.startswith("al-")) or "/".join(path)]
        bases = self._bases(node, unit)
        for base in bases:
            for tail in dict.fromkeys(tails):
                found = self._found(f"{base}/{tail}" if base else tail, unit)
                if found:
                    return found
        return None

    def _bases(self, node: Node, unit: str) -> list[str]:
        """Where a number of a unit may start: a contribution's root for articles, else all that holds the node."""
        root = self.root(node)
        if unit in _ABSOLUTE:
            return [*dict.fromkeys((root, *(each.path for each in self.ancestors(node) if LEVELS.get(each.kind, 0) == 0)))]
        inner = [each.path for each in self.ancestors(node)]
        return [*inner[1:], root] if unit == "paragraph" else [*inner, root]

    def _found(self, path: str, unit: str) -> str | None:
        node = self._nodes.get(path)
        if node is None and unit == "recital":
            node = self._nodes.get(path.replace("rct-", "rct/"))
        return node.path if node else None

    def titled(self, node: Node, title: str) -> list[str]:
        """Return the paths of the articles of the same contribution whose headings a title names (`A ; B` names two)."""
        root = self.root(node)
        names = [_plain(name) for name in re.split(r"\s*;\s*", title.strip("[]"))]
        headed = [each for each in self._nodes.values() if each.kind == "article" and each.heading]
        return [each.path for each in headed if self.root(each) == root and _plain(each.heading or "") in names]


def _plain(title: str) -> str:
    return re.sub(r"\W+", " ", fold(title)).strip()
