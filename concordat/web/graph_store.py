"""Graph store: whole graphs by their names (SPARQL 1.1 Graph Store HTTP Protocol).

At `/data?graph=IRI`, `/data?default`, and at the address of each graph of ours itself (`/graph/curated/budapest`).
Everyone may read what is public; writing takes a token, and is off where the server has none.
"""

from __future__ import annotations

import asyncio
from email.parser import BytesParser
from hashlib import sha256
from urllib.parse import parse_qsl

from rdflib import URIRef
from starlette.requests import Request
from starlette.responses import Response

from ..errors import InputError, UsageError
from ..graph import layers, quads
from ..graph.quads import Lines
from .described import graph_type, lines_response
from .failures import Failure
from .negotiation import GRAPH_TYPES
from .service import of
from .writing import DEFAULT, Change, apart, record, refuse_ours, save, writer

__all__ = ["data", "graph"]

_MOST = 64 * 2**20  # bytes of one graph
_SYNTAXES = dict(zip(GRAPH_TYPES, ("ttl", "jsonld", "nt", "nq", "rdf"), strict=True)) | {"application/xml": "rdf"}


async def data(request: Request) -> Response:
    """Read or write the graph that the address names in its query.

    Raises Failure: 400 where the address or the graph is wrong, 401 and 403 whoever may not, 404, 406, 413, 415, 503.
    """
    try:
        pairs = parse_qsl(request.url.query, keep_blank_values=True, errors="strict")
    except UnicodeDecodeError as error:
        raise Failure(400, "the name of the graph is not UTF-8") from error
    given = [value for name, value in pairs if name == "graph"]
    default = any(name == "default" for name, _ in pairs)
    if len(given) + default > 1:
        raise Failure(400, "name one graph: graph=IRI, or default")
    if not given and not default:
        if request.method != "POST":
            raise Failure(400, "name a graph: graph=IRI, or default")
        return await _write(request, None)
    return await _either(request, layers.PUBLIC if default else _named(given[0]))


async def graph(request: Request) -> Response:
    """Read or write the graph whose name is the address.

    Raises Failure: 400 where the graph is wrong, 401 and 403 whoever may not, 404, 406, 413, 415, 503.
    """
    local, form = request.path_params["local"], None
    name = layers.named(local)
    head, _, ending = local.rpartition(".")
    if str(name) not in of(request).snapshot.graphs and head and ending in {"ttl", "jsonld", "nt", "nq", "rdf"}:
        name, form = layers.named(head), ending
    return await _either(request, name, form)


def _named(text: str) -> URIRef:
    try:
        quads.to_native(URIRef(text))
    except UsageError as error:
        raise Failure(400, f"{text!r} is no IRI") from error
    return URIRef(text)


async def _either(request: Request, name: URIRef, form: str | None = None) -> Response:
    if request.method in {"GET", "HEAD"}:
        return await asyncio.to_thread(_read, request, name, form)
    return await _write(request, name)


def _read(request: Request, name: URIRef, form: str | None) -> Response:
    snapshot = of(request).snapshot
    if name != layers.PUBLIC and str(name) not in snapshot.graphs:
        raise Failure(404, f"there is no public graph {name}")
    media = graph_type(request, form)
    return lines_response(request, lambda: snapshot.store.public() if name == layers.PUBLIC else snapshot.store.lines(name), media)


async def _write(request: Request, name: URIRef | None) -> Response:
    """Change a graph (None: one that is to be given a name)."""
    who, method = writer(request), request.method
    if name is not None:
        # what is written to the default graph stands in a layer of its own
        name = DEFAULT if name == layers.PUBLIC else name
        refuse_ours(name)
    change = Change(gone=True)
    if method != "DELETE":
        body = await _body(request)
        name = name or layers.named(f"posted/{sha256(body).hexdigest()[:16]}")
        kind = request.headers.get("content-type", "text/turtle")
        lines = frozenset[bytes]().union(*(_parsed(part, data, name) for part, data in _parts(kind, body)))
        change = Change(lines, replaces=method == "PUT")
    assert name is not None  # noqa: S101 - only POST has none, and it was named
    found = await asyncio.to_thread(save, of(request).address, {name: change}, source="graph-store-protocol")
    record(of(request).tokens, who, method, [name])
    await of(request).renew()
    return Response(status_code=204) if found else Response(status_code=201, headers={"Location": str(name)})


async def _body(request: Request) -> bytes:
    held = bytearray()
    async for chunk in request.stream():
        held += chunk
        if len(held) > _MOST:
            raise Failure(413, f"a graph may have {_MOST} bytes", {"Connection": "close"})
    return bytes(held)


def _parts(kind: str, body: bytes) -> list[tuple[str, bytes]]:
    """Return the graphs of a body with their types: itself, or its parts where it has several (RFC 7578)."""
    if not kind.lower().startswith("multipart/"):
        return [(kind, body)]
    held = BytesParser().parsebytes(b"Content-Type: " + kind.encode("latin-1") + b"\r\n\r\n" + body)
    parts = [part for part in held.walk() if not part.is_multipart()]
    return [(part.get_content_type(), data) for part in parts if isinstance(data := part.get_payload(decode=True), bytes)]


def _parsed(kind: str, body: bytes, name: URIRef) -> Lines:
    kind = kind.partition(";")[0].strip().lower()
    if kind not in _SYNTAXES:
        raise Failure(415, f"send a graph as one of: {', '.join(GRAPH_TYPES)}")
    try:
        return quads.normal(body, apart(name, body), syntax=_SYNTAXES[kind], base=str(name), where="body")
    except InputError as error:
        raise Failure(400, error) from error
