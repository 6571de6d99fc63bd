"""How the questions of the catalogue are asked of the whole graph."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from concordat.asking import ask
from concordat.catalogue import bind, find

if TYPE_CHECKING:
    from collections.abc import Callable

    from concordat.graph.store import Store


@pytest.fixture
def asked(graph: Store) -> Callable[..., set[tuple[str, ...]]]:
    """A way to ask: name, columns "a b c", parameters -> the rows as tuples of those columns."""

    def answer(name: str, columns: str, **parameters: str) -> set[tuple[str, ...]]:
        question = find(name)
        text = ask(graph, question.query, "csv", bindings=bind(question, parameters))
        return {tuple(row[column] for column in columns.split()) for row in csv.DictReader(io.StringIO(text))}

    return answer
