"""Doubt: what a condition or an exception leaves open that a machine noticed and could not name (`cdt:unread`), or an unknown level.

It may be one that the other side has too, or one of its own; a verdict stands only where it is the same in each case. What is
opposed conflicts at one level only, so where a machine could not tell the level, it perhaps does not. Curated norms
leave nothing unread, so nothing of this touches them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from .lattice import GRAVITY, AspectRelation, Comparison, Judgement, judge, weigh

__all__ = ["between"]

_LIMITING = ("conditions", "exceptions")
# an opposition in these is one only in the cases that both sides cover
_MEETING = ("modality", "threshold", "force", "refusal-grounds", "offence-scope", "purpose")


def between(comparisons: Iterable[Comparison], question: str) -> tuple[Judgement, Judgement] | None:
    """Return the mildest and the gravest judgement that a pair can have, the same where nothing unread matters; None where nothing was
    compared.
    """
    possible = [each for comparison in comparisons if (each := _judgements(comparison, question))]
    mildest = weigh([min(each, key=_gravity) for each in possible])
    gravest = weigh([max(each, key=_gravity) for each in possible])
    return (mildest, gravest) if mildest and gravest else None


def _judgements(comparison: Comparison, question: str) -> list[Judgement]:
    """The judgement on what was read, then those that the unread makes possible; all of them of the comparison as it was read."""
    read = judge(comparison, question)
    if read is None:
        return []
    found = (judge(each, question) for each in _readings(comparison))
    return [read, *(replace(each, comparison=comparison) for each in found if each)]


def _gravity(judgement: Judgement) -> int:
    return GRAVITY[judgement.verdict]


def _readings(comparison: Comparison) -> Iterator[Comparison]:
    """The comparison where levels differ; where the unread is what the other side names, and where it is what the other side has not."""
    if comparison.unlevelled and any(each.relation == "disjoint" for each in comparison.aspects):
        yield replace(comparison, aspects=(*comparison.aspects, AspectRelation("level", "not-comparable")))
    left, right = "left" in comparison.unread, "right" in comparison.unread
    if not (left or right):
        return
    named = ({"weaker"} if right else set()) | ({"left-silent"} if left else set())
    shared = (replace(a, relation="same") if a.aspect in _LIMITING and a.relation in named else a for a in comparison.aspects)
    yield replace(comparison, aspects=tuple(shared))
    apart = [replace(a, relation="overlapping") if a.aspect in _MEETING and a.relation == "disjoint" else a for a in comparison.aspects]
    own = [AspectRelation("conditions", "weaker")] if left else []
    yield replace(comparison, aspects=(*apart, *own))
