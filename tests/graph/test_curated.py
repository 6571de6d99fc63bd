from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import RDF, URIRef

from concordat.errors import InputError
from concordat.graph import layers, names
from concordat.graph.curated import curated
from concordat.graph.vocabulary import turtle, vocabulary

HEAD = "@prefix cdt: <https://w3id.org/concordat/ontology#> . @prefix prov: <http://www.w3.org/ns/prov#> .\n"
Maker = Callable[[str, str], Path]


def test_a_file_belongs_to_the_curation_it_declares(make_file: Maker, tmp_path: Path) -> None:
    make_file("eu/a.ttl", HEAD + "<activity/curation/celex/1> a prov:Activity . <celex/1> a cdt:Decision .")
    make_file("eu/b.ttl", HEAD + "<norm/celex/1/1/1> prov:wasGeneratedBy <activity/curation/celex/1> .")
    make_file("c.ttl", HEAD + "<budapest> a cdt:Treaty .")
    make_file("note.txt", "no Turtle")
    found = curated(tmp_path)
    assert [(layers.local_name(piece.graph), piece.files, len(piece.lines)) for piece in found] == [
        ("curated/c", ("graph/data/c.ttl",), 1),
        ("curated/celex/1", ("graph/data/eu/a.ttl", "graph/data/eu/b.ttl"), 3),
    ]


def test_two_curations_in_a_file_are_refused(make_file: Maker, tmp_path: Path) -> None:
    make_file("a.ttl", HEAD + "<activity/curation/x> a prov:Activity . <activity/curation/y> a prov:Activity .")
    with pytest.raises(InputError, match="several curations: x, y"):
        curated(tmp_path)


def test_a_syntax_error_names_the_file_and_line(make_file: Maker, tmp_path: Path) -> None:
    make_file("treaties/a.ttl", HEAD + "<x> a cdt:Treaty\n<y> a cdt:Treaty .")
    with pytest.raises(InputError) as caught:
        curated(tmp_path)
    assert str(caught.value.where).startswith("graph/data/treaties/a.ttl:3")


def test_a_marking_is_inherited_by_the_whole_graph(make_file: Maker, tmp_path: Path) -> None:
    access = "<http://purl.org/dc/terms/accessRights> <https://w3id.org/concordat/scheme/access#restricted>"
    make_file("a.ttl", f"<x> {access} . <y> <http://example.org/p> 1 .")
    make_file("b.ttl", "<y> <http://example.org/p> 1 .")
    assert [piece.access for piece in curated(tmp_path)] == ["restricted", "public"]


def test_no_folder_holds_nothing(tmp_path: Path) -> None:
    assert curated(tmp_path / "none") == []


def test_the_repository_is_read_whole() -> None:
    graphs = {layers.local_name(piece.graph) for piece in curated()}
    assert {"curated/budapest", "curated/untoc", "curated/celex/32022D0895"} <= graphs


def test_the_vocabulary_is_one_graph_without_blank_nodes() -> None:
    lines = vocabulary()
    assert any(line.startswith(f"<{names.CDT.Norm}> <{RDF.type}> ".encode()) for line in lines)
    assert any(line.startswith(f"<{names.concept('ground', 'data-protection')}> ".encode()) for line in lines)
    assert not any(b"_:" in line.split(b'"')[0] for line in lines)


def test_blank_nodes_of_two_files_stay_apart(make_file: Maker, tmp_path: Path) -> None:
    make_file("a.ttl", "<x> <p> [] .")
    make_file("b.ttl", "<y> <p> [] .")
    assert len({line.split(b" ")[2] for line in vocabulary(tmp_path)}) == 2


def test_turtle_gives_triples(make_file: Maker) -> None:
    path = make_file("a.ttl", "<budapest> a <https://w3id.org/concordat/ontology#Treaty> .")
    assert turtle(path) == [(names.ID.budapest, RDF.type, URIRef(names.CDT.Treaty))]
