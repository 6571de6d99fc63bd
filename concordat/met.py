"""Met: what no node of a graph fails, told in bulk, so that a SHACL engine is asked only about the nodes that fail something.

The constraints understood here are those of SHACL sections 4.1 to 4.8 that the shapes of this package use; what is not understood
is left to the engine whole.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, reduce

from rdflib import RDF, RDFS, SH, XSD, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from .bearing import Bearing

__all__ = ["Facts", "Rest", "unmet"]

Values = list[Node]
Test = Callable[[Node], bool]
_SILENT = {RDF.type, SH.path, SH.message, SH.severity, SH.name, SH.description, RDFS.label, RDFS.isDefinedBy}


@dataclass(frozen=True, slots=True)
class Rest:
    """The shapes that are left to ask, and of which nodes; None where all are to be asked.

    That is where a shape is not understood, or has shapes inside: pySHACL does not look at the values of a node that it is given.
    `looked` is how many nodes were looked at.
    """

    shapes: Graph
    nodes: frozenset[Node] | None
    looked: int


def unmet(shapes: Graph, facts: Facts, *, failing: Callable[[Node], Iterable[Node] | None], of: Bearing | None = None) -> Rest:
    """Return the shapes without those that all nodes of the data meet.

    `failing` gives the nodes that fail a SPARQL constraint, or None where that is not known; `of` limits what is looked at.
    """
    kept = Graph(bind_namespaces="none")
    nodes: set[Node] = set()
    looked: set[Node] = set()
    known = True
    for shape in set(shapes.subjects()):
        targets = _targets(shapes, shape, facts)
        looked |= targets if of is None else targets & of.nodes
        failed = _failed(shapes, shape, facts, failing, targets, of) if _is_target(shapes, shape) else None
        if failed is None or failed or (None, None, shape) in shapes:
            nodes.update(failed or ())
            known = known and not (_is_target(shapes, shape) and (failed is None or _has_inner(shapes, shape)))
            for triple in shapes.triples((shape, None, None)):
                kept.add(triple)
    return Rest(kept, frozenset(nodes) if known else None, len(looked))


class Facts:
    """The data by predicate and subject, and the instances of each class, those of its subclasses too."""

    def __init__(self, data: Iterable[tuple[Node, Node, Node]]) -> None:
        self.values: dict[Node, dict[Node, Values]] = defaultdict(lambda: defaultdict(list))
        self.holders: dict[Node, dict[Node, Values]] = defaultdict(lambda: defaultdict(list))
        for subject, predicate, value in data:
            self.values[predicate][subject].append(value)
            self.holders[predicate][value].append(subject)
        self.instances = cache(self._instances)

    def held_by(self, predicate: Node, value: Node) -> Iterable[Node]:
        """Return the nodes that have this value."""
        return self.holders[predicate].get(value, ())

    def held(self, predicate: Node, node: Node) -> Iterable[Node]:
        """Return the values that a node has."""
        return self.values[predicate].get(node, ())

    def _instances(self, kind: Node) -> frozenset[Node]:
        seen, left = {kind}, [kind]
        while left:
            new = set(self.holders[RDFS.subClassOf].get(left.pop(), ())) - seen
            seen |= new
            left += new
        return frozenset(node for each in seen for node in self.holders[RDF.type].get(each, ()))


# the nodes that a shape is about (SHACL section 2.1.3)
_TARGETS: Mapping[Node, Callable[[Facts, Node], Iterable[Node]]] = {
    SH.targetClass: lambda facts, kind: facts.instances(kind),
    SH.targetSubjectsOf: lambda facts, predicate: facts.values[predicate],
    SH.targetObjectsOf: lambda facts, predicate: facts.holders[predicate],
}


def _is_target(shapes: Graph, shape: Node) -> bool:
    return any((shape, kind, None) in shapes for kind in _TARGETS)


def _has_inner(shapes: Graph, shape: Node) -> bool:
    return any((shape, kind, None) in shapes for kind in _LOGIC)


def _targets(shapes: Graph, shape: Node, facts: Facts) -> set[Node]:
    return {node for kind, nodes in _TARGETS.items() for each in shapes.objects(shape, kind) for node in nodes(facts, each)}


def _failed(
    shapes: Graph, shape: Node, facts: Facts, failing: Callable[[Node], Iterable[Node] | None], targets: set[Node], of: Bearing | None
) -> set[Node] | None:
    """Return the nodes that fail a shape, or None where that cannot be told."""
    test = _test(shapes, shape, facts)
    asked = [failing(each) for each in shapes.objects(shape, SH.sparql) if of is None or each in of.constraints]
    if test is None or None in asked:
        return None
    tested = targets if of is None else targets & of.nodes
    return {node for node in tested if not test(node)} | targets & {node for found in asked for node in found or ()}


def _test(shapes: Graph, shape: Node, facts: Facts) -> Test | None:
    """Return what tells whether a node meets a shape, its SPARQL constraints aside; None where a constraint is not understood."""
    values = _values(shapes, shapes.value(shape, SH.path), facts)
    asked = [(p, o) for p, o in shapes.predicate_objects(shape) if p not in _SILENT and p not in _TARGETS and p != SH.sparql]
    if values is None or not {p for p, _ in asked} <= {*_CHECKS, *_LOGIC, *_PAIRS}:
        return None
    checks = [_CHECKS[p](o, shapes, facts) for p, o in asked if p in _CHECKS]
    pairs = [(_PAIRS[p], facts.values[o]) for p, o in asked if p in _PAIRS]
    logic = [(_LOGIC[p], [_test(shapes, each, facts) for each in Collection(shapes, o)]) for p, o in asked if p in _LOGIC]
    if any(None in tests for _, tests in logic):
        return None

    def meets(node: Node) -> bool:
        found = values(node)
        return (
            all(check(found) for check in checks)
            and all(compare(found, other.get(node, [])) for compare, other in pairs)
            and all(join(test(value) for test in tests if test) for join, tests in logic for value in found)
        )

    return meets


def _values(shapes: Graph, path: Node | None, facts: Facts) -> Callable[[Node], Values] | None:
    """Return what gives the value nodes of a node: itself without a path (SHACL section 2.3.1), or those that the path leads to."""
    if path is None:
        return lambda node: [node]
    if isinstance(path, URIRef):
        held = facts.values[path]
        return lambda node: held.get(node, [])
    if (back := shapes.value(path, SH.inversePath)) is not None:
        holders = facts.holders[back]
        return (lambda node: holders.get(node, [])) if isinstance(back, URIRef) else None
    head = shapes.value(path, SH.alternativePath)
    ways = [_values(shapes, each, facts) for each in Collection(shapes, path if head is None else head)]
    if None in ways or not ways:
        return None
    if head is not None:
        return lambda node: list({value for way in ways if way for value in way(node)})
    return lambda node: list(reduce(lambda reached, step: {v for n in reached for v in step(n)} if step else set(), ways, {node}))


def _each(test: Test) -> Callable[[Values], bool]:
    return lambda values: all(map(test, values))


def _datatype(kind: Node) -> Test:
    def test(value: Node) -> bool:
        if not isinstance(value, Literal) or value.ill_typed:
            return False
        return (value.datatype or (RDF.langString if value.language else XSD.string)) == kind

    return test


def _node_kind(kind: Node) -> Test:
    wanted = {str(SH.IRI): URIRef, str(SH.Literal): Literal, str(SH.BlankNode): BNode}.get(str(kind))
    return lambda value: wanted is not None and isinstance(value, wanted)


def _pattern(pattern: Node) -> Test:
    found = re.compile(str(pattern)).search
    return lambda value: not isinstance(value, BNode) and found(str(value)) is not None


def _one_each(values: Values) -> bool:
    languages = [value.language.lower() for value in values if isinstance(value, Literal) and value.language]
    return len(languages) == len(set(languages))


def _number(value: Node) -> Decimal | None:
    plain = value.toPython() if isinstance(value, Literal) and not value.ill_typed else None
    return Decimal(plain) if isinstance(plain, int | Decimal) and not isinstance(plain, bool) else None


def _bounded(least: Node, holds: Callable[[Decimal, Decimal], bool]) -> Test:
    bound = _number(least)

    def test(value: Node) -> bool:
        number = _number(value)
        return number is not None and bound is not None and holds(number, bound)

    return test


def _ordered(one: Node, other: Node) -> bool:
    if not (isinstance(one, Literal) and isinstance(other, Literal)) or one.datatype != other.datatype or one.ill_typed or other.ill_typed:
        return False
    return bool(one.toPython() <= other.toPython())


_CHECKS: Mapping[Node, Callable[[Node, Graph, Facts], Callable[[Values], bool]]] = {
    SH["class"]: lambda kind, _shapes, facts: _each(facts.instances(kind).__contains__),
    SH.datatype: lambda kind, _shapes, _facts: _each(_datatype(kind)),
    SH.hasValue: lambda wanted, _shapes, _facts: lambda values: wanted in values,
    SH["in"]: lambda head, shapes, _facts: _each(frozenset(Collection(shapes, head)).__contains__),
    SH.languageIn: lambda head, shapes, _facts: _each(
        lambda value: isinstance(value, Literal) and value.language in {str(each) for each in Collection(shapes, head)}
    ),
    SH.maxCount: lambda most, _shapes, _facts: lambda values: len(values) <= int(str(most)),
    SH.minCount: lambda least, _shapes, _facts: lambda values: len(values) >= int(str(least)),
    SH.minExclusive: lambda least, _shapes, _facts: _each(_bounded(least, Decimal.__gt__)),
    SH.minInclusive: lambda least, _shapes, _facts: _each(_bounded(least, Decimal.__ge__)),
    SH.minLength: lambda least, _shapes, _facts: _each(lambda value: not isinstance(value, BNode) and len(str(value)) >= int(str(least))),
    SH.nodeKind: lambda kind, _shapes, _facts: _each(_node_kind(kind)),
    SH.pattern: lambda pattern, _shapes, _facts: _each(_pattern(pattern)),
    SH.uniqueLang: lambda wanted, _shapes, _facts: _one_each if str(wanted) == "true" else lambda _: True,
}
_LOGIC: Mapping[Node, Callable[[Iterable[bool]], bool]] = {SH["and"]: all, SH["or"]: any}
_PAIRS: Mapping[Node, Callable[[Values, Values], bool]] = {
    SH.disjoint: lambda values, others: not set(values) & set(others),
    SH.lessThanOrEquals: lambda values, others: all(_ordered(value, other) for value in values for other in others),
}
