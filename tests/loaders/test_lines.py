"""Rows keep their place; what the printer left is told from text."""

from __future__ import annotations

import pytest

from concordat.loaders import lines


def test_lines_split_at_lf_only() -> None:
    rows = lines.split("a\r\nb\x0bc\u2028d\n")
    assert [(row.number, row.start, row.text) for row in rows] == [(1, 0, "a\r"), (2, 3, "b\x0bc\u2028d"), (3, 9, "")]


@pytest.mark.parametrize(
    ("row", "artefact"),
    [
        ("A/AC.291/12/Add.1 ", True), ("9/34 V.22-10828 ", True), ("V.22-10828 12/34", True), ("- 7 -", True),
        ("http://undocs.org/fr/S/RES/2322(2016)", True), ("7 jours sur 7", False), ("2013/3). ", False),
    ],
)  # fmt: skip
def test_artefacts(row: str, artefact: bool) -> None:
    assert lines.is_artefact(lines.split(row)[0]) is artefact


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        (["de l ’article"], "de l’article"), (["lui-", "même"], "lui-même"), (["ceux -ci"], "ceux-ci"),
        (["art.\u00a0 18 ", " du"], "art. 18 du"),
    ],
)  # fmt: skip
def test_rows_join(rows: list[str], text: str) -> None:
    assert lines.join(rows) == text
