"""Columns: which instrument each column of a correlation table is about.

A correlation table (Interinstitutional Style Guide, annexes of a recast) sets the parts of the acts that an act replaces beside
its own: its first row names the act of each column ("Directive 95/46/EC | This Regulation"), its cells name parts alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .mention import fold, words
from .sheet import CELL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .document import Node
    from .inside import Inside
    from .mention import Mention

__all__ = ["Columns"]

_OWN = re.compile(r"(?:la |le |l ?')?(?:presente? |this |the present )[a-z-]+")
_BETWEEN = re.compile(rf"\s?{re.escape(CELL.strip())}\s?")  # next to an empty cell one blank serves two
_LEAD = 4  # characters that may stand before the name of a column's act

Column = tuple[str, ...] | None


class Columns:
    """The columns of the correlation table that is read now."""

    def __init__(self, inside: Inside) -> None:
        self._inside = inside
        self._parent: str | None = None
        self._columns: tuple[Column, ...] = ()

    def head(self, node: Node, text: str, mentions: Sequence[Mention]) -> None:
        """Take a row that names an act in each cell as the head of the table that follows it."""
        if node.parent != self._parent:
            self._parent, self._columns = node.parent, ()
        if not mentions:
            return
        found = [_column(text, start, end, mentions) for start, end in _cells(text)]
        named = [column for column in found if column is not None]
        if len(named) > 1 and () in named and len(named) == len(found):
            self._columns = tuple(found)

    def stands_in(self, node: Node) -> bool:
        """Return whether a node is a row of a correlation table: one with a head, or below a heading that says so."""
        if node.parent == self._parent and self._columns:
            return True
        above = (each for each in self._inside.ancestors(node) if each.kind in ("annex", "group"))
        return any(title in fold(each.heading or "") for each in above for title in words()["tables"]["correlation"])

    def at(self, text: str, place: int) -> Column:
        """Return the instruments of the column that a place of a row stands in: empty for this act, None where not known."""
        starts = _cells(text)
        if len(starts) != len(self._columns):
            return None
        return next((column for column, (start, end) in zip(self._columns, starts, strict=True) if start <= place < end), None)


def _cells(text: str) -> list[tuple[int, int]]:
    signs = [match.span() for match in _BETWEEN.finditer(text)]
    return list(zip((0, *(end for _, end in signs)), (*(start for start, _ in signs), len(text)), strict=True))


def _column(text: str, start: int, end: int, mentions: Sequence[Mention]) -> Column:
    """The act that a cell names and nothing else, or None."""
    if _OWN.fullmatch(fold(text[start:end]).strip(" .*")):
        return ()
    first = next((mention for mention in mentions if start <= mention.start < start + _LEAD and mention.end <= end), None)
    return first.targets if first and first.targets else None
