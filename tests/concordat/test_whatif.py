"""What if: an edit is tried and nothing is stored; two versions are held together."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from concordat.checking import Desk
from concordat.errors import InputError, UsageError
from concordat.graph.store import open_store
from concordat.whatif import Outcome, compare, what_if

from .conftest import HEAD, PERIOD, PRESERVE, Ended

MakeFile = Callable[[str, str], Path]
SHORTER = f"<constraint/north> a cdt:Constraint ; {PERIOD} ; cdt:value 30 .\n"
# the second version says first what the first said second, and in fewer days
SECOND = f"""
<later> a cdt:Proposal ; skos:prefLabel "Later"@en .
<later/4> a cdt:Provision ; eli:is_part_of <later> ; eli:type_subdivision kind:article ; eli:number "4" ; cdt:order 4 .
<norm/later/4/1> a cdt:Norm ; cdt:statedIn <later/4> ; {PRESERVE} ; cdt:constraint <constraint/later> .
<constraint/later> a cdt:Constraint ; {PERIOD} ; cdt:value 30 .
"""


def told(outcome: Outcome) -> dict[tuple[str, str, str], tuple[str, str | None, str | None]]:
    """Return kind and verdicts by question and sides."""
    return {
        (c.finding.question, c.finding.left[0], c.finding.right[0]): (c.kind, c.before and c.before.verdict, c.after and c.after.verdict)
        for c in outcome.changes
    }


def test_an_edited_figure_changes_the_findings_that_rest_on_it(desk: Desk, make_file: MakeFile) -> None:
    found = told(what_if(desk, make_file("edit.ttl", HEAD + SHORTER)))
    assert found["delivers", "paper:north/1/1", "treaty:1/1"] == ("worse", "satisfies", "conditional")
    assert ("delivers", "paper:south/1", "treaty:1/1") not in found


def test_an_edited_right_is_held_against_every_text(desk: Desk, make_file: MakeFile) -> None:
    edit = f"<constraint/treaty> a cdt:Constraint ; {PERIOD} ; cdt:value 120 .\n"
    found = told(what_if(desk, make_file("edit.ttl", HEAD + edit)))
    assert found["delivers", "paper:north/1/1", "treaty:1/1"] == ("worse", "satisfies", "conditional")
    assert {left for _, left, _ in found} == {"paper:north/1/1", "paper:south/1", "secret:1"}


def test_a_provision_given_anew_loses_the_norms_it_had(desk: Desk, make_file: MakeFile) -> None:
    edit = "<paper/north/1/2> a cdt:Provision ; eli:is_part_of <paper/north/1> ; eli:type_subdivision kind:paragraph ; eli:number '2' .\n"
    found = told(what_if(desk, make_file("edit.ttl", HEAD + edit)))
    assert found["delivers", "paper:north/1/2", "mandate:addendum/18"] == ("gone", "conflicts", None)


def test_a_new_text_is_compared_as_a_machine_reads_it(desk: Desk, document: Path) -> None:
    outcome = what_if(desk, document)
    assert {change.kind for change in outcome.changes} == {"new"}
    assert {finding.confidence for finding in outcome.found} == {"read-by-machine"}


@pytest.mark.parametrize(
    ("turtle", "message"),
    [
        pytest.param("", "says nothing of a provision", id="nothing"),
        pytest.param("<norm/x/1> a cdt:Norm .", "norm:x:1 is stated nowhere", id="no place"),
        pytest.param("<norm/x/1> a cdt:Norm ; cdt:statedIn <gone/1> .", "gone:1 names nothing in the graph", id="unknown place"),
        pytest.param("<norm/x/1> a", r"edit\.ttl", id="no Turtle"),
    ],
)
def test_a_wrong_edit_is_refused(desk: Desk, make_file: MakeFile, turtle: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        what_if(desk, make_file("edit.ttl", HEAD + turtle))


def test_two_versions_are_aligned_by_what_they_say(desk: Desk, make_file: MakeFile) -> None:
    outcome = compare(desk, "paper:north", str(make_file("later.ttl", HEAD + SECOND)))
    found = told(outcome)
    assert found["delivers", "later:4", "treaty:1/1"] == ("worse", "satisfies", "conditional")
    assert found["delivers", "paper:north/1/2", "mandate:addendum/18"][0] == "gone"


@pytest.mark.parametrize(("old", "new"), [("paper:north", "paper:north"), ("paper:north", "nowhere.ttl")])
def test_versions_that_are_none_are_refused(desk: Desk, old: str, new: str) -> None:
    with pytest.raises(UsageError):
        compare(desk, old, new)


@pytest.mark.parametrize("form", ["table", "csv", "jsonl"])
def test_the_command_says_what_changes_and_why_and_stores_nothing(run: Callable[..., Ended], small: Path, make_file: MakeFile, form: str) -> None:
    with open_store(small) as store:
        before = {name: store.dump(name) for name in store.graph_names()}
    ended = run("check", "--what-if", make_file("edit.ttl", HEAD + SHORTER), "--format", form, "--lang", "fr", "--store", small)
    assert (ended.code, ended.err) == (0, "")
    text = ended.out.decode()
    if form == "jsonl":
        (worse,) = (row for row in map(json.loads, text.splitlines()) if row["change"] == "worse")
        assert (worse["verdict_before"], worse["verdict"]) == ("satisfies", "conditional")
        text = worse["reason"]["fr"]
    assert "au moins 30 jours ne garantit pas au moins 60 jours" in text
    with open_store(small) as store:
        assert {name: store.dump(name) for name in store.graph_names()} == before
