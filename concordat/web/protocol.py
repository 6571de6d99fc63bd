"""Protocol: queries and updates at /sparql (SPARQL 1.1 Protocol, sections 2.1 and 2.2).

Queries by GET, by POST of a form, and by POST of the query itself; updates in the last two ways. An answer that was cut
short says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

from ..graph import names
from .caching import headers, unchanged
from .failures import Failure
from .negotiation import FORMS, GRAPH_TYPES, RESULT_TYPES, preferred
from .screening import Screened
from .service import of
from .streaming import respond
from .workers import Job

__all__ = ["Asked", "Update", "asked", "base_of", "media_of", "query"]

_FORM, _QUERY, _UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
_KINDS = {_QUERY: "query", _UPDATE: "update"}
_DATASETS = {"query": ("default-graph-uri", "named-graph-uri"), "update": ("using-graph-uri", "using-named-graph-uri")}


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as it came: its text, the graphs named beside it (None: none were), and the short name of a format, if any."""

    text: str
    default: tuple[str, ...] | None
    named: tuple[str, ...] | None
    form: str | None


@dataclass(frozen=True, slots=True)
class Update:
    """An update as it came: its text, and the graphs named beside it (None: none were)."""

    text: str
    default: tuple[str, ...] | None
    named: tuple[str, ...] | None


async def asked(request: Request) -> Asked | Update | None:
    """Return the query or the update of a request, or None where it has neither.

    Raises Failure: 400 where the request is wrong, 413 and 415 for what cannot be read.
    """
    pairs = _pairs(request.scope["query_string"])
    if request.method == "POST":
        kind = _content_type(request)
        text = await _body(request)
        if kind == _FORM:
            pairs = [*pairs, *_pairs(text.encode())]
        elif kind in _KINDS:
            if any(name in _DATASETS for name, _ in pairs):
                raise Failure(400, "the request stands in the body and in the address; send it once")
            pairs = [*pairs, (_KINDS[kind], text)]
        else:
            raise Failure(415, f"send a query or an update as {_FORM}, {_QUERY} or {_UPDATE}, not as {kind or 'an unnamed type'}")
    return _asked(pairs, request.method)


def _asked(pairs: Sequence[tuple[str, str]], method: str) -> Asked | Update | None:
    found = [(name, value) for name, value in pairs if name in _DATASETS]
    if len(found) > 1:
        raise Failure(400, "there are several queries or updates; send one")
    if not found:
        if method == "POST":
            raise Failure(400, "there is no query; send it as the parameter `query`")
        return None
    kind, text = found[0]
    graphs = [tuple(value for name, value in pairs if name == part) for part in _DATASETS[kind]]
    default, named = graphs if any(graphs) else (None, None)
    if kind == "update":
        if method != "POST":
            raise Failure(400, "an update is sent by POST")
        return Update(text, default, named)
    form = next((value for name, value in pairs if name == "format"), None)
    return Asked(text, default, named, form or None)


def _pairs(data: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(data.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=1000)
    except (UnicodeDecodeError, ValueError) as error:
        raise Failure(400, "the parameters are not UTF-8, or too many") from error


def _content_type(request: Request) -> str:
    kind, *parameters = (part.strip() for part in request.headers.get("content-type", "").lower().split(";"))
    for parameter in parameters:
        if parameter.startswith("charset=") and parameter[8:].strip("\"'") not in {"utf-8", "utf8", "us-ascii"}:
            raise Failure(415, "send the query in UTF-8")
    return kind


async def _body(request: Request) -> str:
    limit = of(request).limits.body
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > limit:
            raise Failure(413, f"the request is longer than {limit} bytes", {"Connection": "close"})
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Failure(400, "the request is not UTF-8") from error


def media_of(request: Request, found: Screened, form: str | None) -> str:
    """Return the media type to answer a query with. Raises Failure: 406 where none fits."""
    offers = GRAPH_TYPES if found.graph else RESULT_TYPES[:2] if found.form == "ASK" else RESULT_TYPES
    # a format that does not fit counts for nothing: clients send such beside their Accept header
    named = FORMS.get(form or "")
    media = named if named in offers else preferred(request.headers.get("accept"), offers)
    if media is None:
        raise Failure(406, f"{found.form} is answered as one of: {', '.join(offers)}", {"Vary": "Accept"})
    return media


def base_of(request: Request) -> str:
    """Return what relative IRIs of a request are resolved against: its address (SPARQL 1.1 Query Language, section 4.1.1.2)."""
    return str(request.url).partition("?")[0]


async def query(request: Request, given: Asked, found: Screened) -> Response:
    """Answer a query that was screened. Raises Failure where it is refused."""
    media = media_of(request, found, given.form)
    if (held := unchanged(request, media)) is not None:
        return held
    job = Job(found.text, media, base_of(request), given.default, given.named, names.PREFIXES if found.graph else {})
    kept = headers(request, media) if request.method in {"GET", "HEAD"} else {"Vary": "Accept"}
    return await respond(request, job, kept, steady=found.steady)
