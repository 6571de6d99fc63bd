"""Negotiation: which media type to answer with (RFC 9110, section 12.5.1), and which language (section 12.5.4)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

__all__ = ["FORMS", "GRAPH_TYPES", "RESULT_TYPES", "language", "preferred"]

RESULT_TYPES = ("application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values")
GRAPH_TYPES = ("text/turtle", "application/ld+json", "application/n-triples", "application/n-quads", "application/rdf+xml")
# the short names of `?format=` and of suffixes
FORMS = {
    "json": "application/sparql-results+json", "xml": "application/sparql-results+xml", "csv": "text/csv",
    "tsv": "text/tab-separated-values", "ttl": "text/turtle", "jsonld": "application/ld+json", "nt": "application/n-triples",
    "nq": "application/n-quads", "rdf": "application/rdf+xml", "html": "text/html",
}  # fmt: skip
# what clients ask for instead of the registered name
_ALSO = {
    "application/json": "application/sparql-results+json", "application/xml": "application/sparql-results+xml",
    "text/xml": "application/sparql-results+xml", "application/x-turtle": "text/turtle", "text/turtle;charset=utf-8": "text/turtle",
    "text/plain": "application/n-triples", "application/xhtml+xml": "text/html",
}  # fmt: skip


def _ranges(header: str) -> list[tuple[str, float]]:
    """Return the ranges of an Accept header with their weights; one that cannot be read is left out."""
    found = []
    for part in header.split(","):
        name, *parameters = (piece.strip() for piece in part.lower().split(";"))
        weight = 1.0
        for parameter in parameters:
            if parameter.startswith("q="):
                try:
                    weight = min(1.0, max(0.0, float(parameter[2:])))
                except ValueError:
                    weight = 0.0
        if name:
            found.append((name, weight))
    return found


def _weight(offer: str, ranges: Sequence[tuple[str, float]]) -> float:
    """Return how much an offer is wanted, the most specific range deciding."""
    best = (-1, 0.0)
    for name, weight in ranges:
        if name == offer or _ALSO.get(name) == offer:
            rank = 2 + (name == offer)
        elif name == offer.partition("/")[0] + "/*":
            rank = 1
        elif name == "*/*":
            rank = 0
        else:
            continue
        best = max(best, (rank, weight))
    return best[1]


@lru_cache(128)
def preferred(accept: str | None, offers: tuple[str, ...]) -> str | None:
    """Return the offer that an Accept header prefers, the earlier of equal ones, or None where it takes none of them."""
    if not accept or not accept.strip():
        return offers[0]
    ranges = _ranges(accept)
    weights = [_weight(offer, ranges) for offer in offers]
    best = max(weights)
    return offers[weights.index(best)] if best > 0 else None


def language(accept: str | None) -> str:
    """Return en or fr, as an Accept-Language header prefers; en where it says nothing of either."""
    weights = {"en": 0.0, "fr": 0.0}
    for name, weight in _ranges(accept or ""):
        short = name.split("-")[0]
        if short in weights:
            weights[short] = max(weights[short], weight)
    return "fr" if weights["fr"] > weights["en"] else "en"
