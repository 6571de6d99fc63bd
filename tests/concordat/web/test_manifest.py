"""The W3C's own manifests: `pytest tests/concordat/web/test_manifest.py --manifest PATH` (again for several).

PATH is a manifest of https://github.com/w3c/rdf-tests: sparql11/protocol/manifest.ttl, sparql11/graph-store-protocol/manifest.ttl.
Without one nothing of this module is collected.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import RDFS, Literal

from concordat.graph import layers
from concordat.graph.names import CDT
from concordat.graph.store import open_store
from concordat.web.tokens import add, read

from .conftest import Writable, served_to
from .manifest import Case, cases, run


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    found = [case for path in metafunc.config.getoption("--manifest") or [] for case in cases(Path(path))]
    metafunc.parametrize("case", found, ids=[case.name for case in found])


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writable]:
    """A server with a store that the first test empties."""
    home = tmp_path_factory.mktemp("manifest")
    with open_store(home / "store", write=True) as store:
        store.replace(layers.named("first"), [(CDT.Norm, RDFS.label, Literal("it goes with the first DROP ALL"))])
    token = add(home / "tokens", "Jane Reader")
    with served_to(home / "store", token, read(home / "tokens")) as made:
        yield made


def test_case(empty: Writable, case: Case) -> None:
    assert run(case, empty.client, empty.token) == []
