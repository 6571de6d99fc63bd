"""Loading: a document from a file into the store, and what is read in a file without one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from . import differences
from .errors import InputError
from .graph.load import Prepared, prepare, there, unload, write
from .graph.store import Store
from .loaders import citations, norms, quads, statements, structure
from .loaders.detect import FORMATS
from .loaders.document import Document, Source
from .loaders.edition import reading
from .loaders.identity import identified
from .loaders.read import parse, source_of
from .loaders.records import RECORDS, is_record, read_record
from .loaders.rules import LANGUAGES

__all__ = ["Ready", "already", "extracted", "load_file", "ready", "store_ready", "unload_file"]

_SHA256 = re.compile(r"[0-9a-fA-F]{64}")
_RIGHTS = {"celex": "(c) European Union", "council-doc": "(c) European Union", "un-doc": "(c) United Nations", "unga": "(c) United Nations"}
_UNNAMED = "nothing in it says which instrument it is; to join it to what the graph has: concordat load FILE --about KEY"
_TYPES = {"notice": "application/xml", "status": "text/csv"}


@dataclass(frozen=True, slots=True)
class Ready:
    """A file that was read: what will be written, and what to say of it (`told`, and a line for each warning)."""

    told: str
    warnings: tuple[str, ...]
    prepared: Prepared


def ready(path: Path, *, as_: str | None = None, about: str | None = None) -> Ready:
    """Return what a file gives to the store; needs none.

    `about` is the compact id of the instrument that a document is, or of the treaty that a status table is about.

    Raises InputError where the file cannot be read as a document or record, UsageError where `as_` names no format or `about` no
    instrument.
    """
    source = source_of(path)
    kind = as_ if as_ in RECORDS else None if as_ else is_record(source)
    if kind is None:
        found = _document(identified(parse(source, as_=as_), path, about=about), path)
    else:
        found = _record(replace(source, media_type=_TYPES[kind]), kind, about, path)
    return replace(found, prepared=replace(found.prepared, reading=reading(path, as_=as_, about=about)))


def already(store: Store, path: Path, *, as_: str | None = None, about: str | None = None) -> str | None:
    """Return what to say of a file that the store has as it is, read by these very readers under the same name; None of any other."""
    try:
        sha256 = source_of(path).sha256
    except InputError:
        return None  # reading it tells why
    return f"{path}: already there" if there(store, sha256, reading(path, as_=as_, about=about)) else None


def store_ready(store: Store, found: Ready) -> str:
    """Write what was read into the store, in one transaction, and return what was done, in a line or more.

    Raises StoreError where the store cannot be written.
    """
    changed = write(store, found.prepared)
    return "\n".join([found.told + ("" if changed else ", already there"), *(f"  {warning}" for warning in found.warnings)])


def load_file(store: Store, path: Path, *, as_: str | None = None, about: str | None = None) -> str:
    """Load one document, its citations and the norms read in it, or one record; return what was done, in a line or more.

    Raises InputError where the file cannot be read, UsageError where `as_` names no format, StoreError where the store cannot be
    written.
    """
    return store_ready(store, ready(path, as_=as_, about=about))


def unload_file(store: Store, named: str) -> str:
    """Take a document or record out of a store, with what was read in it; return what was done, in a line.

    `named` is the file that was loaded, or its SHA-256 in hex where the file is no longer there; decisions on findings are kept.

    Raises InputError where the file cannot be read, or the store does not hold it; StoreError where the store cannot be written.
    """
    sha256 = named.lower() if _SHA256.fullmatch(named) else source_of(Path(named)).sha256
    if not unload(store, sha256):
        raise InputError("the store holds no such document", where=named, do="name the file that was loaded, unchanged, or its SHA-256")
    return f"{named}: taken out"


def extracted(path: Path, what: str, *, as_: str | None = None) -> list[Mapping[str, object]]:
    """Return the structure, the citations, the norms or the differences from curated norms of a file as rows.

    Raises InputError where the file cannot be read as a document.
    """
    source = source_of(path)
    if as_ not in FORMATS and (as_ in RECORDS or is_record(source)):
        raise InputError("the file tells facts and holds no text", where=str(path), do=f"load them: concordat load {path}")
    readers = {"structure": structure, "citations": citations, "norms": norms, "differences": differences}
    return list(readers[what].rows(identified(parse(source, as_=as_), path)))


def _document(document: Document, path: Path) -> Ready:
    about = document.metadata
    cited = citations.citations(document)
    read_norms = norms.norms(document) if about.language in LANGUAGES else ()
    named = about.instrument or f"document:{document.source.sha256}"
    prepared = prepare(
        chain(quads.triples(document), quads.citation_triples(document, cited)),
        sha256=document.source.sha256, title=about.title or path.name, language=about.language,
        loader=document.source.media_type, access=about.access, rights=_rights(about.instrument),
        extracted=statements.norm_triples(document, read_norms) if read_norms else (),
    )  # fmt: skip
    told = f"{path}: {named}, {len(document.nodes)} parts, {len(read_norms)} norms"
    hint = () if about.instrument else (_UNNAMED,)
    return Ready(told, (_health(cited), *document.warnings, *hint), prepared)


def _record(source: Source, kind: str, about: str | None, path: Path) -> Ready:
    record = read_record(source, kind, about=about)
    told = record.document.metadata
    prepared = prepare(
        record.triples, sha256=source.sha256, title=told.title or path.name, language=told.language, loader=kind,
        rights="(c) United Nations" if kind == "status" else _rights(told.instrument),
    )  # fmt: skip
    return Ready(f"{path}: {told.instrument}, {record.facts} facts", record.document.warnings, prepared)


def _rights(instrument: str | None) -> str:
    return _RIGHTS.get((instrument or "").split(":", 1)[0], "(c) Council of Europe or United Nations")


def _health(cited: Sequence[citations.Citation]) -> str:
    """How many references of a document lead somewhere, and why the others do not."""
    counts = Counter(citation.resolution for citation in cited)
    states = ", ".join(f"{number} {state}" for state, number in sorted(counts.items()))
    return f"{len(cited)} references: {states}" if cited else "no references"
