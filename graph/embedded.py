"""Embedded: a store in a folder, held by Oxigraph in this process.

The public graph is Oxigraph's default graph. A writer holds the folder's lock from opening to closing; a reader takes
none and sees the state at its opening. Results are read whole in the thread that asked, as Oxigraph demands.
"""

from __future__ import annotations

import re
import time
from contextlib import contextmanager
from functools import wraps
from io import BufferedReader, RawIOBase
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

import pyoxigraph as ox
from rdflib import URIRef

from ..errors import InputError, StoreError
from . import layers, quads
from .bindings import bind
from .transaction import HEAD, Delta, TransactionalStore, check_version, update_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from rdflib.term import Node
    from typing_extensions import Buffer

    from .quads import Lines, Triple

__all__ = ["LOCK_WAIT", "EmbeddedStore"]

P = ParamSpec("P")
T = TypeVar("T")

LOCK_WAIT = 10.0  # seconds that a writer waits for another one
_PAUSE = 0.1
# from here on it pays to write index files directly instead of going through the write-ahead log
_BULK = 5000
# so many lines that count no longer may wait before they are taken out: each time costs as much as writing the indexes anew
_WAITING = 256
_PART = 500  # lines that are handed over at once
_READ = 2**16  # bytes that Oxigraph is given at once
_TRIES = 5  # times that a reader asks again


def _again(method: Callable[Concatenate[EmbeddedStore, P], T]) -> Callable[Concatenate[EmbeddedStore, P], T]:
    """Ask a reader's question again where its writer has meanwhile put the files in order, which changes no statement."""

    @wraps(method)
    def asked(self: EmbeddedStore, /, *args: P.args, **options: P.kwargs) -> T:
        for _ in range(_TRIES):
            try:
                return method(self, *args, **options)
            except StoreError as error:
                self.reopen(error)
        return method(self, *args, **options)

    return asked


class EmbeddedStore(TransactionalStore):
    """A store in a folder, or in memory where `folder` is None. `wait` is in seconds; `older` takes one of an older version too.

    Raises StoreError where the folder is no store, is locked by another writer, or is of another version.
    """

    def __init__(self, folder: Path | None, *, write: bool = False, wait: float = LOCK_WAIT, older: bool = False) -> None:
        super().__init__(write=write)
        self.address = str(folder) if folder else "memory:"
        # what the store said of itself before, while it has not been taken out: of two generations the higher counts
        self._past: Lines = frozenset()
        self._store: ox.Store | None = _open(folder, write=write, wait=wait) if folder else ox.Store()
        # the state that a reader sees, once it is known
        self._seen: int | None = None
        self._seen = None if write else self.generation
        if not older:
            check_version(self.version, self.address, write=write, empty=lambda: next(iter(self.native), None) is None)

    @property
    def native(self) -> ox.Store:
        """The Oxigraph store itself, for the rdflib view. Raises StoreError where the store is closed."""
        if self._store is None:
            raise StoreError("the store is closed", where=self.address)
        return self._store

    def reopen(self, error: StoreError) -> None:
        """Open the folder again where a reader met a file that its writer has replaced by others with the same statements.

        Raises the error where that is not what happened, StoreError where the store is in another state by now.
        """
        if self._write or self._store is None or not isinstance(error.__cause__, FileNotFoundError):
            raise error
        self._store = _open(Path(self.address), write=False, wait=LOCK_WAIT)
        if self._seen is not None and self.generation != self._seen:
            raise StoreError("the store changed while it was read", where=self.address, do="run again") from error

    def close(self) -> None:
        """Write out what is buffered and release the folder.

        Raises StoreError where that fails; every transaction that ended stands in the write-ahead log, and is there at the next opening.
        """
        try:
            if self._store is not None and self._write and self.address != "memory:":
                self._forget()
                self._store.flush()
        except (OSError, RuntimeError) as error:
            what = f"the store was not closed well: {error}; what was written is kept"
            raise StoreError(what, where=self.address, do="free some space; the next opening puts it in order") from error
        finally:
            self._store = None

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise _failure(error, self.address) from error
        except RuntimeError as error:
            if str(error).startswith(_DAMAGED):
                raise _failure(error, self.address) from error
            raise InputError(f"SPARQL: {error}", do="correct the query") from error

    def _query(self, query: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        try:
            with self._errors():
                return self.native.query(query)
        except SyntaxError as error:
            what = f"SPARQL: {str(error.args[0]).splitlines()[0]}"
            raise InputError(what, do="correct the query at this place") from error

    @_again
    def select(self, query: str, *, bindings: Mapping[str, Node] | None = None) -> list[dict[str, Node]]:
        """Return the rows of a SELECT query; a variable without a value is left out of its row."""
        rows = self._query(bind(query, bindings))
        if not isinstance(rows, ox.QuerySolutions):
            raise InputError("this is no SELECT query", do="use ask or construct")
        names = [variable.value for variable in rows.variables]
        # the same few terms come again and again
        known: dict[object, Node] = {}

        def term(native: object) -> Node:
            return known.get(native) or known.setdefault(native, quads.from_native(native))

        with self._errors():
            return [{n: term(v) for n, v in zip(names, row, strict=True) if v is not None} for row in rows]

    def _rows(self, query: str) -> list[dict[str, Node]]:
        return self.select(query)

    @_again
    def ask(self, query: str, *, bindings: Mapping[str, Node] | None = None) -> bool:
        """Return the answer of an ASK query."""
        answer = self._query(bind(query, bindings))
        if not isinstance(answer, ox.QueryBoolean):
            raise InputError("this is no ASK query", do="use select or construct")
        return bool(answer)

    @_again
    def construct(self, query: str, *, bindings: Mapping[str, Node] | None = None) -> list[Triple]:
        """Return the triples of a CONSTRUCT or DESCRIBE query, sorted and each once."""
        answer = self._query(bind(query, bindings))
        if not isinstance(answer, ox.QueryTriples):
            raise InputError("this is no CONSTRUCT query", do="use select or ask")
        with self._errors():
            return quads.triples_of(set(quads.native_lines(answer)))

    @_again
    def graph_names(self) -> list[URIRef]:
        """Return the names of all graphs that hold a triple, sorted."""
        with self._errors():
            # Oxigraph keeps the name of a graph that has lost its last triple
            names = [graph for graph in self.native.named_graphs() if isinstance(graph, ox.NamedNode)]
            return sorted(URIRef(name.value) for name in names if self._holds(name))

    def _holds(self, graph: ox.NamedNode) -> bool:
        return next(iter(self.native.quads_for_pattern(None, None, None, graph)), None) is not None

    def public(self) -> Lines:
        """Return the normal lines of the public graph."""
        return self._content(ox.DefaultGraph())

    def lines(self, name: URIRef) -> Lines:
        """Return the normal lines of a named graph; an unknown one has none."""
        return self._content(ox.NamedNode(name))

    @_again
    def _content(self, graph: ox.NamedNode | ox.DefaultGraph) -> Lines:
        with self._errors():
            return frozenset((self.native.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=graph) or b"").splitlines()) - self._past

    @_again
    def _holders(self, lines: Lines) -> Mapping[bytes, set[str]]:
        ordered = list(lines)
        native = ox.parse(b"\n".join(ordered), ox.RdfFormat.N_TRIPLES)
        found = {}
        with self._errors():
            for line, triple in zip(ordered, native, strict=True):
                held = self.native.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
                found[line] = {quad.graph_name.value for quad in held if isinstance(quad.graph_name, ox.NamedNode)}
        return found

    def _apply(self, deltas: list[Delta]) -> None:
        past = frozenset[bytes]().union(*(delta.removed for delta in deltas))
        with self._errors():
            if sum(len(delta.added) for delta in deltas) > _BULK and all(line.startswith(HEAD) for line in past):
                # all comes at once, as one file for each index. To take out what counts no longer makes a second one, and from two on
                # Oxigraph writes the whole index anew: so that waits for others like it
                self.native.bulk_load(BufferedReader(_Written(deltas), _READ), ox.RdfFormat.N_QUADS, lenient=True)
                self._past = past
                if self.address == "memory:" or len(past) >= _WAITING:
                    self._forget()
            elif past:
                self.native.update(update_text(deltas, None))
                self._past = frozenset()
            else:
                self.native.load(b"".join(_quads(deltas)), ox.RdfFormat.N_QUADS, lenient=True)

    def _forget(self) -> None:
        if self._past:
            self.native.update(update_text([Delta(graph, removed=self._past) for graph in (layers.CATALOG, None)], None))
            self._past = frozenset()


class _Written(RawIOBase):
    """Deltas as a file of N-Quads, made as it is read: whole, those of a large document take ten times what its file has."""

    def __init__(self, deltas: Iterable[Delta]) -> None:
        self._parts = _quads(deltas)
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: Buffer, /) -> int:
        """Write what comes next into a buffer, and return how many bytes that were; 0 at the end."""
        room = memoryview(buffer)
        if not self._rest:
            self._rest = memoryview(next(self._parts, b""))
        part, self._rest = self._rest[: len(room)], self._rest[len(room) :]
        room[: len(part)] = part
        return len(part)


def _quads(deltas: Iterable[Delta]) -> Iterator[bytes]:
    """Yield what deltas add as N-Quads, some hundred lines at a time."""
    for delta in deltas:
        ending = b" .\n" if delta.graph is None else f" <{delta.graph}> .\n".encode()
        lines = iter(delta.added)
        while some := list(islice(lines, _PART)):
            # normal lines are valid, end alike and have no line break inside, and Oxigraph puts them in an order of its own
            yield b"\n".join([*some, b""]).replace(b" .\n", ending)


def _open(folder: Path, *, write: bool, wait: float) -> ox.Store:
    exists = (folder / "CURRENT").is_file()
    if not exists and not write:
        raise StoreError("there is no store here", where=str(folder), do="make one: concordat build")
    if not exists and folder.exists() and not (folder.is_dir() and all(_MADE_FIRST.fullmatch(path.name) for path in folder.iterdir())):
        raise StoreError("this is not a store, and not an empty folder", where=str(folder), do="choose another --store")
    end = time.monotonic() + wait
    while True:
        try:
            if not write:
                return ox.Store.read_only(str(folder))
            folder.mkdir(parents=True, exist_ok=True)
            return ox.Store(str(folder))
        except (OSError, RuntimeError) as error:
            # a reader may meet a folder whose writer is just renaming files, or taking out those that it has written anew
            passing = _is_locked(error) if write else isinstance(error, FileNotFoundError) or _GONE in str(error)
            if not write and any(word in str(error) for word in _UNBORN):
                raise StoreError("the store is empty", where=str(folder), do="fill it: concordat build") from error
            if not passing or time.monotonic() > end:
                raise _failure(error, str(folder)) from error
        time.sleep(_PAUSE)


def _is_locked(error: Exception) -> bool:
    return "lock" in str(error).lower()


_DAMAGED, _GONE = "Corruption", "No such file"
# what stands in a folder before it is known as a store: its first writer may be about to make it, or have been killed then
_MADE_FIRST = re.compile(r"LOCK|LOG(\.old\.\d+)?|IDENTITY|MANIFEST-\d+|\d+\.dbtmp")
# what a reader is told of a folder whose first writer was cut off before anything stood in it
_UNBORN = ("only possible on read-write", "Column family not found")
_FULL = ("no space left", "file too large", "quota")


def _failure(error: Exception, where: str) -> StoreError:
    text = str(error)
    if _is_locked(error):
        return StoreError("the store is locked by another process", where=where, do="wait until its writer is done")
    if any(word in text.lower() for word in _FULL):
        return StoreError("the disk is full; nothing was changed", where=where, do="free some space and run again")
    if text.startswith(_DAMAGED):
        return StoreError(f"the store is damaged: {text}", where=where, do="take a backup, or build it again elsewhere")
    return StoreError(text, where=where, do="check the folder and its permissions, or choose another --store")
