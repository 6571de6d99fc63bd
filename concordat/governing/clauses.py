"""Clauses: what the instruments that bind both say on the topic, and how they stand to each other.

A clause counts where it speaks on the topic or a wider one, on the relation to other instruments, or on provisions that
do; what it means between the two is looked up among the instruments that bind both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ..graph.names import instrument_of
from .asked import Reader
from .standing import answers

__all__ = ["Clause", "Rules", "clauses", "rules"]

_RELATION = "topic:relation-to-other-instruments"
# what a clause in favour of such rules means for treaties between two States alone
_BILATERAL = {
    "regime:arrangements", "regime:existing-instruments", "regime:extradition-treaties", "regime:future-instruments",
    "regime:mutual-assistance-treaties", "regime:treaties",
}  # fmt: skip


@dataclass(slots=True)
class Rules:
    """The provisions of an instrument on the topic itself, and those on a wider one."""

    itself: list[str] = field(default_factory=list)
    wider: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause on other rules: `favours` regimes or instruments, `means` those of the instruments that bind both."""

    provision: str
    effect: str
    favours: tuple[str, ...]
    means: tuple[str, ...]
    applies_to: tuple[str, ...]

    @property
    def instrument(self) -> str:
        """The instrument that the clause stands in."""
        return instrument_of(self.provision)

    @property
    def reaches_bilateral(self) -> bool:
        """Whether treaties between two States alone are among what it speaks of."""
        return not _BILATERAL.isdisjoint(self.favours)


def rules(store: Reader, topics: Iterable[str]) -> dict[str, Rules]:
    """Return the rules on some topics, by instrument."""
    found: dict[str, Rules] = defaultdict(Rules)
    for topic in topics:
        for row in answers(store, "rules-on-a-topic", topic=topic):
            held = found[row["instrument"]]
            into = held.itself if row["itself"] == "yes" else held.wider
            if row["provision"] not in into:
                into.append(row["provision"])
    for held in found.values():
        held.wider = [provision for provision in held.wider if provision not in held.itself]
    return dict(found)


def clauses(store: Reader, instrument: str, *, spoken: Rules, binding: Sequence[str]) -> list[Clause]:
    """Return the clauses of an instrument that bear on its rules on the topic, in the order of their compact ids.

    `spoken` are its rules on the topic, `binding` the instruments that bind both parties.
    """
    rows = answers(store, "reach-of-clauses", text=instrument)
    ours = {*spoken.itself, *spoken.wider}
    by_clause: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        by_clause[row["clause"], row["effect"]].append(row)
    found = []
    for (provision, effect), told in by_clause.items():
        applies = {row["appliesTo"] for row in told if row.get("appliesTo")}
        if _bears(provision, {row["stated"] for row in told}, applies=applies, ours=ours):
            favours = {row["inFavourOf"] for row in told if row.get("inFavourOf")}
            means = {row["meant"] for row in told if row.get("meant")} | favours
            named = {other for other in binding if other in means and other != instrument}
            found.append(Clause(provision, effect, tuple(sorted(favours)), tuple(sorted(named)), tuple(sorted(applies))))
    return sorted(found, key=lambda clause: (clause.provision, clause.effect))


def _bears(provision: str, topics: set[str], *, applies: set[str], ours: set[str]) -> bool:
    """Whether a clause bears on the rules of the topic: it is one, is general, or applies to one of them."""
    general = _RELATION in topics and not applies
    return general or provision in ours or any(rule == target or rule.startswith(f"{target}/") for target in applies for rule in ours)
