"""Correspondences between provisions: whole, true to both sides, and alike in wording where they say so."""

from __future__ import annotations

import os
import re
from collections import Counter
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path

import pytest
from rdflib import RDF, Graph, Literal, URIRef

from concordat.graph.names import CDT, ID, concept
from concordat.loaders.read import read

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("CONCORDAT_SHARED", ROOT.parent / "shared"))
CONTRIBUTIONS = tuple(
    f"un-doc/A_AC.291_12_Add.1/{name}" for name in ("caricom", "colombia", "new-zealand", "viet-nam")
)
KEYS = (*CONTRIBUTIONS, "celex/32016L0680")
TREATIES = ("budapest", "untoc", "uncac")
TEXTS = {"untoc": "BWBV0001668_UNTOC_Palermo_2000.md", "uncac": "BWBV0001830_UNCAC_2003.md"}
# with what the directive on data protection in criminal matters is compared
DATA_PROTECTION = {
    "budapest", "celex/32014L0041", "celex/32016R0679", "ets-182", "eu-us-mla", "un-doc/A_AC.291_12_Add.1/caricom",
    "uncac", "untoc", "untoc-firearms", "untoc-smuggling", "untoc-tip",
}  # fmt: skip
DERIVED = {concept("predicate", name) for name in ("adapts", "derived-from", "incorporates", "reproduces")}
SAME_WORDING = concept("justification", "same-wording")
# as in: a pin-point in brackets, 18(3)(c)
PINPOINT = re.compile(r"\((\d+(?:\(\w+\))*)\)")


@lru_cache(1)
def curated() -> Graph:
    graph = Graph()
    for path in sorted((ROOT / "graph" / "data").rglob("*.ttl")):
        graph.parse(path)
    return graph


@lru_cache(1)
def records() -> list[URIRef]:
    return sorted(node for node in curated().subjects(RDF.type, CDT.Correspondence) if isinstance(node, URIRef))


def place(node: object) -> str:
    """Return a provision or instrument by its path below the base of ids."""
    return str(node).removeprefix(str(ID))


def home(path: str) -> str:
    """Return the instrument of a path: its first part, or two of an act of the Union."""
    return "/".join(path.split("/")[: 2 if path.startswith("celex/") else 1])


def test_each_contribution_is_held_against_each_treaty() -> None:
    counts: Counter[tuple[str, str]] = Counter()
    for record in records():
        subject, treaty = (place(curated().value(record, p)) for p in (CDT.subject, CDT.heldAgainst))
        counts[next((c for c in KEYS if subject.startswith(c)), home(subject)), treaty] += 1
    expected = {(text, treaty) for text in CONTRIBUTIONS for treaty in TREATIES}
    acts = {(f"celex/{act}", "budapest") for act in ("32011L0093", "32013L0040", "32019L0713")}
    orders = {(f"celex/{act}", t) for act in ("32014L0041", "32023R1543") for t in ("budapest", "ets-30", "ets-182", "untoc")}
    data = {("celex/32016L0680", other) for other in DATA_PROTECTION}
    assert set(counts) == expected | {("budapest", "untoc"), ("untoc", "uncac")} | acts | orders | data
    assert sum(counts.values()) >= 450


def test_no_pair_is_described_twice() -> None:
    graph = curated()
    pairs = Counter(
        (graph.value(r, CDT.subject), graph.value(r, CDT.object) or graph.value(r, CDT.heldAgainst)) for r in records()
    )
    assert [pair for pair, count in pairs.items() if count > 1] == []


def test_both_sides_of_a_record_are_described() -> None:
    graph = curated()
    sides = {node for record in records() for p in (CDT.subject, CDT.object) for node in graph.objects(record, p)}
    assert {place(node) for node in sides if (node, RDF.type, CDT.Provision) not in graph} == set()


def _linked() -> set[tuple[URIRef, URIRef]]:
    """Return what provisions of the contributions are said to derive from or to take over, as meant."""
    graph = curated()
    links: set[tuple[URIRef, URIRef]] = set()
    for source in set(graph.subjects(RDF.type, CDT.Provision)):
        if isinstance(source, URIRef) and place(source).startswith(CONTRIBUTIONS):
            found = set(graph.objects(source, CDT.derivedFrom))
            meant = set(graph.objects(source, CDT.intendedTarget))
            found |= meant or set(graph.objects(source, CDT.incorporates))
            links |= {(source, target) for target in found if isinstance(target, URIRef)}
    return {(source, target) for source, target in links if place(target).split("/")[0] in TREATIES}


def test_each_derivation_has_its_record() -> None:
    graph = curated()
    described = {
        (graph.value(r, CDT.subject), graph.value(r, CDT.object))
        for r in records()
        if graph.value(r, CDT.predicate) in DERIVED
    }
    assert _linked()
    assert _linked() - described == set()


def _changes(record: URIRef) -> dict[str | None, str]:
    return {text.language: str(text) for text in curated().objects(record, CDT.change) if isinstance(text, Literal)}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_pinpoints_in_a_change_are_provisions(language: str) -> None:
    graph = curated()
    lost = []
    for record in records():
        subject, treaty = (place(graph.value(record, p)) for p in (CDT.subject, CDT.heldAgainst))
        for pinpoint in PINPOINT.findall(_changes(record)[language]):
            path = re.sub(r"\(", "/", pinpoint).replace(")", "")
            homes = (treaty, home(subject))
            if not any((ID[f"{one}/{path}"], RDF.type, CDT.Provision) in graph for one in homes):
                lost.append((place(record), pinpoint))
    assert lost == []


def test_numerals_of_a_change_are_those_of_its_translation() -> None:
    numerals = {r: [sorted(re.findall(r"\d+", text)) for text in _changes(r).values()] for r in records()}
    assert [place(r) for r, found in numerals.items() if found[0] != found[1]] == []


def test_a_record_without_counterpart_says_that_the_whole_text_was_read() -> None:
    graph = curated()
    lone = {r for r in records() if graph.value(r, CDT.predicate) == concept("predicate", "no-counterpart")}
    assert lone
    assert {r for r in records() if (r, CDT.justification, concept("justification", "whole-read")) in graph} == lone


@lru_cache
def words(key: str, path: str) -> list[str]:
    """Return the words of a provision of a treaty with all below it, as the loader reads it."""
    nodes = _nodes(key)
    below = [text for node, text in nodes if node == path or node.startswith(path + "/")]
    return re.sub(r"\W+", " ", " ".join(below)).casefold().split()


@lru_cache
def _nodes(key: str) -> list[tuple[str, str]]:
    document = read(SHARED / "corpus" / "treaties" / TEXTS[key])
    return [(node.path, f"{node.heading or ''} {node.text}") for node in document.nodes]


@pytest.mark.shared
def test_equal_provisions_of_the_same_wording_agree_in_the_text() -> None:
    if not (SHARED / "corpus" / "treaties").is_dir():
        pytest.skip("../shared with the treaties is not here")
    graph = curated()
    equal = [
        (place(graph.value(r, CDT.subject)), place(graph.value(r, CDT.object)))
        for r in records()
        if graph.value(r, CDT.predicate) == concept("predicate", "equal")
        and (r, CDT.justification, SAME_WORDING) in graph
        and place(graph.value(r, CDT.subject)).startswith("untoc/")
    ]
    assert len(equal) >= 70
    for pair in equal:
        one, other = (words(*side.split("/", 1)) for side in pair)
        assert one, pair
        assert SequenceMatcher(None, one, other).ratio() >= 0.8, pair
