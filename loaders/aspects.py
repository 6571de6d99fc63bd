"""Aspects: what a clause says of its norm besides the modality: who, how far, on which grounds, by when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .numerals import NUMBER, number, ordinal
from .rules import Rule, Rules

__all__ = [
    "Constraint", "Precedence", "Refusal", "every", "figures", "force_of", "margin_of", "named", "precedence_of", "refusal_of", "soonest",
]  # fmt: skip

_YEAR = 12  # months
_BESIDE = 60  # characters around a number that tell how it limits
_AHEAD = 130  # characters ahead of a number that tell what it limits
_ROUND = r"\s+(?:a|per|par|sur)\s+(?:day|week|jour|semaine|\d)"  # round the clock
_BRACKETS = re.compile(r"\([^()]*\)")
_PART = re.compile(r"[,;:]")
_MARGINS = ("basic-concepts", "domestic-law", "where-appropriate", "where-possible")  # narrow to wide


@dataclass(frozen=True, slots=True)
class Constraint:
    """A threshold: `value` in `unit`, compared by `operator` (gt, gteq, eq, lteq, lt); `parameter` is None where it is not known."""

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


def margin_of(text: str, rules: Rules, *, start: int = 0, end: int | None = None) -> str:
    """Return the widest margin that a sentence leaves between two places, `none` where it leaves none.

    A margin of one item of a list, of what stands in brackets, or of what a relative clause tells is none of the norm.
    """
    text = _BRACKETS.sub(lambda match: " " * len(match.group()), text[:end])
    found = {
        concept for pattern, concept in rules.tables["margin"] for match in pattern.finditer(text, start)
        if not (_of_item(text, match, rules) or rules.words["inside"].search(_PART.split(text[: match.start()])[-1]))
    }  # fmt: skip
    return next((margin for margin in reversed(_MARGINS) if margin in found), "none")


def _of_item(text: str, match: re.Match[str], rules: Rules) -> bool:
    """Whether a margin is that of one item of a list alone."""
    added = rules.words["added"].search(text[: match.start()])
    return bool(added and rules.words["item"].match(text[match.end() :]))


def force_of(rule: Rule | None, aimed: bool) -> str | None:  # noqa: FBT001
    """Return the force of a rule's norm; what a mandate aims at is `should`, unless it only may be."""
    if rule is None:
        return "should"
    return "should" if aimed and rule.force == "shall" else rule.force


def figures(text: str, rules: Rules) -> list[tuple[int, Constraint]]:
    """Return the periods of time that a sentence sets, each with where it stands; "twice a year" is an interval of at most six months."""
    found = list(_intervals(text, rules))
    for unit, pattern in rules.units.items():
        for match in re.finditer(rf"\b(?P<number>{NUMBER})\s+(?:{pattern})\b(?!{_ROUND})", text, re.IGNORECASE):
            value = number(match["number"])
            if value:
                near, far = (_around(text, match, ahead) for ahead in (_BESIDE, _AHEAD))
                parameter = named("parameter", near, rules) or named("parameter", far, rules)
                found.append((match.start(), Constraint(parameter, named("operator", near, rules) or "eq", value, unit)))
    return sorted(found, key=lambda pair: pair[0])


def _around(text: str, match: re.Match[str], ahead: int) -> str:
    """So many characters ahead of a number with its unit, a bar for these, and what stands behind."""
    return f"{text[max(0, match.start() - ahead) : match.start()]}|{text[match.end() : match.end() + _BESIDE]}"


def _intervals(text: str, rules: Rules) -> Iterator[tuple[int, Constraint]]:
    for match in re.finditer(rf"\b(?P<number>{NUMBER}|once|twice)\s+(?:{rules.words['yearly'].pattern})", text, re.IGNORECASE):
        times = {"once": 1, "twice": 2}.get(match["number"].lower()) or number(match["number"])
        if times and _YEAR % times == 0:
            yield match.start(), Constraint(named("parameter", text, rules), "lteq", _YEAR // times, "month")
    for match in rules.words["nth"].finditer(text):
        days = ordinal(match["nth"])
        if days and days > 1:
            yield match.start(), Constraint("delay-to-force", "eq", days, "day")


def refusal_of(scope: str, sentence: str, rules: Rules, *, modality: str, done: str) -> Refusal | None:
    """Return the grounds of refusal of a sentence, looked for in it and its points (`scope`).

    None where what is said to be done (`done`) is not about refusing.
    """
    if not rules.words["refusal"].search(done):
        return None
    has = {name: bool(rules.words[name].search(sentence)) for name in ("closed", "sole", "example", "domestic")}
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
