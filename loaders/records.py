"""Records: files that tell facts of instruments and hold no text of them: notices and status tables."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from rdflib import RDF, RDFS, XSD, Literal, URIRef

from ..errors import InputError
from ..graph import names
from ..graph.names import CDT
from . import notice, quads, status
from .actors import known_actors
from .document import Document, Metadata
from .source import decode
from .titles import instrument_called, normalised

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from .document import Source
    from .quads import Triple

__all__ = ["RECORDS", "Record", "event_triples", "is_record", "read_record"]

RECORDS = ("notice", "status")


@dataclass(frozen=True, slots=True)
class Record:
    """What a file tells: the document that it is, its triples (with those of the document), how many facts, and what to warn of."""

    document: Document
    triples: tuple[Triple, ...]
    facts: int


def is_record(source: Source) -> str | None:
    """Return `notice` or `status` where a source is one, else None."""
    if source.text is not None:
        return None
    text = decode(source)
    return "notice" if notice.matches(text) else "status" if status.matches(text) else None


def read_record(source: Source, kind: str, *, about: str | None = None) -> Record:
    """Return what a notice or a status table tells; `about` is the compact id of the treaty of a table.

    Raises InputError where the file is wrong, or where a table is about a treaty that neither `about` nor its name tells.
    """
    return _of_notice(source) if kind == "notice" else _of_table(source, about)


def _of_notice(source: Source) -> Record:
    found = notice.read_notice(source)
    warnings = (f"{found.unnamed} related works have no CELEX number and are left out",) if found.unnamed else ()
    titles = dict(found.titles)
    tag = next((tag for tag in ("en", "fr", *titles) if tag in titles), "en")
    document = Document(source, Metadata(instrument=f"celex:{found.celex}", title=titles.get(tag), language=tag), (), warnings)
    facts = tuple(notice.triples(found))
    return Record(document, (*quads.triples(document), *facts), len(facts))


def _of_table(source: Source, about: str | None) -> Record:
    key = about or instrument_called(PurePath(source.name).stem)
    if key is None:
        raise InputError("the table does not say which treaty it is about", where=source.name, do="name it: --about uncac")
    try:
        events = tuple(status.events(status.rows_of(decode(source))))
    except InputError as error:
        raise type(error)(error.what, where=f"{source.name}{f', {error.where}' if error.where else ''}", do=error.do) from error
    actors = known_actors()
    strangers = sorted({event.participant for event in events if normalised(event.participant) not in actors})
    doubtful = [f"row {event.line}: {event.participant} did not sign; how it joined is not marked" for event in events if event.doubtful]
    unknown = [f"not known to the graph: {', '.join(strangers)}"] if strangers else []
    document = Document(source, Metadata(instrument=key, language="en"), (), (*doubtful, *unknown))
    facts = tuple(event_triples(events, key, actors, home=f"document:{source.sha256}"))
    return Record(document, (*quads.triples(document), *facts), len(events))


def event_triples(events: Iterable[status.Event], key: str, actors: Mapping[str, URIRef], *, home: str) -> Iterator[Triple]:
    """Yield what events tell of a treaty (`key`, a compact id).

    A participant that `actors` does not know by its normalised name is an actor of the document (`home`, a compact id).
    """
    treaty = names.expand(key)
    for event in events:
        party = actors.get(normalised(event.participant))
        if party is None:
            party = names.expand(f"{home}:actor/{_slug(event.participant)}")
            yield party, RDF.type, CDT.Actor
            yield party, RDFS.label, Literal(event.participant)
        this = names.expand(f"event:{key}:{str(party).rpartition('/')[2]}/{event.kind.lower()}")
        yield this, RDF.type, CDT[event.kind]
        yield this, CDT.ofInstrument, treaty
        yield this, CDT.party, party
        yield this, CDT.onDate, Literal(event.day, datatype=XSD.date)
        if event.doubtful:
            yield this, CDT.verification, names.concept("verification", "unverified")


def _slug(name: str) -> str:
    return re.sub(r"\W+", "-", name.lower()).strip("-")
