"""Bodies: resolutions and decisions by number and by the body that adopted them, symbols of documents, opinions by date.

The body stands behind the numbers ("les résolutions 8/1 et 9/3 de la Conférence des Parties à ..."), before them ("General
Assembly resolution 74/247") or elsewhere in the sentence ("dans sa résolution 5/1, la Conférence ..."); the form of a
number rules bodies out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from .dates import dates_in
from .mention import Mention, fold, holds, words

__all__ = ["Body", "find", "main_conference"]

_HEAD = re.compile(r"\b(?P<noun>resolution|decision)s?\s+(?:no\.?\s+)?(?=\d|s-\d)")
_ITEM = re.compile(r"(?P<number>s-\d+/\d+|\d+[/-]\d+|\d+)(?![/\d])(?:\s?\((?P<year>\d{4})\))?")
# behind its date, a number of a list must look like one of a resolution
_AND = re.compile(
    r"\s*(?:,\s*(?:et|and)?|et|and)\s+(?:(?:la|the)\s+)?(?=\d|s-\d)"
    r"|,?\s+(?:du|of)\s+\d{1,2}(?:er)?\s+[a-z]+\s+\d{4}\s*(?:,\s*(?:et|and)?|et|and)\s+(?:(?:la|the)\s+)?(?=s-\d|\d+/\d|\d+\s\(\d{4}\))"
)
_DATED = r"(?:\s*,?\s*(?:du|of)\s+\d{1,2}(?:er)?\s+\w+\s+\d{4})?"
_BEHIND = re.compile(rf"{_DATED}\s*,?\s*(?:adoptees?\s+par\s+|adopted\s+by\s+)?(?:de\s+|du\s+|of\s+|by\s+)?(?:la\s+|l'|the\s+)?$")
_OWN_FIRST = re.compile(r"(?:^|[.;]\s+)(?:dans|in|par|by)\s+(?:sa|son|its)\s*$")
_URL = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class Body:
    """A body that adopts texts, where a text names it: `key` as in references.toml, characters half-open."""

    key: str
    start: int
    end: int


@lru_cache(1)
def _table() -> dict[str, dict[str, str]]:
    return {row["key"]: row for row in words()["bodies"]}


@lru_cache(1)
def _names() -> re.Pattern[str]:
    named = {fold(name) for row in words()["bodies"] for name in row["names"]}
    return re.compile(rf"\b(?:{'|'.join(re.escape(name) for name in sorted(named, key=len, reverse=True))})\b")


@lru_cache(256)
def _called(name: str) -> tuple[str, ...]:
    return tuple(row["key"] for row in words()["bodies"] if name in map(fold, row["names"]))


def _bodies(text: str, mentions: Sequence[Mention], *, main: str | None) -> Iterator[Body]:
    """The bodies that a text names; a conference is told by the treaty named right behind it, else it is `main`."""
    for match in _names().finditer(fold(text)):
        keys = _called(match.group())
        named = next((m for m in mentions if 0 <= m.start - match.end() <= len(" a la presente ")), None)
        if named and not named.targets and "of" in _table()[keys[0]]:
            continue  # the parties to a treaty that the graph does not have
        treaty = named.targets[0] if named and named.targets else None
        by_treaty = next((key for key in _table() if treaty and _table()[key].get("of") == treaty), None)
        if by_treaty and "of" in _table()[keys[0]]:
            yield Body(by_treaty, match.start(), match.end())
        elif len(keys) == 1:
            yield Body(keys[0], match.start(), match.end())
        elif main in keys:
            yield Body(main, match.start(), match.end())


@lru_cache(256)
def main_conference(treaty: str | None) -> str | None:
    """Return the key of the conference of the parties to a treaty, or None."""
    return next((key for key, row in _table().items() if treaty and row.get("of") == treaty), None)


def find(
    text: str, mentions: Sequence[Mention], *, main: str | None = None, union: bool = False, context: str = ""
) -> Iterator[Mention]:
    """Yield resolutions, decisions, documents and opinions that a text names, and treaties that it names as a group.

    `mentions` are the instruments named in it, `main` the key of the conference that is meant by "the Conference",
    `union` says that the text is one of the European Union's, `context` is the text that this one is a note to.
    """
    # most passages have none of these: words and signs tell sooner than patterns
    folded = fold(text)
    if "resolution" in folded or "decision" in folded:
        yield from _resolutions(text, mentions, main=main)
    if holds(text, _hints()):
        yield from _symbols(text, union=union)
    if "avis" in folded or "opinion" in folded:
        yield from _opinions(text, context)
    for group in words()["groups"]:
        if (union or not group.get("union")) and holds(folded, group["hints"]):
            for match in re.finditer(group["pattern"], text):
                yield Mention(match.start(), match.end(), tuple(group["targets"]), "group")


def _resolutions(text: str, mentions: Sequence[Mention], *, main: str | None) -> Iterator[Mention]:
    folded = fold(text)
    heads = list(_HEAD.finditer(folded))
    bodies = tuple(_bodies(text, mentions, main=main)) if heads else ()
    for head in heads:
        items = list(_items(folded, head.end()))
        for at, item in enumerate(items):
            end = items[-1].end()
            body = _body(folded, head, end=end, item=item, bodies=bodies)
            target = _target(body, head["noun"], item) if body else None
            if target:
                start = head.start() if at == 0 else item.start()
                yield Mention(start, item.end(), (target,), "resolution", head["noun"])


def _items(folded: str, at: int) -> Iterator[re.Match[str]]:
    while match := _ITEM.match(folded, at):
        yield match
        more = _AND.match(folded, match.end())
        if more is None:
            return
        at = more.end()


def _number(row: dict[str, str], item: re.Match[str]) -> str:
    number = item["number"].upper()
    if not number.startswith("S-"):
        number = number.replace("-", "/")
    return f"{item['year']}/{number}" if row.get("yearly") and item["year"] and "/" not in number else number


def _fits(body: Body, item: re.Match[str], noun: str) -> bool:
    row = _table()[body.key]
    shape = row.get("decided", row["shape"]) if noun == "decision" else row["shape"]
    return noun in row and bool(re.fullmatch(shape, _number(row, item)))


def _target(body: Body, noun: str, item: re.Match[str]) -> str:
    row = _table()[body.key]
    return row[noun].format(number=_number(row, item))


def _body(
    folded: str, head: re.Match[str], *, end: int, item: re.Match[str], bodies: Sequence[Body]
) -> Body | None:
    """The body of an item of a list: the one behind the list, before it, first or last named in the sentence, or by form."""
    fitting = [body for body in bodies if _fits(body, item, head["noun"])]
    behind = next((body for body in fitting if body.start >= end and _BEHIND.fullmatch(folded[end : body.start])), None)
    if behind:
        return behind
    before = [body for body in fitting if body.end <= head.start()]
    after = [body for body in fitting if body.start >= end]
    if after and (not before or _OWN_FIRST.search(folded[: head.start()])):
        return after[0]
    if before:
        return before[-1]
    told = _fits(Body("unga", 0, 0), item, head["noun"]) and re.fullmatch(r"(?:s-\d+|[3-9]\d)/\d+", item["number"])
    return Body("unga", 0, 0) if told else None


@lru_cache(1)
def _hints() -> tuple[str, ...]:
    """What a text with a symbol has; a longer hint that holds a shorter one says no more."""
    every = {hint for row in words()["symbols"] for hint in row["hints"]}
    return tuple(sorted(hint for hint in every if not any(other != hint and other in hint for other in every)))


def _symbols(text: str, *, union: bool) -> Iterator[Mention]:
    links = [match.span() for match in _URL.finditer(text)]
    taken: list[tuple[int, int]] = list(links)
    for row in words()["symbols"]:
        if (row.get("union") and not union) or not holds(text, row["hints"]):
            continue
        for match in re.finditer(row["pattern"], text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            parts = {name: (value or "").replace(" ", "-") for name, value in match.groupdict().items()}
            taken.append(match.span())
            target = row["target"].format(symbol=re.sub(r"\s", "", match.group()), **parts)
            yield Mention(match.start(), match.end(), (target,), row.get("how", "symbol"))


def _opinions(text: str, context: str) -> Iterator[Mention]:
    for row in words()["opinions"]:
        if not any(fold(name) in fold(f"{context} {text}") for name in row["names"]):
            continue
        for match in re.finditer(r"\b(?:avis\s+(?:du|le)|opinion\s+(?:of|on))\s+(\d{1,2}(?:er)?\s+\w+\s+\d{4})", text, re.IGNORECASE):
            dates = dates_in(match[1])
            if dates:
                yield Mention(match.start(), match.end(), (row["target"].format(date=dates[0]),), "opinion")
