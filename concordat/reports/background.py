"""Background: what a note says besides the finding: status of texts, competence, who is not bound, reservations that are open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rdflib import Literal
from rdflib.term import Node

from ..compatibility import Finding
from ..graph.names import compact, expand, instrument_of
from ..graph.store import Reader
from ..texts import PREFIXES, Library

__all__ = ["Background", "Competence", "Leave", "competence", "read_background"]


@dataclass(frozen=True, slots=True)
class Competence:
    """Who may act on a topic: concepts, the topic it is stated for, what it means by language, and where it stands."""

    competence: str
    topic: str
    meaning: Mapping[str, str]
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Leave:
    """A provision that lets a State reserve or declare: its compact id, the effects, and the moments at which it may."""

    clause: str
    effects: tuple[str, ...]
    moments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Background:
    """All of it for a graph; instruments, provisions, states and concepts are compact ids."""

    status: Mapping[str, str]
    restricted: frozenset[str]
    original: Mapping[str, str]
    not_bound: Mapping[str, tuple[tuple[str, str], ...]]
    leaves: tuple[Leave, ...]

    def open_to(self, finding: Finding, library: Library) -> list[Leave]:
        """Return the leaves that stand in the articles a finding is about, on either side."""
        articles = {library.article(p) for p in (*finding.left, *finding.right) if library.root(p) != p}
        return [leave for leave in self.leaves if library.article(leave.clause) in articles]

    def limited(self, finding: Finding) -> bool:
        """Return whether a text of a finding may not be published."""
        return any(instrument_of(p) in self.restricted for p in (*finding.left, *finding.right))


def read_background(store: Reader) -> Background:
    """Return the background of all texts of a graph."""
    return Background(
        _one(store, "SELECT ?i ?o { ?i cdt:normativeStatus ?o }"),
        frozenset(_one(store, "SELECT ?i ?o { ?i dcterms:accessRights ?o FILTER (?o = <https://w3id.org/concordat/scheme/access#restricted>) }")),
        _one(store, "SELECT ?i ?o { ?i cdt:originalLanguage ?o }"),
        _not_bound(store),
        _leaves(store),
    )


def _select(store: Reader, query: str) -> Sequence[Mapping[str, Node]]:
    return store.select(f"PREFIX dcterms: <http://purl.org/dc/terms/>\n{PREFIXES}{query}")


def _one(store: Reader, query: str) -> dict[str, str]:
    return {compact(str(row["i"])): compact(str(row["o"])) for row in _select(store, query)}


def _not_bound(store: Reader) -> dict[str, tuple[tuple[str, str], ...]]:
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in _select(store, "SELECT ?state ?recital { ?norm cdt:notBound ?state ; cdt:statedIn ?recital }"):
        recital = compact(str(row["recital"]))
        found[instrument_of(recital)].add((compact(str(row["state"])), recital))
    return {instrument: tuple(sorted(held)) for instrument, held in found.items()}


def _leaves(store: Reader) -> tuple[Leave, ...]:
    query = "SELECT ?p ?e ?m { ?n cdt:reservation ?r ; cdt:statedIn ?p . ?r cdt:effect ?e . OPTIONAL { ?r cdt:moment ?m } }"
    effects: dict[str, set[str]] = defaultdict(set)
    moments: dict[str, set[str]] = defaultdict(set)
    for row in _select(store, query):
        clause = compact(str(row["p"]))
        effects[clause].add(compact(str(row["e"])))
        moments[clause] |= {compact(str(row["m"]))} if "m" in row else set()
    return tuple(Leave(clause, tuple(sorted(held)), tuple(sorted(moments[clause]))) for clause, held in sorted(effects.items()))


def competence(store: Reader, statements: Iterable[str]) -> list[Competence]:
    """Return who may act on the topics of statements, by the competence stated nearest above each topic."""
    listed = " ".join(f"<{expand(s)}>" for s in sorted({*statements}))
    if not listed:
        return []
    query = f"""SELECT ?topic ?stated ?c ?meaning ?p {{ VALUES ?s {{ {listed} }} ?s cdt:topic ?topic . ?topic cdt:includedIn ?stated .
        ?held a cdt:CompetenceStatement ; cdt:topic ?stated ; cdt:competence ?c ; cdt:summary ?meaning . OPTIONAL {{ ?held cdt:statedIn ?p }} }}"""
    rows = _select(store, query)
    wider = {(str(r["a"]), str(r["b"])) for r in _select(store, "SELECT ?a ?b { ?a cdt:includedIn ?b FILTER (?a != ?b) }")} if rows else set()
    stated: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        stated[str(row["topic"])].add(str(row["stated"]))
    nearest = {one for held in stated.values() for one in held if not any((other, one) in wider for other in held)}
    return _gathered([row for row in rows if str(row["stated"]) in nearest])


def _gathered(rows: Iterable[Mapping[str, Node]]) -> list[Competence]:
    meanings: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    clauses: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        key, meaning = (compact(str(row["c"])), compact(str(row["stated"]))), row["meaning"]
        if isinstance(meaning, Literal):
            meanings[key][str(meaning.language)] = str(meaning)
        clauses[key] |= {compact(str(row["p"]))} if "p" in row else set()
    return [Competence(*key, meaning, tuple(sorted(clauses[key]))) for key, meaning in sorted(meanings.items())]
