"""Pages: what a web page of EUR-Lex prints, row by row, and what its head says of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..errors import InputError, LimitError
from .element import Element, Text
from .htmltree import parse_html
from .wording import language_code
from .xmltree import parse_xml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .document import Source

__all__ = ["BLOCKS", "inline", "is_page", "language_of_page", "rows_of", "tree", "without_signs"]

BLOCKS = frozenset((
    "address", "blockquote", "body", "center", "col", "colgroup", "dd", "div", "dl", "dt", "fieldset", "form", "h1", "h2", "h3", "h4",
    "h5", "h6", "hr", "html", "li", "ol", "p", "pre", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "txt_te", "ul",
))  # fmt: skip
_HEAD = 6000  # characters
_FRAGMENT = re.compile(r"<(?:body|div|main|article|section|table|h[1-6]|p)[\s>]")  # how a page without its head begins
_LANGUAGE = re.compile(
    r"<html[^>]*\slang=[\"']?(?P<html>[A-Za-z]{2,3})\b|DC\.language[\"']?\s+content=[\"'](?P<dc>[A-Za-z]{2})\b"
    r"|LW_LANGUE;value=\"(?P<lw>[A-Z]{2})\"|<title>\s*[LC]_?\d{6,9}(?P<file>[A-Z]{2})\."
    r"|class=[\"'](?:oj-)?hd-lg[\"']>\s*(?P<page>[A-Z]{2})\s*<|\b0\d{4}[A-Z]\w*\s+[-—–]\s+(?P<cons>[A-Z]{2})\s+[-—–]"
)
# signs that a consolidated text sets into the words: what the base act, an amendment or a corrigendum says begins or ends here
_SIGNS = re.compile(r"[►▼◄]\s?(?:[ABCM]\d*\b)?")


def is_page(text: str) -> bool:
    """Return whether a text is a page of HTML."""
    head = text[:_HEAD].lower().lstrip("\ufeff \t\r\n")
    return "<html" in head or head.startswith("<!doctype html") or _FRAGMENT.match(head) is not None


def tree(text: str, source: Source) -> Element:
    """Return the elements of a page: read as XML where it says that it is, else as HTML.

    Raises InputError where XML is broken, LimitError where a page is too deep or too large.
    """
    if not text.lstrip().startswith("<?xml"):
        return parse_html(text, source)
    try:
        return parse_xml(text, source)
    except LimitError:
        raise
    except InputError:
        if not text.rstrip().lower().endswith("</html>"):
            raise
        return parse_html(text, source)  # it is whole, and no XML whatever it says


def language_of_page(text: str) -> str | None:
    """Return the language that a page names, two letters, or None."""
    for match in _LANGUAGE.finditer(text, 0, 60_000):
        code = language_code(next(group for group in match.groups() if group))
        if code:
            return code
    return None


def inline(child: Element | Text) -> Iterator[Text]:
    """Yield the words of a child within a row; a line break is a space."""
    if isinstance(child, Text):
        yield without_signs(child)
    elif child.name == "br":
        yield Text(" ", child.start, child.start)
    elif child.name not in ("script", "style", "head"):
        for inner in child.children:
            yield from inline(inner)


def without_signs(text: Text) -> Text:
    """Return a text without the signs of consolidation."""
    if not re.search("[►▼◄]", text.words):
        return text
    return Text(_SIGNS.sub("", text.words), text.start, text.end)


def rows_of(element: Element, blocks: Iterable[str] = BLOCKS) -> Iterator[list[Text] | Element]:
    """Yield the runs of words that an element prints directly, and the block elements between them."""
    run: list[Text] = []
    for child in element.children:
        if isinstance(child, Element) and (child.name in blocks or _holds_block(child, blocks)):
            if run:
                yield run
            run = []
            yield child
        else:
            run.extend(inline(child))
    if run:
        yield run


def _holds_block(element: Element, blocks: Iterable[str]) -> bool:
    return any(inner.name in blocks for inner in element.walk() if inner is not element)
