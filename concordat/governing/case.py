"""Case: what the graph knows for one question: standings, rules on the topic, final clauses, tables, dates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rdflib import Literal
from rdflib.term import Node

from ..graph.names import compact, expand
from ..texts import Library, read_library
from .asked import Asked, Party, Reader
from .clauses import Rules, rules
from .standing import Standing, standings
from .wording import Wording

__all__ = ["PREFIXES", "Case", "by_language", "read_case"]

PREFIXES = """PREFIX cdt: <https://w3id.org/concordat/ontology#>
PREFIX completeness: <https://w3id.org/concordat/scheme/completeness#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
_LABELS = """SELECT ?concept ?label {
  VALUES ?scheme { <https://w3id.org/concordat/scheme/competence> <https://w3id.org/concordat/scheme/regime> }
  ?concept skos:inScheme ?scheme ; skos:prefLabel ?label
}"""
# failing a date of its own, a treaty is as old as its first signature
_DATED = "SELECT ?i (MIN(?on) AS ?day) { ?event a cdt:Signature ; cdt:ofInstrument ?i ; cdt:onDate ?on } GROUP BY ?i"
_SIGNED = "SELECT ?i ?day { { ?i cdt:dateSigned ?day } UNION { ?i cdt:dateAdopted ?day } }"
_HORIZONS = "SELECT ?i ?day { ?table a cdt:StatusTable ; cdt:ofInstrument ?i ; cdt:horizon ?day }"
_ENTRY = """SELECT ?rule ?i ?clause ?start {
  ?rule a cdt:EntryIntoForceRule ; cdt:ofInstrument ?i ; cdt:statedIn ?clause .
  OPTIONAL { ?rule cdt:startsOn ?start }
}"""
_WHOLE = """SELECT DISTINCT ?i {
  ?coverage a cdt:Coverage ; cdt:ofInstrument ?i ; cdt:topic ?wide ; cdt:completeness completeness:complete .
  ?topic cdt:includedIn ?wide
}"""
# they bind by membership, which is said apart
_FOUNDING = {"eu-charter", "teu", "tfeu"}
_NONE = Standing("none", None)


@dataclass(frozen=True, slots=True)
class Case:
    """What is known; by instrument: standings of each party, rules, final clauses, last day of the table, date."""

    asked: Asked
    one: Mapping[str, Standing]
    other: Mapping[str, Standing]
    spoken: Mapping[str, Rules]
    entry: Mapping[str, Mapping[str, str]]
    horizons: Mapping[str, date]
    dated: Mapping[str, str]
    read: frozenset[str]
    words: Wording

    @property
    def binding(self) -> list[str]:
        """The instruments that bind both on the day, sorted."""
        return sorted(i for i in self.one if {standing.state for _, standing in self.both(i)} == {"bound"})

    @property
    def speaking(self) -> list[str]:
        """Those of them that have rules on the topic or above it."""
        return [instrument for instrument in self.binding if instrument in self.spoken]

    @property
    def considered(self) -> list[str]:
        """The treaties that both did something about, or that speak on the topic, sorted; of the latter, only one may be bound, or none."""
        speaking = {i for i in self.spoken if self.words.library.kinds[i] & {"Treaty", "Protocol"}}
        acted = {i for i in {*self.one, *self.other} if {standing.state for _, standing in self.both(i)} <= {"bound", "joined", "signed"}}
        return sorted((speaking | acted) - _FOUNDING)

    def both(self, instrument: str) -> tuple[tuple[Party, Standing], tuple[Party, Standing]]:
        """Each party with where it stands to an instrument."""
        return (self.asked.one, self.one.get(instrument, _NONE)), (self.asked.other, self.other.get(instrument, _NONE))

    def doubtful(self, instrument: str) -> bool:
        """Whether where a party stands to an instrument was read in no table."""
        return any(standing.act.unverified if standing.act else instrument not in self.horizons for _, standing in self.both(instrument))

    def beyond(self, instrument: str) -> bool:
        """Whether the depositary's table ends before the day asked about."""
        return instrument in self.horizons and self.horizons[instrument] < self.asked.on


def read_case(store: Reader, asked: Asked, library: Library | None = None) -> Case:
    """Return what a store knows for a question; whoever has read its provisions already may hand them in."""
    one, other = (standings(store, party, asked.on) for party in asked.both)
    entry: dict[str, dict[str, str]] = {}
    for row in store.select(PREFIXES + _ENTRY):
        held = entry.setdefault(compact(str(row["i"])), {})
        held[str(row["rule"]).rsplit("/", 1)[-1]] = compact(str(row["clause"]))
        if "start" in row:
            held["start"] = str(row["start"])
    words = Wording(library or read_library(store), by_language(store.select(PREFIXES + _LABELS), "concept", "label"))
    horizons = {instrument: date.fromisoformat(day) for instrument, day in _days(store, _HORIZONS).items()}
    dated = _days(store, _DATED) | _days(store, _SIGNED)
    return Case(asked, one, other, rules(store, asked.topics), entry, horizons, dated, _read(store, asked), words)


def _days(store: Reader, query: str) -> dict[str, str]:
    return {compact(str(row["i"])): str(row["day"]) for row in store.select(PREFIXES + query)}


def _read(store: Reader, asked: Asked) -> frozenset[str]:
    """The instruments that were read whole on all the topics, so that silence can be told from ignorance."""
    found = [
        {compact(str(row["i"])) for row in store.select(PREFIXES + _WHOLE, bindings={"topic": expand(topic)})} for topic in asked.topics
    ]
    return frozenset[str].intersection(*map(frozenset, found))


def by_language(rows: list[dict[str, Node]], key: str, value: str) -> dict[str, dict[str, str]]:
    """Return texts by compact id and language."""
    found: dict[str, dict[str, str]] = {}
    for row in rows:
        text = row[value]
        if isinstance(text, Literal):
            found.setdefault(compact(str(row[key])), {})[str(text.language)] = str(text)
    return found
