"""Exporting: findings as files to take along: the one-page note on a finding, the report on a text (`concordat check --format`)."""

from __future__ import annotations

import asyncio
import re
import shlex
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import TypeAlias

from starlette.requests import Request
from starlette.responses import Response

from ..compatibility import Finding, whole
from ..errors import UsageError
from ..graph import catalog, names
from ..reports import csv_rows, html, note, office, report
from ..reports.background import competence, read_background
from .failures import Failure
from .matrices import Wanted, chosen
from .reviews import states
from .service import of
from .view import View

__all__ = ["MEDIA", "REPORTS", "alone", "notes", "reports"]

REPORTS = (*office.REPORTS, "csv", "html")
MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf", "csv": "text/csv; charset=utf-8", "html": "text/html; charset=utf-8",
}  # fmt: skip
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
# aspects of one value, which the statement on the right has in so many words
_SINGLE = {"bearer": "bearer", "modality": "modality", "force": "force", "offence-scope": "offenceScope", "purpose": "purpose"}
_MOST = 2  # files made at a time; the others wait
_turn = asyncio.Semaphore(_MOST)

Made: TypeAlias = str | bytes


async def notes(request: Request) -> Response:
    """Return the note on `left` against each `right`. Raises Failure: 400, 404 not compared, 501 what makes it is not installed."""
    form = _form(request, office.PAPERS)
    return await _sent(request, form, lambda: _note(request, form), "note")


async def reports(request: Request) -> Response:
    """Return the report on `text` against the mandate or the law. Raises Failure: 400, 404 no findings, 501 as `notes`."""
    form = _form(request, REPORTS)
    return await _sent(request, form, lambda: _report(request, form), "report")


def _form(request: Request, known: Sequence[str]) -> str:
    form = request.query_params.get("format", known[0])
    if form not in known:
        raise Failure(400, f"no format {form!r}; choose {', '.join(known)}")
    return form


async def _sent(request: Request, form: str, make: Callable[[], Made], kind: str) -> Response:
    seconds = of(request).limits.seconds
    try:
        async with asyncio.timeout(seconds), _turn:
            made = await asyncio.to_thread(make)
    except TimeoutError as error:
        raise Failure(503, f"the file was not made within {seconds:g} seconds; try again later", {"Retry-After": "10"}) from error
    except UsageError as error:
        raise Failure(501, error) from error
    name = re.sub(r"[^A-Za-z0-9.-]+", "-", request.query_params.get("left") or request.query_params.get("text", ""))
    extra = {"Content-Disposition": f'{"inline" if form == "html" else "attachment"}; filename="{kind}-{name}.{form}"'}
    extra |= {"Content-Type": MEDIA[form], "Cache-Control": "private, no-store"} | (alone(str(made)) if form == "html" else {})
    return Response(made, headers=extra)


def alone(page: str) -> dict[str, str]:
    """Return what a page of its own may do: show the style that it carries, known by its hash (CSP 3), and nothing else."""
    hashes = (b64encode(sha256(text.encode()).digest()).decode() for text in _STYLE.findall(page))
    allowed = " ".join(f"'sha256-{each}'" for each in hashes)
    return {"Content-Security-Policy": f"default-src 'none'; style-src {allowed}; sandbox"}


def _note(request: Request, form: str) -> Made:
    view, asked = View.of(request), request.query_params
    left, rights = asked.get("left", ""), asked.getlist("right")
    found = [_stored(request, view, left, right, "delivers") for right in rights]
    known = [finding for finding in found if finding is not None]
    if not known or len(known) < len(found):
        told = " ".join(["concordat check", shlex.quote(left), *(f"--against {shlex.quote(right)}" for right in rights), "--note"])
        raise Failure(404, f"these were not compared here; `{told}` compares them")
    both = {str(f.iri): _stored(request, view, "+".join(f.left), "+".join(f.right), "coexists") for f in known}
    store, reading = of(request).snapshot.store, view.reading
    statements = {s for f in known if f.decisive for s in (f.decisive.left, f.decisive.right)}
    case = note.Case(
        known, {iri: answer for iri, answer in both.items() if answer is not None}, reading.library, reading.names, reading.wordings,
        read_background(store), competence(store, statements), str(view.version), str(catalog.moment())[:10],
        shlex.join(["concordat", "check", left, *(word for right in rights for word in ("--against", right)), "--note"]),
        states(request),
    )  # fmt: skip
    return office.set_paper(note.note(case, view.lang), form)


def _stored(request: Request, view: View, left: str, right: str, question: str) -> Finding | None:
    """Return a stored finding with all that it rests on."""
    named = Finding("", question, tuple(left.split("+")), tuple(right.split("+")), "")
    there = all(names.is_compact(side) for side in (*named.left, *named.right))
    held = view.reading.findings.get(str(named.iri)) if there else None
    return None if held is None else _valued(view, whole(of(request).snapshot.store, held))


def _valued(view: View, finding: Finding) -> Finding:
    """Return a finding with what the right side says in the aspects of one value, which the graph holds at the statement."""
    decisive = finding.decisive
    if decisive is None:
        return finding
    places = (*finding.right, *(p for p in view.reading.statements if any(p.startswith((f"{r}/", f"{r}:")) for r in finding.right)))
    stated = next((s for p in places for s in view.reading.statements.get(p, ()) if s.compact == decisive.right), None)
    if stated is None:
        return finding
    aspects = tuple(replace(a, right=stated.values(_SINGLE[a.aspect])) if a.aspect in _SINGLE else a for a in decisive.aspects)
    return replace(finding, decisive=replace(decisive, aspects=aspects))


def _report(request: Request, form: str) -> Made:
    view, asked = View.of(request), request.query_params
    text, against = asked.get("text", ""), asked.get("against", "mandate")
    store, reading = of(request).snapshot.store, view.reading
    every = chosen(reading, text, mandate=against != "law", drafting=True) if text else ()
    reviews, wanted = states(request), Wanted.of(request)
    found = [whole(store, f) for f in every if wanted.fits(reading, f, reviews.get(str(f.iri)))]
    if not found:
        raise Failure(404, "there are no findings on this, so there is nothing to export")
    basis, command = (found, reading.library, reading.names, reading.wordings), shlex.join(["concordat", "check", text, *_sides(against)])
    version = str(view.version)
    if form == "csv":
        return csv_rows.text(found, reading.library, reading.wordings, view.lang, reviews=reviews)
    if form == "html":
        return html.render(html.Page(*basis, title=text, version=version, command=command, lang=view.lang, reviews=reviews))
    made = report.Report(*basis, read_background(store), title=text, version=version, command=command, reviews=reviews)
    return office.set_report(made, form, view.lang)


def _sides(against: str) -> list[str]:
    """What a command is told of what a text is held against, as a page names it."""
    return [word for side in (("treaties", "eu-law") if against == "law" else ("mandate",)) for word in ("--against", side)]
