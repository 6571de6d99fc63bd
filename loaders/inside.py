"""Inside: which node of its own document a reference leads to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from .document import Document, Node
from .mention import fold
from .pinpoints import Path

__all__ = ["Inside"]

_KINDS = {
    "annex": ("annex",),
    "part": ("part", "division"),
    "chapter": ("chapter",),
    "section": ("section", "division", "part"),
    "recital": ("recital",),
    "article": ("article",),
    "paragraph": ("paragraph", "alinea", "point"),
    "alinea": ("alinea", "paragraph"),
    "point": ("point", "subpoint", "paragraph"),
}


class Inside:
    """The nodes of a document as references see them: by number from where they stand, and by title."""

    def __init__(self, document: Document) -> None:
        self._nodes = {node.path: node for node in document.nodes}
        self._roots: dict[str, str] = {}

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
        if node.path not in self._roots:
            self._roots[node.path] = next((each.path for each in self.ancestors(node) if each.kind == "contribution"), "")
        return self._roots[node.path]

    def enclosing(self, node: Node, kind: str) -> Node | None:
        """Return the nearest node of a kind that holds a node or is it, or None."""
        return next((each for each in self.ancestors(node) if each.kind == kind), None)

    def resolve(self, node: Node, unit: str, path: Path) -> str | None:
        """Return the path of the node that is meant by a path printed in `node`, or None where there is none."""
        short = tuple(piece for piece in path if not piece.startswith("al-"))
        if unit == "alinea" and path[0] == "al-1" and (alinea := self._first_alinea(node, path[1:])):
            return alinea
        for base in self._bases(node, unit):
            for pieces in dict.fromkeys((path, short or path)):
                found = self._nodes.get("/".join((*base, *pieces)))
                first = self._nodes.get("/".join((*base, pieces[0])))
                if found and first and first.kind in _KINDS[unit]:
                    return found.path
        return self._undivided(path[0]) if unit == "annex" else None

    def _undivided(self, annex: str) -> str | None:
        """An annex whose points were not told apart, which then stands for each of them."""
        return annex if annex in self._nodes and annex not in self._divided else None

    @cached_property
    def _divided(self) -> set[str | None]:
        return {node.parent for node in self._nodes.values() if node.kind in _KINDS["point"]}

    def _first_alinea(self, node: Node, rest: Path) -> str | None:
        """The first sub-paragraph where it is not set apart: the paragraph that holds the node, or a point of it."""
        paragraph = self.enclosing(node, "paragraph") or self.enclosing(node, "article")
        if paragraph is None or f"{paragraph.path}/al-1" in self._nodes:
            return None
        found = self._nodes.get("/".join((paragraph.path, *rest)))
        return found.path if found else None

    def _bases(self, node: Node, unit: str) -> list[Path]:
        """Where a number of a unit may start: a contribution's root for articles, else all that holds the node."""
        root = tuple(filter(None, (self.root(node),)))
        around = [(each.path,) for each in self.ancestors(node)]
        if unit == "recital":
            return [(*root, "rct"), ("rct",)]
        if unit in ("annex", "part", "chapter", "section", "article"):
            return [*dict.fromkeys((root, *around))]
        return [*(around[1:] if unit == "paragraph" else around), root]

    def titled(self, node: Node, title: str) -> list[str | None]:
        """Return for each title in brackets (`[A ; B]` has two) the article of the same contribution with that heading."""
        root = self.root(node)
        headed = [each for each in self._nodes.values() if each.kind == "article" and self.root(each) == root]
        found: list[str | None] = []
        for name in re.split(r"\s*;\s*(?:et\s+|and\s+)?", title.strip("[]")):
            paths = [each.path for each in headed if each.heading and _plain(each.heading) == _plain(name)]
            found.append(paths[0] if len(paths) == 1 else None)
        return found


def _plain(title: str) -> str:
    return re.sub(r"\W+", " ", fold(title)).strip()
