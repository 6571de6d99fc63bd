"""Validation: the same results as stock pySHACL, for all nodes or some, told in a stable order."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rdflib import RDF, SH, XSD, Graph, Literal, URIRef

from concordat.errors import InputError
from concordat.graph.names import CDT, ID
from concordat.validation import SEVERITIES, SHAPE, Report, prepared, shapes_graph, validate, vocabulary

EXAMPLES = Path(__file__).parents[1] / "shapes" / "examples"
BROKEN = (
    "Activity-label", "Constraint-owner", "Instrument-dates", "Instrument-name-taken", "Norm-duplicate",
    "Norm-force-needed", "Provision-heading-pair", "Provision-tree", "RefusalList-grounds",
    "Requirement-demand-needs", "Statement-cue", "Statement-place-kind",
)  # fmt: skip
PREFIXES = """
@prefix cdt: <https://w3id.org/concordat/ontology#> .
@prefix ex: <https://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
"""


@pytest.fixture(scope="module")
def broken() -> Graph:
    """A graph that violates a dozen shapes, in SPARQL and in core, in every severity."""
    graph = Graph().parse(EXAMPLES / "background.ttl")
    for name in BROKEN:
        graph.parse(EXAMPLES / name / "violating.ttl")
    return graph


@pytest.fixture(scope="module")
def report(broken: Graph) -> Report:
    return validate(broken)


def turtle(text: str) -> Graph:
    return Graph().parse(data=PREFIXES + text, format="turtle")


def test_results_are_those_of_stock_pyshacl(broken: Graph) -> None:
    rules = Graph() + shapes_graph()
    # stock would parse this one for each of some hundred concepts of the vocabulary
    rules.remove((SHAPE["Concept-scheme"], SH.targetClass, None))
    ours, stock = validate(broken, shapes=rules), validate(broken, shapes=rules, cached=False)
    assert ours == stock
    violated = {result.shape for result in ours.results}
    assert len(violated) >= len(BROKEN)
    assert len(violated & set(rules.subjects(SH.sparql))) >= 4


def test_focus_gives_the_results_of_these_nodes_and_no_others(broken: Graph, report: Report) -> None:
    for nodes in ({ID["norm/sample/1/1/2"]}, {ID["sample/1/3"], ID["other"]}, {ID["sample"]}):
        expected = tuple(result for result in report.results if result.focus in nodes)
        assert validate(broken, focus=nodes).results == expected


def test_no_focus_node_means_nothing_to_check(broken: Graph) -> None:
    assert validate(broken, focus=[]).conforms


def test_graph_stays_as_it_was(broken: Graph) -> None:
    before = set(broken)
    validate(broken, focus={ID["sample"]})
    assert set(broken) == before


def test_most_severe_first_then_by_node(report: Report) -> None:
    keys = [(SEVERITIES.index(result.severity), str(result.focus)) for result in report.results]
    assert keys == sorted(keys)
    assert sum(map(report.count, SEVERITIES)) == len(report.results)


def test_renderings_do_not_depend_on_the_run(broken: Graph, report: Report) -> None:
    again = validate(sorted(broken, reverse=True))
    assert (again.to_text("fr"), again.to_json(), again.to_turtle()) == (
        report.to_text("fr"), report.to_json(), report.to_turtle(),
    )  # fmt: skip


def test_text_names_the_node_and_tells_the_repair_in_the_readers_language(report: Report) -> None:
    english, french = report.to_text("en"), report.to_text("fr")
    assert "norm:sample:1/1/2" in english
    assert "error: Give exactly one" not in french
    assert "erreur: " in french
    assert "shape:Norm-force-needed" in french
    assert english.rstrip().splitlines()[-1].startswith("error: ")


def test_text_of_an_empty_report_says_so() -> None:
    assert Report(()).to_text("en") == "Nothing to repair.\n"
    assert Report(()).to_text("fr") == "Rien à réparer.\n"


def test_json_gives_compact_ids_and_both_messages(report: Report) -> None:
    data = json.loads(report.to_json())
    row = next(row for row in data["results"] if row["shape"] == "shape:Constraint-owner")
    assert data["conforms"] is False
    assert row["focus"] == "constraint:sample:1/1/2"
    assert row["path"] == "^cdt:constraint"
    assert row["severity"] == "violation"
    assert sorted(row["message"]) == ["en", "fr"]


def test_turtle_is_a_shacl_report(report: Report) -> None:
    graph = Graph().parse(data=report.to_turtle(), format="turtle")
    node = graph.value(predicate=RDF.type, object=SH.ValidationReport)
    assert graph.value(node, SH.conforms) == Literal(False)
    assert len(list(graph.objects(node, SH.result))) == len(report.results)
    owner = graph.value(predicate=SH.sourceShape, object=SHAPE["Constraint-owner"])
    assert graph.value(graph.value(owner, SH.resultPath), SH.inversePath) == CDT.constraint


def test_strings_are_the_same_with_and_without_their_type() -> None:
    graph = Graph().parse(EXAMPLES / "background.ttl").parse(EXAMPLES / "Provision-number" / "conforming.ttl")
    typed = [(s, p, Literal(str(o), datatype=XSD.string) if o == Literal("3") else o) for s, p, o in graph]
    assert validate(typed).conforms


def test_shapes_of_another_package_can_be_run() -> None:
    shapes = turtle("""
        ex:Named a sh:PropertyShape ; sh:targetClass ex:Thing ; sh:path ( ex:a ex:b ) ; sh:minCount 1 ;
            sh:message "Name it." .
    """)
    result = validate(turtle("ex:one a ex:Thing ."), shapes=shapes).results[0]
    assert (result.message("en"), result.message("fr")) == ("Name it.", "Name it.")
    assert (result.severity, result.value) == ("violation", None)
    assert "ex" in validate(turtle("ex:one a ex:Thing ."), shapes=shapes).to_text("en")


@pytest.mark.parametrize(
    "constraint",
    [
        pytest.param("sh:select 'SELECT $this WHERE { $this a ?b MINUS { ?b a ?d } }'", id="forbidden-word"),
        pytest.param("sh:select 'SELECT $this WHERE { $this'", id="bad-sparql"),
        pytest.param("sh:message 'no query'", id="no-query"),
    ],
)
def test_a_shape_that_cannot_be_run_is_one_clear_error(constraint: str) -> None:
    shapes = turtle(f"ex:S a sh:NodeShape ; sh:targetClass ex:Thing ; sh:sparql [ {constraint} ] .")
    with pytest.raises(InputError, match="shapes cannot be run"):
        validate(turtle("ex:one a ex:Thing ."), shapes=shapes)


def test_shapes_follow_the_base_that_is_set() -> None:
    moved = prepared(shapes_graph(), "https://law.example/id/")
    patterns = {str(o) for o in moved.objects(SHAPE["Norm-iri"], SH.pattern)}
    assert patterns == {"^https://law.example/id/norm/"}
    assert len(moved) == len(shapes_graph())


def test_vocabulary_tells_concepts_and_classes() -> None:
    assert (URIRef("https://w3id.org/concordat/scheme/topic#extradition"), RDF.type, None) in vocabulary()
    assert list(vocabulary().objects(CDT.Norm)) != []


def test_what_examples_add_to_a_graph_is_found_by_looking_at_what_they_bear_on(broken: Graph, report: Report) -> None:
    before = Graph().parse(EXAMPLES / "background.ttl")
    found = validate(broken, changed=set(broken) - set(before))
    assert {*report.results} - {*validate(before).results} <= {*found.results} <= {*report.results}
    assert 0 < found.looked < report.looked
