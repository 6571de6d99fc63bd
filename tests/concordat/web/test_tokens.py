from __future__ import annotations

from pathlib import Path

import pytest

from concordat.errors import InputError
from concordat.web.tokens import Tokens, add, read


def test_only_a_hash_is_kept(tmp_path: Path) -> None:
    token = add(tmp_path / "tokens", "Jane Reader")
    assert token not in (tmp_path / "tokens").read_text()
    assert (tmp_path / "tokens").stat().st_mode & 0o077 == 0
    assert read(tmp_path / "tokens").holder(f"Bearer {token}") == "Jane Reader"
    assert token not in repr(read(tmp_path / "tokens"))


def test_each_person_has_one(tmp_path: Path) -> None:
    first, other = add(tmp_path / "tokens", "Jane"), add(tmp_path / "tokens", "Ali")
    second = add(tmp_path / "tokens", "Jane")
    held = read(tmp_path / "tokens")
    assert [held.holder(f"Bearer {token}") for token in (first, second, other)] == [None, "Jane", "Ali"]


@pytest.mark.parametrize("given", [None, "", "Bearer ", "Basic x", "Bearer é"])
def test_nothing_else_is_one(given: str | None) -> None:
    assert Tokens({"Jane": "0" * 64}).holder(given) is None


@pytest.mark.parametrize("text", ["Jane\tplain secret\n", "Jane\n", "\xff"])
def test_a_wrong_file_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "tokens").write_text(text, encoding="latin-1")
    with pytest.raises(InputError):
        read(tmp_path / "tokens")


@pytest.mark.parametrize("name", ["", " ", "a\tb", "a\nb", "x" * 101])
def test_a_name_is_on_one_line(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError):
        add(tmp_path / "tokens", name)
