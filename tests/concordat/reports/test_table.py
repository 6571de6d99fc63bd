"""The table in a terminal."""

from __future__ import annotations

from dataclasses import replace

import pytest

from concordat.checking import Desk
from concordat.compatibility import Finding
from concordat.reports.table import render
from concordat.texts import Provision


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        (
            "en",
            (
                "Against the mandate",
                "Against treaties",
                "Drafting defects",
                "North",
                "It takes over <what> is not there.",
                "not legal advice",
            ),
        ),
        ("fr", ("Face au mandat", "Face aux traités", "Défauts de rédaction", "Nord", "Il reprend ce qui n'existe pas.", "avis juridique")),
    ],
)
def test_all_parts_are_there(found: list[Finding], desk: Desk, lang: str, told: tuple[str, ...]) -> None:
    shown = render(found, desk.library, desk.wordings, lang, reviews=desk.reviews)
    assert [part for part in told if part not in shown] == []
    assert "\x1b" not in shown


def test_signs_are_counted_and_explained(found: list[Finding], desk: Desk) -> None:
    shown = render(found, desk.library, desk.wordings, "en", reviews=desk.reviews)
    assert "✗ Does not meet it as worded (2)" in shown
    assert "§ " in shown


def test_many_columns_are_broken_into_tables(found: list[Finding], desk: Desk) -> None:
    many = [replace(found[-1], right=(f"treaty-{number}:1",)) for number in range(9)]
    assert render(many, desk.library, desk.wordings, "en", reviews=desk.reviews).count("Against treaties and acts") == 3


def test_markup_in_a_name_is_text(found: list[Finding], desk: Desk) -> None:
    library = replace(
        desk.library,
        provisions={
            **desk.library.provisions,
            "paper:north/x": Provision("paper:north/x", "paper:north", "article", heading={"en": "[data] [/]"}),
        },
    )
    shown = render([replace(found[-1], left=("paper:north/x",))], library, desk.wordings, "en", reviews=desk.reviews)
    assert "“[data] [/]”" in shown
    assert "“[data] [/]”: It takes over" in render([replace(found[-2], left=("paper:north/x",))], library, desk.wordings, "en", reviews=desk.reviews)


def test_nothing_is_said_to_be_nothing(desk: Desk) -> None:
    assert render([], desk.library, desk.wordings, "fr", reviews=desk.reviews).startswith("Rien n'a été comparé.\n")
