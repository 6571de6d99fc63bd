"""The desk on a small world: pairs files, texts against profiles, restricted texts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from concordat.checking import Desk
from concordat.errors import InputError, UsageError
from concordat.graph import layers
from concordat.graph.store import open_store

MakeFile = Callable[[str, str], Path]


def pairs_file(make_file: MakeFile, *rows: object) -> Path:
    return make_file("pairs.jsonl", "\n\n".join(json.dumps(row) for row in rows) + "\n")


def test_pairs_are_answered_in_their_order(desk: Desk, make_file: MakeFile) -> None:
    path = pairs_file(
        make_file,
        {"id": "b", "left": "paper:north/1/2", "right": ["mandate:addendum/18"]},
        {"id": "a", "left": ["paper:north/1/1"], "right": "treaty:1/1"},
    )
    assert [(f.key, f.verdict) for f in desk.pairs(path)] == [("b", "conflicts"), ("a", "satisfies")]


@pytest.mark.parametrize(
    ("left", "right", "error"),
    [
        pytest.param("paper:gone", ["treaty:1/1"], "paper:gone names nothing in the graph", id="unknown left"),
        pytest.param("paper:north/1", ["treaty:1/1", "treaty:9"], "treaty:9 names nothing in the graph", id="unknown right"),
        pytest.param("not an id", ["treaty:1/1"], '"not an id" is no side', id="no id"),
        pytest.param(None, ["treaty:1/1"], "null is no side", id="nothing"),
        pytest.param({"document": "gone.txt", "lines": [1, 2]}, ["treaty:1/1"], "cannot be read", id="missing document"),
        pytest.param({"document": "text.md", "lines": [1]}, ["treaty:1/1"], "is no side", id="half a span"),
        pytest.param({"document": "text.md", "lines": [90, 91]}, ["treaty:1/1"], "no provision stands here", id="lines beyond the end"),
    ],
)
def test_a_side_that_is_not_there_is_not_assessed(desk: Desk, make_file: MakeFile, left: object, right: object, error: str) -> None:
    make_file("text.md", "##Verdrag\n\n####Convention on Cybercrime\n\n### Article  1\n\n1 A rule.\n")
    row = {"id": "x", "left": left, "right": right}
    found = desk.pairs(pairs_file(make_file, row))
    answer = json.loads(desk.pair_rows(found))
    assert (answer["id"], answer["verdict"], answer["aspects"]) == ("x", "not-assessed", [])
    assert error in answer["error"]


def test_lines_of_a_document_mean_a_provision(desk: Desk, make_file: MakeFile, document: Path) -> None:
    row = {"id": "d", "left": {"document": document.name, "lines": [9, 9]}, "right": ["treaty:1/1"]}
    finding = desk.pairs(pairs_file(make_file, row, {**row, "id": "e"}))[0]
    assert finding.verdict == "not-assessed"
    assert (finding.error, finding.left, finding.reason) == (None, finding.left, "left-not-modelled")
    assert finding.left[0].endswith("29/al-1")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param('{"id": "a"}\n{', r"pairs\.jsonl:2: is no JSON", id="no JSON"),
        pytest.param('["a"]', r"pairs\.jsonl:1: has no id", id="no object"),
        pytest.param('{"left": "a"}', r"pairs\.jsonl:1: has no id", id="no id"),
    ],
)
def test_a_wrong_pairs_file_is_refused(desk: Desk, make_file: MakeFile, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        desk.pairs(make_file("pairs.jsonl", text))


def test_an_unreadable_pairs_file_is_refused(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "latin.jsonl").write_bytes(b'{"id": "\xe9"}')
    for name in ("gone.jsonl", "latin.jsonl"):
        with pytest.raises(InputError, match=rf"{name}: cannot be read"):
            desk.pairs(tmp_path / name)


def test_an_empty_pairs_file_asks_nothing(desk: Desk, make_file: MakeFile) -> None:
    assert desk.pairs(make_file("pairs.jsonl", "\n")) == []
    assert desk.pair_rows([]) == ""


@pytest.mark.parametrize(
    ("against", "rights"),
    [
        pytest.param((), {"mandate:addendum/18", "mandate:addendum/24", "treaty:1/1"}, id="all profiles"),
        pytest.param(("mandate",), {"mandate:addendum/18", "mandate:addendum/24"}, id="mandate"),
        pytest.param(("treaties",), {"treaty:1/1"}, id="treaties"),
        pytest.param(("eu-law",), set(), id="no EU law"),
        pytest.param(("treaty",), {"treaty:1/1"}, id="one instrument"),
    ],
)
def test_a_text_is_held_against_profiles(desk: Desk, against: tuple[str, ...], rights: set[str]) -> None:
    found = desk.text("paper", against)
    assert {right for finding in found for right in finding.right} == rights
    assert [str(f.iri) for f in found] == sorted(str(f.iri) for f in found)


def test_a_provision_can_be_checked_alone(desk: Desk) -> None:
    assert [(f.left, f.question, f.verdict) for f in desk.text("paper:south/1", ("treaty",))] == [
        (("paper:south/1",), "coexists", "satisfies"), (("paper:south/1",), "delivers", "conditional"),
    ]  # fmt: skip


def test_restricted_texts_take_part(desk: Desk) -> None:
    found = desk.text("secret", ("treaty",))
    assert [(f.left, f.question) for f in found] == [(("secret:1",), "coexists"), (("secret:1",), "delivers")]


def test_restricted_texts_are_in_no_stored_finding(small: Path) -> None:
    with open_store(small) as store:
        assert b"id/secret" not in store.dump(layers.FINDINGS)
        assert not any(b"id/secret" in line for line in store.public())


def test_what_is_not_in_the_graph_is_said(desk: Desk, document: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="gone names nothing in the graph"):
        desk.text("gone", ())
    with pytest.raises(UsageError, match=r"gone names nothing in the graph .*mandate, treaties, eu-law"):
        desk.text("paper", ("gone",))
    with pytest.raises(InputError, match="add --extracted"):
        desk.text(str(document), ())
    with pytest.raises(UsageError, match=r"gone\.txt names nothing in the graph, and no file"):
        desk.text("gone.txt", ())
    with pytest.raises(InputError, match="Is a directory"):
        desk.text(str(document.parent), ())
    (tmp_path / "empty.txt").touch()
    with pytest.raises(InputError, match="the file is empty"):
        desk.text(str(tmp_path / "empty.txt"), ())


@pytest.mark.parametrize(
    ("form", "begins"),
    [("jsonl", '{"id": '), ("csv", "\ufeffquestion,"), ("ttl", "@prefix "), ("html", "<!DOCTYPE html>"), ("table", "Against the mandate")],
)
def test_findings_are_shown_in_every_format(desk: Desk, form: str, begins: str) -> None:
    assert str(desk.show(desk.text("paper", ()), form, "en", left="paper")).startswith(begins)
