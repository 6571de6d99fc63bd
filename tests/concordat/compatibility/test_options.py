"""Options: each repairs the finding, rests on a provision that is there, and says what it costs."""

from __future__ import annotations

import pytest

from concordat.compatibility import Finding, Option, options, read_names, survey, words_of
from concordat.graph import quads
from concordat.graph.bench import Bench
from concordat.graph.inference import infer
from concordat.graph.names import ID
from concordat.texts import read_library

from .conftest import FRAME, HEAD, days, norm

# the draft keeps data at most 30 days; the treaty asks for 60 at least in one paragraph and for 40 at most in the next; the other treaty has
# 90 at least, and a clause by which it gives way to treaties
FACTS = "".join(
    [
        norm("draft/1/1", "cdt:constraint <constraint/draft>"), days("draft", "lteq", 30),
        norm("treaty/1/1", "cdt:constraint <constraint/treaty> ; cdt:reservation <reservation/treaty>"), days("treaty", "gteq", 60),
        "<reservation/treaty> a cdt:Reservation ; cdt:effect effect:excluded-application ; cdt:moment element:ratification .\n",
        norm("treaty/1/2", "cdt:constraint <constraint/short>"), days("short", "lteq", 40),
        norm("other/1", "cdt:constraint <constraint/other>"), days("other", "gteq", 90),
        norm("other/1", "cdt:action action:relate-to-other-rules ; cdt:precedence <precedence/other>", number=2),
        "<precedence/other> a cdt:Precedence ; cdt:effect effect:without-prejudice ; cdt:inFavourOf regime:treaties ; cdt:appliesTo <other/1> .\n",
    ]
)  # fmt: skip
RIGHTS = ("treaty",)


@pytest.fixture(scope="module")
def sought(words: quads.Lines) -> tuple[Finding, tuple[Option, ...]]:
    """The conflict of the draft with the treaty, and its options."""
    lines = words | quads.normal((HEAD + FRAME + FACTS).encode(), "urn:x-test", syntax="ttl", base=str(ID))
    bench = Bench(lines)
    infer(bench)
    library = read_library(bench)
    found = survey(bench, library, ["draft"], RIGHTS, read_names(bench, library))
    conflict = next(f for f in found if (f.left, f.right, f.question) == (("draft:1/1",), ("treaty:1/1",), "coexists"))
    assert conflict.verdict == "conflicts"
    return conflict, options(bench, library, "draft", RIGHTS, [conflict], words=words_of(lines))[str(conflict.iri)]


def test_up_to_four_are_offered_and_each_rests_on_a_provision(sought: tuple[Finding, tuple[Option, ...]]) -> None:
    _, found = sought
    assert [(option.kind, option.precedent) for option in found] == [
        ("wording", "treaty:1/1"), ("clause", "other:1"), ("declaration", "treaty:1/1"), ("accept", None),
    ]  # fmt: skip


def test_each_repairs_what_it_is_for(sought: tuple[Finding, tuple[Option, ...]]) -> None:
    _, (wording, clause, declaration, accept) = sought
    assert (wording.verdict, clause.verdict, accept.verdict) == ("satisfies", "conflict-resolved-by-clause", "conflicts")
    assert (declaration.verdict, declaration.moments) == (None, ("element:ratification",))


def test_what_it_costs_elsewhere_is_told(sought: tuple[Finding, tuple[Option, ...]]) -> None:
    _, (wording, clause, _, _) = sought
    costs = {(c.finding.question, c.finding.right[0], c.after and c.after.verdict) for c in wording.costs}
    assert ("coexists", "treaty:1/2", "conflicts") in costs
    assert not clause.costs
