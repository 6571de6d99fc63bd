"""The cross-check: HermiT and the rules agree on intervals, scopes and sets, and a wrong answer of the rules is found."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rdflib import Literal, URIRef
from rdflib.term import Node

from concordat.checking import Desk
from concordat.compatibility import Comparison
from concordat.crosscheck import Checked, Question, relations
from concordat.graph.names import ID, concept

OPEN = 1_000_000_000
COMPARISON = Comparison(URIRef(ID + "comparison/x"), "norm:draft/1", "norm:treaty/1")


def days(lowest: int, highest: int = OPEN) -> tuple[Node, ...]:
    return Literal(lowest), Literal(highest)


def scope(name: str) -> tuple[Node, ...]:
    return (concept("scope", name),)


def given(*names: str) -> tuple[Node, ...]:
    return tuple(concept("safeguard", name) for name in names)


BROADER = [
    (concept("scope", "serious-offences"), concept("scope", "any-offence")),
    (concept("safeguard", "data-protection"), concept("safeguard", "privacy")),
]
# the relations are those of docs/compatibility.md
CASES = {
    "90 or more within 60 or more": ("threshold", "stronger", days(90), days(60), True),
    "as a limit of scope it is narrower": ("threshold", "weaker", days(90), days(60), False),
    "90 or more and 90 or less meet": ("threshold", "overlapping", days(90), days(0, 90), True),
    "91 or more and 90 or less do not": ("threshold", "disjoint", days(91), days(0, 90), True),
    "one figure alone": ("threshold", "same", days(15, 15), days(15, 15), True),
    "the same figure": ("threshold", "same", days(90), days(90), True),
    "a wider scope": ("offence-scope", "stronger", scope("any-offence"), scope("serious-offences"), False),
    "a narrower scope": ("offence-scope", "weaker", scope("serious-offences"), scope("any-offence"), False),
    "two scopes": ("offence-scope", "overlapping", scope("serious-offences"), scope("any-proceedings"), False),
    "a narrower safeguard gives the wider": ("safeguards", "stronger", given("data-protection", "legality"), given("privacy"), True),
    "one safeguard of two": ("safeguards", "weaker", given("legality"), given("legality", "privacy"), True),
}


def test_the_reasoner_finds_what_the_table_says() -> None:
    asked = [Question("", COMPARISON, aspect, said, left, right, strong) for aspect, said, left, right, strong in CASES.values()]
    found = dict(zip(CASES, (Checked(q, said) for q, said in zip(asked, relations(asked, BROADER), strict=True)), strict=True))
    assert {name: checked.found for name, checked in found.items()} == {name: case[1] for name, case in CASES.items()}
    assert all(checked.agrees for checked in found.values())
    wrong = replace(found["one safeguard of two"].question, said="same")
    assert not Checked(wrong, "weaker").agrees


@pytest.mark.parametrize(("lang", "told"), [("en", "1 relations, 1 agree, 0 do not"), ("fr", "1 relations, 1 concordantes")])
def test_the_desk_says_how_many_agree(desk: Desk, lang: str, told: str) -> None:
    found = desk.text("paper:north/1/1", ["treaty"])
    text, good = desk.cross_check(found, lang)
    assert told in text
    assert good
