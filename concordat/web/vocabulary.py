"""Vocabulary: the ontology as a page: its modules, each with a drawing of its classes, its terms and what the shapes ask of them.

All of it is generated from the ontology (OWL 2, SKOS definitions) and from the shapes (SHACL), so that it cannot fall behind them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.namespace import SH

from ..graph import layers
from ..graph.names import compact
from ..graph.quads import Triple
from ..graph.store import Store

__all__ = ["Box", "Module", "Term", "modules", "schemes", "terms", "title"]

_TITLES = f"""CONSTRUCT {{ ?m <{DCTERMS.title}> ?t }}
WHERE {{ GRAPH <{layers.VOCABULARY}> {{ ?m a <{OWL.Ontology}> ; <{DCTERMS.title}> ?t }} }}"""
_SCHEMES = f"""CONSTRUCT {{ ?s <{DCTERMS.title}> ?t }}
WHERE {{ GRAPH <{layers.VOCABULARY}> {{ ?s a <{SKOS.ConceptScheme}> ; <{DCTERMS.title}> ?t }} }}"""
_FACTS = {
    "subclass-of": RDFS.subClassOf,
    "part-of-property": RDFS.subPropertyOf,
    "domain": RDFS.domain,
    "range": RDFS.range,
    "inverse": OWL.inverseOf,
}
_ROW, _STEP, _CHARACTER = 30, 26, 8  # pixels


@dataclass(frozen=True, slots=True)
class Term:
    """A class or property: its ids, its words in one language, what it is bound to (word -> compact ids), and the rules on it."""

    local: str
    compact: str
    is_class: bool
    label: str
    definition: str
    examples: tuple[str, ...]
    facts: tuple[tuple[str, tuple[str, ...]], ...]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A class in a drawing, at (x, y) and `width` wide, in pixels; `above` is how much higher the class that it belongs to stands."""

    term: Term
    x: int
    y: int
    width: int
    above: int


@dataclass(frozen=True, slots=True)
class Module:
    """A part of the ontology: its name, its title, its terms, and the drawing of its classes."""

    name: str
    title: str
    terms: tuple[Term, ...]
    boxes: tuple[Box, ...]

    @property
    def size(self) -> tuple[int, int]:
        """Return how wide and high the drawing is, in pixels."""
        return max((box.x + box.width for box in self.boxes), default=0) + 2, len(self.boxes) * _ROW + 2


def modules(store: Store, triples: Sequence[Triple], lang: str) -> list[Module]:
    """Return the modules of the ontology with their terms, of which these are all triples, in one language: en or fr."""
    graph = Graph()
    for triple in (*triples, *store.construct(_TITLES)):
        graph.add(triple)
    found = []
    for place in sorted({o for o in graph.objects(None, RDFS.isDefinedBy) if isinstance(o, URIRef)}):
        subjects = sorted({s for s in graph.subjects(RDFS.isDefinedBy, place) if isinstance(s, URIRef) and "#" in s})
        listed = tuple(sorted((_term(graph, s, lang) for s in subjects), key=lambda held: (not held.is_class, held.local)))
        name = place.rsplit("/", 1)[-1]
        found.append(Module(name, next(iter(_texts(graph, place, DCTERMS.title, lang)), name), listed, _drawn(listed)))
    return found


def schemes(store: Store, lang: str) -> list[tuple[URIRef, str]]:
    """Return the SKOS schemes with their titles in one language (en or fr), in the order of their titles."""
    graph = Graph()
    for triple in store.construct(_SCHEMES):
        graph.add(triple)
    found = {s for s in graph.subjects() if isinstance(s, URIRef)}
    return sorted(((scheme, title([*graph], scheme, lang)) for scheme in found), key=lambda held: held[1].lower())


def title(triples: Sequence[Triple], iri: URIRef, lang: str) -> str:
    """Return the title of a vocabulary in one language (en or fr), or its compact id where it has none."""
    titles = (str(o) for s, p, o in triples if s == iri and p == DCTERMS.title and isinstance(o, Literal) and o.language == lang)
    return min(titles, default=compact(iri))


def terms(triples: Sequence[Triple], iri: URIRef, lang: str) -> list[tuple[str, str, str, str]]:
    """Return the terms of a vocabulary in one language (en or fr): local name, compact id, label, definition."""
    told: dict[str, dict[str, str]] = defaultdict(dict)
    for s, p, o in triples:
        if s != iri and "#" in str(s) and isinstance(o, Literal) and o.language in {None, lang}:
            told[str(s)][str(p)] = str(o)
    found = []
    for term, held in told.items():
        label = held.get(str(SKOS.prefLabel)) or held.get(str(RDFS.label), "")
        found.append((term.rsplit("#", 1)[1], compact(term), label, held.get(str(SKOS.definition), "")))
    return sorted(found)


def _texts(graph: Graph, subject: URIRef, predicate: URIRef, lang: str) -> tuple[str, ...]:
    return tuple(sorted(str(o) for o in graph.objects(subject, predicate) if getattr(o, "language", None) == lang))


def _term(graph: Graph, term: URIRef, lang: str) -> Term:
    local = term.rsplit("#", 1)[1]
    kinds = (*graph.objects(term, RDF.type),)
    facts = {
        word: tuple(sorted(compact(str(o)) for o in graph.objects(term, via) if isinstance(o, URIRef) and "/.well-known/" not in o))
        for word, via in _FACTS.items()
    }
    label, told = (next(iter(_texts(graph, term, via, lang)), "") for via in (RDFS.label, SKOS.definition))
    return Term(
        local, compact(str(term)), OWL.Class in kinds, label or local, told, _texts(graph, term, SKOS.example, lang),
        tuple((word, held) for word, held in facts.items() if held), _rules(term, lang),
    )  # fmt: skip


@lru_cache(1)
def _shapes() -> Graph:
    graph = Graph()
    for place in sorted((files("concordat") / "shapes").iterdir(), key=lambda held: held.name):
        if place.name.endswith(".ttl"):
            graph.parse(data=place.read_text(encoding="utf-8"), format="turtle")
    return graph


def _rules(term: URIRef, lang: str) -> tuple[str, ...]:
    """Return what the shapes ask of a class (all that aim at it), or of a property (all that lead along it)."""
    shapes = _shapes()
    held = {shape for via in (SH.targetClass, SH.path) for shape in shapes.subjects(via, term) if isinstance(shape, URIRef)}
    return tuple(sorted({text for shape in held for text in _texts(shapes, shape, SH.message, lang)}))


def _drawn(terms: Sequence[Term]) -> tuple[Box, ...]:
    """Return the classes as a tree: each below the first class that it is a kind of, one step to the right."""
    classes = {term.compact: term for term in terms if term.is_class}
    below: dict[str, list[Term]] = {}
    for term in classes.values():
        parents = [parent for parent in dict(term.facts).get("subclass-of", ()) if parent in classes]
        below.setdefault(parents[0] if parents else "", []).append(term)
    boxes: list[Box] = []

    def draw(parent: str, depth: int, above: int) -> None:
        for term in below.get(parent, ()):
            y = len(boxes) * _ROW
            boxes.append(Box(term, depth * _STEP, y, len(term.label) * _CHARACTER + 20, y - above if depth else 0))
            draw(term.compact, depth + 1, y)

    draw("", 0, 0)
    return tuple(boxes)
