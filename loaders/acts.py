"""Acts: acts of the Union by their printed numbers, as CELEX numbers (Publications Office, "How CELEX numbers are composed").

`directive (UE) 2016/680`, `Directive 2002/58/EC`, `règlement (CE) no 2006/2004` (number before year, as until 2014),
`décisions 2009/371/JAI et 2009/934/JAI`; sector 3, then year, letter and number: `32004R2006`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .mention import Mention, fold

__all__ = ["celex", "find"]

_KINDS = (
    # the letter in general; framework decisions and joint actions on justice and home affairs have F
    (r"decisions?[- ]cadres?|framework decisions?", "F"),
    (r"actions? communes?|joint actions?", "F"),
    (r"positions? communes?|common positions?", "E"),
    (r"reglements?|regulations?", "R"),
    (r"directives?", "L"),
    (r"decisions?", "D"),
    (r"recommandations?|recommendations?", "H"),
)
_QUALIFIER = (
    r"(?:\s+(?:d'execution|deleguee?s?|du parlement europeen|du conseil|de la commission|et du conseil|of the european"
    r"|parliament|of the|and of the|council|commission|european parliament|and))*"
)
_TAILS = r"CE|UE|CEE|EC|EU|EEC|JAI|JHA|PESC|CFSP|CECA|ECSC|Euratom"
_BODY = rf"\((?:{_TAILS})(?:,\s*(?:{_TAILS}))*\)"
_NUMBER = rf"\(?(?:(?P<body>{_BODY})\s*)?(?P<no>n[o°º]s?\.?\s*)?\b(?P<first>\d{{1,4}})/(?P<second>\d{{1,5}})(?:/(?P<tail>{_TAILS}))?\b"
_UNION_TAG = re.compile(r"\((?:EU|UE)\b")
_HEAD = re.compile(rf"\b(?:{'|'.join(f'(?P<k{at}>{pattern})' for at, (pattern, _) in enumerate(_KINDS))})\b{_QUALIFIER}\s*")
_NEXT = re.compile(_NUMBER, re.IGNORECASE)
# each number of a list may have its date, and the number of a footnote
_DATED = r"(?:\s+(?:of|du)\s+\d{1,2}(?:er)?\s+[a-z]+\s+\d{4}(?:\s*\(?\d{1,2}\)?(?=\s*(?:,|and\b|et\b)))?)?"
_AND = re.compile(_DATED + r"\)?\s*(?:,\s*(?:et\s+|and\s+)?|et\s+(?:a\s+)?|and\s+|ou\s+|or\s+)(?:(?:le|la|les|the)\s+)?")
_FIRST_YEAR, _TWO_DIGITS, _UNION = 1952, 1958, 2009


def celex(letter: str, first: str, second: str, *, numbered: bool = False, union: bool = False) -> str | None:
    """Return the CELEX id of a printed number such as 2016/680, or None where it holds no year.

    `letter` is R, L, D, F, E or H; `numbered` says that "no" stands before the number, so that the year comes second; `union`
    that (EU) does, as since the end of 2009.
    """
    last = (numbered and (_year(second) or 0) >= (_UNION if union else 0) and _year(second)) or not _year(first)
    year, number = (second, first) if last else (first, second)
    full = _year(year)
    return f"celex:3{full}{letter}{int(number):04}" if full and int(number) else None


def _year(digits: str) -> int | None:
    value = int(digits)
    if len(digits) == 2:
        value += 1900 if value + 1900 >= _TWO_DIGITS else 2000
    return value if len(digits) in (2, 4) and _FIRST_YEAR <= value < 2100 else None


def find(text: str) -> Iterator[Mention]:
    """Yield the acts that a text names by number, one for each number of a list."""
    if "/" not in text:
        return
    folded = fold(text)
    end = 0
    for head in _HEAD.finditer(folded):
        if head.start() < end:
            continue
        start, at = head.start(), head.end()
        while match := _NEXT.match(text, at):
            target = _target(head, match, first=start == head.start())
            if target is None:
                break
            yield Mention(start, match.end(), (target,), "act", _noun(head))
            end = match.end()
            more = _AND.match(folded, end)
            if more is None:
                break
            start = at = more.end()


def _plain(letter: str, match: re.Match[str]) -> bool:
    """Whether a number without marks is that of a regulation or a directive ("Directive 2016/680", "Regulation 45/2001")."""
    first, second = match["first"], match["second"]
    if letter == "L":
        return bool(_year(first)) and len(second) > 1
    return letter == "R" and ((len(first) == len("2016") and bool(_year(first))) or (len(second) == len("2001") and bool(_year(second))))


def _letter(head: re.Match[str]) -> str:
    return next(letter for at, (_, letter) in enumerate(_KINDS) if head[f"k{at}"])


def _noun(head: re.Match[str]) -> str:
    return next(word for at in range(len(_KINDS)) if (word := head[f"k{at}"])).rstrip("s")


def _target(head: re.Match[str], match: re.Match[str], *, first: bool) -> str | None:
    """A number after the first of a list needs a mark of its own, or any fraction would do."""
    letter, told = _letter(head), match["body"] or match["tail"]
    if not told and not (first and (match["no"] or _plain(letter, match))):
        return None
    if letter == "F" and match["tail"] in ("PESC", "CFSP"):
        letter = "E"
    union = _UNION_TAG.match(match["body"] or "") is not None
    numbered = bool(match["no"]) or (not told and letter == "R" and len(match["first"]) < len("2016"))
    return celex(letter, match["first"], match["second"], numbered=numbered, union=union)
