"""Older HTML of EUR-Lex: one paragraph element a row, and no structure but the words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .acttitle import act_title
from .document import Document, Metadata, Source
from .element import Element, Text
from .flat import Flat
from .language import language_of
from .page import is_page, language_of_page, rows_of, tree
from .scribe import Scribe
from .sheet import Sheet, set_apart
from .source import decode
from .titles import key_of
from .wording import language_in

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["matches", "parse"]

_TELLS = re.compile(
    r"<txt_te|DC\.source\"[^>]+Official Journal|id=[\"']TexteOnly|<title>[^<:]{4,40}: 0?[1-9]\d{4}[A-Z]\d{4}\b", re.IGNORECASE
)
_CONSOLIDATED = re.compile(r"<title>[^<:]*(?:consolid|konsolid)", re.IGNORECASE)
_CELEX = re.compile(r"(?:uri=CELEX:|<title>EUR-Lex - |<title>[^<:]{4,40}: |<h1>)\s*(?P<celex>[0-9CE]\d{4}[A-Z]{1,2}\d{3,4}(?:\(\d\d\))?)\b")
_KINDS = {"R": "Regulation", "L": "Directive", "D": "Decision", "F": "Decision"}
_TREATY = re.compile(r"\btreaty\b|\btrait[ée]\b|\bvertrag\b|\btratado\b|\btrattato\b|\bverdrag\b", re.IGNORECASE)


def matches(text: str) -> bool:
    """Return whether a text is a page of the older EUR-Lex."""
    return is_page(text) and _TELLS.search(text, 0, 8000) is not None


def parse(source: Source) -> Document:
    """Return the tree of an act on an older page.

    Raises LimitError where the page is too deep or too large.
    """
    text = decode(source)
    root = tree(text, source)
    body = next((found for found in root.walk("div") if found.attributes.get("id") == "TexteOnly"), root.first("body") or root)
    sheet = Sheet(text, source.name)
    rows = [row for run in _runs(body) if (row := sheet.row(run))]
    language = language_of_page(text) or language_in([row.words for row in rows]) or language_of(text)
    flat = Flat(Scribe(sheet), language)
    flat.read_all(rows)
    nodes = flat.scribe.finish()
    title = " ".join(words for _, words in flat.scribe.heading.rows) if flat.scribe.heading else None
    return Document(source, _metadata(title, text, language), nodes)


def _metadata(title: str | None, text: str, language: str) -> Metadata:
    told = act_title(title or "", language)
    named = _CELEX.search(text, 0, 8000)
    celex = named["celex"] if named else told.celex
    treaty = told.celex is None and title is not None and _TREATY.search(title) is not None
    letter = celex[5:6] if celex else ""
    key = f"celex:{celex}" if celex else key_of(title or "")
    return Metadata(
        instrument=key, title=title, language=language,
        kind="Treaty" if treaty else _KINDS.get(letter, told.kind), dates=(("adopted", told.day),) if told.day else (),
        consolidated=_CONSOLIDATED.search(text, 0, 8000) is not None or (treaty and re.search(r"(?i)\bconsolid", title or "") is not None),
        relations=told.relations,
    )  # fmt: skip


def _runs(element: Element) -> Iterator[list[Text]]:
    """The rows of a page; a row of a table has its cells set apart."""
    for child in rows_of(element):
        if not isinstance(child, Element):
            yield child
        elif child.name == "tr":
            yield set_apart([text for run in _runs(cell) for text in run] for cell in child.elements("td", "th"))
        else:
            yield from _runs(child)

