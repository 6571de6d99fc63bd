"""Bindings: values for the variables of a query, put in as terms and never as pasted text.

The values stand in VALUES blocks (SPARQL 1.1 Query Language, section 10.2) at the head of the outermost group, so that
one query text runs unchanged on every store.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from ..errors import InputError, UsageError
from .quads import term_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from rdflib.term import Node

__all__ = ["bind", "graphs_named", "names_dataset", "with_dataset"]

# what may hold a brace or a word that is none: comments, texts, IRIs, prefixed names
_TOKEN = re.compile(
    r"""#[^\n]*|"{3}(?:[^"\\]|\\.|"(?!""))*"{3}|'{3}(?:[^'\\]|\\.|'(?!''))*'{3}"""
    r"""|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|<[^<>"{}|^`\\\s]*>|[\w.-]*:[\w.%-]*|[?$]?\w+|\S""",
    re.DOTALL,
)
_VARIABLE = re.compile(r"[A-Za-z_]\w*")


def bind(query: str, bindings: Mapping[str, Node] | None) -> str:
    """Return the query with its variables (named without `?`) bound to IRIs or literals.

    Raises UsageError where a name is no variable of the query or a value is neither, InputError where it has no group.
    """
    if not bindings:
        return query
    tokens = list(_TOKEN.finditer(query))
    written = {token.group()[1:] for token in tokens if token.group()[0] in "?$"}
    for name in bindings:
        if not _VARIABLE.fullmatch(name) or name not in written:
            raise UsageError(f"the query has no variable ?{name}", do=f"it has {', '.join(sorted(written))}")
    place = _outermost_group(tokens)
    # one block each: of a block with several columns Virtuoso makes no use in OPTIONAL
    values = " ".join(f"VALUES ?{name} {{ {term_text(value)} }}" for name, value in bindings.items())
    return f"{query[:place]} {values} {query[place:]}"


def _outermost_group(tokens: list[re.Match[str]]) -> int:
    braces = iter(token for token in tokens if token.group() in ("{", "}"))
    form = next((token.group().upper() for token in tokens if token.group().upper() in _FORMS), "")
    words = [token.group().upper() for token in tokens]
    if form == "CONSTRUCT" and words[words.index("CONSTRUCT") + 1] == "{":
        _skip_group(braces)
    elif form == "CONSTRUCT":
        raise InputError("CONSTRUCT WHERE takes no values", do="write the template out: CONSTRUCT { ... } WHERE")
    group = next(braces, None)
    if group is None:
        raise InputError("the query has no group { ... }", do="write its pattern between braces")
    return group.end()


_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


def _skip_group(braces: Iterator[re.Match[str]]) -> None:
    depth = 0
    for brace in braces:
        depth += 1 if brace.group() == "{" else -1
        if depth == 0:
            return


def graphs_named(query: str) -> frozenset[str] | None:
    """Return the IRIs of the graphs that a query asks for by GRAPH; None where one of them is not written as `<IRI>`."""
    tokens = [token.group() for token in _TOKEN.finditer(query)]
    named = {after for word, after in pairwise(tokens) if word.upper() == "GRAPH"}
    return frozenset(name[1:-1] for name in named) if all(name.startswith("<") for name in named) else None


def names_dataset(query: str) -> bool:
    """Return whether the query names a dataset of its own (FROM)."""
    return any(token.group().upper() == "FROM" for token in _TOKEN.finditer(query))


def with_dataset(query: str, default: str, named: Iterable[str]) -> str:
    """Return the query with a dataset (FROM and FROM NAMED; SPARQL 1.1 Query Language, section 13.2), which it must not have yet.

    Parameters of the protocol would say the same, but Virtuoso answers each of them with a header, and clients bear few.
    """
    tokens = list(_TOKEN.finditer(query))
    dataset = " ".join([f"FROM <{default}>", *(f"FROM NAMED <{graph}>" for graph in named)])
    place = _place_of_dataset(query, tokens)
    return f"{query[:place]}\n{dataset}\n{query[place:]}"


# what may follow the IRIs of a DESCRIBE that has no group
_MODIFIERS = ("GROUP", "HAVING", "LIMIT", "OFFSET", "ORDER", "VALUES")


def _place_of_dataset(query: str, tokens: list[re.Match[str]]) -> int:
    try:
        group = _outermost_group(tokens) - 1
    except InputError:
        # CONSTRUCT WHERE and DESCRIBE <IRI>; anything else without a group is for the server to refuse
        ends = (token.start() for token in tokens if token.group().upper() in ("WHERE", *_MODIFIERS))
        return next(ends, len(query))
    before = [token for token in tokens if token.end() <= group]
    return before[-1].start() if before and before[-1].group().upper() == "WHERE" else group
