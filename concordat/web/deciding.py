"""Deciding: a reviewer's decision on a finding, sent by the form on its page (as `concordat review` takes it down)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ..errors import StoreError, UsageError
from ..graph import names
from ..review import DECISIONS
from .failures import Failure
from .form import fields
from .pages import finding
from .reviews import UNREAD, office
from .service import Service, of
from .signing import remember, who
from .view import View

__all__ = ["decide"]


async def decide(request: Request) -> Response:
    """Take down a decision and lead back to the finding, or show it again with what is wrong.

    Raises Failure: 403 where nobody may, 404 no finding, 503 where the log cannot be written.
    """
    given = await fields(request)
    service, token, iri = of(request), given.get("token", ""), given.get("finding", "")
    if not service.tokens.hashes:
        raise Failure(403, "this server takes no reviews")
    if iri not in service.reading.findings:
        raise Failure(404, f"nothing is known here of {iri}")
    person, view = who(request, token), View.of(request)
    problem = "review-token" if person is None else await asyncio.to_thread(_refused, service, iri, person, given)
    page = f"/{iri.removeprefix(names.BASE)}.html"
    if problem:
        status = 401 if person is None else 422
        return await asyncio.to_thread(finding, request, view.at(page), iri, status=status, problem=problem, given=given)
    answer = RedirectResponse(f"{view.address(page)}#review", 303)
    if token:
        remember(request, answer, token)
    return answer


def _refused(service: Service, iri: str, person: str, given: Mapping[str, str]) -> str:
    """Take a decision down, or return the key of what is wrong with it."""
    place, decision = office(service), given.get("decision", "")
    comment, edition = given.get("comment", ""), given.get("edition", "").strip()
    if decision not in DECISIONS:
        return "review-choose"
    if decision == "commented" and not comment.strip():
        return "review-words"
    if decision == "accepted" and not edition and place.unread(place.finding(iri)):
        return "review-edition"
    try:
        place.decide(iri, decision, by=person, unit=given.get("unit", ""), comment=comment, edition=edition)
    except UsageError:
        return "review-again"
    except StoreError as error:
        raise Failure(503, UNREAD, {"Retry-After": "10"}) from error
    return ""
