from __future__ import annotations

import os
from pathlib import Path

import pytest
from rdflib import Graph

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def files() -> list[Path]:
    """Every Turtle file of the ontology."""
    return sorted((ROOT / "ontology").rglob("*.ttl"))


@pytest.fixture(scope="session")
def vocabulary(files: list[Path]) -> list[Path]:
    """The files without the schemes of concepts."""
    return [file for file in files if file.parent.name != "schemes"]


@pytest.fixture(scope="session")
def ontology(files: list[Path]) -> Graph:
    """All of them together."""
    graph = Graph()
    for file in files:
        graph.parse(file)
    return graph


@pytest.fixture(scope="session")
def vocabularies() -> Path:
    """The pinned copies of foreign vocabularies."""
    folder = Path(os.environ.get("CONCORDAT_SHARED", ROOT.parent / "shared")) / "corpus" / "rdf"
    if not folder.is_dir():
        pytest.skip("../shared is not there")
    return folder
