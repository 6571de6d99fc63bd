"""Resolutions and decisions by the body that adopted them, documents by their symbols, opinions by their dates."""

from __future__ import annotations

import pytest

from concordat.loaders.bodies import find, main_conference
from concordat.loaders.mention import Mention


def targets(text: str, *mentions: Mention, main: str | None = None, union: bool = False, context: str = "") -> list[str]:
    return [target for mention in find(text, mentions, main=main, union=union, context=context) for target in mention.targets]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("la résolution 74/247 de l'Assemblée générale", ["unga:74/247"], id="body behind"),
        pytest.param("General Assembly resolution 74/247", ["unga:74/247"], id="body before"),
        pytest.param("la résolution 74/247", ["unga:74/247"], id="told by its form"),
        pytest.param("la décision 74/247", [], id="decision of a body that is not said"),
        pytest.param("la résolution 5/1", [], id="not told by its form"),
        pytest.param("la résolution 1373 (2001) du Conseil de sécurité", ["unsc:1373"], id="number alone"),
        pytest.param("la résolution 2019/19 du Conseil économique et social", ["ecosoc:2019/19"], id="year and number"),
        pytest.param("résolution 19 (2019) du Conseil économique et social", ["ecosoc:2019/19"], id="year in brackets"),
        pytest.param("l'Assemblée générale, par ses résolutions 65/230 et 67/189", ["unga:65/230", "unga:67/189"], id="list"),
        pytest.param("Dans sa résolution 65/230, l'Assemblée générale a prié", ["unga:65/230"], id="body later in the sentence"),
        pytest.param("résolution S-32/1 de l'Assemblée générale", ["unga:S-32/1"], id="special session"),
        pytest.param("les documents A/AC.291/12 et A/AC.291/12/Add.1", ["un-doc:A/AC.291/12", "un-doc:A/AC.291/12/Add.1"], id="symbols"),
        pytest.param("resolutions 65/1 of 21 May 2010, 67/2 of 2 June 2012 and 74/3", ["unga:65/1", "unga:67/2", "unga:74/3"], id="dates within a list"),
        pytest.param("le Conseil de sécurité, dans sa résolution 1373 (2001) du 28 septembre 2001, 15 membres", ["unsc:1373"], id="a number behind a date"),
        pytest.param("its decision 78/560 of the Assembly", ["un-doc:A/DEC/78/560"], id="decision of the Assembly"),
        pytest.param("Economic and Social Council decision 2019/210", ["un-doc:E/DEC/2019/210"], id="decision of the Council"),
        pytest.param("Human Rights Council resolution 48/4, A/HRC/RES/47/1", ["hrc:resolution:48/4", "hrc:resolution:47/1"], id="rights council"),
        pytest.param("la résolution 53/4 de la Commission des stupéfiants", ["cnd:resolution:53/4"], id="drugs commission"),
        pytest.param("(STE n° 90), (CETS No. 201)", ["ets-90", "cets-201"], id="series of treaties"),
        pytest.param("COM(2025) 001 final", ["com:2025-1"], id="naughts"),
        pytest.param("EU:C:2020:791 and ECLI:EU:C:2014:2258", ["ecli:EU:C:2020:791", "ecli:EU:C:2014:2258"], id="judgments"),
        pytest.param("voir https://undocs.org/A/AC.291/12", [], id="symbol in a link"),
        pytest.param("la résolution de l'assemblée", [], id="no number"),
    ],
)  # fmt: skip
def test_what_a_body_adopted(text: str, expected: list[str]) -> None:
    assert targets(text) == expected


def test_the_conference_is_the_one_that_is_meant() -> None:
    assert (main_conference("untoc"), main_conference("uncac"), main_conference("budapest"), main_conference(None)) == (
        "ctoc-cop",
        "cac-cosp",
        None,
        None,
    )
    assert targets("la Conférence, dans sa résolution 5/1") == []
    assert targets("la Conférence, dans sa résolution 5/1", main="ctoc-cop") == ["ctoc-cop:resolution:5/1"]
    text = "résolution 8/1 de la Conférence des États parties à la Convention"
    named = Mention(text.index("Convention"), len(text), ("uncac",), "name", "convention")
    assert targets(text, named, main="ctoc-cop") == ["cac-cosp:resolution:8/1"]


def test_the_conference_of_a_treaty_without_an_id_has_none() -> None:
    text = "décision 2/3 de la Conférence des Parties à la Convention de Nordheim"
    named = Mention(text.index("Convention"), len(text), (), "stranger", "convention")
    assert targets(text, named, main="ctoc-cop") == []


def test_the_treaties_are_those_of_the_union_only_in_its_texts() -> None:
    assert targets("Les traités prévoient", union=True) == ["teu", "tfeu"]
    assert targets("Les traités prévoient") == []


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        pytest.param(
            "l'avis du 4 mars 2022 du Contrôleur européen de la protection des données", "", ["edps:opinion:2022-03-04"], id="said"
        ),
        pytest.param(
            "Avis du 4 mars 2022.",
            "le Contrôleur européen de la protection des données",
            ["edps:opinion:2022-03-04"],
            id="in the text of the note",
        ),
        pytest.param("l'avis du 4 mars 2022", "", [], id="of nobody"),
        pytest.param("le Contrôleur européen de la protection des données, avis du 4 foo 2022", "", [], id="no day"),
    ],
)
def test_opinions_are_known_by_their_day(text: str, context: str, expected: list[str]) -> None:
    assert targets(text, context=context) == expected


def test_council_documents_are_read_in_texts_of_the_union_only() -> None:
    assert targets("le document 12642/25 ADD 1.", union=True) == ["council-doc:12642/25-ADD-1"]
    assert targets("le document 12642/25 ADD 1.") == []
