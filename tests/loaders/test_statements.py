"""Norms read by machine as triples: the shape of curated ones, with rule, confidence and origin."""

from __future__ import annotations

from collections.abc import Callable

from rdflib import PROV, RDF, RDFS, Graph, URIRef

from concordat.graph.names import CDT, ELI, compact, concept, expand
from concordat.loaders.document import Document
from concordat.loaders.norms import norms
from concordat.loaders.statements import norm_triples, tree_triples

Written = Callable[..., Document]
HASH = "0" * 64


def read(written: Written, text: str, **about: str) -> Graph:
    """Return the graph of the norms of one English paragraph."""
    about = {"kind": "Treaty", "instrument": "budapest", "language": "en", **about}
    document = written(("1", "article", "", "Mutual assistance"), ("1/1", "paragraph", text), **about)
    graph = Graph()
    for triple in norm_triples(document, norms(document, taken=[])):
        graph.add(triple)
    return graph


def test_a_norm_names_its_place_rule_and_origin(written: Written) -> None:
    graph = read(written, "The requested Party shall keep the data for at least sixty days.")
    (norm,) = graph.subjects(RDF.type, CDT.Norm)
    assert compact(str(norm)) == f"norm:document:{HASH}:1/1/1"
    assert graph.value(norm, CDT.statedIn) == expand("budapest:1/1")
    assert graph.value(norm, CDT.modality) == concept("modality", "obligation")
    assert graph.value(norm, CDT.bearer) == concept("role", "requested-party")
    assert str(graph.value(norm, CDT.rule)) == "en-must"
    assert 0 < float(str(graph.value(norm, CDT.extractionConfidence))) < 1
    activity = graph.value(norm, PROV.wasGeneratedBy)
    assert graph.value(activity, PROV.used) == expand(f"document:{HASH}")
    assert {label.language for label in graph.objects(activity, RDFS.label)} == {"en", "fr"}  # type: ignore[attr-defined]


def test_a_list_of_grounds_makes_the_norm_one_on_refusing(written: Written) -> None:
    graph = read(written, "Assistance may only be refused if the request prejudices the sovereignty of the requested Party.")
    (grounds,) = graph.subjects(RDF.type, CDT.RefusalList)
    norm = graph.value(predicate=CDT.refusalList, object=grounds)
    assert graph.value(norm, CDT.action) == concept("action", "refuse")
    assert graph.value(grounds, CDT.closure) == concept("closure", "closed")
    assert graph.value(grounds, CDT.duty) == concept("ground-duty", "optional")
    assert list(graph.objects(grounds, CDT.ground)) == [concept("ground", "sovereignty")]


def test_what_has_no_concept_is_left_out(written: Written) -> None:
    graph = read(written, "The Parties shall wait for 3 days.")
    assert not set(graph.subjects(RDF.type, CDT.Constraint))
    assert not any(str(term).endswith("None") for triple in graph for term in triple if isinstance(term, URIRef))


def test_a_clause_on_other_rules_is_a_precedence(written: Written) -> None:
    graph = read(written, "This article shall be without prejudice to the domestic law of the Parties.")
    (precedence,) = graph.subjects(RDF.type, CDT.Precedence)
    assert graph.value(precedence, CDT.inFavourOf) == concept("regime", "domestic-law")
    norm = graph.value(predicate=CDT.precedence, object=precedence)
    assert graph.value(norm, CDT.action) == concept("action", "relate-to-other-rules")


def test_the_tree_of_a_text_that_nobody_curated(written: Written) -> None:
    document = written(("1", "article", "", "Scope"), ("1/1", "paragraph", "One."), instrument=None, kind="Treaty", language="en")
    graph = Graph()
    for triple in tree_triples(document):
        graph.add(triple)
    top = expand(f"document:{HASH}")
    article, paragraph = (expand(f"document:{HASH}:provision/{path}") for path in ("1", "1/1"))
    assert (top, RDF.type, CDT.Treaty) in graph
    assert (graph.value(article, ELI.is_part_of), graph.value(paragraph, ELI.is_part_of)) == (top, article)
    assert str(graph.value(article, CDT.heading)) == "Scope"
