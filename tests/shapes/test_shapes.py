"""The shapes: each catches its violating example and nothing else, and tells a curator how to repair it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest
from rdflib import OWL, RDF, SH, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS

from concordat.validation import SHAPE, shapes_graph, validate

HERE = Path(__file__).parent
FOLDER = HERE.parents[1] / "shapes"
EXAMPLES = HERE / "examples"
BACKGROUND = (EXAMPLES / "background.ttl").read_text(encoding="utf-8")
TARGETS = (SH.targetClass, SH.targetObjectsOf, SH.targetSubjectsOf)
NAMES = sorted(path.name for path in EXAMPLES.iterdir() if path.is_dir())
SHAPES = sorted({str(shape) for target in TARGETS for shape in shapes_graph().subjects(target)})


@lru_cache(512)
def found(turtle: str) -> frozenset[str]:
    """Return the names of the shapes that the nodes of an example violate, read with the background."""
    example = Graph().parse(data=turtle, format="turtle")
    nodes = {node for node in example.subjects() if isinstance(node, URIRef)}
    report = validate(Graph().parse(data=BACKGROUND, format="turtle") + example, focus=nodes)
    return frozenset(str(result.shape).removeprefix(str(SHAPE)) for result in report.results)


def test_every_shape_has_both_examples_and_every_example_a_shape() -> None:
    assert [str(SHAPE) + name for name in NAMES] == SHAPES
    for name in NAMES:
        assert sorted(path.name for path in (EXAMPLES / name).iterdir()) == ["conforming.ttl", "violating.ttl"], name


def test_the_background_conforms() -> None:
    assert found(BACKGROUND) == frozenset()


@pytest.mark.parametrize("name", NAMES)
def test_shape_passes_its_conforming_example(name: str) -> None:
    assert found((EXAMPLES / name / "conforming.ttl").read_text(encoding="utf-8")) == frozenset()


@pytest.mark.parametrize("name", NAMES)
def test_shape_alone_catches_its_violating_example(name: str) -> None:
    assert found((EXAMPLES / name / "violating.ttl").read_text(encoding="utf-8")) == {name}


@pytest.mark.parametrize("name", NAMES)
def test_shape_says_in_both_languages_how_to_repair(name: str) -> None:
    messages = list(shapes_graph().objects(SHAPE[name], SH.message))
    assert sorted(str(m.language) for m in messages if isinstance(m, Literal)) == ["en", "fr"]
    assert all(str(message).endswith(".") for message in messages)
    assert shapes_graph().value(SHAPE[name], SH.severity) in {SH.Violation, SH.Warning, SH.Info}


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.ttl")), ids=lambda path: path.stem)
def test_file_opens_with_its_header(path: Path) -> None:
    body = path.read_text(encoding="utf-8").split("\n\n", 2)[1]
    assert "a owl:Ontology" in body
    graph = Graph().parse(path)
    headers = list(graph.subjects(RDF.type, OWL.Ontology))
    assert headers == [SHAPE[path.stem]]
    for predicate in (DCTERMS.title, DCTERMS.description):
        assert {o.language for o in graph.objects(headers[0], predicate) if isinstance(o, Literal)} == {"en", "fr"}


def test_no_property_shape_nests_a_shape_over_its_values() -> None:
    # pySHACL applies focus nodes to nested shapes too, and would pass or fail a value it never looked at
    nesting = (SH.node, SH.property, SH["not"], SH["or"], SH["and"], SH.xone, SH.qualifiedValueShape)
    graph = shapes_graph()
    assert [s for p in nesting for s in graph.subjects(p) if (s, SH.path, None) in graph] == []


def test_constraints_in_sparql_are_many_enough_for_the_cache_to_matter() -> None:
    assert len(list(shapes_graph().subjects(SH.sparql))) >= 6
