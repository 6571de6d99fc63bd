"""Who takes part, against the status tables row by row; and since when, computed another way."""

from __future__ import annotations

import csv
import re
from calendar import monthrange
from collections import Counter
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

import pytest
from rdflib import RDF, URIRef

from concordat.graph.names import CDT, ID

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from concordat.graph.store import Store

# treaty -> its table, the number of deposits its final clause asks for, the day it entered into force by the depositary
TABLES = {
    "untoc": ("untoc.csv", 40, date(2003, 9, 29)),
    "untoc-tip": ("untoc_trafficking_protocol.csv", 40, date(2003, 12, 25)),
    "untoc-smuggling": ("untoc_smuggling_protocol.csv", 40, date(2004, 1, 28)),
    "untoc-firearms": ("untoc_firearms_protocol.csv", 40, date(2005, 7, 3)),
    "uncac": ("uncac.csv", 30, date(2005, 12, 14)),
}
ACTS = {"": "Ratification", "a": "Accession", "A": "Acceptance", "AA": "Approval", "d": "Succession"}
CONSENTS = {*ACTS.values()}
UNION = ID["organisation/european-union"]

table_of = pytest.mark.parametrize("treaty", TABLES)


class Act(NamedTuple):
    """One act of one party."""

    party: URIRef
    kind: str
    on: date


@pytest.fixture(scope="module")
def parties(graph: Store) -> Mapping[str, URIRef]:
    """Each name of an actor, earlier and formal ones too, with the actor."""
    query = """PREFIX cdt: <https://w3id.org/concordat/ontology#>
        PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        SELECT ?actor ?name { ?actor a cdt:Actor ; skos:prefLabel|skos:altLabel ?name FILTER (LANG(?name) = "en") }"""
    return {str(row["name"]): URIRef(str(row["actor"])) for row in graph.select(query)}


def _day(text: str) -> date:
    return datetime.strptime(text, "%d %b %Y").date()


def rows(shared: Path, treaty: str, parties: Mapping[str, URIRef]) -> list[Act]:
    """The acts that a table prints; a deposit without a letter and without a signature is an accession."""
    found = []
    with (shared / "corpus" / "participation" / TABLES[treaty][0]).open(encoding="utf-8") as file:
        for name, signed, consent in list(csv.reader(file))[1:]:
            if signed:
                found.append(Act(parties[name], "Signature", _day(signed)))
            if consent:
                day, letter = re.fullmatch(r"(\d+ \w+ \d{4}) ?(\w*)", consent.strip()).groups()  # type: ignore[union-attr]
                found.append(Act(parties[name], ACTS[letter] if letter or signed else "Accession", _day(day)))
    return found


def acts(graph: Store, treaty: str) -> dict[Act, date | None]:
    """The acts that the graph holds of a treaty, each with the day from which it has effect."""
    query = """PREFIX cdt: <https://w3id.org/concordat/ontology#>
        SELECT ?party ?kind ?on ?from {
            ?event cdt:ofInstrument ?treaty ; a ?kind ; cdt:party ?party ; cdt:onDate ?on .
            OPTIONAL { ?event cdt:effectiveDate ?from } }"""
    kinds = {str(CDT[kind]): kind for kind in {*CONSENTS, "Signature"}}
    return {
        Act(URIRef(str(row["party"])), kinds[str(row["kind"])], date.fromisoformat(str(row["on"]))): (
            date.fromisoformat(str(row["from"])) if "from" in row else None
        )
        for row in graph.select(query, bindings={"treaty": ID[treaty]})
        if str(row["kind"]) in kinds
    }


def horizon(graph: Store, treaty: str) -> date:
    [(_, _, day)] = [triple for triple in graph.graph(_graph(treaty)) if triple[1] == CDT.horizon]
    return date.fromisoformat(str(day))


def _graph(treaty: str) -> URIRef:
    return URIRef(f"https://w3id.org/concordat/graph/curated/participation/{treaty}")


@pytest.mark.shared
@table_of
def test_graph_holds_each_row_of_the_table_and_no_other(graph: Store, parties: Mapping[str, URIRef], shared: Path, treaty: str) -> None:
    printed = rows(shared, treaty, parties)
    assert max(Counter(printed).values()) == 1
    known = horizon(graph, treaty)
    assert {act for act in acts(graph, treaty) if act.on <= known} == {*printed}


@pytest.mark.shared
@table_of
def test_horizon_is_the_last_day_that_the_table_knows(graph: Store, parties: Mapping[str, URIRef], shared: Path, treaty: str) -> None:
    assert horizon(graph, treaty) == max(act.on for act in rows(shared, treaty, parties))


def _nth_day_after(day: date, number: int) -> date:
    for _ in range(number):
        day += timedelta(1)
    return day


@pytest.mark.shared
@table_of
def test_each_party_is_bound_from_the_day_of_the_final_clause(graph: Store, parties: Mapping[str, URIRef], shared: Path, treaty: str) -> None:
    _, needed, known = TABLES[treaty]
    consents = [act for act in rows(shared, treaty, parties) if act.kind in CONSENTS]
    counted = sorted(act.on for act in consents if act.kind != "Succession" and act.party != UNION)
    start = _nth_day_after(counted[needed - 1], 90)
    assert start == known
    found = acts(graph, treaty)
    for act in consents:
        if act.kind == "Succession":
            assert found[act] == date(2006, 6, 3), act
        elif act.on <= counted[needed - 1]:
            assert found[act] == start, act
        else:
            assert found[act] == max(start, _nth_day_after(act.on, 30)), act
    assert len(consents) > 100


@table_of
def test_signature_binds_nobody(graph: Store, treaty: str) -> None:
    signed = {act: bound for act, bound in acts(graph, treaty).items() if act.kind == "Signature"}
    assert signed
    assert {*signed.values()} == {None}


@pytest.mark.parametrize(("treaty", "first"), [("budapest", date(2004, 7, 1)), ("budapest-1ap", date(2006, 3, 1))])
def test_months_run_out_before_the_first_day_of_the_next(graph: Store, treaty: str, first: date) -> None:
    consents = {act: bound for act, bound in acts(graph, treaty).items() if act.kind in CONSENTS}
    decisive = sorted(act.on for act in consents)[4]
    for act, bound in consents.items():
        day = max(act.on, decisive)
        # the last day of the third month after, which no period of three months outlives
        year, month = divmod(day.year * 12 + day.month - 1 + 3, 12)
        last = date(year, month + 1, monthrange(year, month + 1)[1])
        assert bound == last + timedelta(1), act
    assert min(filter(None, consents.values())) == first


def test_what_too_few_have_joined_binds_nobody(graph: Store) -> None:
    assert {act: bound for act, bound in acts(graph, "budapest-2ap").items() if bound} == {}


def test_nothing_from_memory_passes_for_a_row_of_a_table(graph: Store) -> None:
    unverified = CDT.verification, URIRef("https://w3id.org/concordat/scheme/verification#unverified")
    for treaty in TABLES:
        facts = graph.graph(_graph(treaty))
        events = {s for s, p, o in facts if p == RDF.type and str(o).removeprefix(str(CDT)) in {*CONSENTS, "Signature"}}
        days = {s: date.fromisoformat(str(o)) for s, p, o in facts if p == CDT.onDate and s in events}
        doubted = {s for s, p, o in facts if (p, o) == unverified}
        known = horizon(graph, treaty)
        assert {s for s, day in days.items() if day > known} - doubted == set()
