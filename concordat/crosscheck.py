"""Cross-check: the arithmetic of the rules held against HermiT, an OWL 2 DL reasoner that knows nothing of them.

Checked is the fragment that OWL can say: intervals of figures (data ranges with facets), offence scopes (classes of classes) and sets of
safeguards and elements (existential restrictions). Whether one side lies in the other, or both exclude each other, is asked as the
satisfiability of "left and not right", "right and not left" and "left and right" (OWL 2 Direct Semantics, section 2.5).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rdflib import OWL, RDF, RDFS, XSD, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection as RdfList
from rdflib.term import Node

from .compatibility import Comparison, Finding
from .compatibility.rules import Workbench, local
from .graph.names import BASE, CDT, compact, expand
from .reasoner import reason

__all__ = ["Checked", "Question", "check", "questions", "relations"]

_NS = BASE + "cross-check/"
_GROUP = 150  # questions that the reasoner is asked at once
_OPEN = 1_000_000_000  # what the closures write for a figure without an upper bound
_SETS = {"safeguards": CDT.safeguard, "elements": CDT.element}
_FITS = {"same", "stronger", "right-silent"}


@dataclass(frozen=True, slots=True)
class Question:
    """One aspect of one comparison: what the rules say, and the two sides as the reasoner can be told of them.

    A side of `threshold` is (lowest, highest), of `offence-scope` one concept, of a set all concepts that are given or asked for.
    """

    topic: str
    comparison: Comparison
    aspect: str
    said: str
    left: tuple[Node, ...]
    right: tuple[Node, ...]
    narrow_is_strong: bool = True

    @property
    def sides(self) -> tuple[str, tuple[Node, ...], tuple[Node, ...], bool]:
        """All that the answer rests on."""
        return self.aspect, self.left, self.right, self.narrow_is_strong


@dataclass(frozen=True, slots=True)
class Checked:
    """A question with the reasoner's answer to it."""

    question: Question
    found: str

    @property
    def agrees(self) -> bool:
        """Whether rules and reasoner say the same; of sets only whether all that is asked for is given."""
        said = self.question.said
        if self.question.aspect in _SETS:
            return (said in _FITS) == (self.found in _FITS)
        return said == self.found


def check(store: Workbench, found: Iterable[Finding]) -> list[Checked]:
    """Return the reasoner's answer to each question that the comparisons behind these findings answered, by topic.

    Raises ConcordatError where the extra `reasoner` or its Java is missing.
    """
    asked = questions(store, found)
    broader = wider_concepts(store)
    # many comparisons hold the same figures, scopes or sets against each other
    distinct = list({question.sides: question for question in asked}.values())
    said: dict[object, str] = {}
    for start in range(0, len(distinct), _GROUP):
        part = distinct[start : start + _GROUP]
        said |= {question.sides: relation for question, relation in zip(part, relations(part, broader), strict=True)}
    return [Checked(question, said[question.sides]) for question in asked]


def questions(store: Workbench, found: Iterable[Finding]) -> list[Question]:
    """Return what can be asked about the comparisons behind findings, each once, sorted by topic."""
    comparisons = {str(j.comparison.iri): j.comparison for finding in found for j in finding.judgements}
    facts = _Facts(store)
    asked = [question for _, c in sorted(comparisons.items()) for question in facts.questions(c)]
    return sorted(asked, key=lambda q: (q.topic, str(q.comparison.iri), q.aspect))


class _Facts:
    """What the graph says of figures and of statements, looked up once."""

    def __init__(self, store: Workbench) -> None:
        query = f"""SELECT ?k ?low ?high ?role {{ ?k <{CDT.lowest}> ?low ; <{CDT.highest}> ?high ; <{CDT.parameter}> ?p .
            ?p <{CDT.parameterRole}> ?role }}"""
        self._figures = {compact(str(row["k"])): (row["low"], row["high"], local(row["role"])) for row in store.select(query)}
        self._topics: dict[str, str] = {}
        self._sets: dict[tuple[str, str], set[Node]] = {}
        places: dict[str, tuple[str, str]] = {}
        query = f"SELECT ?s ?t ?p ?a {{ ?s <{CDT.topic}> ?t ; <{CDT.statedIn}> ?p OPTIONAL {{ ?s <{CDT.action}> ?a }} }}"
        for row in store.select(query):
            name = compact(str(row["s"]))
            self._topics[name] = local(row["t"])
            places[name] = str(row["p"]), str(row.get("a", name))
        self._together: dict[tuple[str, str], list[str]] = {}
        for name, key in places.items():
            self._together.setdefault(key, []).append(name)
        self._places = places
        for aspect, predicate in _SETS.items():
            for row in store.select(f"SELECT ?s ?x {{ ?s <{predicate}> ?x }}"):
                self._sets.setdefault((compact(str(row["s"])), aspect), set()).add(row["x"])

    def questions(self, comparison: Comparison) -> Iterator[Question]:
        for aspect in comparison.aspects:
            topic = self._topics.get(comparison.right, "")
            single = len(aspect.left) == len(aspect.right) == 1
            if aspect.aspect == "threshold" and single and {*aspect.left, *aspect.right} <= self._figures.keys():
                left, right = (self._figures[side[0]] for side in (aspect.left, aspect.right))
                yield Question(topic, comparison, "threshold", aspect.relation, left[:2], right[:2], left[2] == "performance")
            elif aspect.aspect == "offence-scope" and single and comparison.demand is None and aspect.left != aspect.right:
                sides = ((expand(aspect.left[0]),), (expand(aspect.right[0]),))
                yield Question(topic, comparison, "offence-scope", aspect.relation, *sides, narrow_is_strong=False)
            elif aspect.aspect in _SETS and comparison.demand is None:
                given, asked = self._given(comparison.left, aspect.aspect), self._sets.get((comparison.right, aspect.aspect), set())
                if given and asked:
                    yield Question(topic, comparison, aspect.aspect, aspect.relation, _sorted(given), _sorted(asked))

    def _given(self, statement: str, aspect: str) -> set[Node]:
        """What a norm gives, with the sentences of its paragraph on the same action."""
        together = self._together.get(self._places[statement], [statement])
        return {each for name in together for each in self._sets.get((name, aspect), ())}


def _sorted(terms: Iterable[Node]) -> tuple[Node, ...]:
    return tuple(sorted(terms, key=str))


def wider_concepts(store: Workbench) -> list[tuple[Node, Node]]:
    """Return the concepts of a graph, each narrow one with a wider."""
    query = "SELECT ?n ?b { ?n <http://www.w3.org/2004/02/skos/core#broader> ?b }"
    return [(row["n"], row["b"]) for row in store.select(query)]


def relations(asked: Sequence[Question], broader: Iterable[tuple[Node, Node]] = ()) -> list[str]:
    """Return how left stands to right in each question, as the reasoner finds it; `broader` has the concepts, narrow and wide."""
    world = _World(broader)
    named = [world.ask(number, question) for number, question in enumerate(asked)]
    empty = reason(world.graph, relations=False).unsatisfiable
    return [_relation(question, [each in empty for each in names]) for question, names in zip(asked, named, strict=True)]


def _relation(question: Question, empty: Sequence[bool]) -> str:
    inside, around, apart = empty
    if apart:
        return "disjoint"
    if inside and around:
        return "same"
    if inside or around:
        return "stronger" if inside == question.narrow_is_strong else "weaker"
    return "overlapping"


class _World:
    """The questions as an ontology."""

    def __init__(self, broader: Iterable[tuple[Node, Node]]) -> None:
        self.graph = Graph()
        self._value, self._has = URIRef(_NS + "value"), URIRef(_NS + "has")
        self.graph.add((self._value, RDF.type, OWL.DatatypeProperty))
        self.graph.add((self._value, RDF.type, OWL.FunctionalProperty))
        self.graph.add((self._has, RDF.type, OWL.ObjectProperty))
        self._wider: Mapping[Node, set[Node]] = {}
        wider: dict[Node, set[Node]] = {}
        for narrow, wide in broader:
            wider.setdefault(narrow, set()).add(wide)
        self._wider = wider

    def ask(self, number: int, question: Question) -> tuple[URIRef, URIRef, URIRef]:
        """Add the three classes whose emptiness answers a question, and return their names."""
        left, right = (self._side(question, side) for side in (question.left, question.right))
        parts = ((left, self._not(right)), (right, self._not(left)), (left, right))
        names = tuple(URIRef(f"{_NS}{number}/{word}") for word in ("inside", "around", "both"))
        for name, both in zip(names, parts, strict=True):
            self.graph.add((name, RDF.type, OWL.Class))
            self.graph.add((name, OWL.equivalentClass, self._and(both)))
        return names[0], names[1], names[2]

    def _side(self, question: Question, side: tuple[Node, ...]) -> Node:
        if question.aspect == "threshold":
            lowest, highest = (int(str(bound)) for bound in side)
            return self._exactly(lowest) if lowest == highest else self._some(self._value, self._range(lowest, highest))
        if question.aspect == "offence-scope":
            return self._concept(side[0])
        return self._and([self._some(self._has, self._concept(each)) for each in side])

    def _concept(self, concept: Node) -> URIRef:
        """The class of a concept, below the classes of the wider ones."""
        this = URIRef(f"{_NS}concept/{str(concept).rsplit('/', 1)[-1].replace('#', '/')}")
        if (this, RDF.type, OWL.Class) not in self.graph:
            self.graph.add((this, RDF.type, OWL.Class))
            for wide in sorted(self._wider.get(concept, ()), key=str):
                self.graph.add((this, RDFS.subClassOf, self._concept(wide)))
        return this

    def _node(self, kind: URIRef) -> BNode:
        node = BNode()
        self.graph.add((node, RDF.type, kind))
        return node

    def _and(self, parts: Sequence[Node]) -> Node:
        if len(parts) == 1:
            return parts[0]
        node, listed = self._node(OWL.Class), BNode()
        RdfList(self.graph, listed, list(parts))
        self.graph.add((node, OWL.intersectionOf, listed))
        return node

    def _not(self, part: Node) -> Node:
        node = self._node(OWL.Class)
        self.graph.add((node, OWL.complementOf, part))
        return node

    def _some(self, predicate: URIRef, filler: Node) -> Node:
        node = self._node(OWL.Restriction)
        self.graph.add((node, OWL.onProperty, predicate))
        self.graph.add((node, OWL.someValuesFrom, filler))
        return node

    def _exactly(self, value: int) -> Node:
        """One figure: HermiT does not see that two intervals with facets hold the same single number."""
        node = self._node(OWL.Restriction)
        self.graph.add((node, OWL.onProperty, self._value))
        self.graph.add((node, OWL.hasValue, Literal(value, datatype=XSD.integer)))
        return node

    def _range(self, lowest: int, highest: int) -> Node:
        facets = [(XSD.minInclusive, lowest)] + ([] if highest >= _OPEN else [(XSD.maxInclusive, highest)])
        node, listed = self._node(RDFS.Datatype), BNode()
        bounds: list[Node] = []
        for facet, value in facets:
            bound = BNode()
            self.graph.add((bound, facet, Literal(value, datatype=XSD.integer)))
            bounds.append(bound)
        RdfList(self.graph, listed, bounds)
        self.graph.add((node, OWL.onDatatype, XSD.integer))
        self.graph.add((node, OWL.withRestrictions, listed))
        return node
