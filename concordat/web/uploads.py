"""Uploads: a reviewer's own document: sent, examined, shown to its owner alone, and taken away again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response

from ..compatibility import profiles
from ..graph.names import instrument_of
from ..reports import office
from ..reports.matrix import GRAVEST
from .exporting import MEDIA, alone
from .failures import Failure
from .form import fields, from_here
from .multipart import sent
from .reading import Reading
from .service import of
from .shelf import REPORTS, Upload
from .signing import remember, who
from .view import View, html

__all__ = ["again", "delete", "finding", "note", "receive", "report", "shelf", "text", "upload"]

_MOST = 60  # findings that are listed
_SETTLE = 20.0  # seconds in which most files show whether they can be read
_REFRESH = 3  # seconds
_UNSHOWN = {401: "upload-owner", 404: "upload-nothing"}
_STATUS = {"long": 413, "bad": 422}
_PRIVATE = {"Cache-Control": "private, no-store"}


def shelf(
    request: Request, *, status: int = 200, problem: str = "", failed: Mapping[str, Any] | None = None,
    given: Mapping[str, str] | None = None,
) -> Response:  # fmt: skip
    """Return the page with the form and one's own documents.

    `problem` is a key of the wording, `failed` what is wrong with a file.
    """
    view, service = View.of(request), of(request)
    person = who(request)
    return html(
        request, "uploads.html", view if status == 200 else view.at("/uploads"), status=status, own=True,
        open=bool(service.tokens.hashes), who=person,
        uploads=[(each, _state(request, each)) for each in service.shelf.listed(person)] if person else [],
        rights=_rights(view.reading), problem=problem, failed=failed, given=given or {}, limits=service.limits,
    )  # fmt: skip


def _state(request: Request, held: Upload) -> str:
    """How an upload stands: read, failed, the stage it is in, or broken off."""
    if held.ended:
        return "failed" if held.failure else "read"
    return held.stage if of(request).examiner.working(held) else "broken"


def _rights(reading: Reading) -> list[tuple[str, list[str]]]:
    """Return what a document can be held against: the profiles, and the instruments in each."""
    modelled = {instrument_of(place) for place, stated in reading.statements.items() if any(not each.unverified for each in stated)}
    return [(profile.name, list(profile.instruments)) for profile in profiles(reading.library, modelled)]


def _known(reading: Reading, right: str) -> bool:
    return any(right == name or right in instruments for name, instruments in _rights(reading))


async def receive(request: Request) -> Response:
    """Take a document, and lead to its page, or show the form again with what is wrong.

    Raises Failure: 401 where whoever sends it has no token, 403 where nobody may, or from another site; 409 where they have too many;
    413 too long, 415 and 400 what is no form, 422 what cannot be read.
    """
    service, limits = of(request), of(request).limits
    if not service.tokens.hashes:
        raise Failure(403, "this server takes no documents")
    form = await sent(request, limits.document)
    token, right = form.fields.get("token", ""), form.fields.get("against", "")
    person = who(request, token)
    if person is None:
        return await asyncio.to_thread(shelf, request, status=401, problem="upload-token", given=form.fields)
    problem = _problem(request, person, form.data, right)
    if problem:
        status = 409 if problem == "upload-many" else 422
        return await asyncio.to_thread(shelf, request, status=status, problem=problem, given=form.fields)
    held = await asyncio.to_thread(service.shelf.add, person, form.name, form.data, right)
    service.examiner.start(held)
    await service.examiner.settle(held, _SETTLE)
    failure = held.failure
    if failure and failure["kind"] in _STATUS:
        await service.examiner.end(held)
        await asyncio.to_thread(service.shelf.remove, held)
        return await asyncio.to_thread(shelf, request, status=_STATUS[failure["kind"]], failed=failure, given=form.fields)
    answer = RedirectResponse(View.of(request).address(f"/uploads/{held.key}"), 303, _PRIVATE)
    if token:
        remember(request, answer, token)
    return answer


def _problem(request: Request, person: str, data: bytes, right: str) -> str:
    service = of(request)
    if not data:
        return "upload-none"
    if not _known(service.reading, right):
        return "upload-right"
    return "upload-many" if len(service.shelf.listed(person)) >= service.limits.documents else ""


def _own(request: Request) -> Upload:
    """Return the upload that the address names. Raises Failure: 401 where nobody is signed in, 404 where it is none of theirs."""
    person = who(request)
    if person is None:
        told = "this is shown to its owner alone; sign in under Your documents"
        raise Failure(401, told, {"WWW-Authenticate": 'Bearer realm="concordat"', **_PRIVATE})
    held = of(request).shelf.find(person, request.path_params["key"])
    if held is None:
        raise Failure(404, "you have no such document here; it may have been deleted", _PRIVATE)
    return held


def _record(request: Request) -> tuple[Upload, dict[str, Any]]:
    held = _own(request)
    record = held.record
    if record is None:
        raise Failure(404, "this document has not been read yet", _PRIVATE)
    return held, record


def _owned(page: Callable[[Request], Response]) -> Callable[[Request], Response]:
    """A page that says in the reader's language why it is not shown, with the way to sign in."""

    @wraps(page)
    def shown(request: Request) -> Response:
        try:
            return page(request)
        except Failure as failure:
            if failure.status not in _UNSHOWN or not of(request).tokens.hashes:
                raise
            return shelf(request, status=failure.status, problem=_UNSHOWN[failure.status])

    return shown


@_owned
def upload(request: Request) -> Response:
    """Return the page of a document: how far it is, what was read and what was not, and what was found. Raises Failure: 401, 404."""
    held, view = _own(request), View.of(request)
    state, record = _state(request, held), held.record
    asked = {name: request.query_params.get(name, "") for name in ("verdict", "right")}
    every = list(enumerate(record["findings"])) if record else []
    fitting = [(n, f) for n, f in every if asked["verdict"] in {"", f["verdict"]} and asked["right"] in {"", f["against"]}]
    still = bool(request.query_params.get("still"))
    working = state not in {"read", "failed", "broken"}
    return html(
        request, "upload.html", view, own=True, upload=held, state=state, working=working, still=still, record=record, failed=held.failure,
        extra={"Refresh": str(_REFRESH)} if working and not still else None, refresh=_REFRESH,
        found=fitting[:_MOST], number=len(fitting), asked=asked, verdicts=[v for v in GRAVEST if record and v in record["verdicts"]],
        rights=_rights(view.reading), places={p["id"]: p for p in record["parts"]} if record else {},
        paths={p["path"]: p for p in record["parts"]} if record else {},
        reports=[form for form in REPORTS if held.report(form, view.lang)], writing=of(request).examiner.working(held),
        limits=of(request).limits,
    )  # fmt: skip


@_owned
def text(request: Request) -> Response:
    """Return the page with the document as it was read, and the norms read in it. Raises Failure: 401, 404."""
    held, record = _record(request)
    return html(request, "upload-text.html", View.of(request), own=True, upload=held, record=record)


@_owned
def finding(request: Request) -> Response:
    """Return the page of one finding on a document, by its number `n`. Raises Failure: 401, 404."""
    held, record = _record(request)
    asked, view = request.query_params.get("n", ""), View.of(request)
    if not asked.isascii() or not asked.isdigit() or int(asked) >= len(record["findings"]):
        raise Failure(404, "there is no such finding on this document", _PRIVATE)
    found = record["findings"][int(asked)]
    return html(
        request, "upload-finding.html", view, own=True, upload=held, record=record, finding=found, number=int(asked),
        sides=list(_sides(record, found["left"])), papers=office.PAPERS,
    )  # fmt: skip


def _sides(record: Mapping[str, Any], keys: Iterable[str]) -> Iterable[tuple[str, list[dict[str, Any]]]]:
    """Yield each left side with its parts: itself and what lies in it; of a whole text none, as that is the document."""
    for key in keys:
        yield key, [] if key == record["about"] else [p for p in record["parts"] if p["id"] == key or p["id"].startswith(f"{key}/")]


async def note(request: Request) -> Response:
    """Return the one-page note on one finding on a document. Raises Failure: 400, 401, 404, 503."""
    held, record = await asyncio.to_thread(_record, request)
    form, asked = request.query_params.get("format", office.PAPERS[0]), request.query_params.get("n", "")
    if form not in office.PAPERS:
        raise Failure(400, f"no format {form!r}; choose {', '.join(office.PAPERS)}")
    if not asked.isascii() or not asked.isdigit() or int(asked) >= len(record["findings"]):
        raise Failure(404, "there is no such finding on this document", _PRIVATE)
    found = record["findings"][int(asked)]
    made = await of(request).examiner.note(held, ("+".join(found["left"]), "+".join(found["right"]), form, View.of(request).lang))
    return Response(made, headers=_sent(form, f"note-{asked}", made))


@_owned
def report(request: Request) -> Response:
    """Return all findings on a document as a file. Raises Failure: 401, 404."""
    held, view = _own(request), View.of(request)
    form = request.query_params.get("format", "")
    path = held.report(form, view.lang)
    if path is None:
        raise Failure(404, f"there is no such file of this document yet; choose {', '.join(REPORTS)}", _PRIVATE)
    return FileResponse(path, headers=_sent(form, "report", path.read_bytes() if form == "html" else b""))


def _sent(form: str, name: str, made: bytes) -> dict[str, str]:
    shown = "inline" if form == "html" else "attachment"
    own = alone(made.decode("utf-8")) if form == "html" else {}
    return {**_PRIVATE, **own, "Content-Type": MEDIA[form], "Content-Disposition": f'{shown}; filename="{name}.{form}"'}


async def again(request: Request) -> Response:
    """Hold a document against something else, or examine it anew. Raises Failure: 401, 403, 404, 422."""
    given = await fields(request)
    held, service = await asyncio.to_thread(_own, request), of(request)
    right = given.get("against", "")
    if not _known(service.reading, right):
        raise Failure(422, "choose what the document is held against")
    await service.examiner.end(held)
    service.examiner.start(await asyncio.to_thread(held.clear, right))
    return RedirectResponse(View.of(request).address(f"/uploads/{held.key}"), 303, _PRIVATE)


async def delete(request: Request) -> Response:
    """Take a document away, with its text and findings, and lead back to the others. Raises Failure: 401, 403, 404."""
    from_here(request)
    held, service = await asyncio.to_thread(_own, request), of(request)
    await service.examiner.end(held)
    await asyncio.to_thread(service.shelf.remove, held)
    return RedirectResponse(View.of(request).address("/uploads", gone=1), 303, _PRIVATE)
