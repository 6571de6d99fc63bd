"""Parties: whom an instrument binds on a day, who signed it, what else was done about it, and how the number grew.

From the acts of participation and the day of their effect, which the final clauses settle (docs/model.md, section 8). Beyond the
last day of the depositary's table nothing is concluded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ..governing.asked import Reader
from ..graph.names import compact, expand
from ..texts import PREFIXES

__all__ = ["Act", "Parties", "read_acts", "read_parties"]

_ACTS = """SELECT DISTINCT ?event ?party ?kind ?done ?from ?concerns ?verification {
    ?event cdt:ofInstrument ?instrument ; cdt:party ?party ; a ?kind .
    MINUS { ?narrower <http://www.w3.org/2000/01/rdf-schema#subClassOf> ?kind . ?event a ?narrower . FILTER(?narrower != ?kind) }
    FILTER(STRSTARTS(STR(?kind), STR(cdt:)))
    OPTIONAL { ?event cdt:onDate ?done } OPTIONAL { ?event cdt:effectiveDate ?from } OPTIONAL { ?event cdt:concerns ?concerns }
    OPTIONAL { ?event cdt:verification ?verification } }"""
_NAMED = ("party", "kind", "done", "from", "concerns", "verification")
_HORIZON = "SELECT ?day { ?table a cdt:StatusTable ; cdt:ofInstrument ?instrument ; cdt:horizon ?day }"
_BINDING = {"Acceptance", "Accession", "Approval", "Ratification", "Succession", "ConsentToBeBound"}


@dataclass(frozen=True, slots=True)
class Act:
    """One act: who (compact id), the class of the act, its day and the day of its effect (empty where not known), the provision that
    it concerns, and whether nobody held it against a table."""

    party: str
    kind: str
    done: str
    since: str
    concerns: str
    unverified: bool

    @property
    def binds(self) -> bool:
        """Whether it is a consent to be bound."""
        return self.kind in _BINDING


@dataclass(frozen=True, slots=True)
class Parties:
    """How an instrument stands on a day: `bound` by it, `signed` without being bound, `others` (reservations, declarations, opt-outs,
    withdrawals); `years` with the number newly bound and bound in all; `horizon` is the last day of the table, or empty."""

    on: date
    horizon: str
    bound: tuple[Act, ...]
    signed: tuple[Act, ...]
    others: tuple[Act, ...]
    years: tuple[tuple[int, int, int], ...]

    @property
    def beyond(self) -> bool:
        """Whether the day is later than the table, or there is none."""
        return not self.horizon or self.on.isoformat() > self.horizon


def read_acts(store: Reader, instrument: str) -> list[Act]:
    """Return all acts about an instrument (compact id), in the order of their days."""
    found: dict[str, Act] = {}
    for row in store.select(PREFIXES + _ACTS, bindings={"instrument": expand(instrument)}):
        told = {name: compact(str(row[name])) if name in row else "" for name in _NAMED}
        kind = told["kind"].removeprefix("cdt:")
        unverified = told["verification"].endswith("unverified")
        found[str(row["event"])] = Act(told["party"], kind, told["done"], told["from"], told["concerns"], unverified)
    return sorted(found.values(), key=lambda act: (act.done or act.since, act.party, act.kind))


def read_parties(store: Reader, instrument: str, on: date) -> Parties | None:
    """Return how an instrument stands on a day, or None where the graph knows of no act about it."""
    acts = read_acts(store, instrument)
    if not acts:
        return None
    rows = store.select(PREFIXES + _HORIZON, bindings={"instrument": expand(instrument)})
    day = on.isoformat()
    left = {act.party for act in acts if act.kind == "Withdrawal" and act.since and act.since <= day}
    bound = {act.party: act for act in acts if act.binds and act.since and act.since <= day and act.party not in left}
    signed = {act.party: act for act in acts if act.kind == "Signature" and act.done and act.done <= day and act.party not in bound}
    others = [act for act in acts if not act.binds and act.kind != "Signature" and (act.done or act.since) <= day]
    ordered = sorted(bound.values(), key=lambda act: (act.since, act.party))
    horizon = max((str(row["day"]) for row in rows), default="")
    return Parties(on, horizon, tuple(ordered), tuple(signed.values()), tuple(others), _years(ordered))


def _years(bound: Sequence[Act]) -> tuple[tuple[int, int, int], ...]:
    """Return for each year from the first to the last how many of those bound were newly so, and how many in all."""
    new = Counter(int(act.since[:4]) for act in bound)
    years, total = [], 0
    for year in range(min(new, default=0), max(new, default=-1) + 1):
        total += new[year]
        years.append((year, new[year], total))
    return tuple(years)
