"""Designations: instruments by the names they go by, as the graph has them (`skos:prefLabel`, `skos:altLabel`, `eli:title`).

A name is found whatever its case and accents, with or without the organisation and the year that texts put inside it
("convention des Nations unies de 2003 contre la corruption").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ..graph import names
from .mention import Mention, fold, kind_of, words
from .numerals import ordinal

__all__ = ["Designations", "from_lines"]

_LINE = re.compile(rb'<(?P<subject>[^>]+)> <(?P<property>[^>]+)> (?:<(?P<object>[^>]+)>|"(?P<text>(?:[^"\\]|\\.)*)".*) \.')
_LINKS = ("normativeStatus", "realizes", "related_to", "is_part_of", "has_member", "type")
# the number of a footnote may stick to the last word ("of the Sea1")
_TOKEN = re.compile(r"[^\W\d_]{3,}+(?=\d{1,2}(?![^\W_]))|[^\W_]+")
_SKOS = names.PREFIXES["skos"]
_LABELS = {f"{_SKOS}prefLabel", f"{_SKOS}altLabel", f"{names.ELI}title"}
# an act or a resolution is read by its number; a title that cites a part of another is none that texts repeat
_UNUSED = re.compile(r"\d+/\d+|\barticles?\s\d")
_SPAN = 400  # characters: no name is longer
_TELLING = 3  # words that a title must keep without its qualifiers
_SHORT = re.compile(r"^(?P<long>.*?)\s*\((?P<short>[A-Z]{2,})\)$")

_NO_TARGETS: tuple[str, ...] = ()


_WILD = {
    "#": lambda word: len(word) == 4 and word.isdecimal(),
    "%": lambda word: len(word) <= 2 and word.isdecimal(),
    "@": str.isalpha,
}  # fmt: skip

_FORMS = {"#": r"\d{4}", "%": r"\d{1,2}", "@": r"[^\W\d_]+"}  # what they stand for, as patterns


@dataclass(slots=True)
class _Node:
    """One word of a name, with the words that may follow and what it names if it ends there."""

    after: dict[str, _Node] = field(default_factory=dict)
    targets: tuple[str, ...] = ()
    exact: str | None = None


class Designations:
    """The names of instruments, their protocols and their provisions; all as compact ids.

    `protocols` are those of a treaty one by one, `together` is what "and its protocols" names.
    """

    def __init__(
        self,
        labels: Iterable[tuple[str, str]],
        *,
        protocols: dict[str, tuple[str, ...]] | None = None,
        together: dict[str, tuple[str, ...]] | None = None,
        provisions: Iterable[str] = (),
    ) -> None:
        self.protocols = protocols or {}
        self.together = together or {}
        self.provisions = frozenset(provisions)
        self._divided = frozenset(provision.rpartition("/")[0] for provision in self.provisions)
        self._root = _Node()
        self._labels: dict[str, list[str]] = {}
        self._nouns: dict[str, str] = {}
        self._tails: dict[str, list[tuple[str, ...]]] = {}
        self._qualifiers: dict[str, list[tuple[str, ...]]] = {}
        phrases = words()["names"]["qualifiers"]
        for phrase in phrases:
            self._qualifiers.setdefault(phrase.split()[0], []).append(tuple(phrase.split()))
        self._qualified = re.compile("|".join(r"[^a-z0-9]+".join(_FORMS.get(word, word) for word in phrase.split()) for phrase in phrases))
        for label, target in labels:
            self._add(label, target)
        # a name can begin only where one of their first words stands
        self._first = re.compile(rf"\b{_either(self._root.after) if self._root.after else '(?!)'}(?![^\W\d_])")

    def _add(self, label: str, target: str) -> None:
        short = _SHORT.match(label)
        if short:
            self._add(short["long"], target)
            self._add(short["short"], target)
            return
        self._labels.setdefault(target, []).append(fold(label))
        tokens = _TOKEN.findall(fold(label))
        noun = next(filter(kind_of, tokens), None)
        if noun:
            self._nouns.setdefault(target, noun)
        self._tails.setdefault(target, []).append(tuple(tokens[1:]))
        core = list(self._core(tokens))
        tokens = core if len(core) >= _TELLING else tokens
        if not tokens or _UNUSED.search(label):
            return
        node = self._root
        for token in tokens:
            node = node.after.setdefault(token, _Node())
        node.targets = tuple(dict.fromkeys((*node.targets, target)))
        node.exact = label if label.isupper() and len(tokens) == 1 else None

    def _core(self, tokens: list[str]) -> Iterator[str]:
        """The words of a title without its qualifiers."""
        at = 0
        while at < len(tokens):
            skipped = self._qualifier(tokens, at) if at else 0
            if not skipped:
                yield tokens[at]
            at += skipped or 1

    def _qualifier(self, tokens: list[str], at: int) -> int:
        """The number of words of the longest qualifier that stands at a place."""
        phrases = self._qualifiers.get(tokens[at], ()) if at < len(tokens) else ()
        return max((len(phrase) for phrase in phrases if _same(phrase, tokens[at : at + len(phrase)])), default=0)

    def find(self, text: str) -> Iterator[Mention]:
        """Yield the names in a text from left to right, the longest at each place; none overlap."""
        folded = fold(text)
        end = 0
        for match in self._first.finditer(folded):
            start = match.start()
            if start < end or not self._goes_on(folded, match):
                continue
            spans = [each.span() for each in _TOKEN.finditer(folded, start, start + _SPAN)]
            tokens = [folded[first:last] for first, last in spans]
            last, targets = self._longest(tokens, text=text, spans=spans)
            if targets:
                end = spans[self._rest(tokens, last, targets[0])][1]
                yield Mention(start, end, targets, "name", self._nouns.get(targets[0], ""))

    def _goes_on(self, folded: str, match: re.Match[str]) -> bool:
        """Whether a name may begin with a word: the word is a name, or the next may follow it."""
        node, follower = self._root.after[match.group()], _TOKEN.search(folded, match.end())
        if node.targets or follower is None:
            return bool(node.targets)
        word = follower.group()
        return word in node.after or (word in self._qualifiers and self._qualified.match(folded, follower.start()) is not None)

    def _longest(self, tokens: list[str], *, text: str, spans: list[tuple[int, int]]) -> tuple[int, tuple[str, ...]]:
        """The last word and the targets of the longest name that begins with the first; no targets where none does."""
        last, targets = 0, _NO_TARGETS
        open_ends = [(self._root, 0)]
        while open_ends:
            node, here = open_ends.pop()
            if 0 < here < len(tokens) and (skipped := self._qualifier(tokens, here)):
                open_ends.append((node, here + skipped))
            follower = node.after.get(tokens[here]) if here < len(tokens) else None
            if follower is None:
                continue
            ends = follower.exact is None or text[slice(*spans[here])] == follower.exact
            if follower.targets and ends and (here > last or not targets):
                last, targets = here, follower.targets
            open_ends.append((follower, here + 1))
        return last, targets

    def _rest(self, tokens: list[str], last: int, target: str) -> int:
        """The last word of a name that goes on with another name's words ("convention de Budapest sur la ...")."""
        at = last + 1
        while at < len(tokens) and (skipped := self._qualifier(tokens, at)):
            at += skipped
        tails = (tail for tail in self._tails[target] if len(tail) >= _TELLING and tuple(tokens[at : at + len(tail)]) == tail)
        tail = max(tails, key=len, default=None)
        return at + len(tail) - 1 if tail else last

    def protocol(self, treaty: str, number: int) -> str | None:
        """Return the additional protocol to a treaty that its name calls the first, second and so on, or None."""
        for protocol in self.protocols.get(treaty, ()):
            if any(ordinal(label.split()[0]) == number for label in self._labels[protocol]):
                return protocol
        return None

    def lacks(self, target: str) -> bool:
        """Return whether the graph divides a provision above this one, but not into this one."""
        above = target.rpartition("/")[0]
        if not above or target in self.provisions:
            return False
        return above in self._divided or self.lacks(above)


def _either(words: Iterable[str]) -> str:
    """A pattern of any of some words that tries no letter twice, which is much quicker than one after the other."""
    after: dict[str, list[str]] = {}
    for word in sorted(words):
        after.setdefault(word[:1], []).append(word[1:])
    ways = [re.escape(letter) + _either(rests) for letter, rests in after.items() if letter]
    if "" not in after and len(ways) == 1:
        return ways[0]
    return f"(?:{'|'.join(ways)}){'?' if '' in after else ''}" if ways else ""


def _same(phrase: tuple[str, ...], tokens: list[str]) -> bool:
    if len(tokens) < len(phrase):
        return False
    return all(_WILD[a](b) if a in _WILD else a == b for a, b in zip(phrase, tokens, strict=True))


def from_lines(lines: Iterable[bytes]) -> Designations:
    """Return the names in facts given as N-Triples lines.

    An instrument is what has a normative status and is part of nothing; a `cdt:Protocol` belongs to the treaty that it is
    `eli:related_to`; protocols that are the members of one node (`eli:has_member`) are cited together by its name.
    """
    labels: dict[str, list[str]] = {}
    objects: dict[str, dict[str, list[str]]] = {name: {} for name in _LINKS}
    for line in lines:
        match = _LINE.match(line)
        if match is None:
            continue
        subject, name = match["subject"].decode(), match["property"].decode()
        if name in _LABELS and match["text"] is not None:
            labels.setdefault(subject, []).append(_text(match["text"]))
        elif (local := name.rpartition("#")[2].rpartition("/")[2]) in objects and match["object"]:
            objects[local].setdefault(subject, []).append(match["object"].decode())
    return _designations(labels, objects)


def _designations(labels: dict[str, list[str]], objects: dict[str, dict[str, list[str]]]) -> Designations:
    instruments = objects["normativeStatus"].keys() - objects["is_part_of"].keys()
    named = [
        (label, names.compact(instrument))
        for subject, texts in sorted(labels.items())
        for instrument in objects["realizes"].get(subject, [subject])
        if instrument in instruments
        for label in sorted(texts)
    ]
    protocols: dict[str, tuple[str, ...]] = {}
    for protocol in sorted(objects["related_to"].keys() & instruments):
        if str(names.CDT.Protocol) not in objects["type"].get(protocol, ()):
            continue  # a note on a treaty is related to it too
        for treaty in map(names.compact, objects["related_to"][protocol]):
            protocols[treaty] = (*protocols.get(treaty, ()), names.compact(protocol))
    groups = {tuple(sorted(map(names.compact, members))): names.compact(group) for group, members in objects["has_member"].items()}
    together = {treaty: (groups[each],) if each in groups else each for treaty, each in protocols.items()}
    return Designations(named, protocols=protocols, together=together, provisions=map(names.compact, objects["is_part_of"]))


def _text(literal: bytes) -> str:
    return literal.decode().replace('\\"', '"').replace("\\\\", "\\")
