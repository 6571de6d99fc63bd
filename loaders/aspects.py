"""Aspects: what a clause says of its norm besides the modality: who, how far, on which grounds, by when."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .numerals import NUMBER, number
from .rules import Rule, Rules, Subject

__all__ = ["Constraint", "constraints", "force_of", "grounds", "margin_of", "named", "roles"]

_AGENT = re.compile(r"\b(?:par|by)\s+$")
_MARGINS = ("basic-concepts", "domestic-law", "where-appropriate", "where-possible")  # narrow to wide


@dataclass(frozen=True, slots=True)
class Constraint:
    """A threshold: `value` in `unit`, compared by `operator` (gteq, lteq, eq); `parameter` is None where it is not known."""

    parameter: str | None
    operator: str
    value: int
    unit: str


def named(table: str, text: str, rules: Rules) -> str | None:
    """Return the first concept of a table whose pattern a text fits, or None."""
    return next((concept for pattern, concept in rules.tables[table] if pattern.search(text)), None)


def grounds(text: str, rules: Rules) -> tuple[str, ...]:
    """Return all grounds of refusal that a text names, in the order of the table."""
    return tuple(dict.fromkeys(concept for pattern, concept in rules.tables["ground"] if pattern.search(text)))


def margin_of(text: str, rules: Rules) -> str:
    """Return the widest margin that a sentence leaves, `none` where it leaves none."""
    found = {concept for pattern, concept in rules.tables["margin"] if pattern.search(text)}
    return next((margin for margin in reversed(_MARGINS) if margin in found), "none")


def force_of(rule: Rule | None, aimed: bool) -> str | None:  # noqa: FBT001
    """Return the force of a rule's norm; what a mandate aims at is `should`, unless it only may be."""
    if rule is None:
        return "should"
    return "should" if aimed and rule.force == "shall" else rule.force


def roles(
    head: str, clause: str, rules: Rules, *, before: tuple[str | None, str | None]
) -> tuple[str | None, str | None]:
    """Return the bearer and the counterparty of a clause with the subject `head`; a pronoun takes up those `before`.

    Where the subject is a thing, the agent counts ("par l'État partie requis"), then who does such things.
    """
    subject = _first(head, rules) or _first(clause, rules, agent=True)
    if subject:
        return (subject.role, subject.counterparty) if subject.role else before
    usual = next((each for each in rules.bearers if each.pattern.search(clause)), None)
    return (usual.role, usual.counterparty) if usual else (None, None)


def _first(text: str, rules: Rules, *, agent: bool = False) -> Subject | None:
    """The first subject that a text names; with `agent`, behind "par" or "by" only."""
    found = [
        (match.start(), number)
        for number, subject in enumerate(rules.subjects)
        for match in subject.pattern.finditer(text)
        if not agent or _AGENT.search(text[: match.start()])
    ]
    return rules.subjects[min(found)[1]] if found else None


def constraints(text: str, rules: Rules) -> tuple[Constraint, ...]:
    """Return the periods of time that a sentence sets."""
    found = []
    for unit, pattern in rules.units.items():
        for match in re.finditer(rf"\b(?P<number>{NUMBER})\s+(?:{pattern})\b", text, re.IGNORECASE):
            value = number(match["number"])
            if value:
                ahead = text[max(0, match.start() - 60) : match.start()]
                operator = named("operator", ahead, rules) or "eq"
                found.append((match.start(), Constraint(named("parameter", text, rules), operator, value, unit)))
    return tuple(constraint for _, constraint in sorted(found, key=lambda pair: pair[0]))
