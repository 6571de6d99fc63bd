from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from rdflib import DCTERMS, PROV, RDF, VOID, Literal, URIRef
from rdflib.namespace import XSD

from concordat.errors import InputError
from concordat.graph import catalog, layers, names
from concordat.graph.build import build
from concordat.graph.load import prepare, write
from concordat.graph.store import Store, open_store

Maker = Callable[[str, str], Path]
HEAD = "@prefix cdt: <https://w3id.org/concordat/ontology#> . @prefix eli: <http://data.europa.eu/eli/ontology#> .\n"
ARTICLE = HEAD + "<budapest/29/7> a cdt:Provision ; eli:is_part_of <budapest/29> .\n"


@dataclass(frozen=True, slots=True)
class House:
    """Folders of curated facts and of an ontology, and what to give `build` to read them."""

    data: Path
    ontology: Path


@pytest.fixture
def house(make_file: Maker, tmp_path: Path) -> House:
    make_file("data/one.ttl", ARTICLE)
    make_file("data/two.ttl", HEAD + "<budapest/29> a cdt:Provision ; eli:is_part_of <budapest> .\n")
    make_file("ontology/a.ttl", "<https://w3id.org/concordat/ontology#x> a <https://w3id.org/concordat/ontology#y> .")
    return House(tmp_path / "data", tmp_path / "ontology")


def build_house(store: Store, house: House, **more: object) -> object:
    return build(store, data=house.data, ontology=house.ontology, **more)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")


def test_a_build_writes_every_layer_and_its_record(store: Store, house: House) -> None:
    told: list[str] = []
    report = build(store, data=house.data, ontology=house.ontology, progress=told.append)
    assert report.written == ("curated/one", "curated/two", "inferred", "vocabulary")
    assert (report.unchanged, report.dropped, report.triples, report.generation) == ((), (), 5, 1)
    assert told == ["vocabulary", "curated", "inferred"]
    record = {(p, o) for s, p, o in store.graph(layers.CATALOG) if s == layers.curated("one")}
    assert {
        (DCTERMS.source, Literal("graph/data/one.ttl")),
        (DCTERMS.accessRights, names.concept("access", "public")),
        (DCTERMS.license, catalog.CC_BY),
        (VOID.triples, Literal(2)),
        (PROV.generatedAtTime, Literal("2001-09-09T01:46:40Z", datatype=XSD.dateTime, normalize=False)),
    } <= record


def test_what_follows_is_there(memory: Store, house: House) -> None:
    build_house(memory, house)
    assert memory.ask(f"ASK {{ <{names.ID}budapest/29/7> <{names.CDT.within}> <{names.ID}budapest> }}")


def test_what_has_not_changed_is_not_written_again(store: Store, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    build_house(store, house)
    before = store.dump(layers.CATALOG)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "2000000000")
    report = build(store, data=house.data, ontology=house.ontology)
    assert (report.written, report.generation) == ((), 1)
    assert store.dump(layers.CATALOG) == before


def test_a_changed_file_is_written_alone(memory: Store, house: House, make_file: Maker) -> None:
    build_house(memory, house)
    make_file("data/one.ttl", ARTICLE + "<budapest/29/7> cdt:order 7 .\n")
    report = build(memory, data=house.data, ontology=house.ontology)
    assert report.written == ("curated/one", "inferred")
    assert report.unchanged == ("curated/two", "vocabulary")


def test_a_file_that_is_gone_leaves_with_its_record(memory: Store, house: House) -> None:
    build_house(memory, house)
    (house.data / "one.ttl").unlink()
    report = build(memory, data=house.data, ontology=house.ontology)
    assert report.dropped == ("curated/one",)
    assert layers.curated("one") not in {term for triple in memory.graph(layers.CATALOG) for term in triple}
    assert not memory.ask(f"ASK {{ <{names.ID}budapest/29/7> ?p ?o }}")


def test_a_build_from_nothing_gives_the_same_bytes(house: House, make_file: Maker, tmp_path: Path) -> None:
    with open_store(tmp_path / "one", write=True) as first, open_store(tmp_path / "two", write=True) as second:
        build_house(first, house)
        make_file("data/one.ttl", ARTICLE + "<budapest/29/7> cdt:order 7 .\n")
        build_house(first, house)
        build_house(second, house)
        for graph in second.graph_names():
            if graph != layers.CATALOG:
                assert first.dump(graph) == second.dump(graph)


@pytest.mark.remote
def test_embedded_and_remote_give_the_same_bytes(empty_server: str, house: House, tmp_path: Path) -> None:
    dumps = []
    for address in (str(tmp_path / "store"), f"sparql+{empty_server}/query"):
        with open_store(address, write=True) as store:
            build_house(store, house)
            dumps.append({graph: store.dump(graph) for graph in store.graph_names()} | {layers.PUBLIC: store.public()})
    assert dumps[0] == dumps[1]


def test_a_restricted_curation_and_what_follows_from_it_stay_hidden(
    memory: Store, house: House, make_file: Maker
) -> None:
    secret = "<secret/1> eli:is_part_of <secret> . <secret> dcterms:accessRights access:restricted .\n"
    prefixes = (
        "@prefix dcterms: <http://purl.org/dc/terms/> . "
        "@prefix access: <https://w3id.org/concordat/scheme/access#> .\n"
    )
    make_file("data/secret.ttl", HEAD + prefixes + secret)
    build_house(memory, house)
    assert len(memory.graph(layers.curated("secret"))) == 2
    assert not any(b"secret" in line for line in memory.public())
    assert not any(b"secret" in line for line in memory.lines(layers.INFERRED))
    make_file("data/secret.ttl", HEAD + "<secret/1> eli:is_part_of <secret> .\n")
    build_house(memory, house)
    assert memory.ask(f"ASK {{ <{names.ID}secret/1> <{names.CDT.within}> <{names.ID}secret> }}")


def test_a_loaded_document_is_part_of_what_is_inferred_from(memory: Store, house: House) -> None:
    build_house(memory, house)
    part: tuple[URIRef, URIRef, URIRef] = (names.ID["untoc/18"], names.ELI.is_part_of, names.ID["untoc"])
    write(memory, prepare([part], sha256="0a", title="T", language="en", loader="text"))
    assert build(memory, data=house.data, ontology=house.ontology).written == ("inferred",)
    assert memory.ask(f"ASK {{ <{names.ID}untoc/18> <{names.CDT.within}> <{names.ID}untoc> }}")


def test_steps_see_the_built_store(memory: Store, house: House) -> None:
    seen: list[int] = []
    build_house(memory, house, steps=[lambda store: seen.append(store.generation)])
    assert seen == [1]


def test_a_syntax_error_leaves_the_store_as_it_was(store: Store, house: House, make_file: Maker) -> None:
    build_house(store, house)
    before = store.public()
    make_file("data/one.ttl", ARTICLE + "<budapest/29/8> a")
    make_file("data/two.ttl", HEAD)
    with pytest.raises(InputError, match=r"graph/data/one\.ttl:3"):
        build_house(store, house)
    assert store.public() == before


def test_a_clock_that_is_none_is_told(memory: Store, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(InputError, match="SOURCE_DATE_EPOCH"):
        build_house(memory, house)
    assert memory.generation == 0


def test_the_clock_is_used_where_no_epoch_is_set(memory: Store, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    build_house(memory, house)
    assert {RDF.type, PROV.generatedAtTime} <= {p for _, p, _ in memory.graph(layers.CATALOG)}
