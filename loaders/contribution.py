"""One contribution: its chapters, articles, headings, paragraphs and preamble, grown from its blocks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .outline import Outline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .blocks import Block
    from .tree import Draft, Tree

__all__ = ["Contribution"]

_CHAPTER = re.compile(r"(?i)(?P<label>(?:chapitre|chapter)\s+(?P<number>\d+|[IVXL]+))\s*[-–—:.]*\s*(?P<title>.*)")
_PART = re.compile(r"(?P<label>(?P<number>[A-Z])\.)\s+(?P<title>.*)")
_ARTICLE = re.compile(r"(?i)(?P<label>article(?:\s+(?P<number>\d+|premier))?)\s*[-–—:.]+\s*(?P<title>.*)")
_NUMBERED = re.compile(r"(?P<label>(?P<number>\d{1,3})\.)\s+(?P<title>.*)")
_LETTERED = re.compile(r"(?P<label>\(?(?P<number>[a-z])\))\s+(?P<title>.*)")
_PREAMBLE = re.compile(r"(?i)pr[ée]ambule|preamble")
_CITING = re.compile(r"[(\[].*\b(?:art|articles?|par)\b\.?\s*\d.*[)\]]$")
_OPENING = re.compile(r"(?i)les (?:états|parties)\b.*,|the (?:states|parties)\b.*,")
_CLOSING = re.compile(r"(?i)(?:sont convenu[e]?s|have agreed)\b.*")
_TESTIMONIUM = re.compile(r"(?:EN FOI DE QUOI|IN WITNESS WHEREOF)\b")
_MARKER = re.compile(r"(?P<number>\d{1,3})\.\s|\(?a\)\s")


class Contribution:
    """Grows the tree of one contribution below `root`; `indents` are the rows that open a paragraph by an indent."""

    def __init__(
        self, tree: Tree, root: Draft, some: Sequence[Block], *, size: int, indents: frozenset[int]
    ) -> None:
        self.tree, self.root, self.size, self.indents = tree, root, size, indents
        self.blocks = [block for block in some if block.kind != "footnote"]
        self.continuous = self._continuous()
        self.article_form = any(block.kind == "heading" and _ARTICLE.match(block.text) for block in self.blocks)
        self.chapter: Draft | None = None
        self.part: Draft | None = None
        self.section: Draft | None = None
        self.article: Draft | None = None
        self.outline = Outline(tree, root, root.path, width=size)
        self.preamble: Draft | None = None
        self.open: Draft | None = None

    def grow(self) -> None:
        """Add every block to the tree."""
        for place, block in enumerate(self.blocks):
            if block.kind == "heading":
                self._heading(block, self.blocks[place + 1] if place + 1 < len(self.blocks) else None)
            elif self.preamble is not None and self._solemn():
                self._preambular(block)
            elif _TESTIMONIUM.match(block.text):
                self._formula(block)
            else:
                self._row(block)

    def _row(self, block: Block) -> None:
        if self.open is not None:  # the words of a closing formula run on
            self.open.add(block.rows[0], block.text)
            return
        self.outline.feed(block.rows[0], block.text)

    def _continuous(self) -> bool:
        """Whether one numbering runs through all headings: these then are headings, not articles."""
        firsts = []
        for here, after in zip(self.blocks, self.blocks[1:], strict=False):
            match = _MARKER.match(after.text)
            if here.kind == "heading" and after.kind == "row" and match and match["number"]:
                firsts.append(int(match["number"]))
        return len(firsts) > 1 and sum(first > 1 for first in firsts) * 2 > len(firsts)

    # headings, the most telling form first

    def _heading(self, block: Block, after: Block | None) -> None:
        self.open = None
        self.preamble = None
        text = block.text
        if match := _CHAPTER.fullmatch(text):
            self._chapter(block, match)
        elif match := _ARTICLE.fullmatch(text):
            self._article(block, match["title"], match["number"], match["label"])
        elif _PREAMBLE.fullmatch(text):
            self._preamble(block)
        elif match := _PART.fullmatch(text):
            self._part(block, match)
        elif (match := _LETTERED.fullmatch(text)) and self.article:
            self._place(self.article.path + "/" + match["number"], "heading", block, match["title"], match["label"])
        elif (match := _NUMBERED.fullmatch(text)) and not self.continuous:
            self._article(block, match["title"], match["number"], match["label"])
        elif self._is_article(text, after):
            self._article(block, text, None, None)
        else:
            self._section(block)

    def _is_article(self, text: str, after: Block | None) -> bool:
        if self.continuous:
            return False
        if _CITING.search(text):
            return True
        if after is None or after.kind != "row":
            return False
        match = _MARKER.match(after.text)
        return (match is not None and match["number"] in (None, "1")) or (self.article_form and not text.endswith(":"))

    def _place(self, path: str, kind: str, block: Block, title: str, label: str | None) -> Draft:
        above = self.article if kind == "heading" and label else self.section or self.part or self.chapter or self.root
        if kind in ("chapter", "part"):
            above = self.chapter if kind == "part" and self.chapter else self.root
        elif kind == "section":
            above = self.part or self.chapter or self.root
        draft = self.tree.add(path, kind, parent=above, label=label, heading=title)
        draft.mark(block.rows[0])
        draft.mark(block.rows[-1])
        return draft

    @property
    def _base(self) -> Draft:
        return self.chapter or self.root

    def _chapter(self, block: Block, match: re.Match[str]) -> None:
        self.chapter = self.part = self.section = self.article = None
        path = f"{self.root.path}/ch-{match['number']}"
        self.chapter = self._place(path, "chapter", block, match["title"], match["label"])
        self.outline = Outline(self.tree, self.chapter, self.chapter.path, width=self.size)

    def _part(self, block: Block, match: re.Match[str]) -> None:
        self.part = self.section = self.article = None
        path = f"{self._base.path}/part-{match['number']}"
        self.part = self._place(path, "part", block, match["title"], match["label"])
        self._below(self.part)

    def _section(self, block: Block) -> None:
        self.section = self.article = None
        stem = f"{self._base.path}/sec-"
        self.section = self._place(f"{stem}{self.tree.ordinal(stem)}", "section", block, block.text, None)
        self._below(self.section)

    def _below(self, draft: Draft) -> None:
        if self.continuous:
            self.outline.move(draft)
        else:
            self.outline = Outline(self.tree, draft, draft.path, width=self.size)

    def _article(self, block: Block, title: str, number: str | None, label: str | None) -> None:
        stem = f"{self._base.path}/art-"
        ordinal = number or str(self.tree.ordinal(stem))
        self.article = self._place(f"{stem}{ordinal}", "article", block, title, label if number else None)
        self.section = None  # how far a heading reaches is not printed: it holds what stands directly below it
        self.outline = Outline(self.tree, self.article, self.article.path, width=self.size)

    def _preamble(self, block: Block) -> None:
        self.chapter = self.part = self.section = self.article = None
        self.preamble = self._place(f"{self.root.path}/preamble", "preamble", block, block.text, None)
        self.outline = Outline(self.tree, self.preamble, self.preamble.path, width=self.size)

    # formulas and recitals

    def _solemn(self) -> bool:
        """Whether the preamble has the form of one: indented recitals."""
        rows = [block.rows[0] for block in self._preamble_rows()]
        return sum(row in self.indents for row in rows) >= 2

    def _preamble_rows(self) -> list[Block]:
        start = next(i for i, b in enumerate(self.blocks) if self.preamble and b.rows[0] in self.preamble.marks)
        rows = []
        for block in self.blocks[start + 1 :]:
            if block.kind == "heading":
                break
            rows.append(block)
        return rows

    def _preambular(self, block: Block) -> None:
        row, above = block.rows[0], self.preamble
        if above is None:
            return
        if _CLOSING.match(block.text) or (row in self.indents and _OPENING.match(block.text) and self.open is None):
            stem = f"{above.path}/formula-"
            self.open = self.tree.add(f"{stem}{self.tree.ordinal(stem)}", "formula", parent=above)
        elif row in self.indents or self.open is None:
            stem = f"{self.root.path}/rct/"
            self.open = self.tree.add(f"{stem}{self.tree.ordinal(stem)}", "recital", parent=above)
        self.open.add(row, block.text)

    def _formula(self, block: Block) -> None:
        stem = f"{self._base.path}/formula-"
        self.open = self.tree.add(f"{stem}{self.tree.ordinal(stem)}", "formula", parent=self._base)
        self.open.add(block.rows[0], block.text)
