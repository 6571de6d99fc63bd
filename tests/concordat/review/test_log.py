"""The log: it only grows, tells what was changed by hand, and loses nothing that was acknowledged when a writer is killed."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from concordat.errors import StoreError
from concordat.review import Evidence, Log
from concordat.review.decision import from_record
from concordat.review.log import _known

from .conftest import FINDING, entry

Write = Callable[..., None]
_WRITER = """
import sys; from pathlib import Path
from concordat.review import Evidence, Log
log = Log(Path(sys.argv[1]))
for number in range(10**6):
    with log.writing() as held:
        fields = dict.fromkeys(("at", "by", "unit", "finding", "decision", "comment", "edition", "version"), "x" * 500)
        print(log.append(held, {**fields, "evidence": Evidence("satisfies").record()}).number, flush=True)
"""


def test_what_was_written_is_read(log: Log, write: Write) -> None:
    write(entry(1), entry(2, by="r-2", decision="commented"))
    held = log.read()
    assert [(d.number, d.by, d.decision, d.decides) for d in held.decisions] == [(1, "r-1", "accepted", True), (2, "r-2", "commented", False)]
    assert (held.head, held.torn, held.decisions[0].comment) == (held.decisions[1].digest, b"", "Länger « ici »")
    assert Log(log.folder / "none").read().decisions == ()


def test_decisions_on_the_same_evidence_hold_it_once(log: Log, write: Write) -> None:
    seen, since = (Evidence("satisfies", facts={"norm:1": (words,)}).record() for words in ("old" * 9, "new" * 9))
    write(*({**entry(number, finding=FINDING + str(number % 2)), "evidence": seen} for number in range(4)), {**entry(), "evidence": since})
    first, other, again, _, last = (decision.evidence for decision in log.read().decisions)
    assert (first is again, first is other, last.facts["norm:1"]) == (True, False, ("new" * 9,))
    # of a log that is read again and again only what was decided is held, not its bytes
    assert len(log.path.read_bytes()) > sum(isinstance(part, bytes) and len(part) for part in _known(log.path).read)
    log.path.write_bytes(log.path.read_bytes().replace("Länger".encode(), "Kürzer".encode(), 1))
    with pytest.raises(StoreError, match="changed at or before"):
        log.read()


def test_a_line_cut_off_anywhere_costs_nothing_else(log: Log, write: Write) -> None:
    write(entry(1), entry(2))
    whole = log.path.read_bytes()
    second = whole.index(b"\n") + 1
    for cut in {second + 1, second + 40, len(whole) - 2, len(whole) - 1}:
        log.path.write_bytes(whole[:cut])
        held = log.read()
        assert ([d.number for d in held.decisions], held.torn) == ([1], whole[second:cut])
        write(entry(3))
        assert [d.at[9] for d in log.read().decisions] == ["2", "4"]
    # what was cut off is kept, one after the other
    assert (log.folder / f"torn-{second}").stat().st_size == 1 + 40 + (len(whole) - 2 - second) + (len(whole) - 1 - second)


def test_a_last_line_that_lost_its_middle_is_set_aside(log: Log, write: Write) -> None:
    write(entry(1), entry(2))
    lines = log.path.read_bytes().splitlines(keepends=True)
    log.path.write_bytes(lines[0] + b"\x00" * 100 + b"\n")
    assert (len(log.read().decisions), len(log.read().torn)) == (1, 101)
    write(entry(3))
    assert (len(log.read().decisions), log.read().torn) == (2, b"")


@pytest.mark.parametrize(
    ("damage", "what"),
    [
        pytest.param(lambda lines: [lines[0].replace("accepted", "rejected"), *lines[1:]], ":1: the log was changed", id="changed"),
        pytest.param(lambda lines: lines[1:], ":1: the log was changed", id="first-taken-out"),
        pytest.param(lambda lines: [lines[0], lines[2]], ":2: the log was changed", id="one-taken-out"),
        pytest.param(lambda lines: [lines[1], lines[0], lines[2]], ":1: the log was changed", id="turned-round"),
        pytest.param(lambda lines: [lines[0], "no JSON", lines[2]], ":2: the line is no JSON", id="no-json"),
        pytest.param(lambda lines: [*lines, "[]"], ":4: the log was changed", id="no-object"),
    ],
)
def test_what_was_changed_by_hand_is_not_read(log: Log, write: Write, damage: Callable[[list[str]], list[str]], what: str) -> None:
    write(entry(1), entry(2), entry(3))
    log.path.write_text("\n".join(damage(log.path.read_text(encoding="utf-8").splitlines())) + "\n", encoding="utf-8")
    with pytest.raises(StoreError, match=what):
        log.read()


def test_only_what_is_new_is_read_again(log: Log, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    monkeypatch.setattr("concordat.review.log.from_record", lambda record, where: read.append(where) or from_record(record, where))
    write(entry(1), entry(2))
    first = log.read()
    read.clear()
    assert Log(log.folder).read() == first
    write(entry(3))
    assert [d.number for d in Log(log.folder).read().decisions] == [1, 2, 3]
    # once by who has written it, once by who reads it
    assert read == [str(log.path), f"{log.path}:3"]
    # as long as before, and read before
    log.path.write_bytes(log.path.read_bytes().replace(b"accepted", b"rejected", 1))
    with pytest.raises(StoreError, match=":1: the log was changed"):
        log.read()


def test_a_newer_format_is_refused_and_what_is_new_in_a_line_is_let_be(log: Log, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    write({**entry(1), "mood": "cheerful"})
    assert len(log.read().decisions) == 1
    monkeypatch.setattr("concordat.review.log.FORMAT", 2)
    monkeypatch.setattr("concordat.review.decision.FORMAT", 2)
    write_newer = Log(log.folder.with_name("newer"))
    with write_newer.writing() as held:
        write_newer.append(held, entry(1))
    monkeypatch.undo()
    with pytest.raises(StoreError, match="format 2; this program reads 1"):
        write_newer.read()


def test_two_writers_take_turns(log: Log, write: Write) -> None:
    with log.writing(), pytest.raises(StoreError, match="locked by another writer"), log.writing():
        pass
    write(entry(1))
    assert len(log.read().decisions) == 1


def test_a_writer_killed_at_any_moment_loses_nothing_it_was_told_is_there(tmp_path: Path) -> None:
    log = Log(tmp_path / "reviews")
    told = 0
    for _ in range(3):
        command = [sys.executable, "-c", _WRITER, str(log.folder)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            lines = [process.stdout.readline() for _ in range(5)]
            process.send_signal(signal.SIGKILL)
            lines += process.stdout.readlines()
        told = max(told, *(int(line) for line in lines if line.endswith("\n")))
        assert len(log.read().decisions) >= told
    assert told >= 15


def test_a_full_disk_leaves_the_log_as_it_was(log: Log, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    write(entry(1))
    before = log.path.read_bytes()

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("concordat.review.log.os.fsync", full)
    with pytest.raises(StoreError, match="No space left"):
        write(entry(2))
    assert log.path.read_bytes() == before


def test_no_name_is_in_the_log(log: Log, write: Write) -> None:
    write(entry(1))
    assert set(json.loads(log.path.read_text(encoding="utf-8"))) == {*entry(1), "format", "hash", "number", "prior"}
