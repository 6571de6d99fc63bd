"""Nearby: the part of a graph that a change can bear on, gathered by looking things up, never by reading all of it.

The rules run on this part as they run on the whole graph, and find there what they would find in the whole. Its size rests on
the change and on what meets it, not on the size of the graph. An edit takes part without being stored.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from rdflib import RDF, URIRef
from rdflib.term import Node

from ..graph import quads
from ..graph.names import CDT, ELI, ID, compact, concept, expand, instrument_of
from ..graph.quads import Lines
from ..graph.store import Reader
from .rules import lies_in, table

__all__ = ["OWN", "Edit", "affected", "joined", "nearby", "words_of"]

_PART, _TAKES, _STATED = ELI.is_part_of, CDT.incorporates, CDT.statedIn
# how a statement names the nodes that belong to it and are told with it
OWN = (CDT.constraint, CDT.refusalList, CDT.precedence, CDT.reservation)
_POINT = concept("kind", "point")


@dataclass(frozen=True, slots=True)
class Edit:
    """What is put in the place of something: normal lines, and the IRIs of the subjects that they replace."""

    facts: Lines = frozenset()
    replaced: frozenset[URIRef] = frozenset()


def words_of(lines: Iterable[bytes]) -> Lines:
    """Return those lines of a closed graph that are not about instruments, provisions or statements: its vocabulary."""
    start = f"<{ID}".encode()
    return frozenset(line for line in lines if not line.startswith(start))


def affected(store: Reader, changed: Iterable[str], edit: Edit | None = None) -> frozenset[str]:
    """Return the provisions, as compact ids, on which findings can differ where `changed` ones do: these and what rests on them."""
    found: set[URIRef] = set()
    for held in (_Part(store, Edit()), _Part(store, edit or Edit())):
        found |= held.resting({expand(each) for each in changed})
    return frozenset(compact(str(each)) for each in found)


def nearby(
    store: Reader, changed: Collection[str], texts: Collection[str], rights: Collection[str], *, words: Lines, edit: Edit | None = None
) -> Lines:
    """Return the part of the graph, vocabulary included, on which `survey` finds the same for `changed` as on the whole.

    `changed` is closed by `affected`; `words` is the vocabulary with its closures. What follows from an edit is not in it yet.
    """
    part = _Part(store, edit or Edit())
    part.gather({expand(each) for each in changed}, frozenset(texts), frozenset(rights))
    known = {line.split(b" ", 1)[0] for line in words}
    part.learn(known)
    return words | part.lines()


@dataclass(slots=True)
class _Part:
    """A graph as the edit makes it, of which that is held which was looked up."""

    store: Reader
    edit: Edit
    held: dict[Node, set[tuple[Node, Node]]] = field(default_factory=dict)
    new: dict[Node, set[tuple[Node, Node]]] = field(default_factory=lambda: defaultdict(set))

    def __post_init__(self) -> None:
        for subject, predicate, other in quads.triples_of(self.edit.facts):
            self.new[subject].add((predicate, other))

    def lines(self) -> Lines:
        told = ((s, p, o) for s, pairs in self.held.items() for p, o in pairs)
        return frozenset(quads.lines_of(told).splitlines()) | self.edit.facts

    def tell(self, subjects: Iterable[Node]) -> None:
        """Look up all that is said of these."""
        asked = {each for each in subjects if isinstance(each, URIRef) and each not in self.held}
        for each in asked:
            self.held[each] = set(self.new.get(each, ()))
        for row in self._rows("?s ?p ?o", "s", asked - self.edit.replaced):
            self.held[row["s"]].add((row["p"], row["o"]))

    def _rows(self, pattern: str, variable: str, values: Collection[Node]) -> Sequence[Mapping[str, Node]]:
        if not values:
            return ()
        listed = " ".join(quads.term_text(each) for each in sorted(values, key=str))
        return self.store.select(f"SELECT * {{ VALUES ?{variable} {{ {listed} }} {pattern} }}")

    def values(self, subjects: Iterable[Node], *predicates: URIRef) -> set[URIRef]:
        """Return the nodes that these point to by one of the predicates."""
        subjects = set(subjects)
        self.tell(subjects)
        return {o for s in subjects for p, o in self.held.get(s, ()) if p in predicates and isinstance(o, URIRef)}

    def pointing(self, predicate: URIRef, targets: Collection[Node]) -> set[URIRef]:
        """Return the nodes that point to one of these."""
        rows = self._rows(f"?s <{predicate}> ?o", "o", targets)
        old = {row["s"] for row in rows} - self.edit.replaced
        fresh = {s for s, pairs in self.new.items() for p, o in pairs if p == predicate and o in targets}
        return {each for each in old | fresh if isinstance(each, URIRef)}

    def _closed(self, start: Iterable[URIRef], *, down: bool) -> set[URIRef]:
        found: set[URIRef] = set()
        edge = set(start)
        while edge:
            found |= edge
            edge = (self.pointing(_PART, edge) if down else self.values(edge, _PART)) - found
        return found

    def up(self, provisions: Iterable[URIRef]) -> set[URIRef]:
        """Return these and all that holds them."""
        return self._closed(provisions, down=False)

    def down(self, provisions: Iterable[URIRef]) -> set[URIRef]:
        """Return these and all below them."""
        return self._closed(provisions, down=True)

    def stated(self, provisions: Collection[URIRef]) -> set[URIRef]:
        """Return the statements of these provisions, told with what belongs to them."""
        found = self.pointing(_STATED, provisions)
        # what they name is told by name: an instrument that is given way to, a coverage
        self.tell(self._named(found | self.values(found, *OWN)))
        return found

    def _named(self, subjects: set[URIRef]) -> set[URIRef]:
        self.tell(subjects)
        return {o for s in subjects for _, o in self.held[s] if isinstance(o, URIRef) and o.startswith(str(ID))}

    def takers(self, provisions: Collection[URIRef]) -> set[URIRef]:
        """Return the provisions that take over one of these, what holds it, or a point whose opening words it is."""
        points = {each for each in self.pointing(_PART, provisions) if _POINT in self.values({each}, ELI.type_subdivision)}
        return self.pointing(_TAKES, self.up(provisions) | points)

    def taken(self, provisions: Collection[URIRef]) -> set[URIRef]:
        """Return the provisions that these take over, with all below, and the opening words of a list of which one is a point."""
        targets = self.values(provisions, _TAKES)
        points = {each for each in targets if _POINT in self.values({each}, ELI.type_subdivision)}
        return self.down(targets) | self.values(points, _PART)

    def resting(self, changed: set[URIRef]) -> set[URIRef]:
        """Return the provisions on which findings rest on the changed ones."""
        statements = self.stated(changed)
        clauses = self.values(self.values(statements, CDT.precedence), CDT.appliesTo) | self.values(statements, CDT.governs)
        found = changed | self.takers(changed) | self.pointing(CDT.citesAsPrinted, changed) | self._ranges(changed)
        return found | self.down(clauses) | self._twins(statements, changed)

    def _ranges(self, changed: set[URIRef]) -> set[URIRef]:
        """The clauses that name the changed paragraphs, or their neighbours and leave them out."""
        beside = changed | self.pointing(_PART, self.values(changed, _PART))
        return self.values(self.pointing(CDT.precedence, self.pointing(CDT.appliesTo, beside)), _STATED)

    def _twins(self, statements: set[URIRef], changed: set[URIRef]) -> set[URIRef]:
        """The provisions of the same texts in which a changed norm is said again."""
        alike = {(each, a, t) for each in statements for a in self.values({each}, CDT.action) for t in self.values({each}, CDT.topic)}
        rows = self._rows(f"?s <{CDT.topic}> ?t ; <{CDT.action}> ?a ; <{_STATED}> ?p", "t", {t for _, _, t in alike})
        same = {row["p"] for row in rows if any((row["a"], row["t"]) == (a, t) for _, a, t in alike)}
        homes = {instrument_of(compact(str(each))) for each in changed}
        return {p for p in same if isinstance(p, URIRef) and instrument_of(compact(str(p))) in homes}

    def gather(self, changed: set[URIRef], texts: frozenset[str], rights: frozenset[str]) -> None:
        """Hold all that bears on the findings of these provisions between these texts and these rights."""
        near = changed | self._wholes(changed, texts, rights) | self._sharing(changed)
        near |= self.taken(near)
        partners = self._partners(changed | self.taken(changed), texts | rights)
        self._context(near | partners)

    def _sharing(self, changed: set[URIRef]) -> set[URIRef]:
        """Every provision of the articles that the changed ones stand in."""
        article = concept("kind", "article")
        articles = {each for each in self.up(changed) if article in self.values({each}, ELI.type_subdivision)}
        return self.down(articles)

    def _wholes(self, changed: set[URIRef], texts: frozenset[str], rights: frozenset[str]) -> set[URIRef]:
        """What is compared as a whole: a mandate, and each text of which a finding on a mandate can differ."""
        mandates = {name for each in self.pointing(RDF.type, {CDT.Mandate}) if (name := compact(str(each))) in rights}
        names = {compact(str(each)) for each in changed}
        if not mandates:
            return set()
        anew = any(lies_in(name, mandate) for name in names for mandate in mandates)
        touched = {text for text in texts if anew or any(lies_in(name, text) for name in names)}
        return self.down({expand(each) for each in touched | (mandates if touched else set())})

    def _partners(self, provisions: set[URIRef], sides: frozenset[str]) -> set[URIRef]:
        """The provisions of the other sides whose norms can be compared with those stated here, and their takers.

        No rule compares norms whose topics neither meet nor confront each other.
        """
        topics = self.values(self.stated(provisions), CDT.topic)
        meeting = topics | self.values(topics, CDT.bearsOn) | self.pointing(CDT.bearsOn, topics)
        meeting |= {other for each in topics for other in joined(CDT.confronts).get(each, ())}
        rows = self._rows(f"?s <{CDT.topic}> ?t ; <{_STATED}> ?p", "t", meeting)
        places = {row["p"] for row in rows if row["s"] not in self.edit.replaced}
        fresh = {o for s in self.new for o in self.values({s}, _STATED) if self.values({s}, CDT.topic) & meeting}
        return self._allowed({each for each in places | fresh if isinstance(each, URIRef)}, sides)

    def _allowed(self, places: set[URIRef], sides: frozenset[str]) -> set[URIRef]:
        own, takers = ({each for each in found if _inside(each, sides)} for found in (places, self.takers(places)))
        return own | takers | (self.taken(takers) & places)

    def _context(self, provisions: set[URIRef]) -> None:
        """Hold what the rules look at around these provisions: what holds them, their statements, clauses, references."""
        around = self.up(provisions)
        statements = self.stated(provisions)
        precedence = self.pointing(CDT.appliesTo, around) | self.values(statements, CDT.precedence)
        clauses = self.pointing(CDT.precedence, precedence) | self.pointing(CDT.governs, around)
        places = self.values(clauses, _STATED)
        targets = self.values(precedence, CDT.appliesTo)
        # the neighbours of a clause: what a range of paragraphs leaves out
        ranges = self.values(self.values(self.pointing(CDT.precedence, self.values(statements, CDT.precedence)), _STATED), _PART)
        beside = self.pointing(_PART, ranges) if targets else set()
        cited = self.values(self.pointing(CDT["from"], provisions), CDT.to) | self.values(provisions, CDT.citesAsPrinted)
        more = places | targets | beside | cited | self.taken(provisions)
        self.tell(self.up(more))
        self.stated(more)
        covering = self._rows(f"?s <{CDT.ofInstrument}> ?o ; a <{CDT.Coverage}>", "o", around)
        self.tell(row["s"] for row in covering)

    def learn(self, known: Collection[bytes]) -> None:
        """Hold what is said of concepts that the vocabulary does not know."""
        named = {o for pairs in self.held.values() for _, o in pairs if isinstance(o, URIRef) and not str(o).startswith(str(ID))}
        self.tell(each for each in named if f"<{each}>".encode() not in known)


@lru_cache(8)
def joined(predicate: URIRef) -> Mapping[Node, set[URIRef]]:
    """Return the concepts that the rules' own table joins by a predicate, both ways: steps of one conduct, topics at odds."""
    found: dict[Node, set[URIRef]] = defaultdict(set)
    for one, joining, other in table():
        if joining == predicate and isinstance(one, URIRef) and isinstance(other, URIRef):
            found[one].add(other)
            found[other].add(one)
    return found


def _inside(provision: URIRef, sides: frozenset[str]) -> bool:
    name = compact(str(provision))
    # a side is an instrument, or a contribution to one
    return instrument_of(name) in sides or any(lies_in(name, side) for side in sides)
