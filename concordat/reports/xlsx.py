"""XLSX: tables for a spreadsheet, by openpyxl (the extra `reports`); no cell is a formula (OWASP, CSV injection)."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import UsageError
from .csv_rows import guarded

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["Sheet", "workbook"]

# what XML 1.0 cannot hold
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
# what the format allows in one cell, and in the name of a sheet
_LONGEST, _NAME = 32_000, 31
_WIDE, _NARROW = 60, 8


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its name, and its rows, the first of them the head."""

    name: str
    rows: Sequence[Sequence[str]]


def workbook(sheets: Sequence[Sheet], *, footer: str) -> bytes:
    """Return tables as an XLSX file, each with a head that stays in view and repeats in print, a filter, and the footer on every page.

    Raises UsageError where openpyxl is not installed.
    """
    try:
        from openpyxl import Workbook
    except ModuleNotFoundError as error:
        raise UsageError("XLSX needs openpyxl, which is not installed", do="install concordat[reports]") from error
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        _fill(book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", sheet.name)[:_NAME]), sheet, footer)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _fill(page: Worksheet, sheet: Sheet, footer: str) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.header_footer import HeaderFooterItem
    from openpyxl.worksheet.properties import PageSetupProperties

    for number, row in enumerate(sheet.rows, 1):
        for place, value in enumerate(row, 1):
            cell = page.cell(number, place, _CONTROL.sub("", guarded(value))[:_LONGEST])
            cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if number == 1:
                cell.font = Font(bold=True)
    for place, column in enumerate(zip(*sheet.rows, strict=True), 1):
        page.column_dimensions[get_column_letter(place)].width = min(_WIDE, max(_NARROW, *(len(value) + 2 for value in column)))
    page.freeze_panes = "A2"
    page.auto_filter.ref = page.dimensions
    page.print_title_rows = "1:1"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    foot = page.oddFooter or HeaderFooterItem()
    # an ampersand begins a code in a footer
    foot.left.text, foot.right.text = footer.replace("&", "&&"), "&P / &N"
    page.HeaderFooter.oddFooter = foot
