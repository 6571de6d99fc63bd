"""CSV: one row a finding, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from ..compatibility import Finding, contrary
from ..texts import Library
from .matrix import ordered
from .rows import Wordings, word

__all__ = ["guarded", "text"]

_HEAD = {
    "en": ("question", "left", "left pin-point", "right", "right pin-point", "verdict", "in words", "drafting", "clause", "explanation", "contrary", "confidence"),
    "fr": ("question", "gauche", "référence gauche", "droite", "référence droite", "verdict", "en toutes lettres", "rédaction", "clause", "explication", "en sens contraire", "confiance"),
}  # fmt: skip


def guarded(value: str) -> str:
    """Return a cell that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    return "'" + value if value[:1] in {"=", "+", "-", "@", "\t", "\r"} else value


def text(found: Sequence[Finding], library: Library, wordings: Wordings, lang: str) -> str:
    """Return findings as CSV (RFC 4180) with a byte-order mark, the gravest first."""
    held = io.StringIO()
    writer = csv.writer(held)
    writer.writerow(_HEAD[lang])
    for f in ordered(found):
        row = (
            f.question, " ".join(f.left), "; ".join(library.pinpoint(p, lang) for p in f.left), " ".join(f.right),
            "; ".join(library.pinpoint(p, lang) for p in f.right), f.verdict, word(f, library, wordings, lang),
            "yes" if f.drafting else "", " ".join(f.clauses), f.explanation.get(lang, ""), contrary(f, lang), f.confidence,
        )  # fmt: skip
        writer.writerow([guarded(cell) for cell in row])
    return "\ufeff" + held.getvalue()
