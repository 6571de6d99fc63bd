"""Glyphs: the printed letters of a PDF (ISO 32000), each with its place, as runs of words on pages.

PDFium is spoken to here only. A page that is a picture has no words; it is said, not guessed.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from ..errors import InputError, LimitError
from .layout import Page, Run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pypdfium2 import PdfDocument, PdfPage  # type: ignore[import-untyped]

__all__ = ["pages_of"]

_PAGES, _CHARACTERS = 5_000, 20_000_000
_LEAST = 3  # letters a page has on average, below which a document is a picture with a stamp on it
_HYPHENS = {0x02: "\u00ad", 0xFFFE: "\u00ad", 0xAD: "\u00ad"}  # how PDFium marks a hyphen that cuts a word at the end of a row
_GAP = 0.9  # of the height: a wider space parts two runs
_SPACE = 0.05  # of the height: a narrower space is none, whatever the file says
_PASSWORD = 4  # FPDF_ERR_PASSWORD


def pages_of(data: bytes, name: str) -> list[Page]:
    """Return what is printed on each page of a PDF; `name` serves messages.

    Raises InputError where it is damaged, protected or holds no words, or where PDFium is not installed, LimitError where it
    is too long.
    """
    try:
        import pypdfium2
    except ImportError as error:
        raise InputError("PDF is not read by this installation", where=name, do="pip install 'concordat[pdf]'") from error
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD or "password" in str(error).lower():
            raise InputError("the PDF is protected by a password", where=name, do="save it without protection") from error
        raise InputError("the PDF is damaged", where=name, do="fetch or save it again") from error
    try:
        return _pages(document, name)
    except pypdfium2.PdfiumError as error:
        raise InputError(f"a page of the PDF is damaged: {error}", where=name, do="fetch or save it again") from error
    finally:
        document.close()


def _pages(document: PdfDocument, name: str) -> list[Page]:
    if len(document) > _PAGES:
        raise LimitError(f"the PDF has {len(document)} pages, more than {_PAGES}", where=name, do="split the file")
    pages, characters = [], 0
    for page in document:
        runs = tuple(_runs(page))
        pages.append(Page(_size(page)[1], runs))
        characters += sum(len(run.text) for run in runs)
        if characters > _CHARACTERS:
            raise LimitError(f"the PDF has more than {_CHARACTERS} characters", where=name, do="split the file")
    if characters < _LEAST * len(pages) or not characters:
        raise InputError("a PDF without text, such as a scan", where=name, do="recognise its text (OCR) first, or fetch another form")
    return pages


def _size(page: PdfPage) -> tuple[float, float]:
    width, height = page.get_size()
    return float(width), float(height)


def _runs(page: PdfPage) -> Iterator[Run]:
    """Yield stretches of one row without wide gaps, in the order in which they were printed."""
    text, box, spaced = "", None, False
    for character, found in _characters(page):
        if found is None:
            spaced = True
            continue
        if box is None or _parts(box, found):
            if text and box is not None:
                yield Run(text, *box)
            text, box = character, found
        else:
            text += (" " if spaced and found[0] - box[2] > _SPACE * (box[3] - box[1]) else "") + character
            box = (min(box[0], found[0]), min(box[1], found[1]), max(box[2], found[2]), max(box[3], found[3]))
        spaced = False
    if text and box is not None:
        yield Run(text, *box)


_Box = tuple[float, float, float, float]


def _parts(box: _Box, found: _Box) -> bool:
    """Whether a character begins a new run: another row, a step back, or a wide gap."""
    height = max(box[3] - box[1], found[3] - found[1])
    middle = (found[1] + found[3]) / 2
    return not (box[1] <= middle <= box[3]) or found[0] < box[2] - height or found[0] - box[2] > _GAP * height


def _characters(page: PdfPage) -> Iterator[tuple[str, _Box | None]]:
    """Yield each character with its box (left, bottom, right, top as the page is looked at), spaces with None."""
    from pypdfium2 import raw

    width, height = _size(page)
    turn = page.get_rotation() // 90
    x0, y0 = (page.get_cropbox() or (0.0, 0.0))[:2]
    words = page.get_textpage()
    try:
        for index in range(words.count_chars()):
            code = raw.FPDFText_GetUnicode(words.raw, index)
            character = _HYPHENS.get(code) or chr(code)
            # loose boxes are as high as the font, so that a comma does not lie in another row
            box = raw.FS_RECTF()
            if character.isspace() or not (character.isprintable() or code in _HYPHENS):
                yield " ", None
            elif raw.FPDFText_GetLooseCharBox(words.raw, index, box):
                found = _turned((box.left - x0, box.bottom - y0, box.right - x0, box.top - y0), turn, width, height)
                yield unicodedata.normalize("NFKC", character) if "ﬀ" <= character <= "ﬆ" else character, found
    finally:
        words.close()


def _turned(box: _Box, turn: int, width: float, height: float) -> _Box:
    """Return a box as it lies on a page that is shown turned by so many quarters clockwise."""
    x0, y0, x1, y1 = box
    match turn:
        case 1:
            return y0, height - x1, y1, height - x0
        case 2:
            return width - x1, height - y1, width - x0, height - y0
        case 3:
            return width - y1, x0, width - y0, x1
        case _:
            return box
