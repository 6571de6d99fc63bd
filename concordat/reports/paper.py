"""Paper: a report as blocks, made once in one language and set as DOCX, PDF or HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TypeAlias

__all__ = ["Block", "Heading", "Listing", "Paper", "Table", "Text"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 3."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; `lead` stands before it in bold, `style` is plain, quote, source, notice or marking, `lang` its language if another."""

    text: str
    style: str = "plain"
    lead: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A numbered list."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption and a head; `widths` are shares of the line; `colours` are by the text of a cell."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]


Block: TypeAlias = Heading | Text | Listing | Table


@dataclass(frozen=True, slots=True)
class Paper:
    """A report: `footer` stands at the foot of every page with its number; a `tight` one has to fit on a single page."""

    title: str
    lang: str
    blocks: Sequence[Block]
    footer: str
    tight: bool = False

    def record(self) -> Mapping[str, object]:
        """Return the paper as plain data; each block says what it is."""
        blocks = [{"kind": type(block).__name__.lower(), **asdict(block)} for block in self.blocks]
        return {"title": self.title, "lang": self.lang, "footer": self.footer, "blocks": blocks}
