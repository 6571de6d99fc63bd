"""`build` and `validate`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import RDF, SH, Graph

from concordat import build as building
from concordat.graph import build as graph_building

from ..conftest import Ended
from .conftest import dumps

Run = Callable[..., Ended]
NORM = '@prefix cdt: <https://w3id.org/concordat/ontology#> .\n<norm/x/1> a cdt:Norm ; cdt:cue "a cue"@en .\n'


@pytest.fixture
def little(world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `build` build the small world."""
    monkeypatch.setattr(building, "build_graph", lambda store, **told: graph_building.build(store, **{**told, "data": world}))


@pytest.mark.usefixtures("little")
def test_build_says_what_it_did_and_repeats_nothing(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "store"
    first = run("build", "--store", folder)
    assert (first.code, first.out) == (0, b"")
    assert first.err.startswith(f"Built {folder}: 4 graphs written, 0 unchanged; ")
    assert "Validated: " in first.err
    before = dumps(folder)
    again = run("build", "--store", folder)
    assert "0 graphs written, 4 unchanged" in again.err
    assert "Validated" not in again.err
    assert dumps(folder) == before


@pytest.mark.usefixtures("little")
def test_the_store_is_by_default_that_of_the_environment(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONCORDAT_STORE", str(tmp_path / "named"))
    assert run("build").code == 0
    monkeypatch.delenv("CONCORDAT_STORE")
    monkeypatch.chdir(tmp_path)
    assert run("build").code == 0
    assert dumps(tmp_path / "named").keys() == dumps(tmp_path / ".concordat" / "store").keys()


def test_a_file_is_validated_in_every_format(run: Run, make_file: Callable[[str, str], Path]) -> None:
    path = make_file("bad.ttl", NORM)
    text = run("validate", path)
    assert (text.code, text.err) == (0, "")
    assert "norm:x:1\n  error: " in text.out.decode()
    assert "norm:x:1\n  erreur" in run("validate", path, "--lang", "fr").out.decode()
    report = json.loads(run("validate", path, "--format", "json").out)
    assert report["conforms"] is False
    graph = Graph().parse(data=run("validate", path, "--format", "ttl").out, format="turtle")
    assert len(set(graph.subjects(RDF.type, SH.ValidationResult))) == len(report["results"])


def test_strict_ends_with_one_where_there_is_a_violation(run: Run, make_file: Callable[[str, str], Path]) -> None:
    assert run("validate", make_file("bad.ttl", NORM), "--strict").code == 1
    assert run("validate", make_file("good.ttl", ""), "--strict").code == 0


def test_a_store_is_validated(run: Run, small: Path) -> None:
    assert run("validate", "--store", small, "--strict").code == 1


def test_the_repository_is_validated_by_default(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("concordat.graph.curated.curated", list)
    assert run("validate", "--strict").out == b"Nothing to repair.\n"
