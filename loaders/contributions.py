"""Contributions: compilations of States' written proposals to a negotiating committee of the United Nations.

A contribution is a heading with a name, followed by its original language and a date in brackets. Inside it,
articles have no number of their own as a rule and take `art-N`, counted in the innermost numbered chapter.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING

from .blocks import Block, blocks
from .contribution import Contribution
from .dates import date_in
from .document import Document, Metadata, Source
from .footnotes import attach
from .language import language_of
from .lines import Line, split, width
from .source import decode
from .tree import Tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["matches", "parse", "slug"]

ORIGINAL = re.compile(r"\[?\s*original\s*:\s*(?P<language>\w+)\s*\]?", re.IGNORECASE)
_BRACKETS = re.compile(r"\[.*\d{4}\]")
_BEHALF = re.compile(r"(?P<name>.+?)\s*\((?:au nom d(?:e la|es|e l’|e|u)|on behalf of(?: the)?)\s*(?P<whom>[^)]+)\)")
_LANGUAGES = {"anglais": "en", "english": "en", "français": "fr", "french": "fr", "espagnol": "es", "spanish": "es",
              "russe": "ru", "russian": "ru", "arabe": "ar", "arabic": "ar",
              "chinois": "zh", "chinese": "zh"}  # fmt: skip
_SYMBOL = re.compile(r"(?m)^\s*(A/AC\.\d+/[\w./]+)\s*$")


@lru_cache(1)
def _slugs() -> dict[str, str]:
    text = (files("concordat") / "loaders" / "contributors.toml").read_text(encoding="utf-8")
    return dict(tomllib.loads(text)["slugs"])


def slug(name: str) -> str:
    """Return the path step of a contributor's printed name."""
    known = _slugs().get(name.lower().replace("'", "’"))
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    return known or re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "contributor"


def matches(text: str) -> bool:
    """Return whether a text has contributions: an original language followed by a date in brackets."""
    return re.search(r"(?i)original\s*:\s*\w+\s*\]?\s*\[[^\]\n]*\d{4}\]", text) is not None


@dataclass(slots=True)
class _Part:
    """The blocks of one contribution, its heading first."""

    name: str
    blocks: list[Block] = field(default_factory=list)

    @property
    def whom(self) -> str | None:
        """On whose behalf the contributor speaks."""
        match = _BEHALF.fullmatch(self.name)
        return match["whom"].strip() if match else None

    @property
    def contributor(self) -> str:
        """Who speaks."""
        match = _BEHALF.fullmatch(self.name)
        return match["name"].strip() if match else self.name


def _parts(all_blocks: Sequence[Block]) -> tuple[list[Block], list[_Part]]:
    starts = {
        place for place, (here, after) in enumerate(pairwise(all_blocks))
        if here.kind == "heading" and ORIGINAL.fullmatch(after.text)
    }  # fmt: skip
    front: list[Block] = []
    parts: list[_Part] = []
    for place, block in enumerate(all_blocks):
        if place in starts:
            parts.append(_Part(block.text))
        (parts[-1].blocks if parts else front).append(block)
    return front, parts


def parse(source: Source) -> Document:
    """Return the tree of a compilation of contributions."""
    text = decode(source)
    lines = split(text)
    tree = Tree(lines)
    front, parts = _parts(list(blocks(lines)))
    _front(tree, front)
    facts = [_contribution(tree, part, lines) for part in parts]
    symbol = next(iter(_SYMBOL.findall(text)), None)
    title = next((block.text for block in front if block.kind == "heading"), None)
    metadata = Metadata(
        instrument=f"un-doc:{symbol}" if symbol else None,
        title=title, kind="Proposal", language=language_of(text), symbol=symbol,
        original_language=next((language for *_, language in facts if language), None),
        contributors=tuple((path, name, day, whom) for path, name, day, whom, _ in facts),
    )  # fmt: skip
    return Document(source, metadata, tree.nodes())


def _front(tree: Tree, front: Sequence[Block]) -> None:
    for block in front:
        if block.kind == "heading" and not any(draft.kind == "title" for draft in tree.drafts):
            _add(tree, "title", "title", [block])
    rest = [block for block in front if block.kind == "row"]
    if rest:
        _add(tree, "al-1", "alinea", rest)


def _add(tree: Tree, path: str, kind: str, some: Sequence[Block]) -> None:
    draft = tree.add(path, kind)
    for block in some:
        draft.add(block.rows[0], block.text)
        draft.mark(block.rows[-1])


def _contribution(tree: Tree, part: _Part, lines: Sequence[Line]) -> tuple[str, str, str, str | None, str | None]:
    contributor, whom = part.contributor, part.whom
    head, *body = part.blocks
    draft = tree.add(slug(whom or contributor), "contribution", label=part.name, heading=part.name)
    draft.mark(head.rows[0])
    day, language = "", None
    rest: list[Block] = []
    for block in body:
        if not rest and (match := ORIGINAL.fullmatch(block.text)):
            language = _LANGUAGES.get(match["language"].lower())
            draft.mark(block.rows[0])
        elif not rest and _BRACKETS.fullmatch(block.text):
            day = date_in(block.text) or ""
            draft.mark(block.rows[0])
        else:
            rest.append(block)
    Contribution(tree, draft, rest, size=width(lines), indents=_indents(lines, rest)).grow()
    attach(tree, draft, [block for block in rest if block.kind == "footnote"])
    return draft.path, contributor, day, whom, language


def _indents(lines: Sequence[Line], rest: Sequence[Block]) -> frozenset[int]:
    return frozenset(row for row in _rows(rest) if re.match(r"  \S", lines[row].text))


def _rows(rest: Sequence[Block]) -> Iterator[int]:
    return (block.rows[0] for block in rest if block.kind == "row")
