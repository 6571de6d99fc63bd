"""Comparing: two texts side by side: the provisions that correspond with what changed, those that stand alone, and findings between."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from ..compatibility import Finding
from ..reports.matrix import ordered
from .corresponding import Correspondence
from .drafting import inside
from .reading import Reading
from .reviews import states
from .view import View, html

__all__ = ["compare"]

_MOST = 60  # findings that are listed
_MATTER = {"article", "paragraph", "point", "subpoint", "recital", "alinea", ""}


@dataclass(frozen=True, slots=True)
class Row:
    """Two provisions that face each other (`right` is empty where there is no counterpart), and the record that says so."""

    left: str
    right: str
    record: Correspondence


def compare(request: Request) -> Response:
    """Return the two texts that the address names, `left` and `right`, side by side; without them, the form."""
    view, asked = View.of(request), request.query_params
    reading = view.reading
    left, right = asked.get("left", ""), asked.get("right", "")
    unknown = [text for text in (left, right) if text and text not in {**reading.library.provisions, **reading.library.instruments}]
    rows = list(_rows(reading, left, right)) if left and right and not unknown else []
    found = _between(reading, left, right) if left and right and not unknown else []
    alone = [(text, _alone(reading, text, {p for row in rows for p in (row.left, row.right)})) for text in (left, right)] if rows else []
    return html(
        request, "compare.html", view, status=404 if unknown else 200, left=left, right=right, unknown=unknown, rows=rows, alone=alone,
        found=found[:_MOST], more=max(0, len(found) - _MOST), texts=_texts(reading, view), reviews=states(request),
    )  # fmt: skip


def _texts(reading: Reading, view: View) -> list[tuple[str, str]]:
    """Return the texts that something corresponds in, with their names."""
    keys = {reading.library.root(p) for p in reading.corresponding}
    return sorted(((key, view.pin(key)) for key in keys), key=lambda held: held[1].casefold())


def _rows(reading: Reading, left: str, right: str) -> list[Row]:
    found = []
    for provision, records in reading.corresponding.items():
        if not inside(provision, left):
            continue
        for held in records:
            facing = held.facing(provision)
            if inside(facing, right) or (not facing and held.one == provision and inside(held.against, right)):
                found.append(Row(provision, facing, held))
    return sorted(found, key=lambda row: (reading.library.place(row.left), reading.library.place(row.right)))


def _alone(reading: Reading, text: str, met: set[str]) -> list[str]:
    """Return the provisions of a text that are met neither themselves nor in what they lie in or what lies in them; the outermost only."""
    library = reading.library
    covered = {above.compact for p in met if p for above in library.chain(p)} | met
    bare: list[str] = []
    for key, held in library.provisions.items():
        if key in covered or held.kind not in _MATTER or not inside(key, text):
            continue
        above = {each.compact for each in library.chain(key)} - {key}
        if not above & met and not any(a not in covered and library.provisions[a].kind in _MATTER and inside(a, text) for a in above):
            bare.append(key)
    return sorted(bare, key=library.place)


def _between(reading: Reading, left: str, right: str) -> list[Finding]:
    found = [
        f
        for f in reading.findings.values()
        if not f.drafting and any(
            all(inside(p, one) for p in f.left) and all(inside(p, other) for p in f.right) for one, other in ((left, right), (right, left))
        )
    ]  # fmt: skip
    return ordered(found)
