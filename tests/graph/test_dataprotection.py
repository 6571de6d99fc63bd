"""GDPR and Directive (EU) 2016/680: the tree, the words and the numbers are those of the text, article by article."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rdflib import RDF, Graph, Literal, URIRef

from concordat.graph.names import CDT, ELI, ID, concept
from concordat.loaders.read import read

if TYPE_CHECKING:
    from rdflib.term import Node

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("CONCORDAT_SHARED", ROOT.parent / "shared"))
ACTS = SHARED / "corpus" / "eu_acts"
GDPR, POLICE = "celex/32016R0679", "celex/32016L0680"
# act: text, articles in all, articles that are described to the point
TEXTS = {
    GDPR: ("32016R0679/oj_formex_en.xml", 99, {*range(1, 24), *range(32, 35), *range(44, 51), *range(94, 100)}),
    POLICE: ("32016L0680/consolidated_formex_en.xml", 65, {*range(1, 21), 29, *range(35, 41), *range(59, 66)}),
}
# how the two texts print numbers that are no figures
SPELLED = {1: "one|the day following", 2: "two", 4: "four", 20: "twentieth"}


@lru_cache(1)
def curated() -> Graph:
    graph = Graph()
    for path in sorted((ROOT / "graph" / "data" / "eu").glob("*.ttl")):
        graph.parse(path)
    return graph


def normal(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"[‘’'“”\"]", "", text)).strip().casefold()


@lru_cache
def printed(act: str) -> dict[str, str]:
    """Return the words of each provision of an act by its path, heading included."""
    path = ACTS / TEXTS[act][0]
    if not path.is_file():
        pytest.skip("../shared with the texts is not here")
    return {node.path: normal(f"{node.heading or ''} {node.text}") for node in read(path).nodes}


def words(act: str, path: str) -> str:
    """Return the words of a provision with all below it."""
    return " ".join(text for node, text in printed(act).items() if node == path or node.startswith(path + "/"))


def paths(act: str) -> set[str]:
    """Return the paths of the provisions of an act that are described."""
    start = str(ID[act]) + "/"
    found = {str(p).removeprefix(start) for p in curated().subjects(RDF.type, CDT.Provision) if str(p).startswith(start)}
    return {path for path in found if path[0].isdigit()}


@lru_cache
def norms(act: str) -> list[tuple[Node, str]]:
    """Return the norms of an act, each with the path of its provision."""
    start = str(ID[act]) + "/"
    stated = curated().subject_objects(CDT.statedIn)
    return sorted((n, str(p).removeprefix(start)) for n, p in stated if str(p).startswith(start))


def article(path: str) -> int:
    return int(path.partition("/")[0])


@pytest.mark.shared
@pytest.mark.parametrize("act", TEXTS)
def test_the_articles_in_depth_have_the_tree_of_the_text(act: str) -> None:
    _, last, deep = TEXTS[act]
    text = {path for path in printed(act) if re.match(r"\d", path)}
    ours = paths(act)
    assert {path for path in ours if "/" not in path} == {str(n) for n in range(1, last + 1)}
    assert {p for p in text if article(p) in deep} ^ {p for p in ours if article(p) in deep} == set()
    assert ours - text == set()


@pytest.mark.shared
@pytest.mark.parametrize("act", TEXTS)
def test_cues_stand_word_for_word_in_their_provision(act: str) -> None:
    cues = [(place, str(cue)) for norm, place in norms(act) for cue in curated().objects(norm, CDT.cue)]
    assert len(cues) == len(norms(act))
    assert [pair for pair in cues if normal(pair[1]) not in words(act, pair[0])] == []
    assert [pair for pair in cues if len(pair[1].split()) > 12] == []


@pytest.mark.shared
@pytest.mark.parametrize("act", TEXTS)
def test_numbers_are_printed_in_their_provision(act: str) -> None:
    graph = curated()
    limits = [(place, limit) for norm, place in norms(act) for limit in graph.objects(norm, CDT.constraint)]
    assert limits
    for place, limit in limits:
        value = int(str(graph.value(limit, CDT.value)))
        ways = rf"\b(?:{value}|{SPELLED[value]})\b" if value in SPELLED else rf"\b{value}\b"
        assert re.search(ways, words(act, place)), place


@pytest.mark.parametrize("act", TEXTS)
def test_every_article_in_depth_states_norms_and_every_article_has_a_heading_in_both_languages(act: str) -> None:
    _, last, deep = TEXTS[act]
    assert deep - {article(place) for _, place in norms(act)} == set()
    for number in range(1, last + 1):
        headings = {h.language for h in curated().objects(ID[f"{act}/{number}"], CDT.heading) if isinstance(h, Literal)}
        assert headings == {"en", "fr"}, number


LIMITS = [
    (GDPR, "33/1", "notification-time", 72, "hour"),
    (GDPR, "12/3", "reply-time", 1, "month"),
    (GDPR, "12/3", "reply-extension", 2, "month"),
    (GDPR, "12/4", "reply-time", 1, "month"),
    (GDPR, "14/3/a", "notification-time", 1, "month"),
    (GDPR, "97/1", "report-interval", 4, "year"),
    (GDPR, "99/1", "delay-to-force", 20, "day"),
    (POLICE, "62/1", "report-interval", 4, "year"),
    (POLICE, "64", "delay-to-force", 1, "day"),
]


@pytest.mark.parametrize(("act", "place", "parameter", "value", "unit"), LIMITS, ids=str)
def test_periods_that_a_controller_must_know(act: str, place: str, parameter: str, value: int, unit: str) -> None:
    graph = curated()
    limits = [limit for norm, at in norms(act) if at == place for limit in graph.objects(norm, CDT.constraint)]
    expected = (concept("parameter", parameter), Literal(value), concept("unit", unit))
    assert expected in [tuple(graph.value(limit, p) for p in (CDT.parameter, CDT.value, CDT.unit)) for limit in limits]


def test_the_directive_gives_no_order_to_a_person() -> None:
    ordered = concept("level", "order")
    assert [place for norm, place in norms(POLICE) if (norm, CDT.level, ordered) in curated()] == []


def test_a_duty_of_a_controller_under_the_regulation_is_an_order_to_a_person() -> None:
    graph = curated()
    duties = [
        (norm, place)
        for norm, place in norms(GDPR)
        if (norm, CDT.modality, concept("modality", "obligation")) in graph
        and set(graph.objects(norm, CDT.bearer)) <= {concept("role", "controller"), concept("role", "processor")}
        and graph.value(norm, CDT.action) != concept("action", "interpret")
    ]
    assert len(duties) > 60
    assert {place for norm, place in duties if graph.value(norm, CDT.level) != concept("level", "order")} == set()


@pytest.mark.parametrize("act", TEXTS)
def test_what_a_provision_cites_is_described(act: str) -> None:
    graph = curated()
    start = str(ID[act]) + "/"
    cited = {o for s, o in graph.subject_objects(ELI.cites) if str(s).startswith(start)}
    assert len(cited) > 25
    assert {o for o in cited if isinstance(o, URIRef) and (o, RDF.type, None) not in graph} == set()
