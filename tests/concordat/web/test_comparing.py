"""Two texts side by side: what corresponds and what changed, what stands alone, findings between; both ways round."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from rdflib import RDF, Literal

from concordat.graph import layers
from concordat.graph.names import CDT, ID, concept
from concordat.graph.store import open_store
from concordat.web.wording import words

from .conftest import page, running, text

EN = words()["en"]


@pytest.fixture(scope="module")
def texts(stored: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = Path(shutil.copytree(stored, tmp_path_factory.mktemp("texts") / "store"))
    one, other = ID["correspondence/paper/north/1/1/1"], ID["correspondence/paper/north/1/2/1"]
    facts = [
        (one, CDT.subject, ID["paper/north/1/1"]), (one, CDT.object, ID["treaty/1/1"]), (one, CDT.predicate, concept("predicate", "adapts")),
        (one, CDT.change, Literal("Ninety <b>days</b>.", lang="en")), (one, CDT.change, Literal("Nonante jours.", lang="fr")),
        (one, CDT.justification, concept("justification", "same-wording")), (one, CDT.reviewState, concept("review", "proposed")),
        (other, CDT.subject, ID["paper/north/1/2"]), (other, CDT.predicate, concept("predicate", "no-counterpart")),
        *((record, p, o) for record in (one, other) for p, o in ((RDF.type, CDT.Correspondence), (CDT.heldAgainst, ID["treaty"]))),
    ]  # fmt: skip
    with open_store(folder, write=True) as store:
        store.insert(layers.curated("correspondence"), facts)
    with running(str(folder)) as (address, _), httpx.Client(base_url=address, timeout=30) as client:
        yield client


def test_provisions_stand_beside_those_they_were_made_from(texts: httpx.Client) -> None:
    found = page(texts, "/compare?left=paper:north&right=treaty&lang=en")
    first, second = (text(row) for row in found.xpath("//tbody/tr"))
    for part in ("art. 1(1)", "adapts", "Ninety <b>days</b>.", "same wording", EN["proposed"], "Data are kept sixty days.", EN["summary"]):
        assert part in first
    assert EN["no-counterpart"] in second
    alone = [[text(item) for item in group] for group in found.xpath("//main//details/ul")]
    assert [len(group) for group in alone] == [1]
    assert "Keeping <script>alert(1)</script> [data]" in alone[0][0]
    assert "/id/finding/delivers/paper/north/1/1--treaty/1/1.html?lang=en" in found.xpath("//ul[@class='findings']//a/@href")


def test_the_other_way_round_says_which_was_made_from_which(texts: httpx.Client) -> None:
    found = page(texts, "/compare?left=treaty&right=paper:north&lang=en")
    (row,) = found.xpath("//tbody/tr")
    assert "(art. 1(1) → art. 1(1))" in text(row)
    assert len(found.xpath("//ul[@class='findings']/li")) > 0


def test_a_provision_tells_what_it_corresponds_to(texts: httpx.Client) -> None:
    for address in ("/id/paper/north/1/1.html?lang=fr", "/id/treaty/1/1.html?lang=fr"):
        assert "Nonante jours." in text(page(texts, address).find_class("corresponding")[0])
    assert EN["no-counterpart"] in text(page(texts, "/id/paper/north/1/2.html?lang=en").find_class("corresponding")[0])


def test_nothing_recorded_is_not_said_to_be_nothing(texts: httpx.Client) -> None:
    found = text(page(texts, "/compare?left=paper:south&right=mandate&lang=en"))
    assert EN["counterparts-none"] in found


@pytest.mark.parametrize("text", ["nothing", "secret", "<b>"])
def test_a_text_that_is_not_there(texts: httpx.Client, text: str) -> None:
    answer = texts.get("/compare", params={"left": text, "right": "treaty", "lang": "en"})
    assert answer.status_code == 404
    assert "<b>" not in answer.text
