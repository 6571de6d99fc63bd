"""Limits: what one query, and one request, may take. They hold in the workers and are stated to whoever asks."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Limits"]

_TOLD = {
    "en": "A query has {seconds:g} seconds, {rows} rows or triples and {memory} MiB of memory; what is longer is cut short and says so.",
    "fr": "Une requête dispose de {seconds:g} secondes, de {rows} lignes ou triplets et de {memory} Mio de mémoire ; "
    "ce qui dépasse est coupé, et le dit.",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What is allowed: `seconds` and `rows` an answer, `memory` in MiB a worker, `body` in bytes a request.

    `workers` queries run at a time and `waiting` more may wait for their turn. A document that somebody uploads may have `document`
    bytes and take `examination` seconds; each person may have `documents` of them, each for so many `days`. A query that takes `slow`
    seconds or more is logged. Small whole answers may take `answers` MiB, to be given again as long as nothing changes.
    """

    seconds: float = 30.0
    rows: int = 100_000
    memory: int = 4096
    body: int = 2**20
    workers: int = 4
    waiting: int = 200
    document: int = 20 * 2**20
    examination: float = 300.0
    documents: int = 20
    days: int = 30
    slow: float = 5.0
    answers: int = 16

    def told(self, lang: str) -> str:
        """Return the limits of a query as a sentence, in en or fr."""
        return _TOLD[lang].format(seconds=self.seconds, rows=self.rows, memory=self.memory)
