"""Verdicts that a lawyer reached from the texts, each test named after the provision that shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

CARICOM = "un-doc:A/AC.291/12/Add.1:caricom/ch-4"
COLOMBIA = "un-doc:A/AC.291/12/Add.1:colombia"
NEW_ZEALAND = "un-doc:A/AC.291/12/Add.1:new-zealand"
VIET_NAM = "un-doc:A/AC.291/12/Add.1:viet-nam"
DIRECTIVE = "celex:32022D0895:addendum"

# articles of CARICOM, which prints no numbers
EXTRADITION = f"{CARICOM}/art-2"
PRESERVATION = f"{CARICOM}/art-6"
TRAFFIC = f"{CARICOM}/art-9"

Row = tuple[str, ...]


@pytest.mark.parametrize(
    "left",
    [
        pytest.param(f"{COLOMBIA}/art-2/1", id="Colombia extradition paragraph 1 requires it"),
        pytest.param(f"{COLOMBIA}/art-3/5", id="Colombia assistance paragraph 5 judges the conduct"),
        pytest.param(f"{NEW_ZEALAND}/10", id="New Zealand paragraph 10 lets States refuse for its lack"),
        pytest.param(f"{VIET_NAM}/art-6/2", id="Viet Nam article 6(2) judges the conduct"),
        pytest.param(f"{EXTRADITION}/1", id="CARICOM extradition paragraph 1 requires it"),
    ],
)
def test_rule_on_dual_criminality_respects_directive_18(asked: Callable[..., set[Row]], left: str) -> None:
    assert ("question:delivers", "verdict:satisfies") in asked(
        "verdict-on-a-pair", "question verdict", left=left, right=f"{DIRECTIVE}/18"
    )


def test_two_minimum_periods_never_conflict_caricom_preservation_7_budapest_29_7(
    asked: Callable[..., set[Row]],
) -> None:
    verdicts = asked("verdict-on-a-pair", "question verdict", left=f"{PRESERVATION}/7", right="budapest:29/7")
    assert ("question:coexists", "verdict:satisfies") in verdicts
    assert {verdict for _, verdict in verdicts} & {"verdict:conflicts"} == set()


def test_closed_list_conflicts_with_directive_18_caricom_traffic_disclosure_2(
    asked: Callable[..., set[Row]],
) -> None:
    assert (f"{TRAFFIC}/2",) in asked("conflicts-with-directive", "left", directive=f"{DIRECTIVE}/18")


def test_directives_on_the_talks_are_no_silence_decision_2022_895_directives_1_to_4(
    asked: Callable[..., set[Row]],
) -> None:
    silent = asked("silent-directives", "directive", text=COLOMBIA)
    assert {(f"{DIRECTIVE}/{number}",) for number in range(1, 5)} & silent == set()
    assert (f"{DIRECTIVE}/21",) in silent
