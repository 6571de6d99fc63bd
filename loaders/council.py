"""Council documents in plain text: the cover with its markings, then a text in paragraphs.

LIMITE is the marking of the Council's policy on documents for restricted distribution (Council 11336/11).
"""

from __future__ import annotations

import re

from .dates import date_in
from .document import Document, Metadata, Source
from .language import language_of
from .lines import Line, join, page_start, split, width
from .outline import Outline
from .source import decode
from .tree import Tree

__all__ = ["matches", "parse"]

_SYMBOL = re.compile(r"(?m)^\s*(?P<number>\d{4,6}(?:/\d+)?/\d\d)(?P<parts>(?: (?:INIT|ADD|REV|COR)(?: \d+)?)*)\s*$")
_MARKING = re.compile(r"(?m)^\W*(?:LIMITE|RESTREINT UE.*|CONFIDENTIEL UE.*|SECRET UE.*)\W*$")
_SUBJECT = re.compile(r"(?m)^\s*(?:Objet|Subject|No\. prev\. doc\.)\s*:\s*(?P<subject>.*(?:\n[^\n]+)*)")
_ISSUED = re.compile(r"(?m)^\s*(?:Bruxelles, le|Brussels,|Luxembourg,(?: le)?)\s*(?P<date>.*\d{4})")
_ORIGINAL = re.compile(r"\(OR\.\s*(?P<language>[a-z]{2})")
_STATEMENT = re.compile(r"(?m)^\W*(?:Déclaration|Statement)\b")
_NUMBERED = re.compile(r"\(?\w{1,3}[.)]\s")


def matches(text: str) -> bool:
    """Return whether a text has a Council document's cover: its number, and the fields below it."""
    return _SYMBOL.search(text[:3000]) is not None and _SUBJECT.search(text[:6000]) is not None


def parse(source: Source) -> Document:
    """Return the tree of a Council document."""
    text = decode(source)
    lines = split(text)
    tree = Tree(lines)
    symbol = _SYMBOL.search(text)
    foot = re.compile(rf"{re.escape(symbol[0].strip())}\b.*\bLIMITE\b.*" if symbol else r"(?!)")
    start = _cover_end(lines, text)
    body = [row for row in range(start, len(lines)) if not lines[row].blank and not foot.match(lines[row].text.strip())]
    _cover(tree, lines, start)
    _body(tree, lines, body)
    return Document(source, _metadata(text, symbol), tree.nodes())


def _cover_end(lines: tuple[Line, ...], text: str) -> int:
    """The cover ends at the empty line after its subject."""
    match = _SUBJECT.search(text)
    end = match.end() if match else 0
    return next((index for index, line in enumerate(lines) if line.start >= end and line.blank), len(lines))


def _cover(tree: Tree, lines: tuple[Line, ...], end: int) -> None:
    cover = tree.add("cover", "heading")
    for index in range(end):
        if not lines[index].blank:
            cover.add(index, lines[index].text)


def _body(tree: Tree, lines: tuple[Line, ...], body: list[int]) -> None:
    outline = Outline(tree, None, "", width=width(lines))
    title = None
    before = ""
    for row in body:
        text = join([lines[row].text])
        if not any(draft.kind in ("alinea", "paragraph") for draft in tree.drafts) and not _is_text(text):
            title = title or tree.add("title", "title")
            title.add(row, text)
            continue
        gap = row == 0 or lines[row - 1].blank or page_start(lines, row)
        outline.feed(row, text, indent=gap and (not before or bool(re.search(r"[.;:,!?»\"]$", before))))
        before = text


def _is_text(text: str) -> bool:
    """A sentence or an address to the audience ends in a stop; a title does not."""
    return bool(re.search(r"[.,;:!?]$", text) or _NUMBERED.match(text))


def _metadata(text: str, symbol: re.Match[str] | None) -> Metadata:
    key = symbol["number"] + symbol["parts"].replace(" ", "-") if symbol else None
    subject, issued, original = _SUBJECT.search(text), _ISSUED.search(text), _ORIGINAL.search(text)
    day = date_in(issued["date"]) if issued else None
    return Metadata(
        instrument=f"council-doc:{key}" if key else None,
        title=join(subject["subject"].split("\n")) if subject else None,
        kind="Statement" if _STATEMENT.search(text) else "Report",
        language=language_of(text),
        original_language=original["language"] if original else None,
        symbol=symbol[0].strip() if symbol else None,
        dates=(("issued", day),) if day else (),
        access="restricted" if _MARKING.search(text) else "public",
    )
