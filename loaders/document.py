"""Documents: what a format parser makes of a source.

A `Source` is bytes with their hash; a `Document` is a tree of nodes that keep their raw lines and characters,
so that everything said of the text can be shown on it (W3C Web Annotation, TextPositionSelector).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

__all__ = ["KINDS", "Change", "Document", "Metadata", "Node", "Source", "Variant"]

KINDS = (
    "contribution", "part", "chapter", "section", "division", "article", "paragraph", "alinea", "point", "subpoint",
    "recital", "visa", "footnote", "annex", "heading", "title", "formula", "preamble", "group", "signature",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """A tracked change: an `insertion` of the characters from `start` to `end`, or a `deletion` of `words` at `start`."""

    kind: str
    start: int
    end: int
    words: str
    author: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes of one file: `sha256` in hex, `media_type` as detected, `name` only for messages.

    `text` is what was taken out of a file that is no text itself (PDF, DOCX); lines and characters then count in it.
    `changes` are those tracked in it, made in the text.
    """

    name: str
    data: bytes
    sha256: str
    media_type: str
    text: str | None = None
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the document says of itself. `instrument` is a compact id (`celex:32022D0895`) or None where none is printed."""

    instrument: str | None = None
    title: str | None = None
    kind: str | None = None  # local name of an instrument class: Decision, Treaty, Proposal ...
    language: str = "fr"
    original_language: str | None = None
    author: str | None = None
    symbol: str | None = None
    dates: tuple[tuple[str, str], ...] = ()  # ("adopted", "2022-05-24"), ("signed", ...)
    access: str = "public"  # or "restricted"
    contributors: tuple[tuple[str, str, str, str | None], ...] = ()  # path, name, ISO date, on behalf of
    consolidated: bool = False  # a consolidated text has no legal effect
    relations: tuple[tuple[str, str], ...] = ()  # amends | repeals | replaces | amended_by | corrected_by, compact id


@dataclass(frozen=True, slots=True)
class Node:
    """One element of a text.

    `path` is the path inside the instrument (`29/7`), `lines` the 1-based first and last raw line of the subtree (None where
    the format has none), `chars` its half-open span in the decoded file, `text` its own normalised text without its children.
    """

    path: str
    parent: str | None
    kind: str
    label: str | None
    lines: tuple[int, int] | None
    chars: tuple[int, int]
    heading: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Variant:
    """Another wording of a node, `path`: its own text, `status` (a concept of variant-status), and who offers it, where told."""

    path: str
    text: str
    status: str
    proposer: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A source as a tree: `nodes` in document order, parents before children; `variants` in the order of their nodes."""

    source: Source
    metadata: Metadata
    nodes: tuple[Node, ...]
    warnings: tuple[str, ...] = field(default=())
    variants: tuple[Variant, ...] = ()

    def children(self, path: str | None) -> Iterator[Node]:
        """Yield the nodes directly below a path (None: the top)."""
        return (node for node in self.nodes if node.parent == path)

    def find(self, path: str) -> Node | None:
        """Return the node with this path, or None."""
        return next((node for node in self.nodes if node.path == path), None)
