"""Machine reading: the norms of a text that nobody curated, as facts that the desk can compare.

They take the place of the curated norms of the same text, so that machine and human readings are never mixed. What people say of
its completeness and scope goes with their norms: of what a machine read, only that is absent which no words of the text mention.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

from .graph import layers, names, quads
from .loaders.norms import incorporations, norms
from .loaders.quads import provision_iri
from .loaders.read import read
from .loaders.silence import silence_triples
from .loaders.statements import norm_triples, tree_triples

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from .graph.quads import Lines, Triple
    from .loaders.document import Document
    from .loaders.norm import Norm

__all__ = ["Reading", "read_norms", "reading_of"]

_STATED = f"<{names.CDT.statedIn}>".encode()
_PART = f"<{names.ELI.is_part_of}>".encode()
_COVERING = f"<{names.CDT.ofInstrument}>".encode()
_SAID = tuple(f"<{each}>".encode() for each in (names.CDT.scopeExcludes, names.CDT.incorporates, names.CDT.intendedTarget))
_RESTING = (_STATED, _COVERING)  # a norm on its provision, a coverage on its text


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in one file: the compact id of the text, and its facts as normal lines; `more` are other files read with it."""

    about: str
    facts: Lines
    tree: Lines
    more: tuple[Reading, ...] = ()

    @property
    def texts(self) -> frozenset[str]:
        """The compact ids of all texts that a machine read."""
        return frozenset({self.about}.union(*(other.texts for other in self.more)))

    def replacing(self, graph: Lines) -> Lines:
        """Return a graph with these norms for the text's own; places that the graph describes stay as it has them."""
        text = str(names.expand(self.about)).encode()
        top = b"<" + text + b">"
        described = {_subject(line) for line in graph if _predicate(line) == _PART or _subject(line) == top}
        inside = (b"<" + text + b">", b"<" + text + b"/")
        own = {_subject(line) for line in graph if _predicate(line) in _RESTING and _object(line).startswith(inside)}
        kept = frozenset(
            line for line in graph
            if _subject(line) not in own and not (_predicate(line) in _SAID and _subject(line).startswith(inside))
        )  # fmt: skip
        replaced = kept | self.facts | frozenset(line for line in self.tree if _subject(line) not in described)
        return reduce(lambda lines, other: other.replacing(lines), self.more, replaced)


def read_norms(path: Path, *others: Path) -> Reading:
    """Return what a machine reads in a file, and in others with it.

    Raises InputError where the file cannot be read as a document, or its language has no rules.
    """
    document = read(path)
    return reading_of(document, norms(document), *map(read_norms, others))


def reading_of(document: Document, found: Iterable[Norm], *others: Reading) -> Reading:
    """Return what a machine read in a document, the norms `found` in it, and what it read in others."""
    graph = layers.extracted(document.source.sha256)

    def lines(triples: Iterable[Triple]) -> Lines:
        return quads.normal(quads.lines_of(triples), graph)

    facts = lines((*norm_triples(document, found), *silence_triples(document), *_taken(document)))
    return Reading(_about(document), facts, lines(tree_triples(document)), others)


def _taken(document: Document) -> Iterable[Triple]:
    """What provisions take over whole, as printed, and what is meant; a range of targets has no place of its own."""
    for node, citation in incorporations(document):
        this, target = provision_iri(document, node), citation.target
        if target and ".." not in target:
            yield this, names.CDT.incorporates, names.expand(citation.printed or target)
            if citation.printed:
                yield this, names.CDT.intendedTarget, names.expand(target)


def _about(document: Document) -> str:
    return document.metadata.instrument or f"document:{document.source.sha256}"


def _subject(line: bytes) -> bytes:
    return line.split(b" ", 1)[0]


def _predicate(line: bytes) -> bytes:
    return line.split(b" ", 2)[1]


def _object(line: bytes) -> bytes:
    return line.split(b" ", 2)[2]
