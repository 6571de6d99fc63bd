"""What governs, on a page: the form, the answer with "not concluded", and what names nothing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from rdflib import DCTERMS, RDF, SKOS, Literal

from concordat.graph import layers
from concordat.graph.names import CDT, ID
from concordat.graph.store import open_store
from concordat.web.wording import words

from .conftest import page, running, text

ASKED = "/governing?between=AA&between=BB&on=2026-06-01&topic=preservation-assistance"


@pytest.fixture(scope="module")
def states(stored: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = Path(shutil.copytree(stored, tmp_path_factory.mktemp("states") / "store"))
    with open_store(folder, write=True) as store:
        facts = [
            (ID[f"state/{code * 3}"], p, o)
            for code, name in (("A", "Aland"), ("B", "Bland"))
            for p, o in (
                (RDF.type, CDT.State), (RDF.type, CDT.Actor), (DCTERMS.identifier, Literal(code * 2)), (DCTERMS.identifier, Literal(code * 3)),
                (SKOS.prefLabel, Literal(name, lang="en")), (SKOS.prefLabel, Literal(f"{name}e", lang="fr")),
            )
        ]  # fmt: skip
        store.insert(layers.curated("states"), facts)
    with running(str(folder)) as (address, _), httpx.Client(base_url=address, timeout=30) as client:
        yield client


@pytest.mark.parametrize(("lang", "said"), [("en", "Not concluded."), ("fr", "Non conclu.")])
def test_what_is_not_concluded_is_said_first(states: httpx.Client, lang: str, said: str) -> None:
    found = page(states, f"{ASKED}&lang={lang}")
    assert text(found.get_element_by_id("conclusion")).startswith(said)
    assert {"Aland", "Alande"} & set(found.xpath("string(//main//h2)").replace(" /", "").split())
    # all statements have their verification, and the conclusion stands there once
    assert len(found.xpath("//main//li/span[@class='source']")) == len(found.xpath("//main//section//li"))


def test_the_form_keeps_what_was_asked_and_offers_what_there_is(states: httpx.Client) -> None:
    found = page(states, f"{ASKED}&lang=en")
    assert found.xpath("//input[@name='between']/@value") == ["AA", "BB"]
    assert found.xpath("//option[@selected]/@value") == ["preservation-assistance"]
    assert found.xpath("//datalist/option/@value") == ["AA", "BB", "EU"]


@pytest.mark.parametrize("address", [
    "/governing?between=ZZ&between=BB&on=2026-06-01&topic=preservation-assistance", "/governing?between=AA&between=AA&on=2026-06-01&topic=preservation-assistance",
    "/governing?between=AA&between=BB&on=yesterday&topic=preservation-assistance", "/governing?between=AA&between=BB&on=2026-06-01&topic=%3Cb%3E",
])  # fmt: skip
def test_what_names_nothing_is_told_beside_the_form(states: httpx.Client, address: str) -> None:
    found = page(states, address, 400)
    assert found.get_element_by_id("problem").text_content().strip()
    assert found.xpath("//p[@id='problem']/b") == []
    assert found.xpath("//select[@name='topic']")


def test_half_a_question_is_asked_for_the_rest(client: httpx.Client) -> None:
    found = client.get("/governing?between=AA&lang=en")
    assert words()["en"]["governing-incomplete"] in found.text
