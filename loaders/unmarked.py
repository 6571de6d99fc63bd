"""Markdown without its marks: the lines of a text as they would be printed (CommonMark 0.31; tables and notes of GitHub)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from .labels import mark

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .lines import Line

__all__ = ["is_marked", "unmarked"]

_MARKED = re.compile(r"(?m)^#{1,6}\s+\S|^\*\*(?:[^\W\d_]{2,14}\.?|§)\s*\d+[^*\n]{0,80}\*\*")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+(?P<text>.*?)\s*#*\s*$")
_RULE = re.compile(r"\s*(?:[-*_]\s*){3,}$|[|:\s-]{3,}$")
_BULLET = re.compile(r"\s*(?:>\s*)*(?:[-*+]\s+(?P<item>.*)|(?P<rest>.*))$", re.DOTALL)
# no mark is looked for without end: a line can be made of signs that open one
_INSIDE = (
    (re.compile(r"\[\^(\w{1,4})\]:?"), r"[\1]"),
    (re.compile(r"!?\[([^\[\]\n]*)\]\([^)\s]{0,500}(?:\s\"[^\"]{0,1000}\")?\)"), r"\1"),
    (re.compile(r"(\*\*|__)(?=\S)(.{1,500}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=[^\s*])([^*]+?)(?<=\S)\*(?![\w*])|(?<![\w_])_(?=[^\s_])([^_]+?)(?<=\S)_(?![\w_])"), r"\1\2"),
    (re.compile(r"</?[A-Za-z][^<>]{0,200}>"), " "),
    (re.compile(r"\\(?=[!-/:-@\[-`{-~])|\\$"), ""),
)


def is_marked(text: str) -> bool:
    """Return whether a text has headings of Markdown, or articles in bold."""
    return _MARKED.search(text) is not None


def unmarked(lines: Sequence[Line]) -> Iterator[tuple[Line, bool]]:
    """Yield the lines without marks, and of each whether it is a heading; the record in front, rules and borders are blank."""
    record = _record(lines)
    for index, line in enumerate(lines):
        if index < record or _RULE.match(line.text):
            yield replace(line, text=""), False
        elif match := _HEADING.match(line.text):
            yield replace(line, text=_printed(match["text"])), True
        else:
            yield replace(line, text=_printed(_unlisted(line.text))), False


def _record(lines: Sequence[Line]) -> int:
    """How many lines the record of a file takes, between two rules at its beginning."""
    if not lines or lines[0].text.strip() != "---":
        return 0
    return next((index + 1 for index, line in enumerate(lines) if index and line.text.strip() == "---"), 0)


def _unlisted(text: str) -> str:
    """A line without its quotation mark, and without a bullet in front of a mark of its own; cells stand apart."""
    if text.strip().startswith("|"):
        return " | ".join(cell.strip() for cell in text.strip().strip("|").split("|"))
    match = _BULLET.match(text)
    item = match["item"] if match else None
    if item is None:
        return match["rest"] if match else text
    return item if mark(_printed(item)) else f"– {item}"


def _printed(text: str) -> str:
    for pattern, words in _INSIDE:
        text = pattern.sub(words, text)
    return text.strip()
