"""Deletions: what a consolidated Formex text still holds of provisions that an amendment took out.

The Publications Office leaves their words in the file, between two processing instructions (`CLG.MDFO` with the action
`DELETED`, and `CLG.MDFC`), and prints none of them. An article keeps its place in the tree without its words, which become
a variant, the wording before the change; of anything less nothing is left.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from .document import Variant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .document import Document

__all__ = ["in_force", "with_repeals"]

_TELLS = 'ACTION="DELETED"'
_OPENS = re.compile(r'<\?CLG\.MDFO\s(?=[^?]*\bACTION="DELETED")(?=[^?]*?\bID="(?P<id>[^"?]+)")[^?]*\?>')
_CLOSES = re.compile(r'<\?CLG\.MDFC\s[^?]*?\bIDREF="(?P<id>[^"?]+)"[^?]*\?>')
_TAG = re.compile(r"<(?P<end>/?)[A-Za-z_][^<>]*?(?P<empty>/?)>")
_ARTICLES = re.compile(r"\s*<(?:ARTICLE|DIVISION)\b")
_WORDS = re.compile(r">[^<>]+<")


def in_force(text: str) -> str:
    """Return an XML text with blanks for what was deleted, whole articles aside: every other character keeps its place.

    Of a deletion that begins in one element and ends in another the words go, and the elements stay.
    """
    pieces, done = [], 0
    for start, end in _deleted(text):
        gone = text[start:end]
        if not _ARTICLES.match(gone):
            pieces += [text[done:start], _blank(gone) if _is_whole(gone) else _WORDS.sub(lambda run: f">{_blank(run[0][1:-1])}<", gone)]
            done = end
    return "".join((*pieces, text[done:])) if pieces else text


def with_repeals(document: Document, text: str) -> Document:
    """Return a document whose deleted articles keep their words as variants only, and a warning that names them."""
    spans = [(start, end) for start, end in _deleted(text) if _ARTICLES.match(text, start, end)]
    gone = [node for node in document.nodes if any(start <= node.chars[0] and node.chars[1] <= end for start, end in spans)]
    if not gone:
        return document
    paths = {node.path for node in gone}
    nodes = tuple(replace(node, text="") if node.path in paths else node for node in document.nodes)
    variants = tuple(Variant(node.path, node.text, "before-changes") for node in gone if node.text)
    named = ", ".join(node.path for node in gone if node.kind == "article")
    told = f"article {named}: deleted, and read as the wording before"
    return replace(document, nodes=nodes, variants=variants, warnings=(*document.warnings, told))


def _deleted(text: str) -> Iterator[tuple[int, int]]:
    """Where the deletions of a text stand, the outermost only."""
    if _TELLS not in text:
        return
    ends: dict[str, list[int]] = {}
    for match in _CLOSES.finditer(text):
        ends.setdefault(match["id"], []).append(match.start())
    done = 0
    for match in _OPENS.finditer(text):
        start = match.end()
        end = next((place for place in ends.get(match["id"], ()) if place >= start), None)
        if start >= done and end is not None:
            yield start, end
            done = end


def _is_whole(xml: str) -> bool:
    """Whether every element that begins in a piece of XML ends in it, and the reverse."""
    depth = 0
    for tag in _TAG.finditer(xml):
        depth += 0 if tag["empty"] else -1 if tag["end"] else 1
        if depth < 0:
            return False
    return depth == 0


def _blank(words: str) -> str:
    return re.sub(r"[^\r\n]", " ", words)
