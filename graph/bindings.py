"""Bindings: values for the variables of a query, put in as terms and never as pasted text.

The values stand in a VALUES block (SPARQL 1.1 Query Language, section 10.2) at the head of the outermost group, so that
one query text runs unchanged on every store.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..errors import InputError, UsageError
from .quads import term_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rdflib.term import Node

__all__ = ["bind", "names_dataset", "names_graphs"]

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
            raise UsageError(f"the query has no variable ?{name}", do="it has " + ", ".join(sorted(written)))
    place = _outermost_group(tokens)
    variables = " ".join(f"?{name}" for name in bindings)
    values = " ".join(term_text(value) for value in bindings.values())
    return f"{query[:place]} VALUES ({variables}) {{ ({values}) }} {query[place:]}"


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


def names_graphs(query: str) -> bool:
    """Return whether the query asks for named graphs (GRAPH), and not of the public graph alone."""
    return any(token.group().upper() == "GRAPH" for token in _TOKEN.finditer(query))


def names_dataset(query: str) -> bool:
    """Return whether the query names a dataset of its own (FROM)."""
    return any(token.group().upper() == "FROM" for token in _TOKEN.finditer(query))
