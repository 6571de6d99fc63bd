"""Points that stand behind each other in one row."""

from __future__ import annotations

import pytest

from concordat.loaders.inrow import parted


@pytest.mark.parametrize(
    ("words", "points"),
    [
        ("i) boats; ii) rafts; and iii) barges.", ["i) boats;", "ii) rafts; and", "iii) barges."]),
        ("(a) boats, (b) rafts", ["(a) boats,", "(b) rafts"]),
        ("a) les bateaux ; b) les radeaux, voir b) ci-dessus", ["a) les bateaux ;", "b) les radeaux, voir b) ci-dessus"]),
        ("(a) boats of (b) and (c) only.", ["(a) boats of (b) and (c) only."]),
        ("i) boats; iii) barges", ["i) boats; iii) barges"]),
        ("boats; ii) rafts", ["boats; ii) rafts"]),
        ("v) boats; vi) rafts; y vii) nada", ["v) boats;", "vi) rafts; y", "vii) nada"]),
        ("1) лодки; 2) плоты; 3) баржи", ["1) лодки;", "2) плоты;", "3) баржи"]),
    ],
)
def test_a_list_is_cut_where_its_numbers_go_on(words: str, points: list[str]) -> None:
    assert parted(words) == points
