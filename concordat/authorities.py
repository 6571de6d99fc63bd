"""Authorities: judgments and opinions that say what a provision means (Article 267 TFEU; identifiers are ECLI's).

A holding is told in our own words, with its identifier, its date and the provisions that it interprets, and says whether anybody
checked it against the decision.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from rdflib import Literal

from .graph.names import compact
from .graph.store import Reader

__all__ = ["Authority", "on", "read_authorities"]

_QUERY = """PREFIX cdt: <https://w3id.org/concordat/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT ?authority ?holding ?provision ?date ?identifier ?verification {
  ?authority cdt:holding ?holding ; cdt:interprets ?provision .
  OPTIONAL { ?authority cdt:dateAdopted ?date }
  OPTIONAL { ?authority dcterms:identifier ?identifier }
  OPTIONAL { ?authority cdt:verification ?verification }
}"""


@dataclass(slots=True)
class Authority:
    """A judgment or opinion: its compact id, its date and identifier (empty where not known), and what it held, by language."""

    compact: str
    date: str = ""
    identifier: str = ""
    holding: dict[str, str] = field(default_factory=dict)
    interpreted: set[str] = field(default_factory=set)
    unverified: bool = False


def read_authorities(store: Reader) -> dict[str, Authority]:
    """Return the judgments and opinions of the public graph, by compact id."""
    found: dict[str, Authority] = {}
    for row in store.select(_QUERY):
        key = compact(str(row["authority"]))
        held = found.setdefault(key, Authority(key))
        if isinstance(row["holding"], Literal):
            held.holding[str(row["holding"].language)] = str(row["holding"])
        held.interpreted.add(compact(str(row["provision"])))
        held.date, held.identifier = str(row.get("date") or ""), str(row.get("identifier") or "")
        held.unverified = str(row.get("verification", "")).endswith("#unverified")
    return found


def on(held: Iterable[Authority], provision: str) -> list[Authority]:
    """Return those that interpret a provision, a part of it or what it is a part of, the oldest first."""
    found = (a for a in held if any(_meet(one, provision) for one in a.interpreted))
    return sorted(found, key=lambda a: (a.date, a.compact))


def _meet(one: str, other: str) -> bool:
    return f"{one}/".startswith(f"{other}/") or f"{other}/".startswith(f"{one}/")
