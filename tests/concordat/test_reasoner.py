from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from rdflib import URIRef

from concordat.errors import ConcordatError, InputError
from concordat.reasoner import Entailments, classify

X = "https://example.org/#"
PREFIXES = f"""
@prefix : <{X}> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:A a owl:Class . :B a owl:Class ; rdfs:subClassOf :A . :C a owl:Class ; owl:disjointWith :A .
:in a owl:ObjectProperty , owl:TransitiveProperty ; owl:inverseOf :has . :has a owl:ObjectProperty .
"""


def reasoned(folder: Path, *texts: str, relations: bool = True) -> Entailments:
    paths = [folder / f"{number}.ttl" for number, _ in enumerate(texts)]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(PREFIXES + text, encoding="utf-8")
    return classify(paths, relations=relations)


def x(*names: str) -> tuple[URIRef, ...]:
    return tuple(URIRef(X + name) for name in names)


@pytest.mark.reasoner
def test_types_and_relations_follow(tmp_path: Path) -> None:
    found = reasoned(tmp_path, ":b a :B ; :in :c .", ":d :has :c .")
    assert found.consistent
    assert found.unsatisfiable == frozenset()
    assert found.types == {x("b", "B"), x("b", "A")}
    assert found.relations == {
        triple
        for one, other in [("b", "c"), ("c", "d"), ("b", "d")]
        for triple in (x(one, "in", other), x(other, "has", one))
    }
    assert reasoned(tmp_path, ":b a :B ; :in :c .", ":d :has :c .", relations=False) == replace(found, relations=frozenset())


@pytest.mark.reasoner
def test_a_class_that_nothing_can_be_is_named(tmp_path: Path) -> None:
    found = reasoned(tmp_path, ":D a owl:Class ; rdfs:subClassOf :B , :C .")
    assert found.consistent
    assert found.unsatisfiable == {URIRef(X + "D")}


@pytest.mark.reasoner
def test_a_contradiction_is_told(tmp_path: Path) -> None:
    assert reasoned(tmp_path, ":b a :B , :C .") == Entailments(consistent=False)


def test_a_file_that_is_no_turtle_is_named(tmp_path: Path) -> None:
    bad = tmp_path / "bad.ttl"
    bad.write_text("this is no Turtle", encoding="utf-8")
    with pytest.raises(InputError, match=r"bad\.ttl"):
        classify([bad])


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.ttl"):
        classify([tmp_path / "none.ttl"])


def test_without_the_extra_the_way_to_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "owlready2", None)
    with pytest.raises(ConcordatError, match="concordat\\[reasoner\\]"):
        reasoned(tmp_path, "")
