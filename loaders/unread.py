"""Unread: the conditions and exceptions that the words of a norm hold and that no table names.

A phrase is told from the words that open it (`conditional` and `excepting` of a language's rules). It is read where a concept was
made of it: a condition or an exception, a ground of refusal, a margin, a clause on other rules, a class of offences, or a figure.
A proviso on how good something must be is read where an element was made of it. What is left is noticed and cannot be named, which is
no reason to show the norm as one that holds in every case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .aspects import Constraint, Refusal
from .numerals import NUMBER
from .rules import Rules

__all__ = ["unread"]

# what names a phrase may stand anywhere in it; that of a condition names no exception
_ANYWHERE = {"conditions": ("condition", "exception"), "exceptions": ("exception",)}
_AT_ONCE = ("margin", "effect", "scope")  # what these name says all of the phrase only where it stands right behind its opening
_NEAR = 40  # characters
_CASES = ("maximum-penalty", "age-limit")  # figures that say in which cases a norm holds


@dataclass(frozen=True, slots=True)
class _Phrase:
    """The characters of a text from the words that open a condition or an exception to where it ends."""

    aspect: str
    start: int
    end: int


def unread(text: str, rules: Rules, *, words: str, refusal: Refusal | None, limits: Sequence[Constraint]) -> tuple[str, ...]:
    """Return which aspects (`conditions`, `exceptions`) a norm holds unnamed, in this order.

    `text` is where these are sought, `words` the norm from its modal verb on; `refusal` and `limits` are what was read of grounds
    and of figures. When cooperation may be refused is a ground: where some were read, what stands behind the verb is no condition.
    """
    text, verb = _own(text, words, rules)
    named = {aspect: [match.span() for each in _naming(aspect, rules, limits) for match in each.finditer(text)] for aspect in _ANYWHERE}
    if refusal and (refusal.grounds or refusal.excluded or refusal.domestic):
        behind = _phrases(text, rules, verb)
        named["conditions"] += [(phrase.start, phrase.end) for phrase in behind if phrase.aspect == "conditions" and phrase.start > verb]
    near = [match.start() for table in _AT_ONCE for pattern, _ in rules.tables[table] for match in pattern.finditer(text)]
    found = {
        phrase.aspect for phrase in _phrases(text, rules, verb)
        if not any(start < phrase.end and phrase.start < end for start, end in named[phrase.aspect])
        and not any(phrase.start <= start < min(phrase.end, phrase.start + _NEAR) for start in near)
        and not _quality(text, phrase, rules)
    }  # fmt: skip
    return tuple(sorted(found))


def _quality(text: str, phrase: _Phrase, rules: Rules) -> bool:
    """Whether a phrase says how good must be what was just named ("provided that such means ..."), and an element tells that."""
    told = rules.words["quality"].match(text, phrase.start, phrase.end)
    return told is not None and any(pattern.search(text, told.end(), phrase.end) for pattern, _ in rules.tables["element"])


def _own(text: str, words: str, rules: Rules) -> tuple[str, int]:
    """The part of a text that a norm's verb stands in, and where in it; what opens the sentence holds for all its parts."""
    verb = max(text.find(words), 0)
    end = text.find("; ", verb)
    end = len(text) if end < 0 or ":" in text[verb:end] else end
    start = 0 if ":" in text[:verb] or rules.words["condition"].match(text) else text.rfind("; ", 0, verb) + 1
    return text[start:end], verb - start


def _naming(aspect: str, rules: Rules, limits: Sequence[Constraint]) -> Iterator[re.Pattern[str]]:
    """The patterns of what was read of an aspect."""
    yield from (pattern for table in _ANYWHERE[aspect] for pattern, _ in rules.tables[table])
    if any(limit.parameter in _CASES for limit in limits):
        yield from (re.compile(rf"\b{NUMBER}\s+(?:{unit})\b", re.IGNORECASE) for unit in rules.units.values())


def _phrases(text: str, rules: Rules, verb: int) -> Iterator[_Phrase]:
    """The phrases of a text; one ahead of the verb ends there. What opens a condition may open a relative clause instead."""
    opened = sorted(
        (match.start(), aspect)
        for aspect, name in (("conditions", "conditional"), ("exceptions", "excepting"))
        for match in rules.words[name].finditer(text)
        if aspect == "exceptions" or not rules.words["relative"].search(text[: match.start()])
    )  # fmt: skip
    for number, (start, aspect) in enumerate(opened):
        later = [at for at, _ in opened[number + 1 :]]
        yield _Phrase(aspect, start, min([len(text), *later, *([verb] if start < verb else [])]))
