"""Writing: who may write, which graphs, and how a changed graph enters the store together with its record.

The Graph Store Protocol and SPARQL Update both write through it. What is made from other graphs is never written; what
is written to the default graph stands in a layer of its own, `graph/default`, since the default graph is made of all.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from rdflib import URIRef
from starlette.requests import Request

from ..errors import StoreError
from ..graph import catalog, layers, quads
from ..graph.quads import Lines
from ..graph.store import Store, open_store
from .failures import Failure
from .service import of
from .tokens import Tokens

__all__ = ["DEFAULT", "Change", "apart", "record", "refuse_ours", "save", "writer"]

_LOG = logging.getLogger("concordat.web")
DEFAULT = layers.named("default")
# what is made from other graphs, or has a way in of its own
_OURS = ("public", "staging", "lease", "catalog", "review", "extracted", "findings", "inferred", "vocabulary")


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of a graph: lines that are taken out of it and put in; `replaces` says that nothing else stays.

    `gone` says that it is taken away.
    """

    added: Lines = frozenset()
    removed: Lines = frozenset()
    replaces: bool = False
    gone: bool = False


def writer(request: Request) -> str:
    """Return the name of whoever asks. Raises Failure where nobody may write (403), or they may not (401)."""
    tokens = of(request).tokens
    if not tokens.hashes:
        raise Failure(403, "this server is read only")
    who = tokens.holder(request.headers.get("authorization"))
    if who is None:
        raise Failure(401, "writing takes a token of this server", {"WWW-Authenticate": 'Bearer realm="concordat"'})
    return who


def refuse_ours(name: URIRef) -> None:
    """Raise Failure (403) where a graph is one that nobody writes by hand."""
    if layers.local_name(name).split("/", 1)[0] in _OURS:
        raise Failure(403, f"{name} is made from other graphs, or has another way in; write a graph of your own")


def apart(name: URIRef, data: bytes) -> str:
    """Return what the blank nodes of data for a graph are named by, so that they are not those of other data."""
    return f"{name} {sha256(data).hexdigest()}"


def save(address: str, changes: Mapping[URIRef, Change], *, source: str, generation: int | None = None) -> set[URIRef]:
    """Change graphs of a store, all or none, and return those that were there before.

    `source` says by what way they came. `generation`, where given, is the state that the changes were made for.

    Raises Failure: 403 where one is not to be written, 404 where one that is to go is not there, 503 where the store has changed
    or cannot be written.
    """
    try:
        with open_store(address, write=True) as store, store.transaction():
            if generation is not None and store.generation != generation:
                raise Failure(503, "the graph was changed by somebody else in the meantime; send it again", {"Retry-After": "1"})
            if set(changes) & catalog.restricted(store):
                raise Failure(403, "this graph cannot be written here")
            # one that is empty has a record, and nothing else
            there = {*store.graph_names(), *catalog.hashes(store)}
            for name, change in changes.items():
                refuse_ours(name)
                _apply(store, name, change, found=name in there, source=source)
            return there & set(changes)
    except StoreError as error:
        # the reason itself names folders of this machine, which are nobody's business
        _LOG.warning("not written", extra={"fields": {"why": error.what}})
        raise Failure(503, "the store cannot be written now; try again later", {"Retry-After": "10"}) from error


def _apply(store: Store, name: URIRef, change: Change, *, found: bool, source: str) -> None:
    if change.gone:
        if not found:
            raise Failure(404, f"there is no graph {name}")
        store.drop(name)
        catalog.withdraw(store, name)
        return
    content = change.added if change.replaces else (store.lines(name) - change.removed) | change.added
    store.replace(name, content)
    local = layers.local_name(name)
    digest = quads.digest(quads.quad_lines(content, name))
    titles = (("en", f"Written by hand: {local}"), ("fr", f"Écrit à la main : {local}"))
    catalog.enter(store, catalog.Record(name, titles, digest, source, licence=None), content)


def record(tokens: Tokens, who: str, what: str, graphs: Iterable[URIRef]) -> None:
    """Leave a line in the log for each graph that was written: how, and by which token, told by the first letters of its hash."""
    for name in graphs:
        _LOG.warning("written", extra={"fields": {"how": what, "token": tokens.hashes[who][:8], "graph": layers.local_name(name)}})
