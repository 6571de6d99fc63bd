"""Remote: a store on any SPARQL 1.1 server, through its query, update and Graph Store addresses.

The public graph is the named graph `graph/public`, named in every query as its default graph. A transaction is first
brought to staging graphs; then one request, noted in a journal before it is sent, puts it in place, counts the generation up
and takes the note out as its last act. A large one goes in parts, each of which leaves a mark beside the note; the last is sent when all
marks are there. No server is trusted to carry out such a request wholly or not at all: whoever opens the store for writing sends again
what the journal still notes, and deletes staging graphs; nobody reads while there is a note.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from rdflib import DCTERMS, RDF, Literal, URIRef

from ..errors import InputError, StoreError
from . import layers, quads
from .bindings import bind, graphs_named, names_dataset, with_dataset
from .lease import Lease
from .staging import JOURNAL, PART, Staging, lines_of
from .transaction import Delta, TransactionalStore, check_version
from .wire import Wire

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rdflib.term import Node

    from .quads import Lines, Triple

__all__ = ["RemoteStore"]

# subjects in one VALUES block
_SUBJECTS = 200
# graphs in one DROP request: of PIECE lines at most
_DROPS = 5
_ROUNDS = 3
_PAUSE = 0.2


class RemoteStore(TransactionalStore):
    """A store at `sparql+http(s)://QUERY-URL`; `wait` is how many seconds a writer or reader waits for another writer; `older`
    takes one of an older version too.

    The update and Graph Store addresses, the credentials and the timeout are taken from CONCORDAT_UPDATE_URL,
    CONCORDAT_GSP_URL, CONCORDAT_USER, CONCORDAT_PASSWORD and CONCORDAT_TIMEOUT. Raises StoreError where the server cannot be
    reached, another writer is at work, or the store is of another version; UsageError where the timeout is no number.
    """

    def __init__(self, address: str, *, write: bool = False, wait: float = 10.0, older: bool = False) -> None:
        super().__init__(write=write)
        self.address = address
        self._wire = Wire.from_environment(address.removeprefix("sparql+"), os.environ)
        self._lease: Lease | None = None
        if write:
            self._lease = Lease(self._wire)
            self._lease.take(wait)
        try:
            # first of all what was begun is finished: half a store has no version
            self._recover() if write else self._await_writer(wait)
            if not older:
                check_version(self.version, address, write=write, empty=lambda: not self.graph_names())
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let other writers in."""
        lease, self._lease, self._write = self._lease, None, False
        if lease is not None:
            lease.release()

    # reading

    def _with_dataset(self, query: str) -> str:
        if names_dataset(query):
            return query
        named = graphs_named(query)
        # a dataset hides every graph that it does not name, and so what is not ours
        return with_dataset(query, layers.PUBLIC, sorted(named if named is not None else self.graph_names()))

    def _rows(self, query: str) -> list[dict[str, Node]]:
        return self._wire.rows(query)

    def select(self, query: str, *, bindings: Mapping[str, Node] | None = None) -> list[dict[str, Node]]:
        """Return the rows of a SELECT query; a variable without a value is left out of its row."""
        return self._wire.rows(self._with_dataset(bind(query, bindings)))

    def ask(self, query: str, *, bindings: Mapping[str, Node] | None = None) -> bool:
        """Return the answer of an ASK query."""
        return self._wire.ask(self._with_dataset(bind(query, bindings)))

    def construct(self, query: str, *, bindings: Mapping[str, Node] | None = None) -> list[Triple]:
        """Return the triples of a CONSTRUCT or DESCRIBE query, sorted and each once."""
        answer = self._wire.triples(self._with_dataset(bind(query, bindings)))
        try:
            return quads.triples_of(quads.normal(answer, self.address))
        except InputError as error:
            raise StoreError(f"the answer cannot be read: {error.what}", where=self.address, do="run again") from error

    def graph_names(self) -> list[URIRef]:
        """Return the names of all graphs that hold a triple, sorted."""
        # a server may hold graphs of others
        return [URIRef(name) for name in self._wire.graph_names() if name.startswith(layers.ROOT) and layers.is_layer(name)]

    def public(self) -> Lines:
        """Return the normal lines of the public graph."""
        return self.lines(layers.PUBLIC)

    def lines(self, name: URIRef) -> Lines:
        """Return the normal lines of a named graph; an unknown one has none."""
        return lines_of(self._wire, name)

    def _holders(self, lines: Lines) -> Mapping[bytes, set[str]]:
        found: dict[bytes, set[str]] = {line: set() for line in lines}
        # by subject: of a VALUES block with more columns and rows Virtuoso finds the wrong ones, and says nothing
        subjects = sorted({line.split(b" ", 1)[0].decode() for line in lines})
        for start in range(0, len(subjects), _SUBJECTS):
            values = " ".join(subjects[start : start + _SUBJECTS])
            rows = self._rows(f"SELECT ?g ?s ?p ?o WHERE {{ VALUES ?s {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} }}")
            by_graph: dict[str, list[Triple]] = {}
            for row in rows:
                by_graph.setdefault(str(row["g"]), []).append((row["s"], row["p"], row["o"]))
            for graph, triples in by_graph.items():
                for line in quads.normal(quads.lines_of(triples), graph) & lines:
                    found[line].add(graph)
        return found

    # writing

    def _apply(self, deltas: list[Delta]) -> None:
        if self._lease is None:
            raise StoreError("the store is closed", where=self.address)
        self._lease.renew()
        staging = Staging(self._wire, self._lease)
        text = staging.bring(deltas)
        self._lease.renew()
        self._wire.update(f"INSERT DATA {{ GRAPH <{JOURNAL}> {{ <{staging.name}> <{RDF.value}> {quads.term_text(Literal(text))} }} }}")
        self._finish(staging.name, text)
        # what was asked for is done, and whoever writes next clears up too
        with suppress(StoreError):
            self._drop(staging.graphs)

    def _noted(self) -> dict[str, str]:
        """Return the update requests that the journal notes, by transaction."""
        rows = self._rows(f"SELECT ?tx ?text WHERE {{ GRAPH <{JOURNAL}> {{ ?tx <{RDF.value}> ?text }} }}")
        return {str(row["tx"]): str(row["text"]) for row in rows}

    def _finish(self, transaction: str, text: str) -> None:
        *parts, last = text.split(PART)
        forget = f"DELETE WHERE {{ GRAPH <{JOURNAL}> {{ <{transaction}> ?p ?o }} }}"
        for _ in range(_ROUNDS):
            # an answer is not yet a deed: what stands between may have given it
            if self._carried_out(transaction, parts):
                self._wire.update(f"{last} ;\n{forget}")
                if transaction not in self._noted():
                    return
        raise StoreError("the server did not finish a change", where=self.address, do="see its log, and run again to finish it")

    def _carried_out(self, transaction: str, parts: Sequence[str]) -> bool:
        """Send those parts of a change that have left no mark yet, and return whether all have in the end."""
        marks = f"GRAPH <{JOURNAL}> {{ <{transaction}> <{DCTERMS.hasPart}> "
        for last in (False, True) if parts else ():
            done = {int(str(row["n"])) for row in self._rows(f"SELECT ?n WHERE {{ {marks} ?n }} }}")}
            left = [(number, part) for number, part in enumerate(parts) if number not in done]
            if last or not left:
                return not left
            for number, part in left:
                if self._lease is not None:
                    self._lease.renew()
                self._wire.update(f"{part} ;\nINSERT DATA {{ {marks} {number} }} }}")
        return True

    def _drop(self, graphs: Sequence[str]) -> None:
        for start in range(0, len(graphs), _DROPS):
            self._wire.update(" ;\n".join(f"DROP SILENT GRAPH <{graph}>" for graph in graphs[start : start + _DROPS]))

    def _recover(self) -> None:
        """Finish what the journal notes, and delete what it does not refer to."""
        for transaction, text in self._noted().items():
            self._finish(transaction, text)
        left = (name for name in self._wire.graph_names() if name.startswith(f"{layers.STAGING}/"))
        self._drop([name for name in left if name != str(JOURNAL)])

    def _await_writer(self, wait: float) -> None:
        end = time.monotonic() + wait
        while self._noted():
            if time.monotonic() > end:
                do = "try again; if no writer is at work, finish it with `concordat build`, or any other command that writes"
                raise StoreError("a change is half written", where=self.address, do=do)
            time.sleep(_PAUSE)
