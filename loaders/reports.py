"""Reports and papers of the United Nations: headings, paragraphs numbered throughout, points, bullets, footnotes."""

from __future__ import annotations

import re

from .blocks import Block, blocks
from .document import Document, Metadata, Source
from .footnotes import attach
from .language import is_french_or_english, language_of
from .lines import split, width
from .outline import Outline
from .source import decode
from .tree import Draft, Tree

__all__ = ["matches", "parse"]

_ROMAN = re.compile(r"(?P<label>(?P<number>[IVX]+)\.)\s+(?P<title>.*)")
_LETTER = re.compile(r"(?P<label>(?P<number>[A-Z])\.)\s+(?P<title>.*)")
_NUMBER = re.compile(r"(?m)^[ \f]{0,3}(\d{1,3})\.\s")
_SYMBOL = re.compile(r"\A\s*(?:Distr\..*\n+|Nations Unies\s+|United Nations\s+)?(?P<symbol>[A-Z]+(?:/[\w.]+){2,})\s*\n")


def matches(text: str) -> bool:
    """Return whether paragraphs are numbered through a text: 1, 2, 3 at least, each once, and no articles."""
    numbers = [int(number) for number in _NUMBER.findall(text)]
    series = [number for number, known in zip(numbers, range(1, len(numbers) + 1), strict=False) if number == known]
    return len(series) >= 3 and is_french_or_english(text) and not re.search(r"(?m)^\W*(?:Article|Artikel) \d+\s*$", text)


def parse(source: Source) -> Document:
    """Return the tree of a report."""
    text = decode(source)
    lines = split(text)
    reader = _Report(Tree(lines), width(lines))
    everything = list(blocks(lines))
    for block in everything:
        if block.kind == "heading":
            reader.heading(block)
        elif block.kind == "row":
            reader.outline.feed(block.rows[0], block.text)
    attach(reader.tree, None, [block for block in everything if block.kind == "footnote"])
    match = _SYMBOL.match(text)
    symbol = match["symbol"] if match else None
    title = next((draft.heading for draft in reader.tree.drafts if draft.kind == "title"), None)
    metadata = Metadata(
        instrument=f"un-doc:{symbol}" if symbol else None, title=title, kind="Report", language=language_of(text),
        symbol=symbol,
    )  # fmt: skip
    return Document(source, metadata, reader.tree.nodes())


class _Report:
    """The headings that stand open, and the outline that counts through all of them."""

    def __init__(self, tree: Tree, size: int) -> None:
        self.tree = tree
        self.outline = Outline(tree, None, "", width=size)
        self.levels: list[Draft] = []

    def heading(self, block: Block) -> None:
        """Open a heading: roman above letter above unnumbered; the first of the document is its title."""
        letters = len(self.levels) > 1 and self.levels[1].label
        if (match := _ROMAN.fullmatch(block.text)) and not (letters and self._follows(letters, match["number"])):
            self._open(block, 0, match["number"], match["title"], match["label"])
        elif match := _LETTER.fullmatch(block.text):
            self._open(block, min(1, len(self.levels)), match["number"], match["title"], match["label"])
        elif not self.tree.drafts:
            self._mark(self.tree.add("title", "title", heading=block.text), block)
        else:
            depth = next((n for n, draft in enumerate(self.levels) if draft.label is None), len(self.levels))
            stem = f"{self._path(depth)}sec-"
            self._open(block, depth, str(self.tree.ordinal(stem)), block.text, None)

    def _follows(self, label: str, number: str) -> bool:
        return len(number) == 1 and ord(number) == ord(label[0]) + 1

    def _path(self, depth: int) -> str:
        return f"{self.levels[depth - 1].path}/" if depth else ""

    def _open(self, block: Block, depth: int, number: str, title: str, label: str | None) -> None:
        parent = self.levels[depth - 1] if depth else None
        draft = self.tree.add(f"{self._path(depth)}sec-{number}", "section", parent=parent, label=label, heading=title)
        self._mark(draft, block)
        self.levels[depth:] = [draft]
        self.outline.move(draft)

    def _mark(self, draft: Draft, block: Block) -> None:
        for row in block.rows:
            draft.mark(row)
