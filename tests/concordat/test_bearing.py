"""What a change can bear on: whatever it makes wrong is found, and what was wrong before, elsewhere, is not looked at."""

from __future__ import annotations

import pytest
from rdflib import Graph, Literal, URIRef

from concordat.validation import validate

PREFIXES = """
@prefix : <http://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
"""
SHAPE = PREFIXES + ':shape a sh:{kind}Shape ; {target} ; sh:message "Repair."@en ; sh:severity sh:Violation ; {constraint} .'
# fails each of the shapes below, before and after
OLD = ":old a :Thing ; :p :old1 ; :q :old . :old0 :s :old ."
QUERY = 'sh:sparql [ a sh:SPARQLConstraint ; sh:select "SELECT $this WHERE {{ $this <http://example.org/p> ?v . FILTER NOT EXISTS {{ {} }} }}" ]'
OF_CLASS = "sh:targetClass :Thing"


@pytest.fixture(autouse=True)
def _no_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """These graphs have no word of the vocabulary."""
    monkeypatch.setattr("concordat.validation.vocabulary", Graph)


def parsed(text: str) -> Graph:
    return Graph().parse(data=PREFIXES + text, format="turtle")


def failing(shapes: Graph, data: Graph, changed: Graph | None = None) -> tuple[set[str], int]:
    report = validate(data, changed=changed, shapes=shapes)
    return {str(result.focus).rpartition("/")[2] for result in report.results}, report.looked


@pytest.mark.parametrize(
    ("target", "constraint", "kept", "changed"),
    [
        pytest.param(OF_CLASS, "sh:path :r ; sh:minCount 1", ":new a :Thing .", ":new :r 1 .", id="own-statement"),
        pytest.param(OF_CLASS, "sh:path :p ; sh:class :Value", ":new a :Thing ; :p :v .", ":v a :Value .", id="class-of-a-value"),
        pytest.param(OF_CLASS, "sh:path ( :p :r ) ; sh:minCount 1", ":new a :Thing ; :p :v .", ":v :r 1 .", id="two-steps"),
        pytest.param(
            OF_CLASS, "sh:path ( :p :r ) ; sh:class :Value", ":new a :Thing ; :p :v . :v :r :w . :old1 :r :w2 .", ":w a :Value .",
                id="class-behind-two-steps",
        ),
        pytest.param(OF_CLASS, "sh:path [ sh:inversePath :r ] ; sh:minCount 1", ":new a :Thing .", ":owner :r :new .", id="inverse"),
        pytest.param(
            OF_CLASS, "sh:path [ sh:inversePath :s ] ; sh:class :Value", ":new a :Thing . :owner :s :new .", ":owner a :Value .",
            id="class-of-an-owner",
        ),
        pytest.param(
            OF_CLASS, "sh:path [ sh:alternativePath ( :p :r ) ] ; sh:class :Value", ":new a :Thing ; :r :v .", ":v a :Value .", id="one-of-two"
        ),
        pytest.param("sh:targetObjectsOf :q", "sh:path :r ; sh:minCount 1", ":new :r2 1 .", ":new :r 1 .", id="target-of-objects"),
    ],
)  # fmt: skip
def test_what_becomes_wrong_is_found_and_what_was_is_not_looked_at(target: str, constraint: str, kept: str, changed: str) -> None:
    shapes = parsed(SHAPE.removeprefix(PREFIXES).format(kind="Property", target=target, constraint=constraint))
    held = f"{kept} :x :q :new ." if "Objects" in target else kept
    before, after = parsed(f"{OLD} {held} {changed}"), parsed(f"{OLD} {held}")
    assert failing(shapes, before)[0] == {"old"}
    assert failing(shapes, after) == ({"old", "new"}, 2)
    assert failing(shapes, after, parsed(changed)) == ({"new"}, 1)


def test_a_target_that_enters_is_looked_at() -> None:
    shapes = parsed(SHAPE.removeprefix(PREFIXES).format(kind="Property", target="sh:targetObjectsOf :q", constraint="sh:path :r ; sh:minCount 1"))
    assert failing(shapes, parsed(f"{OLD} :x :q :new ."), parsed(":x :q :new .")) == ({"new"}, 1)


@pytest.mark.parametrize(
    ("condition", "changed", "found"),
    [
        pytest.param("?x <http://example.org/r> ?v", ":far :r :v .", {"new", "old"}, id="predicate-named"),
        pytest.param("?x a <http://example.org/Value>", ":v a :Value .", {"new", "old"}, id="type-named"),
        pytest.param("?x ?any ?v . FILTER(?x = <http://example.org/far>)", ":far :r :v .", {"new", "old"}, id="any-predicate"),
        pytest.param("?x <http://example.org/other> ?v", ":far :r :v .", set(), id="not-named"),
    ],
)
def test_a_query_that_names_what_changed_is_asked_of_all(condition: str, changed: str, found: set[str]) -> None:
    constraint = QUERY.format(condition.replace('"', '\\"'))
    shapes = parsed(SHAPE.removeprefix(PREFIXES).format(kind="Node", target=OF_CLASS, constraint=constraint))
    assert failing(shapes, parsed(f"{OLD} :new a :Thing ; :p :v ."), parsed(changed))[0] == found


@pytest.mark.parametrize(
    ("path", "changed"),
    [
        pytest.param("[ sh:zeroOrMorePath :p ]", ":far :r 1 .", id="path-not-understood"),
        pytest.param(":r", ":Small rdfs:subClassOf :Thing .", id="class-under-another"),
    ],
)
def test_where_it_cannot_be_told_everything_is_looked_at(path: str, changed: str) -> None:
    shapes = parsed(SHAPE.removeprefix(PREFIXES).format(kind="Property", target=OF_CLASS, constraint=f"sh:path {path} ; sh:minCount 9"))
    assert failing(shapes, parsed(f"{OLD} :new a :Thing ."), parsed(changed))[0] == {"old", "new"}


def test_nothing_changed_is_nothing_to_look_at() -> None:
    thing = URIRef("http://example.org/old"), URIRef("http://example.org/p"), Literal(1)
    assert validate([thing], changed=[]).looked == 0
