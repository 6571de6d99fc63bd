"""`query` and `questions`."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from concordat.catalogue import questions
from concordat.graph.names import CDT, ID

from ..conftest import Ended

Run = Callable[..., Ended]
QUERY = "PREFIX cdt: <https://w3id.org/concordat/ontology#> SELECT ?t WHERE { ?t a cdt:Treaty }"


def test_a_question_takes_its_parameters(run: Run, small: Path) -> None:
    ended = run("query", "norms", "-p", "provision=treaty:1/1", "--format", "csv", "--store", small)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.splitlines()[1].startswith(b"treaty:1/1,")


def test_a_query_of_ones_own(run: Run, small: Path, make_file: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_file("own.rq", QUERY)
    assert run("query", path, "--format", "csv", "--store", small).out == b"t\r\ntreaty\r\n"
    monkeypatch.setattr(sys, "stdin", io.StringIO(QUERY))
    assert run("query", "-", "--format", "csv", "--store", small).out == b"t\r\ntreaty\r\n"


def test_the_holder_of_a_store_may_ask_everything(run: Run, small: Path, make_file: Callable[[str, str], Path]) -> None:
    path = make_file("inside.rq", f"SELECT ?part WHERE {{ ?part <{CDT.within}> <{ID.secret}> }}")
    assert run("query", path, "--format", "csv", "--store", small).out == b"part\r\n"
    assert run("query", path, "--everything", "--format", "csv", "--store", small).out == b"part\r\nsecret:1\r\n"


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_questions_are_listed(run: Run, lang: str) -> None:
    listed = run("questions", "--lang", lang).out.decode()
    assert [q.name for q in questions().values() if q.question[lang] not in listed] == []
    rows = [json.loads(line) for line in run("questions", "--format", "jsonl").out.splitlines()]
    assert [row["name"] for row in rows] == list(questions())
