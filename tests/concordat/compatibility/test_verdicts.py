"""The verdicts of the lattice on small worlds, each a trap of the field."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from concordat.compatibility import Finding

from .conftest import days, norm, relations

Laboratory = Callable[..., Finding]


def limit(place: str, operator: str, value: int, more: str = "") -> str:
    return norm(place, f"cdt:constraint <constraint/{place}> {more}") + days(place, operator, value)


def grounds(place: str, modality: str, text: str, more: str = "") -> str:
    head = norm(place, f"cdt:modality modality:{modality} ; cdt:action action:refuse ; cdt:refusalList <refusals/{place}> {more}")
    return head + f"<refusals/{place}> a cdt:RefusalList ; {text} .\n"


def demand(text: str) -> str:
    return f"<requirement/mandate/1/x> a cdt:Requirement ; cdt:statedIn <mandate/1> ; {text} .\n"


@pytest.mark.parametrize(
    ("left", "right", "verdict", "relation"),
    [
        pytest.param(("gteq", 90), ("gteq", 60), "satisfies", "stronger", id="a longer minimum meets a shorter one"),
        pytest.param(("gteq", 60), ("gteq", 90), "conditional", "weaker", id="a shorter minimum is no conflict, only less"),
        pytest.param(("gteq", 60), ("gteq", 60), "satisfies", "same", id="the same minimum"),
        pytest.param(("gteq", 90), ("lteq", 90), "conditional", "overlapping", id="minimum and maximum of 90 meet in one point"),
        pytest.param(("gteq", 91), ("lteq", 90), "conflicts", "disjoint", id="minimum above a maximum excludes it"),
        pytest.param(("eq", 75), ("gteq", 60), "satisfies", "stronger", id="a fixed period inside an open one"),
    ],
)
def test_thresholds_of_performance(laboratory: Laboratory, left: tuple[str, int], right: tuple[str, int], verdict: str, relation: str) -> None:
    found = laboratory(limit("draft/1/1", *left) + limit("treaty/1/1", *right))
    assert found.verdict == verdict
    assert relations(found)["threshold"] == relation


def test_years_and_months_are_one_scale(laboratory: Laboratory) -> None:
    text = norm("draft/1/1", "cdt:constraint <constraint/l>") + norm("treaty/1/1", "cdt:constraint <constraint/r>")
    unit = "a cdt:Constraint ; cdt:parameter parameter:retention-period ; cdt:operator operator:eq"
    text += f"<constraint/l> {unit} ; cdt:value 2 ; cdt:unit unit:year .\n<constraint/r> {unit} ; cdt:value 24 ; cdt:unit unit:month .\n"
    assert relations(laboratory(text))["threshold"] == "same"


def test_a_lower_penalty_threshold_covers_more(laboratory: Laboratory) -> None:
    def penalty(place: str, years: int) -> str:
        text = norm(place, f"cdt:topic topic:extradition ; cdt:action action:extradite ; cdt:constraint <constraint/{place}>")
        return text + (
            f"<constraint/{place}> a cdt:Constraint ; cdt:parameter parameter:maximum-penalty ; "
            f"cdt:operator operator:gteq ; cdt:value {years} ; cdt:unit unit:year .\n"
        )

    wider = laboratory(penalty("draft/1/1", 1) + penalty("treaty/1/1", 4))
    narrower = laboratory(penalty("draft/1/1", 4) + penalty("treaty/1/1", 1))
    assert (wider.verdict, narrower.verdict) == ("satisfies", "conditional")


def test_an_order_to_a_person_is_not_a_result_owed_to_a_state(laboratory: Laboratory) -> None:
    order = norm("treaty/1/1", "cdt:level level:order ; cdt:topic topic:preservation-order")
    assert laboratory(norm("draft/1/1", "") + order).verdict == "not-comparable"


def test_levels_that_share_a_figure_can_be_honoured_together(laboratory: Laboratory) -> None:
    text = limit("draft/1/1", "gteq", 90) + limit("treaty/1/1", "lteq", 90, "; cdt:level level:order ; cdt:topic topic:preservation-order")
    assert laboratory(text).verdict == "conditional"


@pytest.mark.parametrize(
    ("left", "right", "verdict"),
    [
        ("obligation", "prohibition", "conflicts"),
        ("prohibition", "obligation", "conflicts"),
        ("permission", "obligation", "conditional"),
        ("obligation", "permission", "satisfies"),
        ("permission", "prohibition", "conditional"),
        ("prohibition", "permission", "conditional"),
        ("permission", "permission", "satisfies"),
    ],
)
def test_the_deontic_square(laboratory: Laboratory, left: str, right: str, verdict: str) -> None:
    text = norm("draft/1/1", f"cdt:modality modality:{left}") + norm("treaty/1/1", f"cdt:modality modality:{right}")
    assert laboratory(text).verdict == verdict


def test_endeavour_is_weaker_than_shall(laboratory: Laboratory) -> None:
    found = laboratory(norm("draft/1/1", "cdt:force force:endeavour") + norm("treaty/1/1", ""))
    assert (found.verdict, relations(found)["force"]) == ("conditional", "weaker")


def test_force_and_margin_are_a_partial_order(laboratory: Laboratory) -> None:
    text = norm("draft/1/1", "cdt:margin margin:domestic-law") + norm("treaty/1/1", "cdt:force force:endeavour")
    assert relations(laboratory(text))["force"] == "overlapping"


def test_a_prohibition_to_exceed_a_restraint_is_a_duty_to_keep_it(laboratory: Laboratory) -> None:
    use = "cdt:topic topic:use-limitation ; cdt:action action:limit-use ; cdt:modality modality:"
    found = laboratory(norm("draft/1/1", use + "permission ; cdt:force force:may") + norm("treaty/1/1", use + "prohibition"))
    assert relations(found)["modality"] == "weaker"


def test_a_faculty_to_refuse_on_a_barred_ground_can_be_left_unused(laboratory: Laboratory) -> None:
    text = grounds("draft/1/1", "permission", "cdt:ground ground:fiscal-offence ; cdt:closure closure:listed")
    text += grounds("treaty/1/1", "prohibition", "cdt:excludedGround ground:fiscal-offence ; cdt:closure closure:additional")
    found = laboratory(text)
    assert (found.verdict, relations(found)["refusal-grounds"]) == ("conditional", "overlapping")


def test_a_clause_that_gives_way_resolves_it(laboratory: Laboratory) -> None:
    text = grounds("other/1", "permission", "cdt:ground ground:fiscal-offence ; cdt:closure closure:listed", "; cdt:topic topic:mutual-assistance")
    text += grounds("treaty/1/1", "prohibition", "cdt:excludedGround ground:fiscal-offence ; cdt:closure closure:additional", "; cdt:topic topic:mutual-assistance")
    text += norm("treaty/1/2", "cdt:action action:relate-to-other-rules ; cdt:precedence <precedence/t>")
    text += "<precedence/t> a cdt:Precedence ; cdt:effect effect:yields ; cdt:inFavourOf regime:mutual-assistance-treaties ; cdt:appliesTo <treaty/1/1> .\n"
    found = laboratory(text, "other:1", "treaty:1/1")
    assert (found.verdict, found.clauses) == ("conflict-resolved-by-clause", ("treaty:1/2",))


DATA = demand("cdt:demand demand:ground-available ; cdt:topic topic:international-cooperation ; cdt:ground ground:data-protection")
RELAXED = DATA.replace(" .\n", " ; cdt:relaxedFor topic:preservation-assistance .\n")


@pytest.mark.parametrize(
    ("listed", "required", "verdict"),
    [
        pytest.param("cdt:ground ground:data-protection ; cdt:closure closure:closed", DATA, "satisfies", id="named"),
        pytest.param("cdt:viaDomesticLaw true ; cdt:closure closure:open", DATA, "satisfies", id="through domestic law"),
        pytest.param("cdt:ground ground:essential-interests ; cdt:closure closure:listed", DATA, "conditional", id="a list that does not name it"),
        pytest.param("cdt:ground ground:sovereignty ; cdt:closure closure:closed", DATA, "conflicts", id="a closed list without it"),
        pytest.param("cdt:ground ground:sovereignty ; cdt:closure closure:closed", RELAXED, "conditional", id="closed, where the mandate pulls apart"),
        pytest.param("cdt:excludedGround ground:fundamental-rights ; cdt:closure closure:additional", DATA, "conflicts", id="excluded with its family"),
    ],
)
def test_a_demanded_ground(laboratory: Laboratory, listed: str, required: str, verdict: str) -> None:
    text = grounds("draft/1/1", "permission", listed) + required
    assert laboratory(text, "draft:1/1", "mandate:1").verdict == verdict


def test_a_single_added_ground_is_not_faulted_for_the_others(laboratory: Laboratory) -> None:
    text = grounds("draft/1/1", "permission", "cdt:ground ground:discrimination ; cdt:closure closure:additional")
    rights = demand("cdt:demand demand:ground-available ; cdt:topic topic:international-cooperation ; cdt:ground ground:fundamental-rights")
    dual = DATA.replace("/x>", "/y>").replace("ground:data-protection", "ground:dual-criminality")
    found = laboratory(text + rights + dual, "draft:1/1", "mandate:1")
    assert (found.verdict, found.not_compared) == ("satisfies", ("requirement:mandate:1/y",))


def test_dual_criminality_as_a_condition_opens_its_ground(laboratory: Laboratory) -> None:
    text = norm("draft/1/1", "cdt:topic topic:extradition ; cdt:action action:extradite ; cdt:condition condition:dual-criminality")
    assert laboratory(text + DATA.replace("data-protection", "dual-criminality"), "draft:1/1", "mandate:1").verdict == "satisfies"


def test_a_mandate_on_the_left_is_read_from_the_text(laboratory: Laboratory) -> None:
    text = grounds("draft/1/1", "permission", "cdt:ground ground:sovereignty ; cdt:closure closure:closed") + DATA
    assert laboratory(text, "mandate:1", "draft:1/1").verdict == "conflicts"


@pytest.mark.parametrize(
    ("scope", "more", "verdict"),
    [
        pytest.param("convention-offences", "", "satisfies", id="inside"),
        pytest.param("electronic-evidence-of-any-offence", "", "conditional", id="wider without safeguards"),
        pytest.param("electronic-evidence-of-any-offence", "; cdt:safeguard safeguard:human-rights-standards", "satisfies", id="wider with them"),
        pytest.param("undefined-cybercrime", "", "conflicts", id="outside"),
        pytest.param("undefined-cybercrime", "; cdt:modality modality:permission", "conditional", id="a faculty binds nobody beyond it"),
        pytest.param("non-convention-offences", "", "conflicts", id="another class"),
        pytest.param("organised-group-offences", "", "conditional", id="a class that cuts across"),
    ],
)
def test_a_demanded_scope(laboratory: Laboratory, scope: str, more: str, verdict: str) -> None:
    required = demand(
        "cdt:demand demand:admissible-scope ; cdt:topic topic:international-cooperation ; cdt:offenceScope scope:convention-offences ; "
        "cdt:widerScope scope:electronic-evidence-of-any-offence ; cdt:safeguard safeguard:human-rights-standards"
    )
    assert laboratory(norm("draft/1/1", f"cdt:offenceScope scope:{scope} {more}") + required, "draft:1/1", "mandate:1").verdict == verdict


@pytest.mark.parametrize(("action", "verdict"), [("search-or-seize", "conflicts"), ("punish", "satisfies")])
def test_a_demand_to_keep_prevention_apart(laboratory: Laboratory, action: str, verdict: str) -> None:
    required = demand("cdt:demand demand:separateness ; cdt:topic topic:prevention")
    text = norm("draft/1/1", f"cdt:topic topic:prevention ; cdt:action action:{action}")
    assert laboratory(text + required, "draft:1/1", "mandate:1").verdict == verdict


@pytest.mark.parametrize(("kind", "verdict"), [("Directive", "out-of-scope"), ("FoundingTreaty", "out-of-scope"), ("Treaty", "conflicts")])
@pytest.mark.parametrize("sides", [("act:1", "mandate:1"), ("mandate:1", "act:1")])
def test_law_of_the_union_answers_to_no_mandate(laboratory: Laboratory, kind: str, verdict: str, sides: tuple[str, str]) -> None:
    act = f'<act> a cdt:{kind} ; skos:prefLabel "Act"@en . <act/1> a cdt:Provision ; eli:is_part_of <act> .\n'
    text = act + grounds("act/1", "permission", "cdt:ground ground:sovereignty ; cdt:closure closure:closed") + DATA
    found = laboratory(text, *sides)
    assert (found.verdict, found.left, found.right) == (verdict, ("act:1",), ("mandate:1",))
    assert ("law of the Union in force" in found.explanation["en"]) == (verdict == "out-of-scope")


@pytest.mark.parametrize("action", ["search-or-seize", "reserve"])
def test_only_a_measure_keeps_to_the_condition_of_its_faculty(laboratory: Laboratory, action: str) -> None:
    free = norm("draft/1/1", f"cdt:modality modality:permission ; cdt:action action:{action} ; cdt:condition condition:dual-criminality")
    text = free + grounds("treaty/1/1", "permission", "cdt:ground ground:dual-criminality ; cdt:closure closure:additional")
    assert laboratory(text).verdict == ("satisfies" if action == "search-or-seize" else "not-assessed")


@pytest.mark.parametrize(("force", "verdict"), [("shall", "conditional"), ("endeavour", "conditional"), ("may", "satisfies")])
def test_a_demand_for_voluntary_measures(laboratory: Laboratory, force: str, verdict: str) -> None:
    required = demand("cdt:demand demand:voluntary ; cdt:topic topic:capacity-building ; cdt:force force:may")
    text = norm("draft/1/1", f"cdt:topic topic:capacity-building ; cdt:action action:train ; cdt:force force:{force}")
    assert laboratory(text + required, "draft:1/1", "mandate:1").verdict == verdict


@pytest.mark.parametrize(("definedness", "verdict"), [("closed", "satisfies"), ("open-list", "conditional"), ("undefined", "conflicts")])
def test_a_demand_for_defined_terms(laboratory: Laboratory, definedness: str, verdict: str) -> None:
    required = demand("cdt:demand demand:definedness ; cdt:topic topic:international-cooperation")
    assert laboratory(norm("draft/1/1", f"cdt:definedness definedness:{definedness}") + required, "draft:1/1", "mandate:1").verdict == verdict


def test_elements_are_compared_as_sets(laboratory: Laboratory) -> None:
    more = norm("draft/1/1", "cdt:element element:availability-24-7 , element:trained-staff")
    less = norm("treaty/1/1", "cdt:element element:availability-24-7")
    assert relations(laboratory(more + less))["elements"] == "stronger"
    found = laboratory(less.replace("treaty", "draft") + more.replace("draft", "treaty"))
    lacking = [value for aspect in found.aspects for value in aspect.lacking]
    assert (found.verdict, lacking) == ("conditional", ["element:trained-staff"])


def test_sentences_of_one_paragraph_are_read_together(laboratory: Laboratory) -> None:
    text = norm("draft/1/1", "") + norm("draft/1/1", "cdt:element element:trained-staff", number=2)
    assert laboratory(text + norm("treaty/1/1", "cdt:element element:trained-staff")).verdict == "satisfies"


def test_a_condition_makes_a_duty_narrower_unless_presupposed(laboratory: Laboratory) -> None:
    right = norm("treaty/1/1", "")
    assert laboratory(norm("draft/1/1", "cdt:condition condition:urgency") + right).verdict == "conditional"
    assert laboratory(norm("draft/1/1", "cdt:condition condition:request-received") + right).verdict == "satisfies"


def test_conventions_have_their_own_offences(laboratory: Laboratory) -> None:
    scope = "cdt:offenceScope scope:convention-offences"
    draft = laboratory(norm("draft/1/1", scope) + norm("treaty/1/1", scope))
    treaties = laboratory(norm("other/1", scope) + norm("treaty/1/1", scope), "other:1", "treaty:1/1")
    assert (draft.verdict, treaties.verdict) == ("satisfies", "conditional")


def test_a_range_that_broke_on_renumbering_is_a_drafting_defect(laboratory: Laboratory) -> None:
    three = "".join(
        f"<{i}/1/{n}> a cdt:Provision ; eli:is_part_of <{i}/1> ; eli:type_subdivision kind:paragraph ; eli:number \"{n}\" .\n"
        for i in ("draft", "treaty") for n in (3, 4)
    )
    relate = "cdt:topic topic:mutual-assistance ; cdt:action action:relate-to-other-rules ; cdt:precedence "
    text = three + norm("draft/1/1", relate + "<precedence/d>") + norm("treaty/1/1", relate + "<precedence/t>")
    for name, place in (("d", "draft"), ("t", "treaty")):
        text += (
            f"<precedence/{name}> a cdt:Precedence ; cdt:effect effect:yields ; cdt:inFavourOf regime:mutual-assistance-treaties ; "
            f"cdt:appliesTo <{place}/1/2> , <{place}/1/3> .\n"
        )
    text += norm("treaty/1/2", "cdt:action action:postpone") + norm("treaty/1/3", "cdt:action action:bear-costs")
    text += norm("draft/1/2", "cdt:action action:postpone") + norm("draft/1/4", "cdt:action action:bear-costs")
    found = laboratory(text)
    assert (found.verdict, found.drafting) == ("conflicts", True)
    mended = laboratory(text.replace("<draft/1/2> , <draft/1/3>", "<draft/1/2> , <draft/1/4>"))
    assert mended.verdict == "satisfies"


def test_what_is_taken_over_must_exist(laboratory: Laboratory) -> None:
    text = "<draft/1/1> cdt:incorporates <treaty/9/3> ; cdt:intendedTarget <treaty/1/1> .\n" + norm("treaty/1/1", "")
    found = laboratory(text)
    assert (found.verdict, found.drafting, found.broken) == ("conflicts", True, (("treaty:9/3", "treaty:1/1"),))


def test_a_provision_answers_with_what_it_takes_over(laboratory: Laboratory) -> None:
    text = "<draft/1/1> cdt:incorporates <other/1> .\n" + norm("other/1", "") + norm("treaty/1/1", "")
    assert laboratory(text).verdict == "satisfies"


COVERED = "<coverage/draft/m> a cdt:Coverage ; cdt:ofInstrument <draft> ; cdt:topic topic:mutual-assistance ; cdt:completeness completeness:complete .\n"


def test_silence_is_concluded_only_where_the_text_is_covered(laboratory: Laboratory) -> None:
    text = norm("draft/1/1", "cdt:action action:bear-costs") + norm("treaty/1/1", "")
    assert laboratory(text).verdict == "not-assessed"
    assert laboratory(text + COVERED).verdict == "silent"
    assert laboratory(text + COVERED, "draft:1").verdict == "silent"


def test_different_subjects_are_a_conclusion(laboratory: Laboratory) -> None:
    text = norm("draft/1/1", "cdt:topic topic:extradition ; cdt:action action:extradite") + norm("treaty/1/1", "") + COVERED
    assert laboratory(text).verdict == "not-comparable"


def test_nothing_is_concluded_where_the_right_side_is_not_modelled(laboratory: Laboratory) -> None:
    found = laboratory(norm("draft/1/1", ""))
    assert (found.verdict, found.reason) == ("not-assessed", "right-not-modelled")


@pytest.mark.parametrize(("left", "right", "verdict"), [(("gteq", 60), ("gteq", 90), "satisfies"), (("gteq", 91), ("lteq", 90), "conflicts"), (("gteq", 90), ("lteq", 90), "conditional")])
def test_two_texts_coexist_where_one_conduct_honours_both(laboratory: Laboratory, left: tuple[str, int], right: tuple[str, int], verdict: str) -> None:
    text = limit("draft/1/1", *left) + limit("treaty/1/1", *right)
    assert laboratory(text, question="coexists").verdict == verdict
    assert laboratory(text, "treaty:1/1", "draft:1/1", question="coexists").verdict == verdict


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_finding_is_explained(laboratory: Laboratory, lang: str) -> None:
    found = laboratory(limit("draft/1/1", "gteq", 60) + limit("treaty/1/1", "gteq", 90))
    assert "60" in found.explanation[lang]
    assert "90" in found.explanation[lang]
    assert "{" not in found.explanation[lang]
