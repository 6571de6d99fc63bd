"""Outlines: paragraphs, points and subpoints told from running text by their numbering.

An empty line may follow every row and a reference may open one ("29 du présent article", "9b), 9c)"), so a marker
counts only where it continues its series and the row before it has come to an end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .tree import Draft, Tree

__all__ = ["ENDING", "Outline", "breaks", "roman"]

ENDING = re.compile(r"(?:[.;:,!?…)\]»”\"。；：，؛،]\d{0,2}|\b(?:et|ou|and|or)|[.;]\s*\(\d+\))\s*$")
_PARAGRAPH = re.compile(r"(?P<label>(?P<number>\d{1,3})(?:\.|\s?[-–](?=\s[\u0600-\u06ff])))(?:\s+|$)(?P<rest>.*)", re.DOTALL)
_POINT = re.compile(r"(?P<label>\(?(?P<letter>[a-z]{1,5})\))(?:\s+|$)(?P<rest>.*)", re.DOTALL)
_LETTER_DOT = re.compile(r"(?P<label>(?P<letter>[a-z]|[ivx]{2,5})\.)(?:\s+|$)(?P<rest>.*)", re.DOTALL)
_BRACKETED = re.compile(r"(?P<label>\(?(?P<number>\d{1,3})\))(?:\s+|$)(?P<rest>.*)", re.DOTALL)
_BULLET = re.compile(r"(?P<label>[•●▪◦·–—])\s+(?P<rest>.*)", re.DOTALL)
_CAPITAL = re.compile(r"[«“\"(\[]*\s*[A-ZÀ-ÖØ-Þ]")
_ROMAN = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi")


def roman(word: str) -> int:
    """Return the value of a small roman number up to sixteen, else 0."""
    return _ROMAN.index(word) if word in _ROMAN else 0


def breaks(before: str, row: str, width: int) -> bool:
    """Return whether an unnumbered paragraph begins at a row: a capital, after a sentence that left room on its own."""
    before, row = before.strip(), row.strip()
    room = len(before) + 1 + len(row.split(" ", 1)[0]) <= width - 3
    return room and bool(_CAPITAL.match(row)) and bool(re.search(r"[.:;!?»)\]]\d{0,2}$", before))


@dataclass(slots=True)
class _Series:
    """An open list: the draft it hangs from, the draft of its last member and that member's value."""

    last: Draft | None = None
    value: int = 0


class Outline:
    """Grows numbered text below `container`; `base` is the path that paragraphs append their number to.

    `whole` says that a row is always a whole paragraph, as in Markdown.
    """

    def __init__(self, tree: Tree, container: Draft | None, base: str, *, width: int, whole: bool = False) -> None:
        self.tree, self.container, self.base, self.width, self.whole = tree, container, base, width, whole
        self._paragraph, self._point, self._subpoint = _Series(), _Series(), _Series()
        self._item = _Series()  # points numbered `(1)`, as in lists of definitions
        self._alinea: Draft | None = None
        self._bullets = 0
        self._before = ""

    def move(self, container: Draft | None) -> None:
        """Go on counting below another heading."""
        self.container = container
        self._alinea, self._before = None, ""
        self._paragraph.last = None
        self._close()

    def feed(self, index: int, row: str, *, indent: bool = False) -> Draft:
        """Take one row and return the node that it belongs to; `indent` says that the row opens a paragraph."""
        before, self._before = self._before, row
        free = self.whole or not before or bool(ENDING.search(before)) or len(before) < self.width * 0.6
        return (
            (free and (self._numbered(index, row) or self._bracketed(index, row)
                       or self._lettered(index, row, before) or self._bullet(index, row)))
            or self._plain(index, row, before, indent=indent)
        )  # fmt: skip

    def _close(self) -> None:
        self._item, self._point, self._subpoint, self._bullets = _Series(), _Series(), _Series(), 0

    @property
    def _prefix(self) -> str:
        return f"{self.base}/" if self.base else ""

    def _numbered(self, index: int, row: str) -> Draft | None:
        match = _PARAGRAPH.match(row)
        if match is None:
            return None
        number, last = int(match["number"]), self._paragraph.value
        inner = _POINT.match(match["rest"])
        if number == last and inner and self._paragraph.last:
            return self._open(index, inner, f"{match['label']} {inner['label']}")
        again = number == 1 and self.whole  # a part without a number of its own starts to count anew
        if not (number == last + 1 or (last == 0 and not self._alinea) or last < number <= last + 3 or again):
            return None
        self._paragraph.value, self._alinea = number, None
        draft = self.tree.add(f"{self._prefix}{number}", "paragraph", parent=self.container, label=match["label"])
        self._paragraph.last = draft
        self._close()
        if inner and inner["letter"] == "a":
            draft.mark(index)
            return self._open(index, inner, f"{match['label']} {inner['label']}")
        draft.add(index, match["rest"])
        return draft

    def _bracketed(self, index: int, row: str) -> Draft | None:
        match = _BRACKETED.match(row)
        if match is None or int(match["number"]) != self._item.value + 1:
            return None
        above = self._item.last.parent if self._item.last else self._above()
        path = f"{above.path}/{match['number']}" if above else f"{self._prefix}{match['number']}"
        draft = self.tree.add(path, "point", parent=above, label=match["label"])
        draft.add(index, match["rest"])
        self._item = _Series(draft, int(match["number"]))
        self._point, self._subpoint = _Series(), _Series()
        return draft

    def _lettered(self, index: int, row: str, before: str) -> Draft | None:
        match = _POINT.match(row)
        if match is None:
            return self._dotted(index, row, before)
        letter, point = match["letter"], self._point
        if self._is_sub(letter, before):
            return self._sub(index, match)
        follows = len(letter) == 1 and ord(letter) - 96 in (point.value + 1, point.value + 2)
        return self._open(index, match, match["label"]) if follows or (letter == "i" and not point.last) else None

    def _dotted(self, index: int, row: str, before: str) -> Draft | None:
        """`a.` is a point where no list is open or goes on, else a step below the last subpoint or point."""
        match = _LETTER_DOT.match(row) if self.whole else None
        if match is None:
            return None
        letter, above = match["letter"], self._subpoint.last or self._point.last
        dotted = self._point.last is not None and (self._point.last.label or "").endswith(".")
        if dotted and self._is_sub(letter, before):
            return self._sub(index, match)
        if len(letter) > 1:
            return None
        if above is None or (dotted and (not self._subpoint.last or ord(letter) - 96 == self._point.value + 1)):
            return self._open(index, match, match["label"])
        draft = self.tree.add(f"{above.path}/{letter}", "subpoint", parent=above, label=match["label"])
        draft.add(index, match["rest"])
        return draft

    def _is_sub(self, letter: str, before: str) -> bool:
        """Whether a roman number goes on below the open point; `i` after `h` is a point, unless a colon came before."""
        if not self._point.last or not roman(letter) or roman(letter) != self._subpoint.value + 1:
            return False
        return len(letter) > 1 or ord(letter) - 96 != self._point.value + 1 or before.rstrip().endswith(":")

    def _sub(self, index: int, match: re.Match[str]) -> Draft | None:
        if (above := self._point.last) is None:
            return None
        draft = self.tree.add(f"{above.path}/{match['letter']}", "subpoint", parent=above, label=match["label"])
        draft.add(index, match["rest"])
        self._subpoint = _Series(draft, roman(match["letter"]))
        return draft

    def _open(self, index: int, match: re.Match[str], label: str) -> Draft:
        above = self._above()
        path = f"{above.path}/{match['letter']}" if above else f"{self._prefix}{match['letter']}"
        draft = self.tree.add(path, "subpoint" if self._item.last else "point", parent=above, label=label)
        draft.add(index, match["rest"])
        self._point, self._subpoint = _Series(draft, ord(match["letter"][0]) - 96), _Series()
        return draft

    def _bullet(self, index: int, row: str) -> Draft | None:
        match = _BULLET.match(row)
        if match is None:
            return None
        above = self._above()
        self._bullets += 1
        base = f"{above.path}/" if above else self._prefix
        step, kind = ("al", "alinea") if match["label"] in "–—" else ("pt", "point")  # an indent is no point
        draft = self.tree.add(f"{base}{step}-{self._bullets}", kind, parent=above, label=match["label"])
        draft.add(index, match["rest"])
        self._point = _Series(draft, 0)
        return draft

    def _above(self) -> Draft | None:
        """What a list hangs from; the only unnumbered paragraph of an article becomes the article's own words."""
        if self._item.last:
            return self._item.last
        if self._paragraph.last:
            return self._paragraph.last
        alinea, container = self._alinea, self.container
        if alinea and container and alinea.path == f"{self._prefix}al-1" and container.path == self.base:
            self.tree.drafts.remove(alinea)
            container.rows.extend(alinea.rows)
            self._alinea = None
            return container
        return alinea or container

    def _plain(self, index: int, row: str, before: str, *, indent: bool) -> Draft:
        lists = None if self.whole else self._subpoint.last or self._point.last or self._item.last
        at = lists or self._paragraph.last
        if at is None and self.whole and self._point.last:  # closing words, after the points of an article
            at = self._point.last.parent
        if at is None and (self._alinea is None or indent or self.whole or breaks(before, row, self.width)):
            stem = f"{self._prefix}al-"
            self._alinea = self.tree.add(f"{stem}{self.tree.ordinal(stem)}", "alinea", parent=self.container)
        at = at or self._alinea or self.tree.add(f"{self._prefix}al-1", "alinea", parent=self.container)
        at.add(index, row)
        return at
