"""Titles of acts of the Union: type, number, date, and what they amend, repeal or replace, in 24 languages.

Numbers follow the Interinstitutional Style Guide (2.1): year/number since 2015, before that number/year for regulations;
CELEX numbers are sector 3, year, letter, number in four digits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .wording import Wording, day_in, wording

__all__ = ["ActTitle", "act_title", "celex_of", "proposal_celex"]

_TYPES = {"framework": ("Decision", "F"), "regulation": ("Regulation", "R"), "directive": ("Directive", "L"), "decision": ("Decision", "D")}
_RELATIONS = ("amends", "repeals", "replaces")
_NUMBER = re.compile(
    r"(?P<old>(?:\bN|n|№|αριθ|č|br|št|nr|Nr|NR|Uimh|\bno|\bNo|\bNO)[\w.]{0,3}[oº°]?\.?[°º]?\s*)?"
    r"(?<![\d/])(?P<first>\d{1,4})/(?P<second>\d{1,4})(?P<suffix>/[^\W\d_]{2,4}\b)?(?![\d/])"
)
_PROPOSAL = re.compile(r"\b(?P<kind>COM|JOIN|SEC|SWD|C)\s*\(\s*(?P<year>\d{4})\s*\)\s*(?P<number>\d+)")
_SERIES = {"COM": "PC", "JOIN": "JC", "SEC": "SC", "SWD": "SC", "C": "PC"}
_YEARS = range(1951, 2100)


@dataclass(frozen=True, slots=True)
class ActTitle:
    """What a title says: `kind` as a class of instruments, `celex` without its prefix, ISO `day`, relations by name."""

    kind: str | None = None
    celex: str | None = None
    day: str | None = None
    relations: tuple[tuple[str, str], ...] = ()


def act_title(title: str, language: str) -> ActTitle:
    """Return what the title of an act says, in a language of the Union (two letters)."""
    words, day = wording(language), day_in(title, language)
    kinds = _kinds(title, words)
    if not kinds:
        return ActTitle(day=day)
    own = _own(title, words)
    kind, letter = _nearest(kinds, own) if own else kinds[0][1:]
    celex = celex_of(own, letter) if own else None
    return ActTitle(kind, celex, day, tuple(_relations(title, own.end() if own else 0, words, celex)))


def _own(title: str, words: Wording) -> re.Match[str] | None:
    """The act's own number: the first, unless what it amends is named before; a proposal has none."""
    own = _NUMBER.search(title)
    verbs = [match.start() for name in _RELATIONS for match in words.words[name].finditer(title)]
    return None if own is None or (verbs and min(verbs) < own.start()) else own


def celex_of(number: re.Match[str], letter: str) -> str | None:
    """Return the CELEX number of a number `first/second` and a letter (R, L, D, F), or None where it has no year."""
    year_first = _is_year(number["first"]) and not (number["old"] and _is_year(number["second"]))
    year, count = (int(number[name]) for name in (("first", "second") if year_first else ("second", "first")))
    year += 1900 if 50 <= year < 100 else 0
    return f"3{year}{letter}{count:04}" if year in _YEARS and count else None


def _is_year(digits: str) -> bool:
    return int(digits) in _YEARS or (len(digits) == 2 and int(digits) >= 50)


def proposal_celex(text: str) -> str | None:
    """Return the CELEX number of the first document number of the Commission in a text (`COM(2021) 206`), or None."""
    match = _PROPOSAL.search(text)
    return f"5{match['year']}{_SERIES[match['kind']]}{int(match['number']):04}" if match else None


def _kinds(text: str, words: Wording) -> list[tuple[int, str, str]]:
    """Where a type of act is named: place, class, letter; a framework decision is no mere decision."""
    found: dict[int, tuple[int, str, str]] = {}
    taken: list[range] = []
    for name, (kind, letter) in _TYPES.items():
        for match in words.words[name].finditer(text):
            if not any(match.start() in span for span in taken):
                found[match.start()] = (match.start(), kind, letter)
                taken.append(range(match.start(), match.end()))
    return [found[place] for place in sorted(found)]


def _nearest(kinds: list[tuple[int, str, str]], number: re.Match[str]) -> tuple[str, str]:
    """The type named last in front of a number, else the first behind it (`2014/41/EU irányelv`)."""
    before = [each for each in kinds if each[0] < number.start()]
    _, kind, letter = before[-1] if before else kinds[0]
    return kind, letter


def _relations(title: str, start: int, words: Wording, celex: str | None) -> list[tuple[str, str]]:
    """What the title says the act does to others."""
    verbs = sorted(
        (match.start(), name) for name in _RELATIONS for match in words.words[name].finditer(title, start)
    )
    found: list[tuple[str, str]] = []
    for place, (_, name) in enumerate(verbs):
        span = _span(title, start, verbs, place, after=words.after)
        kinds = _kinds(title[slice(*span)], words)
        for number in _NUMBER.finditer(title, *span):
            letter = _letter(kinds, number, span[0], after=words.after)
            target = celex_of(number, letter) if letter else None
            if target and target != celex:
                found.append((name, f"celex:{target}"))
    return list(dict.fromkeys(found))


def _span(title: str, begin: int, verbs: list[tuple[int, str]], place: int, *, after: bool) -> tuple[int, int]:
    """The part of a title that a verb governs: up to the next verb, or from the one before where the verb comes last."""
    start = verbs[place][0]
    if after:
        return (verbs[place - 1][0] if place else begin), start
    # two verbs that share what follows: "amending and repealing Directive ..."
    end = next((other for other, _ in verbs[place + 1 :] if _NUMBER.search(title, start, other)), len(title))
    return start, end


def _letter(kinds: list[tuple[int, str, str]], number: re.Match[str], shift: int, *, after: bool) -> str | None:
    place = number.start() - shift
    before = [letter for at, _, letter in kinds if at < place]
    behind = [letter for at, _, letter in kinds if at > place]
    nearest = [*behind, *before] if after else [*reversed(before), *behind]
    return nearest[0] if nearest else None
