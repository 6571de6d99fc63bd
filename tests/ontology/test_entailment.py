"""The ontology under HermiT, and the closures of `queries/inference/` against what HermiT entails."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import OWL, RDF, SKOS, Graph, URIRef

from concordat.graph.inference import InGraph, closures, infer
from concordat.graph.names import CDT, ID
from concordat.reasoner import Entailments, classify

pytestmark = pytest.mark.reasoner

# a treaty with its protocol, a mandate, participation, and hierarchies with two parents
WORLD = Path(__file__).parent / "world.ttl"
DATA = sorted((Path(__file__).parents[2] / "graph" / "data").rglob("*.ttl"))


@pytest.fixture(scope="module")
def entailed(vocabulary: list[Path]) -> Entailments:
    return classify([*vocabulary, WORLD])


@pytest.fixture(scope="module")
def inferred(vocabulary: list[Path]) -> Graph:
    graph = Graph()
    for file in (*vocabulary, WORLD):
        graph.parse(file)
    infer(InGraph(graph))
    return graph


def test_the_ontology_is_consistent_and_each_class_can_be(files: list[Path]) -> None:
    found = classify(files)
    assert found.consistent
    assert found.unsatisfiable == frozenset()


def test_the_world_is_consistent_with_it(entailed: Entailments) -> None:
    assert entailed.consistent
    assert entailed.unsatisfiable == frozenset()


def test_curated_facts_are_consistent_and_are_what_they_say_they_are(files: list[Path]) -> None:
    graph = Graph()
    for file in (*files, *DATA):
        graph.parse(file)
    infer(InGraph(graph), using=[each for each in closures() if each.name == "type-superclass"])
    found = classify([*files, *DATA], relations=False)
    by_use = {(thing, each) for thing, each in found.types if each in CDT and thing in ID}
    assert found.consistent
    # a class that follows from the use of a property alone shows a property in the wrong place
    assert by_use - set(graph.subject_objects(RDF.type)) == set()


def test_types_are_those_of_the_reasoner(entailed: Entailments, inferred: Graph) -> None:
    classes = set(inferred.subjects(RDF.type, OWL.Class))
    assert {(thing, each) for thing, each in inferred.subject_objects(RDF.type) if each in classes} == entailed.types


@pytest.mark.parametrize("closed", ["within", "includedIn"])
def test_relations_are_those_of_the_reasoner(closed: str, entailed: Entailments, inferred: Graph) -> None:
    concepts = set(inferred.subjects(RDF.type, SKOS.Concept))
    # what each concept has to itself is beyond OWL 2 DL: see the note on cdt:includedIn
    reflexive = {(each, each) for each in concepts} if closed == "includedIn" else set()
    by_reasoner = {(left, right) for left, each, right in entailed.relations if each == CDT[closed]}
    assert set(inferred.subject_objects(CDT[closed])) == by_reasoner | reflexive
    assert len(by_reasoner) >= 5


@pytest.mark.parametrize(
    "contradiction",
    [
        pytest.param("<x> a cdt:Norm , cdt:Requirement .", id="a-norm-is-no-requirement"),
        pytest.param("<x> a cdt:Treaty , cdt:Regulation .", id="a-treaty-is-no-regulation"),
        pytest.param("<x> cdt:statedIn <y> . <y> a cdt:Norm .", id="a-norm-is-stated-in-a-provision"),
        pytest.param("<x> a cdt:State ; cdt:ofInstrument <y> . <y> a cdt:Actor .", id="an-actor-is-no-instrument"),
    ],
)
def test_what_cannot_be_is_refused(contradiction: str, vocabulary: list[Path], tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.ttl"
    prefixes = "@base <https://w3id.org/concordat/id/> . @prefix cdt: <https://w3id.org/concordat/ontology#> ."
    wrong.write_text(f"{prefixes}\n{contradiction}\n", encoding="utf-8")
    assert not classify([*vocabulary, wrong]).consistent


def test_what_eli_calls_a_part_is_within(entailed: Entailments) -> None:
    base = "https://w3id.org/concordat/id/"
    assert (URIRef(base + "a/2/1/a"), CDT.within, URIRef(base + "a")) in entailed.relations
