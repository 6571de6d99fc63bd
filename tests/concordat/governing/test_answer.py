"""What governs between two States: expectations read off the tables, the final clauses, the clauses on other treaties and the recitals."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from concordat.errors import UsageError
from concordat.governing import asked, govern
from concordat.graph.build import build
from concordat.graph.names import ID
from concordat.reports.governing import records, render
from concordat.texts import read_library

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from concordat.governing import Answer, Statement
    from concordat.graph.store import Store


@pytest.fixture(scope="module")
def ask(graph: Store) -> Callable[[str, str, str, str], Answer]:
    """A way to ask: one, other, day, topic -> the answer; each asked once."""
    known: dict[tuple[str, ...], Answer] = {}

    def answer(one: str, other: str, on: str, topic: str) -> Answer:
        key = (one, other, on, topic)
        if key not in known:
            known[key] = govern(graph, asked(graph, (one, other), on=on, topic=topic))
        return known[key]

    return answer


def _of(answer: Answer, section: str, *needles: str) -> list[Statement]:
    return [s for s in answer.statements if s.section == section and all(needle in s.text["en"] for needle in needles)]


def _one(answer: Answer, section: str, *needles: str) -> Statement:
    [found] = _of(answer, section, *needles)
    return found


def test_untoc_binds_viet_nam_and_france_since_the_later_of_two_days(ask: Callable[..., Answer]) -> None:
    found = _one(ask("VN", "FR", "2026-06-01", "preservation"), "instruments", "UNTOC", "binds both")
    assert "Viet Nam since 2012-07-08" in found.text["en"]
    assert "France since 2003-09-29" in found.text["en"]
    assert "between the two since 2012-07-08" in found.text["en"]
    # France was among the first, Viet Nam came later: two paragraphs of one article
    assert found.pinpoints == ("untoc:38/2", "untoc:38/1")
    assert found.verification == "table-read"


def test_what_the_table_no_longer_shows_is_said(ask: Callable[..., Answer]) -> None:
    late = _one(ask("VN", "FR", "2026-06-01", "preservation"), "instruments", "UNTOC")
    early = _one(ask("VN", "FR", "2013-01-01", "preservation"), "instruments", "UNTOC")
    assert "after 2013-10-17 is not in the table" in late.text["en"]
    assert "not in the table" not in early.text["en"]


def test_between_deposit_and_thirtieth_day_it_does_not_govern_yet(ask: Callable[..., Answer]) -> None:
    answer = ask("VN", "FR", "2012-07-01", "extradition")
    found = _one(answer, "instruments", "UNTOC")
    assert "has consented, on 2012-06-08, and is bound only from 2012-07-08" in found.text["en"]
    assert "does not govern" in found.text["en"]
    assert [s.pinpoints for s in _of(answer, "vienna", "must not defeat", "UNTOC")] == [("vclt:18",)]


def test_clauses_of_both_conventions_give_way_to_each_other(ask: Callable[..., Answer]) -> None:
    answer = ask("VN", "FR", "2026-06-01", "preservation")
    for clause, other, first, last in (("untoc:18/7", "UNCAC", "(9)", "(29)"), ("uncac:46/7", "UNTOC", "(9)", "(29)")):
        [found] = [s for s in _of(answer, "clauses", "Gives way to") if s.pinpoints == (clause,)]
        assert other in found.text["en"]
        assert f"{first}–{last}" in found.text["en"]
        assert "any treaty between the two alone" in found.text["en"]
        assert found.verification == "text-checked"
    # the later of the two is that of 2003
    assert "the later, Convention against Corruption" in _one(answer, "vienna", "give way to each other").text["en"]


def test_general_rules_are_not_passed_off_as_rules_on_preservation(ask: Callable[..., Answer]) -> None:
    answer = ask("VN", "FR", "2026-06-01", "preservation")
    found = _one(answer, "rules", "UNTOC")
    assert "no rule on the topic itself" in found.text["en"]
    assert "untoc:18/1" in found.pinpoints


def test_without_bilateral_coverage_nothing_is_concluded(ask: Callable[..., Answer]) -> None:
    for pair in (("VN", "FR"), ("PL", "US"), ("JM", "EU")):
        answer = ask(*pair, "2013-01-01", "mutual-assistance")
        assert not answer.concluded
        assert "not covered" in _one(answer, "bilateral").text["en"]
        assert _one(answer, "conclusion").text["en"].startswith("Not concluded.")


def test_who_is_not_known_to_be_a_party_is_neither_in_nor_out(ask: Callable[..., Answer]) -> None:
    found = _one(ask("VN", "FR", "2026-06-01", "preservation"), "instruments", "Budapest Convention")
    assert "whether it is a party is not concluded" in found.text["en"]
    assert "does not govern" not in found.text["en"]
    assert found.verification == "unverified"


def test_a_declaration_on_extradition_bears_on_extradition_only(ask: Callable[..., Answer]) -> None:
    found = _of(ask("VN", "FR", "2013-01-01", "extradition"), "limits")
    assert {s.pinpoints for s in found} == {("untoc:16/5",), ("uncac:44/6",)}
    assert {s.verification for s in found} == {"unverified"}
    assert _of(ask("VN", "FR", "2013-01-01", "preservation"), "limits") == []


def test_article_351_protects_what_poland_owes_to_a_third_state_from_before_accession(ask: Callable[..., Answer]) -> None:
    answer = ask("PL", "US", "2013-01-01", "extradition")
    # in the tables: 12 November 2001, and 15 September 2006
    assert "before 2004-05-01" in _one(answer, "union", "UNTOC", "2001-11-12").text["en"]
    assert "not before 2004-05-01" in _one(answer, "union", "UNCAC", "2006-09-15").text["en"]
    assert {s.pinpoints for s in _of(answer, "union", "2004-05-01")} == {("tfeu:351",)}
    assert _of(ask("PL", "FR", "2013-01-01", "extradition"), "union", "2004-05-01") == []


def test_acts_of_the_union_between_two_member_states(ask: Callable[..., Answer]) -> None:
    ireland = ask("IE", "FR", "2026-06-01", "surrender-and-orders")
    assert _one(ireland, "union", "does not bind Ireland").pinpoints == ("celex:32014L0041:rct/44",)
    spain = ask("ES", "FR", "2026-06-01", "surrender-and-orders")
    assert _one(spain, "union", "2014/41", "binds both").pinpoints == ("celex:32014L0041",)
    assert _of(ask("VN", "FR", "2026-06-01", "surrender-and-orders"), "union", "binds both") == []


def test_the_united_kingdom_is_no_member_after_its_withdrawal(ask: Callable[..., Answer]) -> None:
    assert _of(ask("GB", "FR", "2019-06-01", "surrender-and-orders"), "union", "binds both")
    assert _of(ask("GB", "FR", "2021-06-01", "surrender-and-orders"), "union", "binds both") == []


def test_two_third_states_hear_nothing_of_the_union(ask: Callable[..., Answer]) -> None:
    assert _of(ask("VN", "US", "2013-01-01", "extradition"), "union") == []


def test_every_statement_is_in_both_languages_with_its_pin_point_or_doubt(ask: Callable[..., Answer]) -> None:
    for question in (("VN", "FR", "2026-06-01", "preservation"), ("IE", "FR", "2026-06-01", "surrender-and-orders"), ("JM", "EU", "2013-01-01", "mutual-assistance")):
        for statement in ask(*question).statements:
            assert set(statement.text) == {"en", "fr"}
            assert statement.text["en"] != statement.text["fr"]
            assert "{" not in statement.text["en"] + statement.text["fr"]
            assert statement.verification in {"text-checked", "table-read", "unverified"}
            assert statement.pinpoints or statement.verification == "unverified", statement


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        pytest.param("VN", "DE", "binds both: it is applied here as a treaty", id="both-party"),
        pytest.param("VN", "FR", "as custom, or as a treaty if both are party to it, which is not known", id="of-one-no-act-is-known"),
    ],
)
def test_the_vienna_convention_is_treaty_or_custom(ask: Callable[..., Answer], one: str, other: str, said: str) -> None:
    found = _one(ask(one, other, "2026-06-01", "extradition"), "vienna", "The Vienna Convention", "custom")
    assert said in found.text["en"]
    assert found.verification == "unverified"


def test_of_the_european_conventions_nobody_is_said_to_be_party(ask: Callable[..., Answer]) -> None:
    found = _one(ask("FR", "DE", "2026-06-01", "extradition"), "instruments", "European Convention on Extradition")
    assert found.text["en"].count("whether it is a party is not concluded") == 2
    assert found.verification == "unverified"


def test_everything_from_custom_is_unverified(ask: Callable[..., Answer]) -> None:
    found = _of(ask("VN", "FR", "2026-06-01", "preservation"), "vienna")
    assert {s.verification for s in found} == {"unverified"}
    assert all(pinpoint.startswith("vclt") for s in found for pinpoint in s.pinpoints)


# two States, one treaty with a recent table, and nothing else
SMALL = f"""@base <{ID}> . @prefix cdt: <https://w3id.org/concordat/ontology#> . @prefix topic: <https://w3id.org/concordat/scheme/topic#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix completeness: <https://w3id.org/concordat/scheme/completeness#> .
<state/A> a cdt:State ; skos:prefLabel "A"@en , "A"@fr . <state/B> a cdt:State ; skos:prefLabel "B"@en , "B"@fr .
<t> a cdt:Treaty ; skos:prefLabel "T"@en , "T"@fr .
<t/1> a cdt:Provision ; <http://data.europa.eu/eli/ontology#is_part_of> <t> .
<norm/t/1/1> a cdt:Norm ; cdt:statedIn <t/1> ; cdt:topic topic:extradition .
<status-table/t> a cdt:StatusTable ; cdt:ofInstrument <t> ; cdt:horizon "2030-01-01"^^xsd:date .
<event/t/A/ratification> a cdt:Ratification ; cdt:ofInstrument <t> ; cdt:party <state/A> ;
    cdt:onDate "2001-01-01"^^xsd:date ; cdt:effectiveDate "2001-02-01"^^xsd:date .
<event/t/B/ratification> a cdt:Ratification ; cdt:ofInstrument <t> ; cdt:party <state/B> ;
    cdt:onDate "2001-01-01"^^xsd:date ; cdt:effectiveDate "2001-02-01"^^xsd:date .
"""
PAIR = """<coverage/bilateral/A-B> a cdt:BilateralCoverage ; cdt:between <state/A> , <state/B> ;
    cdt:topic topic:international-cooperation ; cdt:completeness completeness:complete .
"""


@pytest.mark.parametrize(
    ("turtle", "concluded"),
    [
        pytest.param(SMALL, False, id="pair-not-covered"),
        pytest.param(SMALL + PAIR, True, id="pair-covered"),
        pytest.param(SMALL.replace("2030-01-01", "2010-01-01") + PAIR, False, id="table-too-old"),
        pytest.param(SMALL.replace("<state/B> ;", "<state/B> ; cdt:verification <doubt> ;") + PAIR, False, id="act-unverified"),
        pytest.param(SMALL + PAIR.replace("international-cooperation", "prevention"), False, id="pair-covered-on-something-else"),
    ],
)
def test_only_what_is_covered_is_concluded(turtle: str, concluded: bool, memory: Store, make_file: Callable[[str, str], Path]) -> None:
    build(memory, data=make_file("small.ttl", turtle).parent)
    answer = govern(memory, asked(memory, ("A", "state:B"), on="2020-01-01", topic="extradition"))
    assert answer.concluded is concluded
    assert answer.statements[-1].text["en"].startswith("On the topic" if concluded else "Not concluded")


@pytest.mark.parametrize(
    ("between", "on", "topic", "told"),
    [
        pytest.param(("XX", "FR"), "2026-06-01", "extradition", "XX", id="unknown-state"),
        pytest.param(("Albannie", "FR"), "2026-06-01", "extradition", "did you mean Albanie(?!, Albania)", id="a-slip-of-the-pen"),
        pytest.param(("FR", "France"), "2026-06-01", "extradition", "itself", id="one-party"),
        pytest.param(("FR", "organisation:european-commission"), "2026-06-01", "extradition", "no State", id="an-institution"),
        pytest.param(("FR", "VN"), "June 2026", "extradition", "no day", id="not-a-day"),
        pytest.param(("FR", "VN"), "2026-06-01", "extraditoin", "topic:extradition", id="unknown-topic"),
    ],
)
def test_what_names_nothing_is_refused(graph: Store, between: tuple[str, str], on: str, topic: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        asked(graph, between, on=on, topic=topic)


@pytest.mark.parametrize("name", ["VN", "vnm", "Viet Nam", "Vietnam", "state:VNM"])
def test_a_state_is_known_by_code_and_name(graph: Store, name: str) -> None:
    assert asked(graph, (name, "EU"), on="2026-06-01", topic="extradition").one.compact == "state:VNM"


def test_the_beginning_of_a_topic_means_all_that_begin_so(graph: Store) -> None:
    found = asked(graph, ("VN", "FR"), on="2026-06-01", topic="preservation")
    assert found.topics == ("topic:preservation-assistance", "topic:preservation-order")
    assert asked(graph, ("VN", "FR"), on="2026-06-01", topic="mutual-assistance").topics == ("topic:mutual-assistance",)


@pytest.mark.parametrize(("lang", "word"), [("en", "Who is bound"), ("fr", "Qui est lié")])
def test_shown_as_text_and_as_json_lines(ask: Callable[..., Answer], graph: Store, lang: str, word: str) -> None:
    answer, library = ask("VN", "FR", "2026-06-01", "preservation"), read_library(graph)
    text = render(answer, library, lang)
    assert word in text
    assert {"en": "art. 18(7)", "fr": "art. 18, par. 7"}[lang] in text
    rows = [json.loads(line) for line in records(answer, library).splitlines()]
    assert [row["text"][lang] for row in rows] == [statement.text[lang] for statement in answer.statements]
    assert all(row["text"][lang] in text for row in rows)
