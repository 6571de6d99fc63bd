"""Acts in the plain text of EUR-Lex: each row a paragraph, the mark of a list on a row of its own, footnotes at the end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .acttitle import act_title
from .document import Document, Metadata, Source
from .flat import Flat, shouts
from .labels import mark
from .lines import is_artefact, join, split
from .scribe import Scribe
from .sheet import Row, Sheet
from .source import decode
from .wording import LANGUAGES, language_in, wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .lines import Line

__all__ = ["matches", "parse"]

_HEAD = 12  # rows in which the running head of a page stands: date, language, name, page
_PAGE = re.compile(r"[LC] \d+(?: ?[A-Z])?/\d+|[LC]/\d{4}/\d+")


def matches(text: str) -> bool:
    """Return whether a text is an act whose recitals have their number on a row of its own."""
    rows = [row.strip() for row in text.split("\n")]
    return "(1)" in rows and "(2)" in rows and any(_enacts(row) for row in rows)


def _enacts(row: str) -> bool:
    return row.endswith(":") and len(row) < 160 and shouts(row) and any(wording(each).words["adopted"].search(row) for each in LANGUAGES)


def parse(source: Source) -> Document:
    """Return the tree of an act."""
    text = decode(source)
    lines = split(text)
    sheet = Sheet(text, source.name)
    language = language_in([line.text.strip() for line in lines]) or "en"
    flat = Flat(Scribe(sheet), language)
    flat.read_all(list(_rows(lines, sheet)))
    title = join(words for _, words in flat.scribe.heading.rows) if flat.scribe.heading else None
    told = act_title(title or "", language)
    metadata = Metadata(
        instrument=f"celex:{told.celex}" if told.celex else None, title=title, kind=told.kind, language=language,
        author=flat.author, dates=(("adopted", told.day),) if told.day else (), relations=told.relations,
    )  # fmt: skip
    return Document(source, metadata, flat.scribe.finish())


def _rows(lines: Sequence[Line], sheet: Sheet) -> Iterator[Row]:
    """The printed rows, a mark joined to the row that it opens."""
    held: tuple[int, str] | None = None
    head = max((place for place, line in enumerate(lines[:_HEAD]) if _PAGE.fullmatch(line.text.strip())), default=-1)
    for line in lines[head + 1 :]:
        words = join([line.text])
        if not words or (is_artefact(line) and held is None):
            continue
        start = line.start + len(line.text) - len(line.text.lstrip())
        end = line.start + len(line.text.rstrip())
        found = mark(words)
        if found and not found["rest"]:
            if held:
                yield sheet.add(held[1], held[0], held[0] + len(held[1]))
            held = start, words
        else:
            yield sheet.add(f"{held[1]} {words}" if held else words, held[0] if held else start, end)
            held = None
    if held:
        yield sheet.add(held[1], held[0], held[0] + len(held[1]))
