"""Precedence: what the instruments that bind both say on the topic, which clause gives way, and what custom leaves.

Vienna Convention, articles 26 and 30: a clause that gives way is followed; failing one, the later treaty applies and the
earlier as far as it fits it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from .case import Case
from .clauses import Clause
from .wording import Statement, nothing

__all__ = ["circles", "said_by_clauses", "said_by_custom", "said_on_topic"]

_DECIDES = {"effect:yields", "effect:prevails", "effect:disconnects"}
Found = Mapping[str, Sequence[Clause]]


def said_on_topic(case: Case) -> Iterator[Statement]:
    """Say of each instrument that binds both whether it speaks on the topic itself, above it, or not at all."""
    words = case.words
    for instrument in case.binding:
        held, name = case.spoken.get(instrument), words.instrument(instrument)
        if held and held.itself:
            yield words.statement("rules", words.put("itself", instrument=name), at=held.itself, verification=_state(case, instrument))
        if held and held.wider and not held.itself:
            yield words.statement("rules", words.put("wider", instrument=name), at=held.wider, verification=_state(case, instrument))
        if not held:
            key, state = ("silent", "text-checked") if instrument in case.read else ("not-modelled", "unverified")
            yield words.statement("rules", words.put(key, instrument=name), at=[instrument], verification=state)


def _state(case: Case, instrument: str) -> str:
    held, known = case.spoken[instrument], case.words.library.provisions
    doubted = any(known[rule].unverified for rule in (*held.itself, *held.wider) if rule in known)
    return "unverified" if doubted else "text-checked"


def said_by_clauses(case: Case, found: Found) -> Iterator[Statement]:
    """Say what the clauses of the instruments that speak give way to, and what that means here."""
    for clause in (clause for instrument in case.speaking for clause in found[instrument]):
        words = case.words
        told = words.put(f"clause-{clause.effect.removeprefix('effect:')}", favours=words.named(clause.favours))
        means = words.put("clause-means", means=words.named(clause.means)) if clause.means else nothing
        bilateral = words.put("clause-bilateral") if clause.reaches_bilateral else nothing
        applies = words.put("clause-applies", applies=words.ranges(clause.applies_to)) if clause.applies_to else nothing
        yield words.statement("clauses", told, means, bilateral, applies, at=[clause.provision], verification="text-checked")


def circles(case: Case, found: Found) -> list[tuple[str, str]]:
    """Return the pairs of instruments that give way to each other."""
    return [pair for pair in combinations(case.speaking, 2) if _gives_way(found, *pair) and _gives_way(found, *reversed(pair))]


def _gives_way(found: Found, one: str, other: str) -> bool:
    return any(clause.effect == "effect:yields" and other in clause.means for clause in found[one])


def _decided(found: Found, one: str, other: str) -> bool:
    return any(clause.effect in _DECIDES and (other in clause.means or one in clause.favours) for clause in found[one])


def said_by_custom(case: Case, found: Found) -> Iterator[Statement]:
    """Say what applies where no clause decides."""
    words = case.words
    status = "vienna-treaty" if "vclt" in case.binding else "vienna-status"
    yield words.statement("vienna", words.put(status), at=["vclt"], verification="unverified")
    if len(case.speaking) == 1:
        said = words.put("vienna-alone", instrument=words.instrument(case.speaking[0]))
        yield words.statement("vienna", said, at=["vclt:26"], verification="unverified")
    circular = circles(case, found)
    for pair in combinations(case.speaking, 2):
        if pair in circular or not (_decided(found, *pair) or _decided(found, *reversed(pair))):
            earlier, later = sorted(pair, key=lambda instrument: case.dated.get(instrument, ""))
            dated = case.dated.get(earlier, "") < case.dated.get(later, "") and bool(case.dated.get(earlier))
            key = "vienna-circle" if pair in circular else "vienna-default"
            said = words.put(key if dated else f"{key}-undated", earlier=words.instrument(earlier), later=words.instrument(later))
            yield words.statement("vienna", said, at=["vclt:30/3"], verification="unverified")
