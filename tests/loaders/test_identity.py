"""Identity: which of several sayings of what a document is counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from concordat.errors import UsageError
from concordat.loaders import source
from concordat.loaders.document import Document, Metadata
from concordat.loaders.identity import identified

if TYPE_CHECKING:
    from pathlib import Path


def _document(instrument: str | None, text: str = "words") -> Document:
    return Document(source.from_bytes(text.encode(), "a.txt"), Metadata(instrument=instrument), ())


@pytest.mark.parametrize(
    ("name", "printed", "text", "told"),
    [
        ("32011L0093.txt", "celex:32011L0092", "words", "celex:32011L0093"),
        ("32011L0093/text_en.txt", "celex:32011L0092", "words", "celex:32011L0093"),
        ("32011L0093.txt", None, "words", "celex:32011L0093"),
        ("32011L0093.txt", "celex:32011L0092", "<ACT/>", "celex:32011L0092"),
        ("32011L0093.txt", "uncac", "words", "uncac"),
        ("32011L0093-and-32011L0092.txt", "celex:32011L0092", "words", "celex:32011L0092"),
        ("a.txt", "celex:32011L0092", "words", "celex:32011L0092"),
    ],
    ids=["file", "folder", "nothing printed", "record", "no act", "two numbers", "no number"],
)
def test_a_number_that_a_file_is_named_by_counts_more_than_a_printed_one(
    name: str, printed: str | None, text: str, told: str, tmp_path: Path
) -> None:
    document = identified(_document(printed, text), tmp_path / name)
    assert document.metadata.instrument == told
    assert bool(document.warnings) == (printed is not None and told != printed)


def test_who_loads_a_file_knows_best() -> None:
    document = identified(_document("celex:32011L0092"), "32011L0093.txt", about="uncac")
    assert (document.metadata.instrument, document.warnings) == ("uncac", ("it prints celex:32011L0092, and is taken for uncac",))


@pytest.mark.parametrize("about", ["un cac", "uncac:5", "https://example.org/uncac"])
def test_what_names_no_instrument_is_refused(about: str) -> None:
    with pytest.raises(UsageError):
        identified(_document(None), "a.txt", about=about)
