"""Dumps: the public graph as files, with the hash of each, made when they are first asked for."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from threading import Lock, Thread

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response

from ..errors import StoreError
from ..graph import quads
from ..graph.store import Store, open_store
from .caching import headers, unchanged
from .failures import Failure
from .service import of
from .snapshot import Snapshot

__all__ = ["MEDIA", "Dump", "checksums", "dump", "dumps", "main"]

# the whole graph without the names of its parts, and its parts by name with their catalogue
MEDIA = {"nt": "application/n-triples", "nq": "application/n-quads", "trig": "application/trig", "jsonld": "application/ld+json"}
_MAKING, _BEGINNING = Lock(), Lock()
_UNDER_WAY: dict[Path, Thread] = {}  # by the folder of the dumps
_GLANCE = 0.1  # seconds


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


def dumps(snapshot: Snapshot, *, wait: bool = True) -> list[Dump]:
    """Return the dumps of a snapshot; the first call makes them, and `wait` tells whether it waits for them, or returns none."""
    folder = snapshot.folder.parent / "dumps"
    if not folder.exists():
        _making(snapshot.folder, folder).join(None if wait else _GLANCE)
    return [_dump(syntax, folder / f"concordat.{syntax}.gz") for syntax in MEDIA] if folder.exists() else []


def _making(store: Path, folder: Path) -> Thread:
    """Return the one thread that makes the dumps of a snapshot, however many ask for them."""
    with _BEGINNING:
        for ended in [key for key, thread in _UNDER_WAY.items() if not thread.is_alive()]:
            del _UNDER_WAY[ended]
        if folder not in _UNDER_WAY:
            _UNDER_WAY[folder] = Thread(target=_make, args=(store, folder), daemon=True)
            _UNDER_WAY[folder].start()
        return _UNDER_WAY[folder]


def _make(store: Path, folder: Path) -> None:
    with _MAKING:
        # a snapshot may have been taken away while others had their turn
        if store.exists() and not folder.exists():
            # in a process of its own, so that pages are answered meanwhile
            subprocess.run([sys.executable, "-m", "concordat.web.dumps", str(store), str(folder)], check=False)


def main(store: Path, folder: Path) -> None:
    """Write the dumps of the store of a snapshot into a folder, whole or not at all."""
    os.nice(10)
    part = folder.with_name("dumps.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    with open_store(store) as held:
        for syntax, data in _written(held):
            # no time in it, so that equal graphs are equal files
            (part / f"concordat.{syntax}.gz").write_bytes(gzip.compress(data, 6, mtime=0))
    part.rename(folder)


def _written(store: Store) -> Iterator[tuple[str, bytes]]:
    yield "nt", quads.document(store.public(), "nt")
    graphs = {name: store.lines(name) for name in store.graph_names()}
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


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]), Path(sys.argv[2]))
    except (FileNotFoundError, StoreError) as error:
        # a server that ends takes the snapshot away, and nobody waits for its dumps any more
        if Path(sys.argv[1]).exists():
            print(f"concordat: the dumps were not made: {error}", file=sys.stderr)
