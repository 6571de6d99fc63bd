"""Who is bound by what and when: answers that a lawyer reads off the status tables, the final clauses and the recitals.

Written by hand from those, and never copied from a golden result. What the graph has from memory is not asked here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


Row = tuple[str, ...]


@pytest.mark.parametrize(
    ("date", "since"),
    [
        pytest.param("2012-06-08", set(), id="on-the-day-of-the-deposit-not-yet"),
        pytest.param("2012-07-07", set(), id="twenty-nine-days-after-not-yet"),
        pytest.param("2012-07-08", {("2012-07-08",)}, id="thirtieth-day"),
    ],
)
def test_viet_nam_is_bound_by_untoc_from_the_thirtieth_day(asked: Callable[..., set[Row]], date: str, since: set[Row]) -> None:
    found = asked("bound-on-a-date", "instrument since", party="state:VNM", date=date)
    assert {(day,) for instrument, day in found if instrument == "untoc"} == since


def test_the_trafficking_protocol_began_with_its_first_forty_and_those_who_joined_in_between(asked: Callable[..., set[Row]]) -> None:
    bound = asked("parties-on-a-date", "party since", treaty="untoc-tip", date="2003-12-25")
    assert {since for _, since in bound} == {"2003-12-25"}
    # France among the first; Tunisia deposited 14 July 2003
    assert {("state:FRA", "2003-12-25"), ("state:TUN", "2003-12-25")} <= bound
    assert asked("parties-on-a-date", "party", treaty="untoc-tip", date="2003-12-24") == set()


def test_who_signed_untoc_and_stands_in_the_table_without_a_deposit(asked: Callable[..., set[Row]]) -> None:
    known = asked("signed-not-joined", "party horizon", treaty="untoc")
    later = {row[0] for row in asked("joined-since-the-table", "party treaty") if row[1] == "untoc"}
    # the rows of the table with a signature and an empty third column
    open_rows = {"state:BRB", "state:COG", "state:IRN", "state:JPN", "state:KOR", "state:SLE"}
    assert {party for party, _ in known} == open_rows - later
    assert {horizon for _, horizon in known} == {"2013-10-17"}


def test_status_of_viet_nam_between_deposit_and_effect(asked: Callable[..., set[Row]]) -> None:
    found = asked("status-of-a-treaty", "act done hasEffect", party="state:VNM", treaty="untoc", date="2012-07-01")
    assert {("cdt:Signature", "2000-12-13", ""), ("cdt:Ratification", "2012-06-08", "no")} <= found
    before = asked("status-of-a-treaty", "act", party="state:VNM", treaty="untoc", date="2012-06-07")
    assert before == {("cdt:Signature",)}


def test_what_binds_viet_nam_and_france_by_the_tables(asked: Callable[..., set[Row]]) -> None:
    found = asked("bound-together", "instrument oneSince otherSince", one="state:VNM", other="state:FRA", date="2013-01-01")
    assert found == {
        ("untoc", "2012-07-08", "2003-09-29"),
        ("untoc-tip", "2012-07-08", "2003-12-25"),
        # deposited 19 August 2009, and 11 July 2005 before the thirtieth deposit
        ("uncac", "2009-09-18", "2005-12-14"),
    }


def test_final_clauses_and_the_days_they_gave(asked: Callable[..., set[Row]]) -> None:
    found = asked("entry-into-force", "treaty clause needed delay unit since")
    assert {
        ("untoc", "untoc:38/1", "40", "90", "unit:day", "2003-09-29"),
        ("untoc-tip", "untoc-tip:17/1", "40", "90", "unit:day", "2003-12-25"),
        ("untoc-smuggling", "untoc-smuggling:22/1", "40", "90", "unit:day", "2004-01-28"),
        ("untoc-firearms", "untoc-firearms:18/1", "40", "90", "unit:day", "2005-07-03"),
        ("uncac", "uncac:68/1", "30", "90", "unit:day", "2005-12-14"),
        ("budapest", "budapest:36/3", "5", "3", "unit:month", "2004-07-01"),
    } <= found


def test_recitals_say_where_ireland_stays_out(asked: Callable[..., set[Row]]) -> None:
    found = asked("opt-outs", "act choice recital", state="state:IRL")
    assert found == {
        ("celex:32011L0093", "cdt:OptIn", "celex:32011L0093:rct/51"),
        ("celex:32013L0040", "cdt:OptIn", "celex:32013L0040:rct/31"),
        ("celex:32014L0041", "cdt:OptOut", "celex:32014L0041:rct/44"),
        ("celex:32016L0680", "cdt:OptOut", "celex:32016L0680:rct/99"),
        ("celex:32016R0794", "cdt:OptIn", "celex:32016R0794:rct/72"),
        ("celex:32019L0713", "cdt:OptOut", "celex:32019L0713:rct/38"),
        ("celex:32022D0895", "cdt:OptOut", "celex:32022D0895:rct/10"),
    }


@pytest.mark.parametrize(
    ("state", "bound", "free"),
    [
        pytest.param("state:IRL", {"32011L0093", "32013L0040", "32016R0679", "32016R0794"}, {"32014L0041", "32019L0713"}, id="ireland"),
        pytest.param("state:DNK", {"32016R0679"}, {"32011L0093", "32013L0040", "32014L0041", "32016R0794", "32019L0713"}, id="denmark"),
        pytest.param("state:FRA", {"32011L0093", "32013L0040", "32014L0041", "32019L0713", "32016R0679"}, set(), id="france"),
    ],
)
def test_acts_that_bind_a_member_state(asked: Callable[..., set[Row]], state: str, bound: set[str], free: set[str]) -> None:
    found = {row[0]: row[1] for row in asked("acts-binding-a-member-state", "act extent", state=state, date="2026-06-01")}
    acts = {act.removeprefix("celex:") for act, extent in found.items() if not extent}
    assert bound <= acts
    assert not free & {act.removeprefix("celex:") for act in found}
    # recitals 99 and 100 of Directive (EU) 2016/680 bind both in part only
    assert found["celex:32016L0680"] == ("" if state == "state:FRA" else "in part")


def test_no_act_of_the_union_binds_a_third_state(asked: Callable[..., set[Row]]) -> None:
    assert asked("acts-binding-a-member-state", "act", state="state:VNM", date="2026-06-01") == set()


def test_article_351_looks_at_the_day_of_accession(asked: Callable[..., set[Row]]) -> None:
    found = asked("protected-agreements", "state done isBefore provision", treaty="untoc")
    # deposits of 12 November 2001 and 29 October 2002 in the table; France was a member from the first
    assert ("state:POL", "2001-11-12", "yes", "tfeu:351") in found
    assert ("state:FRA", "2002-10-29", "no", "tfeu:351") in found


def test_members_of_caricom_that_the_tables_do_not_show_as_parties(asked: Callable[..., set[Row]]) -> None:
    found = asked("members-not-party", "member signed", organisation="organisation:caribbean-community", treaty="uncac")
    assert found == {
        ("state:BLZ", ""), ("state:BRB", "2003-12-10"), ("state:GRD", ""), ("state:KNA", ""), ("state:SUR", ""), ("state:VCT", ""),
    }  # fmt: skip
    assert asked("members-not-party", "member", organisation="organisation:caribbean-community", treaty="untoc") == {("state:BRB",)}


def test_the_union_is_no_member_state_and_the_united_kingdom_has_left(asked: Callable[..., set[Row]]) -> None:
    on_the_last_day = asked("membership-on-a-date", "member", organisation="organisation:european-union", date="2020-01-31")
    day_after = asked("membership-on-a-date", "member", organisation="organisation:european-union", date="2020-02-01")
    assert on_the_last_day - day_after == {("state:GBR",)}
    assert len(day_after) == 27


def test_caricom_is_not_jamaica(asked: Callable[..., set[Row]]) -> None:
    found = asked("spokesmen", "representative represented instrument")
    assert ("state:JAM", "organisation:caribbean-community", "un-doc:A/AC.291/12/Add.1:caricom") in found
    assert ("organisation:european-commission", "organisation:european-union", "un-cybercrime-convention") in found


def test_rank_rests_on_provisions(asked: Callable[..., set[Row]]) -> None:
    found = asked("rank", "higher lower provision verification")
    assert ("regime:union-agreements", "regime:eu-rules", "tfeu:216/2", "") in found
    assert ("regime:protected-agreements", "regime:union-primary-law", "tfeu:351/al-1", "") in found
    assert {verification for *_, provision, verification in found if not provision or provision.startswith("vclt:")} == {"verification:unverified"}


@pytest.mark.parametrize(
    ("topic", "expected"),
    [
        pytest.param("topic:preservation-assistance", ("competence:shared", "tfeu:4/2/j"), id="cooperation"),
        pytest.param("topic:data-transfers", ("competence:exclusive", "tfeu:3/2"), id="transfers"),
        pytest.param("topic:illegal-access", ("competence:shared", "tfeu:4/2/j"), id="offences"),
    ],
)
def test_competence_follows_the_topic_above(asked: Callable[..., set[Row]], topic: str, expected: Row) -> None:
    assert asked("competence", "competence provision", topic=topic) == {expected}


def test_the_union_declares_its_competence_when_it_approves(asked: Callable[..., set[Row]]) -> None:
    found = asked("declarations-made", "party kind done provision", treaty="untoc")
    assert ("organisation:european-union", "cdt:CompetenceDeclaration", "2004-05-21", "untoc:36/3") in found
    assert {kind for party, kind, *_ in found if party == "organisation:european-union"} == {"cdt:CompetenceDeclaration"}
