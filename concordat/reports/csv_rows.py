"""CSV: one row a finding, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from ..compatibility import Finding, contrary
from ..review import Reviewed
from ..texts import Library
from .matrix import ordered
from .phrases import reviewed
from .rows import Wordings, word

__all__ = ["guarded", "table", "text"]

_HEAD = {
    "en": ("question", "left", "left pin-point", "right", "right pin-point", "verdict", "in words", "drafting", "clause", "explanation", "contrary", "confidence", "review", "finding"),
    "fr": ("question", "gauche", "référence gauche", "droite", "référence droite", "verdict", "en toutes lettres", "rédaction", "clause", "explication", "en sens contraire", "confiance", "relecture", "constat"),
}  # fmt: skip


def guarded(value: str) -> str:
    """Return a cell that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    return "'" + value if value[:1] in {"=", "+", "-", "@", "\t", "\r"} else value


def table(found: Sequence[Finding], library: Library, wordings: Wordings, lang: str, *, reviews: Mapping[str, Reviewed]) -> list[list[str]]:
    """Return findings as rows of cells behind a head, the gravest first; `reviews` are by the IRI of the finding."""
    rows = (
        [
            f.question, " ".join(f.left), "; ".join(library.pinpoint(p, lang) for p in f.left), " ".join(f.right),
            "; ".join(library.pinpoint(p, lang) for p in f.right), f.verdict, word(f, library, wordings, lang),
            "yes" if f.drafting else "", " ".join(f.clauses), f.explanation.get(lang, ""), contrary(f, lang), f.confidence,
            reviewed(reviews.get(str(f.iri)), lang), str(f.iri),
        ]
        for f in ordered(found)
    )  # fmt: skip
    return [list(_HEAD[lang]), *rows]


def text(found: Sequence[Finding], library: Library, wordings: Wordings, lang: str, *, reviews: Mapping[str, Reviewed]) -> str:
    """Return findings as CSV (RFC 4180) with a byte-order mark, the gravest first."""
    held = io.StringIO()
    writer = csv.writer(held)
    writer.writerows([guarded(cell) for cell in row] for row in table(found, library, wordings, lang, reviews=reviews))
    return "\ufeff" + held.getvalue()
