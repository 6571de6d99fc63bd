"""Screening: what a query or an update is, and what it may not ask for (SPARQL 1.1 Query Language, section 19.8).

It is cut into the tokens of the grammar, and its comments are blanked, so that the engine sees nothing that was not
looked at. SERVICE is refused, and LOAD where no host is named: a public endpoint fetches nothing from elsewhere in a stranger's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .failures import Failure

__all__ = ["Screened", "ScreenedUpdate", "screened", "screened_update", "tokens"]

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
_IRI = re.compile(r'[^<>"{}|^`\\\x00-\x20]+')
_EVERY = {"ALL", "NAMED", "DEFAULT"}
# functions that have another value each time (SPARQL 1.1 Query Language, section 17.4)
_FICKLE = {"BNODE", "NOW", "RAND", "STRUUID", "UUID"}
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")


@dataclass(frozen=True, slots=True)
class Screened:
    """A query whose comments are blanked, and its form: SELECT, ASK, CONSTRUCT or DESCRIBE.

    `steady` is whether it has no function that has another value each time.
    """

    text: str
    form: str
    steady: bool = True

    @property
    def graph(self) -> bool:
        """Whether the answer is a graph."""
        return self.form in {"CONSTRUCT", "DESCRIBE"}


@dataclass(frozen=True, slots=True)
class ScreenedUpdate:
    """An update whose comments are blanked; `every` is whether it empties graphs whatever they are (ALL, NAMED, DEFAULT)."""

    text: str
    every: bool


def tokens(text: str) -> list[re.Match[str]]:
    """Return the tokens of a query or an update, each in the group of its kind: comment, text, iri, variable, name, word or sign."""
    return list(_TOKEN.finditer(text))


def screened(query: str) -> Screened:
    """Return a query as it may be given to the engine.

    Raises Failure: 400 where it is none, 403 where it is an update or asks for SERVICE.
    """
    found = tokens(query)
    words = _words(found)
    first = next((word for word in words if word not in {"PREFIX", "BASE"}), "")
    if first in _UPDATES:
        raise Failure(403 if first == "LOAD" else 400, f"{first} is an update and not a query; this endpoint is read only")
    if first not in _FORMS:
        raise Failure(400, "SPARQL: no SELECT, ASK, CONSTRUCT or DESCRIBE; write a query")
    return Screened(_blanked(query, found), first, steady=_FICKLE.isdisjoint(words))


def screened_update(update: str, *, using: Sequence[str] = (), named: Sequence[str] = (), load: bool = False) -> ScreenedUpdate:
    """Return an update as it may be given to the engine.

    `using` and `named` are the IRIs of the graphs that its patterns read (SPARQL 1.1 Protocol, section 2.2.3); `load` is whether it may
    ask for LOAD, which the engine is not given either.

    Raises Failure: 400 where the update names such graphs itself, 403 where it asks for SERVICE or LOAD.
    """
    found = tokens(update)
    words = _words(found)
    if "LOAD" in words and not load:
        raise Failure(403, "LOAD is not offered here: this endpoint fetches nothing; send the graph itself to /data")
    clauses = "".join([*(f" USING {_iri(iri)}" for iri in using), *(f" USING NAMED {_iri(iri)}" for iri in named)])
    if clauses and {"USING", "WITH"} & set(words):
        raise Failure(400, "the graphs are named in the update and beside it; name them once")
    text = _blanked(update, found)
    if clauses:
        text = _read_from(text, [token for token in found if token.lastgroup != "comment"], clauses)
    said = [word for word in words if word != "SILENT"]
    every = any(one in {"CLEAR", "DROP"} and other in _EVERY for one, other in pairwise(said))
    return ScreenedUpdate(text, every)


def _words(tokens: Iterable[re.Match[str]]) -> list[str]:
    words = [token.group().upper() for token in tokens if token.lastgroup == "word"]
    if "SERVICE" in words:
        raise Failure(403, "SERVICE is not offered here: this endpoint asks no other; leave the clause out, and join the results yourself")
    return words


def _iri(text: str) -> str:
    if not _IRI.fullmatch(text):
        raise Failure(400, f"{text!r} is no IRI")
    return f"<{text}>"


def _read_from(text: str, tokens: Sequence[re.Match[str]], clauses: str) -> str:
    """Return an update with clauses that name the dataset before each of its outermost WHERE."""
    parts, place, depth, before = [], 0, 0, ""
    for number, token in enumerate(tokens):
        word = token.group().upper()
        depth += (word == "{") - (word == "}")
        if depth == 0 and word == "WHERE":
            # DELETE WHERE { ... } takes no such clause: what it deletes is written out
            template = _group(text, tokens[number + 1 :]) if before == "DELETE" else ""
            parts += [text[place : token.start()], template, clauses, " "]
            place = token.start()
        before = word
    return "".join([*parts, text[place:]])


def _group(text: str, tokens: Sequence[re.Match[str]]) -> str:
    depth = 0
    for token in tokens:
        depth += (token.group() == "{") - (token.group() == "}")
        if depth <= 0:
            return text[tokens[0].start() : token.end()]
    return ""


def _blanked(query: str, tokens: Iterable[re.Match[str]]) -> str:
    parts, place = [], 0
    for token in tokens:
        if token.lastgroup == "comment":
            parts += [query[place : token.start()], " " * len(token.group())]
            place = token.end()
    return "".join([*parts, query[place:]])
