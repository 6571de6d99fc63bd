"""Dumps: the public graph as files, with the hash of each, made when they are first asked for."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from threading import Lock

from rdflib import URIRef
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response

from ..graph import quads
from .caching import headers, unchanged
from .failures import Failure
from .service import of
from .snapshot import Snapshot

__all__ = ["MEDIA", "Dump", "checksums", "dump", "dumps"]

# the whole graph without the names of its parts, and its parts by name with their catalogue
MEDIA = {"nt": "application/n-triples", "nq": "application/n-quads", "trig": "application/trig", "jsonld": "application/ld+json"}
_MAKING = Lock()


@dataclass(frozen=True, slots=True)
class Dump:
    """One file: its syntax (a key of MEDIA), its place, its size in bytes and its SHA-256 in hex."""

    syntax: str
    path: Path
    size: int
    sha256: str

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.path.name


def dumps(snapshot: Snapshot) -> list[Dump]:
    """Return the dumps of a snapshot; the first call makes them."""
    folder = snapshot.folder.parent / "dumps"
    with _MAKING:
        if not folder.exists():
            part = folder.with_name("dumps.part")
            part.mkdir(exist_ok=True)
            for syntax, data in _written(snapshot):
                # no time in it, so that equal graphs are equal files
                (part / f"concordat.{syntax}.gz").write_bytes(gzip.compress(data, 6, mtime=0))
            part.rename(folder)
    return [_dump(syntax, folder / f"concordat.{syntax}.gz") for syntax in MEDIA]


def _written(snapshot: Snapshot) -> Iterator[tuple[str, bytes]]:
    yield "nt", quads.document(snapshot.store.public(), "nt")
    graphs = {URIRef(name): snapshot.store.lines(URIRef(name)) for name in snapshot.graphs}
    for syntax in ("nq", "trig", "jsonld"):
        yield syntax, quads.serialize(graphs, syntax)


def _dump(syntax: str, path: Path) -> Dump:
    data = path.read_bytes()
    return Dump(syntax, path, len(data), sha256(data).hexdigest())


def dump(request: Request) -> Response:
    """Return one dump. Raises Failure: 404."""
    name = request.path_params["name"]
    if (held := unchanged(request, "application/gzip")) is not None:
        return held
    for one in dumps(of(request).snapshot):
        if one.name == name:
            kept = headers(request, "application/gzip") | {"Concordat-SHA256": one.sha256}
            return FileResponse(one.path, media_type="application/gzip", filename=name, headers=kept)
    raise Failure(404, f"there is no dump {name!r}; /dumps/SHA256SUMS lists them")


def checksums(request: Request) -> Response:
    """Return the hashes of all dumps, as `sha256sum --check` reads them."""
    if (held := unchanged(request, "text/plain")) is not None:
        return held
    lines = "".join(f"{one.sha256}  {one.name}\n" for one in dumps(of(request).snapshot))
    return PlainTextResponse(lines, headers=headers(request, "text/plain"))
