"""CSV that a spreadsheet opens without harm."""

from __future__ import annotations

import csv
import io

import pytest

from concordat.checking import Desk
from concordat.compatibility import Finding
from concordat.reports.csv_rows import guarded, text


@pytest.mark.parametrize(
    ("cell", "shown"),
    [("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"), ("\tx", "'\tx"), ("\rx", "'\rx"), ("1=1", "1=1"), ("", "")],
)
def test_no_cell_is_a_formula(cell: str, shown: str) -> None:
    assert guarded(cell) == shown


@pytest.mark.parametrize(("lang", "head"), [("en", "question,left,left pin-point"), ("fr", "question,gauche,référence gauche")])
def test_one_row_a_finding(found: list[Finding], desk: Desk, lang: str, head: str) -> None:
    written = text(found, desk.library, desk.wordings, lang, reviews=desk.reviews)
    assert written.startswith("\ufeff" + head)
    rows = list(csv.DictReader(io.StringIO(written.removeprefix("\ufeff"))))
    assert len(rows) == len(found)
    assert {len(row) for row in rows} == {14}
    assert not any(str(cell).startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())
    assert "'=1+1, art. 1" in written


def test_drafting_defects_are_marked_and_clauses_named(found: list[Finding], desk: Desk) -> None:
    rows = list(csv.DictReader(io.StringIO(text(found, desk.library, desk.wordings, "en", reviews=desk.reviews).removeprefix("\ufeff"))))
    assert [row["left"] for row in rows if row["drafting"] == "yes"] == ["paper:north/x", "paper:north/x"]
    assert [row["clause"] for row in rows if row["clause"]] == ["treaty:1/1"]
