"""`load` and `extract`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from ..conftest import Ended
from .conftest import dumps

Run = Callable[..., Ended]


def test_documents_are_loaded_and_said(run: Run, copied: Path, document: Path) -> None:
    first = run("load", document, "--store", copied)
    assert (first.code, first.out, first.err) == (0, b"", f"{document}: budapest, 5 parts\n")
    before = dumps(copied)
    assert run("load", document, "--store", copied).err == f"{document}: budapest, 5 parts, already there\n"
    assert dumps(copied) == before


def test_good_documents_are_loaded_where_others_fail(run: Run, copied: Path, document: Path, tmp_path: Path) -> None:
    before = dumps(copied)
    ended = run("load", tmp_path / "gone.txt", document, tmp_path, "--store", copied)
    assert ended.code == 3
    assert ended.err.count("concordat: ") == 2
    assert f"{document}: budapest, 5 parts" in ended.err
    assert len(dumps(copied)) == len(before) + 1


def test_extract_needs_no_store(run: Run, document: Path, tmp_path: Path) -> None:
    ended = run("extract", document)
    rows = [json.loads(line) for line in ended.out.splitlines()]
    assert [row["path"] for row in rows] == ["title", "ch-3", "29", "29/al-1", "29/al-2"]
    assert run("extract", document, "--as", "markdown", "-o", tmp_path / "out.jsonl").out == b""
    assert (tmp_path / "out.jsonl").read_bytes() == ended.out
    assert run("extract", document, "--what", "citations").code == 0
