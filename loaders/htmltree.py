"""HTML as elements with their places: forgiving as browsers are, in one pass whatever the file holds.

End tags that are left out follow the HTML Living Standard (13.1.2.4): a paragraph ends where a block begins, a cell where
the next cell or row does.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from .element import Element, Growth, Text

if TYPE_CHECKING:
    from .document import Source

__all__ = ["parse_html"]

_TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][\w.:-]*)(?P<rest>(?:[^\"'>]++|\"[^\"]*+\"|'[^']*+')*+)>")
_NAME = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][\w.:-]*)")
_ATTRIBUTE = re.compile(r"([A-Za-z_][\w.:-]*)\s*(?:=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_VOID = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
))  # fmt: skip
_RAW = frozenset(("script", "style"))
_RAW_END = re.compile(r"</(?:script|style)\b", re.IGNORECASE)
_BLOCKS = frozenset((
    "address", "blockquote", "center", "div", "dl", "fieldset", "form", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "ol", "p", "pre",
    "table", "ul",
))  # fmt: skip
# what a start tag ends, and what it never reaches over
_ENDS = {
    **dict.fromkeys(_BLOCKS, frozenset(("p",))),
    "li": frozenset(("li", "p")), "dt": frozenset(("dt", "dd", "p")), "dd": frozenset(("dt", "dd", "p")),
    "td": frozenset(("td", "th", "p")), "th": frozenset(("td", "th", "p")), "tr": frozenset(("td", "th", "tr", "p")),
    "tbody": frozenset(("td", "th", "tr", "tbody", "thead", "p")),
}  # fmt: skip
_WALLS = {
    **dict.fromkeys(_BLOCKS, frozenset(("td", "th", "li", "dd", "dt", "div", "table", "blockquote", "body"))),
    "li": frozenset(("ol", "ul")), "dt": frozenset(("dl",)), "dd": frozenset(("dl",)),
    "td": frozenset(("table",)), "th": frozenset(("table",)), "tr": frozenset(("table",)), "tbody": frozenset(("table",)),
}  # fmt: skip


def parse_html(text: str, source: Source) -> Element:
    """Return the root of an HTML text of a source: an element without a name that holds what the file holds.

    Raises LimitError where it is too deep or too large.
    """
    return _Reader(text, source.name).read()


class _Reader:
    """Reads a text from left to right."""

    def __init__(self, text: str, name: str) -> None:
        self.text, self.growth = text, Growth(name)
        self.at = 0
        self.quoted = True  # whether quotation marks in tags can be relied on

    def read(self) -> Element:
        """Read the whole text and return its root."""
        size = len(self.text)
        while self.at < size:
            start = self.text.find("<", self.at)
            if start != self.at:
                self._words(self.at, size if start < 0 else start)
            if self.at < size:
                self._markup()
        return self.growth.root

    def _words(self, start: int, end: int) -> None:
        if start < end:
            self.growth.put(Text(unescape(self.text[start:end]), start, end))
        self.at = end

    def _markup(self) -> None:
        """Read what opens with `<`: a comment, a declaration, a tag, or a mere sign."""
        if self.text.startswith("<!--", self.at):
            self._skip("-->")
        elif self.text.startswith(("<!", "<?"), self.at):
            self._skip(">")
        elif match := self._tag():
            self._ended(match["name"].lower()) if match["end"] else self._started(match)
        else:
            self._words(self.at, self.at + 1)

    def _skip(self, sign: str) -> None:
        end = self.text.find(sign, self.at)
        self.at = len(self.text) if end < 0 else end + len(sign)

    def _tag(self) -> re.Match[str] | None:
        match = _TAG.match(self.text, self.at) if self.quoted else None
        if match is None and (match := _NAME.match(self.text, self.at)):
            self.quoted = False  # one mark is missing somewhere: from here on the next `>` ends a tag
            self._skip(">")
        elif match:
            self.at = match.end()
        return match

    def _started(self, match: re.Match[str]) -> None:
        name, rest = match["name"].lower().rpartition(":")[2], self.text[match.end("name") : self.at - 1]
        self._close_before(name)
        attributes = {key.lower(): unescape(a or b or c) for key, a, b, c in _ATTRIBUTE.findall(rest)}
        self.growth.start(name, attributes, match.start())
        if name in _VOID or rest.endswith("/"):
            self.growth.end()
        elif name in _RAW:
            end = _RAW_END.search(self.text, self.at)
            self.at = end.start() if end else len(self.text)

    def _close_before(self, name: str) -> None:
        ends, walls = _ENDS.get(name, frozenset()), _WALLS.get(name, frozenset())
        stack = self.growth.open
        for depth in range(len(stack) - 1, 0, -1):
            if stack[depth].name in ends:
                del stack[depth:]
            elif stack[depth].name in walls:
                return

    def _ended(self, name: str) -> None:
        stack = self.growth.open
        name = name.rpartition(":")[2]
        for depth in range(len(stack) - 1, 0, -1):
            if stack[depth].name == name:
                del stack[depth:]
                return
            if stack[depth].name in ("td", "th", "table", "body") and name not in ("table", "tr", "tbody", "body", "html"):
                return
