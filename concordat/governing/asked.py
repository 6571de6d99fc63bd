"""Asked: who, when and on what, as a reader writes it: `VN`, `VNM`, `Viet Nam`, `EU`; `preservation`.

Codes of States are those of ISO 3166-1; a topic may be named by the beginning of its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Protocol

from rdflib import Literal
from rdflib.term import Node

from ..errors import UsageError
from ..graph.names import compact

__all__ = ["Asked", "Party", "Reader", "asked"]

_ACTORS = """PREFIX cdt: <https://w3id.org/concordat/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?actor ?name ?preferred {
  ?actor a cdt:Actor ; skos:prefLabel ?preferred .
  { ?actor dcterms:identifier ?name } UNION { ?actor skos:prefLabel ?name } UNION { ?actor skos:altLabel ?name }
}"""
_TOPICS = """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?topic { ?topic skos:inScheme <https://w3id.org/concordat/scheme/topic> }"""
_UNION = "organisation:european-union"


class Reader(Protocol):
    """A store that can be asked."""

    def select(self, query: str, *, bindings: Mapping[str, Node] | None = None) -> list[dict[str, Node]]:
        """Return the rows of a SELECT query."""
        ...


@dataclass(frozen=True, slots=True)
class Party:
    """A State or the European Union; `names` by language tag."""

    compact: str
    names: Mapping[str, str]

    @property
    def is_union(self) -> bool:
        """Whether this is the European Union itself."""
        return self.compact == _UNION


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of what governs: two parties, a day, and the topics meant, as compact ids."""

    one: Party
    other: Party
    on: date
    topics: tuple[str, ...]

    @property
    def both(self) -> tuple[Party, Party]:
        """The two parties, in the order in which they were named."""
        return self.one, self.other


def asked(store: Reader, between: tuple[str, str], *, on: str, topic: str) -> Asked:
    """Return the question as the graph understands it.

    `between` are codes of ISO 3166-1, names or compact ids; `on` is a day such as 2026-06-01; `topic` a name of the
    scheme topic or its beginning. Raises UsageError where one of them names nothing, or both parties are one.
    """
    try:
        day = date.fromisoformat(on)
    except ValueError as error:
        raise UsageError(f"{on!r} is no day", where="--on", do="write it like 2026-06-01") from error
    known = _parties(store)
    one, other = (_party(known, name) for name in between)
    if one.compact == other.compact:
        raise UsageError(f"{one.names['en']} cannot be asked about with itself", where="--between", do="name two parties")
    return Asked(one, other, day, _topics(store, topic))


def _parties(store: Reader) -> dict[str, tuple[str, Party]]:
    """Each code and name in small letters, with the same as the graph writes it and its party."""
    names: dict[str, dict[str, str]] = {}
    written: dict[str, tuple[str, str]] = {}
    for row in store.select(_ACTORS):
        actor, preferred, name = compact(str(row["actor"])), row["preferred"], str(row["name"])
        if not (actor.startswith("state:") or actor == _UNION):
            continue
        if isinstance(preferred, Literal):
            names.setdefault(actor, {})[str(preferred.language)] = str(preferred)
        written[name.casefold()] = name, actor
        written[actor.casefold()] = actor, actor
    return {key: (name, Party(actor, names[actor])) for key, (name, actor) in written.items()}


def _party(known: Mapping[str, tuple[str, Party]], name: str) -> Party:
    if name.casefold() in known:
        return known[name.casefold()][1]
    # each party once, by the name that is nearest
    near: dict[str, str] = {}
    for key in get_close_matches(name.casefold(), known, n=6):
        near.setdefault(known[key][1].compact, known[key][0])
    told = f"did you mean {', '.join([*near.values()][:3])}?" if near else "write a code of ISO 3166-1 such as VN, or EU"
    raise UsageError(f"no State {name!r} in the graph", where="--between", do=told)


def _topics(store: Reader, name: str) -> tuple[str, ...]:
    known = {compact(str(row["topic"])) for row in store.select(_TOPICS)}
    whole = f"topic:{name.removeprefix('topic:')}"
    meant = {whole} & known or {topic for topic in known if topic.startswith(f"{whole}-")}
    if not meant:
        near = get_close_matches(whole, known, n=3)
        told = f"did you mean {', '.join(near)}?" if near else "see the scheme topic"
        raise UsageError(f"no topic {name!r}", where="--topic", do=told)
    return tuple(sorted(meant))
