"""Editor: Yasgui's files where the package has them, our own script beside them, and the words that it completes.

Without its files (no npm registry when the package was made), or without scripts, the plain form is what there is.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ..graph.names import PREFIXES
from .caching import headers, unchanged
from .failures import Failure
from .service import of

if TYPE_CHECKING:
    from ..graph.store import Store

__all__ = ["POLICY", "editor", "present", "terms"]

# Yasgui draws its signs as data: images; no style and no script stands in the page
POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_BUILT = {"yasgui.min.js": "text/javascript", "yasgui.min.css": "text/css", "LICENSES.txt": "text/plain"}
_TERMS = """
PREFIX owl: <http://www.w3.org/2002/07/owl#>
SELECT DISTINCT ?term ?kind WHERE {
  VALUES ?kind { owl:Class owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty }
  ?term a ?kind .
  FILTER(isIRI(?term))
} ORDER BY ?term"""


@lru_cache(1)
def present() -> bool:
    """Return whether the package has the editor's files."""
    return all((files("concordat") / "web" / "yasgui" / "built" / name).is_file() for name in _BUILT)


def editor(request: Request) -> Response:
    """Return one of the editor's files. Raises Failure (404) where there is none of this name."""
    name = request.path_params["name"]
    folder = files("concordat") / "web" / "yasgui"
    media = "text/javascript" if name == "start.js" else _BUILT.get(name)
    place = folder / name if name == "start.js" else folder / "built" / name
    if media is None or not place.is_file():
        raise Failure(404, f"no file {name} of the query editor")
    return unchanged(request, media) or Response(place.read_bytes(), media_type=media, headers=headers(request, media))


async def terms(request: Request) -> Response:
    """Return the prefixes, classes and properties that the editor completes, as JSON."""
    media = "application/json"
    held = unchanged(request, media)
    return held or JSONResponse(await run_in_threadpool(_terms, of(request).snapshot.store), headers=headers(request, media))


def _terms(store: Store) -> dict[str, object]:
    found: dict[bool, list[str]] = {True: [], False: []}
    for row in store.select(_TERMS):
        found[str(row["kind"]).endswith("#Class")].append(str(row["term"]))
    listed = [f"{prefix}: <{base}>" for prefix, base in sorted(PREFIXES.items())]
    return {"prefixes": listed, "names": PREFIXES, "classes": found[True], "properties": found[False]}
