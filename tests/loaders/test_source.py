"""Bytes become text, or one clear error."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from concordat.errors import InputError, LimitError
from concordat.loaders import source

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("data", "text"),
    [
        pytest.param("État".encode(), "État", id="utf-8"),
        pytest.param("État".encode("utf-8-sig"), "État", id="utf-8 with mark"),
        pytest.param("État".encode("utf-16"), "État", id="utf-16"),
        pytest.param("État".encode("latin-1"), "État", id="latin-1"),
    ],
)
def test_text_is_decoded(data: bytes, text: str) -> None:
    assert source.decode(source.from_bytes(data, "a.txt")) == text


@pytest.mark.parametrize(
    ("data", "word"),
    [
        pytest.param(b"", "empty", id="empty"),
        pytest.param(b" \n", "empty", id="blank"),
        pytest.param(b"one\ntwo\0", "a.txt:2", id="nul, with its line"),
        pytest.param(b"%PDF-1.7 x", "the PDF is damaged", id="pdf"),
        pytest.param(b"PK\x03\x04", "the archive is damaged", id="zip"),
        pytest.param(b"\xff\xfea\x00\x00\xd8", "broken utf-16", id="broken utf-16"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, word: str) -> None:
    with pytest.raises(InputError, match=word) as raised:
        source.from_bytes(data, "a.txt")
    assert raised.value.do


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        source.read_bytes(tmp_path / "none.txt")


def test_a_large_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "LIMIT", 3)
    (tmp_path / "a.txt").write_bytes(b"four")
    with pytest.raises(LimitError):
        source.read_bytes(tmp_path / "a.txt")
