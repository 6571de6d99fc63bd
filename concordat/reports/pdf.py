"""PDF: a paper as PDF/UA-1 (ISO 14289-1), set by Typst (the extra `pdf`) from the template `paper.typ`.

The text is handed over as data and never as Typst, so that nothing in it is taken for a command.
"""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.resources import files

from ..errors import ConcordatError, UsageError
from ..graph.catalog import moment
from .paper import Paper, Text

__all__ = ["render"]

_SIZES = (11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5)  # points, tried from the largest where one page has to do
_CUT = {"en": " [... cut to fit one page; whole in the report]", "fr": " [... coupé pour tenir en une page ; entier dans le rapport]"}
_LEAST = 200  # characters that are left of a quotation


def render(paper: Paper) -> bytes:
    """Return a paper as a PDF file; a tight one on one page, in smaller letters or with its longest quotations cut where it must be.

    Raises UsageError where Typst is not installed.
    """
    if not paper.tight:
        return _set(paper, 10)[0]
    made = b""
    while True:
        for size in _SIZES:
            made, pages = _set(paper, size)
            if pages == 1:
                return made
        shorter = _shortened(paper)
        if shorter is None:
            return made
        paper = shorter


def _shortened(paper: Paper) -> Paper | None:
    """Return a paper whose longest quotation is a third shorter and says so, or None where there is nothing to cut."""
    cut = _CUT[paper.lang]
    lengths = {n: len(b.text.removesuffix(cut)) for n, b in enumerate(paper.blocks) if isinstance(b, Text) and b.style == "quote"}
    longest = max(lengths, key=lambda n: lengths[n], default=None)
    if longest is None or lengths[longest] <= _LEAST:
        return None
    block = paper.blocks[longest]
    assert isinstance(block, Text)  # noqa: S101 - chosen so above
    kept = block.text.removesuffix(cut)[: lengths[longest] * 2 // 3].rsplit(" ", 1)[0]
    blocks = list(paper.blocks)
    blocks[longest] = replace(block, text=kept + cut)
    return replace(paper, blocks=blocks)


def _set(paper: Paper, size: float) -> tuple[bytes, int]:
    try:
        import typst
    except ModuleNotFoundError as error:
        raise UsageError("PDF needs typst, which is not installed", do="install concordat[pdf]") from error
    template = (files("concordat") / "reports" / "paper.typ").read_bytes()
    inputs = {"paper": json.dumps({**paper.record(), "size": size, "tight": paper.tight, "date": str(moment())[:10]})}
    try:
        made = typst.compile(template, sys_inputs=inputs, pdf_standards=["ua-1"], ignore_system_fonts=True)
        count = typst.query(template, "<pages>", sys_inputs=inputs, field="value", one=True, ignore_system_fonts=True) if paper.tight else "0"
    except typst.TypstError as error:
        raise ConcordatError(f"the PDF could not be set: {error}", do="choose --format docx or html") from error
    assert isinstance(made, bytes)  # noqa: S101 - one file is asked for
    return made, int(json.loads(count))
