"""Matrix: left articles against the directives and instruments they answer to, each cell the gravest finding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..compatibility import Finding
from ..graph.names import instrument_of
from ..texts import Library

__all__ = ["Matrix", "by_left", "defects", "matrices", "ordered"]

# what a reader has to see first
GRAVEST = ("conflicts", "conditional", "conflict-resolved-by-clause", "silent", "satisfies", "out-of-scope", "not-comparable", "not-assessed")


@dataclass(frozen=True, slots=True)
class Matrix:
    """One matrix: `columns` and `lines` are compact ids, `cells` the findings by (line, column)."""

    mandate: bool
    columns: tuple[str, ...]
    lines: tuple[str, ...]
    cells: dict[tuple[str, str], tuple[Finding, ...]]

    def gravest(self, line: str, column: str) -> str | None:
        """Return the gravest verdict of a cell, or None where nothing was compared."""
        found = {finding.verdict for finding in self.cells.get((line, column), ())}
        return next((verdict for verdict in GRAVEST if verdict in found), None)


def ordered(found: Sequence[Finding]) -> list[Finding]:
    """Return findings with the gravest first, then by their sides."""
    return sorted(found, key=lambda f: (GRAVEST.index(f.verdict), f.left, f.right))


def defects(found: Sequence[Finding]) -> list[Finding]:
    """Return the drafting defects, which have a list of their own."""
    return [finding for finding in ordered(found) if finding.drafting]


def by_left(found: Sequence[Finding]) -> list[tuple[str, Finding]]:
    """Return one finding for each left provision: a defect of the text is told once, whatever it was noticed against."""
    first: dict[str, Finding] = {}
    for finding in found:
        first.setdefault(finding.left[0], finding)
    return sorted(first.items())


def matrices(found: Sequence[Finding], library: Library) -> list[Matrix]:
    """Return the matrix of the mandate's directives and that of treaties and acts, where there is anything in them."""
    made = []
    for mandate in (True, False):
        chosen = [f for f in found if f.question == "delivers" and _on_mandate(f, library) == mandate and not f.drafting]
        if chosen:
            made.append(_matrix(chosen, library, mandate=mandate))
    return made


def _on_mandate(finding: Finding, library: Library) -> bool:
    return "Mandate" in library.kinds[instrument_of(finding.right[0])]


def _matrix(found: Sequence[Finding], library: Library, *, mandate: bool) -> Matrix:
    cells: dict[tuple[str, str], list[Finding]] = {}
    for finding in found:
        column = finding.right[0] if mandate else instrument_of(finding.right[0])
        cells.setdefault((library.article(finding.left[0]), column), []).append(finding)
    columns = sorted({column for _, column in cells}, key=library.place)
    lines = sorted({line for line, _ in cells}, key=library.place)
    return Matrix(mandate, tuple(columns), tuple(lines), {key: tuple(ordered(value)) for key, value in cells.items()})
