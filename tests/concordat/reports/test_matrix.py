"""The matrix: what stands in which cell, and in which order."""

from __future__ import annotations

from concordat.checking import Desk
from concordat.compatibility import Finding
from concordat.reports.matrix import GRAVEST, by_left, defects, matrices, ordered

from .conftest import DEFECT


def test_the_mandate_has_directives_and_law_has_instruments(found: list[Finding], desk: Desk) -> None:
    mandate, law = matrices(found, desk.library)
    assert (mandate.mandate, mandate.columns) == (True, ("mandate:addendum/18", "mandate:addendum/24"))
    assert mandate.lines == ("paper:north", "paper:north/1", "paper:south")
    assert (law.mandate, law.columns, law.lines) == (False, ("treaty",), ("paper:north/1", "paper:south/1"))


def test_a_cell_shows_the_gravest(found: list[Finding], desk: Desk) -> None:
    mandate, law = matrices(found, desk.library)
    assert mandate.gravest("paper:north", "mandate:addendum/24") == "silent"
    assert law.gravest("paper:north/1", "treaty") == "conflict-resolved-by-clause"
    assert [f.verdict for f in law.cells["paper:north/1", "treaty"]] == ["conflict-resolved-by-clause", "satisfies"]
    assert law.gravest("paper:north", "treaty") is None


def test_drafting_defects_stand_apart_and_once(found: list[Finding], desk: Desk) -> None:
    assert not any(f.drafting for matrix in matrices(found, desk.library) for cell in matrix.cells.values() for f in cell)
    assert [left for left, _ in by_left(defects(found))] == ["paper:north/x"]
    assert matrices([DEFECT], desk.library) == []


def test_the_gravest_come_first(found: list[Finding]) -> None:
    verdicts = [GRAVEST.index(finding.verdict) for finding in ordered(found)]
    assert verdicts == sorted(verdicts)
