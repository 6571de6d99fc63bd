"""Loading: a document from a file into the store, and what is read in a file without one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from .graph.load import load
from .graph.store import Store
from .loaders import citations, norms, quads, structure
from .loaders.read import read

__all__ = ["extracted", "load_file"]

_RIGHTS = {"celex": "(c) European Union", "council-doc": "(c) European Union", "un-doc": "(c) United Nations", "unga": "(c) United Nations"}


def load_file(store: Store, path: Path, *, as_: str | None = None) -> str:
    """Load one document into the store and return one line on what was done.

    Raises InputError where the file cannot be read as a document, StoreError where the store cannot be written.
    """
    document = read(path, as_=as_)
    about = document.metadata
    scheme = (about.instrument or "").split(":", 1)[0]
    changed = load(
        store, quads.triples(document), sha256=document.source.sha256, title=about.title or path.name, language=about.language,
        loader=document.source.media_type, access=about.access, rights=_RIGHTS.get(scheme, "(c) Council of Europe or United Nations"),
    )  # fmt: skip
    named = about.instrument or f"document:{document.source.sha256}"
    told = f"{path}: {named}, {len(document.nodes)} parts" + ("" if changed else ", already there")
    return "\n".join([told, *(f"  {warning}" for warning in document.warnings)])


def extracted(path: Path, what: str, *, as_: str | None = None) -> list[Mapping[str, object]]:
    """Return the structure, the citations or the norms of a file as rows (DESIGN section 5).

    Raises InputError where the file cannot be read as a document.
    """
    document = read(path, as_=as_)
    return list({"structure": structure, "citations": citations, "norms": norms}[what].rows(document))
