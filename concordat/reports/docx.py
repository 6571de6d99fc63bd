"""DOCX: a paper for a word processor, by python-docx (the extra `reports`): real headings, repeated heads of tables, page numbers."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from ..errors import UsageError
from ..graph.catalog import moment
from .paper import Heading, Listing, Paper, Table, Text

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

__all__ = ["render"]

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_MARGIN, _TIGHT = 2.0, 1.4  # centimetres
_SIZES = {"plain": 10.5, "quote": 10.5, "source": 8.5, "notice": 9.5, "marking": 11.0}
_TIGHT_BY = 2.0  # points less where one page has to do


def render(paper: Paper) -> bytes:
    """Return a paper as a DOCX file.

    Raises UsageError where python-docx is not installed.
    """
    try:
        import docx
    except ModuleNotFoundError as error:
        raise UsageError("DOCX needs python-docx, which is not installed", do="install concordat[reports]") from error
    document = docx.Document()
    _page(document, paper)
    document.add_heading(_clean(paper.title), 0 if not paper.tight else 1)
    for block in paper.blocks:
        if isinstance(block, Heading):
            document.add_heading(_clean(block.text), block.level)
        elif isinstance(block, Text):
            _text(document, block, paper)
        elif isinstance(block, Listing):
            for item in block.items:
                _sized(document.add_paragraph(_clean(item), style="List Number"), _SIZES["plain"], paper)
        else:
            _table(document, block, paper)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def _clean(text: str) -> str:
    return _CONTROL.sub("", text)


def _page(document: Document, paper: Paper) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    margin = Cm(_TIGHT if paper.tight else _MARGIN)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = margin
    properties = document.core_properties
    properties.title, properties.language, properties.author = _clean(paper.title), paper.lang, "Concordat"
    properties.created = properties.modified = moment().toPython()
    for name, size in (("Normal", 10.5), ("Title", 18.0), ("Heading 1", 14.0), ("Heading 2", 12.0), ("Heading 3", 11.0)):
        style: Any = document.styles[name]
        font = style.font
        font.name, font.size = "Calibri", Pt(size - (_TIGHT_BY if paper.tight else 0))
        font.color.rgb = RGBColor(0x1A, 0x1A, 0x1A)
    tag = OxmlElement("w:lang")
    tag.set(qn("w:val"), {"en": "en-GB", "fr": "fr-FR"}[paper.lang])
    normal: Any = document.styles["Normal"].element
    normal.get_or_add_rPr().append(tag)
    foot = section.footer.paragraphs[0]
    foot.add_run(f"{_clean(paper.footer)} · ").font.size = Pt(7.5)
    _field(foot, "PAGE")
    foot.add_run(" / ").font.size = Pt(7.5)
    _field(foot, "NUMPAGES")


def _field(paragraph: Paragraph, code: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    for kind, text in (("begin", ""), ("", code), ("end", "")):
        run = paragraph.add_run()
        run.font.size = Pt(7.5)
        part: Any = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        part.text = text or None
        run._r.append(part)  # noqa: SLF001 - python-docx has no fields of its own


def _sized(paragraph: Paragraph, size: float, paper: Paper) -> None:
    from docx.shared import Pt

    paragraph.paragraph_format.space_after = Pt(2 if paper.tight else 6)
    paragraph.paragraph_format.space_before = Pt(0)
    for run in paragraph.runs:
        run.font.size = Pt(size - (_TIGHT_BY if paper.tight else 0))


def _text(document: Document, block: Text, paper: Paper) -> None:
    from docx.shared import Cm

    paragraph = document.add_paragraph()
    if block.lead:
        paragraph.add_run(_clean(block.lead) + " ").bold = True
    run = paragraph.add_run(_clean(block.text))
    run.bold = block.style == "marking" or None
    run.italic = block.style == "notice" or None
    if block.style == "quote":
        paragraph.paragraph_format.left_indent = Cm(0.6)
    _sized(paragraph, _SIZES[block.style], paper)


def _table(document: Document, block: Table, paper: Paper) -> None:
    from docx.oxml import OxmlElement
    from docx.shared import Cm, Pt

    caption = document.add_paragraph(_clean(block.caption))
    caption.paragraph_format.keep_with_next = True
    table = document.add_table(rows=len(block.rows) + 1, cols=len(block.head), style="Table Grid")
    table.autofit = False
    line = 21 - 2 * (_TIGHT if paper.tight else _MARGIN)
    cells = table._cells  # noqa: SLF001 - `Table.cell` counts all cells anew for each of them
    for place, text in enumerate(text for row in (block.head, *block.rows) for text in row):
        cell = cells[place]
        cell.width = Cm(line * block.widths[place % len(block.head)])
        run = cell.paragraphs[0].add_run(_clean(text))
        run.font.size = Pt(8)
        run.bold = place < len(block.head) or None
    head: Any = table.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001 - the head is to be repeated on every page
    head.append(OxmlElement("w:tblHeader"))
