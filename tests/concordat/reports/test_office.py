"""Office files of a whole text: structure of the DOCX, cells of the XLSX, tags of the PDF, and what is said where a library is absent."""

from __future__ import annotations

import io
import sys

import docx
import openpyxl
import pypdfium2
import pytest

from concordat.checking import Desk
from concordat.compatibility import Finding
from concordat.errors import UsageError
from concordat.reports.xlsx import Sheet, workbook
from concordat.review import Reviewed

COMMAND = "concordat check paper --against mandate"


def shown(desk: Desk, found: list[Finding], form: str, lang: str = "en") -> bytes:
    made = desk.show(found, form, lang, left="paper", command=COMMAND)
    assert isinstance(made, bytes)
    return made


@pytest.mark.parametrize(("lang", "title", "tag"), [("en", "Compatibility of Paper", "en-GB"), ("fr", "Compatibilité de Document", "fr-FR")])
def test_the_docx_has_real_structure(desk: Desk, found: list[Finding], lang: str, title: str, tag: str) -> None:
    document = docx.Document(io.BytesIO(shown(desk, found, "docx", lang)))
    styles = [p.style.name for p in document.paragraphs if p.style]
    assert document.paragraphs[0].text == document.core_properties.title == title
    assert {"Title", "Heading 1", "Heading 2"} <= set(styles)
    assert len(document.tables) == 2
    assert all("w:tblHeader" in table.rows[0]._tr.xml for table in document.tables)
    assert f'w:val="{tag}"' in document.styles["Normal"].element.xml
    foot = document.sections[0].footer.paragraphs[0]
    assert COMMAND in foot.text
    assert "NUMPAGES" in foot._p.xml


def test_the_xlsx_has_no_formula_and_prints_its_source(desk: Desk, found: list[Finding]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(shown(desk, found, "xlsx")))
    assert book.sheetnames == ["Matrix 1", "Matrix 2", "Findings", "Reservations"]
    cells = [cell for page in book for row in page.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert any(str(cell.value).startswith("'=1+1") for cell in cells)
    findings = book["Findings"]
    assert (findings.max_row, findings.freeze_panes, findings.print_title_rows) == (len(found) + 1, "A2", "$1:$1")
    foot = findings.oddFooter
    assert foot is not None
    assert COMMAND in str(foot.left.text)


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_cell_is_never_a_formula(value: str) -> None:
    [page] = openpyxl.load_workbook(io.BytesIO(workbook([Sheet("[a]:b/" + "x" * 40, [["head"], [value], ["\x00ok"]])], footer="a & b")))
    cell = page["A2"]
    assert cell.data_type == "s"
    assert str(cell.value).startswith("'")
    assert page["A3"].value == "ok"


def test_the_pdf_is_accessible_and_every_page_says_its_source(desk: Desk, found: list[Finding]) -> None:
    made = shown(desk, found, "pdf", "fr")
    document = pypdfium2.PdfDocument(made)
    assert b"pdfuaid" in made
    assert document.get_metadata_dict()["Title"] == "Compatibilité de Document"
    assert all(COMMAND in page.get_textpage().get_text_bounded() for page in document)


def test_reviews_are_shown(desk: Desk, found: list[Finding], monkeypatch: pytest.MonkeyPatch) -> None:
    iri = next(str(f.iri) for f in found if f.question == "delivers" and not f.drafting)
    monkeypatch.setattr(desk, "reviews", {iri: Reviewed("confirmed", ("JUR",), "2026-06-01")})
    told = "accepted by two (JUR, 2026-06-01)"
    for form in ("html", "csv"):
        assert told in str(desk.show(found, form, "en", left="paper"))
    assert any(told in p.text for p in docx.Document(io.BytesIO(shown(desk, found, "docx"))).paragraphs)


@pytest.mark.parametrize(("form", "module", "extra"), [("docx", "docx", "reports"), ("xlsx", "openpyxl", "reports"), ("pdf", "typst", "pdf")])
def test_an_absent_library_is_named_with_its_extra(desk: Desk, found: list[Finding], form: str, module: str, extra: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(UsageError, match=rf"not installed \(install concordat\[{extra}\]\)"):
        desk.show(found, form, "en", left="paper")
