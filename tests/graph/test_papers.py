"""The two reports, the joint statement and the treaties told from memory, against what is printed or may be concluded."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from pathlib import Path

import pytest
from rdflib import RDF, Graph, Literal
from rdflib.namespace import DCTERMS, SKOS
from rdflib.term import Node

from concordat.graph.names import CDT, ELI, ID, compact, concept, expand, instrument_of, path_of
from concordat.loaders.document import Document
from concordat.loaders.known import known
from concordat.loaders.read import read
from concordat.loading import extracted

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("CONCORDAT_SHARED", ROOT.parent / "shared"))
EXPERTS = "cybercrime-expert-group-draft-report"
BACKGROUND = "untoc-wg-cooperation-background"
STATEMENT = "council-doc:12642/25-ADD-1"
SEEDS = {
    EXPERTS: "cybercrime-expert-group-draft-report_fr.txt",
    BACKGROUND: "untoc-wg-international-cooperation-background_fr.txt",
    STATEMENT: "council-12642-25-add1_fr.txt",
}
FROM_MEMORY = {"budapest-2ap": 25, "un-cybercrime-convention": 68}
MONTHS = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"]
UNVERIFIED = concept("verification", "unverified")


@pytest.fixture(scope="module")
def data() -> Graph:
    """Return every curated statement."""
    graph = Graph()
    for path in sorted((ROOT / "graph" / "data").rglob("*.ttl")):
        graph.parse(path)
    return graph


@lru_cache
def document(key: str) -> Document:
    path = SHARED / "seeds" / SEEDS[key]
    if not path.is_file():
        pytest.skip("../shared with the documents is not here")
    return read(path)


def words(place: Node) -> str:
    """Return the heading and words of a provision, with plain apostrophes and one space."""
    key = instrument_of(compact(str(place)))
    node = document(key).find(path_of(compact(str(place))))
    assert node is not None, place
    return re.sub(r"\s+", " ", f"{node.heading or ''} {node.text}".replace("’", "'"))


def french(data: Graph, node: Node) -> list[str]:
    labels = (label for kind in (SKOS.prefLabel, SKOS.altLabel) for label in data.objects(node, kind))
    return [str(label) for label in labels if isinstance(label, Literal) and label.language == "fr"]


def below(data: Graph, key: str, kind: str) -> set[str]:
    found = data.subjects(ELI.type_subdivision, concept("kind", kind))
    return {path_of(compact(str(p))) for p in found if instrument_of(compact(str(p))) == key}


@pytest.mark.parametrize(("key", "last"), [pytest.param(EXPERTS, 17, id=EXPERTS), pytest.param(BACKGROUND, 43, id=BACKGROUND)])
def test_paragraphs_are_numbered_through(data: Graph, key: str, last: int) -> None:
    assert below(data, key, "paragraph") == {str(number) for number in range(1, last + 1)}


def test_the_statement_has_its_fifteen_paragraphs(data: Graph) -> None:
    assert below(data, STATEMENT, "alinea") == {f"al-{number}" for number in range(1, 16)}


@pytest.mark.shared
@pytest.mark.parametrize("key", SEEDS)
def test_what_is_cited_is_what_the_loader_reads(data: Graph, key: str) -> None:
    """A part of a document that is only named here counts as the document; "the same resolution" is read by people only."""
    document(key)
    rows = [row for row in extracted(SHARED / "seeds" / SEEDS[key], "citations") if row["scope"] == "external"]
    read_there = {(str(row["path"]), _known(data, str(row["target"]))) for row in rows if row["path"] != "cover"}
    inside = [(s, o) for s, o in data.subject_objects(ELI.cites) if str(s).startswith(f"{expand(key)}/")]
    cited = {(path_of(compact(str(s))), compact(str(o))) for s, o in inside}
    anaphoric = {("14", "ctoc-cop:decision:4/2"), ("24", "ctoc-cop:resolution:5/8")} if key == BACKGROUND else set()
    assert cited - read_there == anaphoric
    assert read_there - cited == set()


def _known(data: Graph, target: str) -> str:
    return target if (expand(target), None, None) in data else instrument_of(target)


@pytest.mark.parametrize("key", SEEDS)
def test_what_is_cited_is_described(data: Graph, key: str) -> None:
    cited = {o for s, o in data.subject_objects(ELI.cites) if str(s).startswith(str(expand(key)))}
    assert cited
    assert {o for o in cited if (o, RDF.type, None) not in data} == set()


@pytest.mark.shared
def test_days_and_places_of_meetings_are_printed(data: Graph) -> None:
    meetings = set(data.subjects(RDF.type, CDT.Meeting))
    assert len(meetings) == 9
    for meeting in meetings:
        printed = " ".join(words(place) for place in data.objects(meeting, CDT.recordedIn))
        for place in data.objects(meeting, CDT.place):
            assert not isinstance(place, Literal) or place.language != "fr" or _printed(str(place), printed), meeting
        for day in data.objects(meeting, CDT.date):
            assert _dated(str(day), printed), (meeting, day)


def _printed(place: str, text: str) -> bool:
    return all(part in text for part in place.split(", "))


def _dated(day: str, text: str) -> bool:
    year, _, rest = day.partition("-")
    if not rest:
        return year in text
    month, number = rest.split("-")
    name = MONTHS[int(month) - 1]
    days = re.search(rf"((?:\d+(?:,| et|er)?\s(?:au\s)?)+){name}\s{year}", text)
    if days is None:
        return False
    numbers = [int(n) for n in re.findall(r"\d+", days[1])]
    return int(number) in (range(numbers[0], numbers[-1] + 1) if " au " in days[1] else numbers)


@pytest.mark.shared
def test_speakers_are_printed_and_none_is_left_out(data: Graph) -> None:
    listed = words(expand(f"{EXPERTS}:16")).partition(":")[2].rstrip(". ").replace(" et ", ", ").split(",")
    speakers = list(data.objects(expand(f"{EXPERTS}:16"), CDT.speaker))
    assert len(speakers) == len(listed) == 26
    for name in listed:
        assert [s for s in speakers if name.strip() in french(data, s)], name
    text = words(expand(f"{EXPERTS}:17"))
    others = list(data.objects(expand(f"{EXPERTS}:17"), CDT.speaker))
    assert len(others) == 4
    assert [speaker for speaker in others if not any(name in text for name in french(data, speaker))] == []


def test_a_share_is_a_fact_and_asks_nothing(data: Graph) -> None:
    (figure,) = data.subjects(CDT.parameter, concept("parameter", "share-of-parties"))
    (norm,) = data.subjects(CDT.constraint, figure)
    assert data.value(norm, CDT.statedIn) == expand(f"{BACKGROUND}:32")
    assert data.value(norm, CDT.modality) == concept("modality", "declaration")


@pytest.mark.parametrize("key", [EXPERTS, BACKGROUND])
def test_a_report_binds_nobody(data: Graph, key: str) -> None:
    stated = [n for n, p in data.subject_objects(CDT.statedIn) if instrument_of(compact(str(p))) == key]
    modalities = {data.value(norm, CDT.modality) for norm in stated}
    assert modalities == {concept("modality", "declaration"), concept("modality", "recommendation")}


@pytest.mark.parametrize("key", FROM_MEMORY)
def test_a_treaty_told_from_memory_is_whole_and_marked(data: Graph, key: str) -> None:
    assert below(data, key, "article") == {str(number) for number in range(1, FROM_MEMORY[key] + 1)}
    inside = {s for s in data.subjects(CDT.summary) if str(s).startswith(f"{ID}{key}/")} | {ID[key]}
    assert {s for s in inside if (s, CDT.verification, UNVERIFIED) not in data} == set()


@pytest.mark.parametrize("key", FROM_MEMORY)
def test_a_treaty_told_from_memory_states_nothing_to_compare(data: Graph, key: str) -> None:
    kinds = (CDT.Norm, CDT.Requirement, CDT.Coverage)
    about = {s for p in (CDT.statedIn, CDT.ofInstrument) for s, o in data.subject_objects(p) if instrument_of(compact(str(o))) == key}
    assert {s for s in about for kind in kinds if (s, RDF.type, kind) in data} == set()


def test_reports_on_a_treaty_are_no_protocols_to_it() -> None:
    assert {kind for treaty in known().designations.protocols.values() for kind in treaty if "report" in kind or "un-doc" in kind} == set()


@pytest.mark.parametrize("file", ["un/resolutions-cited.ttl", "treaties/explanatory-reports.ttl"])
def test_instruments_only_named_are_unverified_and_bind_nobody(file: str) -> None:
    graph = Graph().parse(ROOT / "graph" / "data" / file)
    named = set(graph.subjects(CDT.normativeStatus))
    assert named
    for instrument in named:
        assert graph.value(instrument, CDT.verification) == UNVERIFIED, instrument
        assert graph.value(instrument, CDT.normativeStatus) == concept("status", "soft"), instrument
        assert graph.value(instrument, DCTERMS.accessRights) == concept("access", "public"), instrument
