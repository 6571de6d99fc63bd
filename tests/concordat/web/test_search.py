from __future__ import annotations

from pathlib import Path

import pytest

from concordat.web.search import Entry, build, search

ENTRIES = [
    Entry("budapest:29", "provision", "budapest:29 Budapest Convention, art. 29 Convention de Budapest, art. 29", "Keeping data quickly. Conservation rapide."),
    Entry("budapest:29/7", "provision", "budapest:29/7 Budapest Convention, art. 29(7) Convention de Budapest, art. 29, par. 7", "at least 60 days au moins 60 jours"),
    Entry("celex:32016R0679", "instrument", "celex:32016R0679 General Data Protection Regulation", ""),
    Entry("paper:6", "provision", "paper:6 Paper, art. 6", "preservation for 90 days; l'extradition, l’entraide judiciaire; préservé"),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small index."""
    path = tmp_path_factory.mktemp("search") / "words.sqlite"
    build(path, ENTRIES)
    return path


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("art 29 Budapest", "budapest:29"), ("art. 29(7) Budapest", "budapest:29/7"), ("budapest:29/7", "budapest:29/7"), ("32016R0679", "celex:32016R0679"),
        ("32016r0679", "celex:32016R0679"), ("preservation 90 days", "paper:6"), ("PRESERVE", "paper:6"), ("l'entraide", "paper:6"), ("l’extradition", "paper:6"),
        ("conservation", "budapest:29"), ("protection of data", "celex:32016R0679"), ("60 jours", "budapest:29/7"),
    ],
)  # fmt: skip
def test_what_comes_first(index: Path, text: str, first: str) -> None:
    found = search(index, text)
    assert found.whole
    assert found.compacts[0] == first


def test_where_nothing_has_all_words_some_are_told(index: Path) -> None:
    found = search(index, "budapest zebra")
    assert not found.whole
    assert set(found.compacts) == {"budapest:29", "budapest:29/7"}


@pytest.mark.parametrize("text", ["", "   ", "the", "zebra", '"', "*", "AND OR NOT", "names:x", "(", "a" * 5000])
def test_nothing_found_is_no_error(index: Path, text: str) -> None:
    assert search(index, text).compacts == ()


def test_there_may_be_more(tmp_path: Path) -> None:
    build(tmp_path / "i", [Entry(f"x:{n}", "provision", "word", "") for n in range(60)])
    found = search(tmp_path / "i", "word")
    assert (len(found.compacts), found.more) == (50, True)
