"""Records: facts of instruments from tables and notices, as triples."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import RDF, RDFS, URIRef

from concordat.errors import InputError
from concordat.graph.names import CDT, concept, expand
from concordat.loaders import source
from concordat.loaders.actors import actors_in, known_actors
from concordat.loaders.records import event_triples, is_record, read_record
from concordat.loaders.status import Event

TABLE = "Participant,Signature,Ratification\nNorland,12 Dec 2000,1 Mar 2003\nFrance,,25 Oct 2012 a\nSudland,,17 Feb 2010\n"
NORLAND = {"norland": URIRef("https://w3id.org/concordat/id/state/NOR")}


def test_an_event_has_the_name_of_the_curated_one() -> None:
    found = set(event_triples([Event("Norland", "Ratification", "2003-03-01", 2)], "untoc", NORLAND, home="document:x"))
    this = expand("event:untoc:NOR/ratification")
    assert str(this).endswith("/id/event/untoc/NOR/ratification")
    assert (this, RDF.type, CDT.Ratification) in found
    assert (this, CDT.ofInstrument, expand("untoc")) in found
    assert (this, CDT.party, NORLAND["norland"]) in found
    assert [str(o) for _, p, o in found if p == CDT.onDate] == ["2003-03-01"]
    assert len(found) == 4


def test_a_stranger_is_an_actor_of_the_document_and_a_doubt_is_marked() -> None:
    found = set(event_triples([Event("Sud land", "Accession", "2010-02-17", 2, doubtful=True)], "untoc", NORLAND, home="document:abc"))
    party = expand("document:abc:actor/sud-land")
    assert (party, RDF.type, CDT.Actor) in found
    assert [str(o) for s, p, o in found if p == RDFS.label] == ["Sud land"]
    assert (expand("event:untoc:sud-land/accession"), CDT.verification, concept("verification", "unverified")) in found


def test_a_table_is_about_the_treaty_it_is_named_after_or_told() -> None:
    for name, about, expected in (("uncac.csv", None, "uncac"), ("x/untoc_trafficking_protocol.csv", None, "untoc-tip"), ("table.csv", "budapest", "budapest")):
        record = read_record(source.from_bytes(TABLE.encode(), name), "status", about=about)
        assert (record.document.metadata.instrument, record.facts) == (expected, 4)
        assert record.document.warnings == ("row 4: Sudland did not sign; how it joined is not marked", "not known to the graph: Norland, Sudland")
    with pytest.raises(InputError, match=r"table\.csv: the table does not say which treaty") as raised:
        read_record(source.from_bytes(TABLE.encode(), "table.csv"), "status")
    assert "--about" in str(raised.value.do)


def test_an_error_in_a_table_names_file_and_row() -> None:
    with pytest.raises(InputError, match=r"uncac\.csv, row 2: 'soon' is no day"):
        read_record(source.from_bytes(b"Participant,Signature,Ratification\nNorland,soon,\n", "uncac.csv"), "status")
    with pytest.raises(InputError, match=r"uncac\.csv: no table in CSV"):
        read_record(source.from_bytes(b'Participant,Signature,Ratification\n"Nor', "uncac.csv"), "status")


@pytest.mark.parametrize(
    ("text", "kind"), [(TABLE, "status"), ("<NOTICE><WORK/></NOTICE>", "notice"), ("Dear all,\n", None), ("a,b\n1,2\n", None), ("<html/>", None)]
)  # fmt: skip
def test_records_are_told_by_their_content(text: str, kind: str | None) -> None:
    assert is_record(source.from_bytes(text.encode(), "a")) == kind


def test_a_name_that_two_share_is_no_name(tmp_path: Path) -> None:
    head = "@prefix cdt: <https://w3id.org/concordat/ontology#> .\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
    states = "".join(f'<urn:{key}> a cdt:State ; skos:prefLabel "{key}land"@en ; skos:altLabel "Land"@en .\n' for key in ("Nor", "Sud"))
    (tmp_path / "states.ttl").write_text(f'{head}{states}<urn:x> skos:prefLabel "Thing"@en .\n', encoding="utf-8")
    assert actors_in(tmp_path) == {"norland": URIRef("urn:Nor"), "sudland": URIRef("urn:Sud")}
    assert actors_in(tmp_path / "none") == {}


def test_the_curated_graph_knows_states_in_both_languages() -> None:
    known = known_actors()
    assert known["france"] == expand("state:FRA")
    assert known["viet nam"] == expand("state:VNM")
    assert known["new zealand"] == known["nouvelle zélande"] == expand("state:NZL")


@pytest.mark.shared
def test_every_participant_of_the_real_tables_is_known(shared: Path) -> None:
    for path in sorted((shared / "corpus" / "participation").glob("*.csv")):
        record = read_record(source.read_bytes(path), "status")
        assert not any(warning.startswith("not known") for warning in record.document.warnings)
        assert len({s for s, p, _ in record.triples if p == CDT.party}) == record.facts
