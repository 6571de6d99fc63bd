"""Table: findings in a terminal."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ..compatibility import BY_MACHINE, Finding
from ..review import Reviewed
from ..texts import Library, listed
from .matrix import GRAVEST, Matrix, by_left, defects, matrices
from .phrases import PHRASES, reviewed
from .repairs import Repairs
from .rows import SIGNS, Wordings, general_word, word

__all__ = ["render"]

_TOLD = {
    "en": {
        "mandate": "Against the mandate, by directive", "law": "Against treaties and acts", "defects": "Drafting defects",
        "text": "Text", "review": "Reviewed", "none": "Nothing was compared.", "read": "Prepared by machine for a lawyer's review; not legal advice. Blank: not compared.",
    },
    "fr": {
        "mandate": "Face au mandat, par directive", "law": "Face aux traités et aux actes", "defects": "Défauts de rédaction",
        "text": "Texte", "review": "Relecture", "none": "Rien n'a été comparé.", "read": "Préparé par une machine pour l'examen d'un juriste ; ne vaut pas avis juridique. Vide : non comparé.",
    },
}  # fmt: skip
_COLOURS = {"green": "green", "amber": "yellow", "red": "red", "blue": "blue", "grey": "bright_black", "none": "white"}


_NAME, _CELL = 44, 4


def render(
    found: Sequence[Finding], library: Library, wordings: Wordings, lang: str, *, reviews: Mapping[str, Reviewed], repairs: Repairs | None = None
) -> str:
    """Return the matrices, the drafting defects and a legend as text; colours only where stdout is a terminal."""
    told = _TOLD[lang]
    held = io.StringIO()
    screen = Console()
    console = Console(file=held, width=max(100, screen.width), force_terminal=screen.is_terminal, highlight=False)
    if not found:
        console.print(told["none"])
    for matrix in matrices(found, library):
        room = max(1, (console.width - _NAME) // (_CELL if matrix.mandate else 16))
        for start in range(0, len(matrix.columns), room):
            console.print(_table(matrix, matrix.columns[start : start + room], library, lang))
        console.print(escape(_legend(matrix, wordings, lang)), soft_wrap=True)
    listed = by_left(defects(found))
    if listed:
        console.print(f"\n{told['defects']}")
        for left, finding in listed:
            console.print(escape(f"  - {library.pinpoint(left, lang)}: {finding.explanation.get(lang, '')}"), soft_wrap=True)
    if states := Counter(reviewed(Reviewed(seen.state), lang) for f in found if (seen := reviews.get(str(f.iri)))):
        console.print(f"\n{told['review']}: {', '.join(f'{number} {state}' for state, number in sorted(states.items()))}", soft_wrap=True)
    for finding in found if repairs else ():
        _ways(console, finding, repairs, library, wordings, lang)
    machine = any(finding.confidence == BY_MACHINE for finding in found)
    console.print("\n" + " ".join([told["read"], *([PHRASES[lang]["machine"]] if machine else [])]), soft_wrap=True)
    return held.getvalue()


def _ways(console: Console, finding: Finding, repairs: Repairs | None, library: Library, wordings: Wordings, lang: str) -> None:
    ways = repairs.told(finding, lang) if repairs else []
    if ways:
        left, right = (listed((library.pinpoint(p, lang) for p in side), lang) for side in (finding.left, finding.right))
        console.print(escape(f"\n{PHRASES[lang]['options']}: {left} / {right}: {word(finding, library, wordings, lang)}"), soft_wrap=True)
    for number, way in enumerate(ways, 1):
        console.print(escape(f"  {number}. {way}"), soft_wrap=True)


def _table(matrix: Matrix, columns: Sequence[str], library: Library, lang: str) -> Table:
    told = _TOLD[lang]
    table = Table(title=told["mandate" if matrix.mandate else "law"], title_justify="left", pad_edge=False, padding=(0, 0))
    table.add_column(told["text"], width=_NAME - 2, overflow="ellipsis", no_wrap=True)
    for column in columns:
        name = column.rsplit("/", 1)[-1] if matrix.mandate else library.instrument(column, lang)
        table.add_column(escape(name), justify="center", width=2 if matrix.mandate else 14)
    owner = ""
    for line in matrix.lines:
        cells = [_cell(matrix.gravest(line, column)) for column in columns]
        if library.owner(line, lang) != owner:
            owner = library.owner(line, lang)
            table.add_row(f"[bold]{escape(owner)}[/]", *(cells if library.root(line) == line else []))
            if library.root(line) == line:
                continue
        if any(cells):
            table.add_row("  " + escape(library.pinpoint(line, lang, full=False)), *cells)
    return table


def _cell(verdict: str | None) -> str:
    if verdict is None:
        return ""
    sign, colour = SIGNS[verdict]
    return f"[{_COLOURS[colour]}]{sign}[/]"


def _legend(matrix: Matrix, wordings: Wordings, lang: str) -> str:
    counts = Counter(finding.verdict for cell in matrix.cells.values() for finding in cell)
    parts = (f"{SIGNS[v][0]} {general_word(v, wordings, lang, mandate=matrix.mandate)} ({counts[v]})" for v in GRAVEST if v in counts)
    return "   ".join(parts)
