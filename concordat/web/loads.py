"""Loads: the LOAD operations of an update, each replaced by what stands at its address (SPARQL 1.1 Update, section 3.1.4).

The engine itself never fetches anything: it is given INSERT DATA. It would follow any redirection, to any address.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..errors import InputError
from ..graph import quads
from .failures import Failure
from .negotiation import FORMS, GRAPH_TYPES
from .outside import Fetched
from .screening import tokens

__all__ = ["Load", "loads", "replaced"]

_SYNTAXES = dict(zip(GRAPH_TYPES, ("ttl", "jsonld", "nt", "nq", "rdf"), strict=True)) | {"application/xml": "rdf"}


@dataclass(frozen=True, slots=True)
class Load:
    """One operation: where it stands in the update, the address, the graph it is for (as it is written; empty: the default graph).

    `silent` says that it may fail.
    """

    start: int
    end: int
    address: str
    graph: str
    silent: bool


def loads(update: str) -> list[Load]:
    """Return the LOAD operations of an update. Raises Failure (400) where one names no address in full."""
    held, found, depth = [token for token in tokens(update) if token.lastgroup != "comment"], [], 0
    for number, token in enumerate(held):
        word = token.group()
        depth += (word == "{") - (word == "}")
        if depth or token.lastgroup != "word" or word.upper() != "LOAD":
            continue
        rest = held[number + 1 :]
        silent = bool(rest) and rest[0].group().upper() == "SILENT"
        rest = rest[silent:]
        if not rest or rest[0].lastgroup != "iri":
            raise Failure(400, "SPARQL: LOAD takes an address in full, between < and >")
        into = [each.group() for each in rest[1:4]]
        named = len(into) == 3 and [word.upper() for word in into[:2]] == ["INTO", "GRAPH"]
        end = rest[3 if named else 0].end()
        found.append(Load(token.start(), end, rest[0].group()[1:-1], into[2] if named else "", silent))
    return found


def replaced(update: str, fetch: Callable[[str], Fetched]) -> str:
    """Return an update with the statements that its LOAD operations fetch in their place.

    Raises Failure: 400 where an operation is wrong, 403 where an address may not be asked, 502 where it gives no graph, unless the
    operation is silent.
    """
    parts, place = [], 0
    for load in loads(update):
        parts += [update[place : load.start], _inserted(load, fetch)]
        place = load.end
    return "".join([*parts, update[place:]])


def _inserted(load: Load, fetch: Callable[[str], Fetched]) -> str:
    try:
        lines = _statements(fetch(load.address), load.graph)
    except Failure as failure:
        # what is not allowed is not passed over in silence
        if not load.silent or failure.status == 403:
            raise
        lines = ""
    return f"INSERT DATA {{ GRAPH {load.graph} {{ {lines} }} }}" if load.graph else f"INSERT DATA {{ {lines} }}"


def _statements(fetched: Fetched, graph: str) -> str:
    path = fetched.address.partition("?")[0].partition("#")[0]
    syntax = _SYNTAXES.get(fetched.media) or _SYNTAXES.get(FORMS.get(path.rpartition(".")[2], ""))
    if syntax is None:
        raise Failure(502, f"{fetched.address} is no graph but {fetched.media}; nothing was changed")
    try:
        lines = quads.normal(fetched.data, f"{graph} {fetched.address}", syntax=syntax, base=fetched.address, where=fetched.address)
    except InputError as error:
        raise Failure(502, error) from error
    return "\n".join(sorted(line.decode() for line in lines))
