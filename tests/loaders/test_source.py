"""Bytes become text, or one clear error."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from concordat.errors import InputError, LimitError
from concordat.loaders import source
from concordat.loaders.read import parse
from concordat.loaders.records import is_record

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("data", "text"),
    [
        pytest.param("État".encode(), "État", id="utf-8"),
        pytest.param("État".encode("utf-8-sig"), "État", id="utf-8 with mark"),
        pytest.param("État".encode("utf-16"), "État", id="utf-16"),
        pytest.param("État".encode("latin-1"), "État", id="latin-1"),
        pytest.param(b"a\x12b c\x02d" + b"." * 2000, "a b c\u00add" + "." * 2000, id="what a converter left"),
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
        pytest.param(b"one\x12two" * 9, "binary data", id="controls throughout"),
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


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (b'<?xml version="1.0"?><ACT/>', "application/xml"),
        (b"\n<!DOCTYPE html><html>", "text/html"),
        (b'<?xml version="1.0"?><html>', "application/xhtml+xml"),
        (b'{"articles": []}', "application/json"),
        (b"Article 1", "text/plain"),
    ],
)
def test_the_type_of_markup_is_told(data: bytes, media_type: str) -> None:
    assert source.from_bytes(data, "a").media_type == media_type


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b"a" * (source.LIMIT + 1), "bytes, more than", id="too many bytes"),
        pytest.param(b"a" + b"\n" * 3_000_000, "more than 2000000 lines", id="too many lines"),
    ],
)
def test_more_than_a_text_can_be_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(LimitError, match=message):
        source.from_bytes(data, "a.txt")


def test_100_mb_of_one_line_are_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "line.txt"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    with pytest.raises(LimitError, match="100000000 bytes, more than"):
        source.read_bytes(path)


@pytest.mark.parametrize("unit", [b"a", b"each State Party shall 1. (a) ", b"Participant,Signature,Ratification,"])
def test_one_long_line_is_read_or_refused(unit: bytes) -> None:
    data = (unit * (1_000_000 // len(unit)))[:1_000_000]
    with suppress(InputError):
        found = source.from_bytes(data, "a.txt")
        assert source.decode(found).encode() == data
        if is_record(found) is None:
            parse(found)
