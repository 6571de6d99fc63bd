"""Answer: from who is bound and how the clauses stand, to statements that a lawyer can check, and what is concluded.

Every statement carries its pin-points and its state of verification; nothing is concluded from what is not covered.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..graph.names import compact, expand
from ..texts import Library
from .asked import Asked, Reader
from .bound import instruments, limits
from .case import PREFIXES, Case, read_case
from .clauses import clauses
from .precedence import circles, said_by_clauses, said_by_custom, said_on_topic
from .union import said_by_union
from .wording import Statement

__all__ = ["Answer", "Statement", "govern"]

_SECTIONS = ("instruments", "rules", "clauses", "vienna", "limits", "union", "bilateral", "conclusion")
_PAIRS = """SELECT DISTINCT ?topic {
  ?coverage a cdt:BilateralCoverage ; cdt:between ?one , ?other ; cdt:topic ?wide ; cdt:completeness completeness:complete .
  ?topic cdt:includedIn ?wide
}"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What governs, as far as the graph can tell; `concluded` only where nothing that could govern is left uncovered."""

    asked: Asked
    statements: tuple[Statement, ...]
    concluded: bool


def govern(store: Reader, asked: Asked, *, library: Library | None = None) -> Answer:
    """Return what governs the topics between the two parties on the day.

    Whoever has read the provisions of the store already may hand them in.
    """
    case = read_case(store, asked, library)
    found = {i: clauses(store, i, spoken=case.spoken[i], binding=case.binding) for i in case.speaking}
    covered = _covered(store, asked)
    reasons = list(_reasons(case, covered=covered, circular=bool(circles(case, found))))
    told = (
        *instruments(case),
        *said_on_topic(case),
        *said_by_clauses(case, found),
        *said_by_custom(case, found),
        *limits(store, case),
        *said_by_union(store, case),
        _bilateral(case, covered=covered),
        _conclusion(case, reasons),
    )
    return Answer(asked, tuple(sorted(told, key=lambda statement: _SECTIONS.index(statement.section))), concluded=not reasons)


def _covered(store: Reader, asked: Asked) -> bool:
    """Whether the treaties between the two alone are covered on all topics asked about."""
    pair = {"one": expand(asked.one.compact), "other": expand(asked.other.compact)}
    return {*asked.topics} <= {compact(str(row["topic"])) for row in store.select(PREFIXES + _PAIRS, bindings=pair)}


def _reasons(case: Case, *, covered: bool, circular: bool) -> Iterator[str]:
    """Yield what keeps from concluding."""
    if not covered:
        yield "bilateral"
    if any(map(case.beyond, case.considered)):
        yield "horizon"
    if any(map(case.doubtful, case.considered)):
        yield "unverified"
    if circular:
        yield "circle"


def _bilateral(case: Case, *, covered: bool) -> Statement:
    one, other = case.asked.both
    said = case.words.put("bilateral-covered" if covered else "bilateral-not-covered", one=one, other=other)
    return case.words.statement("bilateral", said, verification="text-checked" if covered else "unverified")


def _conclusion(case: Case, reasons: list[str]) -> Statement:
    one, other = case.asked.both
    names = case.words.named(case.speaking)
    said = case.words.put(
        "not-concluded" if reasons else "concluded",
        one=one, other=other, on=case.asked.on, instruments=names, reasons=case.words.reasons(reasons),
    )  # fmt: skip
    return case.words.statement("conclusion", said, at=case.speaking, verification="unverified" if reasons else "table-read")
