from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from concordat.graph import layers, names
from concordat.graph.build import build
from concordat.graph.store import Store
from concordat.graph.whole import whole

HEAD = (
    "@prefix access: <https://w3id.org/concordat/scheme/access#> . @prefix dcterms: <http://purl.org/dc/terms/> . "
    "@prefix eli: <http://data.europa.eu/eli/ontology#> .\n"
)
INSIDE = f"ASK {{ <{names.ID}secret/1/a> <{names.CDT.within}> <{names.ID}secret> }}"


def test_the_holder_sees_what_is_restricted_and_what_follows(
    memory: Store, make_file: Callable[[str, str], Path], tmp_path: Path
) -> None:
    make_file("data/open.ttl", HEAD + "<open/1> eli:is_part_of <open> .")
    tree = "<secret/1/a> eli:is_part_of <secret/1> . <secret/1> eli:is_part_of <secret> ."
    make_file("data/secret.ttl", f"{HEAD}{tree} <secret> dcterms:accessRights access:restricted .")
    build(memory, data=tmp_path / "data", ontology=tmp_path / "none")
    before = {graph: memory.dump(graph) for graph in memory.graph_names()}
    held = whole(memory)
    assert held.ask(INSIDE)
    assert not memory.ask(INSIDE)
    assert {graph: memory.dump(graph) for graph in memory.graph_names()} == before


def test_reviews_and_norms_read_by_machine_stay_out(memory: Store) -> None:
    triple = (names.ID["a"], names.ELI.is_part_of, names.ID["b"])
    memory.insert(layers.REVIEW, [triple])
    memory.insert(layers.extracted("0a"), [triple])
    assert not whole(memory).ask(f"ASK {{ ?a <{names.ELI.is_part_of}> ?b }}")
