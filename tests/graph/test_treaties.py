"""The curated treaties hold what their texts say: whole trees, numbers, closed lists and precedence."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import RDF

if TYPE_CHECKING:
    from rdflib.term import Node

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("CONCORDAT_SHARED", ROOT.parent / "shared"))
CDT = Namespace("https://w3id.org/concordat/ontology#")
ELI = Namespace("http://data.europa.eu/eli/ontology#")
ID = "https://w3id.org/concordat/id/"
SCHEME = "https://w3id.org/concordat/scheme/"
TEXTS = {
    "budapest": "BWBV0001839_Budapest_Convention_ETS_185.md",
    "untoc": "BWBV0001668_UNTOC_Palermo_2000.md",
    "uncac": "BWBV0001830_UNCAC_2003.md",
    "budapest-1ap": "BWBV0004845_Additional_Protocol_ETS_189_racism_xenophobia.md",
    "untoc-tip": "BWBV0001749_UNTOC_Trafficking_Protocol.md",
    "untoc-smuggling": "BWBV0001750_protocol_against_the_smuggling_of_migrants_by_land_sea_and_a.md",
    "untoc-firearms": "BWBV0001710_UNTOC_Firearms_Protocol.md",
}
ARTICLES = {
    "budapest": 48, "untoc": 41, "uncac": 71, "budapest-1ap": 16, "untoc-tip": 20, "untoc-smuggling": 25, "untoc-firearms": 21,
}  # fmt: skip
LINK = re.compile(r"\[([^\]]*)\]\((?:[^()]|\([^()]*\))*\)")


@pytest.fixture(scope="module")
def graph() -> Graph:
    graph = Graph()
    for path in sorted((ROOT / "graph" / "data" / "treaties").glob("*.ttl")):
        graph.parse(path)
    return graph


def normal(text: str) -> str:
    text = LINK.sub(r"\1", text).replace("*", "").replace("’", "'")
    return re.sub(r"\s+", " ", text).strip().lower()


def bodies(key: str) -> dict[str, str]:
    """Return the English text of each article as it is printed; the Dutch text calls its own `Artikel`."""
    path = SHARED / "corpus" / "treaties" / TEXTS[key]
    if not path.exists():
        pytest.skip("../shared with the treaty texts is not here")
    parts = re.split(r"^###\s*Article\s+(\S+)\s*$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    end = re.compile(r"^#+\s*(?:Artikel|CHAPTER|SECTION|TITLE|Verdrag)", re.MULTILINE)
    return {number: end.split(body)[0] for number, body in zip(parts[1::2], parts[2::2], strict=True)}


def articles(key: str) -> dict[str, str]:
    return {number: normal(body) for number, body in bodies(key).items()}


def norms(graph: Graph, provision: str, action: str | None = None) -> list[URIRef]:
    found = [n for n in graph.subjects(CDT.statedIn, URIRef(ID + provision)) if isinstance(n, URIRef)]
    return [n for n in found if action is None or graph.value(n, CDT.action) == URIRef(f"{SCHEME}action#{action}")]


def concepts(graph: Graph, node: Node, name: str) -> set[str]:
    return {str(o).partition("#")[2] for o in graph.objects(node, CDT[name])}


def one(graph: Graph, node: Node, name: str) -> str:
    (only,) = concepts(graph, node, name)
    return only


def of(graph: Graph, provision: str, name: str, action: str | None = None) -> set[str]:
    return {c for n in norms(graph, provision, action) for c in concepts(graph, n, name)}


def lists(graph: Graph, provision: str) -> list[Node]:
    return [o for n in norms(graph, provision) for o in graph.objects(n, CDT.refusalList)]


@pytest.mark.parametrize("key", ARTICLES)
def test_every_article_is_there(graph: Graph, key: str) -> None:
    kind = URIRef(SCHEME + "kind#article")
    found = {str(s) for s in graph.subjects(ELI.type_subdivision, kind) if str(s).startswith(f"{ID}{key}/")}
    assert found == {f"{ID}{key}/{n}" for n in range(1, ARTICLES[key] + 1)}


@pytest.mark.shared
@pytest.mark.parametrize("key", ARTICLES)
def test_every_printed_paragraph_is_there(graph: Graph, key: str) -> None:
    ours = {str(p).removeprefix(f"{ID}{key}/") for p in graph.subjects(RDF.type, CDT.Provision)}
    for number, body in bodies(key).items():
        printed = {f"{number}/{m}" for m in re.findall(r"^(\d+)\.\s", body, re.MULTILINE)}
        assert {path for path in ours if re.fullmatch(rf"{number}/\d+", path)} == printed


@pytest.mark.shared
@pytest.mark.parametrize("key", ARTICLES)
def test_cues_stand_in_their_article(graph: Graph, key: str) -> None:
    texts = articles(key)
    for norm, cue in graph.subject_objects(CDT.cue):
        place = str(graph.value(norm, CDT.statedIn)).removeprefix(ID)
        if place.startswith(key + "/"):
            assert len(str(cue).split()) <= 12, place
            assert normal(str(cue)) in texts[place.split("/")[1]], place


def test_every_provision_has_one_parent_that_is_there(graph: Graph) -> None:
    known = set(graph.subjects(RDF.type, CDT.Provision)) | set(graph.subjects(RDF.type, CDT.Division))
    roots = set(graph.subjects(RDF.type, CDT.Treaty)) | set(graph.subjects(RDF.type, CDT.Protocol))
    for provision in known:
        parents = list(graph.objects(provision, ELI.is_part_of))
        assert len(parents) == 1, provision
        assert parents[0] in known | roots, provision


def test_what_a_norm_points_to_is_there(graph: Graph) -> None:
    known = set(graph.subjects(RDF.type, CDT.Provision))
    for name in ("statedIn", "governs", "appliesTo", "incorporates"):
        assert not set(graph.objects(None, CDT[name])) - known, name
    for name in ("refusalList", "constraint", "reservation", "precedence"):
        for node in graph.objects(None, CDT[name]):
            assert (node, RDF.type, None) in graph, node


# provision, words of the text, parameter, operator, value, unit
NUMBERS = [
    ("budapest/9/3", "under 18 years of age", "age-limit", "lt", 18, "year"),
    ("budapest/9/3", "not less than 16 years", "age-limit", "gteq", 16, "year"),
    ("budapest/16/2", "a maximum of ninety days", "preservation-period", "lteq", 90, "day"),
    ("budapest/24/1/a", "a maximum period of at least one year", "maximum-penalty", "gteq", 1, "year"),
    ("budapest/29/7", "not less than sixty days", "preservation-period", "gteq", 60, "day"),
    ("budapest/36/3", "five states", "ratifications-needed", "eq", 5, "count"),
    ("budapest/36/3", "a period of three months", "delay-to-force", "eq", 3, "month"),
    ("budapest/44/5", "on the thirtieth day after all parties", "delay-to-force", "eq", 30, "day"),
    ("budapest/47/2", "a period of three months", "denunciation-notice", "eq", 3, "month"),
    ("untoc/2/b", "of at least four years", "maximum-penalty", "gteq", 4, "year"),
    ("untoc/18/27", "fifteen consecutive days", "safe-conduct-period", "eq", 15, "day"),
    ("untoc/35/2", "six months after the date of the request", "negotiation-period", "eq", 6, "month"),
    ("untoc/38/1", "the fortieth instrument", "ratifications-needed", "eq", 40, "count"),
    ("untoc/38/1", "on the ninetieth day", "delay-to-force", "eq", 90, "day"),
    ("untoc/38/2", "on the thirtieth day", "later-delay-to-force", "eq", 30, "day"),
    ("untoc/39/1", "the expiry of five years", "amendment-wait", "gteq", 5, "year"),
    ("untoc/39/4", "ninety days after the date of the deposit", "delay-to-force", "eq", 90, "day"),
    ("uncac/68/1", "the thirtieth instrument", "ratifications-needed", "eq", 30, "count"),
    ("untoc/40/1", "one year after the date of receipt", "denunciation-notice", "eq", 1, "year"),
    ("uncac/63/2", "not later than one year following", "first-meeting", "lteq", 1, "year"),
    ("uncac/66/2", "six months after the date of the request", "negotiation-period", "eq", 6, "month"),
    ("uncac/69/1", "the expiry of five years", "amendment-wait", "gteq", 5, "year"),
    ("uncac/70/1", "one year after the date of receipt", "denunciation-notice", "eq", 1, "year"),
    ("untoc-tip/3/d", "under eighteen years of age", "age-limit", "lt", 18, "year"),
    ("untoc-tip/17/1", "the fortieth instrument", "ratifications-needed", "eq", 40, "count"),
    ("untoc-smuggling/8/6", "within one month of the designation", "designation-notice", "lteq", 1, "month"),
    ("untoc-smuggling/22/2", "on the thirtieth day", "later-delay-to-force", "eq", 30, "day"),
    ("untoc-firearms/7", "not less than ten years", "retention-period", "gteq", 10, "year"),
    ("untoc-firearms/18/1", "on the ninetieth day", "delay-to-force", "eq", 90, "day"),
    ("budapest-1ap/10/1", "five states have expressed", "ratifications-needed", "eq", 5, "count"),
    ("budapest-1ap/15/2", "a period of three months", "denunciation-notice", "eq", 3, "month"),
]


def written(graph: Graph, provision: str) -> set[tuple[str, str, int, str]]:
    return {
        (one(graph, c, "parameter"), one(graph, c, "operator"), int(str(value)), one(graph, c, "unit"))
        for n in norms(graph, provision)
        for c in graph.objects(n, CDT.constraint)
        for value in graph.objects(c, CDT.value)
    }


@pytest.mark.shared
@pytest.mark.parametrize("fact", NUMBERS, ids=lambda f: f"{f[0]} {f[2]} {f[4]}")
def test_numbers_are_those_of_the_text(graph: Graph, fact: tuple[str, str, str, str, int, str]) -> None:
    provision, words, *rest = fact
    key, number, *_ = provision.split("/")
    assert words in articles(key)[number]
    assert tuple(rest) in written(graph, provision)


STATE_INTERESTS = {"sovereignty", "security", "ordre-public", "essential-interests"}
# provision, closure, grounds, excluded grounds, "solely"
REFUSALS = [
    ("budapest/24/5", "open", {"any-domestic-ground", "any-treaty-ground"}, set(), False),
    ("budapest/25/4", "open", {"any-domestic-ground", "any-treaty-ground"}, set(), False),
    ("budapest/25/4", "additional", set(), {"fiscal-offence"}, True),
    ("budapest/27/4", "listed", {"political-offence"} | STATE_INTERESTS, set(), False),
    ("budapest/27/5", "additional", {"ongoing-proceedings"}, set(), False),
    ("budapest/29/3", "additional", set(), {"dual-criminality"}, False),
    ("budapest/29/4", "additional", {"dual-criminality"}, set(), False),
    ("budapest/29/5", "closed", {"political-offence"} | STATE_INTERESTS, set(), False),
    ("budapest/30/2", "closed", {"political-offence"} | STATE_INTERESTS, set(), False),
    ("untoc/13/7", "additional", {"offence-not-covered"}, set(), False),
    ("untoc/16/14", "additional", {"discrimination"}, set(), False),
    ("untoc/16/15", "additional", set(), {"fiscal-offence"}, True),
    ("untoc/18/8", "additional", set(), {"bank-secrecy"}, False),
    ("untoc/18/9", "additional", {"dual-criminality"}, set(), False),
    ("untoc/18/21", "listed",
     {"non-conformity", "domestic-law-prohibits", "contrary-to-legal-system"} | STATE_INTERESTS, set(), False),
    ("untoc/18/22", "additional", set(), {"fiscal-offence"}, True),
    ("uncac/44/4", "additional", set(), {"political-offence"}, False),
    ("uncac/46/9/b", "additional", {"dual-criminality"}, set(), False),
    ("uncac/46/9/b", "listed", {"de-minimis", "available-otherwise"}, set(), False),
    ("uncac/55/7", "additional", {"insufficient-evidence", "de-minimis"}, set(), False),
]  # fmt: skip


@pytest.mark.parametrize("fact", REFUSALS, ids=lambda f: f"{f[0]} {f[1]}")
def test_refusal_lists(graph: Graph, fact: tuple[str, str, set[str], set[str], bool]) -> None:
    provision, closure, grounds, excluded, solely = fact
    found = [
        (
            concepts(graph, r, "closure"),
            concepts(graph, r, "ground"),
            concepts(graph, r, "excludedGround"),
            str(graph.value(r, CDT.solely)) == "true",
        )
        for r in lists(graph, provision)
    ]
    assert ({closure}, grounds, excluded, solely) in found


def test_every_refusal_list_of_cooperation_is_known(graph: Graph) -> None:
    ours = {str(graph.value(n, CDT.statedIn)).removeprefix(ID) for n in graph.subjects(CDT.refusalList, None)}
    ours = {p for p in ours if p.startswith(("budapest/", "untoc/"))}
    assert ours - {f[0] for f in REFUSALS} == {"untoc/12/6", "untoc/16/7", "untoc/18/25"}


def test_only_articles_2_to_11_are_shielded_from_the_fiscal_ground(graph: Graph) -> None:
    fiscal = [n for n in norms(graph, "budapest/25/4") if concepts(graph, n, "modality") == {"prohibition"}]
    assert [concepts(graph, n, "offenceScope") for n in fiscal] == [{"convention-offences"}]


def test_the_domestic_law_clause_spares_the_closed_lists(graph: Graph) -> None:
    governed = {str(o).removeprefix(ID) for n in norms(graph, "budapest/25/4") for o in graph.objects(n, CDT.governs)}
    assert governed == {"budapest/25", "budapest/27", "budapest/31", "budapest/33", "budapest/34"}


def test_extradition_triggers(graph: Graph) -> None:
    budapest, untoc = of(graph, "budapest/24/6", "element"), of(graph, "untoc/16/10", "element")
    assert {"nationality-trigger", "own-jurisdiction-trigger", "report-final-outcome"} <= budapest
    assert "without-undue-delay" not in budapest
    assert {"nationality-trigger", "without-undue-delay"} <= untoc
    assert not untoc & {"own-jurisdiction-trigger", "report-final-outcome"}


def test_palermo_extradition_sets_no_threshold(graph: Graph) -> None:
    assert written(graph, "untoc/16/1") == set()
    assert "dual-criminality" in of(graph, "untoc/16/1", "condition")


def test_discrimination_in_palermo_does_not_list_language(graph: Graph) -> None:
    criteria = {"sex", "race", "religion", "nationality", "ethnic-origin", "political-opinion", "harm-to-position"}
    assert of(graph, "untoc/16/14", "element") == {f"criterion-{c}" for c in criteria}


@pytest.mark.parametrize(
    ("provision", "effect", "first", "last"),
    [("budapest/27/1", "yields", 2, 9), ("budapest/28/1", "yields", 2, 4), ("untoc/18/7", "yields", 9, 29)],
)
def test_ranges_that_yield_are_written_out(graph: Graph, provision: str, effect: str, first: int, last: int) -> None:
    article = provision.rpartition("/")[0]
    (precedence,) = [p for n in norms(graph, provision) for p in graph.objects(n, CDT.precedence)]
    assert concepts(graph, precedence, "effect") == {effect}
    assert "mutual-assistance-treaties" in concepts(graph, precedence, "inFavourOf")
    expected = {URIRef(f"{ID}{article}/{n}") for n in range(first, last + 1)}
    assert set(graph.objects(precedence, CDT.appliesTo)) == expected


def test_budapest_has_no_disconnection_clause(graph: Graph) -> None:
    clauses = {p for p in graph.objects(None, CDT.precedence) if str(p).startswith(f"{ID}precedence/budapest/")}
    assert clauses
    assert not any("disconnects" in concepts(graph, p, "effect") for p in clauses)


def test_controlled_delivery_alone_does_not_depend_on_what_a_state_finds_fit(graph: Graph) -> None:
    margins = {one(graph, n, "margin"): concepts(graph, n, "element") for n in norms(graph, "untoc/20/1")}
    assert margins["domestic-law"] == {"controlled-delivery"}
    assert margins["where-appropriate"] == {"electronic-surveillance", "undercover-operations"}


def test_the_network_runs_day_and_night_for_evidence_of_any_offence(graph: Graph) -> None:
    assert "availability-24-7" in of(graph, "budapest/35/1", "element")
    assert of(graph, "budapest/35/1", "offenceScope") == {"computer-related-or-electronic-evidence"}


def test_only_traffic_data_must_be_collected_as_in_a_similar_domestic_case(graph: Graph) -> None:
    assert of(graph, "budapest/33/2", "condition", "collect-traffic-data") == {"similar-domestic-case"}
    assert of(graph, "budapest/34", "margin", "intercept") == {"domestic-law"}


def test_article_18_applies_to_confiscation(graph: Graph) -> None:
    assert (URIRef(ID + "untoc/13/3"), CDT.incorporates, URIRef(ID + "untoc/18")) in graph


def test_help_without_coercion_is_due_in_the_corruption_convention_alone(graph: Graph) -> None:
    duties = norms(graph, "uncac/46/9/b", "afford-assistance")
    assert [concepts(graph, n, "margin") for n in duties] == [{"basic-concepts"}]
    assert not norms(graph, "untoc/18/9", "afford-assistance")


def test_dual_criminality_is_tested_under_one_law_or_both(graph: Graph) -> None:
    assert "offence-under-requested-law" in of(graph, "budapest/25/5", "element")
    assert "offence-under-both-laws" in of(graph, "uncac/43/2", "element")


def test_recovery_mechanisms_have_no_grounds_of_their_own(graph: Graph) -> None:
    carriers = {str(graph.value(n, CDT.statedIn)).removeprefix(ID) for n in graph.subjects(CDT.refusalList, None)}
    assert not {p for p in carriers if p.startswith("uncac/54")}
    assert of(graph, "uncac/54/1/c", "force") == {"consider"}


@pytest.mark.parametrize("key", ["untoc-tip", "untoc-smuggling", "untoc-firearms"])
def test_a_protocol_to_palermo_takes_over_the_convention(graph: Graph, key: str) -> None:
    taken = {str(o).removeprefix(ID) for o in graph.objects(URIRef(f"{ID}{key}/1/2"), CDT.incorporates)}
    assert {"untoc/16", "untoc/18", "untoc/27"} <= taken
    assert not taken & {f"untoc/{number}" for number in (1, 3, *range(35, 42))}


def test_the_first_protocol_extends_powers_and_cooperation_but_not_the_offences(graph: Graph) -> None:
    taken = {str(o).removeprefix(ID) for o in graph.objects(URIRef(ID + "budapest-1ap/8/2"), CDT.incorporates)}
    assert taken == {f"budapest/{number}" for number in (*range(14, 22), *range(23, 36))}


def test_migrants_are_not_prosecuted_for_having_been_smuggled(graph: Graph) -> None:
    assert of(graph, "untoc-smuggling/5", "modality") == {"prohibition"}
    assert of(graph, "untoc-smuggling/5", "safeguard") == {"immunity-from-prosecution"}


def test_a_return_of_former_residents_is_due_for_the_trafficked_but_only_considered_for_the_smuggled(graph: Graph) -> None:
    assert of(graph, "untoc-tip/8/1", "force", "accept-return") == {"shall"}
    assert of(graph, "untoc-smuggling/18/2", "force", "accept-return") == {"consider"}


def test_bribing_a_foreign_official_is_a_crime_and_taking_the_bribe_to_be_considered(graph: Graph) -> None:
    assert of(graph, "uncac/16/1", "force") == {"shall"}
    assert of(graph, "uncac/16/2", "force") == {"consider"}


def test_public_information_may_be_restricted_for_morals_and_health_too(graph: Graph) -> None:
    assert {"public-health", "national-security"} <= of(graph, "uncac/13/1/d", "element", "restrict-rights")
