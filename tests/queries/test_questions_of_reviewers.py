"""The questions that a reviewer of a draft asks, each answered whole by one question of the catalogue.

The answers were read off the Decision and the contributions by a person. A question of the catalogue may cover more texts
than the reviewer asked about: the rows of one text are then taken, and nothing else is left out.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

import pytest

from concordat.asking import ask
from concordat.catalogue import bind, find
from concordat.graph.names import compact

if TYPE_CHECKING:
    from collections.abc import Callable

    from concordat.graph.store import Store

MANDATE = "celex:32022D0895"
DIRECTIVE = f"{MANDATE}:addendum"
CARICOM = "un-doc:A/AC.291/12/Add.1:caricom"
COLOMBIA = "un-doc:A/AC.291/12/Add.1:colombia"
NEW_ZEALAND = "un-doc:A/AC.291/12/Add.1:new-zealand"
VIET_NAM = "un-doc:A/AC.291/12/Add.1:viet-nam"
CONTRIBUTIONS = (CARICOM, COLOMBIA, NEW_ZEALAND, VIET_NAM)

# articles of CARICOM, which prints no numbers
GENERAL = f"{CARICOM}/ch-4/art-1"
EXTRADITION = f"{CARICOM}/ch-4/art-2"
ASSISTANCE = f"{CARICOM}/ch-4/art-4"
PRESERVATION = f"{CARICOM}/ch-4/art-6"
EMERGENCY_PRODUCTION = f"{CARICOM}/ch-4/art-7"
EMERGENCY_ASSISTANCE = f"{CARICOM}/ch-4/art-8"
SIGNATURE = f"{CARICOM}/ch-8/art-2"
ENTRY = f"{CARICOM}/ch-8/art-3"

Row = dict[str, str]


@pytest.fixture
def asked(graph: Store) -> Callable[..., list[Row]]:
    """A way to ask: name and parameters -> rows by column."""

    def answer(name: str, **parameters: str) -> list[Row]:
        question = find(name)
        text = ask(graph, question.query, "csv", bindings=bind(question, parameters))
        return list(csv.DictReader(io.StringIO(text)))

    return answer


def _of(text: str, rows: list[Row], column: str) -> list[Row]:
    return [row for row in rows if row[column].startswith(text)]


def test_minimum_of_the_maximum_penalty_for_extradition_colombia(asked: Callable[..., list[Row]]) -> None:
    rows = _of(COLOMBIA, asked("thresholds", parameter="parameter:maximum-penalty"), "provision")
    assert [(row["operator"], row["value"], row["unit"]) for row in rows] == [("operator:gteq", "1", "unit:year")]


def test_grounds_on_which_caricom_lets_assistance_be_refused(asked: Callable[..., list[Row]]) -> None:
    rows = [row for row in asked("refusal-grounds", article=ASSISTANCE) if row["act"] == "action:refuse"]
    by_paragraph: dict[str, set[str]] = {}
    for row in rows:
        by_paragraph.setdefault(row["where"].removeprefix(ASSISTANCE), set()).add(row["ground"].removeprefix("ground:"))
    assert by_paragraph == {
        # the last two are those of paragraph 10 on help without coercion
        "/10": {"dual-criminality", "de-minimis", "available-otherwise"},
        "/26": {
            "non-conformity", "sovereignty", "security", "ordre-public", "essential-interests", "domestic-law-prohibits",
            "contrary-to-legal-system",
        },
    }  # fmt: skip


def test_electronic_requests_that_caricom_has_accepted(asked: Callable[..., list[Row]]) -> None:
    rows = _of(CARICOM, asked("electronic-requests"), "provision")
    expected = {f"{ASSISTANCE}/19", f"{EMERGENCY_PRODUCTION}/6", f"{EMERGENCY_ASSISTANCE}/2"}
    assert {row["provision"] for row in rows} == expected


def test_contributions_that_let_the_union_become_party(asked: Callable[..., list[Row]]) -> None:
    rows = [row for row in asked("open-to-the-union") if row["text"] in CONTRIBUTIONS]
    assert {row["provision"] for row in rows} == {f"{SIGNATURE}/{number}" for number in (2, 4, 5)}


def test_directives_that_only_permit_and_what_each_is_subject_to(asked: Callable[..., list[Row]]) -> None:
    held: dict[str, set[str]] = {}
    for row in asked("directives-that-only-permit", mandate=MANDATE):
        held.setdefault(row["directive"].removeprefix(f"{DIRECTIVE}/"), set()).add(row["proviso"])
    assert {number: provisos - {""} for number, provisos in held.items()} == {
        "10": {"safeguard:appropriate-safeguards", "safeguard:human-rights-standards", "condition:systems-change-offence"},
        "13": {"safeguard:appropriate-safeguards", "safeguard:demonstrated-need", "safeguard:added-value"},
        "16": {"safeguard:domestic-law-conditions", "safeguard:human-rights-standards"},
    }


def test_acts_replaced_or_repealed_by_those_of_the_footnotes(asked: Callable[..., list[Row]]) -> None:
    held: dict[str, set[str]] = {}
    for row in asked("acts-replaced", act=MANDATE):
        if not row["relation"].endswith("amends"):
            held.setdefault(row["newer"].removeprefix("celex:"), set()).add(row["older"].removeprefix("celex:"))
    assert held == {
        "32011L0093": {"32004F0068"},
        "32013L0040": {"32005F0222"},
        "32019L0713": {"32001F0413"},
        "32018R1725": {"32001R0045", "32002D1247"},
        "32018R1727": {"32002D0187"},
        "32016R0794": {f"32009D0{number}" for number in (371, 934, 935, 936, 968)},
        "32016R0679": {"31995L0046"},
        "32016L0680": {"32008F0977"},
    }


def test_instruments_that_bring_the_caricom_text_into_force(asked: Callable[..., list[Row]]) -> None:
    found = {
        (row["provision"].removeprefix(ENTRY), parameter, row["value"])
        for parameter in ("ratifications-needed", "delay-to-force", "later-delay-to-force")
        for row in _of(ENTRY, asked("thresholds", parameter=f"parameter:{parameter}"), "provision")
    }
    assert found == {
        ("/1", "ratifications-needed", "50"),
        ("/1", "delay-to-force", "90"),
        ("/2", "ratifications-needed", "40"),
        ("/2", "later-delay-to-force", "30"),
    }
    contradictions = _of(CARICOM, asked("contradictory-numbers"), "text")
    assert {(row["firstValue"], row["secondValue"]) for row in contradictions} == {("50", "40")}


def test_references_that_are_wrong_as_printed(asked: Callable[..., list[Row]]) -> None:
    rows = [row for text in CONTRIBUTIONS for row in _of(text, asked("wrong-references"), "from")]
    found = {(row["from"], row["printed"], row["meant"]) for row in rows}
    assert found == {
        *((f"{COLOMBIA}/art-6/4/c", f"budapest:32/3/{point}", f"budapest:31/3/{point}") for point in "ab"),
        (f"{NEW_ZEALAND}/8/pt-3", "budapest:31", "budapest:33"),
        (f"{NEW_ZEALAND}/8/pt-4", "budapest:31", "budapest:34"),
        (f"{CARICOM}/rct/12", "unga:74/247", "2019-12-27"),
        # a range kept from UNCAC 46(7), whose paragraphs 25 to 29 are 30 to 34 here
        *((f"{ASSISTANCE}/7", f"{ASSISTANCE}/{number}", f"{ASSISTANCE}/{number + 5}") for number in range(25, 30)),
        # three more that the same rules find: a heading, the numbers of Budapest, and a paragraph moved from 12 to 14
        (f"{COLOMBIA}/art-6/3", f"{COLOMBIA}/art-6/1", f"{COLOMBIA}/art-6/2"),
        *((f"{COLOMBIA}/art-7/1/b", f"{COLOMBIA}/{article}", f"budapest:{article}") for article in (29, 30)),
        (f"{ASSISTANCE}/32", f"{ASSISTANCE}/12", f"{ASSISTANCE}/14"),
        (f"{EMERGENCY_ASSISTANCE}/9", f"{CARICOM}/35", ""),
    }


def test_wrong_references_are_found_and_not_looked_up() -> None:
    query = re.sub(r"^#.*$", "", find("wrong-references").query, flags=re.MULTILINE)
    assert not re.search(r"intendedTarget|cdt:resolution", query)


def test_every_reference_marked_as_wrong_is_found_by_the_rules(asked: Callable[..., list[Row]], graph: Store) -> None:
    marked = graph.select(
        """
        PREFIX cdt: <https://w3id.org/concordat/ontology#>
        PREFIX resolution: <https://w3id.org/concordat/scheme/resolution#>
        SELECT DISTINCT ?from WHERE {
          VALUES ?fault { resolution:no-such-provision resolution:wrong-as-printed }
          ?citation cdt:resolution ?fault ; cdt:from ?from
        }
        """
    )
    found = {row["from"] for row in asked("wrong-references")}
    assert {compact(str(row["from"])) for row in marked} - found == set()


@pytest.mark.parametrize(
    ("right", "question", "verdict"),
    [
        pytest.param("budapest:29/7", "question:coexists", "verdict:satisfies", id="two minima never conflict"),
        pytest.param("budapest:29/7", "question:delivers", "verdict:satisfies", id="ninety days give sixty"),
        pytest.param("budapest:16/2", "question:delivers", "verdict:conditional", id="only at ninety days or renewed"),
    ],
)
def test_ninety_days_against_the_periods_of_budapest(
    asked: Callable[..., list[Row]], right: str, question: str, verdict: str
) -> None:
    rows = asked("verdict-on-a-pair", left=f"{PRESERVATION}/7", right=right)
    assert verdict in {row["verdict"] for row in rows if row["question"] == question}
    assert "verdict:conflicts" not in {row["verdict"] for row in rows}


def test_regimes_for_an_emergency_request_without_a_treaty(asked: Callable[..., list[Row]]) -> None:
    found = {(row["provision"], row["applied"]) for row in asked("fallback-regimes", text=CARICOM)}
    assert found == {
        *((f"{ASSISTANCE}/7", f"{ASSISTANCE}/{number}") for number in range(9, 30)),
        *((f"{EMERGENCY_ASSISTANCE}/7", f"budapest:{article}") for article in (27, 28)),
    }


def test_rules_on_dual_criminality_of_each_contribution(asked: Callable[..., list[Row]]) -> None:
    rows = [row for text in CONTRIBUTIONS for row in _of(text, asked("dual-criminality"), "provision")]
    assert {(row["provision"], row["stance"]) for row in rows} == {
        (f"{COLOMBIA}/art-2/1", "required"),
        (f"{COLOMBIA}/art-3/5", "judged-by-conduct"),
        (f"{GENERAL}/2", "judged-by-conduct"),
        (f"{EXTRADITION}/1", "required"),
        (f"{EXTRADITION}/2", "waivable"),
        (f"{ASSISTANCE}/10", "optional"),
        (f"{ASSISTANCE}/11", "waivable"),
        (f"{PRESERVATION}/3", "excluded"),
        (f"{PRESERVATION}/4", "optional"),
        (f"{NEW_ZEALAND}/10", "optional"),
        (f"{VIET_NAM}/art-6/2", "judged-by-conduct"),
    }


@pytest.mark.parametrize(
    ("left", "verdict"),
    [
        pytest.param(f"{COLOMBIA}/art-2/1", "satisfies", id="Colombia requires it for extradition"),
        pytest.param(f"{COLOMBIA}/art-3/5", "satisfies", id="Colombia judges the conduct"),
        pytest.param(f"{EXTRADITION}/1", "satisfies", id="CARICOM requires it for extradition"),
        # a waiver, which paragraph 8 leaves to the requested State's law
        pytest.param(f"{EXTRADITION}/2", "conflict-resolved-by-clause", id="CARICOM lets it be waived for extradition"),
        pytest.param(f"{ASSISTANCE}/10", "conditional", id="CARICOM limits it for help without coercion"),
        pytest.param(f"{PRESERVATION}/3", "conditional", id="CARICOM excludes it for preservation"),
        pytest.param(f"{NEW_ZEALAND}/10", "satisfies", id="New Zealand lets States refuse for its lack"),
        pytest.param(f"{VIET_NAM}/art-6/2", "satisfies", id="Viet Nam judges the conduct"),
    ],
)
def test_dual_criminality_against_directive_18(asked: Callable[..., list[Row]], left: str, verdict: str) -> None:
    rows = asked("verdict-on-a-pair", left=left, right=f"{DIRECTIVE}/18")
    assert {row["verdict"] for row in rows if row["question"] == "question:delivers"} == {f"verdict:{verdict}"}


def test_what_a_mandate_is_and_whom_it_binds(asked: Callable[..., list[Row]]) -> None:
    found = {(row["what"], row["value"]) for row in asked("reach-of-a-mandate", mandate=MANDATE)}
    assert found >= {
        ("status", "status:mandate"),
        ("addressee", "organisation:european-commission"),
        ("competence", "condition:union-competence"),
        ("competence", "condition:union-rules-adopted"),
        ("negotiates", "role:commission"),
        ("not-bound", "state:DNK"),
        ("not-bound", "state:IRL"),
        ("revisable-by", "role:council"),
        ("special-committee", "organisation:working-party-copen"),
    }


def test_what_changed_from_budapest_29_7_in_the_caricom_preservation(asked: Callable[..., list[Row]]) -> None:
    rows = asked("what-changed", provision=f"{PRESERVATION}/7")
    changed = {
        (row["predicate"], row["side"], row["aspect"], row["value"]) for row in rows if row["object"] == "budapest:29/7"
    }
    assert changed == {
        ("predicate:adapts", "cdt:subject", "cdt:value", "90"),
        ("predicate:adapts", "cdt:object", "cdt:value", "60"),
    }
