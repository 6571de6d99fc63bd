"""Actors: which State or organisation a printed name means (the labels in `graph/data/parties`)."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from rdflib import RDF, SKOS, Literal, URIRef

from ..graph.names import CDT
from ..graph.vocabulary import turtle, turtle_files
from .titles import normalised

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

__all__ = ["actors_in", "known_actors", "state_names"]

_KINDS = frozenset((CDT.State, CDT.Organisation, CDT.RegionalOrganisation))
_LABELS = frozenset((SKOS.prefLabel, SKOS.altLabel))


@lru_cache(1)
def known_actors() -> Mapping[str, URIRef]:
    """Return the actors that the curated graph knows, by their normalised names."""
    return actors_in(_folder())


@lru_cache(2)
def state_names(language: str) -> tuple[str, ...]:
    """Return the names that the curated graph has for States in a language (two letters), as they are printed, the longest first."""
    triples = [triple for _, entry in turtle_files(_folder()) for triple in turtle(entry)]
    states = {subject for subject, predicate, kind in triples if predicate == RDF.type and kind == CDT.State}
    names = {
        str(label)
        for subject, predicate, label in triples
        if predicate in _LABELS and subject in states and isinstance(label, Literal) and label.language == language
    }
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


def _folder() -> Traversable:
    return files("concordat") / "graph" / "data" / "parties"


def actors_in(folder: Traversable) -> Mapping[str, URIRef]:
    """Return the actors that the Turtle files of a folder describe, by their normalised names in any language.

    A name that two actors share is no name. Raises InputError with file and line where Turtle is wrong.
    """
    triples = [triple for _, entry in turtle_files(folder) for triple in turtle(entry)]
    actors = {subject for subject, predicate, kind in triples if predicate == RDF.type and kind in _KINDS}
    found: dict[str, set[URIRef]] = {}
    for subject, predicate, label in triples:
        if predicate in _LABELS and subject in actors:
            found.setdefault(normalised(str(label)), set()).add(URIRef(str(subject)))
    return {name: iris.pop() for name, iris in sorted(found.items()) if len(iris) == 1}
