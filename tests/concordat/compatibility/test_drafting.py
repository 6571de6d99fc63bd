"""One text against itself: each fault of drafting is seen in a small text, and none in the same text without it."""

from __future__ import annotations

import pytest

from concordat.catalogue import bind, find
from concordat.graph import quads
from concordat.graph.bench import Bench
from concordat.graph.bindings import bind as with_values
from concordat.graph.inference import infer
from concordat.graph.names import ID, compact

from .conftest import FRAME, HEAD, days, norm


def limited(place: str, operator: str, value: int) -> str:
    return norm(place, f"cdt:constraint <constraint/{place}> ; cdt:cue 'kept'@en") + days(place, operator, value)


def joined(*moments: str) -> str:
    told = "cdt:action action:become-party ; cdt:topic topic:participation ; cdt:element element:accession ; cdt:cue 'join'@en"
    declared = "cdt:action action:declare ; cdt:topic topic:reservations-and-declarations ; cdt:reservation <reservation/d> ; cdt:cue 'say'@en"
    when = ", ".join(f"element:{moment}" for moment in moments)
    reservation = f"<reservation/d> a cdt:Reservation ; cdt:effect effect:narrowed-scope ; cdt:moment {when} .\n"
    return norm("draft/1/1", told) + norm("draft/1/2", declared) + reservation


def twice(more: str) -> str:
    return norm("draft/1/1", "cdt:cue 'one'@en") + norm("draft/1/2", f"cdt:cue 'two'@en {more}")


SUMMARY = "cdt:summary 'Taken over.'@en , 'Repris.'@fr"
FAULTS = [
    pytest.param("contradictory-numbers", limited("draft/1/1", "gteq", 90) + limited("draft/1/2", "lteq", 60),
                 limited("draft/1/1", "gteq", 90) + limited("draft/1/2", "lteq", 90), "second", "draft:1/2", id="limits that exclude each other"),
    pytest.param("duplicates", twice(""), twice("; cdt:safeguard safeguard:necessity"), "second", "draft:1/2", id="a rule said twice"),
    pytest.param("wrong-references", "<draft/1/1> eli:cites <treaty/1/9> .", "<draft/1/1> eli:cites <treaty/1/2> .", "printed", "treaty:1/9",
                 id="a reference to what is not there"),
    pytest.param("declarations-without-accession", joined("ratification", "approval"), joined("ratification", "approval", "accession"),
                 "provision", "draft:1/2", id="a way of becoming party left out"),
    pytest.param("treaties-extended-to-non-parties", f"<draft/1/1> cdt:extendsToNonParties <treaty/1> ; {SUMMARY} .",
                 f"<draft/1/1> cdt:incorporates <treaty/1> ; {SUMMARY} .", "applied", "treaty:1", id="a treaty for States that never joined it"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "faulty", "sound", "column", "told"), FAULTS)
def test_a_fault_is_seen_and_only_the_fault(words: quads.Lines, question: str, faulty: str, sound: str, column: str, told: str) -> None:
    asked = find(question)
    given = bind(asked, {"text": "draft"} if asked.parameters else {})
    found = []
    for text in (faulty, sound):
        world = (HEAD + "@prefix effect: <https://w3id.org/concordat/scheme/effect#> .\n" + FRAME + text).encode()
        bench = Bench(words | quads.normal(world, "urn:x-test", syntax="ttl", base=str(ID)))
        infer(bench)
        rows = bench.select(with_values(asked.query, given))
        found.append({compact(str(row[column])) for row in rows})
    assert found == [{told}, set()]
