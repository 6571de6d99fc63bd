"""Corresponding: how provisions stand to those of other instruments, as the curators recorded it (SSSOM), and what changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from rdflib import Literal

from ..graph.names import compact
from ..graph.store import Store
from ..texts import PREFIXES

__all__ = ["Correspondence", "by_provision", "read_correspondences"]

_NAMED = ("subject", "object", "against", "predicate", "justification")
_QUERY = """SELECT ?c ?subject ?predicate ?against ?object ?justification ?change ?state {
    ?c a cdt:Correspondence ; cdt:subject ?subject ; cdt:predicate ?predicate ; cdt:heldAgainst ?against .
    OPTIONAL { ?c cdt:object ?object } OPTIONAL { ?c cdt:justification ?justification } OPTIONAL { ?c cdt:change ?change }
    OPTIONAL { ?c cdt:reviewState ?state } }"""


@dataclass(slots=True)
class Correspondence:
    """One record: compact ids of both provisions (`other` is empty where there is no counterpart), of the text held against, of
    the predicate and the justification; what changed by language, and whether nobody has accepted it yet."""

    one: str
    other: str
    against: str
    predicate: str
    justification: str
    proposed: bool
    change: dict[str, str] = field(default_factory=dict)

    def facing(self, provision: str) -> str:
        """Return the provision on the other side."""
        return self.other if provision == self.one else self.one


def read_correspondences(store: Store) -> tuple[Correspondence, ...]:
    """Return all records, by the IRI."""
    found: dict[str, Correspondence] = {}
    for row in store.select(PREFIXES + _QUERY):
        told = {name: compact(str(row[name])) if name in row else "" for name in _NAMED}
        held = found.setdefault(
            str(row["c"]),
            Correspondence(
                told["subject"], told["object"], told["against"], told["predicate"], told["justification"],
                str(row.get("state", "#proposed")).endswith("#proposed"),
            ),
        )  # fmt: skip
        change = row.get("change")
        if isinstance(change, Literal):
            held.change[str(change.language)] = str(change)
    return tuple(held for _, held in sorted(found.items()))


def by_provision(records: tuple[Correspondence, ...]) -> dict[str, tuple[Correspondence, ...]]:
    """Return the records by the provisions on either side."""
    found: dict[str, list[Correspondence]] = defaultdict(list)
    for held in records:
        for side in _sides(held):
            found[side].append(held)
    return {key: tuple(held) for key, held in found.items()}


def _sides(held: Correspondence) -> Iterator[str]:
    yield held.one
    if held.other and held.other != held.one:
        yield held.other
