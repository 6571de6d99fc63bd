from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest
from rdflib import RDF, RDFS, SKOS, Graph, Literal
from rdflib.paths import Path
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue

from concordat.graph import quads
from concordat.graph.bench import Bench
from concordat.graph.inference import Closure, InGraph, closures, infer
from concordat.graph.layers import INFERRED, curated
from concordat.graph.names import CDT, ELI, ID, concept
from concordat.graph.store import open_store

PREFIXES = """
@base <https://w3id.org/concordat/id/> .
@prefix cdt: <https://w3id.org/concordat/ontology#> .
@prefix condition: <https://w3id.org/concordat/scheme/condition#> .
@prefix eli: <http://data.europa.eu/eli/ontology#> .
@prefix force: <https://w3id.org/concordat/scheme/force#> .
@prefix ground: <https://w3id.org/concordat/scheme/ground#> .
@prefix margin: <https://w3id.org/concordat/scheme/margin#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix scope: <https://w3id.org/concordat/scheme/scope#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix unit: <https://w3id.org/concordat/scheme/unit#> .
"""


def closed(turtle: str) -> Graph:
    graph = Graph().parse(data=PREFIXES + turtle, format="turtle")
    infer(InGraph(graph))
    return graph


def test_a_part_is_within_all_that_contains_it() -> None:
    graph = closed("<a/29/7/x> eli:is_part_of <a/29/7> . <a/29/7> eli:is_part_of <a/29> . <a/29> eli:is_part_of <a> .")
    assert set(graph.objects(ID["a/29/7/x"], CDT.within)) == {ID["a/29/7"], ID["a/29"], ID["a"]}
    assert set(graph.objects(ID["a"], CDT.within)) == set()


def test_a_loop_of_parts_ends() -> None:
    graph = closed("<a> eli:is_part_of <b> . <b> eli:is_part_of <a> .")
    assert set(graph.objects(ID["a"], CDT.within)) == {ID["a"], ID["b"]}


def test_inclusion_is_reflexive_and_transitive_over_several_parents() -> None:
    graph = closed("""
        scope:a skos:inScheme <s> ; skos:broader scope:b , scope:c .
        scope:b skos:inScheme <s> ; cdt:includedIn scope:d .
        scope:c skos:inScheme <s> .
        scope:d skos:inScheme <s> .""")
    names = {name: concept("scope", name) for name in "abcd"}
    assert set(graph.objects(names["a"], CDT.includedIn)) == set(names.values())
    assert set(graph.objects(names["b"], CDT.includedIn)) == {names["b"], names["d"]}
    assert set(graph.subjects(CDT.includedIn, names["c"])) == {names["a"], names["c"]}


def test_a_thing_is_an_instance_of_each_superclass() -> None:
    graph = closed("""
        cdt:Protocol rdfs:subClassOf cdt:Treaty . cdt:Treaty rdfs:subClassOf cdt:Instrument .
        <p> a cdt:Protocol .""")
    assert set(graph.objects(ID["p"], RDF.type)) == {CDT.Protocol, CDT.Treaty, CDT.Instrument}


def test_an_anonymous_superclass_is_no_type() -> None:
    graph = closed("cdt:Protocol rdfs:subClassOf [ ] . <p> a cdt:Protocol .")
    assert set(graph.objects(ID["p"], RDF.type)) == {CDT.Protocol}


def test_a_ground_is_available_by_list_or_by_condition() -> None:
    graph = closed("""
        condition:dual-criminality cdt:opensGround ground:dual-criminality .
        <n> cdt:condition condition:dual-criminality ; cdt:refusalList <r> .
        <r> a cdt:RefusalList ; cdt:ground ground:security ; cdt:excludedGround ground:bank-secrecy .
        <q> a cdt:Requirement ; cdt:ground ground:nationality .""")
    assert set(graph.objects(ID["n"], CDT.availableGround)) == {
        concept("ground", "dual-criminality"),
        concept("ground", "security"),
    }
    assert not list(graph.objects(ID["q"], CDT.availableGround))


@pytest.mark.parametrize(
    ("value", "unit", "expected", "base"),
    [
        pytest.param(2, "year", 24, "month", id="years-are-months"),
        pytest.param(3, "week", 21, "day", id="weeks-are-days"),
        pytest.param(6, "month", 6, "month", id="months-stay"),
        pytest.param(60, "day", 60, "day", id="days-stay"),
        pytest.param(24, "hour", 24, "hour", id="hours-stay"),
        pytest.param(40, "count", 40, "count", id="counts-stay"),
    ],
)
def test_constraints_are_normalised(value: int, unit: str, expected: int, base: str) -> None:
    graph = closed(f"<c> cdt:value {value} ; cdt:unit unit:{unit} .")
    assert graph.value(ID["c"], CDT.normalisedValue) == Literal(expected)
    assert graph.value(ID["c"], CDT.normalisedUnit) == concept("unit", base)


def test_a_part_of_a_day_is_not_rounded() -> None:
    graph = closed("<c> cdt:value 1.5 ; cdt:unit unit:week .")
    assert graph.value(ID["c"], CDT.normalisedValue) is None


def test_strength_falls_with_the_margin() -> None:
    graph = closed("""
        force:shall cdt:rank 50 . force:may cdt:rank 0 . margin:domestic-law cdt:rank 20 .
        <n> cdt:force force:shall ; cdt:margin margin:domestic-law .
        <m> cdt:force force:may .""")
    assert [graph.value(ID["n"], p) for p in (CDT.forceRank, CDT.marginRank, CDT.strengthRank)] == [
        Literal(50),
        Literal(20),
        Literal(30),
    ]
    assert graph.value(ID["m"], CDT.strengthRank) == Literal(0)
    assert graph.value(ID["m"], CDT.marginRank) is None


def test_inferred_triples_are_the_same_in_whatever_order_facts_come() -> None:
    chain = [(ID[f"p{n}"], ELI.is_part_of, ID[f"p{n + 1}"]) for n in range(9)]
    benches = [Bench(quads.normal(quads.lines_of(facts), "bench")) for facts in (chain, chain[::-1])]
    assert [infer(bench) for bench in benches] == [9 * 10 // 2] * 2
    assert benches[0].lines(INFERRED) == benches[1].lines(INFERRED)
    assert len(benches[0].lines(INFERRED)) == 9 * 10 // 2


def test_an_embedded_store_makes_the_same() -> None:
    graph = Graph().parse(
        data=PREFIXES
        + """
        scope:a skos:inScheme <s> ; skos:broader scope:b . scope:b skos:inScheme <s> .
        <a/1> a cdt:Division ; eli:is_part_of <a> . cdt:Division rdfs:subClassOf cdt:Provision .
        force:shall cdt:rank 50 . margin:domestic-law cdt:rank 20 .
        <n> cdt:force force:shall ; cdt:margin margin:domestic-law ; cdt:constraint <c> , <d> .
        <c> cdt:value 2 ; cdt:unit unit:year . <d> cdt:value 12.5 ; cdt:unit unit:percent .""",
        format="turtle",
    )
    stated = set(graph)
    with open_store("memory:", write=True) as store:
        store.insert(curated("a"), sorted(stated))
        infer(store)
        by_store = set(store.graph(INFERRED))
    infer(InGraph(graph))
    assert by_store - stated == set(graph) - stated


def test_a_second_run_makes_the_same_and_adds_nothing() -> None:
    graph = Graph()
    graph.add((concept("scope", "a"), SKOS.broader, concept("scope", "b")))
    graph.add((CDT.Norm, RDFS.subClassOf, CDT.NormativeStatement))
    graph.add((ID["n"], RDF.type, CDT.Norm))
    assert infer(InGraph(graph)) > 0
    size = len(graph)
    assert infer(InGraph(graph)) == 0
    assert len(graph) == size


def test_only_the_closures_named_are_run() -> None:
    graph = Graph()
    graph.add((concept("scope", "a"), SKOS.broader, concept("scope", "b")))
    assert infer(InGraph(graph), using=[each for each in closures() if each.name == "within-parent"]) == 0


def _parts(node: object) -> Iterator[object]:
    yield node
    children: Iterable[object] = ()
    if isinstance(node, CompValue):
        children = node.values()
    elif isinstance(node, list | tuple | set):
        children = node
    for child in children:
        yield from _parts(child)


@pytest.mark.parametrize("closure", closures(), ids=lambda closure: closure.name)
def test_closures_run_on_any_server(closure: Closure) -> None:
    parts = list(_parts(prepareQuery(closure.query).algebra))
    types = [str(part.datatype) for part in parts if isinstance(part, Literal)]
    assert not [part for part in parts if isinstance(part, Path)], "property paths differ between servers"
    assert not [each for each in types if each.endswith(("Duration", "#duration", "#string"))]


@pytest.mark.parametrize("closure", closures(), ids=lambda closure: closure.name)
def test_closures_say_what_they_are(closure: Closure) -> None:
    keys = [line[2:].split(":")[0] for line in closure.query.splitlines()[:4]]
    assert keys == ["title", "question", "returns", "runs"]
    assert closure.recursive == closure.name.endswith(("-step", "-superclass"))
