"""The founding treaties, the Charter and Protocols 21 and 22 against their text: words, trees, numbers; what authorities and opt-outs rest on."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from pathlib import Path

import pytest
from rdflib import RDF, Graph, Literal, URIRef

from concordat.graph.names import CDT, ELI, ID, compact, concept, path_of
from concordat.loaders.document import Node
from concordat.loaders.read import read

ROOT = Path(__file__).resolve().parents[2]
ACTS = Path(os.environ.get("CONCORDAT_SHARED", ROOT.parent / "shared")) / "corpus" / "eu_acts"
TFEU, TEU, CHARTER = ACTS / "12012E-TXT" / "oj_en.html", ACTS / "12012M-TXT" / "oj_en.html", ACTS / "12012P-TXT" / "oj_xhtml_en.xml"
# key: text, where the protocol stands in it, what is described to the last part
TEXTS = {
    "tfeu": (TFEU, "", ("2", "3", "4", "16", "82", "83", "87", "88", "216", "218", "267", "351")),
    "teu": (TEU, "", ("4", "5", "6")),
    "eu-charter": (CHARTER, "", ("4", "7", "8", "11", "19", "47", "48", "49", "50", "51", "52", "53")),
    "protocol-21": (TFEU, "protocol-21/", ("1", "2", "3", "4", "4a", "5", "6", "6a", "7", "8", "9")),
    "protocol-22": (TFEU, "protocol-22/", ("1", "2", "2a", "3", "4", "5", "6", "7", "8", "annex-1")),
}


def normal(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("’", "'")).strip().casefold()


@lru_cache(1)
def curated() -> Graph:
    graph = Graph()
    for path in sorted((ROOT / "graph" / "data" / "eu").glob("*.ttl")):
        graph.parse(path)
    return graph


@lru_cache
def printed(key: str) -> dict[str, Node]:
    """Return the nodes of a treaty as the loader reads them, by their path in it."""
    path, prefix, _ = TEXTS[key]
    if not path.is_file():
        pytest.skip("../shared with the texts is not here")
    return {node.path.removeprefix(prefix): node for node in read(path).nodes if node.path.startswith(prefix)}


def described(key: str) -> dict[str, URIRef]:
    """Return the provisions of a treaty that the data describe, by path."""
    places = (p for kind in (CDT.Provision, CDT.Division) for p in curated().subjects(RDF.type, kind) if isinstance(p, URIRef))
    return {path_of(compact(str(p))): p for p in places if str(p).startswith(f"{ID[key]}/")}


@pytest.mark.shared
@pytest.mark.parametrize("key", TEXTS)
def test_the_articles_listed_are_described_to_the_last_part(key: str) -> None:
    nodes, ours = printed(key), described(key)
    listed = {path for path, node in nodes.items() if path.split("/")[0] in TEXTS[key][2] and node.kind not in {"heading", "title"}}
    assert listed - set(ours) == set()
    assert set(ours) - set(nodes) == set()
    for path, place in ours.items():
        assert str(curated().value(place, ELI.type_subdivision)).rpartition("#")[2] == nodes[path].kind


@pytest.mark.shared
@pytest.mark.parametrize("key", TEXTS)
def test_cues_stand_word_for_word_in_their_provision(key: str) -> None:
    nodes = printed(key)
    lost, seen = [], 0
    for path, place in described(key).items():
        words = normal(" ".join(node.text for at, node in nodes.items() if at == path or at.startswith(f"{path}/")))
        for norm in curated().subjects(CDT.statedIn, place):
            (cue,) = (c for c in curated().objects(norm, CDT.cue) if isinstance(c, Literal))
            seen += 1
            lost += [(path, str(cue))] if normal(cue) not in words or len(cue.split()) > 12 else []
    assert lost == []
    assert seen > 10


NUMBERS = [
    ("tfeu/82/3", "four months", "reply-time", "lteq", 4, "month"),
    ("protocol-21/3/1", "within three months", "reply-time", "lteq", 3, "month"),
    ("protocol-21/4a/2", "a further period of two months", "reply-time", "eq", 2, "month"),
    ("protocol-22/4/1", "within a period of six months", "reply-time", "lteq", 6, "month"),
    ("protocol-22/8/2", "six months after the date", "later-delay-to-force", "eq", 6, "month"),
]


@pytest.mark.shared
def test_every_number_is_printed_in_its_provision() -> None:
    found = {}
    for limit in curated().subjects(RDF.type, CDT.Constraint):
        place = str(limit).removeprefix(f"{ID['constraint']}/").rsplit("/", 1)[0]
        if place.split("/")[0] in TEXTS:
            value = [str(curated().value(limit, CDT[name])).rpartition("#")[2] for name in ("parameter", "operator", "value", "unit")]
            found[place] = value
    assert found == {place: [parameter, operator, str(value), unit] for place, _, parameter, operator, value, unit in NUMBERS}
    for place, words, *_ in NUMBERS:
        key, _, path = place.partition("/")
        assert words in normal(printed(key)[path].text), place


@pytest.mark.parametrize(("protocol", "state", "articles"), [("protocol-21", "IRL", {"1/al-1", "2", "6a"}), ("protocol-22", "DNK", {"1/al-1", "2", "2a", "5/al-1"})])
def test_who_stays_out_by_which_article(protocol: str, state: str, articles: set[str]) -> None:
    norms = curated().subjects(CDT.notBound, ID[f"state/{state}"])
    places = {path_of(compact(str(curated().value(norm, CDT.statedIn)))) for norm in norms if str(norm).startswith(str(ID[f"norm/{protocol}/"]))}
    assert places == articles


@pytest.mark.parametrize(("place", "safeguards"), [("eu-charter/52/1", {"legality", "necessity", "proportionality"}), ("eu-charter/50", {"ne-bis-in-idem"})])
def test_limits_of_rights(place: str, safeguards: set[str]) -> None:
    found = {str(s).rpartition("#")[2] for norm in curated().subjects(CDT.statedIn, ID[place]) for s in curated().objects(norm, CDT.safeguard)}
    assert found == safeguards


def test_the_founding_treaties_are_those_of_the_union() -> None:
    assert set(curated().subjects(RDF.type, CDT.FoundingTreaty)) == {ID[key] for key in TEXTS}


def test_authorities_have_an_identifier_a_date_and_provisions_and_are_unverified() -> None:
    graph = curated()
    held = set(graph.subjects(CDT.holding, None))
    assert len(held) >= 15
    ecli = re.compile(r"ECLI:EU:C:(\d{4}):\d+")
    for authority in held:
        day = str(graph.value(authority, CDT.dateAdopted))
        assert (authority, CDT.verification, concept("verification", "unverified")) in graph
        assert set(graph.objects(authority, CDT.interprets)) <= set(graph.subjects(RDF.type, CDT.Provision))
        if str(authority).startswith(str(ID["celex/6"])):
            (identifier,) = (m for o in graph.objects(authority, URIRef("http://purl.org/dc/terms/identifier")) if (m := ecli.fullmatch(str(o))))
            # a case begun in one year is decided in that or a later one
            assert int(str(authority).rsplit("/6", 1)[1][:4]) <= int(identifier[1]) == int(day[:4])
