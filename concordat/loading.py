"""Loading: a document from a file into the store, and what is read in a file without one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path

from . import differences
from .graph.load import load
from .graph.store import Store
from .loaders import citations, norms, quads, statements, structure
from .loaders.read import read
from .loaders.rules import LANGUAGES

__all__ = ["extracted", "load_file"]

_RIGHTS = {"celex": "(c) European Union", "council-doc": "(c) European Union", "un-doc": "(c) United Nations", "unga": "(c) United Nations"}


def load_file(store: Store, path: Path, *, as_: str | None = None) -> str:
    """Load one document, its citations and the norms read in it into the store; return what was done, a line on each.

    Raises InputError where the file cannot be read as a document, StoreError where the store cannot be written.
    """
    document = read(path, as_=as_)
    about = document.metadata
    scheme = (about.instrument or "").split(":", 1)[0]
    cited = citations.citations(document)
    read_norms = norms.norms(document) if about.language in LANGUAGES else ()
    facts = chain(quads.triples(document), quads.citation_triples(document, cited))
    changed = load(
        store, facts, sha256=document.source.sha256, title=about.title or path.name, language=about.language,
        loader=document.source.media_type, access=about.access, rights=_RIGHTS.get(scheme, "(c) Council of Europe or United Nations"),
        extracted=statements.norm_triples(document, read_norms) if read_norms else (),
    )  # fmt: skip
    named = about.instrument or f"document:{document.source.sha256}"
    told = f"{path}: {named}, {len(document.nodes)} parts, {len(read_norms)} norms" + ("" if changed else ", already there")
    return "\n".join([told, f"  {_health(cited)}", *(f"  {warning}" for warning in document.warnings)])


def _health(cited: Sequence[citations.Citation]) -> str:
    """How many references of a document lead somewhere, and why the others do not."""
    counts = Counter(citation.resolution for citation in cited)
    states = ", ".join(f"{number} {state}" for state, number in sorted(counts.items()))
    return f"{len(cited)} references: {states}" if cited else "no references"


def extracted(path: Path, what: str, *, as_: str | None = None) -> list[Mapping[str, object]]:
    """Return the structure, the citations, the norms or the differences from curated norms of a file as rows (DESIGN section 5).

    Raises InputError where the file cannot be read as a document.
    """
    document = read(path, as_=as_)
    return list({"structure": structure, "citations": citations, "norms": norms, "differences": differences}[what].rows(document))
