"""Remote: a store on any SPARQL 1.1 server, through its query, update and Graph Store addresses.

The public graph is the named graph `graph/public`, sent with every query as its default graph. What is too large for
one update request is first written to staging graphs; then one request, noted in a journal before it is sent, puts it
in place and counts the generation up as its last act. Whoever opens the store for writing finishes what a journal notes
and deletes staging graphs that no journal refers to.
"""

from __future__ import annotations

import os
import uuid
from typing import TYPE_CHECKING

from rdflib import RDF, Literal, URIRef

from ..errors import StoreError
from . import layers, quads
from .bindings import bind, names_dataset, names_graphs
from .lease import Lease
from .transaction import Delta, TransactionalStore, check_version, update_text
from .wire import Wire

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rdflib.term import Node

    from .quads import Lines, Triple

__all__ = ["BATCH", "RemoteStore"]

# lines in one INSERT DATA: Virtuoso fails at about 5,000
BATCH = 2000
# rows in one VALUES block
_ROWS = 200
_JOURNAL = layers.named("staging/journal")
_PREFIX = f'FILTER(STRSTARTS(STR(?g), "{layers.STAGING}/"))'


class RemoteStore(TransactionalStore):
    """A store at `sparql+http(s)://QUERY-URL`; `wait` is how many seconds a writer waits for another one; `older` takes one of an
    older version too.

    The update and Graph Store addresses and the credentials are taken from CONCORDAT_UPDATE_URL, CONCORDAT_GSP_URL,
    CONCORDAT_USER and CONCORDAT_PASSWORD. Raises StoreError where the server cannot be reached, another writer is at
    work, or the store is of another version.
    """

    def __init__(self, address: str, *, write: bool = False, wait: float = 10.0, older: bool = False) -> None:
        super().__init__(write=write)
        self.address = address
        self._wire = Wire.from_environment(address.removeprefix("sparql+"), os.environ)
        self._lease: Lease | None = None
        if not older:
            check_version(self.version, address, write=write, empty=lambda: not self.graph_names())
        if write:
            self._lease = Lease(self._wire)
            self._lease.take(wait)
            self._recover()

    def close(self) -> None:
        """Let other writers in."""
        if self._lease is not None:
            self._lease.release()
            self._lease = None
        self._write = False

    # reading

    def _dataset(self, query: str) -> dict[str, list[str]]:
        if names_dataset(query):
            return {}
        # a protocol dataset hides every graph it does not name (SPARQL 1.1 Protocol, section 2.1.4)
        named = [str(graph) for graph in self.graph_names()] if names_graphs(query) else []
        return {"default-graph-uri": [str(layers.PUBLIC)], "named-graph-uri": named}

    def _rows(self, query: str) -> list[dict[str, Node]]:
        return self._wire.rows(query, {})

    def select(self, query: str, *, bindings: Mapping[str, Node] | None = None) -> list[dict[str, Node]]:
        """Return the rows of a SELECT query; a variable without a value is left out of its row."""
        return self._wire.rows(bind(query, bindings), self._dataset(query))

    def ask(self, query: str, *, bindings: Mapping[str, Node] | None = None) -> bool:
        """Return the answer of an ASK query."""
        return self._wire.ask(bind(query, bindings), self._dataset(query))

    def construct(self, query: str, *, bindings: Mapping[str, Node] | None = None) -> list[Triple]:
        """Return the triples of a CONSTRUCT or DESCRIBE query, sorted and each once."""
        return quads.triples_of(self._construct(bind(query, bindings), self._dataset(query)))

    def _construct(self, query: str, dataset: Mapping[str, list[str]]) -> Lines:
        return quads.normal(self._wire.triples(query, dataset), self.address, syntax="ttl", where=self.address)

    def graph_names(self) -> list[URIRef]:
        """Return the names of all graphs that hold a triple, sorted."""
        rows = self._rows("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }")
        # a server may hold graphs of others
        ours = (URIRef(str(row["g"])) for row in rows if str(row["g"]).startswith(layers.ROOT))
        return sorted(filter(layers.is_layer, ours))

    def public(self) -> Lines:
        """Return the normal lines of the public graph."""
        return self.lines(layers.PUBLIC)

    def lines(self, name: URIRef) -> Lines:
        """Return the normal lines of a named graph; an unknown one has none."""
        return self._construct(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{name}> {{ ?s ?p ?o }} }}", {})

    def _holders(self, lines: Lines) -> Mapping[bytes, set[str]]:
        found: dict[bytes, set[str]] = {line: set() for line in lines}
        for batch in _batches(sorted(lines), _ROWS):
            values = " ".join(f"({number} {line.decode()[:-2]})" for number, line in enumerate(batch))
            query = f"SELECT ?n ?g WHERE {{ VALUES (?n ?s ?p ?o) {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} }}"
            for row in self._rows(query):
                found[batch[int(str(row["n"]))]].add(str(row["g"]))
        return found

    # writing

    def _apply(self, deltas: list[Delta]) -> None:
        if self._lease is None:
            raise StoreError("the store is closed", where=self.address)
        self._lease.renew()
        if sum(map(len, deltas)) <= BATCH:
            self._wire.update(update_text(deltas, layers.PUBLIC))
            return
        staging = f"{layers.STAGING}/{uuid.uuid4().hex}"
        text = self._stage(deltas, staging)
        self._wire.update(f"INSERT DATA {{ GRAPH <{_JOURNAL}> {{ {_entry(staging, text)} }} }}")
        self._wire.update(text)
        self._clear(staging)

    def _stage(self, deltas: list[Delta], staging: str) -> str:
        """Write the lines of the deltas to staging graphs and return the update request that puts them in place."""
        places: dict[Lines, str] = {}
        for lines in (lines for delta in deltas for lines in (delta.removed, delta.added) if lines):
            if lines not in places:
                places[lines] = f"{staging}/{len(places)}"
                self._load(places[lines], lines)

        def move(verb: str, delta: Delta, lines: Lines) -> str:
            graph, pattern = delta.graph or layers.PUBLIC, "?s ?p ?o"
            return f"{verb} {{ GRAPH <{graph}> {{ {pattern} }} }} WHERE {{ GRAPH <{places[lines]}> {{ {pattern} }} }}"

        gone = [move("DELETE", delta, delta.removed) for delta in deltas if delta.removed]
        come = [move("INSERT", delta, delta.added) for delta in deltas if delta.added]
        return " ;\n".join(gone + come)

    def _load(self, graph: str, lines: Lines) -> None:
        for batch in _batches(sorted(lines), self._wire.batch or BATCH):
            if self._lease is not None:
                self._lease.renew()
            body = b"\n".join(batch)
            if not self._wire.post_graph(graph, body):
                self._wire.update(f"INSERT DATA {{ GRAPH <{graph}> {{ {body.decode()} }} }}")

    def _clear(self, staging: str) -> None:
        rows = self._rows(f"SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ ?s ?p ?o }} {_PREFIX} }}")
        names = sorted(str(row["g"]) for row in rows if str(row["g"]).startswith(f"{staging}/"))
        drops = [f"DROP SILENT GRAPH <{name}>" for name in names]
        forget = f"DELETE WHERE {{ GRAPH <{_JOURNAL}> {{ <{staging}> ?p ?o }} }}"
        self._wire.update(" ;\n".join([forget, *drops]))

    def _recover(self) -> None:
        """Finish what the journal notes, and delete what it does not refer to."""
        query = f"SELECT ?tx ?text WHERE {{ GRAPH <{_JOURNAL}> {{ ?tx <{RDF.value}> ?text }} }}"
        for row in self._rows(query):
            self._wire.update(str(row["text"]))
            self._clear(str(row["tx"]))
        left = self._rows(f"SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ ?s ?p ?o }} {_PREFIX} }}")
        if drops := [f"DROP SILENT GRAPH <{row['g']}>" for row in left]:
            self._wire.update(" ;\n".join(drops))


def _entry(staging: str, text: str) -> str:
    return f"<{staging}> <{RDF.value}> {quads.term_text(Literal(text))}"


def _batches(lines: list[bytes], size: int) -> Iterator[list[bytes]]:
    for start in range(0, len(lines), size):
        yield lines[start : start + size]
