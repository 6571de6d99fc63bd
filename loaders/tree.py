"""Trees under construction: drafts of nodes that become `Node`s with spans that hold their children."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .document import KINDS, Node
from .lines import Line, join
from .splits import Splits

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Draft", "Tree"]

_BLANK = re.compile(r"[\s\x00-\x1f]+")  # what a compact id cannot hold


@dataclass(slots=True, eq=False)
class Draft:
    """A node that still grows: `rows` are the line index and the words of its own text."""

    path: str
    parent: Draft | None
    kind: str
    label: str | None
    heading: str | None
    rows: list[tuple[int, str]] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)
    cut: tuple[int, int] | None = None  # characters, where the node is a part of its row

    def add(self, index: int, words: str) -> None:
        """Take a row of text, and its line into the span."""
        self.rows.append((index, words))

    def mark(self, index: int) -> None:
        """Take a line into the span, without its words."""
        self.marks.append(index)


class Tree:
    """The drafts of one document, in document order; paths are made unique with `~2`, `~3` ...

    `printed` says that the text comes from a printed page, whose cut words are joined.
    """

    def __init__(self, lines: Sequence[Line], *, printed: bool = True) -> None:
        self.lines, self.printed = lines, printed
        self.drafts: list[Draft] = []
        self._paths: dict[str, int] = {}

    def add(
        self, path: str, kind: str, *, parent: Draft | None = None, label: str | None = None, heading: str | None = None
    ) -> Draft:
        """Open a node; `path` is wanted: blanks in it, which a broken page's ids may have, become `-`, and repeated siblings get `~2`."""
        if kind not in KINDS:
            msg = f"{kind!r} is not a kind of node"
            raise ValueError(msg)
        path = _BLANK.sub("-", path)
        count = self._paths[path] = self._paths.get(path, 0) + 1
        draft = Draft(path if count == 1 else f"{path}~{count}", parent, kind, label, heading)
        self.drafts.append(draft)
        return draft

    def ordinal(self, stem: str) -> int:
        """Return the next ordinal of what has no number, counted below a path: `caricom/ch-4/art-` gives 1, 2, 3 ..."""
        self._paths[stem] = self._paths.get(stem, 0) + 1
        return self._paths[stem]

    def merge_lone(self) -> None:
        """Give the words of an article's only unnumbered paragraph to the article."""
        families: dict[int, list[Draft]] = {}
        for draft in self.drafts:
            if draft.parent is not None and draft.parent.kind == "article" and draft.kind != "footnote":
                families.setdefault(id(draft.parent), []).append(draft)
        lone = [family[0] for family in families.values() if len(family) == 1 and family[0].kind == "alinea"]
        for alinea in lone:
            self.absorb(alinea)
        gone = {id(alinea) for alinea in lone}
        for draft in self.drafts:
            if draft.parent is not None and id(draft.parent) in gone:
                draft.parent = draft.parent.parent
        self.drafts = [draft for draft in self.drafts if id(draft) not in gone]

    def absorb(self, draft: Draft) -> None:
        """Give the words and lines of a draft to the one above it."""
        if draft.parent is not None:
            draft.parent.rows.extend(draft.rows)
            draft.parent.marks.extend(draft.marks)

    def nodes(self) -> tuple[Node, ...]:
        """Return the finished nodes; one without any line stands where its first child stands, or is left out."""
        spans = self._spans()
        splits = Splits(line.text for line in self.lines if self.printed)
        return tuple(self._node(draft, spans[id(draft)], splits) for draft in self.drafts if id(draft) in spans)

    def _spans(self) -> dict[int, tuple[int, int]]:
        spans: dict[int, tuple[int, int]] = {}
        for draft in reversed(self.drafts):
            both = [*draft.marks, *(index for index, _ in draft.rows), *spans.get(id(draft), ())]
            if not both:
                continue
            first, last = spans[id(draft)] = min(both), max(both)
            # a footnote stands where its page put it, often among the nodes after the one it belongs to
            above = None if draft.kind == "footnote" else draft.parent
            while above is not None:
                low, high = spans.get(id(above), (first, last))
                spans[id(above)] = min(low, first), max(high, last)
                above = above.parent
        return spans

    def _node(self, draft: Draft, span: tuple[int, int], splits: Splits) -> Node:
        first, last = self.lines[span[0]], self.lines[span[1]]
        start = first.start + len(first.text) - len(first.text.lstrip())
        end = last.end - len(last.text) + len(last.text.rstrip())
        return Node(
            draft.path, draft.parent.path if draft.parent else None, draft.kind, draft.label,
            (first.number, last.until or last.number), draft.cut or (start, max(start, end)),
            splits.mend(draft.heading) if draft.heading else draft.heading,
            splits.mend(join(words for _, words in draft.rows)),
        )  # fmt: skip
