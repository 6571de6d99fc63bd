"""Answers: the rows of a query as Python values, and as a data frame of pandas or polars that keeps the language tags."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from rdflib import Literal, URIRef
from rdflib.term import Node

from .errors import UsageError
from .graph.names import compact

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

__all__ = ["Answer"]

# rows of an answer that a notebook shows
_SHOWN = 50
# what data frames hold as it is; other values of RDF (durations, a year) are held as written
_PLAIN = (bool, int, float, str)


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a SELECT query: the variables in the order of the query, and rows of rdflib terms."""

    variables: tuple[str, ...]
    rows: tuple[Mapping[str, Node], ...]

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.rows)

    def __iter__(self) -> Iterator[Mapping[str, Node]]:
        """Go through the rows; a variable without a value is left out of its row."""
        return iter(self.rows)

    def columns(self, *, full: bool = False) -> dict[str, list[object]]:
        """Return the values by column: text, numbers, truth values and dates; None where a variable has no value.

        IRIs are compact ids, or whole IRIs with `full`. A column with texts in a language is followed by a column
        `NAME_lang` of BCP 47 tags (RDF 1.1 Concepts, section 3.3), so that no tag is lost.
        """
        held: dict[str, list[object]] = {}
        for name in self.variables:
            terms = [row.get(name) for row in self.rows]
            held[name] = [_value(term, full=full) for term in terms]
            tags = [term.language if isinstance(term, Literal) else None for term in terms]
            if any(tags):
                held[f"{name}_lang"] = list(tags)
        return held

    def to_pandas(self, *, full: bool = False) -> pd.DataFrame:
        """Return the answer as a pandas DataFrame, its columns those of `columns`.

        Raises UsageError where pandas is not installed.
        """
        frame: pd.DataFrame = _library("pandas").DataFrame(self.columns(full=full))
        return frame

    def to_polars(self, *, full: bool = False) -> pl.DataFrame:
        """Return the answer as a polars DataFrame, its columns those of `columns`; a column of mixed kinds is text.

        Raises UsageError where polars is not installed.
        """
        frame: pl.DataFrame = _library("polars").DataFrame({name: _alike(held) for name, held in self.columns(full=full).items()})
        return frame

    def _repr_html_(self) -> str:
        """Return the first rows as an HTML table, as notebooks show it."""
        head = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in self.variables)
        body = "".join(f"<tr>{''.join(_cell(row.get(name)) for name in self.variables)}</tr>" for row in self.rows[:_SHOWN])
        more = f"<caption>{_SHOWN} / {len(self.rows)}</caption>" if len(self.rows) > _SHOWN else ""
        return f"<table>{more}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(term: Node | None) -> str:
    tag = f' lang="{html.escape(term.language)}"' if isinstance(term, Literal) and term.language else ""
    return f"<td{tag}>{html.escape(str(_value(term, full=False) if term is not None else ''))}</td>"


def _value(term: Node | None, *, full: bool) -> object:
    if term is None:
        return None
    if isinstance(term, URIRef):
        return str(term) if full else compact(str(term))
    if not isinstance(term, Literal):
        return str(term)
    value = term.toPython()
    dated = type(value).__module__ == "datetime" and hasattr(value, "isoformat")
    return value if type(value) in _PLAIN or dated else str(term)


def _alike(values: Sequence[object]) -> list[object]:
    kinds = {type(value) for value in values if value is not None}
    return list(values) if len(kinds) <= 1 else [None if value is None else str(value) for value in values]


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        raise UsageError(f"{name} is not installed", do=f"pip install 'concordat[{name}]'") from error
