"""A text that nobody curated, compared by the norms a machine reads in it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from concordat.checking import Desk
from concordat.errors import InputError
from concordat.graph.names import CDT, concept, expand
from concordat.graph.store import Store
from concordat.machine import read_norms


def line(subject: str, predicate: str, target: str) -> bytes:
    return f"<{subject}> <{predicate}> <{target}> .".encode()


def test_a_reading_takes_the_place_of_curated_norms(document: Path) -> None:
    reading = read_norms(document)
    assert reading.about == "budapest"
    curated = str(expand("norm:budapest:29/1/1"))
    other = str(expand("norm:untoc:1/1"))
    held = frozenset(
        {
            line(curated, CDT.statedIn, str(expand("budapest:29/1"))), line(curated, CDT.modality, str(concept("modality", "obligation"))),
            line(other, CDT.statedIn, str(expand("untoc:1"))),
        }
    )  # fmt: skip
    facts = reading.replacing(held)
    assert not any(each.startswith(f"<{curated}>".encode()) for each in facts)
    assert any(each.startswith(f"<{other}>".encode()) for each in facts)
    assert any(b"extractionConfidence" in each for each in facts)


def test_findings_say_that_a_machine_read(graph: Store, document: Path, make_file: Callable[[str, str], Path]) -> None:
    reading = read_norms(document)
    desk = Desk(graph, reading=reading)
    found = desk.text(reading.about, ["mandate"])
    assert {finding.confidence for finding in found} <= {"read-by-machine"}
    assert found
    # of a file of pairs, only those on the text that was read
    asked = make_file("pairs.jsonl", "".join(json.dumps({"id": left, "left": left, "right": ["untoc:18/3"]}) + "\n" for left in ("budapest:29/3", "uncac:46/3")))
    marks = {row["id"]: row["confidence"] for row in map(json.loads, desk.pair_rows(desk.pairs(asked)).splitlines())}
    assert marks["budapest:29/3"] == "read-by-machine"
    assert marks["uncac:46/3"] != "read-by-machine"


def test_what_a_machine_read_is_said_of_one_pair_its_silence_and_its_note(graph: Store, document: Path) -> None:
    reading = read_norms(document)
    desk = Desk(graph, reading=reading)
    assert desk.pair(["budapest:29/3"], ["untoc:18/3"], "coexists").confidence == "read-by-machine"
    silent = next(finding for finding in desk.text(reading.about, ["mandate"]) if finding.reason == "covered")
    assert "nobody has checked that it is silent" in silent.explanation["en"]
    note = str(desk.note("budapest:29/3", ["untoc:18/3"], "html", "fr"))
    assert "Lu par une machine, vérifié par personne." in note
    assert "lu par une personne" not in note


def test_a_language_without_rules_is_said(make_file: Callable[[str, str], Path]) -> None:
    with pytest.raises(InputError):
        read_norms(make_file("empty.md", "# Nothing\n"))
