"""Renewal: findings brought up to date where statements changed, and left as they are everywhere else.

What is compared again rests on what changed (`nearby`); what was found there before is looked up by its sides. All of it
together is, byte for byte, what comparing everything anew would give.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from rdflib import RDF, URIRef
from rdflib.term import Node

from ..graph import quads
from ..graph.names import CDT, ELI, ID, compact, expand
from ..graph.quads import Lines
from ..graph.store import Reader
from .findings import triples
from .nearby import OWN, Edit, affected, words_of
from .rules import lies_in
from .trial import tried

__all__ = ["Difference", "Renewal", "difference", "renewed"]

# what others see of a provision: its place, its name and what it is
_SEEN = {str(each) for each in (RDF.type, ELI.is_part_of, ELI.number, ELI.type_subdivision, CDT.within, CDT.order, CDT.heading)}
_OWN = {str(each) for each in OWN}
_STATED, _PART = str(CDT.statedIn), str(ELI.is_part_of)
_PREFIX = f"PREFIX cdt: <{CDT}>\n"


@dataclass(frozen=True, slots=True)
class Difference:
    """The provisions in which two states of a graph differ, as compact ids, and the edit that takes the later one back."""

    places: frozenset[str]
    back: Edit


@dataclass(frozen=True, slots=True)
class Renewal:
    """The normal lines that leave the findings, and those that enter; `made` is how many findings were worked out for it."""

    removed: Lines
    added: Lines
    made: int


def difference(before: Lines, now: Lines) -> Difference | None:
    """Return where two states differ; None where more differs than statements and the references of provisions.

    A concept, an instrument, a coverage, the name or place of a provision: these can bear on any finding.
    """
    if words_of(before) != words_of(now):
        return None
    changed = before ^ now
    subjects = {_parts(line)[0] for line in changed}
    whole = {state: [_parts(line) for line in state if line.split(b" ", 1)[0][1:-1].decode() in subjects] for state in (before, now)}
    facts = [fact for told in whole.values() for fact in told]
    places = {o for _, p, o in facts if p == _STATED} | {s for s, p, _ in facts if p == _PART}
    owned = subjects - {s for s, p, _ in facts if p in (_STATED, _PART)}
    holders = _holders(before | now, owned)
    if owned - holders.keys() or any(s in places and p in _SEEN for s, p, _ in map(_parts, changed)):
        return None
    places |= {place for each in holders.values() for place in each}
    old = frozenset(line for line in before if line.split(b" ", 1)[0][1:-1].decode() in subjects)
    return Difference(frozenset(map(compact, places)), Edit(old, frozenset(map(URIRef, subjects))))


def _parts(line: bytes) -> tuple[str, str, str]:
    """Return subject, predicate and object of a normal line about a node of ours; of an IRI without its brackets."""
    subject, predicate, rest = line.decode().split(" ", 2)
    return subject[1:-1], predicate[1:-1], rest.removesuffix(" .").strip("<>")


def _holders(lines: Iterable[bytes], owned: Collection[str]) -> Mapping[str, set[str]]:
    """Return for figures, lists and clauses the provisions of the statements that they belong to."""
    if not owned:
        return {}
    ours = [_parts(line) for line in lines if line.startswith(f"<{ID}".encode())]
    norms = {(s, o) for s, p, o in ours if p in _OWN and o in owned}
    stated = {(s, o) for s, p, o in ours if p == _STATED and s in {norm for norm, _ in norms}}
    found: dict[str, set[str]] = {}
    for norm, own in norms:
        found.setdefault(own, set()).update(place for s, place in stated if s == norm)
    return found


def renewed(store: Reader, changed: Difference, texts: Sequence[str], rights: Sequence[str], *, words: Lines) -> Renewal:
    """Return what leaves and enters the findings where a graph changed.

    `store` holds the graph as it is now, with the findings as they were; `words` is its vocabulary with its closures.
    """
    touched = affected(store, changed.places, changed.back)
    found = tried(store, touched, texts, rights, words=words).found
    new = frozenset(quads.lines_of(triples(found)).splitlines())
    stale = _stale(store, touched, texts)
    old = _about(store, stale | _left_over(store, stale))
    return Renewal(old - new, new - old, len(found))


def _stale(store: Reader, touched: Collection[str], texts: Sequence[str]) -> set[Node]:
    """Return the stored findings that rest on these provisions, those of their texts as wholes included."""
    sides = "{ ?f cdt:leftProvision ?p } UNION { ?f cdt:rightProvision ?p }"
    found = _column(store, f"{_values('p', map(expand, touched))} {sides}", "f")
    for row in store.select(f"{_PREFIX}SELECT ?m {{ ?m a cdt:Mandate }}"):
        directive = f"?d cdt:within <{row['m']}> . ?f cdt:rightProvision ?d"
        if any(lies_in(place, compact(str(row["m"]))) for place in touched):
            found |= _column(store, directive, "f")
        else:
            wholes = [expand(text) for text in texts if any(lies_in(place, text) for place in touched)]
            found |= _column(store, f"{_values('t', wholes)} ?f cdt:leftProvision ?t . {directive}", "f") if wholes else set()
    # that an act answers to no mandate is found without looking at what it says
    return found - _column(store, '?f cdt:reason "enacted"', "f")


def _left_over(store: Reader, stale: set[Node]) -> set[Node]:
    """Return the comparisons that only these findings rest on, and the relations that only these comparisons have."""
    compared = _column(store, f"{_values('f', stale)} ?f cdt:decisive ?c", "c")
    rows = store.select(f"{_PREFIX}SELECT ?f ?c {{ {_values('c', compared)} ?f cdt:decisive ?c }}")
    gone = compared - {row["c"] for row in rows if row["f"] not in stale}
    related = _column(store, f"{_values('c', gone)} ?c cdt:aspectRelation ?a", "a")
    # one more than would go: whoever else has the relation is among so many
    most = len(gone) + 1
    kept = {a for a in related if _column(store, f"?c cdt:aspectRelation {quads.term_text(a)}", "c", most=most) - gone}
    return gone | (related - kept)


def _about(store: Reader, subjects: set[Node]) -> Lines:
    rows = store.select(f"SELECT ?s ?p ?o {{ {_values('s', subjects)} ?s ?p ?o }}")
    return frozenset(quads.lines_of((row["s"], row["p"], row["o"]) for row in rows).splitlines())


def _values(name: str, terms: Iterable[Node]) -> str:
    return f"VALUES ?{name} {{ {' '.join(sorted(map(quads.term_text, terms)))} }}"


def _column(store: Reader, pattern: str, name: str, *, most: int | None = None) -> set[Node]:
    limit = "" if most is None else f" LIMIT {most}"
    return {row[name] for row in store.select(f"{_PREFIX}SELECT DISTINCT ?{name} {{ {pattern} }}{limit}")}
