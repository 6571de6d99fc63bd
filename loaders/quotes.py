"""Quotations: rows that an amending act writes into another act, which are no provisions of its own."""

from __future__ import annotations

import re

__all__ = ["Quotes"]

_PAIRS = {"‘": "’", "“": "”", "„": "“”", "«": "»", "»": "«»", "”": "”", "’": "’", '"': '"', "'": "'"}
_STOPS = r"[\s.;,:)]*$"


class Quotes:
    """Follows quotation marks that open one row and close another."""

    def __init__(self) -> None:
        self._closing = ""

    def clear(self) -> None:
        """End what stands open: a provision of the act itself begins."""
        self._closing = ""

    @property
    def open(self) -> bool:
        """Whether a quotation goes on."""
        return bool(self._closing)

    def takes(self, words: str) -> bool:
        """Return whether a row is quoted, and follow what it opens or closes."""
        if self._closing:
            if re.search(f"[{self._closing}]{_STOPS}", words):
                self._closing = ""
            return True
        closing = _PAIRS.get(words[:1])
        if closing is None:
            return False
        inside = re.search(rf"[{closing}](?=[\s.,;:)]|$)", words[1:])
        if inside is None:
            self._closing = closing
            return True
        return re.fullmatch(_STOPS.removesuffix("$"), words[1:][inside.end() :]) is not None and len(words) > 60
