"""Resolutions of the United Nations General Assembly: title, preamble, numbered paragraphs, and the treaties they annex."""

from __future__ import annotations

import re

from . import act
from .dates import date_in
from .document import Document, Metadata, Source
from .language import language_of
from .lines import Line, is_artefact, join, split, width
from .outline import Outline
from .plain import Articles
from .plain import matches as in_articles
from .preamble import preamble
from .source import decode
from .tree import Draft, Tree

__all__ = ["matches", "parse"]

_SYMBOL = re.compile(r"\bA/RES/(?P<number>(?:S-|ES-)?\d+/\d+)\b")
_ADOPTED = re.compile(r"(?i)(?:resolution adopted by|résolution adoptée par)\b.*")
_TITLE = re.compile(r"(?P<number>(?:S-|ES-)?\d+/\d+)\.\s+(?P<title>\S.*)")
_OPENING = re.compile(r"(?:The General Assembly|L[’']Assemblée générale)\s*,")
_OPERATIVE = re.compile(r"1\.\s")
_HEAD = 600  # characters above the title that hold the symbol


def matches(text: str) -> bool:
    """Return whether a text opens with the symbol of a resolution and says that the General Assembly adopted it."""
    return _SYMBOL.search(text[:_HEAD]) is not None and _OPENING.search(text) is not None


def parse(source: Source) -> Document:
    """Return the tree of a resolution."""
    text = decode(source)
    lines = split(text)
    reader = _Resolution(lines, annexes=in_articles(text))
    for index, line in enumerate(lines):
        if not line.blank and not is_artefact(line):
            reader.read(index)
    reader.tree.merge_lone()
    symbol = _SYMBOL.search(text)
    metadata = Metadata(
        instrument=f"unga:{symbol['number']}" if symbol else None, title=reader.title.heading if reader.title else None,
        kind="Resolution", language=language_of(text), symbol=symbol[0] if symbol else None,
        author="Assemblée générale" if language_of(text) == "fr" else "General Assembly",
        dates=(("adopted", reader.day),) if reader.day else (),
    )  # fmt: skip
    return Document(source, metadata, reader.tree.nodes())


class _Resolution:
    """Reads a resolution row by row; `part` is head, title, preamble, body, or annex where what it annexes is in articles."""

    def __init__(self, lines: tuple[Line, ...], *, annexes: bool) -> None:
        self.lines, self.tree, self.annexes = lines, Tree(lines), annexes
        self.articles = Articles(lines, self.tree)
        self.title: Draft | None = None
        self.day: str | None = None
        self.part = "head"
        self.outline = Outline(self.tree, None, "", width=width(lines), whole=True)

    def read(self, index: int) -> None:
        """Take one printed row."""
        row = join([self.lines[index].text])
        if self.part == "annex" or (self.part == "body" and self.annexes and act.ANNEX.fullmatch(row.upper())):
            self.part = "annex"
            self.articles.read(index)
        elif self.part == "head" and _ADOPTED.match(row):
            self.day = date_in(row)
        elif self.part == "head" and (match := _TITLE.fullmatch(row)):
            self.part = "title"
            self.title = self.tree.add("title", "title", label=f"{match['number']}.", heading=match["title"])
            self.title.mark(index)
        elif self.part in ("head", "title") and _OPENING.match(row):
            self.part = "preamble"
            preamble(self.tree, self.lines[index])
        elif self.part == "title" and self.title:
            self.title.heading = f"{self.title.heading} {row}"
            self.title.mark(index)
        elif self.part == "preamble" and not _OPERATIVE.match(row):
            preamble(self.tree, self.lines[index])
        elif self.part in ("preamble", "body"):
            self.part = "body"
            self.outline.feed(index, row)
