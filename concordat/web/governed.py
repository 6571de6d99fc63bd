"""Governed: the form that asks which instruments govern a topic between two parties on a day, and the answer (`concordat governing`)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from rdflib import Literal
from starlette.requests import Request
from starlette.responses import Response

from ..errors import UsageError
from ..governing import Answer, Statement, asked, govern
from ..graph import catalog
from ..graph.names import compact
from ..reports.governing import TOLD
from ..texts import PREFIXES
from .service import of
from .view import View, html

__all__ = ["governed"]

_PARTIES = """SELECT ?actor ?code ?name { ?actor dcterms:identifier ?code ; skos:prefLabel ?name .
    FILTER(STRSTARTS(STR(?actor), "https://w3id.org/concordat/id/state/")) }"""
_TOPICS = "SELECT ?topic { ?topic skos:inScheme <https://w3id.org/concordat/scheme/topic> }"
_MOST = 500  # answers that are kept, so that the other language costs nothing
_UNION = {"en": ("EU", "European Union"), "fr": ("EU", "Union européenne")}


def governed(request: Request) -> Response:
    """Return the form, with the answer where it is filled in: `between` twice, `on`, `topic`."""
    view, given = View.of(request), request.query_params
    between = [party.strip()[:100] for party in given.getlist("between") if party.strip()]
    on, topic = given.get("on", "").strip(), given.get("topic", "").strip()
    answer: Answer | None = None
    problem: UsageError | None = None
    if len(between) == 2 and topic:
        try:
            answer = _answer(request, (between[0], between[1]), on or _today(), topic)
        except UsageError as error:
            # the page has no options to point to
            problem = UsageError(error.what, do=error.do)
    return html(
        request, "governing.html", view, status=400 if problem else 200, between=[*between, "", ""][:2], on=on or _today(), topic=topic,
        parties=_parties(view), topics=_topics(view), problem=problem, answer=answer,
        sections=_sections(answer.statements) if answer else [], told=TOLD[view.lang],
        incomplete=bool({*given} - {"lang"}) and not answer and not problem,
    )  # fmt: skip


def _answer(request: Request, between: tuple[str, str], on: str, topic: str) -> Answer:
    service = of(request)
    known, key = service.reading.governed, (*between, on, topic)
    if key not in known:
        if len(known) >= _MOST:
            known.clear()
        memory = service.reading.memory
        known[key] = govern(memory, asked(memory, between, on=on, topic=topic), library=service.reading.library)
    return known[key]


def _today() -> str:
    return str(catalog.moment())[:10]


def _sections(statements: Sequence[Statement]) -> list[tuple[str, list[Statement]]]:
    return [(section, list(held)) for section, held in groupby(statements, key=lambda statement: statement.section)]


def _parties(view: View) -> list[tuple[str, str]]:
    """Return the codes and names of all States in the graph, and of the Union."""
    rows = view.reading.memory.select(f"PREFIX dcterms: <http://purl.org/dc/terms/>\n{PREFIXES}{_PARTIES}")
    names = {str(row["actor"]): str(row["name"]) for row in rows if isinstance(row["name"], Literal) and row["name"].language == view.lang}
    codes: dict[str, str] = {}
    for row in rows:
        actor, code = str(row["actor"]), str(row["code"])
        codes[actor] = min(codes.get(actor, code), code, key=len)
    return sorted([_UNION[view.lang], *((codes[actor], name) for actor, name in names.items())], key=lambda held: held[1])


def _topics(view: View) -> list[tuple[str, str]]:
    """Return the local names and names of all topics."""
    keys = [compact(str(row["topic"])) for row in view.reading.memory.select(f"{PREFIXES}{_TOPICS}")]
    return sorted(((key.removeprefix("topic:"), view.name(key)) for key in set(keys)), key=lambda held: held[1].casefold())
