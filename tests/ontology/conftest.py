from __future__ import annotations

import os
from pathlib import Path

import pytest
from rdflib import Graph

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def files() -> list[Path]:
    return sorted((ROOT / "ontology").rglob("*.ttl"))


@pytest.fixture(scope="session")
def ontology(files: list[Path]) -> Graph:
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
