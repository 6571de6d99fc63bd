"""The references: each page is what its maker gives, and the maker names only what is public."""

from __future__ import annotations

import importlib
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference"
NAMES = ("cli.md", "http.md", "python.md")


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    """The module that makes the pages."""
    spec = spec_from_file_location("docs_reference_make", FOLDER / "make.py")
    assert spec is not None
    assert spec.loader is not None
    # a dataclass looks for its module there
    module = sys.modules[spec.name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", NAMES)
def test_page_is_what_its_maker_gives(maker: ModuleType, name: str, request: pytest.FixtureRequest) -> None:
    made, path = maker.pages()[name], FOLDER / name
    if request.config.getoption("--update-golden"):
        path.write_text(made, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == made, "make reference"


def test_every_page_has_its_test(maker: ModuleType) -> None:
    assert sorted(maker.pages()) == sorted(NAMES) == sorted(path.name for path in FOLDER.glob("*.md"))


def test_public_names_are_few_and_public(maker: ModuleType) -> None:
    assert len(maker.PUBLIC) <= 15
    for name in maker.PUBLIC:
        module, _, short = name.rpartition(".")
        assert short in importlib.import_module(module).__all__


def test_nothing_public_is_without_words(maker: ModuleType) -> None:
    text = maker.pages()["python.md"]
    assert "```\n\n\n" not in text
    assert " at 0x" not in text
