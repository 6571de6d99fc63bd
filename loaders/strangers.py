"""Strangers: treaties that a text calls by a name which the graph does not have ("Basel Convention", "accord de Paris").

Without them, what a text says of their articles would be taken for articles of another text. What such names look like stands
in references.toml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from .mention import Mention, fold, holds, words

__all__ = ["find"]

# searched for by its first letters, without a boundary in front, which is quick; the boundary is seen to afterwards
_NOUN = re.compile(r"(?:onvention|rait[ée]|reat(?:y|ie)|ovenant|greement|ccord|rotocole?)s?\b")
# most texts have none of these, which is seen sooner than by the pattern
_HINTS = ("onvention", "reaty", "reatie", "raité", "ovenant", "greement", "ccord ", "rotoco")
_FIRST = "cCtTpPaA"
_CAPITALS = re.compile(r"(?:\b[A-Z][\w’'.-]*\s+)+$")
_PLACE = re.compile(r"\s+d(?:e\s+|[’'])(?=[A-ZÉ])(?:[A-ZÉ][\w-]*)")
_NO_PLACE = re.compile(r"\s+d(?:e\s+|[’'])(?:l[’'])?[ÉE]tats?\b|\s+d(?:e\s+|[’'])Union\b")
_OWN = re.compile(r"\b(?:[Tt]his|present|présente?)\s+(?:[A-Z]\w*\s+)?$")
_BEFORE = 80  # characters in front of a noun that may be part of the name


@lru_cache(1)
def _behind() -> re.Pattern[str]:
    table = words()["strangers"]
    capital = rf"\s(?:{'|'.join(table['capital'])})(?=[A-ZÉ])(?!Part(?:y|ies)|States?\b|[ÉE]tats?\b|Contracting)"
    return re.compile(rf"\s*(?:{'|'.join(table['behind'])})|{capital}")


@lru_cache(1)
def _nameless() -> frozenset[str]:
    return frozenset(words()["strangers"]["before"])


def find(text: str, known: Sequence[Mention]) -> Iterator[Mention]:
    """Yield the treaties that a text names and that are none of the `known` mentions."""
    for match in _NOUN.finditer(text) if holds(text, _HINTS) else ():
        start = match.start() - 1
        if start < 0 or text[start] not in _FIRST or (start and text[start - 1].isalnum()):
            continue
        if any(mention.start <= start < mention.end for mention in known):
            continue
        named = _named(text, start, match.end())
        if named and not any(mention.start < named[1] and named[0] < mention.end for mention in known):
            yield Mention(*named, (), "stranger", fold(text[start : match.end()]))


def _named(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The span of a name around its noun, or None where the noun names nothing."""
    if _OWN.search(text, max(0, start - _BEFORE), start):
        return None
    place = _PLACE.match(text, end)
    if place and not _NO_PLACE.match(text, end):
        return start, place.end()
    capitals = _CAPITALS.search(text, max(0, start - _BEFORE), start) if text[start].isupper() else None
    proper = [word for word in capitals.group().split() if word not in _nameless()] if capitals else []
    if capitals and proper:
        return start - len(capitals.group()) + capitals.group().index(proper[0]), end
    return (start, end) if (text[start].isupper() or text[start] == "c") and _behind().match(text, end) else None
