"""Entry into force by `queries/inference/consent-*.rq`: small treaties, in rdflib and in Oxigraph."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from rdflib import Graph, URIRef

from concordat.graph import quads
from concordat.graph.bench import Bench
from concordat.graph.inference import InGraph, closures, infer
from concordat.graph.names import CDT, ID

if TYPE_CHECKING:
    from collections.abc import Callable

PREFIXES = """
@base <https://w3id.org/concordat/id/> .
@prefix cdt: <https://w3id.org/concordat/ontology#> .
@prefix unit: <https://w3id.org/concordat/scheme/unit#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
DAYS = """<first> a cdt:EntryIntoForceRule ; cdt:ofInstrument <t> ; cdt:depositsNeeded 2 ; cdt:delay 90 ; cdt:unit unit:day ; cdt:countsOrganisations false .
<later> a cdt:EntryIntoForceRule ; cdt:ofInstrument <t> ; cdt:delay 30 ; cdt:unit unit:day .
<union> a cdt:RegionalOrganisation . """
MONTHS = DAYS.replace("delay 90", "delay 3").replace("delay 30", "delay 3").replace("unit:day", "unit:month ; cdt:fromMonthStart true")
MEMBERS = MONTHS.replace("depositsNeeded 2", "depositsNeeded 2 ; cdt:memberDepositsNeeded 1 ; cdt:organisation <club>") + (
    "<m> cdt:organisation <club> ; cdt:member <c> ; cdt:validFrom '2001-01-01'^^xsd:date . "
)
QUERIES = [each for each in closures() if each.name.startswith(("consent-", "entry-"))]


def _in_rdflib(turtle: str) -> Graph:
    graph = Graph().parse(data=PREFIXES + turtle, format="turtle")
    infer(InGraph(graph), using=QUERIES)
    return graph


def _in_oxigraph(turtle: str) -> Graph:
    given = Graph().parse(data=PREFIXES + turtle, format="turtle")
    bench = Bench(quads.normal(quads.lines_of(given), ID["g"]))
    infer(bench, using=QUERIES)
    made = Graph()
    for triple in bench.construct("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"):
        made.add(triple)
    return made


closed_by = pytest.mark.parametrize("closed", [_in_rdflib, _in_oxigraph], ids=["rdflib", "oxigraph"])


def joins(**days: str) -> str:
    """Ratifications by the parties named, such as a="2003-07-01"; `union` approves."""
    kinds = {party: "Approval" if party == "union" else "Ratification" for party in days}
    return "".join(
        f"<e/{party}> a cdt:{kinds[party]} ; cdt:ofInstrument <t> ; cdt:party <{party}> ; cdt:onDate '{day}'^^xsd:date . "
        for party, day in days.items()
    )


def bound(graph: Graph) -> dict[str, str]:
    found = graph.subject_objects(CDT.effectiveDate)
    return {str(event).rsplit("/", 1)[-1]: str(day) for event, day in found if "/e/" in str(event)}


@closed_by
@pytest.mark.parametrize(
    ("rule", "given", "expected"),
    [
        pytest.param(DAYS, {"a": "2003-07-01"}, {}, id="one-consent-is-not-two"),
        pytest.param(DAYS, {"a": "2003-07-01", "union": "2003-07-02"}, {}, id="an-organisation-does-not-count"),
        pytest.param(DAYS, {"a": "2001-01-01", "b": "2003-07-01"}, {"a": "2003-09-29", "b": "2003-09-29"}, id="ninetieth-day"),
        pytest.param(
            DAYS, {"a": "2001-01-01", "b": "2003-07-01", "c": "2003-07-24"}, {"a": "2003-09-29", "b": "2003-09-29", "c": "2003-09-29"},
            id="never-before-the-start",
        ),
        pytest.param(
            DAYS, {"a": "2001-01-01", "b": "2003-07-01", "union": "2012-02-01"},
            {"a": "2003-09-29", "b": "2003-09-29", "union": "2012-03-02"}, id="thirtieth-day-over-a-leap-day",
        ),
        pytest.param(MONTHS, {"a": "2002-06-20", "b": "2004-03-18"}, {"a": "2004-07-01", "b": "2004-07-01"}, id="first-of-the-month-after-three"),
        pytest.param(
            MONTHS, {"a": "2004-03-18", "b": "2004-03-18", "c": "2016-11-30"}, {"a": "2004-07-01", "b": "2004-07-01", "c": "2017-03-01"},
            id="over-the-year-and-a-short-month",
        ),
        pytest.param(
            MONTHS, {"a": "2004-03-18", "b": "2004-03-18", "c": "2010-09-01"}, {"a": "2004-07-01", "b": "2004-07-01", "c": "2011-01-01"},
            id="expiring-on-a-first-day",
        ),
        pytest.param(MEMBERS, {"a": "2000-01-01", "b": "2000-02-01"}, {}, id="no-member-among-them"),
        pytest.param(
            MEMBERS, {"a": "2000-01-01", "b": "2000-02-01", "c": "2002-05-05"}, dict.fromkeys("abc", "2002-09-01"), id="until-a-member-comes",
        ),
        pytest.param(MEMBERS, {"a": "2000-01-01", "c": "2000-02-01"}, {}, id="not-a-member-yet"),
    ],
)  # fmt: skip
def test_final_clause(closed: Callable[[str], Graph], rule: str, given: dict[str, str], expected: dict[str, str]) -> None:
    graph = closed(rule + joins(**given))
    assert bound(graph) == expected
    starts = {str(day) for day in graph.objects(URIRef(ID["first"]), CDT.startsOn)}
    assert starts == ({min(expected.values())} if expected else set())


@closed_by
def test_a_succession_does_not_follow_the_clause(closed: Callable[[str], Graph]) -> None:
    given = DAYS + joins(a="2001-01-01", b="2003-07-01") + joins(c="2006-10-23").replace("Ratification", "Succession")
    assert set(bound(closed(given))) == {"a", "b"}


def test_days_are_numbered_without_a_gap() -> None:
    start = date(1899, 12, 30)
    days = [start + timedelta(number) for number in range(75_000)]
    given = "".join(f"<e/{day}> a cdt:Accession ; cdt:ofInstrument <t> ; cdt:onDate '{day}'^^xsd:date . " for day in days[::97])
    numbers = {str(event).rsplit("/", 1)[-1]: int(str(number)) for event, number in _in_oxigraph(given).subject_objects(CDT.dayNumber)}
    assert len(numbers) == len(days[::97])
    assert {numbers[str(right)] - numbers[str(left)] for left, right in pairwise(days[::97])} == {97}


def test_each_number_is_turned_back_into_its_day() -> None:
    days = [date(1999, 1, 1) + timedelta(11 * number) for number in range(4000)]
    names = {f"p{number}": str(day) for number, day in enumerate(days)}
    found = bound(_in_oxigraph(DAYS + joins(**names)))
    start = days[1] + timedelta(90)
    assert {name: date.fromisoformat(day) for name, day in found.items()} == {
        f"p{number}": max(start, day + timedelta(30)) for number, day in enumerate(days)
    }
