"""Table: findings in a terminal."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from ..compatibility import Finding
from ..texts import Library
from .matrix import GRAVEST, Matrix, defects, matrices
from .rows import SIGNS, Wordings, word

__all__ = ["render"]

_TOLD = {
    "en": {
        "mandate": "Against the mandate, by directive", "law": "Against treaties and acts", "defects": "Drafting defects",
        "text": "Text", "none": "Nothing was compared.", "read": "Prepared by machine for a lawyer's review; not legal advice. Blank: not compared.",
    },
    "fr": {
        "mandate": "Face au mandat, par directive", "law": "Face aux traités et aux actes", "defects": "Défauts de rédaction",
        "text": "Texte", "none": "Rien n'a été comparé.", "read": "Préparé par une machine pour l'examen d'un juriste ; ne vaut pas avis juridique. Vide : non comparé.",
    },
}  # fmt: skip
_COLOURS = {"green": "green", "amber": "yellow", "red": "red", "blue": "blue", "grey": "bright_black", "none": "white"}


def render(found: Sequence[Finding], library: Library, wordings: Wordings, lang: str) -> str:
    """Return the matrices, the drafting defects and a legend as text; colours only where stdout is a terminal."""
    told = _TOLD[lang]
    held = io.StringIO()
    terminal = Console(stderr=False).is_terminal
    console = Console(file=held, width=max(100, Console().width), force_terminal=terminal, highlight=False)
    if not found:
        console.print(told["none"])
    for matrix in matrices(found, library):
        console.print(_table(matrix, library, told, lang))
    listed = defects(found)
    if listed:
        console.print(f"\n{told['defects']}")
        for finding in listed:
            console.print(f"  - {library.pinpoint(finding.left[0], lang)}: {finding.explanation.get(lang, '')}", soft_wrap=True)
    console.print(_legend(found, library, wordings, lang), soft_wrap=True)
    console.print(told["read"], soft_wrap=True)
    return held.getvalue()


def _table(matrix: Matrix, library: Library, told: dict[str, str], lang: str) -> Table:
    table = Table(title=told["mandate" if matrix.mandate else "law"], title_justify="left", padding=(0, 0), pad_edge=False)
    table.add_column(told["text"], overflow="fold", min_width=30)
    for column in matrix.columns:
        name = column.rsplit("/", 1)[-1] if matrix.mandate else library.instrument(column, lang)
        table.add_column(name, justify="center", overflow="fold")
    for line in matrix.lines:
        cells = [_cell(matrix.gravest(line, column)) for column in matrix.columns]
        table.add_row(library.pinpoint(line, lang, full=False), *cells)
    return table


def _cell(verdict: str | None) -> str:
    if verdict is None:
        return ""
    sign, colour = SIGNS[verdict]
    return f"[{_COLOURS[colour]}]{sign}[/]"


def _legend(found: Sequence[Finding], library: Library, wordings: Wordings, lang: str) -> str:
    counts = Counter(finding.verdict for finding in found if not finding.drafting)
    examples = {finding.verdict: finding for finding in found if not finding.drafting}
    parts = [
        f"{SIGNS[v][0]} {word(examples[v], library, wordings, lang)} ({counts[v]})" for v in GRAVEST if v in counts
    ]
    return "   ".join(parts)
