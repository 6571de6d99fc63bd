"""Mentions: the places in a text that name an instrument, before anything is said of its parts."""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

__all__ = ["Mention", "fold", "kind_of", "words"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A named instrument: `start` and `end` (half-open characters of the text), its compact ids and how it is named.

    `how` is name, act, resolution, symbol, opinion or group; `noun` the kind of instrument, as printed in lower case.
    """

    start: int
    end: int
    targets: tuple[str, ...]
    how: str
    noun: str = ""


class _Plain(dict[int, str]):
    """Each character in lower case without accents; made when it is first met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        base = "'" if character in "’‘ʼ" else unicodedata.normalize("NFD", character)[0].lower()
        self[code] = base if len(base) == 1 else character
        return self[code]


_PLAIN = _Plain()


@lru_cache(2048)
def fold(text: str) -> str:
    """Return a text in lower case without accents, with straight apostrophes; its length is kept."""
    return text.translate(_PLAIN)


@lru_cache(1)
def words() -> dict[str, Any]:
    """Return the table of the words by which texts refer to others (`references.toml`)."""
    return tomllib.loads((files("concordat") / "loaders" / "references.toml").read_text(encoding="utf-8"))


@lru_cache(1024)
def kind_of(noun: str) -> str | None:
    """Return the kind of text that a noun names (`treaty`, `directive`, `division` ...), or None."""
    plain = fold(noun)
    return next((kind for kind, nouns in words()["nouns"].items() if plain in nouns), None)
