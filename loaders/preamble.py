"""Preambles printed as one row: cut into their recitals, each of which opens with a participle."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .lines import Line
    from .tree import Tree

__all__ = ["opens", "preamble"]

_NAME = re.compile(r"\s*\*?Pr[ée]am(?:ble|bule)\*?\s*", re.IGNORECASE)
_CUT = re.compile(
    r"(?<=[;,.])\s*(?=\*?(?:(?:Also|Deeply|Firmly|Fully|Further|Gravely|Strongly) [a-z]+(?:ing|ed)"
    r"|[A-Z][a-z]+(?:ing|ed)|Aware|Conscious|Mindful|Desirous|Resolute"
    r"|[A-ZÉ][a-zéèàêç]+ant|Conscient|Convaincu|Désireux|Préoccupé|Résolu|Soucieux)e?s?\b|(?:Have|Hav[ei]ng) agreed)"
)
_ENDED = re.compile(r"[;,.:，；。،؛]\s*\d{0,2}$")
_OTHER = "\u0370"  # the first letter of a script that is not Latin; in these a recital need not begin in capitals


def opens(row: str, before: str) -> bool:
    """Return whether a row begins a recital of its own, where no empty line parts it from the row before."""
    return _ENDED.search(before.strip()) is not None and (_CUT.match(f", {row}", 1) is not None or row[:1] >= _OTHER)


def preamble(tree: Tree, line: Line, *, fresh: bool = True) -> None:
    """Add the recitals of a preamble printed on one row below the node `preamble`; a row that is not `fresh` goes on with the last."""
    last = tree.drafts[-1] if tree.drafts else None
    if not fresh and last is not None and last.path.startswith("preamble/") and last.rows:
        last.add(line.number - 1, line.text)
        last.cut = (last.cut[0] if last.cut else line.start, line.start + len(line.text.rstrip()))
        return
    whole = next((draft for draft in tree.drafts if draft.path == "preamble"), None)
    whole = whole or tree.add("preamble", "preamble")
    name = _NAME.match(line.text)
    start = name.end() if name else 0
    for cut in [*(match.start() for match in _CUT.finditer(line.text, start)), len(line.text.rstrip())]:
        words = line.text[start:cut]
        if words.strip():
            draft = tree.add(f"preamble/al-{tree.ordinal('preamble/al-')}", "alinea", parent=whole)
            draft.add(line.number - 1, re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", words).replace("*", ""))
            lead = len(words) - len(words.lstrip())
            draft.cut = (line.start + start + lead, line.start + start + len(words.rstrip()))
        start = cut
