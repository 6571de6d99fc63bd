"""Endpoint: what stands at `/sparql`: answers for programs, a plain form and tables for people, a description for machines."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ..catalogue import questions
from ..graph import names
from .described import graph_response, graph_type
from .editor import POLICY, present
from .negotiation import FORMS, GRAPH_TYPES, RESULT_TYPES, preferred
from .protocol import Asked, Update, asked, base_of, query
from .questions import Shown, shown
from .screening import screened
from .service import of
from .service_description import described
from .updating import update
from .view import View, html
from .workers import Job

__all__ = ["sparql"]

_ROWS = 1000
_FIRST = """
SELECT ?instrument ?name
WHERE {
  ?instrument a cdt:Instrument ;
    skos:prefLabel ?name .
  FILTER(LANG(?name) = "en")
}
ORDER BY ?name"""


async def sparql(request: Request) -> Response:
    """Answer a query as it is asked for, carry out an update, or else show the form or describe the endpoint. Raises Failure."""
    given = await asked(request)
    if given is None:
        if preferred(request.headers.get("accept"), (*GRAPH_TYPES, "text/html")) == "text/html":
            return _form(request, View.of(request), _example(request.query_params.get("example", "")), None)
        return graph_response(request, described(request), graph_type(request))
    if isinstance(given, Update):
        return await update(request, given)
    found = screened(given.text)
    if _for_people(request, given) and not found.graph:
        view = View.of(request)
        job = Job(found.text, FORMS["json"], base_of(request), given.default, given.named, rows=_ROWS)
        return _form(request, view, given.text, await shown(request, view, job))
    return await query(request, given, found)


def _for_people(request: Request, given: Asked) -> bool:
    if given.form:
        return given.form == "html"
    return preferred(request.headers.get("accept"), (*RESULT_TYPES, *GRAPH_TYPES, "text/html")) == "text/html"


def _example(name: str) -> str:
    if name in questions():
        return questions()[name].query
    declared = "".join(f"PREFIX {prefix}: <{names.PREFIXES[prefix]}>\n" for prefix in ("cdt", "eli", "skos"))
    return declared + _FIRST


def _form(request: Request, view: View, text: str, found: Shown | None) -> Response:
    values: dict[str, Any] = {"query": text, "found": found, "limits": of(request).limits, "examples": list(questions().values())}
    values["editor"] = found is None and present() and "plain" not in request.query_params
    values["asked"] = "example" in request.query_params
    return html(request, "sparql.html", view, extra={"Content-Security-Policy": POLICY} if values["editor"] else None, **values)
