"""Quads: terms and graphs as bytes, in one canonical form on every store.

Inside the store a graph is a set of normal lines: canonical N-Triples (RDF 1.1 N-Triples, section 4) with typed
literals in their canonical lexical form, language tags in lower case, and blank nodes named by RDFC-1.0 and then
replaced by IRIs (RDF 1.1 Concepts, section 3.5), so that equal graphs are equal bytes. Above the store, terms are
rdflib's.
"""

from __future__ import annotations

import hashlib
import re
from io import BytesIO
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph as ox
from rdflib import BNode, Literal, URIRef
from rdflib.term import Node

from ..errors import InputError, UsageError
from . import names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = [
    "FORMATS", "Lines", "Triple", "canonical", "digest", "document", "from_native", "graph_digest", "lines_of", "native_lines", "normal",
    "parse", "parse_dataset", "quad_lines", "serialize", "term_text", "to_native", "triples_of",
]  # fmt: skip

Triple: TypeAlias = tuple[Node, Node, Node]
Lines: TypeAlias = frozenset[bytes]
Native: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal

FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdf": ox.RdfFormat.RDF_XML,
}
_STRING = "http://www.w3.org/2001/XMLSchema#string"
_PART = 2**20  # bytes that are put in a normal form at once
_SUBJECT = re.compile(rb"^_:(c14n\d+)")
_OBJECT = re.compile(rb" _:(c14n\d+) \.$")
_REPAIR = {
    "dot": "end the statement before this line with a full stop",
    "prefix": "declare the prefix with @prefix at the top of the file",
    "utf-8": "save the file as UTF-8",
    "iri": "write the IRI without spaces or other forbidden characters, percent-encoded where needed",
}


def to_native(term: Node) -> Native:
    """Return the pyoxigraph term of an rdflib term.

    Raises UsageError where the term is a variable or holds characters that no IRI or literal may hold.
    """
    try:
        match term:
            case URIRef():
                return ox.NamedNode(str(term))
            case BNode():
                return ox.BlankNode(str(term))
            case Literal():
                if term.language:
                    return ox.Literal(str(term), language=term.language)
                return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype)) if term.datatype else None)
    except ValueError as error:
        raise UsageError(str(error), where=repr(str(term)), do="write a valid IRI, language tag or text") from error
    raise UsageError("only IRIs, literals and blank nodes stand in a graph", where=repr(term))


def from_native(term: object) -> Node:
    """Return the rdflib term of a pyoxigraph term; a plain text has no datatype there."""
    match term:
        case ox.NamedNode():
            return URIRef(term.value)
        case ox.BlankNode():
            return BNode(term.value)
        case ox.Literal():
            if term.language:
                return Literal(term.value, lang=term.language)
            datatype = term.datatype.value
            return Literal(term.value, datatype=None if datatype == _STRING else URIRef(datatype), normalize=False)
    raise UsageError("quoted triples are not used here", where=str(term))


def term_text(term: Node) -> str:
    """Return an IRI or literal as SPARQL and N-Triples write it; nothing in it can end the term early.

    Raises UsageError where it is neither, or not valid.
    """
    if isinstance(term, BNode):
        raise UsageError("a blank node names nothing outside its graph", do="give an IRI or a literal")
    return str(to_native(term))


def lines_of(triples: Iterable[Triple]) -> bytes:
    """Return rdflib triples as N-Triples, in the order given; `normal` makes them canonical.

    Raises UsageError where a term is not valid.
    """
    # predicates, classes and concepts come again and again; the words of a text do not, and are not held twice
    known: dict[Node, str] = {}

    def text(term: Node) -> str:
        if isinstance(term, Literal):
            return str(to_native(term))
        return known.get(term) or known.setdefault(term, str(to_native(term)))

    made = BytesIO()
    made.writelines(f"{text(s)} {text(p)} {text(o)} .\n".encode() for s, p, o in triples)
    return made.getvalue()


def triples_of(lines: Iterable[bytes]) -> list[Triple]:
    """Return N-Triples lines as rdflib triples, sorted as the lines are."""
    known: dict[object, Node] = {}

    def term(native: object) -> Node:
        return known.get(native) or known.setdefault(native, from_native(native))

    data = b"\n".join(sorted(lines))
    return [(term(t.subject), term(t.predicate), term(t.object)) for t in ox.parse(data, ox.RdfFormat.N_TRIPLES)]


def native_lines(triples: Iterable[ox.Triple]) -> list[bytes]:
    """Return pyoxigraph triples as N-Triples lines."""
    return (ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"").splitlines()


def normal(data: bytes, graph: str, *, syntax: str = "nt", base: str | None = None, where: str = "input") -> Lines:
    """Return the normal lines of a document without graph names.

    `graph` is the IRI of the graph the lines are for (its blank nodes get IRIs made from it), `syntax` a key of
    FORMATS, `base` the IRI that relative ones are resolved against, `where` the file to name in an error.

    Raises InputError with file and line where the syntax is wrong.
    """
    if syntax == "nt" and b"_:" not in data:
        return _in_parts(data, where)
    store = _stored(data, syntax, base=base, where=where)
    if any(isinstance(term, ox.BlankNode) for quad in store for term in (quad.subject, quad.object)):
        return _skolem(store, graph)
    return frozenset(_dumped(store))


def _in_parts(data: bytes, where: str) -> Lines:
    """Return the normal lines of N-Triples without blank nodes: each stands for itself, and a store of all takes four times their bytes."""
    found: set[bytes] = set()
    rest, before = BytesIO(data), 0
    while part := rest.readlines(_PART):
        found.update(_dumped(_stored(b"".join(part), "nt", where=where, before=before)))
        before += len(part)
    return frozenset(found)


def _stored(data: bytes, syntax: str, *, base: str | None = None, where: str, before: int = 0) -> ox.Store:
    store = ox.Store()
    try:
        store.bulk_load(data, FORMATS[syntax], base_iri=base)
    except SyntaxError as error:
        raise _unreadable(error, where, before) from error
    return store


def _dumped(store: ox.Store) -> list[bytes]:
    return (store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()) or b"").splitlines()


def _skolem(store: ox.Store, graph: str) -> Lines:
    dataset = ox.Dataset(store)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    prefix = f"{names.BASE}.well-known/genid/{hashlib.sha256(graph.encode()).hexdigest()[:16]}/"

    lines = native_lines(ox.Triple(q.subject, q.predicate, q.object) for q in dataset)
    # RDFC-1.0 names blank nodes c14n0, c14n1 ...; as a whole word at a place of a term they occur nowhere else
    named = (_SUBJECT.sub(rf"<{prefix}\1>".encode(), line) for line in lines)
    return frozenset(_OBJECT.sub(rf" <{prefix}\1> .".encode(), line) for line in named)


def _unreadable(error: SyntaxError, where: str, before: int = 0) -> InputError:
    what = str(error.args[0])
    cue = next((do for word, do in _REPAIR.items() if word in what.lower()), "correct the statement at this place")
    column = f":{error.offset}" if error.offset else ""
    return InputError(what, where=f"{where}:{before + (error.lineno or 1)}{column}", do=cue)


def parse(data: bytes, syntax: str, *, base: str | None = None, where: str = "input") -> list[Triple]:
    """Return the triples of a document without graph names, sorted; the arguments are those of `normal`.

    Raises InputError with file and line where the syntax is wrong.
    """
    return triples_of(normal(data, where, syntax=syntax, base=base, where=where))


def parse_dataset(data: bytes, syntax: str, *, where: str = "input") -> dict[URIRef, Lines]:
    """Return the named graphs of a TriG, N-Quads or JSON-LD document as normal lines by name.

    Its default graph is left out.

    Raises InputError with file and line where the syntax is wrong.
    """
    store = ox.Store()
    try:
        store.bulk_load(data, FORMATS[syntax])
    except SyntaxError as error:
        raise _unreadable(error, where) from error
    graphs = [name for name in store.named_graphs() if isinstance(name, ox.NamedNode)]
    dumps = {name.value: store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=name) or b"" for name in graphs}
    return {URIRef(name): normal(dumps[name], name) for name in sorted(dumps)}


def quad_lines(lines: Iterable[bytes], graph: str) -> bytes:
    """Return normal lines as sorted N-Quads of a graph."""
    ending = f" <{graph}> .\n".encode()
    return b"".join(line[:-2] + ending for line in sorted(lines))


def canonical(triples: Iterable[Triple], graph: str) -> bytes:
    """Return a graph as canonical sorted N-Quads: the same bytes for the same triples in any order.

    Raises UsageError or InputError where a term is not valid in its place.
    """
    return quad_lines(normal(lines_of(triples), graph), graph)


def digest(data: bytes) -> str:
    """Return the SHA-256 of bytes, in hex."""
    return hashlib.sha256(data).hexdigest()


def graph_digest(lines: Iterable[bytes], graph: str) -> str:
    """Return the SHA-256, in hex, of what `quad_lines` returns, which is not made as a whole for it."""
    ending = f" <{graph}> .\n".encode()
    found = hashlib.sha256()
    for line in sorted(lines):
        found.update(line[:-2] + ending)
    return found.hexdigest()


def serialize(graphs: Mapping[URIRef, Iterable[bytes]], syntax: str) -> bytes:
    """Return normal lines by graph name as one document in a syntax of FORMATS, sorted, with the house's prefixes.

    Raises UsageError where the syntax is unknown, or cannot hold the names of several graphs.
    """
    if syntax not in FORMATS:
        raise UsageError(f"no format {syntax!r}", do="choose " + ", ".join(FORMATS))
    if syntax == "nq":
        return b"".join(quad_lines(graphs[name], name) for name in sorted(graphs))
    native = FORMATS[syntax]
    if native.supports_datasets:
        data = b"".join(quad_lines(graphs[name], name) for name in sorted(graphs))
        return ox.serialize(ox.parse(data, ox.RdfFormat.N_QUADS), format=native, prefixes=names.PREFIXES) or b""
    if len(graphs) > 1:
        raise UsageError(f"{syntax} holds one graph", do="choose trig, nq or jsonld")
    data = b"\n".join(line for lines in graphs.values() for line in sorted(lines))
    return ox.serialize(ox.parse(data, ox.RdfFormat.N_TRIPLES), format=native, prefixes=names.PREFIXES) or b""


def document(lines: Iterable[bytes], syntax: str) -> bytes:
    """Return normal lines as one document that names no graph, in a syntax of FORMATS, sorted, with the house's prefixes.

    Raises UsageError where the syntax is unknown.
    """
    if syntax not in FORMATS:
        raise UsageError(f"no format {syntax!r}", do="choose " + ", ".join(FORMATS))
    data = b"".join(line + b"\n" for line in sorted(lines))
    if syntax in {"nt", "nq"}:
        return data
    used = {name: iri for name, iri in sorted(names.PREFIXES.items()) if f"<{iri}".encode() in data}
    return ox.serialize(ox.parse(data, ox.RdfFormat.N_TRIPLES), format=FORMATS[syntax], prefixes=used) or b""
