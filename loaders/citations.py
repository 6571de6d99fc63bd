"""Citations: the references of a document, each resolved to compact ids or to a stated reason why not.

Deterministic: names come from the graph, words from references.toml; nothing is guessed from likeness.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from ..graph.names import path_of
from . import acts, bodies, pinpoints, strangers
from .antecedents import WITHOUT_ARTICLES, Antecedents
from .columns import Columns
from .designations import Designations
from .document import Document, Node
from .inside import Inside
from .known import known
from .mention import Mention, fold, kind_of, words
from .numerals import ordinal
from .pinpoints import Path, Pinpoint
from .references import Owner, Reference, references

__all__ = ["Citation", "citations", "rows"]


_WHOLE = ("annex", "part", "chapter", "section")  # parts that are numbered through a text, like articles
_STRANGER = ""  # stands for a treaty that the graph does not have


@dataclass(frozen=True, slots=True)
class Citation:
    """One target of one reference.

    `path` and `lines` are those of the citing node, `surface` the words; `target` is a compact id, or None where `resolution`
    (a local name of the scheme `resolution`) says why; `scope` is external or internal. Where the print is wrong, `target` is
    what was meant and `printed` what stands there.
    """

    path: str
    lines: tuple[int, int] | None
    surface: str
    target: str | None
    scope: str
    resolution: str
    printed: str | None = None

    @property
    def kind(self) -> str:
        """What it names: a provision, an instrument, a part of its own text (internal) or a blank (placeholder)."""
        if self.resolution == "unresolved-placeholder":
            return "placeholder"
        if self.resolution == "unknown-instrument":
            return "provision"
        if self.scope == "internal":
            return "internal"
        return "provision" if self.target and path_of(self.target) else "instrument"


def citations(document: Document, *, designations: Designations | None = None) -> tuple[Citation, ...]:
    """Return the citations of a document in its order; `designations` are by default those of the repository's graph."""
    return tuple(_Reader(document, designations or known().designations).read())


def rows(document: Document, *, designations: Designations | None = None) -> Iterator[dict[str, object]]:
    """Yield the citations of a document as objects (`concordat extract --what citations`)."""
    for each in citations(document, designations=designations):
        yield {
            "path": each.path,
            "lines": list(each.lines) if each.lines else None,
            "surface": each.surface,
            "target": each.target,
            "scope": each.scope,
            "resolution": each.resolution,
        }


@dataclass(frozen=True, slots=True)
class _Passage:
    """A heading or the own text of a node, with the instruments named in it."""

    node: Node
    text: str
    heading: bool
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class _Resolved:
    """What a reference leads to: the instrument (None: this document), the path inside it, and how."""

    instrument: str | None
    path: str | None = ""
    resolution: str = "resolved"
    printed: str | None = None


class _Reader:
    """Reads one document from top to bottom."""

    def __init__(self, document: Document, designations: Designations) -> None:
        self.document, self.designations = document, designations
        self.own = document.metadata.instrument
        self.union = (self.own or "").startswith(("celex:", "council-doc:"))
        self.inside = Inside(document)
        plain = [_Passage(node, text, heading, tuple(self._names(text))) for node, text, heading in _texts(document)]
        parent = next((treaty for treaty, protocols in designations.protocols.items() if self.own in protocols), None)
        named = ((each.node, each.text, each.mentions) for each in plain)
        self.antecedents = Antecedents(document, self.inside, named, parent=parent)
        self.passages = [_Passage(each.node, each.text, each.heading, self._mentions(each)) for each in plain]
        self.columns = Columns(self.inside)
        self.cited: dict[str, str] = {}
        self.article: _Resolved | None = None

    def _names(self, text: str) -> Iterator[Mention]:
        named = tuple(self.designations.find(text))
        for mention in named:
            if not _unfinished(text, mention):
                yield mention
        yield from strangers.find(text, named)

    def _mentions(self, passage: _Passage) -> tuple[Mention, ...]:
        """All instruments that a passage names; where two overlap, the one that is told more surely."""
        main = bodies.main_conference(self.antecedents.main(passage.node))
        context = self._context(passage)
        adopted = list(bodies.find(passage.text, passage.mentions, main=main, union=self.union, context=context))
        # the number of a treaty in its series, where the graph does not have it
        numbered = [mention for mention in adopted if mention.how == "series"]
        found: list[Mention] = []
        for mention in (*acts.find(passage.text), *(each for each in adopted if each not in numbered), *passage.mentions, *numbered):
            if not any(mention.start < other.end and other.start < mention.end for other in found):
                found.append(_with_protocols(passage.text, mention, self.designations))
        return tuple(sorted(found, key=lambda mention: mention.start))

    def _context(self, passage: _Passage) -> str:
        """The text that a footnote is the note of."""
        parent = passage.node.parent if passage.node.kind == "footnote" else None
        above = self.document.find(parent) if parent else None
        return above.text if above else ""

    def read(self) -> Iterator[Citation]:
        for passage in map(self._protocols, self.passages):
            self.columns.head(passage.node, passage.text, passage.mentions)
            found = references(passage.text, passage.mentions, list(pinpoints.find(passage.text)))
            before: str | None = None
            noted = 0
            for reference in found:
                for mention in passage.mentions[noted:]:
                    if mention.start < reference.end:
                        self.antecedents.note(passage.node, mention, heading=passage.heading)
                        noted += 1
                resolved = list(self._resolve(passage, reference, before))
                before = resolved[0].instrument if resolved and _has_articles(reference.owner) else before
                yield from self._cited(passage, reference, resolved)

    def _protocols(self, passage: _Passage) -> _Passage:
        """The passage with "deuxième protocole additionnel à cette convention" as a mention of that protocol."""
        if "dditional" not in passage.text and "dditionnel" not in passage.text:
            return passage
        mentions = list(passage.mentions)
        for match in _ADDITIONAL.finditer(passage.text):
            named = next((m for m in mentions if 0 <= m.start - match.end() < 4), None)
            before = (m for m in reversed(passage.mentions) if m.end <= match.start() and kind_of(m.noun) == "treaty")
            treaty = named or next(before, None) or self.antecedents.last(passage.node, "convention")
            whose = self.own if match["own"] else treaty.targets[0] if treaty and treaty.targets else None
            found = self.designations.protocol(whose, ordinal(match["number"]) or 0) if whose else None
            if found and (named or match["back"]):
                mentions = [m for m in mentions if m is not named and not m.start <= match.start() < m.end]
                end = named.end if named else match.end()
                mentions.append(Mention(match.start(), end, (found,), "name", "protocole"))
        return replace(passage, mentions=tuple(sorted(mentions, key=lambda mention: mention.start)))

    def _cited(self, passage: _Passage, reference: Reference, resolved: list[_Resolved]) -> Iterator[Citation]:
        node, surface = passage.node, passage.text[reference.start : reference.end].strip()
        for each in resolved:
            external = each.instrument not in (None, self.own)
            if not external and (reference.pinpoint is None or each.path == ""):
                continue
            target = self._target(each)
            if reference.pinpoint and reference.pinpoint.unit == "article" and (each.path or each.instrument == _STRANGER):
                self.article = each
            if external and target and each.path:
                self.cited[each.instrument or ""] = each.path
            scope = "external" if external else "internal"
            yield Citation(node.path, node.lines, surface, target, scope, each.resolution, each.printed)

    def _target(self, resolved: _Resolved) -> str | None:
        instrument = resolved.instrument or self.own
        if resolved.path is None:
            return None
        return ":".join(part for part in (instrument, resolved.path) if part)

    def _resolve(self, passage: _Passage, reference: Reference, before: str | None) -> Iterator[_Resolved]:
        owner, pinpoint = reference.owner, reference.pinpoint
        if pinpoint is None:
            mention = self.antecedents.last(passage.node, owner.noun) if owner.how == "back" else owner.mention
            yield from (_Resolved(target) for target in _targets(mention) if target != _STRANGER)
            return
        if owner.how == "unnamed":
            return
        if owner.how == "back" and kind_of(owner.noun) == "division" and self.article:
            yield from self._in_article(passage.node, pinpoint, self.article)
            return
        if owner.how == "none" and self.columns.stands_in(passage.node):
            yield from self._in_column(passage, reference, pinpoint)
        else:
            yield from self._in_text(passage.node, owner, pinpoint, before)

    def _in_text(self, node: Node, owner: Owner, pinpoint: Pinpoint, before: str | None) -> Iterator[_Resolved]:
        instruments = self._instruments(node, owner, pinpoint, before=before)
        unknown = owner.how in ("bare", "back") and not instruments and not self.antecedents.is_own(node, owner.noun)
        for path in pinpoint.paths:
            if unknown and pinpoint.unit in ("article", *_WHOLE):
                yield _Resolved(None, None, "ambiguous")
                continue
            for instrument in instruments or (self.own,):
                if instrument in (self.own, None):
                    yield from self._within(node, pinpoint, path, said=owner.how != "none" or not _beside(node))
                else:
                    yield self._outside(instrument, pinpoint, path)

    def _in_column(self, passage: _Passage, reference: Reference, pinpoint: Pinpoint) -> Iterator[_Resolved]:
        """A part that a correlation table names: of the act of its column, which a row that lost its columns does not tell."""
        instruments = self.columns.at(passage.text, reference.start)
        for path in pinpoint.paths:
            if instruments is None:
                yield _Resolved(None, None, "ambiguous")
            elif not instruments:
                yield from self._within(passage.node, pinpoint, path)
            else:
                yield self._outside(instruments[0], pinpoint, path)

    def _in_article(self, node: Node, pinpoint: Pinpoint, article: _Resolved) -> Iterator[_Resolved]:
        """A part of the article cited before ("paragraph 1 of that Article")."""
        for path in pinpoint.paths:
            whole = ((article.path or "").split("/")[0], *path)
            if article.instrument in (self.own, None):
                yield from self._within(node, replace(pinpoint, unit="article"), whole)
            else:
                yield self._outside(article.instrument or "", replace(pinpoint, unit="article"), whole)

    def _instruments(self, node: Node, owner: Owner, pinpoint: Pinpoint, *, before: str | None) -> tuple[str, ...]:
        """The instruments that a pin-point belongs to; none means this document."""
        if owner.mention:
            return _targets(owner.mention)
        if owner.how == "stranger":
            return (_STRANGER,)
        if owner.how == "own":
            return ()
        if owner.how == "before":
            last = self.antecedents.last(node)
            return (before,) if before is not None else last.targets if last and pinpoint.unit == "article" else ()
        if owner.how == "back":
            return _targets(self.antecedents.last(node, owner.noun))
        return self._unsaid(node, owner, pinpoint)

    def _unsaid(self, node: Node, owner: Owner, pinpoint: Pinpoint) -> tuple[str, ...]:
        """The instruments of a pin-point with a noun alone ("de la Convention") or with nothing."""
        whole = pinpoint.unit in _WHOLE and owner.how == "bare" and not self.antecedents.is_own(node, owner.noun)
        if not (whole or pinpoint.unit == "article") or pinpoint.paths[0][0].startswith("["):
            return ()
        there = self.inside.resolve(node, pinpoint.unit, pinpoint.paths[0][:1])
        if owner.how == "bare":
            if not self.antecedents.is_own(node, owner.noun):
                return _targets(self.antecedents.bare(node, owner.noun))
            return () if there else _targets(self.antecedents.last(node, owner.noun))
        if node.kind == "visa":
            return _targets(self.antecedents.last(node))
        if there:
            return ()
        source = self.antecedents.source(node)
        main = self.antecedents.main(node)
        return _targets(source) or ((main,) if main and not self.inside.articles else ())

    def _outside(self, instrument: str, pinpoint: Pinpoint, path: Path) -> _Resolved:
        """A part of another instrument; one that is not there is the like part of the article cited before, if that is."""
        printed = "/".join(("rct", *path) if pinpoint.unit == "recital" else path)
        if not path or path[0].startswith("["):
            return _Resolved(instrument, None, "unresolved-placeholder")
        if instrument == _STRANGER:
            return _Resolved(instrument, None, "unknown-instrument")
        if not self.designations.lacks(_id(instrument, printed)):
            return _Resolved(instrument, printed)
        short = "/".join(piece for piece in path if not piece.startswith("al-"))
        if not self.designations.lacks(_id(instrument, short)):
            return _Resolved(instrument, short)
        meant = "/".join((self.cited.get(instrument, "").split("/")[0], *path[1:]))
        if meant != printed and _id(instrument, meant) in self.designations.provisions:
            return _Resolved(instrument, meant, "wrong-as-printed", _id(instrument, printed))
        return _Resolved(instrument, printed, "no-such-provision")

    def _within(self, node: Node, pinpoint: Pinpoint, path: Path, *, said: bool = True) -> Iterator[_Resolved]:
        """A part of this document; one that is not there is another text's where nothing is `said` of whose it is."""
        if path and path[0].startswith("["):
            for titled in self.inside.titled(node, path[0]):
                found = "/".join((titled, *path[1:])) if titled else None
                yield _Resolved(None, found, "resolved" if titled else "unresolved-placeholder")
        elif path:
            found = self.inside.resolve(node, pinpoint.unit, path)
            yield _Resolved(None, found, "resolved" if found else "no-such-provision" if said else "ambiguous")


def _beside(node: Node) -> bool:
    """Whether a node stands beside the provisions: in a memorandum, a note, a title or a heading."""
    return node.kind in ("footnote", "heading", "title") or node.path.startswith("memorandum")


def _id(instrument: str, path: str) -> str:
    return f"{instrument}:{path}"


def _targets(mention: Mention | None) -> tuple[str, ...]:
    return () if mention is None else (_STRANGER,) if mention.how == "stranger" else mention.targets


def _has_articles(owner: Owner) -> bool:
    return owner.mention is None or owner.mention.how not in WITHOUT_ARTICLES


def _texts(document: Document) -> Iterator[tuple[Node, str, bool]]:
    for node in document.nodes:
        if node.heading and node.heading != node.text:
            yield node, node.heading, True
        if node.text:
            yield node, node.text, False


def _unfinished(text: str, mention: Mention) -> bool:
    """Whether a name is not one of a text that is there: "une convention sur ...", "... en cours de négociation"."""
    folded = fold(text)
    behind = folded[mention.end : mention.end + 60].lstrip()
    return behind.startswith(_still_to_come()) or _indefinite().search(folded[max(0, mention.start - 40) : mention.start]) is not None


@lru_cache(1)
def _still_to_come() -> tuple[str, ...]:
    return tuple(words()["names"]["unfinished"])


@lru_cache(1)
def _indefinite() -> re.Pattern[str]:
    return re.compile(rf"(?:^|[\s'(])(?:{'|'.join(map(re.escape, words()['names']['indefinite']))})\s+$")


_ADDITIONAL = re.compile(
    r"\b(?P<number>premier|deuxième|second|troisième|first|third)\s+(?:protocole\s+additionnel\s+(?:à|au)|additional\s+protocol\s+to)"
    r"(?:\s+(?P<back>(?:(?P<own>la\s+présente|this|the\s+present)|cette|ladite|that|the\s+said|la|the)\s+convention\b)|\s+)",
    re.IGNORECASE,
)
_PROTOCOLS = re.compile(
    r"\s+(?:et\s+(?:ses|de\s+ses|à\s+ses|des|les)\s+protocoles|and\s+(?:its|the)\s+protocols)(?:\s+(?:s[’']y\s+rapportant|additionnels|thereto))?",
    re.IGNORECASE,
)


def _with_protocols(text: str, mention: Mention, designations: Designations) -> Mention:
    """A treaty "et ses protocoles" is the treaty and all its protocols."""
    more = _PROTOCOLS.match(text, mention.end)
    found = designations.together.get(mention.targets[0], ()) if more and mention.how == "name" else ()
    return replace(mention, end=more.end(), targets=(*mention.targets, *found)) if more and found else mention
