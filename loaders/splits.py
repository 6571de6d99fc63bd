"""Splits: words that a printer cut in two ("Convent ion"), joined where the same document has the whole word.

Joined only where it is safe: neither piece stands anywhere else in the document, or the piece is a lone letter that
is no word.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Splits"]

_WORD = re.compile(r"[^\W\d_]{2,}|[^\W\d_](?![).\w])")
_WORDS_OF_ONE_LETTER = frozenset("aàyôo" + "cdjlmnst")  # the last ones stand before an apostrophe
_LEAST = 5  # letters of a word that is joined


class Splits:
    """The cut words of a text, found from its rows."""

    def __init__(self, rows: Iterable[str]) -> None:
        known: Counter[str] = Counter()
        pairs: Counter[tuple[str, str]] = Counter()
        for row in rows:
            found = list(_WORD.finditer(row))
            known.update(match.group().lower() for match in found)
            for left, right in pairwise(found):
                if right.start() == left.end() + 1 and row[left.end()] == " ":
                    pairs[left.group(), right.group()] += 1
        whole = [pair for pair in pairs if _is_whole(*pair, known)]
        pieces = Counter(piece.lower() for pair in whole for piece in pair for _ in range(pairs[pair]))
        cut = [pair for pair in whole if _is_cut(pair, [pieces[piece.lower()] == known[piece.lower()] for piece in pair])]
        self._pattern = re.compile("|".join(rf"\b{left} {right}\b" for left, right in cut) or r"(?!)")

    def mend(self, text: str) -> str:
        """Return a text with its cut words joined."""
        return self._pattern.sub(lambda match: match.group().replace(" ", ""), text)


def _is_whole(left: str, right: str, known: Counter[str]) -> bool:
    """Whether the document has the word that two pieces make."""
    return len(left) + len(right) >= _LEAST and known[(left + right).lower()] > 0 and not right[0].isupper()


def _is_cut(pair: tuple[str, str], alone: list[bool]) -> bool:
    """Whether two pieces are no words; `alone` says of each that it stands nowhere but in such pairs."""
    lone = [len(piece) == 1 and piece.lower() not in _WORDS_OF_ONE_LETTER for piece in pair]
    return all(alone) or any(a and one for a, one in zip(alone, lone, strict=True))
