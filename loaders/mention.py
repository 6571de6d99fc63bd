"""Mentions: the places in a text that name an instrument, before anything is said of its parts."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

__all__ = ["Mention", "fold", "holds", "kind_of", "within_word", "word_of", "words"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A named instrument: `start` and `end` (half-open characters of the text), its compact ids and how it is named.

    `how` is name, act, resolution, symbol, opinion, group, series or, without ids, unnamed or stranger; `noun` is the kind of
    instrument, as printed in lower case.
    """

    start: int
    end: int
    targets: tuple[str, ...]
    how: str
    noun: str = ""


_FOREIGN = re.compile(r"[^\x00-\x7f]")


class _Plain(dict[str, str]):
    """Each character in lower case without accents; made when it is first met."""

    def __missing__(self, character: str) -> str:
        base = "'" if character in "’‘ʼ" else unicodedata.normalize("NFD", character)[0].lower()
        self[character] = base if len(base) == 1 else character
        return self[character]


_PLAIN = _Plain()


@lru_cache(2048)
def fold(text: str) -> str:
    """Return a text in lower case without accents, with straight apostrophes; its length is kept."""
    if text.isascii():
        return text.lower()
    # nearly all characters are ASCII: the others alone are looked up
    return _FOREIGN.sub(lambda match: _PLAIN[match.group()], text).lower()


def holds(text: str, hints: Iterable[str]) -> bool:
    """Return whether a text has one of some words or signs, which is seen sooner than what a pattern finds."""
    for hint in hints:  # noqa: SIM110 - a loop is quicker than a generator here, and this is asked of every passage
        if hint in text:
            return True
    return False


def within_word(before: str) -> bool:
    """Return whether a place stands inside a word: `before` is the character in front of it."""
    return before.isalnum() or before == "_"


@lru_cache(1)
def words() -> dict[str, Any]:
    """Return the table of the words by which texts refer to others (`references.toml`)."""
    return tomllib.loads((files("concordat") / "loaders" / "references.toml").read_text(encoding="utf-8"))


@lru_cache(1024)
def kind_of(noun: str) -> str | None:
    """Return the kind of text that a noun names (`treaty`, `directive`, `division` ...), or None."""
    plain = fold(noun)
    return next((kind for kind, nouns in words()["nouns"].items() if plain in nouns), None)


@lru_cache(1024)
def word_of(noun: str) -> str | None:
    """Return what a noun calls a text, in one word for both languages (`convention`, `agreement`, `directive` ...), or None."""
    plain = fold(noun)
    return next((word for word, nouns in words()["words"].items() if plain in nouns), kind_of(noun))
