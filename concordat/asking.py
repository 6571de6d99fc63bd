"""Asking: a query to a store, and its answer as table, CSV, SPARQL Results JSON or Turtle."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence

from rdflib import BNode, Literal, URIRef
from rdflib.term import Node

from .errors import UsageError
from .graph import layers, quads
from .graph.names import compact
from .graph.store import Store

__all__ = ["ask", "variables"]

# "PREFIX x: <...> # a comment" before the keyword that tells the form of the query
_PROLOGUE = re.compile(r"(?is)\A(?:\s+|#[^\n]*\n|(?:PREFIX\s+\S*:\s*<[^>]*>)|(?:BASE\s*<[^>]*>))*([A-Z]+)")


def ask(store: Store, query: str, form: str, *, bindings: Mapping[str, Node]) -> str:
    """Return the answer to a query in a format: table, csv, json or ttl.

    Raises InputError where the SPARQL is wrong, UsageError where the format does not fit the kind of query.
    """
    match = _PROLOGUE.match(query)
    kind = match[1].upper() if match else ""
    if kind in {"CONSTRUCT", "DESCRIBE"}:
        if form not in {"ttl", "table"}:
            raise UsageError(f"{kind} gives a graph, which {form} cannot hold", do="choose --format ttl")
        lines = quads.lines_of(store.construct(query, bindings=bindings)).splitlines()
        return quads.serialize({layers.PUBLIC: lines}, "ttl").decode("utf-8")
    if form == "ttl":
        raise UsageError("only CONSTRUCT and DESCRIBE give Turtle", do="choose --format table, csv or json")
    if kind == "ASK":
        truth = store.ask(query, bindings=bindings)
        return json.dumps({"head": {}, "boolean": truth}) + "\n" if form == "json" else f"{str(truth).lower()}\n"
    rows = store.select(query, bindings=bindings)
    names = variables(query, rows)
    return {"table": _table, "csv": _csv, "json": _json}[form](names, rows)


def variables(query: str, rows: Sequence[Mapping[str, Node]]) -> list[str]:
    """Return the variables of a SELECT query in the order of its clause, then any others of the rows."""
    head = re.search(r"(?is)\bSELECT\b(.*?)(?:(?<![?$])\b(?:WHERE|FROM)\b|\{)", re.sub(r"(?m)^#.*$", "", query))
    clause = re.sub(r"\([^()]*(?:\([^()]*\)[^()]*)*\bAS\s+(\?\w+)\s*\)", r"\1", head[1], flags=re.IGNORECASE) if head else ""
    named = [v[1:] for v in re.findall(r"\?\w+", clause)]
    return list(dict.fromkeys([*named, *sorted({key for row in rows for key in row})]))


def _plain(term: Node | None) -> str:
    return "" if term is None else compact(str(term)) if isinstance(term, URIRef) else str(term)


def _table(names: Sequence[str], rows: Sequence[Mapping[str, Node]]) -> str:
    from rich.console import Console
    from rich.table import Table

    table = Table(*names, padding=(0, 1), pad_edge=False)
    for row in rows:
        table.add_row(*(_plain(row.get(name)).replace("[", "\\[") for name in names))
    held = io.StringIO()
    Console(file=held, width=max(100, Console().width), highlight=False).print(table)
    return held.getvalue()


def _csv(names: Sequence[str], rows: Sequence[Mapping[str, Node]]) -> str:
    held = io.StringIO()
    writer = csv.writer(held)
    writer.writerow(names)
    writer.writerows([_plain(row.get(name)) for name in names] for row in rows)
    return held.getvalue()


def _json(names: Sequence[str], rows: Sequence[Mapping[str, Node]]) -> str:
    bindings = [{name: _binding(row[name]) for name in names if row.get(name) is not None} for row in rows]
    return json.dumps({"head": {"vars": list(names)}, "results": {"bindings": bindings}}, ensure_ascii=False, indent=1) + "\n"


def _binding(term: Node) -> dict[str, str]:
    """Return a term as SPARQL 1.1 Query Results JSON has it (section 3.2.2)."""
    if isinstance(term, URIRef):
        return {"type": "uri", "value": str(term)}
    if isinstance(term, BNode):
        return {"type": "bnode", "value": str(term)}
    shown = {"type": "literal", "value": str(term)}
    if isinstance(term, Literal) and term.language:
        return shown | {"xml:lang": term.language}
    if isinstance(term, Literal) and term.datatype is not None:
        return shown | {"datatype": str(term.datatype)}
    return shown
