"""Languages: French or English, told by their commonest words."""

from __future__ import annotations

import re

__all__ = ["language_of"]

_FRENCH = re.compile(r"\b(?:le|les|des|une|du|et)\b", re.IGNORECASE)
_ENGLISH = re.compile(r"\b(?:the|of|and|to)\b", re.IGNORECASE)


def language_of(text: str) -> str:
    """Return `fr` or `en`, whichever a text has more common words of (English where it has none)."""
    return "fr" if len(_FRENCH.findall(text)) > len(_ENGLISH.findall(text)) else "en"
