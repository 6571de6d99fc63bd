"""`concordat verify`: one clear message for each fault, in both languages, and its exit code."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from concordat.graph import layers
from concordat.graph.names import CDT, ID
from concordat.graph.store import open_store
from concordat.review import Log, folder_of
from concordat.reviewing import Office
from concordat.verifying import _words, told, verify

from .conftest import Ended

Run = Callable[..., Ended]
NAMED = "paper:north/1/1~treaty:1/1"
# the small world has no vocabulary: concepts lead nowhere in it, and only they
WORDS = "https://w3id.org/concordat/scheme/"


def decide(folder: Path, *names: str) -> Log:
    with open_store(folder, write=True) as store:
        office = Office(store, folder_of(folder))
        for name in names:
            office.decide(NAMED, "rejected", by=name)
        office.record()
        return office.log


def faults(folder: Path) -> list[str]:
    with open_store(folder) as store:
        return [fault.kind for fault in verify(store, folder_of(folder)).found if not fault.where.startswith(WORDS)]


def test_reviews_have_a_record_that_is_written_once(copied: Path) -> None:
    decide(copied, "Anna")
    assert faults(copied) == []
    with open_store(copied, write=True) as store:
        generation = store.generation
        Office(store, folder_of(copied)).record()
        assert store.generation == generation
        store.insert(layers.REVIEW, [(ID["review/1"], CDT.cue, CDT.cue)])
        Office(store, folder_of(copied)).record()
    assert faults(copied) == []


@pytest.mark.parametrize(
    ("damage", "kind"),
    [
        pytest.param(lambda lines: lines[:1], "review-lost", id="last-line-cut-off"),
        pytest.param(lambda lines: [lines[0].replace(b"rejected", b"accepted"), lines[1]], "review-log", id="line-changed"),
        pytest.param(lambda lines: [*lines, b'{"torn'], "review-torn", id="torn"),
    ],
)
def test_a_log_that_was_damaged_is_told(copied: Path, damage: Callable[[list[bytes]], list[bytes]], kind: str) -> None:
    log = decide(copied, "Anna", "Ben")
    log.path.write_bytes(b"".join(damage(log.path.read_bytes().splitlines(keepends=True))))
    assert faults(copied) == [kind]


def test_a_clock_that_was_set_back_is_a_note_and_the_order_stays(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    decide(copied, "Anna")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    log = decide(copied, "Ben")
    assert [d.at[:4] for d in log.read().decisions] == ["2027", "2023"]
    assert faults(copied) == ["review-clock"]
    with open_store(copied) as store:
        found = verify(store, folder_of(copied))
        assert [fault.kind for fault in found.faults if not fault.where.startswith(WORDS)] == []
        # the last decision is the one that was taken last, whatever the clock says
        [standing] = Office(store, folder_of(copied)).standings()
        assert standing.reviewed.on == "2023-11-14"


def test_the_command_says_where_what_and_what_to_do(run: Run, copied: Path) -> None:
    with open_store(copied, write=True) as store:
        store.insert(layers.curated("world"), [(ID.paper, CDT.cue, CDT.cue)])
        store.drop(layers.FINDINGS)
    ended = run("verify", "--store", copied, "--lang", "fr", "--format", "jsonl")
    assert ended.code == 1
    rows = [row for row in map(json.loads, ended.out.splitlines()) if not row["where"].startswith(WORDS)]
    assert [(row["kind"], layers.local_name(row["where"])) for row in rows] == [("content", "curated/world"), ("graph-missing", "findings")]
    assert "n’est pas là (restaurez une sauvegarde" in rows[1]["message"]
    text = run("verify", "--store", copied)
    assert f"{layers.FINDINGS}: the catalogue records".encode() in text.out
    assert "faults." in text.err


@pytest.mark.parametrize("option", [("--lang", "de"), ("--format", "xml")], ids=["language", "format"])
def test_what_is_no_choice_is_said(run: Run, copied: Path, option: tuple[str, str]) -> None:
    assert run("verify", "--store", copied, *option).code == 2


@pytest.mark.parametrize("kind", sorted(_words()))
def test_every_wording_has_both_languages(kind: str) -> None:
    from concordat.graph.integrity import Fault

    facts: dict[str, object] = dict.fromkeys(("number", "recorded", "graph", "at", "before", "what"), "7")
    for lang in ("en", "fr"):
        line = told(Fault(kind, "here", facts), lang)
        assert line.startswith("here: ")
        assert line.endswith(")")
        assert "{" not in line
