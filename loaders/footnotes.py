"""Footnotes: notes printed at the foot of a page, hung below the node that carries their mark."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .blocks import Block
    from .tree import Draft, Tree

__all__ = ["attach", "bearer"]

_INNER = ("paragraph", "point", "subpoint", "alinea")
_NOTE = re.compile(r"\(?(?P<number>\d{1,3}|\*{1,3})\)?\s+(?P<text>.*)", re.DOTALL)


def bearer(drafts: Sequence[Draft], number: str) -> Draft | None:
    """Return the node with the mark of a note: glued to a word (`parties2.`) or in brackets, `(2)`."""
    digits, after = re.escape(number), r"(?=[\s.,;:)»]|$)"
    mark = re.compile(rf"(?:[^\W\d_][,;]?|[\])»]){digits}{after}|\S\s*\({digits}\){after}")
    return next((d for d in drafts if d.kind != "footnote" and any(mark.search(words) for _, words in d.rows)), None)


def attach(tree: Tree, root: Draft | None, notes: Sequence[Block]) -> None:
    """Add footnotes: below `root` to the article with their mark; without a root to the very node with it."""
    for note in notes:
        match = _NOTE.match(note.text)
        if match is None:
            continue
        inside = [draft for draft in tree.drafts if root is None or _below(draft, root)]
        at = bearer(inside, match["number"]) or root
        while root and at and at is not root and at.kind in _INNER:
            at = at.parent
        number = match["number"].replace("*", "star")
        draft = tree.add(
            f"{at.path}/fn-{number}" if root and at else f"fn-{number}", "footnote", parent=at, label=match["number"]
        )
        draft.add(note.rows[0], match["text"])
        draft.mark(note.rows[-1])


def _below(draft: Draft, root: Draft) -> bool:
    at: Draft | None = draft
    while at is not None:
        if at is root:
            return True
        at = at.parent
    return False
