"""Laws and treaties in running text, in any language of the Union and in Russian and Arabic: plain text, and pages of no known layout.

Articles open with their word and number, on a row of their own or in front of their heading ("Article 2 Scope", "§ 3. Ziele",
"Art. 4. (Oggetto)"). A reference may open a row too, so that an article counts only where it goes on from the one before.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from ..errors import InputError
from . import han
from .acttitle import act_title
from .document import Document, Metadata, Source
from .element import Element, Text
from .flat import Flat, is_article
from .labels import article_number, mark
from .lines import is_artefact, join, split, width
from .page import BLOCKS, is_page, language_of_page, rows_of, tree
from .scribe import Scribe
from .sheet import Row, Sheet
from .source import decode
from .titles import key_of
from .wording import LANGUAGES, OTHERS, annex_name, is_annex_alone, wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .lines import Line

__all__ = ["matches", "parse"]

_LEAST = 3  # articles that follow each other
_GAP = 2  # articles that a series may leave out: repealed since
_TREATY = re.compile(
    r"\b(?:treaty|convention|agreement|covenant|protocol|statute|charter|trait[ée]|accord|pacte|protocole|tratado|convenio|acuerdo|pacto|"
    r"convenci[oó]n|vertrag|\w*übereinkommen|abkommen|trattato|convenzione|accordo|verdrag|overeenkomst|umowa|konwencja|traktat|соглашение|"
    r"конвенция|договор|اتفاق|اتفاقية)\b|公约|协定|条约|议定书|盟约|宪章", re.IGNORECASE,
)
_TITLE = re.compile(r"<title[^>]*>(?P<title>[^<]{3,300})</title>", re.IGNORECASE)
_OPENS = re.compile(r"[^\W\d_]+\.?\s(?:\d+[a-z]?|[IVXL]+)\W{0,2}$|§")
_WIDE = 160  # characters: a longer row is a whole paragraph
_TAG = re.compile(r"<[^<>]+>")
_UNPRINTED = frozenset(("script", "style", "head", "nav", "footer", "noscript", "svg", "button", "template"))
_ROWS = BLOCKS | _UNPRINTED | {"section", "article", "main", "header", "br"}
_NUMBERED = re.compile(r"(?:(?<=[.;:)]\s)|^)(?P<number>\d{1,2})\.\s(?=[^\W\d_])")
_HEADED = re.compile(r"(?:(?<=[.;:)]\s)|(?<=\w\s)|^)(?P<number>\d{1,2})\.\s(?=[^\W\d_])")  # a heading ends without a sign
_DATED = frozenset(("ar", "en", "es", "fr", "it", "nl", "pt", "ru"))  # languages that print no dot in a date
_LEADS = re.compile(r"(?:[^\W\d_]{2,14}\.?|§)\s*(?:\d|[IVXL]+\b|prem|prim)|\d{1,4}[a-z]?\.?\s+[^\W\d_]|第", re.IGNORECASE)


def matches(text: str) -> bool:
    """Return whether three articles or more of a text follow each other, each at the beginning of a row."""
    if is_page(text):
        text = _TAG.sub("\n", text)
    return _language([" ".join(row.split()) for row in text.split("\n")]) is not None


def parse(source: Source) -> Document:
    """Return the tree of a law or treaty.

    Raises InputError where no article opens a row, LimitError where a page is too deep or too large.
    """
    text = decode(source)
    sheet = Sheet(text, source.name)
    rows = _page_rows(text, source, sheet) if is_page(text) else _text_rows(text, sheet)
    language = _language([row.words for row in rows], stated=language_of_page(text)) or "en"
    flat = Flat(Scribe(sheet), language)
    flat.read_all(list(_Cutter(language).cut(rows)))
    nodes = flat.scribe.finish()
    if not any(node.kind == "article" for node in nodes):
        raise InputError("articles are named in it, but open no rows of it", where=source.name, do="save it as text, each article on a row of its own")
    heading = flat.scribe.heading
    printed = _TITLE.search(text) if is_page(text) else None
    title = printed["title"].strip() if printed else " ".join(words for _, words in heading.rows) if heading else None
    return Document(source, _metadata(title, language), nodes)


def _metadata(title: str | None, language: str) -> Metadata:
    told = act_title(title or "", language)
    key = f"celex:{told.celex}" if told.celex else key_of(title or "")
    treaty = told.celex is None and _TREATY.search(title or "") is not None
    return Metadata(
        instrument=key, title=title, language=language, kind="Treaty" if treaty else told.kind if told.celex else None,
        dates=(("adopted", told.day),) if told.day and told.celex else (), relations=told.relations if told.celex else (),
    )  # fmt: skip


def _text_rows(text: str, sheet: Sheet) -> list[Row]:
    """The rows of a text; printed lines that a row was broken into are joined again."""
    everything = split(text)
    size = width(everything)
    found: list[list[Line]] = []
    gap = True
    for line in everything:
        if is_artefact(line):
            continue
        if not line.blank:
            if found and not gap and _goes_on(found[-1][-1].text.strip(), line.text.strip(), size):
                found[-1].append(line)
            else:
                found.append([line])
        gap = line.blank
    return [sheet.add(join(line.text for line in row), row[0].start, row[-1].end) for row in found]


def _goes_on(before: str, words: str, size: int) -> bool:
    """Whether a printed line goes on with the one before, which then leaves no room for its first word."""
    first = 0 if han.is_wide(words) else len(words.split(" ", 1)[0])
    full = len(before) + 1 + first > size - 6
    opens = mark(words) is not None or _OPENS.match(words) is not None or han.opens(words)
    lower = words[:1].islower() and not opens
    return size < _WIDE and (lower or (full and not opens))


def _page_rows(text: str, source: Source, sheet: Sheet) -> list[Row]:
    root = tree(text, source)
    return list(_printed(root.first("main") or root.first("body") or root, sheet))


def _printed(element: Element, sheet: Sheet) -> Iterator[Row]:
    """The rows of an element; a row that a line break cut goes on where the next begins in small letters."""
    waiting: list[Text] = []
    for child in rows_of(element, _ROWS):
        if not isinstance(child, Element):
            words = "".join(text.words for text in child).strip()
            if waiting and words and not (words[0].islower() and mark(words) is None):
                yield from _row(waiting, sheet)
                waiting = []
            waiting = [*waiting, Text(" ", child[0].start, child[0].start), *child] if waiting else list(child)
        elif child.name != "br":
            yield from _row(waiting, sheet)
            waiting = []
            if child.name not in _UNPRINTED:
                yield from _printed(child, sheet)
    yield from _row(waiting, sheet)


def _row(texts: list[Text], sheet: Sheet) -> Iterator[Row]:
    row = sheet.row(texts)
    if row:
        yield row


def _language(rows: Sequence[str], *, stated: str | None = None) -> str | None:
    """The language in which most articles follow each other at the beginnings of rows, or None where too few do.

    Where as many do in the language that a page states, it is that one.
    """
    leads = [row for row in rows if _LEADS.match(row)]
    found = {each: sum(1 for _ in _Cutter(each).openings(leads)) for each in (*LANGUAGES, *OTHERS)}
    best = max(found, key=lambda each: (found[each], each == stated, _formulas(rows, each)))
    return best if found[best] >= _LEAST else None


def _formulas(rows: Sequence[str], language: str) -> int:
    """How often words of a language other than that for an article stand in rows: neighbours share that word."""
    words = wording(language)
    named = [words.words[name] for name in ("chapter", "section", "annex", "done", "whereas", "adopted")]
    common = _COMMON.get(language)
    short = [row for row in rows if row][:_SAMPLE]
    return sum(any(pattern.match(row) for pattern in named) for row in short) + (
        sum(len(common.findall(row)) for row in short) if common else 0
    )


_SAMPLE = 400  # rows
_COMMON = {  # words of languages that share the word or the sign for an article
    language: re.compile(rf"\b(?:{words})\b")
    for language, words in (
        ("en", "the|of|and|shall"),
        ("fr", "les|des|une|du|et|aux"),
        ("nl", "het|een|van|en"),
        ("de", "der|die|das|und|des"),
        ("da", "og|af|til|der"),
        ("sv", "och|av|att|som"),
        ("cs", "a|nebo|které|jsou"),
        ("sk", "a|alebo|ktoré|sú"),
        ("it", "il|della|di|e"),
        ("ro", "și|prin|este|sunt"),
        ("es", "los|las|del|y"),
        ("pt", "os|as|do|e"),
        ("ar", "في|من|على|أو"),
        ("bg", "на|за|се|от"),
        ("ca", "els|les|dels|amb|del|i"),
        ("el", "και|του|της|των"),
        ("et", "ja|on|või|ning"),
        ("fi", "ja|on|tai|sekä"),
        ("ga", "an|na|agus|ar"),
        ("hr", "se|na|od|ili"),
        ("hu", "és|az|hogy|vagy"),
        ("is", "og|að|eða|um"),
        ("lt", "ir|yra|arba|kai"),
        ("lv", "un|ir|vai|par"),
        ("mt", "il|ta|li|għandu"),
        ("no", "og|av|til|som"),
        ("pl", "oraz|lub|się|nie"),
        ("ru", "и|или|на|не"),
        ("sl", "in|se|za|ali"),
        ("tr", "ve|ile|bu|bir"),
        ("uk", "та|або|що|від"),
    )
}


# an annex with its name on the same row: behind a sign, or in capitals
_ANNEXED = re.compile(r"(?P<label>\S{4,14}\s(?:[IVXL]+|\d{1,2}|[A-Z]))(?:\s*[.:–—-]\s+|\s+(?=[^\Wa-z\d_]{3,}))(?P<rest>\S.*)", re.DOTALL)


@lru_cache(32)
def _opener(language: str) -> re.Pattern[str]:
    if language == "zh":
        return han.OPENER
    word = wording(language).words["article"].pattern
    suffix = r"(?:\s?(?:bis|ter|quater|quinquies|sexies|septies|octies)\b|[a-z](?![^\W\d_]))?"
    number = rf"(?:\d{{1,4}}(?:\.?[oº°]|er)?{suffix}|(?-i:[IVXL]+)\b|premi[eè]re?\b|primero\b)"
    return re.compile(
        rf"(?P<label>(?:(?:{word})|art\.?|§)\s*{number}|\d{{1,4}}[a-z]?\.?\s+(?:{word})(?![^\W_]))(?P<sign>\s*[.:)–—-]+(?=\s|$))?(?:\s+(?P<rest>\S.*))?",
        re.IGNORECASE | re.DOTALL,
    )


class _Cutter:
    """Cuts rows where articles and their numbered paragraphs open inside them."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.last = 0
        self.annex = "annex-0"
        self.bare = False  # whether the row before is the number of an article alone: this one may be its heading

    def openings(self, rows: Sequence[str]) -> Iterator[re.Match[str]]:
        """Yield the rows that open an article, as matches with `label`, `sign` and `rest`."""
        return (match for row in rows if (match := self._opens(row)))

    def cut(self, rows: Sequence[Row]) -> Iterator[Row]:
        """Yield the rows, with what opens an article on a row of its own."""
        for row in rows:
            match = self._opens(row.words)
            if match is None:
                yield from self._other(row)
                continue
            yield Row(row.index, match["label"])
            self.bare = not match["rest"]
            if match["rest"]:
                yield from _paragraphs(Row(row.index, match["rest"]), _HEADED if self.language in _DATED else _NUMBERED)

    def _other(self, row: Row) -> Iterator[Row]:
        """A row that opens no article; behind one that opens an annex, articles count anew."""
        bare, self.bare = self.bare, False
        parted = self._annexed(row.words)
        label = parted["label"] if parted else row.words
        name = annex_name(label, self.language)
        if name is None or (bare and is_annex_alone(row.words, self.language)):
            yield from _paragraphs(row)
            return
        self.last, self.annex = 0, name
        yield Row(row.index, label)
        if parted:
            yield Row(row.index, parted["rest"])

    def _annexed(self, words: str) -> re.Match[str] | None:
        """An annex with its name on the same row; in Chinese, where no sign parts them, one that is the next."""
        if self.language != "zh":
            return _ANNEXED.match(words)
        found = han.annex(words)
        if found is None or (found["rest"] and annex_name(found["label"], "zh") != f"annex-{int(self.annex[6:]) + 1}"):
            return None
        return found

    def _opens(self, words: str) -> re.Match[str] | None:
        match = _opener(self.language).match(words)
        if match is None or words[:1].islower() or not is_article(match["label"], self.language):
            return None
        value = int(re.sub(r"\D", "", article_number(match["label"])) or 0)
        rest = match["rest"] or ""
        fresh = not rest or ((match["sign"] or not rest[:1].islower()) and not re.match(r"[,;)]", rest))
        if not fresh or not (value == 1 or self.last <= value <= self.last + _GAP):
            return None
        if value == 1 and self.last > 1 and rest and not match["sign"]:
            return None
        self.last = value
        return match


def _paragraphs(row: Row, numbered: re.Pattern[str] = _NUMBERED) -> Iterator[Row]:
    """A row cut in front of its numbered paragraphs, where they count from 1."""
    places = [0]
    wanted = 1
    for found in numbered.finditer(row.words):
        if int(found["number"]) == wanted:
            places.append(found.start())
            wanted += 1
    for start, end in pairwise([*places, len(row.words)]):
        if words := row.words[start:end].strip():
            yield Row(row.index, words)
