"""OpenAPI: every address of the server for programs (OpenAPI 3.1), the questions of the catalogue from their files."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from .. import __version__
from ..catalogue import Parameter, Question, questions
from .caching import headers, unchanged
from .limits import Limits
from .negotiation import GRAPH_TYPES, RESULT_TYPES
from .service import of

__all__ = ["document", "openapi"]

_FORMATS: dict[str, dict[str, Any]] = {"id": {"type": "string", "examples": ["budapest:29/7"]}, "text": {"type": "string"},
            "date": {"type": "string", "format": "date"}, "number": {"type": "integer"}}  # fmt: skip
_REFUSED = {"400": {"description": "The request or the query is wrong; the body says where."},
            "406": {"description": "None of the formats fits."},
            "503": {"description": "The query took too long or too much, or all workers are busy."}}  # fmt: skip


def openapi(request: Request) -> Response:
    """Return the description."""
    if (held := unchanged(request, "application/json")) is not None:
        return held
    return JSONResponse(document(of(request).limits), headers=headers(request, "application/json"))


def document(limits: Limits) -> dict[str, Any]:
    """Return the description of a server with these limits."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Concordat", "version": __version__, "description": limits.told("en"),
            "license": {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"},
        },
        "paths": {
            "/sparql": _sparql(),
            "/id/{path}": _things(),
            "/data": _graphs(),
            "/queries": {"get": _read("The questions of the catalogue", ("application/json", "text/html"))},
            **{f"/queries/{name}": {"get": _question(question)} for name, question in questions().items()},
            "/dataset": {"get": _read("What is here, in VoID and DCAT-AP", (*GRAPH_TYPES, "text/html"))},
            "/.well-known/void": {"get": _read("What is here, in VoID and DCAT-AP", (*GRAPH_TYPES, "text/html"))},
            "/dumps/SHA256SUMS": {"get": _read("The hashes of the dumps", ("text/plain",))},
            "/context.jsonld": {"get": _read("The JSON-LD context", ("application/ld+json",))},
        },
    }  # fmt: skip


def _content(types: tuple[str, ...]) -> dict[str, Any]:
    return {"200": {"description": "The answer.", "content": {media: {} for media in types}}}


def _read(summary: str, types: tuple[str, ...]) -> dict[str, Any]:
    return {"summary": summary, "responses": _content(types) | {"304": {"description": "Nothing has changed."}}}


def _in_query(name: str, about: str, schema: dict[str, Any], *, required: bool = False) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": required, "description": about, "schema": schema}


def _sparql() -> dict[str, Any]:
    text: dict[str, Any] = {"type": "string"}
    graphs = {"type": "array", "items": {"type": "string", "format": "uri"}}
    dataset = [_in_query(f"{kind}-graph-uri", f"Graphs of the {kind} part of the dataset.", graphs) for kind in ("default", "named")]
    types = (*RESULT_TYPES, *GRAPH_TYPES, "text/html")
    form = {"type": "object", "required": ["query"], "properties": {"query": text}}
    body = {"application/sparql-query": {"schema": text}, "application/x-www-form-urlencoded": {"schema": form}}
    return {
        "get": {
            "summary": "SPARQL 1.1 Protocol; without a query, the description of the service",
            "parameters": [_in_query("query", "A SPARQL 1.1 query; SERVICE is refused.", text), *dataset],
            "responses": _content(types) | _REFUSED | {"403": {"description": "The query asks for what is not offered."}},
        },
        "post": {
            "summary": "SPARQL 1.1 Protocol",
            "parameters": dataset,
            "requestBody": {"required": True, "content": body},
            "responses": _content(types) | _REFUSED | {
                "403": {"description": "An update, or a query that asks for what is not offered."},
                "413": {"description": "The request is too long."}, "415": {"description": "Another type of body is wanted."},
            },
        },
    }  # fmt: skip


def _things() -> dict[str, Any]:
    path = {"name": "path", "in": "path", "required": True, "schema": {"type": "string"}, "description": "Such as budapest/29/7."}
    answers = {"303": {"description": "The page or the data."}, "404": {"description": "Nothing is known of it."}}
    return {"parameters": [path], "get": {"summary": "Everything named by an IRI of ours", "responses": answers | {"406": _REFUSED["406"]}}}


def _graphs() -> dict[str, Any]:
    name = _in_query("graph", "The name of a graph; or `default`.", {"type": "string", "format": "uri"})
    read = _read("SPARQL 1.1 Graph Store HTTP Protocol, reading", GRAPH_TYPES)
    read["responses"] |= {"400": _REFUSED["400"], "404": {"description": "There is no such public graph."}, "406": _REFUSED["406"]}
    return {"get": {**read, "parameters": [name]}}


def _question(question: Question) -> dict[str, Any]:
    read = _read(question.title["en"], (*RESULT_TYPES, "text/html"))
    read["responses"] |= _REFUSED
    parameters = [_parameter(parameter) for parameter in question.parameters]
    return {**read, "operationId": question.name, "description": question.question["en"], "parameters": parameters}


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return _in_query(parameter.name, parameter.about, _FORMATS[parameter.kind], required=True)
