"""Deletions: what a consolidated Formex text still holds of provisions that an amendment took out.

The Publications Office leaves their words in the file, between two processing instructions (`CLG.MDFO` with the action
`DELETED`, and `CLG.MDFC`), and prints none of them.
"""

from __future__ import annotations

import re

__all__ = ["in_force"]

_TELLS = 'ACTION="DELETED"'
_OPENS = re.compile(r'<\?CLG\.MDFO\s(?=[^?]*\bACTION="DELETED")(?=[^?]*?\bID="(?P<id>[^"?]+)")[^?]*\?>')
_CLOSES = re.compile(r'<\?CLG\.MDFC\s[^?]*?\bIDREF="(?P<id>[^"?]+)"[^?]*\?>')
_TAG = re.compile(r"<(?P<end>/?)[A-Za-z_][^<>]*?(?P<empty>/?)>")
_WORDS = re.compile(r">[^<>]+<")


def in_force(text: str) -> str:
    """Return an XML text with blanks for what was deleted: every other character keeps its place.

    Of a deletion that begins in one element and ends in another the words go, and the elements stay.
    """
    if _TELLS not in text:
        return text
    ends = {match["id"]: match.start() for match in _CLOSES.finditer(text)}
    pieces, done = [], 0
    for match in _OPENS.finditer(text):
        start, end = match.end(), ends.get(match["id"], -1)
        if start < done or end < start:
            continue
        gone = text[start:end]
        pieces += [text[done:start], _blank(gone) if _is_whole(gone) else _WORDS.sub(lambda run: f">{_blank(run[0][1:-1])}<", gone)]
        done = end
    return "".join((*pieces, text[done:]))


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
