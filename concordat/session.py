"""Session: a store as Python programs and notebooks hold it; `concordat.open(...)` gives one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Self

from rdflib import Graph, Literal
from rdflib.term import Identifier, Node

from .answers import Answer
from .asking import variables
from .catalogue import bind, find
from .errors import UsageError
from .graph.store import Store, default_address, open_store
from .graph.whole import whole

if TYPE_CHECKING:
    from .compatibility import Finding

__all__ = ["Session", "Value", "open_session"]

Value = Node | str | bool | int | float | Decimal | dt.date | dt.datetime


class Session:
    """A store open for reading; what is restricted is asked only with `everything`."""

    def __init__(self, store: Store, *, everything: bool = False) -> None:
        self._held = store
        self.store = whole(store) if everything else store

    def query(self, sparql: str, /, **values: Value) -> Answer:
        """Return the answer of a SELECT query.

        Each of `values` is bound, as a term and never as pasted text, to the variable of its name: strings, numbers,
        truth values and dates as literals, rdflib terms as they are (`names.expand("budapest:29/7")` gives an IRI).
        Raises InputError where the SPARQL is wrong, UsageError where it has no such variable.
        """
        rows = self.store.select(sparql, bindings=_terms(values))
        return Answer(tuple(variables(sparql, rows)), tuple(rows))

    def question(self, name: str, /, **values: str | int | dt.date) -> Answer:
        """Return the answer to a question of the catalogue, with its parameters.

        Raises UsageError where there is no such question, or a parameter is missing, unknown or of the wrong kind.
        """
        asked = find(name)
        given = bind(asked, {key: str(value) for key, value in values.items()})
        rows = self.store.select(asked.query, bindings=given)
        return Answer(tuple(variables(asked.query, rows)), tuple(rows))

    def ask(self, sparql: str, /, **values: Value) -> bool:
        """Return the answer of an ASK query; `values` as in `query`."""
        return self.store.ask(sparql, bindings=_terms(values))

    def construct(self, sparql: str, /, **values: Value) -> Graph:
        """Return what a CONSTRUCT or DESCRIBE query gives, as an rdflib Graph; `values` as in `query`."""
        graph = Graph()
        for triple in self.store.construct(sparql, bindings=_terms(values)):
            graph.add(triple)
        return graph

    def check(self, text: str, /, *against: str) -> Sequence[Finding]:
        """Return the findings on a text or provision (compact id), against the texts named or all of them.

        Raises UsageError where an id names nothing in the graph.
        """
        from .checking import Desk

        return Desk(self._held).text(text, against)

    def close(self) -> None:
        """Release the store."""
        self._held.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def open_session(address: str | Path | None = None, *, everything: bool = False) -> Session:
    """Return a session on the store at an address, open for reading: a folder, or `sparql+http(s)://QUERY-URL`.

    Without an address: `$CONCORDAT_STORE`, else `./.concordat/store`. Raises StoreError where there is no store.
    """
    return Session(open_store(address if address is not None else default_address()), everything=everything)


def _terms(values: Mapping[str, Value]) -> dict[str, Node]:
    return {name: _term(name, value) for name, value in values.items()}


def _term(name: str, value: Value) -> Node:
    if isinstance(value, Identifier):
        return value
    if isinstance(value, (str, bool, int, float, Decimal, dt.date)):
        return Literal(value)
    raise UsageError(f"{name} is a {type(value).__name__}, which no term of RDF holds", do="give text, a number, a date or an rdflib term")
