"""People: one pseudonym a person, and none once the person is forgotten."""

from __future__ import annotations

from pathlib import Path

import pytest

from concordat.errors import StoreError, UsageError
from concordat.review import People


def test_a_person_is_one_however_the_name_is_written(tmp_path: Path) -> None:
    people = People(tmp_path)
    one = people.admit(" Zoë  Ångström ")
    assert people.admit("zoe\u0308 ÅNGSTRÖM") == one != people.admit("Zoe Angstrom")
    assert people.names()[one] == "Zoë Ångström"
    assert people.path.stat().st_mode & 0o777 == 0o600


def test_whoever_is_forgotten_leaves_no_trace(tmp_path: Path) -> None:
    people = People(tmp_path)
    gone, stays = people.admit("Anna"), people.admit("Bob")
    assert people.forget("ANNA") == gone
    assert people.names() == {stays: "Bob"}
    assert not any("Anna" in path.read_text(encoding="utf-8") for path in tmp_path.iterdir())
    assert people.forget("Anna") is None
    assert people.admit("Anna") != gone


def test_a_reviewer_has_a_name(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--as NAME"):
        People(tmp_path).admit("  ")


@pytest.mark.parametrize("text", ["{", '{"format": 9, "people": {}}'])
def test_a_file_that_cannot_be_understood_is_said(tmp_path: Path, text: str) -> None:
    people = People(tmp_path)
    people.path.write_text(text, encoding="utf-8")
    with pytest.raises(StoreError, match=r"people\.json"):
        people.names()
