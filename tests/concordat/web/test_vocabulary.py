"""The ontology as a page: terms with what binds them and what is checked, and the drawing of the classes."""

from __future__ import annotations

from collections.abc import Sequence

import httpx
import pytest
from lxml import html
from rdflib import OWL, RDF, RDFS, Literal, URIRef

from concordat.graph.names import CDT
from concordat.graph.quads import Triple
from concordat.graph.store import Store
from concordat.web.vocabulary import Module, modules

MODULE = URIRef("https://w3id.org/concordat/ontology/made")
CLASSES = {"A": None, "B": "A", "C": "B", "D": "A", "E": None}
TRIPLES: Sequence[Triple] = [
    triple
    for name, parent in CLASSES.items()
    for triple in (
        (CDT[name], RDF.type, OWL.Class), (CDT[name], RDFS.isDefinedBy, MODULE), (CDT[name], RDFS.label, Literal(name.lower(), lang="en")),
        *([(CDT[name], RDFS.subClassOf, CDT[parent])] if parent else []),
    )
]  # fmt: skip


@pytest.fixture
def made(memory: Store) -> Module:
    (found,) = modules(memory, [*TRIPLES, (CDT["p"], RDF.type, OWL.ObjectProperty), (CDT["p"], RDFS.isDefinedBy, MODULE), (CDT["p"], RDFS.range, CDT["A"])], "en")
    return found


def test_a_class_is_drawn_below_what_it_is_a_kind_of(made: Module) -> None:
    assert [(box.term.local, box.x, box.y, box.above) for box in made.boxes] == [
        ("A", 0, 0, 0), ("B", 26, 30, 30), ("C", 52, 60, 30), ("D", 26, 90, 90), ("E", 0, 120, 0),
    ]  # fmt: skip
    assert made.size == (82, 152)


def test_properties_follow_the_classes_with_what_they_lead_to(made: Module) -> None:
    assert [term.local for term in made.terms] == [*CLASSES, "p"]
    assert made.terms[-1].facts == (("range", ("cdt:A",)),)


@pytest.mark.parametrize(("lang", "meaning", "rule"), [("en", "reference by words", "Name the one provision"), ("fr", "référence faite par les mots", "Indiquez la seule disposition")])
def test_a_term_says_what_it_means_and_what_is_checked(client: httpx.Client, lang: str, meaning: str, rule: str) -> None:
    page = html.document_fromstring(client.get(f"/ontology.html?lang={lang}").text)
    told = page.get_element_by_id("Citation").text_content()
    assert meaning in told
    assert rule in told
    assert rule in page.get_element_by_id("from").text_content()
    targets = [str(href) for href in page.xpath("//svg//a/@href")]
    assert "#Citation" in targets
    assert [href for href in targets if not page.xpath(f"//section[@id='{href[1:]}']")] == []
