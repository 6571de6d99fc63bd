"""What is told in bulk is what pySHACL tells node by node: for each kind of constraint, one node that meets it and one that does not."""

from __future__ import annotations

import pytest
from rdflib import SH, Graph, URIRef

from concordat.met import Facts, unmet
from concordat.validation import validate

PREFIXES = """
@prefix : <http://example.org/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
SHAPE = PREFIXES + ':shape a {kind} ; {target} ; sh:message "Repair."@en , "Réparez."@fr ; sh:severity sh:Violation ; {constraint} .'
DATA = PREFIXES + ":Small rdfs:subClassOf :Thing . :good a :Small . :bad a :Small . {data}"
OF_CLASS, OF_SUBJECTS, OF_OBJECTS = "sh:targetClass :Thing", "sh:targetSubjectsOf :p", "sh:targetObjectsOf :q"
PATH = "sh:path :p ; "


@pytest.mark.parametrize(
    ("constraint", "data"),
    [
        pytest.param("sh:minCount 1", ":good :p 1 .", id="min-count"),
        pytest.param("sh:maxCount 1", ":bad :p 1 , 2 .", id="max-count"),
        pytest.param("sh:class :Thing", ":good :p :bad . :bad :p :other .", id="class"),
        pytest.param("sh:datatype xsd:date", ":good :p '2026-01-01'^^xsd:date . :bad :p '2026-13-01'^^xsd:date .", id="datatype"),
        pytest.param("sh:datatype xsd:string", ":good :p 'a' . :bad :p 'a'@en .", id="string"),
        pytest.param("sh:datatype rdf:langString", ":good :p 'a'@en . :bad :p 'a' .", id="text"),
        pytest.param("sh:nodeKind sh:IRI", ":good :p :x . :bad :p 'x' .", id="node-kind"),
        pytest.param('sh:pattern "^http://example.org/[a-m]"', ":good :p :a . :bad :p :z .", id="pattern"),
        pytest.param('sh:languageIn ( "en" "fr" )', ":good :p 'a'@fr . :bad :p 'a'@de .", id="language"),
        pytest.param("sh:uniqueLang true", ":good :p 'a'@fr , 'b'@en . :bad :p 'a'@fr , 'b'@fr .", id="unique-language"),
        pytest.param("sh:in ( :a :b )", ":good :p :a . :bad :p :c .", id="in"),
        pytest.param("sh:hasValue :a", ":good :p :a , :c . :bad :p :c .", id="has-value"),
        pytest.param("sh:minInclusive 3", ":good :p 3 . :bad :p 2 .", id="min-inclusive"),
        pytest.param("sh:minExclusive 0", ":good :p 0.5 . :bad :p 0 .", id="min-exclusive"),
        pytest.param("sh:minExclusive 0", ":good :p 0.5 . :bad :p 'many' .", id="no-number"),
        pytest.param("sh:minLength 2", ":good :p 'ab' . :bad :p 'a' .", id="min-length"),
        pytest.param("sh:disjoint :q", ":good :p :a ; :q :b . :bad :p :a , :b ; :q :b .", id="disjoint"),
        pytest.param("sh:lessThanOrEquals :q", ":good :p 1 ; :q 1 . :bad :p 2 ; :q 1 .", id="less-than"),
    ],
)  # fmt: skip
def test_the_node_that_fails_is_told_apart(constraint: str, data: str) -> None:
    assert failing(SHAPE.format(kind="sh:PropertyShape", target=OF_CLASS, constraint=PATH + constraint), DATA.format(data=data)) == {"bad"}


@pytest.mark.parametrize(
    ("constraint", "good", "bad"),
    [
        pytest.param("sh:or ( [ sh:class :Thing ] [ sh:datatype xsd:date ] )", ":good :p :bad .", ":bad :p 1 .", id="or"),
        pytest.param("sh:and ( [ sh:class :Thing ] [ sh:nodeKind sh:IRI ] )", ":good :p :bad .", ":bad :p :c .", id="and"),
    ],
)
def test_a_shape_with_others_inside_is_asked_of_all_where_a_node_fails(constraint: str, good: str, bad: str) -> None:
    shape = SHAPE.format(kind="sh:PropertyShape", target=OF_CLASS, constraint=PATH + constraint)
    shapes = Graph().parse(data=shape, format="turtle")
    for data, nodes in ((good, frozenset()), (good + bad, None)):
        graph = Graph().parse(data=DATA.format(data=data), format="turtle")
        assert unmet(shapes, Facts(graph), failing=lambda _: None).nodes == nodes
        assert validate(graph, shapes=shapes) == validate(graph, shapes=shapes, cached=False)
    assert not validate(graph, shapes=shapes).conforms


@pytest.mark.parametrize(
    ("path", "data"),
    [
        pytest.param("[ sh:inversePath :p ]", ":x :p :good .", id="inverse"),
        pytest.param("[ sh:alternativePath ( :p :q ) ]", ":good :q 1 .", id="alternative"),
        pytest.param("( :p :q )", ":good :p :x . :x :q 1 . :bad :p :y .", id="sequence"),
    ],
)
def test_paths_are_followed(path: str, data: str) -> None:
    assert failing(SHAPE.format(kind="sh:PropertyShape", target=OF_CLASS, constraint=f"sh:path {path} ; sh:minCount 1"), DATA.format(data=data)) == {"bad"}


@pytest.mark.parametrize(
    ("target", "data"),
    [
        pytest.param(OF_SUBJECTS, ":good :p :x ; :r 1 . :bad :p :x .", id="subjects"),
        pytest.param(OF_OBJECTS, ":x :q :good , :bad . :good :r 1 .", id="objects"),
    ],
)
def test_targets_are_found(target: str, data: str) -> None:
    assert failing(SHAPE.format(kind="sh:PropertyShape", target=target, constraint="sh:path :r ; sh:minCount 1"), DATA.format(data=data)) == {"bad"}


def test_a_node_shape_is_about_the_node_itself() -> None:
    shape = SHAPE.format(kind="sh:NodeShape", target=OF_CLASS, constraint='sh:pattern "good$"')
    assert failing(shape, DATA.format(data="")) == {"bad"}


def test_what_is_not_understood_is_asked_of_all() -> None:
    shapes = Graph().parse(data=SHAPE.format(kind="sh:PropertyShape", target=OF_CLASS, constraint=PATH + "sh:maxLength 1"), format="turtle")
    rest = unmet(shapes, Facts(Graph().parse(data=DATA.format(data=":bad :p 'long' ."), format="turtle")), failing=lambda _: None)
    assert rest.nodes is None
    assert set(rest.shapes) == set(shapes)


def failing(shape: str, data: str) -> set[str]:
    """Return the nodes that are told to fail, after pySHACL as it is shipped has agreed."""
    shapes, graph = Graph().parse(data=shape, format="turtle"), Graph().parse(data=data, format="turtle")
    rest = unmet(shapes, Facts(graph), failing=lambda _: None)
    assert rest.nodes is not None
    stock = validate(graph, shapes=shapes, cached=False)
    assert {result.focus for result in stock.results} == rest.nodes
    assert validate(graph, shapes=shapes) == stock
    assert URIRef("http://example.org/shape") in set(rest.shapes.subjects(SH.severity))
    return {str(node).rsplit("/", 1)[-1] for node in rest.nodes}
