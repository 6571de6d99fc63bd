from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from rdflib import Literal, URIRef

from concordat.errors import InputError, UsageError
from concordat.graph import catalog, layers
from concordat.graph.export import SYNTAXES, export, import_
from concordat.graph.integrity import inspect
from concordat.graph.load import prepare, write
from concordat.graph.rdflib_view import view
from concordat.graph.scratch import scratch
from concordat.graph.store import Store, open_store

if TYPE_CHECKING:
    from pathlib import Path

A, P = URIRef("http://example.org/a"), URIRef("http://example.org/p")


@pytest.fixture
def filled(store: Store) -> Store:
    store.replace(layers.curated("one"), [(A, P, Literal("l’été \"chaud\"\n", lang="fr")), (A, P, Literal(60))])
    for sha, access in (("0a", "public"), ("0b", "restricted")):
        text, norm = [(A, P, Literal(f"text {access}"))], [(A, P, Literal(f"norm {access}"))]
        write(store, prepare(text, sha256=sha, title=f"T {access}", language="en", loader="t", access=access, extracted=norm))
    return store


def head(line: bytes) -> bool:
    return b"ontology#generation>" in line


@pytest.mark.parametrize("syntax", SYNTAXES)
@pytest.mark.parametrize("everything", [pytest.param(False, id="public"), pytest.param(True, id="everything")])
def test_an_export_imported_gives_the_same_graphs(
    filled: Store, tmp_path: Path, syntax: str, everything: bool
) -> None:
    file = tmp_path / f"dump.{syntax}"
    graphs = export(filled, file, syntax=syntax, everything=everything)
    with open_store(tmp_path / "again", write=True) as again:
        assert import_(again, file) == graphs == again.graph_names()
        for graph in graphs:
            before, after = filled.dump(graph).splitlines(), again.dump(graph).splitlines()
            assert [line for line in before if not head(line)] == [line for line in after if not head(line)]
        assert {line for line in again.public() if not head(line)} == {
            line for line in filled.public() if not head(line)
        }


def test_only_what_is_public_is_exported(filled: Store) -> None:
    out = BytesIO()
    graphs = export(filled, out, syntax="nq")
    assert [layers.local_name(graph) for graph in graphs] == ["catalog", "curated/one", "document/0a"]
    assert b"restricted" not in out.getvalue()
    assert b"norm" not in out.getvalue()


def test_an_import_takes_the_place_of_what_has_its_name(filled: Store, tmp_path: Path) -> None:
    file = tmp_path / "dump.trig"
    export(filled, file)
    filled.insert(layers.curated("one"), [(A, P, A)])
    import_(filled, file)
    assert len(filled.graph(layers.curated("one"))) == 2


def test_the_catalogue_says_the_truth_after_an_import(filled: Store, tmp_path: Path) -> None:
    file = tmp_path / "dump.trig"
    with open_store(tmp_path / "other", write=True) as other:
        write(other, prepare([(A, P, Literal("other"))], sha256="0c", title="C", language="en", loader="t"))
        write(other, prepare([(A, P, Literal("newer"))], sha256="0a", title="A", language="en", loader="t"))
        export(other, file)
    import_(filled, file)
    # what is of others stays as it was, what came has its record, and so has what comes alone
    alone = tmp_path / "alone.trig"
    alone.write_text("\n".join(f'<{layers.document(sha)}> {{ <{A}> <{P}> "alone {sha}" }}' for sha in ("0b", "0d")))
    import_(filled, alone)
    faults = inspect(filled).faults
    assert {(fault.kind, layers.local_name(fault.where)) for fault in faults if fault.kind != "link"} == {("record-missing", "curated/one")}
    assert layers.document("0b") in catalog.restricted(filled)
    public = {str(row["o"]) for row in filled.select(f"SELECT ?o {{ <{A}> <{P}> ?o }}")}
    assert {"other", "newer", "alone 0d"} <= public
    assert not {"text public", "text restricted", "alone 0b"} & public


@pytest.mark.parametrize(
    ("name", "text", "error", "words"),
    [
        pytest.param("x.trig", "<http://e/g> { nonsense }", InputError, r"x\.trig:1", id="syntax"),
        pytest.param("x.nq", "<http://e/a> <http://e/p> 'x' <http://e/g> .", InputError, "nq:1", id="not-nquads"),
        pytest.param("x.nq", '<http://e/a> <http://e/p> "x" <http://e/g> .', InputError, "none of ours", id="foreign"),
        pytest.param("x.nq", f'<http://e/a> <http://e/p> "x" <{layers.PUBLIC}> .', InputError, "ours", id="inner"),
        pytest.param("x.trig", "<http://e/a> <http://e/p> 1 .", InputError, "no named graph", id="no-graph"),
        pytest.param("x.pdf", "", UsageError, "no import format", id="format"),
    ],
)
def test_what_cannot_be_imported_is_told(
    memory: Store, tmp_path: Path, name: str, text: str, error: type[Exception], words: str
) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(error, match=words):
        import_(memory, tmp_path / name)
    assert memory.generation == 0


def test_a_missing_file_is_told(memory: Store, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot read"):
        import_(memory, tmp_path / "none.trig")


def test_a_place_that_cannot_be_written_is_told(memory: Store, tmp_path: Path) -> None:
    memory.replace(layers.curated("one"), [(A, P, A)])
    with pytest.raises(InputError, match="cannot write"):
        export(memory, tmp_path / "none" / "dump.trig")
    with pytest.raises(UsageError, match="no export format"):
        export(memory, tmp_path / "dump.pdf", syntax="pdf")


def test_rdflib_sees_the_public_graph(filled: Store) -> None:
    dataset = view(filled)
    assert len(dataset.default_graph) == len(filled.public())
    assert (A, P, Literal("text public")) in dataset.default_graph
    assert (A, P, Literal("text restricted")) not in dataset.default_graph
    rows = dataset.default_graph.query("SELECT ?o { ?s <http://example.org/p> ?o FILTER(isNumeric(?o)) }")
    assert [str(row[0]) for row in rows] == ["60"]  # type: ignore[index]


def test_a_scratch_store_is_a_copy(filled: Store) -> None:
    one, work = layers.curated("one"), layers.named("work")
    before = filled.public()
    with scratch(filled) as copy:
        copy.drop(one)
        copy.insert(work, [(A, P, A)])
        assert copy.graph(work) == [(A, P, A)]
        assert not copy.ask("ASK { ?s ?p 'text restricted' }")
        assert copy.ask("ASK { ?s ?p 'text public' }")
    assert filled.public() == before
