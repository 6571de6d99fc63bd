"""Search: provisions, instruments and concepts by their words, in English and French, whatever the accents.

An index of SQLite (FTS5) beside the snapshot, built from it and thrown away with it. Pin-points are words like any
other, so that "art 29 Budapest" finds the article.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Entry", "Found", "build", "search"]

_WORD = re.compile(r"\w+")
_MOST = 50
_RANK = "bm25(entry, 4.0, 0.0, 8.0, 1.0), length(compact)"
# of one letter, an elision ("l'article") tells nothing; a number does
_SMALL = {"the", "of", "and", "on", "in", "to", "le", "la", "les", "de", "du", "des", "et", "un", "une"}


@dataclass(frozen=True, slots=True)
class Entry:
    """What is found: the compact id, its kind, its names with pin-points, and all other words of it, both languages together."""

    compact: str
    kind: str
    names: str
    words: str


@dataclass(frozen=True, slots=True)
class Found:
    """The compact ids found, the best first; `whole` is whether they have all the words; `more` whether there are others."""

    compacts: tuple[str, ...]
    whole: bool
    more: bool


def build(path: Path, entries: Iterable[Entry]) -> None:
    """Write the index of entries to a new file."""
    with closing(sqlite3.connect(path)) as held:
        columns = "compact, kind UNINDEXED, names, words, tokenize='unicode61 remove_diacritics 2'"
        held.execute(f"CREATE VIRTUAL TABLE entry USING fts5({columns})")
        held.executemany("INSERT INTO entry VALUES (?, ?, ?, ?)", ((e.compact, e.kind, e.names, e.words) for e in entries))
        held.commit()


def search(path: Path, text: str) -> Found:
    """Return what has all the words of a text, or, where nothing has, some of them."""
    words = list(_wanted(text))
    if not words:
        return Found((), whole=True, more=False)
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as held:
        # what is named so comes before what merely mentions it; of pin-points, a whole article before its parts
        pinned = any(character.isdigit() for character in text)
        named = _rows(held, f"{{compact names}} : ({' AND '.join(words)})", "length(compact)" if pinned else _RANK)
        rows = list(dict.fromkeys([*named, *_rows(held, " AND ".join(words), _RANK)]))
        whole = bool(rows)
        rows = rows or _rows(held, " OR ".join(words), _RANK)
    return Found(tuple(rows[:_MOST]), whole=whole, more=len(rows) > _MOST)


def _rows(held: sqlite3.Connection, query: str, order: str) -> list[str]:
    found = held.execute(f"SELECT compact FROM entry WHERE entry MATCH ? ORDER BY {order} LIMIT {_MOST + 1}", (query,))  # noqa: S608
    return [row[0] for row in found]


def _wanted(text: str) -> Iterator[str]:
    """Yield the words as FTS5 takes them: quoted, and a longer one also as the beginning of another."""
    for word in _WORD.findall(text.lower())[:20]:
        if word in _SMALL or (len(word) == 1 and word.isalpha()):
            continue
        yield f'"{word}"' + ("*" if len(word) > 3 and word.isalpha() else "")
