"""Scribes: write the tree of an act down as its parts come, from whatever markup they come.

Every format calls the same few methods, so that the same act has the same paths in all of them. A point hangs directly
from its paragraph, whichever sub-paragraph announces it, as references count ("Article 5(1)(a)").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .labels import is_dash, step
from .sheet import Row
from .tree import Draft, Tree

if TYPE_CHECKING:
    from .document import Node
    from .sheet import Sheet

__all__ = ["Scribe"]


class Scribe:
    """Grows the tree of one act; `at` is the node that took the last row."""

    def __init__(self, sheet: Sheet) -> None:
        self.tree = Tree(sheet.lines, printed=False)
        self.at: Draft | None = None
        self.named: Draft | None = None
        self.heading: Draft | None = None
        self.annex: Draft | None = None
        self.group: Draft | None = None
        self.article: Draft | None = None
        self.paragraph: Draft | None = None
        self.signature: Draft | None = None
        self.divisions: list[tuple[str, Draft]] = []
        self.items: list[Draft] = []
        self._first: Draft | None = None
        self._blocks = 0
        self._recitals = 0
        self._parts: dict[str, Draft] = {}

    @property
    def has_text(self) -> bool:
        """Whether the article that stands open has words of its own."""
        return self._blocks > 0

    def finish(self) -> tuple[Node, ...]:
        """Return the nodes of the whole tree."""
        self.tree.merge_lone()
        return self.tree.nodes()

    # what stands before and after the articles

    def title(self, row: Row) -> None:
        """Take a row of the title of the act."""
        self.heading = self.heading or self.tree.add("title", "title")
        self._put(self.heading, row)

    def single(self, kind: str, row: Row) -> None:
        """Take a row that is a node of its own: a visa, a formula, a heading above the title."""
        stem = "head-" if kind == "heading" else f"{kind}-"
        self._put(self.tree.add(f"{stem}{self.tree.ordinal(stem)}", kind), row)

    def close_body(self) -> None:
        """Take the last unnumbered paragraph of the last article as the closing formula of a regulation, as each has one."""
        last = self.tree.drafts[-1] if self.tree.drafts else None
        if last is None or last.kind != "alinea" or last.parent is None or last.parent.kind not in ("article", "paragraph"):
            return
        self.tree.drafts.pop()
        for index, words in last.rows:
            self.single("formula", Row(index, words))

    def recitals(self, row: Row) -> None:
        """Take the words that announce the recitals."""
        draft = self.tree.add("recitals", "heading", heading=row.words)
        self._put(draft, row)

    def recital(self, label: str | None, row: Row) -> None:
        """Take a recital; one without a number is counted."""
        self._recitals += 1
        number = step(label) if label else str(self._recitals)
        self._put(self.tree.add(f"rct/{number}", "recital", label=label), row)

    def preamble(self, row: Row) -> None:
        """Take a paragraph of a preamble that is no recital of a Union act."""
        whole = self._parts.get("preamble") or self.tree.add("preamble", "preamble")
        self._parts["preamble"] = whole
        self._put(self.tree.add(f"preamble/al-{self.tree.ordinal('preamble/al-')}", "alinea", parent=whole), row)

    def memorandum(self, row: Row) -> None:
        """Take a paragraph of the memorandum that explains a proposal."""
        whole = self._parts.get("memorandum") or self.tree.add("memorandum", "part")
        self._parts["memorandum"] = whole
        self._put(self.tree.add(f"memorandum/al-{self.tree.ordinal('memorandum/al-')}", "alinea", parent=whole), row)

    def sign(self, row: Row) -> None:
        """Take a row of the place, the date or the names below an act."""
        if self.signature is None or self.signature.parent is not self.annex:
            base = f"{self.annex.path}/" if self.annex else ""
            self.signature = self.tree.add(f"{base}signature", "signature", parent=self.annex)
        self._put(self.signature, row)

    def note(self, number: str, row: Row, *, above: Draft | None) -> Draft:
        """Take a footnote that hangs from the node with its mark."""
        draft = self.tree.add(f"fn-{number}", "footnote", parent=above, label=f"({number})")
        draft.add(row.index, row.words)
        return draft

    # divisions, articles, annexes

    def division(self, kind: str, name: str, label: str, row: Row, *, level: int | None = None) -> None:
        """Open a division: `kind` of node, `name` as a step (`ch-3`); a level, where known, counts from 0."""
        stem = name.rpartition("-")[0]
        if level is None:
            steps = [known for known, _ in self.divisions]
            level = steps.index(stem) if stem in steps else len(steps)
        self._leave()
        del self.divisions[level:]
        above = self.divisions[-1][1] if self.divisions else self.annex
        path = f"{above.path}/{name}" if above else name
        draft = self.tree.add(path, kind, parent=above, label=label)
        self.divisions.append((stem, draft))
        self._mark(draft, row)

    def open_article(self, number: str, label: str, row: Row) -> None:
        """Open an article."""
        self._leave()
        base = f"{self.annex.path}/" if self.annex else ""
        above = self.divisions[-1][1] if self.divisions else self.annex
        self.article = self.tree.add(f"{base}{number}", "article", parent=above, label=label)
        self._mark(self.article, row)

    def open_annex(self, name: str, label: str | None, row: Row) -> None:
        """Open an annex, or what else is annexed: `name` as a step (`annex-1`, `protocol-21`)."""
        self._leave()
        self.divisions.clear()
        self.group, self.signature = None, None
        self.annex = self.tree.add(name, "annex", label=label)
        self._mark(self.annex, row)

    def name(self, row: Row) -> None:
        """Take the heading of what was opened last."""
        if self.named is None:
            self.block(row)
            return
        self.named.heading = f"{self.named.heading} {row.words}" if self.named.heading else row.words
        self.named.mark(row.index)
        self.at = self.named

    def part(self, row: Row, *, level: int = 1) -> None:
        """Open a headed part of an annex; `level` 1 is the annex's own name where it has none yet."""
        if self.annex is None or self.article is not None:
            self.block(row)
        elif level == 1 and self.named is self.annex and self._blocks == 0:
            self.name(row)
        else:
            self.items.clear()
            stem = f"{self.annex.path}/grp-"
            self.group = self.tree.add(f"{stem}{self.tree.ordinal(stem)}", "group", parent=self.annex, label=None)
            self.paragraph = None
            self._mark(self.group, row)
            self.group.heading = row.words

    # the text of an article or an annex

    def open_paragraph(self, label: str, row: Row) -> None:
        """Open a numbered paragraph; `row` holds its label, and its words where they stand on the same row."""
        above = self.article or self.group or self.annex
        base = self.article or self.annex
        self.items.clear()
        self._blocks, self._first, self.named = 0, None, None
        path = f"{base.path}/{step(label)}" if base else step(label)
        self.paragraph = self.tree.add(path, "paragraph", parent=above, label=label)
        self.paragraph.mark(row.index)
        self.at = self.paragraph

    def block(self, row: Row) -> None:
        """Take a row that is a paragraph of its own, numbered or not."""
        self.items.clear()
        self.named = None
        self._blocks += 1
        if self.paragraph is not None and self._blocks == 1:
            self._put(self.paragraph, row)
            return
        base = self.paragraph or self.article or self.annex
        above = self.paragraph or self.article or self.group or self.annex
        stem = f"{base.path}/al-" if base else "al-"
        number = self._blocks if self.paragraph or self.article else self.tree.ordinal(stem)
        draft = self.tree.add(f"{stem}{number}", "alinea", parent=above)
        self._first = draft if self._blocks == 1 and self.article else self._first
        self._put(draft, row)

    def item(self, label: str, depth: int, row: Row | None) -> None:
        """Open a point at a depth from 1; `row` holds the label, its words follow."""
        depth = min(depth, len(self.items) + 1)
        self.named = None
        if depth == 1:
            self.settle()
        del self.items[depth - 1 :]
        container = self.paragraph or self.article or self.annex
        above = self.items[-1] if self.items else (self.paragraph or self.article or self.group or container)
        base = f"{(self.items[-1] if self.items else container).path}/" if self.items or container else ""  # type: ignore[union-attr]
        if is_dash(label):
            stem = f"{base}ti-"
            draft = self.tree.add(f"{stem}{self.tree.ordinal(stem)}", "alinea", parent=above, label=label or None)
        else:
            draft = self.tree.add(f"{base}{step(label)}", "point" if depth == 1 else "subpoint", parent=above, label=label)
        if row is not None:
            draft.mark(row.index)
        self.items.append(draft)
        self.at = draft

    def more(self, row: Row) -> None:
        """Take a row that goes on with the words of the last node."""
        if self.at is None:
            self.block(row)
        else:
            self._put(self.at, row)

    def settle(self) -> None:
        """Make the one unnumbered paragraph that announces points, where there is no other, the article's own words."""
        first, self._first = self._first, None
        if first is None or self._blocks != 1 or self.article is None:
            return
        self.tree.absorb(first)
        self.tree.drafts.remove(first)
        for draft in reversed(self.tree.drafts):
            if draft is self.article:
                break
            if draft.parent is first:
                draft.parent = self.article

    def _leave(self) -> None:
        self.article = self.paragraph = self._first = None
        self.items.clear()
        self._blocks = 0

    def _mark(self, draft: Draft, row: Row) -> None:
        draft.mark(row.index)
        self.named = self.at = draft

    def _put(self, draft: Draft, row: Row) -> None:
        draft.add(row.index, row.words)
        self.at = draft
