"""What follows from decisions, and what makes them go stale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from concordat.review import Change, Decision, Evidence, changes, standing

SEEN = Evidence(
    "satisfies", "verdict-row/delivers/60", "abc", ("force same",), {"norm:a": "1", "norm:b": "1"}, {"norm:a": ("force: force:shall", "level: x")}, {"t:1": ("w1",)}
)


def decided(number: int, by: str, decision: str, evidence: Evidence = SEEN) -> Decision:
    return Decision(number, f"2026-06-0{number}T00:00:00Z", by, f"Unit {by}", "f", decision, "", "", "1", evidence, f"h{number}")


STALE = replace(SEEN, verdict="conflicts")


@pytest.mark.parametrize(
    ("decisions", "state"),
    [
        pytest.param([("a", "commented")], "commented", id="comment"),
        pytest.param([("a", "accepted")], "accepted", id="one"),
        pytest.param([("a", "accepted"), ("b", "accepted")], "confirmed", id="two"),
        pytest.param([("a", "accepted"), ("a", "accepted")], "accepted", id="same-person-twice"),
        pytest.param([("a", "accepted"), ("b", "rejected")], "disputed", id="against"),
        pytest.param([("a", "accepted"), ("b", "rejected"), ("b", "accepted")], "confirmed", id="mind-changed"),
        pytest.param([("a", "rejected"), ("b", "rejected"), ("a", "commented")], "rejected", id="rejected"),
    ],
)
def test_the_last_decision_of_each_person_counts(decisions: Sequence[tuple[str, str]], state: str) -> None:
    told = standing("f", [decided(n, by, what) for n, (by, what) in enumerate(decisions, 1)], SEEN)
    assert (told.state, told.changed) == (state, {})


def test_a_stale_decision_counts_no_more() -> None:
    old, new = decided(1, "a", "accepted", STALE), decided(2, "b", "rejected")
    assert standing("f", [old], SEEN).state == "stale"
    both = standing("f", [old, new], SEEN)
    assert (both.state, list(both.changed)) == ("rejected", [1])
    again = standing("f", [old, new, decided(3, "a", "rejected")], SEEN)
    assert (again.state, again.changed) == ("rejected", {})
    assert again.reviewed.units == ("Unit a", "Unit b")
    assert (again.reviewed.state, again.reviewed.on) == ("rejected", "2026-06-03")


@pytest.mark.parametrize(
    ("now", "told"),
    [
        pytest.param(SEEN, (), id="nothing"),
        pytest.param(None, (Change("finding-gone"),), id="gone"),
        pytest.param(STALE, (Change("verdict", "", ("satisfies",), ("conflicts",)),), id="verdict"),
        pytest.param(replace(SEEN, rule="xyz"), (Change("rule", "", (SEEN.row,), (SEEN.row,)),), id="rule"),
        pytest.param(replace(SEEN, aspects=("force weaker",)), (Change("aspects", "", ("force same",), ("force weaker",)),), id="aspects"),
        pytest.param(
            replace(SEEN, statements={"norm:a": "2", "norm:c": "1"}, facts={"norm:a": ("force: force:may", "level: x")}),
            (Change("norm-changed", "norm:a", ("force: force:shall",), ("force: force:may",)), Change("norm-gone", "norm:b"), Change("norm-new", "norm:c")),
            id="norms",
        ),
        pytest.param(replace(SEEN, statements={"norm:a": "2", "norm:b": "1"}, facts={}), (Change("norm-changed", "norm:a"),), id="norm-not-in-full"),
        pytest.param(replace(SEEN, texts={"t:1": ("w2",)}), (Change("text", "t:1", ("w1",), ("w2",)),), id="words"),
        pytest.param(replace(SEEN, texts={"t:1": ("w1", "w2"), "t:2": ("x",)}), (), id="more-texts-loaded"),
        pytest.param(replace(SEEN, texts={}), (), id="text-unloaded"),
    ],
)
def test_what_changed_is_told(now: Evidence | None, told: tuple[Change, ...]) -> None:
    assert changes(SEEN, now) == told


def test_evidence_survives_the_log() -> None:
    assert Evidence.from_record(SEEN.record() | {"facts": {"norm:a": ["force: force:shall", "level: x"]}, "aspects": ["force same"]}) == SEEN
