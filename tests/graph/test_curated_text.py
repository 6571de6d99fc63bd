"""Every curated statement against the text it was read in: cues, numbers, summaries, trees."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rdflib import PROV, RDF, Graph, Literal, URIRef

from concordat.graph.names import CDT, ELI, ID, compact, concept, instrument_of, path_of
from concordat.loaders.read import read

if TYPE_CHECKING:
    from concordat.loaders.document import Document

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("CONCORDAT_SHARED", ROOT.parent / "shared"))
SEEDS, TREATIES = SHARED / "seeds", SHARED / "corpus" / "treaties"
ACTS = SHARED / "corpus" / "eu_acts"
# key: the document that the curation was made from, the language of its cues
TEXTS = {
    "celex:32022D0895": (SEEDS / "council-decision-2022-895_fr.txt", "fr"),
    "council-doc:12642/25-ADD-1": (SEEDS / "council-12642-25-add1_fr.txt", "fr"),
    "cybercrime-expert-group-draft-report": (SEEDS / "cybercrime-expert-group-draft-report_fr.txt", "fr"),
    "un-doc:A/AC.291/12/Add.1": (SEEDS / "a-ac291-12-add1_fr.txt", "fr"),
    "untoc-wg-cooperation-background": (SEEDS / "untoc-wg-international-cooperation-background_fr.txt", "fr"),
    "budapest": (TREATIES / "BWBV0001839_Budapest_Convention_ETS_185.md", "en"),
    "budapest-1ap": (TREATIES / "BWBV0004845_Additional_Protocol_ETS_189_racism_xenophobia.md", "en"),
    "untoc": (TREATIES / "BWBV0001668_UNTOC_Palermo_2000.md", "en"),
    "untoc-tip": (TREATIES / "BWBV0001749_UNTOC_Trafficking_Protocol.md", "en"),
    "untoc-smuggling": (
        TREATIES / "BWBV0001750_protocol_against_the_smuggling_of_migrants_by_land_sea_and_a.md", "en",
    ),
    "untoc-firearms": (TREATIES / "BWBV0001710_UNTOC_Firearms_Protocol.md", "en"),
    "uncac": (TREATIES / "BWBV0001830_UNCAC_2003.md", "en"),
    "ets-24": (TREATIES / "BWBV0001010_European_Convention_on_Extradition_ETS_24.md", "en"),
    "ets-30": (TREATIES / "BWBV0001009_European_MLA_Convention_ETS_30.md", "en"),
    "ets-182": (TREATIES / "BWBV0003125_ETS_182_2nd_Add_Protocol_MLA.md", "en"),
    "eu-us-mla": (TREATIES / "BWBV0004049_EU_US_MLA_Agreement.md", "nl"),
    "celex:32011L0093": (ACTS / "32011L0093" / "text_en.txt", "en"),
    "celex:32013L0040": (ACTS / "32013L0040" / "text_en.txt", "en"),
    "celex:32019L0713": (ACTS / "32019L0713" / "text_en.txt", "en"),
    "celex:32023R1543": (ACTS / "32023R1543" / "consolidated_formex_en.xml", "en"),
}  # fmt: skip
UNCURATED = {"footnote", "formula", "heading", "signature", "title", "visa"}
# stems, so that an ordinal is found too
NUMERALS = {
    "fr": {
        1: "un", 2: "deux", 3: "trois", 4: "quatre", 5: "cinq", 6: "six", 15: "quinze", 16: "seize", 18: "dix-huit",
        30: "trent", 40: "quarant", 50: "cinquant", 60: "soixant", 90: "quatre-vingt-di",
    },
    "en": {
        1: "(?:one|a) ", 2: "two", 3: "th(?:ree|ird)", 4: "four", 5: "five", 6: "six", 8: "eight", 10: "ten", 14: "fourteen",
        15: "fifteen", 16: "sixteen", 18: "eighteen", 20: "twent", 30: "thirt(?:y|ieth)", 40: "fort(?:y|ieth)", 60: "sixt(?:y|ieth)",
        90: "ninet(?:y|ieth)",
    },
    "nl": {1: "een", 2: "twee", 3: "d(?:rie|erde)", 4: "vier", 5: "vijf", 6: "zes"},
}  # fmt: skip


def normal(text: str) -> str:
    """Return running words: plain apostrophes, no quotation marks, split words joined, one space, small letters."""
    text = re.sub(r"[«»“”\"\u00ad]", "", text.replace("’", "'"))
    text = re.sub(r"(?<=\w)-\s+(?=\w)", "-", re.sub(r"\s*'\s*", "'", text))
    return re.sub(r"\s+", " ", text).strip().casefold()


@lru_cache(1)
def curated() -> Graph:
    graph = Graph()
    for path in sorted((ROOT / "graph" / "data").rglob("*.ttl")):
        graph.parse(path)
    return graph


def home(node: object) -> str:
    """Return the key of the document that prints a provision; a contribution stands in its compilation."""
    return instrument_of(compact(str(node)))


@lru_cache
def loaded(key: str) -> Document:
    """Return a document as the loader reads it."""
    return read(TEXTS[key][0])


@lru_cache
def words(key: str, path: str) -> str:
    """Return the words of a provision with all below it."""
    document = loaded(key)
    below = [f"{node.heading or ''} {node.text}" for node in document.nodes if node.path == path or node.path.startswith(path + "/")]
    return normal(" ".join(below))


def need(key: str) -> None:
    if not TEXTS[key][0].is_file():
        pytest.skip("../shared with the documents is not here")


def statements(key: str) -> list[tuple[URIRef, URIRef]]:
    """Return the norms and requirements read in one document, each with its provision."""
    graph = curated()
    found = [node for kind in (CDT.Norm, CDT.Requirement) for node in graph.subjects(RDF.type, kind)]
    pairs = [(node, place) for node in found for place in graph.objects(node, CDT.statedIn)]
    return [(s, p) for s, p in pairs if isinstance(s, URIRef) and isinstance(p, URIRef) and home(p) == key]


@pytest.mark.shared
@pytest.mark.parametrize("key", TEXTS)
def test_cues_stand_word_for_word_in_their_provision(key: str) -> None:
    need(key)
    lost = []
    for statement, place in statements(key):
        text = words(key, path_of(compact(str(place))))
        cues = [c for c in curated().objects(statement, CDT.cue) if isinstance(c, Literal) and c.language == TEXTS[key][1]]
        lost += [(compact(str(place)), str(cue)) for cue in cues if normal(cue) not in text]
    assert lost == []


@pytest.mark.parametrize("key", TEXTS)
def test_every_statement_has_a_cue_of_at_most_twelve_words(key: str) -> None:
    found = statements(key)
    assert found
    for statement, _ in found:
        cues = [str(cue) for cue in curated().objects(statement, CDT.cue)]
        assert len(cues) == 1, statement
        assert len(cues[0].split()) <= 12, statement


def spelled(value: int, unit: str, language: str) -> list[str]:
    """Return patterns of the ways in which a text can print a number; in French six months may be twice a year."""
    words = NUMERALS[language]
    ways = [str(value), words[value]] if value in words else [str(value)]
    twice = language == "fr" and unit == "month" and 12 % value == 0
    return [*ways, f"{words[12 // value]} fois par an"] if twice else ways


@pytest.mark.shared
@pytest.mark.parametrize("key", TEXTS)
def test_numbers_are_printed_in_their_provision(key: str) -> None:
    need(key)
    graph = curated()
    lost = []
    for statement, place in statements(key):
        text = words(key, path_of(compact(str(place))))
        for limit in graph.objects(statement, CDT.constraint):
            unit = str(graph.value(limit, CDT.unit)).rpartition("#")[2]
            ways = spelled(int(str(graph.value(limit, CDT.value))), unit, TEXTS[key][1])
            if not any(re.search(rf"\b{way}", text) for way in ways):
                lost.append((compact(str(limit)), ways))
    assert lost == []


def test_summaries_are_in_both_languages() -> None:
    graph = curated()
    for place in set(graph.subjects(RDF.type, CDT.Provision)):
        found = {s.language: str(s) for s in graph.objects(place, CDT.summary) if isinstance(s, Literal)}
        assert set(found) == {"en", "fr"}, place
        assert found["en"] != found["fr"] or " " not in found["en"], place


def test_every_statement_names_a_curation_that_says_which_text_was_read() -> None:
    graph = curated()
    for activity in set(graph.objects(None, PROV.wasGeneratedBy)):
        assert graph.value(activity, CDT.readIn) is not None, activity
        assert graph.value(activity, PROV.used) is not None, activity


@pytest.mark.shared
@pytest.mark.parametrize("key", TEXTS)
def test_the_tree_is_the_one_that_the_loader_reads(key: str) -> None:
    need(key)
    document = loaded(key)
    everything = {node.path for node in document.nodes}
    # of an act of the Union the enacting terms are curated, and the recitals and annexes that say something on their own
    apart = ("rct/", "annex") if key.startswith("celex:3") and "D" not in key else ()
    printed = {node.path for node in document.nodes if node.kind not in UNCURATED and not node.path.startswith(apart)}
    ours = [p for kind in (CDT.Provision, CDT.Division) for p in curated().subjects(RDF.type, kind)]
    described = {path_of(compact(str(p))) for p in ours if home(p) == key}
    assert (sorted(printed - described), sorted(described - everything)) == ([], [])


def test_the_mandate_has_32_directives_each_with_a_demand() -> None:
    graph = curated()
    for number in range(1, 33):
        directive = ID[f"celex/32022D0895/addendum/{number}"]
        assert graph.value(directive, ELI.number) == Literal(f"({number})")
        demands = [graph.value(s, CDT.demand) for s in graph.subjects(CDT.statedIn, directive)]
        assert demands, number
        assert None not in demands, number


def test_grounds_of_directive_18_give_way_for_preservation_only() -> None:
    graph = curated()
    parts = graph.subjects(CDT.statedIn, ID["celex/32022D0895/addendum/18"])
    asked = [s for s in parts if graph.value(s, CDT.demand) == concept("demand", "ground-available")]
    grounds = {graph.value(s, CDT.ground): graph.value(s, CDT.relaxedFor) for s in asked}
    names = ("fundamental-rights", "data-protection", "dual-criminality")
    assert grounds == {concept("ground", name): concept("topic", "preservation-assistance") for name in names}


def test_the_mandate_does_not_bind_ireland_and_denmark() -> None:
    graph = curated()
    for recital, state in (("10", "IRL"), ("11", "DNK")):
        norms = list(graph.subjects(CDT.statedIn, ID[f"celex/32022D0895/rct/{recital}"]))
        assert [graph.value(norm, CDT.notBound) for norm in norms] == [ID[f"state/{state}"]]


def test_a_reference_to_a_paragraph_that_is_not_there_stays_as_printed() -> None:
    graph = curated()
    place = ID["un-doc/A_AC.291_12_Add.1/colombia/art-6/4/c"]
    assert set(graph.objects(place, CDT.incorporates)) == {ID["budapest/32/3/a"], ID["budapest/32/3/b"]}
    assert set(graph.objects(place, CDT.intendedTarget)) == {ID["budapest/31/3/a"], ID["budapest/31/3/b"]}


def test_colombia_does_not_promise_a_network_day_and_night() -> None:
    graph = curated()
    norms = graph.subjects(CDT.statedIn, ID["un-doc/A_AC.291_12_Add.1/colombia/art-7/1"])
    assert all((norm, CDT.element, concept("element", "availability-24-7")) not in graph for norm in norms)


def test_everything_read_in_the_restricted_statement_is_marked() -> None:
    graph = curated()
    key = str(ID["council-doc/12642_25-ADD-1"])
    nodes = {s for s in graph.subjects() if str(s).startswith(key) or "council-doc/12642" in str(s)}
    about = {s for s in nodes if (s, RDF.type, PROV.Activity) not in graph}
    assert {s for s in about if (s, None, concept("access", "restricted")) not in graph} == set()
