"""Resolutions and decisions of United Nations organs, adopted or in draft, in the six languages of the organisation.

Title, preamble, numbered paragraphs, footnotes, and the treaties they annex (United Nations Editorial Manual, resolutions).
"""

from __future__ import annotations

import re

from . import act
from .dates import date_in
from .document import Document, Metadata, Source
from .footnotes import bearer
from .lines import Line, is_artefact, join, page_start, split, width
from .outline import Outline
from .plain import Articles
from .plain import matches as in_articles
from .preamble import opens, preamble
from .source import decode
from .tree import Draft, Tree

__all__ = ["matches", "parse"]

_SYMBOL = re.compile(
    r"\b(?P<symbol>(?:A|S|E|CTOC|CAC|UNEP|FCCC|CBD|CEDAW)/(?:[A-Z0-9][\w.-]*/)*[A-Z]*\.?\d[\w.]*(?:\s?\((?:19|20)\d\d\)|\([IVXL]+\))?)"
)
_ASSEMBLY = re.compile(r"A/RES/(?P<number>(?:S-|ES-)?\d+/\d+)")
_COUNCIL = re.compile(r"S/RES/(?P<number>\d+)")
_ADOPTED = re.compile(
    r"(?i)(?:\w+ )?(?:resolution|decision)s? adopted by|(?:résolution|décision)s? adoptée?s? par|(?:resolución|decisión) aprobada por|"
    r"(?:резолюция|решение), принят|(?:大会|理事会).{0,20}通过|(?:قرار|مقرر) (?:اتخذت|اتخذ)"
)
_DRAFT = re.compile(
    r"(?i)\bdraft (?:resolution|decision)|projet de (?:résolution|décision)|proyecto de (?:resolución|decisión)|"
    r"проект (?:резолюции|решения)|决议草案|决定草案|مشروع (?:قرار|مقرر)"
)
_TITLE = re.compile(r"(?P<number>(?:S-|ES-)?\d+/\d+)\.?\s+(?:[-–—]\s+)?(?P<title>\S.*)")
_ORGANS = {
    "en": r"The (?:General Assembly|Security Council|Economic and Social Council|Human Rights Council"
    r"|Conference of the (?:States )?Parties[^,]{0,90})\s*,",
    "fr": r"(?:L[’']Assemblée générale|Le Conseil de sécurité|Le Conseil économique et social|Le Conseil des droits de l[’']homme"
    r"|La Conférence des (?:États )?[Pp]arties[^,]{0,90})\s*,",
    "es": r"(?:La Asamblea General|El Consejo de Seguridad|El Consejo Económico y Social|El Consejo de Derechos Humanos"
    r"|La Conferencia de las Partes[^,]{0,90})\s*,",
    "ru": r"(?:Генеральная Ассамблея|Совет Безопасности|Экономический и Социальный Совет|Совет по правам человека"
    r"|Конференция (?:государств-)?участников[^,]{0,90})\s*,",
    "zh": r"(?:大会|安全理事会|经济及社会理事会|人权理事会|缔约(?:方|国)会议)\s*，",
    "ar": r"إن (?:الجمعية العامة|مجلس الأمن|المجلس الاقتصادي والاجتماعي|مجلس حقوق الإنسان|مؤتمر (?:الدول )?الأطراف[^،]{0,90})\s*،",
}  # fmt: skip
_OPENING = {language: re.compile(rf"(?m)^\s*{words}") for language, words in _ORGANS.items()}
_OPERATIVE = re.compile(r"(?:1\.|1 [-–]|[-–] ?1)\s")
_NUMBERED = re.compile(r"\d{1,3}\.\s")
_RULE = re.compile(r"[_—–-]{5,}")
_NOTE = re.compile(r"(?P<label>\d{1,3}|\*{1,3})\s+(?P<rest>\S.*)")
_HEAD, _FRONT = 1500, 8000  # characters in which the symbol stands, in which the organ is named
_LONG = 160  # characters: a longer row is a whole paragraph


def matches(text: str) -> bool:
    """Return whether a text has the symbol of a United Nations document in its head and an organ that speaks soon behind."""
    return _SYMBOL.search(text[:_HEAD]) is not None and _language(text) is not None


def _language(text: str) -> str | None:
    return next((language for language, pattern in _OPENING.items() if pattern.search(text[:_FRONT])), None)


def parse(source: Source) -> Document:
    """Return the tree of a resolution or decision."""
    text = decode(source)
    lines = split(text)
    language = _language(text) or "en"
    reader = _Resolution(lines, language, annexes=in_articles(text))
    for index, line in enumerate(lines):
        if not line.blank and not is_artefact(line):
            reader.read(index)
    reader.hang_notes()
    reader.tree.merge_lone()
    opening = _OPENING[language].search(text)
    found = _SYMBOL.search(text)
    symbol = found["symbol"].rstrip(".") if found else None
    draft = _DRAFT.search(text[: opening.start() if opening else _HEAD]) is not None
    metadata = Metadata(
        instrument=_key(symbol), title=reader.title.heading if reader.title else None, kind="Proposal" if draft else "Resolution",
        language=language, symbol=symbol, author=" ".join(opening[0].strip(" ,،，\n").split()).removeprefix("The ") if opening else None,
        dates=(("adopted", reader.day),) if reader.day and not draft else (),
    )  # fmt: skip
    return Document(source, metadata, reader.tree.nodes())


def _key(symbol: str | None) -> str | None:
    """The compact id of a document with this symbol."""
    if symbol is None:
        return None
    if match := _ASSEMBLY.match(symbol):
        return f"unga:{match['number']}"
    if match := _COUNCIL.match(symbol):
        return f"unsc:{match['number']}"
    return f"un-doc:{''.join(symbol.split())}"


class _Resolution:
    """Reads a resolution row by row; `part` is head, title, preamble, body, notes, or annex where what it annexes is in articles."""

    def __init__(self, lines: tuple[Line, ...], language: str, *, annexes: bool) -> None:
        self.lines, self.tree, self.annexes, self.opening = lines, Tree(lines), annexes, _OPENING[language]
        self.articles = Articles(lines, self.tree)
        self.title: Draft | None = None
        self.day: str | None = None
        self.part = self.before = "head"
        self.noted = False  # whether the rows are notes at the foot of a page
        self.notes: list[tuple[str, int, str]] = []
        self.heads: list[Draft] = []
        self.numbered = any(_OPERATIVE.match(line.text.strip()) for line in lines)
        whole = sum(len(line.text) > _LONG for line in lines) * 20 > sum(not line.blank for line in lines)
        self.outline = Outline(self.tree, None, "", width=width(lines), whole=whole)

    def read(self, index: int) -> None:
        """Take one printed row."""
        row = join([self.lines[index].text])
        above = self.lines[index - 1]
        fresh = index == 0 or above.blank or is_artefact(above) or page_start(self.lines, index)
        if self._note(index, row, fresh=fresh):
            return
        if self.part == "annex" or (self.part == "body" and self.annexes and act.ANNEX.fullmatch(row.upper())):
            self.part = "annex"
            self.articles.read(index)
        elif self.part in ("head", "title"):
            self._front(index, row, fresh=fresh)
        elif self.part == "preamble" and not _OPERATIVE.match(row):
            preamble(self.tree, self.lines[index], fresh=fresh or opens(row, self.lines[index - 1].text))
        else:
            self.part = "body"
            self.outline.feed(index, row, indent=fresh)

    def _note(self, index: int, row: str, *, fresh: bool) -> bool:
        """Take a note at the foot of a page, below a rule or with an asterisk; it ends where a row without a mark begins anew."""
        match = _NOTE.match(row) if self.noted or row.startswith("*") else None
        if _RULE.fullmatch(row):
            self.noted = True
        elif match is not None and self.part not in ("head", "annex"):
            self.notes.append((match["label"], index, match["rest"]))
            self.noted = True
        elif self.noted and self.notes and not (fresh or _NUMBERED.match(row)):
            label, first, words = self.notes[-1]
            self.notes[-1] = (label, first, f"{words} {row}")
        else:
            self.noted = False
            return False
        return True

    def _front(self, index: int, row: str, *, fresh: bool) -> None:
        """Above the organ that speaks: what the page says of the document, then its title."""
        if self.opening.match(row):
            self._open(index, row)
        elif match := _TITLE.fullmatch(row):
            self.part = "title"
            self.title = self.tree.add("title", "title", label=f"{match['number']}.", heading=match["title"])
            self.title.mark(index)
        elif self.part == "title" and self.title:
            self.title.heading = f"{self.title.heading} {row}"
            self.title.mark(index)
        else:
            if _ADOPTED.match(row) or (self.day is None and self.before == "adopted"):
                self.day, self.before = date_in(row), "adopted"
            if fresh or not self.heads:
                self.heads.append(self.tree.add(f"head-{self.tree.ordinal('head-')}", "heading", heading=row))
            else:
                self.heads[-1].heading = f"{self.heads[-1].heading} {row}"
            self.heads[-1].mark(index)

    def _open(self, index: int, row: str) -> None:
        """The organ speaks; where no title has a number, the rows right above it are the title."""
        if self.title is None and self.heads:
            last = self.heads.pop()
            self.title = self.tree.add("title", "title", heading=last.heading)
            self.title.marks.extend(last.marks)
            self.tree.drafts.remove(last)
        if self.numbered:
            self.part = "preamble"
            preamble(self.tree, self.lines[index])
        else:
            self.part = "body"
            self.outline.feed(index, row)

    def hang_notes(self) -> None:
        """Hang the notes from the nodes with their marks."""
        for label, index, words in self.notes:
            number = label.replace("*", "star")
            above = None if "*" in label else bearer(self.tree.drafts, label)
            self.tree.add(f"fn-{number}", "footnote", parent=above, label=label).add(index, words)
