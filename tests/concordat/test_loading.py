"""Documents into a store, and what is read in them without one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from concordat.errors import InputError, UsageError
from concordat.graph import catalog, layers
from concordat.graph.names import CDT
from concordat.graph.store import Store
from concordat.loading import extracted, load_file
from concordat.texts import read_library


def test_a_document_is_loaded_once(memory: Store, document: Path) -> None:
    first = load_file(memory, document)
    held = {name: memory.dump(name) for name in memory.graph_names()}
    again = load_file(memory, document)
    assert first.splitlines()[0].startswith(f"{document}: budapest, 5 parts, ")
    assert again.splitlines()[0] == f"{first.splitlines()[0]}, already there"
    assert {name: memory.dump(name) for name in memory.graph_names()} == held
    assert read_library(memory).words("budapest:29")[0].text.startswith("1 Each Party shall preserve")


def test_the_catalogue_names_whose_the_text_is(memory: Store, document: Path) -> None:
    load_file(memory, document)
    rights = memory.select("SELECT DISTINCT ?r WHERE { GRAPH ?c { ?g <http://purl.org/dc/terms/rights> ?r } }")
    assert [str(row["r"]) for row in rights] == ["(c) Council of Europe or United Nations"]


@pytest.mark.shared
def test_a_restricted_document_stays_out_of_the_public_graph(memory: Store, shared: Path) -> None:
    load_file(memory, shared / "seeds" / "council-12642-25-add1_fr.txt")
    assert {layers.local_name(graph).split("/")[0] for graph in catalog.restricted(memory)} == {"document", "extracted"}
    assert not any(b"#Passage>" in line for line in memory.public())
    rights = memory.select("SELECT DISTINCT ?r WHERE { GRAPH ?c { ?g <http://purl.org/dc/terms/rights> ?r } }")
    assert [str(row["r"]) for row in rights] == ["(c) European Union"]


@pytest.mark.parametrize("what", ["structure", "citations"])
def test_what_is_read_needs_no_store(document: Path, what: str) -> None:
    rows = extracted(document, what)
    assert all("path" in row and "lines" in row for row in rows)
    assert {row["path"] for row in rows} <= {"title", "ch-3", "29", "29/al-1", "29/al-2"}


def test_norms_read_by_machine_stand_apart(memory: Store, document: Path) -> None:
    load_file(memory, document)
    (name,) = [each for each in memory.graph_names() if layers.local_name(each).startswith("extracted/")]
    (confidence,) = memory.select(f"SELECT DISTINCT ?c {{ GRAPH <{name}> {{ ?n a <{CDT.Norm}> ; <{CDT.extractionConfidence}> ?c ; <{CDT.rule}> ?r }} }}")
    assert 0 < float(str(confidence["c"])) < 1
    assert not any(b"extractionConfidence" in line for line in memory.public())


def test_a_format_can_be_named(document: Path) -> None:
    assert [row["path"] for row in extracted(document, "structure", as_="markdown")] == [
        row["path"] for row in extracted(document, "structure")
    ]
    with pytest.raises(UsageError, match="no format 'colour'"):
        extracted(document, "structure", as_="colour")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b"", "the file is empty", id="empty"),
        pytest.param(b"%PDF-1.7", "the PDF is damaged", id="pdf"),
        pytest.param(b"a\nb\x00c", ":2: binary data, not text", id="binary"),
        pytest.param(b"\xef\xbb\xbfa\nb\xff", ":2: broken utf-8", id="wrong encoding"),
        pytest.param(b"hello", "the format is not recognised", id="unknown format"),
    ],
)
def test_a_bad_document_leaves_the_store_as_it_was(memory: Store, tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "bad"
    path.write_bytes(data)
    with pytest.raises(InputError, match=message):
        load_file(memory, path)
    assert (memory.graph_names(), memory.generation) == ([], 0)


def test_no_document_at_all(memory: Store, tmp_path: Path, make_file: Callable[[str, str], Path]) -> None:
    with pytest.raises(InputError, match=r"gone\.txt: cannot be read: No such file"):
        load_file(memory, tmp_path / "gone.txt")
    with pytest.raises(InputError, match="cannot be read: Is a directory"):
        load_file(memory, tmp_path)
    assert layers.INFERRED not in memory.graph_names()


def test_a_reference_inside_a_text_without_a_key_stays_inside(memory: Store, make_file: Callable[[str, str], Path]) -> None:
    path = make_file("pact.md", "####Pact of a test\n\n### Article  1\n\n1 Data are kept.\n\n### Article  2\n\n1 Article 1 applies.\n")
    load_file(memory, path)
    found = [str(row["o"]) for row in memory.select("SELECT ?o WHERE { GRAPH ?g { ?c <https://w3id.org/concordat/ontology#to> ?o } }")]
    assert len(found) == 1
    assert found[0].startswith("https://w3id.org/concordat/id/document/")
    assert found[0].endswith("/provision/1")
