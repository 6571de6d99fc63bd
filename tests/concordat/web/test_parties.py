"""Parties on the page of an instrument: on a day, what is not known, what was done besides, and whether it is in force."""

from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING

import httpx
import pytest
from lxml import html
from rdflib import RDF, RDFS, XSD, Literal, URIRef

from concordat.graph import layers
from concordat.graph.names import CDT, ELI, ID, concept
from concordat.graph.store import open_store
from concordat.web.pages import _day, _in_force
from concordat.web.parties import read_parties
from concordat.web.wording import words

from .conftest import running

if TYPE_CHECKING:
    from pathlib import Path

    from rdflib.term import Node

EN = words()["en"]
ACTS = [
    ("AAA", "Signature", "2000-01-01", None), ("AAA", "Ratification", "2001-01-01", "2001-04-01"), ("BBB", "Signature", "2000-01-01", None),
    ("CCC", "Accession", "2002-01-01", "2002-04-01"), ("CCC", "Withdrawal", "2004-01-01", "2005-01-01"), ("AAA", "ReservationEvent", "2001-01-01", None),
]  # fmt: skip


def day(text: str) -> Literal:
    return Literal(text, datatype=XSD.date)


@pytest.fixture(scope="module")
def acted(stored: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store with six acts about the treaty, the last day of its table and that of its entry into force."""
    folder = shutil.copytree(stored, tmp_path_factory.mktemp("acted") / "store")
    facts: list[tuple[Node, Node, Node]] = [
        (ID["status-table/treaty"], RDF.type, CDT.StatusTable), (ID["status-table/treaty"], CDT.ofInstrument, ID["treaty"]),
        (ID["status-table/treaty"], CDT.horizon, day("2006-01-01")), (ID["treaty"], ELI.first_date_entry_in_force, day("2001-04-01")),
    ]  # fmt: skip
    for who, kind, done, since in ACTS:
        event: URIRef = ID[f"event/treaty/{who}/{kind}"]
        facts += [(event, RDF.type, CDT[kind]), (event, CDT.ofInstrument, ID["treaty"]), (event, CDT.party, ID[f"state/{who}"]), (event, CDT.onDate, day(done))]
        facts += [(event, CDT.effectiveDate, day(since))] if since else []
        facts += [(event, CDT.concerns, ID["treaty/1/1"]), (event, CDT.verification, concept("verification", "unverified"))] if kind == "ReservationEvent" else []
    with open_store(folder, write=True) as store:
        store.insert(layers.curated("events"), [*facts, (CDT.Ratification, RDFS.subClassOf, CDT.ConsentToBeBound)])
    return str(folder)


@pytest.mark.parametrize(
    ("on", "bound", "signed", "others", "beyond"),
    [
        ("1999-01-01", [], [], 0, False), ("2000-06-01", [], ["state:AAA", "state:BBB"], 0, False), ("2001-03-31", [], ["state:AAA", "state:BBB"], 1, False),
        ("2001-04-01", ["state:AAA"], ["state:BBB"], 1, False), ("2003-01-01", ["state:AAA", "state:CCC"], ["state:BBB"], 1, False),
        ("2005-01-01", ["state:AAA"], ["state:BBB"], 2, False), ("2006-01-02", ["state:AAA"], ["state:BBB"], 2, True),
    ],
)  # fmt: skip
def test_who_is_bound_on_a_day(acted: str, on: str, bound: list[str], signed: list[str], others: int, *, beyond: bool) -> None:
    with open_store(acted) as store:
        found = read_parties(store, "treaty", date.fromisoformat(on))
        assert found is not None
        assert ([act.party for act in found.bound], [act.party for act in found.signed], len(found.others), found.beyond) == (bound, signed, others, beyond)


def test_years_add_up(acted: str) -> None:
    with open_store(acted) as store:
        found = read_parties(store, "treaty", date(2003, 1, 1))
        assert found is not None
        assert found.years == ((2001, 1, 1), (2002, 1, 2))
        assert read_parties(store, "paper", date(2003, 1, 1)) is None


def test_the_page_of_a_day(acted: str) -> None:
    with running(acted) as (address, _), httpx.Client(base_url=address, timeout=20, headers={"Accept": "text/html"}) as client:
        found = html.document_fromstring(client.get("/id/treaty.html?on=2003-01-01&lang=en").text)
        assert found.get_element_by_id("bound").text_content() == EN["bound"].format(on="2003-01-01", number=2)
        assert found.get_element_by_id("in-force").text_content() == "On 2003-01-01: in force."
        told = " ".join(found.get_element_by_id("parties").text_content().split())
        assert EN["from-memory"] in told
        assert "art. 1(1)" in told
        assert EN["horizon"].format(day="2006-01-01") not in told
        assert len(found.xpath("//*[local-name()='svg']/*[local-name()='rect']")) == 2
        late = client.get("/id/treaty.html?lang=en").text
        assert "ends on 2006-01-01" in late
        wrong = html.document_fromstring(client.get("/id/treaty.html?on=%3Cb%3E&lang=en").text)
        assert "<b>" in wrong.get_element_by_id("problem").text_content()


@pytest.mark.parametrize(("first", "last", "told"), [("", "", ""), ("2001-01-02", "", "yet"), ("2001-01-01", "", "in"), ("2000-01-01", "2001-01-01", "no-longer"), ("2000-01-01", "2001-01-02", "in")])
def test_in_force_on_a_day(first: str, last: str, told: str) -> None:
    about = {str(ELI[name]): (day(value),) for name, value in (("first_date_entry_in_force", first), ("date_no_longer_in_force", last)) if value}
    assert _in_force(about, date(2001, 1, 1)) == told


def test_what_is_no_day_is_today() -> None:
    assert _day("2001-02-30")[1] == "2001-02-30"
    assert _day("2001-02-28") == (date(2001, 2, 28), "")
