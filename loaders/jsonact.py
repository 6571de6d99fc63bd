"""Acts in JSON: `articles` and `recitals`, each with its number and its text in rows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .acttitle import act_title
from .document import Document, Metadata, Source
from .flat import Flat, is_article
from .jsontree import Value, parse_json
from .labels import article_number, mark
from .language import language_of
from .scribe import Scribe
from .sheet import Row, Sheet
from .source import decode

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["matches", "parse"]

_TOKEN = re.compile(r"\\u[0-9a-fA-F]{4}|\\.|[^\\\n]+|\n")
_BREAKS = ("\\n", "\\r", "\n")
_ESCAPES = {"\\t": " ", "\\b": " ", "\\f": " "}
_CELEX = re.compile(r"(?P<sector>[0-9])(?P<rest>\d{4}[A-Z]{1,2}\d{3,4})(?:-(?P<day>\d{8}))?")
# which act wrote a row: `▼B`, `▼M2 —————` where a point is deleted
_SIGN = re.compile(r"[►▼◄]\s?[A-Z]\d*(?:\s*[—–-]+)?")
_NOTE = re.compile(r"\(\s*$")
_OPEN_NOTE = re.compile(r"\(\s*\d+$|^\(\s*\d+\s*\)$")
_FOOTNOTE = re.compile(r"\(\s*(?P<number>\d{1,3})\s*\)\s+(?P<rest>\S.*)", re.DOTALL)
_SCRIPT = re.compile(r"\$\(document\)")  # left over from the page that the file was made of
_SHORT = 160  # characters of a heading


def matches(text: str) -> bool:
    """Return whether a text is JSON that holds articles."""
    return text.lstrip().startswith("{") and re.search(r'"articles"\s*:\s*\[', text) is not None


def parse(source: Source) -> Document:
    """Return the tree of an act in JSON.

    Raises InputError where it is broken, LimitError where it is too deep or too large.
    """
    text = decode(source)
    root = parse_json(text, source)
    sheet = Sheet(text, source.name)
    title = root.words("full_name") or root.words("title")
    language = root.words("language")[:2].lower() or language_of(" ".join(_sample(root)))
    reader = _Reader(sheet, language, text)
    reader.read(root)
    return Document(source, _metadata(root, title, language), reader.flat.scribe.finish(), tuple(reader.warnings))


def _sample(root: Value) -> Iterator[str]:
    for article in root.items("articles")[:5]:
        yield article.words("text")


def _metadata(root: Value, title: str, language: str) -> Metadata:
    match = _CELEX.search(root.words("celex_id") or root.words("celex"))
    told = act_title(title, language)
    consolidated = match is not None and match["sector"] == "0"
    celex = f"{'3' if consolidated else match['sector']}{match['rest']}" if match else told.celex
    kind = {"R": "Regulation", "L": "Directive", "D": "Decision", "F": "Decision"}.get(celex[5:6] if celex else "", told.kind)
    day = match["day"] if match else None
    dates = (("consolidated", f"{day[:4]}-{day[4:6]}-{day[6:]}"),) if day else ()
    return Metadata(
        instrument=f"celex:{celex}" if celex else None, title=title or None, kind=kind, language=language, dates=dates,
        consolidated=consolidated,
    )  # fmt: skip


class _Reader:
    """Reads recitals, then articles; a member printed twice is read once."""

    def __init__(self, sheet: Sheet, language: str, text: str) -> None:
        self.sheet, self.text = sheet, text
        self.flat = Flat(Scribe(sheet), language)
        self.warnings: list[str] = []
        self.notes = 0

    def read(self, root: Value) -> None:
        """Read the whole act."""
        for key in ("full_name", "title"):
            for row in self._rows(root.get(key)):
                self.flat.scribe.title(row)
        for recital in self._once(root.items("recitals"), "recital_number"):
            self._recital(recital)
        for article in self._once(root.items("articles"), "number"):
            self._article(article)

    def _once(self, members: list[Value], key: str) -> Iterator[Value]:
        seen: set[tuple[str, str]] = set()
        for member in members:
            mark_ = member.words(key) or member.words("number"), member.words("text")
            if mark_ in seen:
                self.warnings.append(f"number {mark_[0]} stands twice with the same words, and is read once")
            else:
                yield member
            seen.add(mark_)

    def _recital(self, member: Value) -> None:
        number = member.words("recital_number") or member.words("number")
        rows = list(self._rows(member.get("text")))
        for place, row in enumerate(rows):
            if place:
                self.flat.scribe.more(row)
            else:
                self.flat.scribe.recital(f"({number})" if number else None, row)

    def _article(self, member: Value) -> None:
        number = member.get("number")
        label = member.words("number")
        row = self.sheet.add(label, number.start, number.end) if number is not None and label else None
        if row is None:
            return
        self.flat.open_article(Row(row.index, label), number=article_number(label))
        for heading in self._rows(member.get("title")):
            self.flat.scribe.name(heading)
        for each in self._joined(list(self._rows(member.get("text")))):
            self._text(each, label)

    def _text(self, row: Row, label: str) -> None:
        """A row of an entry: a heading, a footnote, an article that was put in behind, or words of the article."""
        scribe, named = self.flat.scribe, self.flat.scribe.named
        note = _FOOTNOTE.match(row.words)
        if is_article(row.words, self.flat.language):
            self.flat.open_article(row)
            if scribe.article is not None:
                scribe.article.kind = "group"  # the file has no entry of its own for it
            self.warnings.append(f"{row.words} stands in the entry of article {label}")
        elif named is not None and named.heading is None and len(row.words) < _SHORT and not re.search(r"[.;:,]$", row.words):
            scribe.name(row)
        elif note and int(note["number"]) == self.notes + 1:
            self.notes += 1
            scribe.note(note["number"], Row(row.index, note["rest"]), above=None)
        else:
            scribe.named = None
            self.flat.text(row)

    def _rows(self, value: Value | None) -> Iterator[Row]:
        """The rows of a string, each with its place."""
        if value is None or not isinstance(value.value, str) or self.text[value.start] != '"':
            return
        words, start = "", value.start + 1
        for token in _TOKEN.finditer(self.text, value.start + 1, value.end - 1):
            if token.group() in _BREAKS:
                yield from self._row(words, start, token.start())
                words, start = "", token.end()
            else:
                words += _plain(token.group())
        yield from self._row(words, start, value.end - 1)

    def _row(self, words: str, start: int, end: int) -> Iterator[Row]:
        printed = " ".join(_SIGN.sub("", words.replace("◄", "")).split())
        if printed and not _SCRIPT.search(printed):
            yield self.sheet.add(printed, start, end)

    def _joined(self, rows: list[Row]) -> Iterator[Row]:
        """Rows with the mark of a list or of a footnote, which stand alone, joined to the row that they belong to."""
        held: Row | None = None
        for each in rows:
            row = Row(each.index, f"{held.words} {each.words}") if held else each
            found = mark(row.words)
            if (found and not found["rest"]) or _NOTE.search(row.words) or _OPEN_NOTE.search(row.words):
                held = row
                continue
            held = None
            yield row
        if held:
            yield held


def _plain(token: str) -> str:
    if token.startswith("\\u"):
        return chr(int(token.removeprefix("\\u"), base=16))
    return _ESCAPES.get(token, token.removeprefix("\\"))
