"""Questions: the catalogue at stable addresses, `/queries/NAME`, with parameters, as a page, CSV or JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ..catalogue import Question, bind, questions
from ..errors import ConcordatError, UsageError
from ..graph import bindings, names
from ..graph.names import compact
from .caching import headers, unchanged
from .failures import Failure
from .negotiation import FORMS, GRAPH_TYPES, RESULT_TYPES, preferred
from .screening import screened
from .streaming import complete, respond
from .view import View, html
from .workers import Job

__all__ = ["Shown", "answer", "catalogue", "shown"]

_SUFFIXES = ("html", "json", "csv", "tsv", "xml")
# what a page can show; the other formats have all of it
_ROWS = 1000


@dataclass(frozen=True, slots=True)
class Shown:
    """Rows for a page: the names of the columns, and cells of (text, address or none, language or none)."""

    columns: Sequence[str]
    rows: Sequence[Sequence[tuple[str, str, str]]]
    cut: bool


def catalogue(request: Request) -> Response:
    """Return the list of all questions, as a page or as JSON."""
    if preferred(request.headers.get("accept"), ("application/json", "text/html")) == "text/html":
        return html(request, "questions.html", View.of(request), questions=list(questions().values()))
    if (held := unchanged(request, "application/json")) is not None:
        return held
    listed = [
        {"name": q.name, "title": dict(q.title), "question": dict(q.question), "returns": q.returns, "address": f"/queries/{q.name}",
         "parameters": [{"name": p.name, "kind": p.kind, "about": p.about} for p in q.parameters]}
        for q in questions().values()
    ]  # fmt: skip
    return JSONResponse(listed, headers=headers(request, "application/json"))


async def answer(request: Request) -> Response:
    """Answer a question. Raises Failure: 400 where a parameter is wrong, 404 where there is no such question, 406."""
    name, _, form = request.path_params["name"].partition(".")
    question = questions().get(name)
    if question is None or (form and form not in _SUFFIXES):
        raise Failure(404, f"there is no question {request.path_params['name']!r}; /queries lists them")
    found = screened(question.query)
    graph = found.graph
    media = FORMS[form] if form else preferred(request.headers.get("accept"), ("text/html", *(GRAPH_TYPES if graph else RESULT_TYPES)))
    if media is None or (graph and form not in {"", "html"}):
        raise Failure(406, "this is given as a page, JSON, CSV, TSV or XML, or, where it is a graph, as RDF", {"Vary": "Accept"})
    given = {key: value for key, value in request.query_params.items() if key not in {"lang", "format"} and value}
    if media == "text/html":
        return await _page(request, question, given)
    if (held := unchanged(request, media)) is not None:
        return held
    job = Job(_text(question, given), media, prefixes=names.PREFIXES if graph else {})
    return await respond(request, job, headers(request, media), steady=found.steady)


def _text(question: Question, given: Mapping[str, str]) -> str:
    try:
        return bindings.bind(question.query, bind(question, given))
    except UsageError as error:
        # a page has parameters and no options
        where, do = (part and part.replace("-p ", "", 1) for part in (error.where, error.do))
        raise Failure(400, UsageError(error.what, where=where, do=do)) from error


async def _page(request: Request, question: Question, given: Mapping[str, str]) -> Response:
    view = View.of(request)
    wrong: str | ConcordatError = ""
    found: Shown | None = None
    if len(given) >= len(question.parameters):
        try:
            found = await shown(request, view, Job(_text(question, given), FORMS["json"], rows=_ROWS))
        except Failure as failure:
            if failure.status != 400:
                raise
            wrong = failure.told
    values: dict[str, Any] = {"question": question, "given": given, "found": found, "wrong": wrong}
    return html(request, "answer.html", view, status=400 if wrong else 200, **values)


async def shown(request: Request, view: View, job: Job) -> Shown:
    """Return the answer to a SELECT or ASK as rows for a page. Raises Failure where it is refused."""
    data, ended = await complete(request, job)
    answer = json.loads(data)
    if "boolean" in answer:
        return Shown(("",), (((str(answer["boolean"]).lower(), "", ""),),), cut=False)
    columns = answer["head"]["vars"]
    rows = [[_cell(view, row.get(column)) for column in columns] for row in answer["results"]["bindings"]]
    return Shown(columns, rows, cut=bool(ended["cut"]))


def _cell(view: View, term: Mapping[str, str] | None) -> tuple[str, str, str]:
    if term is None:
        return "", "", ""
    if term["type"] == "uri":
        key = compact(term["value"])
        return (view.name(key), view.href(key), "")
    return term["value"], "", term.get("xml:lang", "")
