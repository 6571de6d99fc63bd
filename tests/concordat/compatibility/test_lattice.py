"""The lattice as functions: the table is whole, judging takes its first row, weighing takes best and gravest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import URIRef

from concordat.compatibility import AspectRelation, Comparison, Finding, judge, rows, weigh
from concordat.compatibility.lattice import GRAVITY, UNCURED, Judgement, Row

from .conftest import days, norm

Laboratory = Callable[..., Finding]
# each example compares a whole small world; the laboratory keeps nothing between two of them
FEW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)


def comparison(
    *relations: tuple[str, str], right: str = "r", name: str = "c", clause: bool = False, demand: str | None = None
) -> Comparison:
    aspects = tuple(AspectRelation(aspect, relation) for aspect, relation in relations)
    return Comparison(URIRef(f"urn:{name}"), "l", right, aspects, ("clause",) if clause else (), demand)


def crafted(row: Row) -> Comparison:
    """Return the least comparison that has what a row asks for."""
    aspect = min(row.aspects, default="force")
    found = [(aspect, min(row.relations))]
    if row.and_relations:
        found.append((min(row.and_aspects), min(row.and_relations)))
    return comparison(*found, clause=row.clause)


def test_the_table_is_in_order_and_told_in_both_languages() -> None:
    places = [(row.question, row.order) for row in rows()]
    assert places == sorted(places)
    assert len(places) == len(set(places))
    assert all(set(row.label) == {"en", "fr"} for row in rows())
    assert {row.question for row in rows()} == {"delivers", "coexists"}
    assert {row.verdict for row in rows()} <= set(GRAVITY)


@pytest.mark.parametrize("row", [pytest.param(row, id=f"{row.question}-{row.order}") for row in rows()])
def test_every_row_can_be_reached(row: Row) -> None:
    judgement = judge(crafted(row), row.question)
    assert judgement is not None
    assert judgement.row == row
    assert judgement.verdict == row.verdict


@pytest.mark.parametrize(
    "relation", ["same", "stronger", "weaker", "overlapping", "disjoint", "left-silent", "right-silent", "not-comparable"]
)
@pytest.mark.parametrize("question", ["delivers", "coexists"])
def test_every_relation_of_levels_has_a_verdict(question: str, relation: str) -> None:
    assert judge(comparison(("level", relation)), question) is not None


def test_what_was_not_compared_has_no_verdict() -> None:
    assert judge(comparison(), "delivers") is None
    assert judge(comparison(("force", "same")), "coherent") is None
    assert weigh([]) is None


@pytest.mark.parametrize(("verdicts", "decisive"), [
    pytest.param({"r": ["conditional", "satisfies"]}, "satisfies", id="the best answer to one statement"),
    pytest.param({"r": ["satisfies"], "s": ["conditional"]}, "conditional", id="the gravest over all statements"),
    pytest.param({"r": ["not-comparable", "conflicts"]}, "conflicts", id="another level answers nothing"),
    pytest.param({"r": ["conflicts", "not-comparable"]}, "conflicts", id="another level takes nothing back"),
    pytest.param({"r": ["not-comparable"]}, "not-comparable", id="only another level"),
    pytest.param({"r": ["satisfies", "conflicts"], "s": ["satisfies"]}, "satisfies", id="cured by another norm"),
])  # fmt: skip
def test_weighing(verdicts: dict[str, list[str]], decisive: str) -> None:
    row = rows()[0]
    judgements = [
        Judgement(comparison(right=right, name=f"{right}{number}"), verdict, row)
        for right, each in verdicts.items()
        for number, verdict in enumerate(each)
    ]
    for order in (judgements, judgements[::-1]):
        judgement = weigh(order)
        assert judgement is not None
        assert judgement.verdict == decisive


@pytest.mark.parametrize("demand", sorted(UNCURED))
def test_a_contradicted_demand_is_not_cured(demand: str) -> None:
    row = rows()[0]
    granted = Judgement(comparison(name="a", demand=demand), "satisfies", row)
    refused = Judgement(comparison(name="b", demand=demand), "conflicts", row)
    for order in ([granted, refused], [refused, granted]):
        judgement = weigh(order)
        assert judgement is not None
        assert judgement.verdict == "conflicts"


def test_a_limit_of_scope_is_kept_by_every_norm_or_not_kept() -> None:
    kept, passed = (
        Judgement(comparison(name=name, demand="admissible-scope"), verdict, rows()[0])
        for name, verdict in (("a", "satisfies"), ("b", "conditional"))
    )
    assert weigh([kept, passed]) == weigh([passed, kept]) == passed


ASPECTS = st.lists(
    st.tuples(
        st.sampled_from(["force", "level", "modality", "reference", "refusal-grounds", "threshold"]),
        st.sampled_from(["same", "stronger", "weaker", "overlapping", "disjoint", "left-silent", "right-silent", "not-comparable"]),
    ),
    min_size=1, max_size=4, unique_by=lambda pair: pair[0],
)  # fmt: skip


@given(ASPECTS, st.booleans())
def test_the_order_of_aspects_does_not_matter(found: list[tuple[str, str]], clause: bool) -> None:
    for question in ("delivers", "coexists"):
        one, other = (judge(comparison(*order, clause=clause), question) for order in (found, found[::-1]))
        assert (one and one.row) == (other and other.row)


@given(ASPECTS)
def test_a_clause_only_ever_resolves(found: list[tuple[str, str]]) -> None:
    bare, resolved = judge(comparison(*found), "delivers"), judge(comparison(*found, clause=True), "delivers")
    verdicts = {judgement and judgement.verdict for judgement in (bare, resolved)}
    assert len(verdicts) == 1 or (resolved and resolved.verdict) == "conflict-resolved-by-clause"


SWAPPED = {"stronger": "weaker", "weaker": "stronger", "left-silent": "right-silent", "right-silent": "left-silent"}


@given(ASPECTS, st.booleans())
def test_coexistence_is_judged_alike_from_both_sides(found: list[tuple[str, str]], clause: bool) -> None:
    one = judge(comparison(*found, clause=clause), "coexists")
    other = judge(comparison(*((aspect, SWAPPED.get(relation, relation)) for aspect, relation in found), clause=clause), "coexists")
    assert one is not None
    assert other is not None
    assert one.verdict == other.verdict


LIMITS = st.tuples(st.sampled_from(["gteq", "lteq", "eq", "gt", "lt"]), st.integers(1, 4).map(lambda n: n * 30))
MODALITIES = st.sampled_from(["obligation", "prohibition", "permission"])


def limited(place: str, modality: str, operator: str, value: int) -> str:
    return norm(place, f"cdt:modality modality:{modality} ; cdt:constraint <constraint/{place}>") + days(place, operator, value)


@FEW
@given(MODALITIES, LIMITS, MODALITIES, LIMITS)
def test_coexists_is_symmetric(laboratory: Laboratory, left: str, one: tuple[str, int], right: str, other: tuple[str, int]) -> None:
    text = limited("draft/1/1", left, *one) + limited("treaty/1/1", right, *other)
    there = laboratory(text, question="coexists")
    back = laboratory(text, "treaty:1/1", "draft:1/1", question="coexists")
    assert there.verdict == back.verdict


@FEW
@given(MODALITIES, LIMITS)
def test_delivers_is_reflexive(laboratory: Laboratory, modality: str, limit: tuple[str, int]) -> None:
    text = limited("draft/1/1", modality, *limit) + limited("treaty/1/1", modality, *limit)
    assert laboratory(text).verdict == "satisfies"


GROUNDS = ["data-protection", "sovereignty", "security", "political-offence", "fiscal-offence"]
# how well a demand is met, the best first
RANK = ["satisfies", "conditional", "conflicts"]


@FEW
@given(st.sets(st.sampled_from(GROUNDS), max_size=3), st.sampled_from(GROUNDS), st.sampled_from(["closed", "listed", "open"]))
def test_one_more_ground_never_makes_a_ground_less_available(laboratory: Laboratory, held: set[str], more: str, closure: str) -> None:
    def refusing(grounds: set[str]) -> str:
        named = "".join(f"cdt:ground ground:{ground} ; " for ground in sorted(grounds))
        head = norm("draft/1/1", "cdt:modality modality:permission ; cdt:action action:refuse ; cdt:refusalList <refusals/draft>")
        return head + f"<refusals/draft> a cdt:RefusalList ; {named}cdt:closure closure:{closure} .\n"

    demanded = (
        "<requirement/mandate/1/x> a cdt:Requirement ; cdt:statedIn <mandate/1> ; cdt:demand demand:ground-available ; "
        "cdt:topic topic:international-cooperation ; cdt:ground ground:data-protection .\n"
    )
    fewer, wider = (laboratory(refusing(grounds) + demanded, "draft:1/1", "mandate:1") for grounds in (held, held | {more}))
    assert RANK.index(wider.verdict) <= RANK.index(fewer.verdict)


# each inside the next
SCOPES = ["cyber-dependent-offences", "computer-related-offences", "computer-related-or-electronic-evidence", "any-offence"]


@FEW
@given(st.integers(0, 3), st.integers(0, 3))
def test_a_wider_scope_never_fits_a_limit_better(laboratory: Laboratory, one: int, other: int) -> None:
    limit = (
        "<requirement/mandate/1/x> a cdt:Requirement ; cdt:statedIn <mandate/1> ; cdt:demand demand:admissible-scope ; "
        "cdt:topic topic:international-cooperation ; cdt:offenceScope scope:computer-related-offences .\n"
    )
    narrow, wide = (
        laboratory(norm("draft/1/1", f"cdt:offenceScope scope:{SCOPES[n]}") + limit, "draft:1/1", "mandate:1") for n in sorted((one, other))
    )
    assert RANK.index(wide.verdict) >= RANK.index(narrow.verdict)


def test_a_finding_is_named_after_its_sides() -> None:
    finding = Finding("k", "delivers", ("budapest:29/7", "budapest:30"), ("untoc:18",), "satisfies")
    assert str(finding.iri).endswith("/id/finding/delivers/budapest/29/7+budapest/30--untoc/18")
    assert replace(finding, question="coexists").iri != finding.iri


WEEKS = st.tuples(st.sampled_from(["gteq", "lteq"]), st.integers(4, 12))


@FEW
@given(WEEKS, LIMITS)
def test_units_do_not_matter(laboratory: Laboratory, one: tuple[str, int], other: tuple[str, int]) -> None:
    counted = limited("draft/1/1", "obligation", one[0], one[1] * 7) + limited("treaty/1/1", "obligation", *other)
    in_weeks = counted.replace(days("draft/1/1", one[0], one[1] * 7), days("draft/1/1", *one).replace("unit:day", "unit:week"))
    assert laboratory(in_weeks).verdict == laboratory(counted).verdict


@FEW
@given(st.integers(0, 3), st.integers(0, 3), st.integers(0, 3))
def test_a_narrower_scope_never_delivers_more(laboratory: Laboratory, one: int, other: int, asked: int) -> None:
    right = norm("treaty/1/1", f"cdt:offenceScope scope:{SCOPES[asked]}")
    narrow, wide = (laboratory(norm("draft/1/1", f"cdt:offenceScope scope:{SCOPES[n]}") + right) for n in sorted((one, other)))
    assert RANK.index(narrow.verdict) >= RANK.index(wide.verdict)


def test_the_order_of_what_is_told_does_not_matter(laboratory: Laboratory) -> None:
    told = [limited("draft/1/1", "obligation", "gteq", 60), limited("treaty/1/1", "obligation", "gteq", 90), norm("treaty/1/2", "")]
    one, other = (laboratory("".join(order), "draft:1", "treaty:1") for order in (told, told[::-1]))
    assert one == other


UNSAID = norm("draft/1/1", "cdt:constraint <constraint/d>", number=2).replace("; cdt:action action:preserve ;", " ;") + days("d", "gteq", 90)


@pytest.mark.parametrize(
    ("beside", "verdict"),
    [
        pytest.param("", "satisfies", id="one conduct in the paragraph"),
        pytest.param(norm("draft/1/1", "cdt:action action:disclose", number=3), "conditional", id="two, and either may be meant"),
    ],
)
def test_a_figure_without_a_conduct_is_read_with_its_paragraph(laboratory: Laboratory, beside: str, verdict: str) -> None:
    asked = norm("treaty/1/1", "cdt:constraint <constraint/t>") + days("t", "gteq", 60)
    assert "action" not in UNSAID
    assert laboratory(norm("draft/1/1", "") + UNSAID + beside + asked).verdict == verdict


def test_a_prohibition_does_not_take_over_the_conduct_beside_it(laboratory: Laboratory) -> None:
    forbidden = UNSAID.replace("modality:obligation", "modality:prohibition")
    assert laboratory(norm("draft/1/1", "") + forbidden + norm("treaty/1/1", "")).verdict == "satisfies"


@pytest.mark.parametrize(("condition", "verdict"), [("dual-criminality", "satisfies"), ("urgency", "conditional")])
def test_what_opens_a_ground_of_refusal_is_no_condition_of_refusing(laboratory: Laboratory, condition: str, verdict: str) -> None:
    refuse = "cdt:action action:refuse ; cdt:topic topic:mutual-assistance ; cdt:modality modality:permission ; cdt:refusalList <refusals/{0}>"
    told = "<refusals/{0}> a cdt:RefusalList ; cdt:ground ground:dual-criminality ; cdt:closure closure:additional .\n"
    left = norm("draft/1/1", f"{refuse.format('d')} ; cdt:condition condition:{condition}") + told.format("d")
    assert laboratory(left + norm("treaty/1/1", refuse.format("t")) + told.format("t")).verdict == verdict
