"""Aspects: what a clause says of its norm besides the modality: who, how far, on which grounds, by when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .numerals import NUMBER, number
from .rules import Rule, Rules, Subject

__all__ = [
    "Constraint", "Precedence", "Refusal", "constraints", "every", "force_of", "level_of", "margin_of", "named", "names_somebody",
    "precedence_of", "recipient_of", "refusal_of", "roles", "soonest",
]  # fmt: skip

_YEAR = 12  # months
_AGENT = re.compile(r"\b(?:par|by)\s+$")
_BODIES = ("conference-of-parties", "secretariat", "depositary", "committee-of-ministers", "expert-committee", "commission", "council")
_UNION_BODIES = ("union", "commission", "council")
_ADDRESSED = ("service-provider", "custodian-of-data", "controller", "processor", "private-sector")
_TREATY = ("definition", "procedural", "declaration")
_FINAL = (
    "participation", "entry-into-force", "amendment", "denunciation", "disputes", "reservations-and-declarations",
    "depositary-and-languages", "territorial-application", "relation-to-other-instruments", "final-clauses",
)  # fmt: skip
_RESERVING = ("reserve", "declare", "relate-to-other-rules")
_ORGANISING = ("designate-authority", "designate-contact-point", "maintain-register", "establish-body", "meet", "review-implementation")
_DOMESTIC = (
    "offences", "participation-and-attempt", "liability-of-legal-persons", "penalties", "jurisdiction", "limitation-periods",
    "illegal-access", "illegal-interception", "data-interference", "system-interference", "misuse-of-devices", "computer-forgery",
    "computer-fraud", "child-abuse-material", "copyright-offences", "racism-xenophobia", "money-laundering", "organised-group",
    "corruption", "obstruction", "preservation-order", "traffic-data-preservation-order", "production-order", "search-and-seizure",
    "traffic-collection-order", "interception-order", "procedural-safeguards",
)  # fmt: skip
_MARGINS = ("basic-concepts", "domestic-law", "where-appropriate", "where-possible")  # narrow to wide


@dataclass(frozen=True, slots=True)
class Constraint:
    """A threshold: `value` in `unit`, compared by `operator` (gteq, lteq, eq); `parameter` is None where it is not known."""

    parameter: str | None
    operator: str
    value: int
    unit: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """Grounds of refusal: those that may be used and those that may not (`sole`: not on that ground alone).

    `closure` is closed, listed, additional or open; `domestic` says that grounds of the domestic law come in; `mandatory` that
    cooperation must be refused on them.
    """

    grounds: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    closure: str = "additional"
    sole: bool = False
    domestic: bool = False
    mandatory: bool = False


@dataclass(frozen=True, slots=True)
class Precedence:
    """How a provision stands to other rules: `effect` (without-prejudice, yields, prevails ...) and the `regimes` named."""

    effect: str
    regimes: tuple[str, ...]


def named(table: str, text: str, rules: Rules) -> str | None:
    """Return the first concept of a table whose pattern a text fits, or None."""
    return next((concept for pattern, concept in rules.tables[table] if pattern.search(text)), None)


def soonest(table: str, text: str, rules: Rules, *, at: int) -> str | None:
    """Return the concept of a table that a text names first behind a place, else any that it names, or None."""
    found = [
        (match.start() < at, match.start(), number)
        for number, (pattern, _) in enumerate(rules.tables[table])
        for match in [pattern.search(text, max(at, 0)) or pattern.search(text)]
        if match
    ]
    return rules.tables[table][min(found)[2]][1] if found else None


def every(table: str, text: str, rules: Rules) -> tuple[str, ...]:
    """Return all concepts of a table whose patterns a text fits, in the order of the table."""
    return tuple(dict.fromkeys(concept for pattern, concept in rules.tables[table] if pattern.search(text)))


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
    head: str, clause: str, rules: Rules, *, ahead: str, before: tuple[str | None, str | None], parties: bool = True
) -> tuple[str | None, str | None]:
    """Return the bearer and the counterparty of a clause with the subject `head`.

    A pronoun takes up who is named `ahead` of it in the sentence ("if the requested Party ..., it shall"), else those `before`.

    Where the subject is a thing, the agent counts ("par l'État partie requis"), then who does such things; a Party that requests
    or refuses is on one side. Where nothing tells, it is each Party in a text that has `parties`, and nobody in another.
    """
    subject = _first(head, rules) or _first(clause, rules, agent=True)
    if subject and subject.role is None:
        subject = _first(ahead, rules, pronouns=False)
        if subject is None:
            return before
    told_by = rules.bearers if parties else rules.bearers[:-1]  # the last is anybody
    table = rules.sides if subject and subject.role == "party" else () if subject else told_by
    told = next((each for each in table if each.pattern.search(clause)), subject)
    if subject and told is subject and rules.words["informed"].search(clause):
        # who is informed is owed it; by whom, the text says of a body of the Union no more than that
        return (None if subject.role in _UNION_BODIES else subject.counterparty), subject.role
    return (told.role, told.counterparty) if told else (None, None)


def recipient_of(words: str, rules: Rules, *, bearer: str | None) -> str | None:
    """Return to whom it is owed where the words behind the verb name somebody else than the bearer, or None."""
    found = [
        (match.end(), number)
        for number, (pattern, role) in enumerate(rules.tables["recipient"])
        if role != bearer and (match := pattern.search(words))
    ]
    return rules.tables["recipient"][min(found)[1]][1] if found else None


def names_somebody(head: str, rules: Rules) -> bool:
    """Return whether the subject of a clause names who can have duties."""
    return _first(head, rules, pronouns=False) is not None


def _first(text: str, rules: Rules, *, agent: bool = False, pronouns: bool = True) -> Subject | None:
    """The first subject that a text names; with `agent`, behind "par" or "by" only."""
    found = [
        (match.start(), number)
        for number, subject in enumerate(rules.subjects)
        for match in subject.pattern.finditer(text)
        if (pronouns or subject.role) and (not agent or _AGENT.search(text[: match.start()]))
    ]
    return rules.subjects[min(found)[1]] if found else None


def constraints(text: str, rules: Rules) -> tuple[Constraint, ...]:
    """Return the periods of time that a sentence sets; "twice a year" is an interval of at most six months."""
    found = list(_intervals(text, rules))
    for unit, pattern in rules.units.items():
        for match in re.finditer(rf"\b(?P<number>{NUMBER})\s+(?:{pattern})\b", text, re.IGNORECASE):
            value = number(match["number"])
            if value:
                ahead = text[max(0, match.start() - 60) : match.start()]
                operator = named("operator", ahead, rules) or "eq"
                found.append((match.start(), Constraint(named("parameter", text, rules), operator, value, unit)))
    return tuple(constraint for _, constraint in sorted(found, key=lambda pair: pair[0]))


def _intervals(text: str, rules: Rules) -> Iterator[tuple[int, Constraint]]:
    for match in re.finditer(rf"\b(?P<number>{NUMBER}|once|twice)\s+(?:{rules.words['yearly'].pattern})", text, re.IGNORECASE):
        times = {"once": 1, "twice": 2}.get(match["number"].lower()) or number(match["number"])
        if times and _YEAR % times == 0:
            yield match.start(), Constraint(named("parameter", text, rules), "lteq", _YEAR // times, "month")


def refusal_of(scope: str, sentence: str, rules: Rules, *, modality: str) -> Refusal | None:
    """Return the grounds of refusal of a sentence, looked for in it and its points (`scope`); None where it is not about refusing."""
    has = {name: bool(rules.words[name].search(sentence)) for name in ("refusal", "closed", "sole", "example", "domestic")}
    if not has["refusal"]:
        return None
    found = every("ground", scope, rules)
    if has["sole"] or modality == "prohibition":
        return Refusal(excluded=found, sole=has["sole"])
    several = "listed" if len(found) > 1 or sentence != scope else "additional"
    closure = "closed" if has["closed"] else "open" if has["example"] and not has["domestic"] else several
    return Refusal(found, (), closure, domestic=has["domestic"], mandatory=modality == "obligation")


def precedence_of(sentence: str, rules: Rules) -> Precedence | None:
    """Return how a sentence stands to other rules, or None where it says nothing of them."""
    effect = named("effect", sentence, rules)
    return Precedence(effect, every("regime", sentence, rules)) if effect else None


def level_of(
    clause: str, rules: Rules, *, modality: str, bearer: str | None, topic: str | None, action: str | None
) -> str:
    """Return what a norm is owed as: treaty-rule, institutional, order, legislate or result."""
    if modality in _TREATY or topic in _FINAL or action in _RESERVING:
        return "treaty-rule"
    if bearer in _BODIES or topic == "implementation-mechanism" or action in _ORGANISING:
        return "institutional"
    if bearer in _ADDRESSED:
        return "order"
    return "legislate" if topic in _DOMESTIC or rules.words["legislate"].search(clause) else "result"
