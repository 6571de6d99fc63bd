"""Screening: what a query is, and what it may not ask for (SPARQL 1.1 Query Language, section 19.8).

A query is cut into the tokens of the grammar, and its comments are blanked, so that the engine sees nothing that was not
looked at. SERVICE is refused: a public endpoint fetches nothing from elsewhere in a stranger's name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .failures import Failure

__all__ = ["Screened", "screened"]

# in the order of the grammar: comment, long and short texts, IRI, variable, prefixed name with its escapes, word, any sign
_TOKEN = re.compile(
    r"""(?P<comment>\#[^\r\n]*)
    |(?P<text>\"{3}(?:\"{0,2}(?:[^\"\\]|\\.))*\"{3}|'{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
        |\"(?:[^\"\\\r\n]|\\.)*\"|'(?:[^'\\\r\n]|\\.)*')
    |(?P<iri><[^<>\"{}|^`\x00-\x20]*>)
    |(?P<variable>[?$]\w+)
    |(?P<name>[\w.-]*:(?:[\w.:-]|%[0-9A-Fa-f]{2}|\\[-_~.!$&'()*+,;=/?\#@%])*)
    |(?P<word>@?[A-Za-z_][\w-]*)
    |(?P<sign>\S)""",
    re.VERBOSE | re.DOTALL,
)
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")


@dataclass(frozen=True, slots=True)
class Screened:
    """A query whose comments are blanked, and its form: SELECT, ASK, CONSTRUCT or DESCRIBE."""

    text: str
    form: str

    @property
    def graph(self) -> bool:
        """Whether the answer is a graph."""
        return self.form in {"CONSTRUCT", "DESCRIBE"}


def screened(query: str) -> Screened:
    """Return a query as it may be given to the engine.

    Raises Failure: 400 where it is none, 403 where it is an update or asks for SERVICE.
    """
    tokens = list(_TOKEN.finditer(query))
    words = [token.group().upper() for token in tokens if token.lastgroup == "word"]
    if "SERVICE" in words:
        raise Failure(403, "SERVICE is not offered here: this endpoint asks no other; leave the clause out, and join the results yourself")
    first = next((word for word in words if word not in {"PREFIX", "BASE"}), "")
    if first in _UPDATES:
        raise Failure(403 if first == "LOAD" else 400, f"{first} is an update and not a query; this endpoint is read only")
    if first not in _FORMS:
        raise Failure(400, "SPARQL: no SELECT, ASK, CONSTRUCT or DESCRIBE; write a query")
    return Screened(_blanked(query, tokens), first)


def _blanked(query: str, tokens: list[re.Match[str]]) -> str:
    parts, place = [], 0
    for token in tokens:
        if token.lastgroup == "comment":
            parts += [query[place : token.start()], " " * len(token.group())]
            place = token.end()
    return "".join([*parts, query[place:]])
