"""Paper as HTML: one self-contained page that prints as it is read."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree
from lxml.builder import E
from lxml.etree import _Element as Element

from .paper import Block, Heading, Listing, Paper, Table

__all__ = ["render"]

_STYLE = """@page { size: A4; margin: 14mm 16mm; }
body { font: 11pt/1.35 Georgia, "Times New Roman", serif; color: #1a1a1a; background: #fff; max-width: 46rem; margin: 1rem auto; padding: 0 1rem; }
h1 { font-size: 1.3em; margin: 0 0 .4em; } h2 { font-size: 1.05em; margin: .9em 0 .2em; } h3 { font-size: 1em; margin: .7em 0 .2em; }
p, ol, blockquote { margin: .3em 0; } blockquote { border-left: .15rem solid #999; padding-left: .6rem; white-space: pre-line; }
.source, footer { font-size: .82em; color: #444; } .notice { font-style: italic; } .marking { font-weight: bold; }
table { border-collapse: collapse; width: 100%; font-size: .85em; } caption { text-align: left; font-style: italic; }
th, td { border: 1px solid #999; padding: .15rem .35rem; text-align: left; vertical-align: top; } thead { display: table-header-group; }
footer { border-top: 1px solid #999; margin-top: 1em; }
.tight { font-size: 9.5pt; } @media print { body { margin: 0; padding: 0; max-width: none; } .tight { font-size: 8.5pt; line-height: 1.25; } }
"""


def render(paper: Paper) -> str:
    """Return a paper as HTML."""
    page = E.html(
        E.head(E.meta(charset="utf-8"), E.meta(name="viewport", content="width=device-width, initial-scale=1"), E.title(paper.title), E.style(_STYLE)),
        E.body(
            E.main(E.h1(paper.title), *(part for block in paper.blocks for part in _parts(block))),
            E.footer(paper.footer),
            {"class": "tight" if paper.tight else "full"},
        ),
        {"lang": paper.lang},
    )
    return etree.tostring(page, encoding="unicode", method="html", doctype="<!DOCTYPE html>") + "\n"


def _parts(block: Block) -> Iterator[Element]:
    if isinstance(block, Heading):
        yield E(f"h{block.level + 1}", block.text)
    elif isinstance(block, Listing):
        yield E.ol(*(E.li(item) for item in block.items))
    elif isinstance(block, Table):
        head = E.thead(E.tr(*(E.th(cell, scope="col") for cell in block.head)))
        yield E.table(E.caption(block.caption), head, E.tbody(*(E.tr(*(E.td(cell) for cell in row)) for row in block.rows)))
    else:
        tag = "blockquote" if block.style == "quote" else "p"
        lead: list[Element | str] = [E.b(block.lead), " "] if block.lead else []
        yield E(tag, *lead, block.text, {"class": block.style, **({"lang": block.lang} if block.lang else {})})
