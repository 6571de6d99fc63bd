"""Results: rows of a SELECT and the answer of an ASK, written one by one.

SPARQL 1.1 Query Results JSON Format; SPARQL Query Results XML Format (Second Edition); SPARQL 1.1 Query Results CSV and
TSV Formats. A result that was cut short says so where its format has a place for it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from json.encoder import encode_basestring as quoted
from typing import Protocol
from xml.sax.saxutils import escape, quoteattr

__all__ = ["WRITERS", "Solutions", "Writer", "truth", "written"]

_STRING = "http://www.w3.org/2001/XMLSchema#string"
_CACHE = 50_000
_BATCH = 256
# what XML 1.0 cannot hold, such as U+0001
_UNSAFE = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Term(Protocol):
    """A term as Oxigraph gives it: an IRI, a blank node, or a literal, which alone has a datatype."""

    @property
    def value(self) -> str:
        """The IRI, the label, or the text."""
        ...


class Solutions(Protocol):
    """The rows of a SELECT as Oxigraph gives them."""

    @property
    def variables(self) -> Sequence[Term]:
        """The variables, in the order of the SELECT clause."""
        ...

    def __iter__(self) -> Iterator[Iterable[Term | None]]: ...


@dataclass(frozen=True, slots=True)
class Writer:
    """One format: the head for these variables, one term, one row of written terms (None where unbound), and the tail.

    `tail` takes the number of rows after which the result was cut short, or None; `tells` is whether it can say so.
    """

    head: Callable[[Sequence[str]], str]
    term: Callable[[Term], str]
    row: Callable[[Sequence[str], Sequence[str | None]], str]
    between: str
    tail: Callable[[int | None], str]
    tells: bool


def written(solutions: Solutions, writer: Writer, *, rows: int, count: Callable[[int, bool], None]) -> Iterator[str]:
    """Yield the text of a result of at most `rows` rows, and tell `count` at the end how many there are and whether it was cut short."""
    names = [variable.value for variable in solutions.variables]
    known: dict[Term, str] = {}

    def text(term: Term | None) -> str | None:
        if term is None:
            return None
        found = known.get(term)
        if found is None:
            if len(known) > _CACHE:
                known.clear()
            found = known[term] = writer.term(term)
        return found

    yield writer.head(names)
    number, cut, held = 0, False, list[str]()
    for solution in solutions:
        if number == rows:
            cut = True
            break
        held.append((writer.between if number else "") + writer.row(names, [text(term) for term in solution]))
        number += 1
        if len(held) == _BATCH:
            yield "".join(held)
            held.clear()
    count(number, cut)
    yield "".join([*held, writer.tail(number if cut else None)])


def truth(value: bool, media: str) -> str:  # noqa: FBT001 - the answer of an ASK is a boolean
    """Return the answer of an ASK in a media type: JSON or XML."""
    word = "true" if value else "false"
    if media.endswith("json"):
        return f'{{"head":{{}},"boolean":{word}}}'
    return f'<?xml version="1.0"?>\n<sparql xmlns="{_XMLNS}"><head/><boolean>{word}</boolean></sparql>\n'


# ---- JSON ----


def _json_head(names: Sequence[str]) -> str:
    return f'{{"head":{{"vars":{json.dumps(list(names))}}},"results":{{"bindings":[\n'


def _json_term(term: Term) -> str:
    value = quoted(term.value)
    datatype = getattr(term, "datatype", None)
    if datatype is None:
        return f'{{"type":"{"bnode" if str(term).startswith("_:") else "uri"}","value":{value}}}'
    language = getattr(term, "language", None)
    if language:
        return f'{{"type":"literal","value":{value},"xml:lang":"{language}"}}'
    if datatype.value == _STRING:
        return f'{{"type":"literal","value":{value}}}'
    return f'{{"type":"literal","value":{value},"datatype":{json.dumps(datatype.value)}}}'


def _json_row(names: Sequence[str], terms: Sequence[str | None]) -> str:
    return "{" + ",".join([f'"{name}":{term}' for name, term in zip(names, terms, strict=True) if term is not None]) + "}"


def _json_tail(cut: int | None) -> str:
    return "\n]}" + (f',"cut":"after {cut} rows"' if cut is not None else "") + "}\n"


# ---- XML ----

_XMLNS = "http://www.w3.org/2005/sparql-results#"


def _xml_head(names: Sequence[str]) -> str:
    variables = "".join(f"<variable name={quoteattr(name)}/>" for name in names)
    return f'<?xml version="1.0"?>\n<sparql xmlns="{_XMLNS}"><head>{variables}</head><results>\n'


def _xml_term(term: Term) -> str:
    value = escape(_UNSAFE.sub("\ufffd", term.value), {"\r": "&#13;"})
    datatype = getattr(term, "datatype", None)
    if datatype is None:
        return f"<bnode>{value}</bnode>" if str(term).startswith("_:") else f"<uri>{value}</uri>"
    language = getattr(term, "language", None)
    if language:
        return f"<literal xml:lang={quoteattr(language)}>{value}</literal>"
    kind = "" if datatype.value == _STRING else f" datatype={quoteattr(datatype.value)}"
    return f"<literal{kind}>{value}</literal>"


def _xml_row(names: Sequence[str], terms: Sequence[str | None]) -> str:
    bound = (f'<binding name="{name}">{term}</binding>' for name, term in zip(names, terms, strict=True) if term is not None)
    return f"<result>{''.join(bound)}</result>\n"


def _xml_tail(cut: int | None) -> str:
    told = f"<!-- cut short after {cut} rows -->" if cut is not None else ""
    return f"</results>{told}</sparql>\n"


# ---- CSV and TSV ----


def _csv_term(term: Term) -> str:
    value = term.value if hasattr(term, "datatype") or not str(term).startswith("_:") else str(term)
    return '"' + value.replace('"', '""') + '"' if any(sign in value for sign in '",\r\n') else value


def _cells(separator: str, ending: str) -> Callable[[Sequence[str], Sequence[str | None]], str]:
    def row(_: Sequence[str], terms: Sequence[str | None]) -> str:
        return separator.join([term or "" for term in terms]) + ending

    return row


WRITERS = {
    "application/sparql-results+json": Writer(_json_head, _json_term, _json_row, ",\n", _json_tail, tells=True),
    "application/sparql-results+xml": Writer(_xml_head, _xml_term, _xml_row, "", _xml_tail, tells=True),
    "text/csv": Writer(lambda names: ",".join(names) + "\r\n", _csv_term, _cells(",", "\r\n"), "", lambda _: "", tells=False),
    "text/tab-separated-values": Writer(
        lambda names: "\t".join(f"?{name}" for name in names) + "\n", str, _cells("\t", "\n"), "", lambda _: "", tells=False
    ),
}
