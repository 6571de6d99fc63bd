"""References: which text each pin-point of a sentence belongs to.

A part is named before its text ("l'article 42, paragraphe 1, du règlement (UE) 2018/1725", "Article 16 TFEU") or after it
("Convention de Budapest, art. 29"); by a possessive ("son article 83"), by the text itself ("du présent article"), by a noun
that takes up an earlier name ("dudit protocole", "of that Directive", "de la Convention"), or by none of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from .mention import Mention, fold, holds, kind_of, words
from .pinpoints import LEVELS, Pinpoint

__all__ = ["Owner", "Reference", "references"]


@dataclass(frozen=True, slots=True)
class Owner:
    """What a pin-point belongs to: a mention; or `how` (own, back, bare, before, unnamed, stranger, none) with the noun used.

    own: the text itself or a part of it ("du présent article"); back: an earlier one ("dudit protocole"); bare: the noun
    with an article only ("de la Convention"); before: what the reference before it belongs to ("son article 83"); unnamed:
    a text that never has an id ("code pénal"); stranger: a treaty that the graph does not have.
    """

    how: str
    noun: str = ""
    mention: Mention | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """One place that refers: half-open characters, the pin-point and its owner, or a mention alone."""

    start: int
    end: int
    owner: Owner
    pinpoint: Pinpoint | None = None


_NONE = Owner("none")
_TITLE = r"(?:\s*\([^()\d][^()]{4,200}\))?"
_LINK = re.compile(
    rf"{_TITLE}(?:\s*,?\s*(?:respectively|respectivement)\b)?\s*,?\s*(?:(?:du\b|de\s+la\b|de\s+l\s?[’']|des?\b|of\s+the\b|of\b|à\s+la\b|au\b|à\s+l\s?[’']|to\s+the\b|to\b|in\s+the\b|under\s+the\b)\s*)?",
    re.IGNORECASE,
)
_QUALIFIER = re.compile(r"(?:(?:[A-ZÀ-Þ][\w’'-]*|of|the|d[ue])\s+)*")
_SHORT = re.compile(r"[A-Z]{2,}")
_DETERMINER = r"(?:(?:les?|la|aux?|the)\s+|[àl]\s?[’'])"
_AFTER = re.compile(
    rf"\)?\s*[,;:]?\s*[(\[]?\s*(?:(?:(?:et|and)\s+)?(?:notamment|en\s+particulier|in\s+particular)\s+)?{_DETERMINER}*", re.IGNORECASE
)
_BETWEEN = re.compile(
    rf"{_TITLE}\s*(?:,|;)?\s*(?:(?:et|and|ou|or|ainsi\s+que|as\s+well\s+as|(?:lue?s?\s+)?en\s+(?:liaison|combinaison)\s+avec"
    r"|(?:read\s+)?(?:in\s+conjunction|together)\s+with|(?:lue?s?\s+)?conjointement\s+avec)\s+)?"
    r"(?:(?:à|de|of|to|in|aux?|des?|du|les?|la|the|under)\s+)*(?:l\s?[’']|d\s?[’'])?",
    re.IGNORECASE,
)
_OWN = re.compile(r"(?:la\s+|le\s+|l\s?[’'])?(?:présente?s?|this|the\s+present|these)\s+(?P<noun>[\w-]+)", re.IGNORECASE)
_BACK = re.compile(
    r"\b(?:(?:le|la)dite?|(?:du|au)dit|de\s+ladite|cette|cet|ce|celui-ci|that|the\s+said|said|same|même)\s+(?P<noun>framework\s+decision|[\w-]+)",
    re.IGNORECASE,
)
_WHOLE = ("treaty", "protocol", "charter", "statute", "regulation", "directive", "decision", "resolution")
_SAYING = ("said", "dit ", "dite ")  # what _SAID has
_SAID = re.compile(r"(?:la|le|du|au|de\s+la)dite?|ledit|dudit|audit|the\s+said|said", re.IGNORECASE)
_BARE = re.compile(r"(?:la|le|l\s?[’']|the)?\s*(?P<noun>framework\s+decision|[\w-]+)", re.IGNORECASE)
_SENTENCE = re.compile(r"[.;!?]\s+[A-ZÀ-Þ«“]")
_POSSESSIVE = re.compile(r"\b(?:son|sa|ses|its)\s*$", re.IGNORECASE)
_PARTLY = re.compile(rf"\b(?:(?:et|and)\s+(?:notamment|en\s+particulier|in\s+particular)|\s{_DETERMINER}$)", re.IGNORECASE)
_THEREOF = re.compile(r",?\s+thereof\b", re.IGNORECASE)
_CHANGING = re.compile(r"\b(?:amending|repealing|replacing|supplementing|abrogeant|modifiant|remplaçant|complétant)\b", re.IGNORECASE)
_LISTED = re.compile(r"\s*(?:\([^()]*\)\s*)?(?:,|and|et)?\s*(?:and|et)?\s*(?:(?:l[ae]s?|the|Council|Commission)\s+)*", re.IGNORECASE)
_CASE = re.compile(r"\b[CTF][-‑]\d{1,4}/\d{2}\b")
_CITING = re.compile(
    r"(?:[,;:(\[]|\))\s*"
    rf"(?:(?:(?:et|and)\s+)?(?:notamment|en\s+particulier|in\s+particular|see|voir)\s+{_DETERMINER}*)?$", re.IGNORECASE
)


def references(text: str, mentions: Sequence[Mention], pinpoints: Sequence[Pinpoint]) -> list[Reference]:
    """Return the references of a text in order; a mention that a pin-point belongs to stands in that reference only."""
    if not mentions and not pinpoints:
        return list(_backward(text))
    # a text without an id matters to pin-points only
    mentions = [*_merged(text, mentions), *(_unnamed(text) if pinpoints else ())]
    right = [_right(text, pinpoint, mentions) for pinpoint in pinpoints]
    owners = [owner or _left(text, pinpoint, mentions) for owner, pinpoint in zip(right, pinpoints, strict=True)]
    owners = _shared(text, pinpoints, owners)
    found = [_reference(pinpoint, owner, end) for pinpoint, (owner, end) in zip(pinpoints, owners, strict=True)]
    used = {owner.mention for owner, _ in owners if owner.mention and owner.how == "mention"}
    taken = [(reference.start, reference.end) for reference in found]
    back = (each for each in _backward(text) if not any(each.start < end and start < each.end for start, end in taken))
    alone = (Reference(m.start, m.end, Owner("mention", m.noun, m)) for m in mentions if m not in used and m.targets)
    return sorted([*found, *alone, *back], key=lambda reference: (reference.start, reference.end))


@lru_cache(1)
def _taken_up() -> re.Pattern[str]:
    """What every place has that takes up a text by a noun with a capital: the capital first, since capitals are rare."""
    capitals = "".join(sorted({noun[0].upper() for kind in _WHOLE for noun in words()["nouns"][kind]}))
    return re.compile(rf"[{capitals}](?<=(?i:at|ce|ci|et|id|it|me|te|\s\s)\s.)")


def _backward(text: str) -> Iterator[Reference]:
    """The places that take up a whole text named before ("that Directive", "ladite convention")."""
    for match in _BACK.finditer(text) if _taken_up().search(text) or holds(fold(text), _SAYING) else ():
        if kind_of(match["noun"]) in _WHOLE and (match["noun"][0].isupper() or _SAID.match(match.group())):
            yield Reference(match.start(), match.end(), Owner("back", match["noun"]))


def _reference(pinpoint: Pinpoint, owner: Owner, end: int) -> Reference:
    start = min(pinpoint.start, owner.mention.start) if owner.mention and owner.how == "mention" else pinpoint.start
    adjacent = owner.mention is None or owner.mention.end > pinpoint.start or pinpoint.start - owner.mention.end < 40
    return Reference(start if adjacent else pinpoint.start, max(pinpoint.end, end), owner, pinpoint)


def _merged(text: str, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Mentions without those that only repeat the one before in brackets ("traité sur l'Union européenne (TUE)")."""
    before: Mention | None = None
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        between = text[before.end : mention.start] if before else ""
        if before and before.targets == mention.targets and re.fullmatch(r"[^.;()]{0,40}\((?:[^()]{0,30}\s)?[«“\"‘'\s]*", between):
            closing = re.match(r"[^()]{0,20}\)", text[mention.end :])
            before = replace(before, end=mention.end + (closing.end() if closing else 0))
            continue
        if before and mention.start < before.end:
            continue
        if before:
            yield before
        before = mention
    if before:
        yield before


@lru_cache(1)
def _nameless() -> dict[str, re.Pattern[str]]:
    return {phrase: re.compile(rf"\b{re.escape(phrase)}\b") for phrase in map(fold, words()["unnamed"]["phrases"])}


def _unnamed(text: str) -> Iterator[Mention]:
    folded = fold(text)
    for phrase, pattern in _nameless().items():
        if phrase in folded:
            yield from (Mention(match.start(), match.end(), (), "unnamed", phrase) for match in pattern.finditer(folded))
    if "-" in text and "/" in text:
        yield from (Mention(match.start(), match.end(), (), "unnamed", "case") for match in _CASE.finditer(text))


Owned = tuple[Owner, int]


def _owner(mention: Mention) -> Owner:
    return Owner("mention", mention.noun, mention) if mention.targets else Owner(mention.how, mention.noun)


def _right(text: str, pinpoint: Pinpoint, mentions: Sequence[Mention]) -> Owned | None:
    """The owner that stands right behind a pin-point, with the end of its words."""
    thereof = _THEREOF.match(text, pinpoint.end)
    before = _standing(text[: pinpoint.start], mentions) if thereof else ()
    if thereof and before and not _OWN.search(text, before[-1].end, pinpoint.start):
        return Owner("before", before[-1].noun, before[-1]), thereof.end()
    link = _LINK.match(text, pinpoint.end)
    at = link.end() if link else pinpoint.end
    prepared = bool(link and re.search(r"[^\W\d_]['’\s]*$", link.group().split(")")[-1]))
    for mention in mentions:
        between = text[at : max(at, mention.start)]
        near = mention.start >= at and len(between) < 60 and _QUALIFIER.fullmatch(between)
        if near and (prepared or _SHORT.match(text, mention.start)):
            return _owner(mention), mention.end
    for how, pattern in (("own", _OWN), ("back", _BACK), ("bare", _BARE)):
        match = pattern.match(text, at if prepared else pinpoint.end + 1)
        if not prepared and not (match and how == "back"):
            continue
        if match and how == "bare" and (foreign := _foreign(pinpoint, match)):
            return foreign, match.end()
        kind = kind_of(match["noun"]) if match else None
        if match and kind and not (how == "bare" and kind in ("division", "other")):
            return Owner(how, match["noun"]), match.end()
    return None


def _standing(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions in a text without those that another one amends or repeals by its title ("... and repealing Directive ...")."""
    found: list[Mention] = []
    end, changed = 0, False
    for mention in mentions:
        if mention.end > len(text):
            break
        between = text[end : mention.start]
        changed = _CHANGING.search(between) is not None or (changed and _LISTED.fullmatch(between) is not None)
        if not changed:
            found.append(mention)
        end = mention.end
    return found


def _foreign(pinpoint: Pinpoint, match: re.Match[str]) -> Owner | None:
    """The owner that is a law of a State, a paper without an id, or a text that goes by letters which the graph does not know."""
    if fold(match["noun"]) in words()["unnamed"]["papers"]:
        return Owner("unnamed", match["noun"])
    if LEVELS[pinpoint.unit] > LEVELS["article"]:
        return None
    if fold(match["noun"]) in words()["unnamed"]["laws"]:
        return Owner("unnamed", match["noun"])
    return Owner("stranger", match["noun"]) if _SHORT.fullmatch(match["noun"]) else None


def _left(text: str, pinpoint: Pinpoint, mentions: Sequence[Mention]) -> Owned:
    """The owner before a pin-point: the mention that it is cited behind, or a possessive's."""
    if _POSSESSIVE.search(text[max(0, pinpoint.start - 8) : pinpoint.start]):
        standing = _standing(text[: pinpoint.start], mentions)
        repealed = standing and any(standing[-1].end < mention.end <= pinpoint.start for mention in mentions)
        return Owner("before", standing[-1].noun, standing[-1]) if repealed else Owner("before"), pinpoint.end
    last = max((m for m in mentions if m.end <= pinpoint.start), key=lambda m: m.end, default=None)
    between = text[last.end : pinpoint.start] if last else ""
    direct = last and (LEVELS[pinpoint.unit] <= LEVELS["article"] or last.how == "symbol")
    if last and direct and _AFTER.fullmatch(between) and _CITING.search(between):
        # "the Charter, in particular the article ...": the text is named, then a part of it
        return (Owner("before", last.noun, last) if _PARTLY.search(between) else _owner(last)), pinpoint.end
    aside = last and last.how == "unnamed" and not _SENTENCE.search(between)
    return (Owner("unnamed") if aside else _NONE), pinpoint.end


def _shared(text: str, pinpoints: Sequence[Pinpoint], owners: Sequence[Owned]) -> list[Owned]:
    """Pin-points joined by "and" have one owner: that of the last, else that of the first."""
    result = list(owners)
    joined = [
        _same_level(first, second) and bool(_BETWEEN.fullmatch(text[first.end : second.start]))
        for first, second in pairwise(pinpoints)
    ]
    for at in range(len(joined) - 1, -1, -1):
        if joined[at] and result[at][0] is _NONE and result[at + 1][0].how != "before":
            result[at] = (result[at + 1][0], pinpoints[at].end)
    for at, together in enumerate(joined):
        if together and result[at + 1][0] is _NONE:
            result[at + 1] = (result[at][0], pinpoints[at + 1].end)
    return result


def _same_level(first: Pinpoint, second: Pinpoint) -> bool:
    return LEVELS[first.unit] == LEVELS[second.unit]
