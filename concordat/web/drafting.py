"""Drafting defects of a text: what was found when it was compared, and what the catalogue's questions on drafting answer."""

from __future__ import annotations

from collections.abc import Mapping

from rdflib import URIRef
from rdflib.term import Node
from starlette.requests import Request
from starlette.responses import Response

from ..catalogue import Question, bind, questions
from ..compatibility import whole
from ..graph.names import compact, is_compact
from ..reports.matrix import by_left, defects
from .failures import Failure
from .matrices import texts
from .questions import Shown
from .service import of
from .view import View, html

__all__ = ["ASKED", "drafting", "inside"]

_POINTED = {"meant", "printed", "target"}
ASKED = ("wrong-references", "contradictory-numbers", "duplicates", "undefined-terms")


def inside(provision: str, text: str) -> bool:
    """Return whether a provision is a text, or lies in it; both are compact ids."""
    return provision == text or provision.startswith((f"{text}/", f"{text}:"))


def drafting(request: Request) -> Response:
    """Return the drafting defects of the text that the address names, or of all. Raises Failure: 400."""
    view, text = View.of(request), request.query_params.get("text", "")
    if text and not is_compact(text):
        raise Failure(400, f"{text!r} is no compact id; write it like untoc:18")
    chosen = [f for f in view.reading.findings.values() if f.question == "delivers" and (not text or inside(f.left[0], text))]
    found = [whole(of(request).snapshot.store, finding) for _, finding in by_left(defects(chosen))]
    # without a text only that is asked which needs none
    asked = [questions()[name] for name in ASKED if text or not questions()[name].parameters]
    tables = [(question, _answered(view, question, text)) for question in asked]
    return html(request, "defects.html", view, text=text, found=found, tables=[t for t in tables if t[1].rows], texts=texts(view.reading))


def _answered(view: View, question: Question, text: str) -> Shown:
    given = {parameter.name: text for parameter in question.parameters}
    rows = view.reading.memory.select(question.query, bindings=bind(question, given) if given else None)
    kept = [row for row in rows if not text or question.parameters or _on(row, text)]
    columns = list(kept[0]) if kept else []
    return Shown(columns, [[view.term(row[column]) if column in row else ("", "", "") for column in columns] for row in kept], cut=False)


def _on(row: Mapping[str, Node], text: str) -> bool:
    # what a text points to is no fault of the other one
    return any(isinstance(term, URIRef) and name not in _POINTED and inside(compact(str(term)), text) for name, term in row.items())
