"""Antecedents: the instrument that a reference takes up without naming it, from what the document named before.

What a text calls "la présente Convention" is itself; "la Convention" alone is then itself too, else the convention it names
most. A heading that names a source ("Mécanisme d'application (Convention X, art. 35)") is the source of the articles that
its own text cites without a name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from .document import Document, Node
from .inside import Inside
from .mention import Mention, fold, kind_of, within_word, word_of

__all__ = ["WITHOUT_ARTICLES", "Antecedents"]

# without the boundary in front, which is seen to afterwards, it is searched for by its first letters
_OWN = re.compile(r"(?:presentes?|th(?:is|e present))\s+(?P<noun>[a-z-]+)")
_DEFINED = re.compile(
    r"(?:[^.;]{0,160}?\((?:hereinafter|hereafter|ci-apr[èe]s)?|\)?,\s*(?:hereinafter|hereafter|ci-apr[èe]s))[^()‘'“\"«]{0,40}[‘'“\"«]+\s*(?:the\s+|la\s+|le\s+|l\s?[’'])?(?P<noun>[\w-]+)\s*[’'”\"»]+",
    re.IGNORECASE,
)
WITHOUT_ARTICLES = ("resolution", "symbol", "opinion")
_LONG = 4  # words by which names that the graph does not have are told apart
_OWN_KINDS = {"Regulation": "regulation", "Directive": "directive", "Decision": "decision", "Protocol": "protocol"}


class Antecedents:
    """What a document has named so far, root by root (a root is a contribution, or the whole)."""

    def __init__(
        self, document: Document, inside: Inside, named: Iterable[tuple[Node, str, Sequence[Mention]]], *, parent: str | None = None
    ) -> None:  # fmt: skip
        self._inside = inside
        self._named: dict[str, list[Mention]] = {}
        self._own: dict[str, set[str]] = {}
        self._headed: dict[str, Mention] = {}
        self._parent = parent
        self._defined: dict[tuple[str, str | None], Mention] = {}
        self._nouns: dict[tuple[str, str | None], Counter[str]] = {}
        counts: dict[str, Counter[str]] = {}
        for node, text, mentions in named:
            if not mentions:
                continue
            root = inside.root(node)
            counts.setdefault(root, Counter()).update(m.targets[0] for m in mentions if m.targets and _is_treaty(m))
            for mention in filter(_is_treaty, mentions):
                self._nouns.setdefault((root, word_of(mention.noun)), Counter())[_name(text, mention)] += 1
            self._define(root, text, mentions)
        self._main = {root: count.most_common(1)[0][0] for root, count in counts.items() if count}
        for node in document.nodes:
            own = self._own.setdefault(inside.root(node), set())
            for folded in (fold(node.heading or ""), fold(node.text)):
                # most say nothing of the kind, and that is seen sooner without a pattern
                if "this" in folded or "present" in folded:
                    nouns = (match["noun"] for match in _OWN.finditer(folded) if not within_word(folded[match.start() - 1 : match.start()]))
                    own.update(word for noun in nouns if (word := word_of(noun)))
        if document.metadata.kind in _OWN_KINDS:
            self._own.setdefault("", set()).add(_OWN_KINDS[document.metadata.kind])

    def main(self, node: Node) -> str | None:
        """Return the treaty that the root of a node names most, or None."""
        return self._main.get(self._inside.root(node))

    def note(self, node: Node, mention: Mention, *, heading: bool = False) -> None:
        """Remember a mention; `heading` says that it stands in the heading of the node."""
        self._named.setdefault(self._inside.root(node), []).append(mention)
        if heading and mention.targets and node.path not in self._headed:
            self._headed[node.path] = mention

    def last(self, node: Node, noun: str = "") -> Mention | None:
        """Return the last mention before: the one that a noun calls so where it calls any, else one that has articles; or None."""
        word = word_of(noun)
        named = reversed(self._named.get(self._inside.root(node), []))
        if word:
            return next((m for m in named if word_of(m.noun) == word), None)
        return next((m for m in named if m.targets and m.how not in WITHOUT_ARTICLES), None)

    def source(self, node: Node) -> Mention | None:
        """Return what the heading of a node, or of one that holds it, names as its source, or None."""
        return next((self._headed[each.path] for each in self._inside.ancestors(node) if each.path in self._headed), None)

    def is_own(self, node: Node, noun: str) -> bool:
        """Return whether the text calls itself by a noun."""
        return word_of(noun) in self._own.get(self._inside.root(node), set())

    def _define(self, root: str, text: str, mentions: Sequence[Mention]) -> None:
        """Note the nouns that a text says to mean what it has just named: "(hereinafter referred to as 'the Convention')"."""
        for at, mention in enumerate(mentions):
            end = mentions[at + 1].start if at + 1 < len(mentions) else len(text)
            match = _DEFINED.match(text, mention.end, end)
            known = bool(mention.targets) or mention.how == "stranger"
            if match and known and kind_of(match["noun"]) == kind_of(mention.noun):
                self._defined.setdefault((root, word_of(match["noun"])), mention)

    def bare(self, node: Node, noun: str) -> Mention | None:
        """Return what a noun with an article alone means ("de la Convention"), where it is not the text itself.

        First what the text says it means, then the treaty that a protocol belongs to, then the treaty of that noun named most.
        """
        root, word = self._inside.root(node), word_of(noun)
        defined = self._defined.get((root, word)) or self._defined.get(("", word))
        if defined:
            return defined
        if kind_of(noun) != "treaty":
            return self.last(node, noun)
        if self._parent and word == "convention":
            return Mention(0, 0, (self._parent,), "name", noun)
        named = self._nouns.get((root, word))
        # a treaty that the graph has before one that it has not
        most = max(named, key=lambda name: (named[name], " " not in name)) if named else ""
        return (Mention(0, 0, (), "stranger", noun) if " " in most else Mention(0, 0, (most,), "name", noun)) if most else None


def _name(text: str, mention: Mention) -> str:
    """What tells a treaty from others: its id, else its name, which has a blank that no id has."""
    return mention.targets[0] if mention.targets else " " + " ".join(fold(text[mention.start : mention.start + 60]).split()[:_LONG])


def _is_treaty(mention: Mention) -> bool:
    return mention.how in ("name", "stranger") and kind_of(mention.noun) == "treaty"
