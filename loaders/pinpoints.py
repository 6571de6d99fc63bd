"""Pin-points: the parts of a text that a reference names, as paths (`article 24, par. 1a)` is `24/1/a`).

Read in French and English: lists and ranges ("Articles 6(4) and 9(2)(g)", "par. 1, 2a), 2b) et 3", "18 3) a) à i)"), from the
outside in ("article 5, paragraphe 1, point c)") and from the inside out ("paragraphe 18 de l'article 18").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from .labels import article_number
from .mention import fold, holds, within_word
from .numerals import ordinal

__all__ = ["LEVELS", "Pinpoint", "find"]

LEVELS = {"annex": 0, "part": 0, "chapter": 0, "section": 1, "recital": 2, "article": 2, "paragraph": 3, "alinea": 4, "point": 5}
_PREFIX = {"annex": "annex-", "part": "part-", "chapter": "ch-", "section": "sec-", "alinea": "al-"}
_UNITS = (
    ("annex", r"annex(?:es?)?"),
    ("part", r"part(?:ie)?(?=\s+[IVX]+\b)"),
    ("chapter", r"chapitres?|chapters?"),
    ("section", r"sections?"),
    ("recital", r"considérants?|recitals?"),
    ("article", r"articles?|arts?\.|arts?(?=\s\d)"),
    ("paragraph", r"paragraphes?|paragraphs?|pars?\.|paras?\.?|§{1,2}"),
    ("point", r"sous-alinéas?|alinéas?|sub-?paragraphs?|points?|lettres?|letters?"),
)
_UNIT = re.compile(
    rf"(?:\b|(?=§))(?:{'|'.join(f'(?P<{unit}>{pattern})' for unit, pattern in _UNITS)})(?:\s+|(?<=[.§])|(?=\())", re.IGNORECASE
)
_ORDINAL = r"(?:premi(?:er|ère)s?|second[es]*|[a-zé]{4,}ièmes?|dernier|first|second|third|fourth|fifth|sixth|last)"
_ALINEA = re.compile(
    rf"\b(?P<ordinals>{_ORDINAL}(?:(?:,|\s+(?:et|and|à|to))\s+{_ORDINAL})*)\s+(?P<what>alinéas?|(?:sub-?)?paragraphs?|phrases?|sentences?)\b",
    re.IGNORECASE,
)
# without the boundary in front, which is seen to afterwards, it is searched for by its first letters
_START = re.compile(
    r"(?:a(?:nnex|rt(?:s?\.|icl|s?\s\d)|linea)|p(?:ar(?:ag|as?\b|s?\.|t(?:ie)?\s)|oint)|chap[it]|s(?:ection|ous-al|ub-?par)|considerant|recital"
    r"|lett(?:re|er))"
)
_DIVIDED = (
    "alinea", "subparagraph", "sub-paragraph", "phrase", "sentence",
    "first paragraph", "second paragraph", "third paragraph", "last paragraph",
)  # fmt: skip
_NOT = r"(?!\d|/|\s?%|,\d|\.\d+(?!\d|\.[a-z])|\s+(?:ans?|années|mois|jours?|heures?|days?|months?|years?|hours?|États|%)\b)"
_ITEM = re.compile(
    rf"(?:(?P<blank>\[[^\]]{{1,300}}\])|(?P<first>premier)\b|(?P<lead>\d{{1,3}})(?:er\b|re\b)?{_NOT}"
    r"(?P<suffix>\s?(?:bis|ter|quater|quinquies)\b|[a-z](?![a-z0-9)]))?|(?P<bare>(?-i:[a-z]))(?=\.?(?:\s*(?:[,;]|$)|\.\s|\s+(?:and|or|et|ou|to|of)\b))(?:\.(?=,|\s(?:and|or)\b))?|(?P<roman>(?-i:[IVXLC]+))(?![a-z]))?"
    r"(?P<tail>(?-i:(?<=\d)(?:\.\d{1,2})?\.[a-z]\b(?:\.(?=\s+of\b))?|\((?:\d{1,2}|[a-z]{1,4})\)|(?<=\d)\s\(\d{1,2}\)(?=\s?\(|,|\s+(?:of|and|or|to|du|de|et)\b)|(?<=\d)-\d{1,2}\b|\s?\((?:[a-z]|[ivx]{1,4})\)|\s?\d{1,2}\)|\s?(?:[a-z]|[ivx]{1,4})\))*)",
    re.IGNORECASE,
)
_DOTTED = re.compile(r"(?P<article>\d{1,3})\.(?P<paragraph>\d{1,2})(?P<rest>(?:\([a-z]{1,4}\))*)(?![\d(]|\.\w)")
_PIECE = re.compile(r"\d+|[a-z]+", re.IGNORECASE)
_AND = re.compile(r"\s*(?:,|;)\s*(?:(?:et|and|ou|or)\s+)?|\s+(?:et|and|ou|or|&)\s+", re.IGNORECASE)
_TO = re.compile(r"\s*(?:\s(?:à|to|au|through)\s|[–-])\s*", re.IGNORECASE)
_INSIDE = re.compile(r"\s*[,–-]?\s*(?:(?:et|and)\s+)?(?:au\s+|à\s+l[’' ]+)?", re.IGNORECASE)
_OTHER = re.compile(r"(?:this|that|the\s+(?:present|same|said)|présente?|cet|ce|cette|même)\s", re.IGNORECASE)
_WITH = re.compile(r"\b(?:et|and)\b", re.IGNORECASE)
_OF = re.compile(r"\s+(?:du|de\s+l\s?[’']|des?|de\s+la|of\s+the|of|in|au|aux|à\s+l\s?[’']|to)\s*(?:said\s+)?", re.IGNORECASE)
_ALSO = re.compile(
    r"\s*,?\s+(?:et|and|ou|or|ainsi\s+que|as\s+well\s+as)\s+(?:(?:aux?|du|des|de|à|to|of|in|les?|la|the)\s+)*(?:l\s?[’'])?", re.IGNORECASE
)
_BEFORE = 80  # characters in which a bracket that stands open is looked for
_LONGEST = 200  # members of a range

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pinpoint:
    """Parts that a text names: half-open characters, `unit` of the outermost level (a key of LEVELS), paths inwards.

    A path's first piece in square brackets is a title or a blank that stands for a number.
    """

    start: int
    end: int
    unit: str
    paths: tuple[Path, ...]


def find(text: str) -> Iterator[Pinpoint]:
    """Yield the pin-points of a text from left to right; none overlap."""
    folded = fold(text)
    starts = {start for match in _START.finditer(folded) if not (start := match.start()) or not within_word(folded[start - 1])}
    if holds(folded, _DIVIDED):
        starts |= {match.start() for match in _ALINEA.finditer(text)}
    at = 0
    for start in sorted(starts):
        found = _outward(text, start) if start >= at else None
        if found:
            yield found
            at = found.end


def _outward(text: str, at: int) -> Pinpoint | None:
    """A chain from the inside out; each of its links is one from the outside in."""
    inner = _inward(text, at)
    while inner:
        of = _OF.match(text, inner.end)
        outer = _inward(text, of.end()) if of else None
        if outer is None or LEVELS[outer.unit] >= LEVELS[inner.unit]:
            break
        inner = _joined(outer, inner)
    return (_shared(text, inner) or inner) if inner else None


def _shared(text: str, first: Pinpoint) -> Pinpoint | None:
    """Parts that share the article behind the second ("paragraph 2 and paragraphs 3 to 9 of Article 22")."""
    also = _ALSO.match(text, first.end) if first.unit in ("paragraph", "point") and all(first.paths) else None
    second = _inward(text, also.end()) if also else None
    if also is None or second is None or LEVELS[second.unit] < LEVELS[first.unit] or not _OF.match(text, second.end):
        return None
    whole = _outward(text, also.end())
    if whole is None or whole.unit != "article":
        return None
    above = whole.paths[-1][:1] if first.unit == "paragraph" else whole.paths[-1][: -len(second.paths[-1])]
    return Pinpoint(first.start, whole.end, "article", (*(above + path for path in first.paths), *whole.paths))


def _joined(outer: Pinpoint, inner: Pinpoint) -> Pinpoint:
    """A part within another; articles count through a text, so what they stand in is no part of their path."""
    start, end = min(outer.start, inner.start), max(outer.end, inner.end)
    if inner.unit == "article" and outer.unit != "annex":
        return replace(inner, start=start, end=end)
    return Pinpoint(start, end, outer.unit, tuple(first + second for first in outer.paths for second in inner.paths))


def _inward(text: str, at: int, *, listed: bool = False) -> Pinpoint | None:
    """A chain from the outside in: what follows a list belongs to its last member, then the list may go on.

    `listed` says that this is inside a list: there, a unit in the singular has one number.
    """
    outer = _step(text, at, single=listed)
    if outer is None or outer.unit == "recital":
        return outer
    several = _plural(text, at)
    while match := _INSIDE.match(text, outer.end):
        inner = _inward(text, match.end(), listed=several)
        if inner is None or LEVELS[inner.unit] <= LEVELS[outer.unit]:
            break
        of = _OF.match(text, inner.end) if _WITH.search(match.group()) else None
        if of and (_UNIT.match(text, of.end()) or _OTHER.match(text, of.end())):
            break  # "paragraph 1 and point (c) of paragraph 2"
        if inner.unit == "article" and outer.unit != "annex":
            return _joined(outer, inner)
        *before, last = outer.paths
        outer = replace(outer, end=inner.end, paths=(*before, *(last + path for path in inner.paths)))
        join = _AND.match(text, outer.end) if several else None
        more = _series(text, join.end(), outer.unit, start=join.end()) if join else None
        if more is None or not more.paths[0][0][-1].isdecimal():
            break
        outer = replace(outer, end=more.end, paths=(*outer.paths, *more.paths))
    return outer


def _plural(text: str, at: int = 0) -> bool:
    match = _UNIT.match(text, at)
    return bool(match and match.group().strip().rstrip(".").lower().endswith("s"))


def _step(text: str, at: int, *, single: bool = False) -> Pinpoint | None:
    """One unit with its list of numbers, or ordinals with theirs ("premier et deuxième alinéas")."""
    match = _UNIT.match(text, at)
    if match is None:
        ordinals = _ALINEA.match(text, at)
        return _alineas(ordinals) if ordinals else None
    unit = next(name for name, _ in _UNITS if match[name])
    return _series(text, match.end(), unit, start=at, single=single and not _plural(match.group()))


def _alineas(match: re.Match[str]) -> Pinpoint:
    if match["what"].lower().startswith(("phrase", "sentence")):
        return Pinpoint(match.start(), match.end(), "point", ((),))
    numbers = [ordinal(word.rstrip("s")) for word in re.findall(_ORDINAL, match["ordinals"], re.IGNORECASE)]
    paths = tuple((f"al-{number}",) for number in numbers if number) or ((),)
    return Pinpoint(match.start(), match.end(), "alinea", paths)


def _series(text: str, at: int, unit: str, *, start: int, single: bool = False) -> Pinpoint | None:
    """The list of numbers at a place; `start` is where its unit stands."""
    first = _item(text, at, unit)
    if first is None:
        return None
    end, members, own = first[0], [first[1]], 0 if first[2] else 1
    while True:
        join, span = _AND.match(text, end), _TO.match(text, end)
        follower = _item(text, (span or join).end(), unit) if (span or join) else None  # type: ignore[union-attr]
        if follower and unit == "article" and len(members[-1]) > 1 == len(follower[1]) and text[end - 1] == ")" == text[follower[0] - 1]:
            follower = (*follower[:2], True)  # "40 3) and 4)"
        fresh = follower is not None and not follower[2]
        if follower is None or (fresh and (single or members[0][0].isalpha())) or _UNIT.match(text, follower[0]):
            break
        item = _aligned(members[-1], follower[1], own=own) if follower[2] else follower[1]
        members[-1:] = _range(members[-1], item) if span else [members[-1], item]
        end = follower[0]
    return Pinpoint(start, end, unit, tuple([_named(unit, member) for member in members]))


def _item(text: str, at: int, unit: str) -> tuple[int, Path, bool] | None:
    """The end, the pieces and whether they lack a leading number, of the member of a list at a place."""
    match = _ITEM.match(text, at)
    if unit == "article" and (dotted := _DOTTED.match(text, at)):  # "Article 6.1"
        return _closed(text, at, dotted.end()), (dotted["article"], dotted["paragraph"], *_PIECE.findall(dotted["rest"])), False
    if match is None or match.end() == at or (match["blank"] and unit not in ("article", "chapter")):
        return None
    if match["first"] and (unit not in ("article", "paragraph") or _ALINEA.match(text, at)):
        return None
    if match["bare"] and unit not in ("point", "paragraph"):
        return None
    if match["roman"] and unit not in ("part", "chapter", "section", "annex", "article"):
        return None
    lead = match["blank"] or ("1" if match["first"] else None) or _lead(match)
    pieces = tuple(piece.lower() for piece in _PIECE.findall((match["bare"] or "") + match["tail"]))
    return _closed(text, at, match.end()), ((lead,) if lead else ()) + pieces, lead is None


def _closed(text: str, at: int, end: int) -> int:
    """Behind the bracket that closes a number ("point 2)"), where it closes nothing else."""
    before = text[max(0, at - _BEFORE) : at]
    closes = text[end : end + 1] == ")" and text[end - 1 : end].isalnum() and before.count("(") <= before.count(")")
    return end + 1 if closes else end


def _lead(match: re.Match[str]) -> str | None:
    if match["roman"]:
        return str(ordinal(match["roman"]))
    return article_number(f"{match['lead']} {match['suffix'].strip()}") if match["suffix"] else match["lead"]


def _aligned(before: Path, item: Path, *, own: int) -> Path:
    """`(2)` after `6(1)` is `6(2)`, `b)` after `2a)` is `2b)`; `own` pieces in front belong to the member before alone."""
    for kinds in (_kind, str.isdecimal):
        for at in range(len(before) - 1, own - 1, -1):
            if kinds(before[at]) == kinds(item[0]):
                return before[:at] + item
    return before + item


def _kind(piece: str) -> str:
    if piece.isdecimal():
        return "number"
    return "roman" if set(piece) <= set("ivx") else "letter"


def _range(first: Path, last: Path) -> list[Path]:
    """All members from the first to the last, where they differ in their last piece only."""
    low, high = first[-1], last[-1]
    if first[:-1] != last[:-1]:
        return [first, last]
    if low.isdecimal() and high.isdecimal() and 0 < int(high) - int(low) < _LONGEST:
        return [(*first[:-1], str(number)) for number in range(int(low), int(high) + 1)]
    if len(low) == len(high) == 1 and low.isalpha() and high.isalpha() and low < high:
        return [(*first[:-1], chr(code)) for code in range(ord(low), ord(high) + 1)]
    return [first, last]


def _named(unit: str, pieces: Path) -> Path:
    return (_PREFIX.get(unit, "") + pieces[0], *pieces[1:]) if pieces and pieces[0][0] != "[" else pieces
