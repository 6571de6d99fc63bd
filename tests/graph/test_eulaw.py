"""The European conventions and Union acts hold what their texts say: words, numbers, grounds, precedence."""

from __future__ import annotations

import html
import json
import os
import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rdflib import RDF, Graph

from concordat.graph.names import CDT, ELI, ID, concept

if TYPE_CHECKING:
    from rdflib.term import Node

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("CONCORDAT_SHARED", ROOT.parent / "shared"))
TREATIES, ACTS = SHARED / "corpus" / "treaties", SHARED / "corpus" / "eu_acts"
# key: text, number of articles
TEXTS = {
    "ets-30": (TREATIES / "BWBV0001009_European_MLA_Convention_ETS_30.md", 30),
    "ets-24": (TREATIES / "BWBV0001010_European_Convention_on_Extradition_ETS_24.md", 32),
    "ets-182": (TREATIES / "BWBV0003125_ETS_182_2nd_Add_Protocol_MLA.md", 35),
    "eu-us-mla": (TREATIES / "BWBV0004049_EU_US_MLA_Agreement.md", 18),
    "celex/32016L0680": (ACTS / "32016L0680" / "consolidated_formex_en.xml", 65),
    "celex/32016R0679": (ACTS / "32016R0679" / "oj_formex_en.xml", 99),
    "celex/32014L0041": (ACTS / "32014L0041" / "text_en.txt", 39),
    "celex/32023R1543": (ACTS / "32023R1543" / "consolidated_formex_en.xml", 34),
    "celex/32002L0058": (ACTS / "32002L0058" / "articles_en.json", 21),
    "celex/32013L0040": (ACTS / "32013L0040" / "text_en.txt", 19),
    "celex/32019L0713": (ACTS / "32019L0713" / "text_en.txt", 22),
    "celex/32011L0093": (ACTS / "32011L0093" / "text_en.txt", 30),
}
INSERTED = {"celex/32002L0058": ("14a", "15a")}  # articles that an amendment put in
LINK = re.compile(r"\[([^\]]*)\]\((?:[^()]|\([^()]*\))*\)")


@lru_cache(1)
def curated() -> Graph:
    graph = Graph()
    for path in sorted((ROOT / "graph" / "data").rglob("*.ttl")):
        graph.parse(path)
    return graph


def normal(text: str) -> str:
    text = LINK.sub(r"\1", html.unescape(re.sub(r"<[^>]*>", "", text)))
    text = re.sub(r"[*‘’'“”\"]", "'", text).replace("'", "")
    return re.sub(r"\s+", " ", text).strip().lower()


@lru_cache
def printed(key: str) -> str:
    path, _ = TEXTS[key]
    if not path.exists():
        pytest.skip("../shared with the texts is not here")
    text = path.read_text(encoding="utf-8")
    return normal(" ".join(a["text"] for a in json.loads(text)["articles"]) if path.suffix == ".json" else text)


def norms(place: str, action: str | None = None) -> list[Node]:
    found = curated().subjects(CDT.statedIn, ID[place])
    return [n for n in found if action is None or (n, CDT.action, concept("action", action)) in curated()]


def names(node: Node, prop: str) -> set[str]:
    return {str(o).rpartition("#")[2] for o in curated().objects(node, CDT[prop])}


def through(place: str, link: str, prop: str) -> set[str]:
    ends = [end for n in norms(place) for end in curated().objects(n, CDT[link])]
    return {str(o).partition("#")[2] or str(o) for end in ends for o in curated().objects(end, CDT[prop])}


@pytest.mark.parametrize("key", TEXTS)
def test_every_article_is_there_with_a_summary(key: str) -> None:
    articles = set(curated().subjects(ELI.type_subdivision, concept("kind", "article")))
    found = {a for a in articles if str(a).startswith(str(ID[key]) + "/")}
    assert found == {ID[f"{key}/{n}"] for n in (*range(1, TEXTS[key][1] + 1), *INSERTED.get(key, ()))}
    assert all(len(set(curated().objects(a, CDT.summary))) == 2 for a in found)


@pytest.mark.shared
@pytest.mark.parametrize("key", TEXTS)
def test_cues_are_words_of_the_text(key: str) -> None:
    text = printed(key)
    places = {n: str(p) for n, p in curated().subject_objects(CDT.statedIn) if str(p).startswith(str(ID[key]) + "/")}
    cues = [(places[n], str(c)) for n in places for c in curated().objects(n, CDT.cue)]
    assert cues
    assert [pair for pair in cues if normal(pair[1]) not in text] == []
    assert all(len(cue.split()) <= 12 for _, cue in cues)


# provision, words of the text, parameter, operator, value, unit
NUMBERS = [
    ("ets-30/7/3", "shall not exceed 50 days", "summons-notice", "lteq", 50, "day"),
    ("ets-30/12/3", "fifteen consecutive days", "safe-conduct-period", "eq", 15, "day"),
    ("ets-30/29", "six months after the date", "denunciation-notice", "eq", 6, "month"),
    ("ets-24/2/1", "maximum period of at least one year", "maximum-penalty", "gteq", 1, "year"),
    ("ets-24/2/1", "a period of at least four months", "sentence-passed", "gteq", 4, "month"),
    ("ets-24/14/1/b", "within 45 days of his final discharge", "speciality-period", "eq", 45, "day"),
    ("ets-24/16/4", "exceed 40 days", "custody-period", "lteq", 40, "day"),
    ("ets-182/17/2", "within five hours", "authorisation-wait", "lteq", 5, "hour"),
    ("ets-182/31/3", "a period of three months after the date of the deposit", "later-delay-to-force", "eq", 3, "month"),
    ("ets-24/30/2", "90 days after the date of its deposit", "later-delay-to-force", "eq", 90, "day"),
    ("eu-us-mla/4/4/a/ii", "een maximum van ten minste vier jaar", "maximum-penalty", "gteq", 4, "year"),
    ("eu-us-mla/16/2", "zes maanden op voorhand", "denunciation-notice", "eq", 6, "month"),
    ("eu-us-mla/17", "uiterlijk vijf jaar", "review-period", "lteq", 5, "year"),
    ("celex/32016L0680/36/3", "at least every four years", "review-period", "lteq", 4, "year"),
    ("celex/32016R0679/8/1/al-2", "not below 13 years", "age-limit", "gteq", 13, "year"),
    ("celex/32014L0041/31/3", "within 96 hours", "reply-time", "lteq", 96, "hour"),
    ("celex/32014L0041/22/9", "15 consecutive days", "safe-conduct-period", "eq", 15, "day"),
    ("celex/32014L0041/11/1/g", "maximum period of at least three years", "maximum-penalty", "gteq", 3, "year"),
    ("celex/32013L0040/9/2", "at least two years", "minimum-of-maximum-penalty", "gteq", 2, "year"),
    ("celex/32013L0040/13/1", "within eight hours", "reply-time", "lteq", 8, "hour"),
    ("celex/32019L0713/9/4", "at least three years", "minimum-of-maximum-penalty", "gteq", 3, "year"),
    ("celex/32011L0093/5/6", "at least 3 years", "minimum-of-maximum-penalty", "gteq", 3, "year"),
    ("celex/32014L0041/12/3", "no later than 30 days after the receipt of the EIO", "decision-time", "lteq", 30, "day"),
    ("celex/32014L0041/12/4", "not later than 90 days following", "execution-time", "lteq", 90, "day"),
    ("celex/32023R1543/4/5", "at the latest within 48 hours", "authorisation-wait", "lteq", 48, "hour"),
    ("celex/32023R1543/10/3", "at the latest within 10 days following receipt", "execution-time", "lteq", 10, "day"),
    ("celex/32023R1543/10/4", "at the latest within eight hours", "execution-time", "lteq", 8, "hour"),
    ("celex/32023R1543/11/1", "shall cease after 60 days", "preservation-period", "eq", 60, "day"),
    ("celex/32023R1543/15/1", "up to 2 % of the total", "penalty-on-turnover", "gteq", 2, "percent"),
    ("celex/32023R1543/16/2/al-2", "no later than five working days", "decision-time", "lteq", 5, "working-day"),
]


@pytest.mark.shared
@pytest.mark.parametrize("fact", NUMBERS, ids=lambda f: f"{f[0]} {f[2]} {f[4]}")
def test_numbers_are_those_of_the_text(fact: tuple[str, str, str, str, int, str]) -> None:
    place, words, parameter, operator, value, unit = fact
    key = next(k for k in TEXTS if place.startswith(k + "/"))
    assert normal(words) in printed(key)
    limits = [c for n in norms(place) for c in curated().objects(n, CDT.constraint)]
    found = [
        (*names(c, "parameter"), *names(c, "operator"), int(str(curated().value(c, CDT.value))), *names(c, "unit"))
        for c in limits
    ]
    assert (parameter, operator, value, unit) in found


STATE = {"sovereignty", "security", "ordre-public", "essential-interests"}
RIGHTS = {"fundamental-rights", "human-rights", "freedom-of-expression", "immunity-or-privilege"}
GROUNDS = [
    ("ets-30/2", STATE | {"political-offence", "fiscal-offence"}, "listed"),
    ("ets-30/11/1", {"lack-of-consent", "pending-proceedings", "prolonged-detention", "overriding-grounds"}, "open"),
    ("ets-24/6/1/a", {"nationality"}, "additional"),
    ("ets-24/10", {"lapse-of-time"}, "additional"),
    ("ets-182/26/3", {"data-protection"}, "additional"),
    ("eu-us-mla/13", STATE | {"any-treaty-ground", "any-domestic-ground"}, "open"),
    ("eu-us-mla/4/4/a/i", {"dual-criminality"}, "additional"),
    ("celex/32014L0041/22/2", {"lack-of-consent", "prolonged-detention"}, "additional"),
    ("celex/32014L0041/11/1/h", {"measure-reserved"}, "additional"),
    ("celex/32023R1543/12/1", RIGHTS | {"ne-bis-in-idem", "dual-criminality"}, "listed"),
    ("celex/32023R1543/16/5", RIGHTS | {"non-conformity", "practical-impossibility"}, "closed"),
]


@pytest.mark.parametrize(("place", "grounds", "closure"), GROUNDS, ids=lambda x: x if isinstance(x, str) else "")
def test_grounds_of_refusal(place: str, grounds: set[str], closure: str) -> None:
    assert through(place, "refusalList", "ground") == grounds
    assert through(place, "refusalList", "closure") == {closure}


CLAUSES = [
    ("celex/32016L0680/60", "without-prejudice", "earlier-union-acts"),
    ("celex/32016L0680/61", "without-prejudice", "earlier-agreements"),
    ("celex/32016R0679/95", "yields", "electronic-communications-privacy"),
    ("celex/32016R0679/96", "without-prejudice", "earlier-agreements"),
    ("celex/32014L0041/34/1", "prevails", "european-investigation-order"),
    ("celex/32023R1543/2/4", "yields", "mutual-assistance-treaties"),
    ("celex/32023R1543/32/1", "without-prejudice", "existing-instruments"),
    ("celex/32002L0058/15/1", "yields", "domestic-law-restrictions"),
    ("ets-30/26/4", "disconnects", "uniform-or-reciprocal-legislation"),
    ("ets-30/26/2", "without-prejudice", "mutual-assistance-treaties"),
    ("ets-24/28/3", "disconnects", "uniform-or-reciprocal-legislation"),
    ("ets-182/28", "without-prejudice", "mutual-assistance-treaties"),
    ("eu-us-mla/3/1/f", "prevails", "mutual-assistance-treaties"),
    ("eu-us-mla/3/1/g", "yields", "mutual-assistance-treaties"),
    ("eu-us-mla/13", "without-prejudice", "mutual-assistance-treaties"),
    ("eu-us-mla/14", "without-prejudice", "future-instruments"),
]


@pytest.mark.parametrize(("place", "effect", "regime"), CLAUSES, ids=lambda x: x)
def test_clauses_say_what_gives_way(place: str, effect: str, regime: str) -> None:
    assert effect in through(place, "precedence", "effect")
    assert regime in through(place, "precedence", "inFavourOf")


def test_what_yields_is_described() -> None:
    places = set(curated().subjects(RDF.type, CDT.Provision))
    for clause, *_ in CLAUSES:
        for node in (p for n in norms(clause) for p in curated().objects(n, CDT.precedence)):
            assert set(curated().objects(node, CDT.appliesTo)) <= places, clause


def test_privacy_directive_lets_law_restrict_four_articles_only() -> None:
    restricted = through("celex/32002L0058/15/1", "precedence", "appliesTo")
    assert restricted == {str(ID[f"celex/32002L0058/{n}"]) for n in (5, 6, 8, 9)}


def test_gdpr_48_leaves_other_grounds_for_transfer_open() -> None:
    (bar,) = norms("celex/32016R0679/48", "transfer-data")
    assert names(bar, "modality") == {"prohibition"}
    assert names(bar, "exception") >= {"treaty-basis", "adequacy-decision", "derogation-applies"}


@pytest.mark.parametrize("place", ["celex/32002L0058/6/1", "celex/32016R0679/17/1", "celex/32016L0680/16/2"])
def test_erasure_is_a_duty_to_erase(place: str) -> None:
    assert [names(n, "modality") for n in norms(place, "erase")] == [{"obligation"}]


def test_bank_secrecy_is_no_ground_between_union_and_united_states() -> None:
    assert through("eu-us-mla/4/5", "refusalList", "excludedGround") == {"bank-secrecy"}
    assert "bank-secrecy" in through("eu-us-mla/13", "refusalList", "excludedGround")


def test_general_limits_of_data_law_may_not_be_made_a_condition() -> None:
    assert [names(n, "modality") for n in norms("eu-us-mla/9/2/a", "limit-use")] == [{"permission"}]
    assert [names(n, "modality") for n in norms("eu-us-mla/9/2/b", "limit-use")] == [{"prohibition"}]


def test_what_a_provider_must_do_is_an_order_to_a_person_and_owed_to_no_state() -> None:
    graph = curated()
    stated = {n for n, p in graph.subject_objects(CDT.statedIn) if str(p).startswith(str(ID["celex/32023R1543/"]))}
    provider = concept("role", "service-provider")
    duties = {n for n in stated if set(graph.objects(n, CDT.bearer)) == {provider}}
    data = {n for n in duties if names(n, "action") & {"preserve", "produce-data", "keep-confidential"}}
    assert len(data) >= 10
    assert {frozenset(names(n, "level")) for n in data} == {frozenset({"order"})}
    assert not any("result" in names(n, "level") for n in duties)


def test_the_regulation_on_orders_was_in_force_three_years_before_it_applied() -> None:
    act = ID["celex/32023R1543"]
    dates = [str(curated().value(act, p)) for p in (ELI.first_date_entry_in_force, ELI.date_applicability)]
    assert dates == ["2023-08-17", "2026-08-18"]


def test_a_margin_of_fundamental_principles_is_coded_alike() -> None:
    cues = ((n, str(cue).lower()) for n, cue in curated().subject_objects(CDT.cue))
    looks = [n for n, cue in cues if re.search(r"(fundamental|basic) (principles|concepts)|principes fondamentaux", cue)]
    duties = [n for n in looks if names(n, "modality") == {"obligation"}]
    assert len(duties) >= 5
    assert [n for n in duties if names(n, "margin") & {"none", "domestic-law"}] == []
