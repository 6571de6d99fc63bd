"""Standing: what follows for a finding from all that was decided on it.

Of each person the last decision counts, and only while its evidence stands. One acceptance: accepted; two, by two persons:
confirmed; acceptance and rejection at once: disputed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..graph import layers
from ..graph.names import CDT, concept
from ..graph.store import Reader
from .decision import Decision
from .evidence import Change, Evidence, changes

__all__ = ["Reviewed", "Standing", "read_states", "standing"]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What a report says of the review of a finding: the state (a concept of the scheme review), units, day of the last decision."""

    state: str
    units: tuple[str, ...] = ()
    on: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of one finding (its IRI), the decisions on it in their order, and what changed since those that went stale, by number."""

    finding: str
    state: str
    decisions: tuple[Decision, ...]
    changed: Mapping[int, tuple[Change, ...]] = field(default_factory=dict)

    @property
    def reviewed(self) -> Reviewed:
        """What a report says of it."""
        counted = [d for d in self.decisions if d.decides] or list(self.decisions)
        return Reviewed(self.state, tuple(sorted({d.unit for d in counted if d.unit})), counted[-1].at[:10])


def standing(finding: str, decisions: Sequence[Decision], now: Evidence | None) -> Standing:
    """Return how a finding stands, from the decisions on it and its evidence of today (None where it is no longer there)."""
    changed = {d.number: found for d in decisions if (found := changes(d.evidence, now))}
    last = {d.by: d for d in decisions if d.decides}
    valid = [d.decision for d in last.values() if d.number not in changed]
    shown = {number: found for number, found in changed.items() if _counts(number, decisions, last)}
    return Standing(finding, _state(valid, stale=bool(last)), tuple(decisions), shown)


def _counts(number: int, decisions: Sequence[Decision], last: Mapping[str, Decision]) -> bool:
    """Whether a decision still speaks for its person: a comment always does."""
    return any(d.number == number and (not d.decides or last[d.by] is d) for d in decisions)


def _state(valid: Sequence[str], *, stale: bool) -> str:
    if not valid:
        return "stale" if stale else "commented"
    if len({*valid}) > 1:
        return "disputed"
    return "confirmed" if valid[0] == "accepted" and len(valid) > 1 else valid[0]


def read_states(store: Reader) -> dict[str, Reviewed]:
    """Return what the graph of reviews says of each finding that was reviewed, by IRI."""
    query = f"""PREFIX cdt: <{CDT}> PREFIX prov: <http://www.w3.org/ns/prov#>
        SELECT ?f ?state ?unit ?on {{ GRAPH <{layers.REVIEW}> {{ ?f cdt:reviewState ?state .
        ?r cdt:reviewOf ?f ; prov:endedAtTime ?on ; cdt:order ?number . OPTIONAL {{ ?r cdt:reviewerUnit ?unit ; cdt:decision ?decided .
        FILTER (?decided != <{concept("review", "commented")}>) }} }} }} ORDER BY ?number"""
    found: dict[str, Reviewed] = {}
    for row in store.select(query):
        held = found.get(str(row["f"]), Reviewed("", (), ""))
        units = {*held.units, *([str(row["unit"])] if "unit" in row else [])}
        found[str(row["f"])] = Reviewed(str(row["state"]).rsplit("#", 1)[-1], tuple(sorted(units)), str(row["on"])[:10])
    return found
