"""`governing`: its formats, languages and errors."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from concordat.graph.build import build
from concordat.graph.store import open_store

from ..conftest import Ended

Run = Callable[..., Ended]
STATES = """@base <https://w3id.org/concordat/id/> .
@prefix cdt: <https://w3id.org/concordat/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<state/A> a cdt:State ; skos:prefLabel "Aland"@en , "Alande"@fr .
<state/B> a cdt:State ; skos:prefLabel "Beland"@en , "Bélande"@fr .
"""
ASKED = ("governing", "--between", "Aland", "Beland", "--on", "2026-06-01", "--topic", "extradition")


@pytest.fixture
def place(make_file: Callable[[str, str], Path], tmp_path: Path) -> Path:
    """A store that knows two States and nothing else."""
    data = make_file("data/states.ttl", STATES).parent
    with open_store(tmp_path / "store", write=True) as store:
        build(store, data=data)
    return tmp_path / "store"


def test_where_nothing_is_known_nothing_is_concluded(run: Run, place: Path) -> None:
    ended = run(*ASKED, "--format", "jsonl", "--store", place)
    assert (ended.code, ended.err) == (0, "")
    rows = [json.loads(line) for line in ended.out.splitlines()]
    assert [row["section"] for row in rows][-2:] == ["bilateral", "conclusion"]
    assert {row["concluded"] for row in rows} == {False}
    assert rows[-1]["text"]["fr"].startswith("Non conclu.")


@pytest.mark.parametrize(("lang", "name"), [("en", "Aland / Beland"), ("fr", "Alande / Bélande")])
def test_a_reader_sees_it_in_their_language(run: Run, place: Path, lang: str, name: str) -> None:
    ended = run(*ASKED, "--lang", lang, "--store", place)
    assert ended.code == 0
    assert ended.out.decode("utf-8").startswith(name)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        pytest.param((*ASKED, "--format", "html"), "choose table or jsonl", id="format"),
        pytest.param((*ASKED, "--lang", "de"), "choose en or fr", id="language"),
        pytest.param((*ASKED[:3], "Nowhere", *ASKED[4:]), "no State 'Nowhere'", id="state"),
        pytest.param((*ASKED[:5], "soon", *ASKED[6:]), "no day", id="day"),
        pytest.param((*ASKED[:7], "whaling"), "no topic", id="topic"),
    ],
)
def test_what_names_nothing_ends_with_two(run: Run, place: Path, words: tuple[str, ...], told: str) -> None:
    ended = run(*words, "--store", place)
    assert ended.code == 2
    assert told in ended.err
