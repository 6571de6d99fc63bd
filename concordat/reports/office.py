"""Office: a report or a paper as the file that was asked for, each by the module of its format."""

from __future__ import annotations

from . import docx, paper_html, pdf, xlsx
from .paper import Paper
from .report import Report, sheets
from .report import paper as paper_of

__all__ = ["PAPERS", "REPORTS", "set_paper", "set_report"]

# what a paper, and what a report, can be
PAPERS = ("docx", "pdf", "html")
REPORTS = ("docx", "xlsx", "pdf")


def set_paper(paper: Paper, form: str) -> str | bytes:
    """Return a paper in one of PAPERS. Raises UsageError where what makes the format is not installed."""
    if form == "html":
        return paper_html.render(paper)
    return docx.render(paper) if form == "docx" else pdf.render(paper)


def set_report(report: Report, form: str, lang: str) -> str | bytes:
    """Return a report in one of REPORTS, in `en` or `fr`. Raises UsageError where what makes the format is not installed."""
    if form == "xlsx":
        return xlsx.workbook(sheets(report, lang), footer=report.footer(lang))
    return set_paper(paper_of(report, lang), form)
