"""OpenAPI: every address of the server for programs (OpenAPI 3.1).

The addresses come from the routes, what they do and refuse from the handlers' own descriptions, the questions of the
catalogue from their files; only what an address asks for is told here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from inspect import getdoc
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from .. import __version__
from ..catalogue import Parameter, Question, questions
from ..reports import office
from .caching import headers, unchanged
from .exporting import MEDIA, REPORTS
from .limits import Limits
from .negotiation import GRAPH_TYPES, RESULT_TYPES
from .service import of
from .shelf import REPORTS as KEPT

__all__ = ["LEFT_OUT", "document", "openapi"]

# what serves the pages, or whoever runs the server, and nobody else
LEFT_OUT = {
    "/healthz": "for whoever runs the server",
    "/readyz": "for whoever runs the server",
    "/metrics": "for whoever runs the server",
    "/openapi.json": "this description itself",
    "/style.css": "the style of the pages",
    "/favicon.ico": "the sign in the browser's tab",
    "/favicon.svg": "the sign in the browser's tab",
    "/editor/terms.json": "what the query editor completes",
    "/editor/{name}": "the files of the query editor",
    "/queries/{name}": "each question is described by its own name",
}
_TEXT: dict[str, Any] = {"type": "string"}
_IRI: dict[str, Any] = {"type": "string", "format": "uri"}
_ID: dict[str, Any] = {"type": "string", "examples": ["budapest:29/7"]}
_FORMATS = {"id": _ID, "text": _TEXT, "date": {"type": "string", "format": "date"}, "number": {"type": "integer"}}
_REPORT = tuple(MEDIA[form].partition(";")[0] for form in REPORTS)
# what is asked for at an address, with those that it cannot do without
_ASKED: dict[str, tuple[str, ...]] = {
    "/": ("q",),
    "/matrix": ("text", "against", "question", "verdict", "topic"),
    "/defects": ("text",),
    "/compare": ("left", "right"),
    "/governing": ("between", "on", "topic"),
    "/note": ("left!", "right!", "format"),
    "/report": ("text!", "against", "verdict", "topic", "format"),
    "/data": ("graph", "default"),
    "/id/{path}": ("on", "options"),
    "/ontology{path}": ("lang",),
    "/uploads/{key}": ("verdict", "upload.right", "still"),
    "/uploads/{key}/finding": ("n!",),
    "/uploads/{key}/note": ("n!", "paper.format"),
    "/uploads/{key}/report": ("upload.format!",),
}
_FORM: dict[str, tuple[str, ...]] = {
    "/review": ("finding!", "decision!", "comment", "edition", "unit", "token"),
    "/sign-in": ("token!", "back"),
    "/sign-out": ("back",),
    "/uploads": ("document!", "upload.against!", "token"),
    "/uploads/{key}/again": ("upload.against!",),
    "/uploads/{key}/delete": (),
}
# a name with a point is written without what stands before it, which says where it asks for something else
_ABOUT: dict[str, tuple[str, dict[str, Any]]] = {
    "q": ("Words to look for, or a pin-point.", _TEXT),
    "lang": ("The language of the page; else what Accept-Language prefers.", {"enum": ["en", "fr"]}),
    "text": ("A text, as a compact id.", _ID),
    "left": ("What stands on the left, as a compact id.", _ID),
    "right": ("What stands on the right, as a compact id; of a note, several times for several.", _ID),
    "against": ("What the text is held against.", {"enum": ["mandate", "law"]}),
    "question": ("Which question of the law.", {"enum": ["delivers", "coexists"]}),
    "verdict": ("Only findings with this verdict.", _TEXT),
    "topic": ("Only what is on this topic, as a compact id without its scheme.", _TEXT),
    "between": ("A party, by its code; several times for several.", {"type": "array", "items": _TEXT}),
    "on": ("A day.", _FORMATS["date"]),
    "options": ("1 for the options that would repair a finding.", {"enum": ["1"]}),
    "format": ("The kind of file.", {"enum": list(REPORTS)}),
    "graph": ("The name of a graph.", _IRI),
    "default": ("In place of `graph`, for the default graph.", {"enum": [""]}),
    "finding": ("The IRI of a finding.", _IRI),
    "decision": ("What is decided.", {"enum": ["accepted", "rejected", "commented"]}),
    "comment": ("A remark.", _TEXT),
    "edition": ("The edition and page that were read.", _TEXT),
    "unit": ("The unit of whoever decides.", _TEXT),
    "token": ("The token of whoever asks; or the header Authorization.", _TEXT),
    "back": ("The address on this server to go back to.", _TEXT),
    "document": ("The document: text, Markdown, HTML, PDF, DOCX, Formex or Akoma Ntoso.", {"type": "string", "format": "binary"}),
    "n": ("The number of a finding, as the page of the document has it.", {"type": "integer", "minimum": 0}),
    "still": ("1 for a page that does not ask again by itself while the document is examined.", {"enum": ["1"]}),
    "upload.against": ("What the document is held against: mandate, treaties, eu-law, or an instrument of theirs.", _TEXT),
    "upload.right": ("Only findings against this instrument.", _ID),
    "upload.format": ("The kind of file.", {"enum": list(KEPT)}),
    "paper.format": ("The kind of file.", {"enum": list(office.PAPERS)}),
}
_PAGE = ("text/html",)
_DATA = (*GRAPH_TYPES, "text/html")
_TYPES: dict[str, tuple[str, ...]] = {
    "/data": GRAPH_TYPES, "/graph/{local}": GRAPH_TYPES, "/note": _REPORT, "/report": _REPORT,
    "/queries": ("application/json", "text/html"),
    "/uploads/{key}/note": tuple(MEDIA[form].partition(";")[0] for form in office.PAPERS),
    "/uploads/{key}/report": tuple(MEDIA[form].partition(";")[0] for form in KEPT),
    "/dataset": _DATA, "/.well-known/void": _DATA, "/dumps/SHA256SUMS": ("text/plain",), "/dumps/{name}": ("application/gzip",),
    "/context.jsonld": ("application/ld+json",),
    **{f"{place}{{path}}": _DATA for place in ("/id/", "/.well-known/genid/", "/scheme/", "/ontology")},
}  # fmt: skip
_SAID = {
    "200": "The answer.", "201": "Made; Location has its name.", "204": "Done.", "303": "The page or the data.",
    "304": "Nothing has changed.", "400": "The request or the query is wrong; the body says where.",
    "401": "This takes a token of the server.", "403": "This is not offered, or not to whoever asks.",
    "404": "There is no such thing here.", "406": "None of the formats fits.",
    "409": "There are as many as there may be.", "413": "The request is too long.",
    "415": "Another type of body is wanted.", "422": "This cannot be done; the body says why.",
    "501": "What makes this format is not installed.",
    "502": "The server that an update loads from gave no graph.", "503": "It took too long or too much, or all workers are busy.",
}  # fmt: skip
_FORM_TYPE, _FILES_TYPE = "application/x-www-form-urlencoded", "multipart/form-data"
_SECURITY: dict[str, Any] = {"type": "http", "scheme": "bearer", "description": "A token of the server, one for each person."}
_TOKEN: list[dict[str, list[str]]] = [{"token": []}]


def openapi(request: Request) -> Response:
    """Return the description."""
    if (held := unchanged(request, "application/json")) is not None:
        return held
    routes = [route for route in request.app.routes if isinstance(route, Route)]
    return JSONResponse(document(of(request).limits, routes), headers=headers(request, "application/json"))


def document(limits: Limits, routes: Iterable[Route]) -> dict[str, Any]:
    """Return the description of a server with these limits and routes."""
    paths: dict[str, dict[str, Any]] = {f"/queries/{name}": {"get": _question(question)} for name, question in questions().items()}
    for route in routes:
        if route.path not in LEFT_OUT:
            path = route.path.replace(":path}", "}")
            paths.setdefault(path, {}).update(_sparql() if path == "/sparql" else _operations(route, path))
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Concordat", "version": __version__, "description": limits.told("en"),
            "license": {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"},
        },
        "components": {"securitySchemes": {"token": _SECURITY}},
        "paths": paths,
    }  # fmt: skip


def _operations(route: Route, path: str) -> dict[str, Any]:
    """Return the operations of a route: what it does and refuses stands in the description of its handler."""
    summary, _, refused = (getdoc(route.endpoint) or path).partition("Raises Failure")
    summary = summary.strip().partition("\n\n")[0].replace("\n", " ").removesuffix(".")
    told = _statuses(re.findall(r"\b[45]\d\d\b", refused))
    made = {}
    for method in sorted((route.methods or set()) - {"HEAD"}):
        one: dict[str, Any] = {"summary": summary, "parameters": [*_of_path(path), *_of_query(path)]}
        if method == "GET":
            types = _TYPES.get(path, _PAGE)
            one["responses"] = _content(types) | _statuses(["304"]) | told | _statuses(["404", "406"] if "{" in path else [])
            if types == _PAGE:
                one["responses"] |= _statuses(["400", "404"])
            if path.startswith("/uploads"):
                one["security"] = _TOKEN
            if path.startswith(("/id/", "/scheme/", "/.well-known/genid", "/ontology")):
                one["responses"] |= _statuses(["303"])
        else:
            one |= {"security": _TOKEN} | _written(path, method, told)
        made[method.lower()] = one
    return made


def _written(path: str, method: str, told: dict[str, Any]) -> dict[str, Any]:
    """Return what an operation that writes takes and answers."""
    if path in _FORM:
        names = [name.rstrip("!") for name in _FORM[path]]
        required = [_shown(name.rstrip("!")) for name in _FORM[path] if name.endswith("!")]
        schema = {"type": "object", "properties": {_shown(name): _told(name) for name in names}, "required": required}
        media = _FILES_TYPE if "document" in names else _FORM_TYPE
        body: dict[str, Any] = {"requestBody": {"required": bool(names), "content": {media: {"schema": schema}}}}
        return body | {"responses": _statuses(["303", "400", "401", "403", "413", "415", "422"]) | told}
    answers = {"responses": _statuses(["201", "204", "400", "401", "403", "404", "413", "415", "503"]) | told}
    return answers if method == "DELETE" else {"requestBody": {"content": {media: {"schema": _TEXT} for media in GRAPH_TYPES}}} | answers


def _statuses(codes: Iterable[str]) -> dict[str, Any]:
    return {code: {"description": _SAID[code]} for code in codes}


def _content(types: Sequence[str]) -> dict[str, Any]:
    return {"200": {"description": _SAID["200"], "content": {media: {} for media in types}}}


def _of_path(path: str) -> list[dict[str, Any]]:
    return [{"name": name, "in": "path", "required": True, "schema": _TEXT} for name in re.findall(r"\{(\w+)\}", path)]


def _of_query(path: str) -> list[dict[str, Any]]:
    asked = [_in_query(_shown(name.rstrip("!")), *_ABOUT[name.rstrip("!")], required=name.endswith("!")) for name in _ASKED.get(path, ())]
    spoken = "lang" not in _ASKED.get(path, ()) and "text/html" in _TYPES.get(path, _PAGE)
    return [*asked, _in_query("lang", *_ABOUT["lang"])] if spoken else asked


def _shown(name: str) -> str:
    """Return a parameter as it is written in a request."""
    return name.rpartition(".")[2]


def _told(name: str) -> dict[str, Any]:
    about, schema = _ABOUT[name]
    return {**schema, "description": about}


def _in_query(name: str, about: str, schema: dict[str, Any], *, required: bool = False) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": required, "description": about, "schema": schema}


def _sparql() -> dict[str, Any]:
    graphs = {"type": "array", "items": _IRI}
    read = [_in_query(f"{kind}-graph-uri", f"The {kind} graphs of a query.", graphs) for kind in ("default", "named")]
    write = [_in_query(f"{kind}-graph-uri", "Graphs that an update reads.", graphs) for kind in ("using", "using-named")]
    types = (*RESULT_TYPES, *GRAPH_TYPES, "text/html")
    either = {"type": "object", "properties": {"query": _TEXT, "update": _TEXT}}
    direct = {"application/sparql-query": {"schema": _TEXT}, "application/sparql-update": {"schema": _TEXT}}
    return {
        "get": {
            "summary": "SPARQL 1.1 Protocol; without a query, the description of the service",
            "parameters": [_in_query("query", "A SPARQL 1.1 query; SERVICE is refused.", _TEXT), *read],
            "responses": _content(types) | _statuses(["304", "400", "403", "406", "503"]),
        },
        "post": {
            "summary": "SPARQL 1.1 Protocol: a query, or, with a token, an update",
            "parameters": [*read, *write],
            "requestBody": {"required": True, "content": {**direct, _FORM_TYPE: {"schema": either}}},
            "responses": _content(types) | _statuses(["204", "400", "401", "403", "404", "406", "413", "415", "502", "503"]),
            "security": [{}, *_TOKEN],
        },
    }  # fmt: skip


def _question(question: Question) -> dict[str, Any]:
    return {
        "summary": question.title["en"], "operationId": question.name, "description": question.question["en"],
        "parameters": [_parameter(parameter) for parameter in question.parameters],
        "responses": _content((*RESULT_TYPES, "text/html")) | _statuses(["304", "400", "406", "503"]),
    }  # fmt: skip


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return _in_query(parameter.name, parameter.about, _FORMATS[parameter.kind], required=True)
