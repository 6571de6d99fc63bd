"""Treaties in Markdown: `###` opens a division or an article, `####` names it, and each row is a paragraph.

Files with two languages hold one text after the other; the first is read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .dates import date_in
from .document import Document, Metadata, Source
from .labels import article_number
from .language import is_french_or_english, language_of
from .lines import Line, join, split, width
from .outline import Outline, roman
from .preamble import preamble
from .source import decode
from .titles import key_of
from .tree import Draft, Tree

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["matches", "parse"]

_HEADING = re.compile(r"(?P<marks>#{2,6})\s*(?P<text>.*\S)")
_ARTICLE = re.compile(r"(?P<label>(?P<word>Article|Artikel)\s+(?P<number>\d+(?:er|[a-z]|\s?(?:bis|ter|quater))?|premier))")
_DIVISION = re.compile(
    r"(?P<label>(?P<word>CHAPTER|SECTION|TITLE|PART|CHAPITRE|TITRE|PARTIE|HOOFDSTUK|AFDELING|TITEL|DEEL)?\s*(?P<number>[IVX]+|\d+))\.?(?:\s+(?P<title>.*))?",
    re.IGNORECASE,
)
_KINDS = {"chapter": ("chapter", "ch"), "chapitre": ("chapter", "ch"), "hoofdstuk": ("chapter", "ch"),
          "section": ("section", "sec"), "afdeling": ("section", "sec"), "title": ("division", "tit"),
          "titre": ("division", "tit"), "titel": ("division", "tit"), "part": ("part", "part"),
          "partie": ("part", "part"), "deel": ("part", "part"), "": ("part", "part")}  # fmt: skip
_DEPTH = {"part": 0, "ch": 0, "sec": 1, "tit": 2}
_HEADINGS = re.compile(r"(?m)^#{1,6}\s*(\W{0,3}(?:Article|Artikel)\s+[\w-]+.*)$")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_TIGHT = re.compile(r"^(\(?[a-z]{1,4}[.)]|–)(?=[^\s.)])")
_DOUBLED = re.compile(r"^(\d+)\. \1 ")
_PREAMBLE = re.compile(r"\*?Pr[ée]ambu?le\*?")
_CLOSING = re.compile(r"(?:IN WITNESS WHEREOF|DONE at|EN FOI DE QUOI|FAIT à|TEN BLIJKE WAARVAN|GEDAAN te)\b", re.IGNORECASE)


def matches(text: str) -> bool:
    """Return whether articles of a text in English, French or Dutch open with Markdown headings of nothing but their number."""
    found = _HEADINGS.findall(text)
    known = bool(found) and all(_ARTICLE.fullmatch(each.strip()) for each in found)
    return known and (found[0].startswith("Artikel") or is_french_or_english(text))


def clean(row: str) -> str:
    """Return a row without the marks of Markdown, and with a space after its own mark."""
    text = join([_LINK.sub(r"\1", row).replace("*", "").replace("``", "“")])
    return _DOUBLED.sub(r"\1. ", _TIGHT.sub(r"\1 ", text))


def parse(source: Source) -> Document:
    """Return the tree of the first text of a file."""
    text = decode(source)
    lines = split(text)
    reader = _Treaty(lines)
    end = _end(lines)
    for index in range(end):
        if not lines[index].blank and not lines[index].text.startswith("<"):
            reader.read(index)
    reader.tree.merge_lone()
    title = reader.title.heading if reader.title else None
    key = key_of(title or "")
    language = "nl" if reader.word == "Artikel" else language_of("\n".join(line.text for line in lines[:end]))
    last = next((line.text for line in lines if _CLOSING.match(line.text)), "")
    day = date_in(re.sub(r"(\d)(?:st|nd|rd|th) day of", r"\1", last))
    metadata = Metadata(
        instrument=key, title=title, kind="Protocol" if "rotocol" in (title or "") else "Treaty", language=language,
        dates=(("done", day),) if day else (),
    )  # fmt: skip
    return Document(source, metadata, reader.tree.nodes())


def _end(lines: Sequence[Line]) -> int:
    """Where the first text ends: at the title of the second, which follows the articles of the first."""
    articles = [(index, match["word"]) for index, line in enumerate(lines) if (match := _article(line))]
    first = articles[0][1] if articles else ""
    foreign = next((place for place, (_, word) in enumerate(articles) if word != first), None)
    if foreign is None:
        return len(lines)
    printed = [index for index in range(articles[foreign - 1][0] + 1, len(lines)) if not lines[index].blank]
    return next((index for index in printed[1:] if lines[index].text.startswith("####")), len(lines))


def _article(line: Line) -> re.Match[str] | None:
    match = _HEADING.match(line.text)
    return _ARTICLE.fullmatch(match["text"].strip()) if match else None


class _Treaty:
    """Reads a treaty row by row; `divisions` stand open above the article."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines, self.tree = lines, Tree(lines)
        self.title: Draft | None = None
        self.word = ""
        self.divisions: list[tuple[int, Draft]] = []
        self.article: Draft | None = None
        self.named: Draft | None = None
        self.outline: Outline | None = None
        self.closing: Draft | None = None

    def read(self, index: int) -> None:
        """Take one printed row."""
        match = _HEADING.match(self.lines[index].text)
        if match is None:
            self._text(index)
            return
        text = clean(match["text"])
        if article := _ARTICLE.fullmatch(text):
            self._article(index, article)
        elif len(match["marks"]) == 3 and (division := _DIVISION.fullmatch(text)):
            self._division(index, division)
        else:
            self._name(index, text)

    def _article(self, index: int, match: re.Match[str]) -> None:
        self.word = self.word or match["word"]
        above = self.divisions[-1][1] if self.divisions else None
        self.article = self.named = self.tree.add(article_number(match["number"]), "article", parent=above, label=match["label"])
        self.article.mark(index)
        self.outline = Outline(self.tree, self.article, self.article.path, width=width(self.lines), whole=True)

    def _division(self, index: int, match: re.Match[str]) -> None:
        kind, step = _KINDS[(match["word"] or "").lower()]
        depth = _DEPTH[step]
        while self.divisions and self.divisions[-1][0] >= depth:
            self.divisions.pop()
        above = self.divisions[-1][1] if self.divisions else None
        number = roman(match["number"].lower()) or match["number"]
        path = f"{above.path}/{step}-{number}" if above else f"{step}-{number}"
        draft = self.tree.add(path, kind, parent=above, label=match["label"], heading=match["title"] or None)
        draft.mark(index)
        self.divisions.append((depth, draft))
        self.article, self.outline, self.named = None, None, draft

    def _name(self, index: int, text: str) -> None:
        """A heading names what was opened last; the last before all articles is the treaty's title."""
        if self.named is not None and self.named.heading is None:
            self.named.heading = text
            self.named.mark(index)
        elif self.article is None and not self.divisions:
            self.title = self.title or self.tree.add("title", "title")
            self.title.heading = text
            self.title.mark(index)
        else:
            stem = "head-"
            self.tree.add(f"{stem}{self.tree.ordinal(stem)}", "heading", heading=text).mark(index)

    def _text(self, index: int) -> None:
        row = clean(self.lines[index].text)
        if self.outline is None:
            if not _PREAMBLE.fullmatch(self.lines[index].text.strip()):
                preamble(self.tree, self.lines[index])
        elif self.closing or _CLOSING.match(row):
            self.closing = self.closing or self.tree.add("formula-1", "formula")
            self.closing.add(index, row)
        else:
            self.outline.feed(index, row)
