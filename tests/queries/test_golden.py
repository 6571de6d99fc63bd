"""Every competency question answers as it did when its golden result was read and accepted.

`pytest tests/queries --update-golden` writes the results anew; the diff is then to be read like any other change.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from concordat.asking import ask
from concordat.catalogue import bind, find, questions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from concordat.graph.store import Store

GOLDEN = Path(__file__).with_name("golden")
MANDATE = "celex:32022D0895"
CARICOM = "un-doc:A/AC.291/12/Add.1:caricom"
COLOMBIA = "un-doc:A/AC.291/12/Add.1:colombia"
NEW_ZEALAND = "un-doc:A/AC.291/12/Add.1:new-zealand"
VIET_NAM = "un-doc:A/AC.291/12/Add.1:viet-nam"
EXPERTS = "cybercrime-expert-group-draft-report"
BACKGROUND = "untoc-wg-cooperation-background"

# question -> case -> parameters; a question without parameters has one case without a name
CASES: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "acts-binding-a-member-state": {
        "denmark": {"state": "state:DNK", "date": "2026-06-01"},
        "ireland": {"state": "state:IRL", "date": "2026-06-01"},
    },
    "acts-of-participation": {"viet-nam": {"party": "state:VNM"}},
    "acts-replaced": {"europol": {"act": "celex:32016R0794"}, "mandate": {"act": MANDATE}},
    "addressees": {"mandate": {"act": MANDATE}},
    "articles-taken-over": {
        "background-untoc": {"text": BACKGROUND, "source": "untoc"},
        "colombia-budapest": {"text": COLOMBIA, "source": "budapest"},
        "new-zealand-untoc": {"text": NEW_ZEALAND, "source": "untoc"},
    },
    "authorities": {"privacy": {"provision": "celex:32002L0058:15/1"}},
    "bound-on-a-date": {"viet-nam": {"party": "state:VNM", "date": "2026-06-01"}},
    "bound-together": {"viet-nam-france": {"one": "state:VNM", "other": "state:FRA", "date": "2026-06-01"}},
    "competence": {"preservation": {"topic": "topic:preservation-assistance"}},
    "conflicts-with-directive": {"18": {"directive": f"{MANDATE}:addendum/18"}},
    "contradictory-recommendations": {"experts": {"text": EXPERTS}},
    "counts-by-instrument": {
        "budapest": {"instrument": "budapest"},
        "caricom": {"instrument": CARICOM},
        "mandate": {"instrument": MANDATE},
    },
    "coverage": {"new-zealand": {"text": NEW_ZEALAND}},
    "declarations-made": {"untoc": {"treaty": "untoc"}},
    "declarations-without-accession": {"": {}},
    "directive-groups": {"mandate": {"mandate": MANDATE}},
    "directives": {"mandate": {"mandate": MANDATE}},
    "directives-that-only-permit": {"mandate": {"mandate": MANDATE}},
    "duplicates": {"caricom": {"text": CARICOM}},
    "earlier-agreements-kept": {
        "directive-2016-680": {"clause": "celex:32016L0680:61"},
        "gdpr": {"clause": "celex:32016R0679:96"},
    },
    "evidence-beyond-the-offences": {"colombia": {"text": COLOMBIA}, "viet-nam": {"text": VIET_NAM}},
    "fallback-regimes": {"caricom": {"text": CARICOM}},
    "findings": {"new-zealand-dual-criminality": {"text": f"{NEW_ZEALAND}/10"}},
    "instruments-cited": {"background": {"text": BACKGROUND}, "colombia": {"text": COLOMBIA}},
    "legal-basis": {"mandate": {"act": MANDATE}},
    "meetings": {"background": {"text": BACKGROUND}},
    "members-not-party": {"caricom-uncac": {"organisation": "organisation:caribbean-community", "treaty": "uncac"}},
    "membership-on-a-date": {"union-2020": {"organisation": "organisation:european-union", "date": "2020-02-01"}},
    "norms": {
        "budapest-29": {"provision": "budapest:29"},
        "caricom-preservation": {"provision": f"{CARICOM}/ch-4/art-6"},
    },
    "opt-outs": {"ireland": {"state": "state:IRL"}},
    "parties-on-a-date": {"untoc-tip-start": {"treaty": "untoc-tip", "date": "2003-12-25"}},
    "precedence-clauses": {"budapest": {"text": "budapest"}},
    "protected-agreements": {"untoc": {"treaty": "untoc"}},
    "provisions": {"budapest-29": {"instrument": "budapest:29"}, "viet-nam": {"instrument": VIET_NAM}},
    "recommendations": {"background-35": {"text": f"{BACKGROUND}:35"}, "experts": {"text": EXPERTS}},
    "reach-of-clauses": {"untoc": {"text": "untoc"}},
    "refusal-grounds": {
        "budapest-29": {"article": "budapest:29"},
        "caricom-assistance": {"article": f"{CARICOM}/ch-4/art-4"},
    },
    "reach-of-a-mandate": {"mandate": {"mandate": MANDATE}},
    "reported-figures": {"background": {"text": BACKGROUND}},
    "reporting-duties": {"mandate": {"mandate": MANDATE}},
    "requirements": {"18": {"directive": f"{MANDATE}:addendum/18"}},
    "reservations": {"caricom": {"treaty": CARICOM}},
    "resolved-by-clause": {"new-zealand-4": {"clause": f"{NEW_ZEALAND}/4"}},
    "signed-not-joined": {"untoc": {"treaty": "untoc"}},
    "rules-on-a-topic": {"preservation": {"topic": "topic:preservation-assistance"}},
    "silent-directives": {"colombia": {"text": COLOMBIA}},
    "speakers": {"experts": {"text": EXPERTS}},
    "states-not-bound": {"mandate": {"act": MANDATE}},
    "status-of-a-treaty": {"viet-nam-untoc": {"party": "state:VNM", "treaty": "untoc", "date": "2012-07-01"}},
    "strength-on-a-topic": {"technical-assistance": {"topic": "topic:technical-assistance"}},
    "thresholds": {
        "entry-into-force": {"parameter": "parameter:ratifications-needed"},
        "penalty": {"parameter": "parameter:maximum-penalty"},
        "preservation": {"parameter": "parameter:preservation-period"},
    },
    "undefined-terms": {"caricom": {"text": CARICOM}},
    "union-acts-named": {"19": {"provision": f"{MANDATE}:addendum/19"}},
    "unions-of-an-actor": {"france": {"state": "state:FRA"}},
    "verdict-on-a-pair": {"closed-list-18": {"left": f"{CARICOM}/ch-4/art-9/2", "right": f"{MANDATE}:addendum/18"}},
    "what-changed": {
        "budapest-extradition": {"provision": "budapest:24"},
        "caricom-preservation": {"provision": f"{CARICOM}/ch-4/art-6"},
        "colombia-network": {"provision": f"{COLOMBIA}/art-7"},
    },
    "without-counterpart": {"budapest-untoc": {"text": "budapest", "source": "untoc"}},
}

# what lists or counts everything is held to the texts that are finished: a new text is no change of the old ones
HELD_AGAINST = ("budapest", "untoc", MANDATE)
FINISHED = (*HELD_AGAINST, CARICOM, COLOMBIA, NEW_ZEALAND, VIET_NAM)
# named by the mandate and in nobody's hands
ONLY_NAMED = tuple(f"celex:32009D0{number}" for number in (371, 934, 935, 936, 968))
ABOUT: Mapping[str, tuple[str, ...]] = {
    "instruments": FINISHED,
    "norms-by-modality": FINISHED,
    "size-of-texts": FINISHED,
    "unverified-facts": ONLY_NAMED,
    "verdicts-by-text": tuple(f"{left},{right}" for left in FINISHED for right in HELD_AGAINST if left not in HELD_AGAINST),
}


def _cases(name: str) -> Mapping[str, Mapping[str, str]]:
    return CASES.get(name, {"": {}})


def _files() -> Iterator[tuple[str, str, str]]:
    for name in questions():
        for case in _cases(name):
            yield name, case, f"{name}-{case}.csv" if case else f"{name}.csv"


def _kept(name: str, answer: str) -> str:
    """Return the answer with the rows of finished texts only, where the question is about all."""
    head, *rows = answer.splitlines(keepends=True)
    kept = [row for row in rows if name not in ABOUT or row.startswith(tuple(f"{text}," for text in ABOUT[name]))]
    return "".join([head, *kept])


FILES = [pytest.param(name, case, file, id=file) for name, case, file in _files()]


@pytest.mark.parametrize(("name", "case", "file"), FILES)
def test_answer_is_golden(graph: Store, name: str, case: str, file: str, request: pytest.FixtureRequest) -> None:
    question = find(name)
    found = ask(graph, question.query, "csv", bindings=bind(question, _cases(name)[case])).replace("\r\n", "\n")
    found = _kept(name, found)
    if request.config.getoption("--update-golden"):
        (GOLDEN / file).write_text(found, encoding="utf-8")
    assert found == (GOLDEN / file).read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "case"), [pytest.param(name, case, id=file) for name, case, file in _files()])
def test_rows_have_one_order(graph: Store, name: str, case: str) -> None:
    """No two rows share the values by which they are sorted: engines would be free to swap them."""
    question = find(name)
    keys = re.findall(r"\?(\w+)", question.query.rsplit("ORDER BY", 1)[1])
    rows = graph.select(question.query, bindings=bind(question, _cases(name)[case]))
    sorted_by = [tuple(row.get(key) for key in keys) for row in rows]
    assert len(set(sorted_by)) == len(rows)


def test_golden_results_are_those_of_the_questions() -> None:
    assert sorted(path.name for path in GOLDEN.iterdir()) == sorted(file for *_, file in _files())


def test_no_golden_result_is_empty() -> None:
    assert [path.name for path in GOLDEN.iterdir() if path.read_text(encoding="utf-8").count("\n") < 2] == []


def test_no_golden_result_shows_what_is_restricted() -> None:
    assert [path.name for path in GOLDEN.iterdir() if "12642" in path.read_text(encoding="utf-8")] == []


def test_cases_name_questions() -> None:
    assert (set(CASES) | set(ABOUT)) - set(questions()) == set()


@pytest.mark.parametrize("name", ABOUT)
def test_golden_lists_hold_every_finished_text(name: str) -> None:
    rows = (GOLDEN / f"{name}.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert {row.split(",")[0] for row in rows} == {text.split(",")[0] for text in ABOUT[name]}
