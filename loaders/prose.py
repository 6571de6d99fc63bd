"""Laws and treaties in running text, in any language of the Union, Arabic, Chinese, Russian and more: text, and pages of no known layout.

Articles open with their word and number, on a row of their own or in front of their heading ("Article 2 Scope", "§ 3. Ziele",
"Art. 4. (Oggetto)"). A reference may open a row too, so that an article counts only where it goes on from the one before.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from ..errors import InputError
from . import han
from .acttitle import ActTitle, act_title
from .document import Document, Metadata, Source
from .element import Element, Text
from .flat import Flat
from .labels import mark
from .leaders import contents
from .lines import is_artefact, join, split, width
from .openings import Cutter, Opening, may_open
from .page import BLOCKS, is_page, language_of_page, rows_of, tree
from .running import is_running, pieces
from .scribe import Scribe
from .sheet import Row, Sheet
from .source import decode
from .titles import key_of
from .unmarked import is_marked, unmarked
from .wording import LANGUAGES, OTHERS, wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .lines import Line

__all__ = ["count_in", "matches", "metadata_of", "parse", "tells"]

_LEAST = 3  # articles that follow each other
_TREATY = re.compile(
    r"\b(?:treaty|convention|agreement|covenant|protocol|statute|charter|trait[ée]|accord|pacte|protocole|tratado|convenio|acuerdo|pacto|"
    r"convenci[oó]n|vertrag|\w*übereinkommen|abkommen|trattato|convenzione|accordo|verdrag|overeenkomst|umowa|konwencja|traktat|соглашение|"
    r"конвенция|договор|اتفاق|اتفاقية)\b|公约|协定|条约|议定书|盟约|宪章", re.IGNORECASE,
)
_TITLE = re.compile(r"<title[^>]*>(?P<title>.{3,300}?)</title>", re.IGNORECASE | re.DOTALL)
_OPENS = re.compile(r"[^\W\d_]+\.?\s(?:\d+[a-z]?|[IVXL]+)\W{0,2}$|§")
_UNION = re.compile(r"\([^\W\d_]{2,7}(?:,[^)]*)?\)|\d/[^\W\d_]{2,7}\b")  # what numbers of its acts have: "(EU) 2020/7", "2011/93/EU"
_WIDE = 160  # characters: a longer row is a whole paragraph
_TAG = re.compile(r"<[^<>]+>")
_UNPRINTED = frozenset(("script", "style", "head", "nav", "footer", "noscript", "svg", "button", "template"))
_ROWS = BLOCKS | _UNPRINTED | {"section", "article", "main", "header", "br"}


def matches(text: str) -> bool:
    """Return whether three articles or more of a text follow each other, each at the beginning of a row."""
    if is_page(text):
        text = unescape(_TAG.sub("\n", text))
    rows = text.split("\n")
    if is_marked(text) and not is_page(text):
        rows = [line.text for line, _ in unmarked(split(text))]
    if is_running(rows):
        rows = [row[start:end] for row in rows for start, end in pieces(row)]
    return _language([" ".join(row.split()) for row in rows]) is not None


def count_in(text: str, language: str) -> int:
    """Return how many articles follow each other at the beginnings of rows of a text in Markdown, in a language."""
    return Cutter(language).count([" ".join(line.text.split()) for line, _ in unmarked(split(text)) if may_open(line.text)])


def parse(source: Source) -> Document:
    """Return the tree of a law or treaty.

    Raises InputError where no article opens a row, LimitError where a page is too deep or too large.
    """
    text = decode(source)
    sheet = Sheet(text, source.name)
    rows = _page_rows(text, source, sheet) if is_page(text) else _text_rows(text, sheet)
    listed = set() if is_page(text) else _listed(text, sheet)
    language = _language([row.words for row in rows], stated=language_of_page(text)) or "en"
    flat = _Law(Scribe(sheet), language)
    cutter = Cutter(language)
    cut = list(cutter.cut([row for row in rows if row.index not in listed]))
    for row in [*(row for row in rows if row.index in listed), *cutter.contents]:
        flat.scribe.single("heading", row)
    flat.read_all(cut)
    nodes = flat.scribe.finish()
    if not any(node.kind == "article" for node in nodes):
        what = "articles are named in it, but none opens a row"
        raise InputError(what, where=source.name, do="save it as text, each article on a row of its own")
    heading = flat.scribe.heading
    printed = _TITLE.search(text) if is_page(text) else None
    read = " ".join(words for _, words in heading.rows) if heading else None
    title = " ".join(unescape(_TAG.sub(" ", printed["title"])).split()) if printed else read
    return Document(source, metadata_of(title, language), nodes)


class _Law(Flat):
    """Takes for articles what the series of articles has."""

    def opens(self, row: Row) -> bool:
        """Return whether a row opens an article."""
        return isinstance(row, Opening)


def metadata_of(title: str | None, language: str) -> Metadata:
    """Return what the title of a law or treaty says of it, in a language."""
    told = act_title(title or "", language) if _UNION.search(title or "") else ActTitle()
    key = f"celex:{told.celex}" if told.celex else key_of(title or "")
    treaty = told.celex is None and _TREATY.search(title or "") is not None
    return Metadata(
        instrument=key, title=title, language=language, kind="Treaty" if treaty else told.kind if told.celex else None,
        dates=(("adopted", told.day),) if told.day and told.celex else (), relations=told.relations if told.celex else (),
    )  # fmt: skip


def _text_rows(text: str, sheet: Sheet) -> list[Row]:
    """The rows of a text; printed lines that a row was broken into are joined again."""
    everything = split(text)
    if is_marked(text):
        return list(_marked_rows(everything, sheet))
    if is_running([line.text for line in everything]):
        return [row for line in everything if not is_artefact(line) for row in _cut_rows(line, sheet)]
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


def _listed(text: str, sheet: Sheet) -> set[int]:
    """The rows of a printed table of contents."""
    lines = split(text)
    found = contents(lines)
    if not found:
        return set()
    first, last = lines[found[0]].start, lines[found[-1]].end
    return {index for index, line in enumerate(sheet.lines) if first <= line.start <= last}


def _marked_rows(lines: Sequence[Line], sheet: Sheet) -> Iterator[Row]:
    """The rows of Markdown: headings alone, and lines between empty ones joined where the next begins no point."""
    waiting: list[Line] = []
    for line, heading in unmarked(lines):
        if waiting and (line.blank or heading or mark(line.text) or may_open(line.text)):
            yield sheet.add(join(each.text for each in waiting), waiting[0].start, waiting[-1].end)
            waiting = []
        if heading:
            yield sheet.add(join([line.text]), line.start, line.end)
        elif not line.blank:
            waiting.append(line)
    if waiting:
        yield sheet.add(join(each.text for each in waiting), waiting[0].start, waiting[-1].end)


def _cut_rows(line: Line, sheet: Sheet) -> Iterator[Row]:
    for start, end in pieces(line.text):
        words = line.text[start:end]
        if words.strip():
            first = line.start + start + len(words) - len(words.lstrip())
            yield sheet.add(join([words]), first, line.start + start + len(words.rstrip()))


def _goes_on(before: str, words: str, size: int) -> bool:
    """Whether a printed line goes on with the one before, which then leaves no room for its first word."""
    first = 0 if han.is_wide(words) else len(words.split(" ", 1)[0])
    full = len(before) + 1 + first > size - 6
    named = _OPENS.match(words) is not None and not words[:1].islower()
    opens = named or mark(words) is not None or han.opens(words) or _both_open(before, words)
    lower = words[:1].islower() and not opens
    return size < _WIDE and (lower or (full and not opens))


def _both_open(before: str, words: str) -> bool:
    """Whether two lines each begin with a word and a number, as in a table of contents."""
    return all(may_open(each) and not each[:1].isdigit() and not each[:1].islower() for each in (before, words))


def _page_rows(text: str, source: Source, sheet: Sheet) -> list[Row]:
    root = tree(text, source)
    return list(_printed(_with_notes(root.first("main") or root.first("body") or root), sheet))


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


def _with_notes(element: Element) -> Element:
    """An element in which the raised number of a linked note stands in brackets, apart from the number it follows."""
    children: list[Element | Text] = []
    for child in element.children:
        if isinstance(child, Text):
            children.append(child)
        elif child.name in ("a", "sup") and re.fullmatch(r"\d{1,4}", child.words) and any(child.walk("a")) and any(child.walk("sup")):
            children.append(Text(f" [{child.words}]", child.start, child.start))
        else:
            children.append(_with_notes(child))
    return Element(element.name, element.attributes, element.start, children)


def _row(texts: list[Text], sheet: Sheet) -> Iterator[Row]:
    row = sheet.row(texts)
    if row:
        yield row


def _language(rows: Sequence[str], *, stated: str | None = None) -> str | None:
    """The language in which most articles follow each other at the beginnings of rows, or None where too few do.

    Where as many do in several, it is the one whose words stand in the rows; what a page states counts twice.
    """
    leads = [row for row in rows if may_open(row)]
    found = {each: Cutter(each).count(leads) for each in (*LANGUAGES, *OTHERS)}
    most = max(found.values())
    if most < _LEAST:
        return None
    near = [each for each in found if found[each] * 10 >= most * 9 and found[each] >= _LEAST]
    return near[0] if len(near) == 1 else max(near, key=lambda each: (tells(rows, each) * (2 if each == stated else 1), each == stated))


def tells(rows: Sequence[str], language: str) -> int:
    """Return how often words of a language other than that for an article stand in rows: neighbours share that word."""
    words = wording(language)
    named = [words.words[name] for name in ("chapter", "section", "annex", "done", "whereas", "adopted")]
    common = _COMMON.get(language)
    printed = [row for row in rows if row]
    short = printed[:: max(1, len(printed) // _SAMPLE)]
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
