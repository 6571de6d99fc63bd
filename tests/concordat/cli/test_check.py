"""`check`: texts and pairs, formats, languages, and its end."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ..conftest import Ended
from .conftest import dumps

Run = Callable[..., Ended]


@pytest.mark.parametrize(
    ("form", "begins"),
    [
        ("table", b"Face au mandat"),
        ("jsonl", b'{"id"'),
        ("csv", b"\xef\xbb\xbfquestion"),
        ("html", b"<!DOCTYPE html>"),
        ("ttl", b"@prefix"),
    ],
)
def test_every_format_goes_to_stdout_and_the_store_stays(run: Run, small: Path, form: str, begins: bytes) -> None:
    before = dumps(small)
    ended = run("check", "paper", "--format", form, "--lang", "fr", "--store", small)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith(begins)
    assert dumps(small) == before


def test_rights_can_be_chosen(run: Run, small: Path) -> None:
    ended = run("check", "paper", "--against", "treaty", "--against", "mandate", "--format", "jsonl", "--store", small)
    rights = {right for line in ended.out.splitlines() for right in json.loads(line)["right"]}
    assert rights == {"treaty:1/1", "mandate:addendum/18", "mandate:addendum/24"}


def test_a_file_is_written_whole_and_named(run: Run, small: Path, tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    ended = run("check", "paper", "--format", "html", "-o", target, "--store", small)
    assert (ended.code, ended.out, ended.err) == (0, b"", f"{target}\n")
    assert target.read_bytes().startswith(b"<!DOCTYPE html>")
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize(("against", "code"), [("mandate", 1), ("treaty", 0)])
def test_strict_ends_with_one_where_something_conflicts(run: Run, small: Path, against: str, code: int) -> None:
    assert run("check", "paper", "--against", against, "--strict", "--store", small).code == code


def test_pairs(run: Run, small: Path, make_file: Callable[[str, str], Path]) -> None:
    rows = [
        {"id": "a", "left": "paper:north/1/2", "right": ["mandate:addendum/18"]},
        {"id": "b", "left": "gone:1", "right": ["treaty:1/1"]},
    ]
    path = make_file("pairs.jsonl", "\n".join(map(json.dumps, rows)))
    ended = run("check", "--pairs", path, "--strict", "--store", small)
    answers = [json.loads(line) for line in ended.out.splitlines()]
    assert ended.code == 1
    assert [(a["id"], a["verdict"], "error" in a) for a in answers] == [("a", "conflicts", False), ("b", "not-assessed", True)]
