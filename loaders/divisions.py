"""Divisions: titles, chapters, sections and parts above the articles of a text, nested as they follow each other.

European acts put chapters into titles, conventions of the Council of Europe titles into sections: which division holds
which is told by their order. A word that stands open closes what was opened since.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .outline import roman

if TYPE_CHECKING:
    from .tree import Draft, Tree

__all__ = ["DIVISION", "Divisions"]

DIVISION = re.compile(
    r"(?P<label>(?P<word>TITLE|TITRE|CHAPTER|CHAPITRE|SECTION|PART|PARTIE)\s+(?P<number>[IVXL]+|\d+|[A-Z]))"
    r"(?:(?:\s*[-–—:.]+\s*|\s+(?=(?-i:[A-ZÀ-Ý][A-ZÀ-Ý ,;()’'-]+)$))(?P<title>\S.*))?",  # a title in capitals needs no sign in front
    re.IGNORECASE,
)
_KINDS = {
    "title": ("division", "tit"), "titre": ("division", "tit"), "chapter": ("chapter", "ch"),
    "chapitre": ("chapter", "ch"), "section": ("section", "sec"), "part": ("part", "part"), "partie": ("part", "part"),
}  # fmt: skip


class Divisions:
    """The divisions of a tree that stand open, the innermost last."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self._open: list[tuple[str, Draft]] = []

    @property
    def last(self) -> Draft | None:
        """The innermost open division."""
        return self._open[-1][1] if self._open else None

    def open(self, index: int, match: re.Match[str]) -> Draft:
        """Open the division that a match of `DIVISION` on the line `index` names, and return it."""
        kind, step = _KINDS[match["word"].lower()]
        steps = [known for known, _ in self._open]
        if step in steps:
            del self._open[steps.index(step) :]
        number = roman(match["number"].lower()) or match["number"].lower()
        above = self.last
        path = f"{above.path}/{step}-{number}" if above else f"{step}-{number}"
        draft = self.tree.add(path, kind, parent=above, label=match["label"], heading=match["title"])
        draft.mark(index)
        self._open.append((step, draft))
        return draft

    def close(self) -> None:
        """Close every division: what follows stands outside them."""
        self._open.clear()
