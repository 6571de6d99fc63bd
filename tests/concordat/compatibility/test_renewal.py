"""Findings that are renewed are what comparing everything anew gives, byte for byte."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from concordat.build import STORED
from concordat.compatibility import Difference, difference, modelled, profiles, read_names, renewed, survey, triples
from concordat.graph import quads
from concordat.graph.bench import Bench
from concordat.graph.inference import infer
from concordat.graph.names import ID
from concordat.texts import read_library

from .conftest import FRAME, HEAD, days, norm

# each example compares a small world twice
FEW = settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
# a second article that may take over the treaty's, places for clauses that speak of their neighbours, and rules that stay
MORE = (
    """
<draft/1/3> a cdt:Provision ; eli:is_part_of <draft/1> ; eli:type_subdivision kind:paragraph ; eli:number "3" .
<draft/2> a cdt:Provision ; eli:is_part_of <draft> ; eli:type_subdivision kind:article ; eli:number "2" .
<treaty/1/3> a cdt:Provision ; eli:is_part_of <treaty/1> ; eli:type_subdivision kind:paragraph ; eli:number "3" .
<coverage/draft> a cdt:Coverage ; cdt:ofInstrument <draft> ; cdt:topic topic:mutual-assistance ; cdt:completeness completeness:complete .
"""
    + norm("treaty/1", "cdt:topic topic:training ; cdt:action action:train")
    + norm("other/1", "cdt:force force:consider", number=2)
)
TEXTS = ["draft"]
PLACES = ("draft/1/1", "draft/1/2", "draft/2", "treaty/1/1", "treaty/1/2", "other/1")
RULES = (
    "", "cdt:constraint <constraint/{0}>", "cdt:force force:endeavour ; cdt:margin margin:domestic-law", "cdt:modality modality:permission",
    "cdt:modality modality:prohibition", "cdt:topic topic:preservation-order ; cdt:level level:order", "cdt:action action:erase",
    "cdt:action action:limit-use ; cdt:topic topic:use-limitation", "cdt:action action:train ; cdt:topic topic:training",
    "cdt:action action:refuse ; cdt:topic topic:mutual-assistance ; cdt:modality modality:permission ; cdt:refusalList <refusals/{0}>",
    "cdt:governs <treaty/1/1> ; cdt:action action:apply-domestic-law ; cdt:topic topic:mutual-assistance",
)  # fmt: skip
CLAUSE = (
    "cdt:action action:relate-to-other-rules ; cdt:topic topic:mutual-assistance ; cdt:precedence <precedence/{0}> .\n"
    "<precedence/{0}> a cdt:Precedence ; cdt:effect effect:yields ; cdt:inFavourOf regime:treaties ; cdt:appliesTo <{1}> , <{2}>"
)
DEMANDS = (
    "cdt:demand demand:ground-available ; cdt:topic topic:international-cooperation ; cdt:ground ground:data-protection",
    "cdt:demand demand:voluntary ; cdt:topic topic:capacity-building ; cdt:force force:may",
    "cdt:demand demand:no-duplication ; cdt:topic topic:international-cooperation",
)
SLOTS: Mapping[str, tuple[str | None, ...]] = {
    **dict.fromkeys(PLACES, (None, *RULES)),
    "draft/1/3": (None, CLAUSE.format("draft", "draft/1/1", "draft/1/2")),
    "treaty/1/3": (None, CLAUSE.format("treaty", "treaty/1/1", "treaty/1/2")),
    "taken": (None, "<treaty/1>", "<other/1>", "<treaty/9>"),
    "demand": (None, *DEMANDS),
    "figure": ("60", "90"),
    "ground": ("sovereignty", "data-protection"),
}
State = Mapping[str, str | None]
STATES = st.fixed_dictionaries({slot: st.sampled_from(options) for slot, options in SLOTS.items()})
CHANGES = st.dictionaries(st.sampled_from(sorted(SLOTS)), st.integers(0, 20), min_size=1, max_size=2)


def told(state: State) -> str:
    """Return a state in Turtle."""
    rules = [norm(place, rule.format(place)) for place in (*PLACES, "draft/1/3", "treaty/1/3") if (rule := state[place]) is not None]
    figures = [days(place, "gteq", int(state["figure"] or 0)) for place in PLACES if "constraint" in (state[place] or "")]
    lists = [
        f"<refusals/{place}> a cdt:RefusalList ; cdt:ground ground:{state['ground']} ; cdt:closure closure:closed .\n"
        for place in PLACES
        if "refusals" in (state[place] or "")
    ]
    taken = [f"<draft/2> cdt:incorporates {state['taken']} .\n"] if state["taken"] else []
    demand = [f"<requirement/mandate/1/x> a cdt:Requirement ; cdt:statedIn <mandate/1> ; {state['demand']} .\n"] if state["demand"] else []
    return "".join([*rules, *figures, *lists, *taken, *demand])


class Closing:
    """Closes small worlds over one vocabulary."""

    def __init__(self, words: quads.Lines) -> None:
        self.words = words

    def __call__(self, turtle: str) -> quads.Lines:
        """Return a world with all that follows from it."""
        return closed(self.words, turtle)


@pytest.fixture(scope="module")
def closing(words: quads.Lines) -> Closing:
    """The vocabulary, wrapped: Hypothesis prints what a failing test was given."""
    return Closing(words)


def closed(words: quads.Lines, turtle: str) -> quads.Lines:
    facts = quads.normal((HEAD + FRAME + MORE + turtle).encode(), "urn:x-test", syntax="ttl", base=str(ID))
    bench = Bench(words | facts)
    infer(bench)
    return frozenset(quads.lines_of(bench.construct("CONSTRUCT WHERE { ?s ?p ?o }")).splitlines())


def rights_of(bench: Bench) -> list[str]:
    return [right for p in profiles(read_library(bench), modelled(bench)) if p.name in STORED for right in p.instruments]


def anew(lines: quads.Lines) -> quads.Lines:
    """Return all findings of a world."""
    bench = Bench(lines)
    library = read_library(bench)
    found = survey(bench, library, TEXTS, rights_of(bench), read_names(bench, library))
    return frozenset(quads.lines_of(triples(found)).splitlines())


@FEW
@given(state=STATES, change=CHANGES)
def test_renewed_findings_are_those_made_anew(closing: Closing, state: State, change: Mapping[str, int]) -> None:
    later = {**state, **{slot: SLOTS[slot][number % len(SLOTS[slot])] for slot, number in change.items()}}
    before, now = (closing(told(each)) for each in (state, later))
    changed = difference(before, now)
    assert isinstance(changed, Difference), "only statements and references were changed"
    old = anew(before)
    bench = Bench(now | old)
    renewal = renewed(bench, changed, TEXTS, rights_of(bench), words=closing.words)
    assert renewal.removed <= old
    assert (old - renewal.removed) | renewal.added == anew(now)


@pytest.mark.parametrize(
    "more",
    [
        pytest.param('<draft/1/1> eli:number "one" .', id="number"),
        pytest.param('<treaty> skos:prefLabel "Treaty of Paris"@en .', id="title"),
        pytest.param("<coverage/more> a cdt:Coverage ; cdt:ofInstrument <draft> ; cdt:topic topic:extradition .", id="coverage"),
        pytest.param("<draft/1/4> a cdt:Provision ; eli:is_part_of <draft/1> .", id="provision"),
        pytest.param('topic:preservation-order skos:altLabel "keeping"@en .', id="concept"),
    ],
)
def test_what_can_bear_on_any_finding_is_no_difference_of_places(closing: Closing, more: str) -> None:
    assert difference(closing(""), closing(more)) is None
