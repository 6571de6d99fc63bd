"""Editing: what a file would change in the graph, read as an edit that is never stored.

A Turtle file of our own model says what a provision, a norm or a text shall be; any other file is a text, of which a machine
reads the norms.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rdflib import RDF, Graph, URIRef

from .compatibility import Edit
from .errors import InputError
from .graph import quads
from .graph.names import CDT, ELI, ID, compact, expand
from .graph.store import Reader
from .machine import read_norms

__all__ = ["Edited", "read_edit"]

_PLACED = ("Norm", "Requirement")


@dataclass(frozen=True, slots=True)
class Edited:
    """An edit, the provisions that it changes, as compact ids, and whether a machine read it."""

    edit: Edit
    places: frozenset[str]
    machine: bool = False


def read_edit(path: Path, store: Reader) -> Edited:
    """Return what a file would change: Turtle by its subjects, any other format by the norms that a machine reads in it.

    A subject of the Turtle takes the place of what the graph says of it. Where that is a provision, an instrument or a
    contribution, what is stated in the provision is replaced with it. Raises InputError where the file cannot be read, or places
    a norm nowhere.
    """
    if path.suffix == ".ttl":
        return _from_turtle(path, store)
    reading = read_norms(path)
    top = expand(reading.about)
    own = _column(store, f"?s <{CDT.statedIn}> ?p . ?p <{CDT.within}> <{top}>", "s")
    there = _column(store, f"?s <{CDT.within}> <{top}>", "s") | ({top} if _column(store, f"BIND(<{top}> AS ?s) ?s a ?c", "s") else set())
    described = {f"<{each}>".encode() for each in there}
    tree = frozenset(line for line in reading.tree if line.split(b" ", 1)[0] not in described)
    graph = _graph(reading.facts | reading.tree)
    places = {str(each) for each in (*graph.subjects(ELI.is_part_of), *graph.objects(None, CDT.statedIn), *there)}
    return Edited(Edit(reading.facts | tree, frozenset(own)), frozenset(map(compact, places)), machine=True)


def _from_turtle(path: Path, store: Reader) -> Edited:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=str(path), do="name a Turtle file or a text") from error
    facts = quads.normal(data, path.as_uri() if path.is_absolute() else path.name, syntax="ttl", base=str(ID), where=str(path))
    graph = _graph(facts)
    subjects = {each for each in graph.subjects() if isinstance(each, URIRef) and each.startswith(str(ID))}
    if not subjects:
        raise InputError("says nothing of a provision or norm", where=str(path), do="write <norm/budapest/29/7/1> a cdt:Norm ; ...")
    places = {each for each in subjects if (each, ELI.is_part_of, None) in graph}
    listed = " ".join(f"<{each}>" for each in sorted(subjects))
    own = _column(store, f"VALUES ?p {{ {' '.join(f'<{each}>' for each in sorted(places))} }} ?s <{CDT.statedIn}> ?p", "s")
    # a figure or a list of grounds is changed where the norm stands that it belongs to
    holders = _column(store, f"VALUES ?own {{ {listed} }} ?s ?by ?own ; <{CDT.statedIn}> ?p", "p")
    then = _column(store, f"VALUES ?s {{ {listed} }} ?s <{CDT.statedIn}> ?p", "p")
    now = {each for each in graph.objects(None, CDT.statedIn) if isinstance(each, URIRef)}
    _placed(graph, now - subjects, store, path)
    changed = places | holders | then | now
    return Edited(Edit(facts, frozenset(subjects | own)), frozenset(compact(str(each)) for each in changed))


def _placed(graph: Graph, places: set[URIRef], store: Reader, path: Path) -> None:
    for name in _PLACED:
        for norm in graph.subjects(RDF.type, CDT[name]):
            if (norm, CDT.statedIn, None) not in graph:
                raise InputError(f"{compact(str(norm))} is stated nowhere", where=str(path), do="add cdt:statedIn and the provision")
    known = _column(store, f"VALUES ?s {{ {' '.join(f'<{each}>' for each in sorted(places))} }} ?s a <{CDT.Provision}>", "s")
    for place in sorted(places - known):
        raise InputError(f"{compact(str(place))} names nothing in the graph", where=str(path), do="add the provision to the file")


def _graph(lines: quads.Lines) -> Graph:
    graph = Graph()
    for triple in quads.triples_of(lines):
        graph.add(triple)
    return graph


def _column(store: Reader, pattern: str, name: str) -> set[URIRef]:
    rows = store.select(f"SELECT DISTINCT ?{name} {{ {pattern} }}")
    return {term for row in rows if isinstance(term := row[name], URIRef)}
