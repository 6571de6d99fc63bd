"""`load`, `unload` and `extract`."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from ..conftest import Ended
from .conftest import dumps

Run = Callable[..., Ended]


def test_documents_are_loaded_and_said(run: Run, copied: Path, document: Path) -> None:
    first = run("load", document, "--store", copied)
    told = f"{document}: budapest, 5 parts, 2 norms"
    assert (first.code, first.out, first.err) == (0, b"", f"{told}\n  no references\n")
    before = dumps(copied)
    assert run("load", document, "--store", copied).err == f"{document}: already there\n"
    assert run("load", document, "--anew", "--store", copied).err == f"{told}, already there\n  no references\n"
    assert dumps(copied) == before


def test_good_documents_are_loaded_where_others_fail(run: Run, copied: Path, document: Path, tmp_path: Path) -> None:
    before = dumps(copied)
    ended = run("load", tmp_path / "gone.txt", document, tmp_path, "--store", copied)
    assert ended.code == 3
    assert ended.err.count("concordat: ") == 2
    assert f"{document}: budapest, 5 parts" in ended.err
    # the document, and what was read in it
    assert len(dumps(copied)) == len(before) + 2


@pytest.mark.parametrize("named", [str, lambda path: sha256(path.read_bytes()).hexdigest()], ids=["file", "hash"])
def test_what_was_loaded_is_taken_out_again(run: Run, copied: Path, document: Path, tmp_path: Path, named: Callable[[Path], str]) -> None:
    before = lasting(copied)
    run("load", document, "--store", copied)
    ended = run("unload", named(document), tmp_path / "gone.txt", "--store", copied)
    assert (ended.code, ended.out) == (3, b"")
    assert f"{named(document)}: taken out" in ended.err
    assert ended.err.count("concordat: ") == 1
    assert lasting(copied) == before
    again = run("unload", named(document), "--store", copied)
    assert (again.code, "the store holds no such document" in again.err) == (3, True)


def lasting(store: Path) -> dict[str, list[bytes]]:
    """Return every graph of a store, save how often it was changed."""
    return {name: [line for line in data.splitlines() if b"#generation>" not in line] for name, data in dumps(store).items()}


def test_extract_needs_no_store(run: Run, document: Path, tmp_path: Path) -> None:
    ended = run("extract", document)
    rows = [json.loads(line) for line in ended.out.splitlines()]
    assert [row["path"] for row in rows] == ["title", "ch-3", "29", "29/al-1", "29/al-2"]
    assert run("extract", document, "--as", "markdown", "-o", tmp_path / "out.jsonl").out == b""
    assert (tmp_path / "out.jsonl").read_bytes() == ended.out
    assert run("extract", document, "--what", "citations").code == 0


def test_of_several_files_each_line_names_its_own(run: Run, document: Path, tmp_path: Path) -> None:
    ended = run("extract", document, tmp_path / "gone.txt", document)
    assert ended.code == 3
    assert ended.err.count("concordat: ") == 1
    alone = [json.loads(line) for line in run("extract", document).out.splitlines()]
    assert [json.loads(line) for line in ended.out.splitlines()] == [{"file": str(document), **row} for row in alone] * 2


def test_several_files_are_read_at_once(run: Run, copied: Path, document: Path, tmp_path: Path) -> None:
    ended = run("load", tmp_path / "gone.txt", document, document, "--jobs", "2", "--store", copied)
    assert ended.code == 3
    assert [line.split(": ")[0] for line in ended.err.splitlines() if not line.startswith(" ")] == ["concordat", str(document), str(document)]
    assert ended.err.count("already there") == 1
    assert run("load", document, "--jobs", "0", "--store", copied).code == 2


def test_a_status_table_tells_events(run: Run, copied: Path, make_file: Callable[[str, str], Path]) -> None:
    table = make_file("table.csv", "Participant,Signature,Ratification\nFrance,12 Dec 2000,1 Mar 2003\n")
    assert "which treaty it is about" in run("load", table, "--store", copied).err
    assert run("load", table, "--about", "treaty", "--store", copied).err == f"{table}: treaty, 2 facts\n"
    ended = run("extract", table)
    assert (ended.code, ended.out) == (3, b"")
    assert f"the file tells facts and holds no text (load them: concordat load {table})" in ended.err
