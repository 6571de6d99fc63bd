"""Reviewing a small world: who may decide what, what goes stale when norms or words change, and what a rebuild leaves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import Literal

from concordat.build import compare_all
from concordat.checking import Desk
from concordat.errors import UsageError
from concordat.graph import layers
from concordat.graph.build import build
from concordat.graph.names import CDT, ID
from concordat.graph.store import Store, open_store
from concordat.review import folder_of, read_states
from concordat.reviewing import Office

from .conftest import Ended

NAMED = "paper:north/1/1~treaty:1/1"
IRI = str(ID["finding/delivers/paper/north/1/1--treaty/1/1"])


def office_of(store: Store, copied: Path) -> Office:
    return Office(store, folder_of(copied))


def accept(office: Office, by: str, **more: str) -> None:
    office.decide(NAMED, "accepted", by=by, edition="p. 1", **more)


@pytest.mark.parametrize("named", [NAMED, IRI, IRI.removeprefix(str(ID)), "finding:delivers:paper/north/1/1--treaty/1/1"])
def test_a_finding_has_several_names(copied: Path, named: str) -> None:
    with open_store(copied) as store:
        assert str(office_of(store, copied).finding(named).iri) == IRI


@pytest.mark.parametrize("named", ["nothing", "paper:gone~treaty:1/1", "finding/delivers/a--b", "norm:treaty:1/1/1"])
def test_what_is_no_finding_is_said(copied: Path, named: str) -> None:
    with open_store(copied) as store, pytest.raises(UsageError, match="is no finding"):
        office_of(store, copied).finding(named)


def test_a_finding_that_is_not_stored_can_be_reviewed(copied: Path) -> None:
    with open_store(copied) as store:
        office = office_of(store, copied)
        office.decide("secret:1~treaty:1/1", "rejected", by="Anna")
        assert [(held.state, held.changed) for held in office.standings()] == [("rejected", {})]


def test_words_are_read_before_they_are_accepted_and_twice_by_two(copied: Path) -> None:
    with open_store(copied, write=True) as store:
        office = office_of(store, copied)
        with pytest.raises(UsageError, match="not loaded"):
            office.decide(NAMED, "accepted", by="Anna")
        accept(office, "Anna", unit="Legal Service")
        with pytest.raises(UsageError, match="another person"):
            accept(office, " ANNA ")
        accept(office, "Bob")
        assert [held.state for held in office.record()] == ["confirmed"]
        assert read_states(store)[IRI].units == ("Legal Service",)
        assert Desk(store).reviews[IRI].state == "confirmed"
        # never part of what everybody reads
        assert not any(b"/id/review/" in line for line in store.public())
    assert "Anna" not in (folder_of(copied) / "log.jsonl").read_text(encoding="utf-8")


def test_what_a_norm_says_makes_a_decision_stale_and_back(copied: Path) -> None:
    value = (ID["constraint/north"], CDT.value, Literal(90))
    with open_store(copied, write=True) as store:
        accept(office_of(store, copied), "Anna")
        graph = next(name for name in store.graph_names() if value in store.graph(name))
        held = store.lines(graph)
        store.remove(graph, [value])
        store.insert(graph, [(value[0], CDT.value, Literal(30))])
        [told] = office_of(store, copied).record()
        assert told.state == "stale"
        assert [(c.kind, c.what, c.before, c.after) for c in told.changed[1]] == [
            ("norm-changed", "norm:paper:north/1/1/1", ("constraint value: 90",), ("constraint value: 30",))
        ]
        assert {str(row["s"]).rsplit("#", 1)[1] for row in store.select(f"SELECT ?s {{ GRAPH <{layers.REVIEW}> {{ ?r <{CDT.reviewState}> ?s }} }}")} == {"stale"}
        store.replace(graph, held)
        assert [held.state for held in office_of(store, copied).standings()] == ["accepted"]


def test_reviews_survive_a_store_that_is_built_anew(copied: Path, world: Path, tmp_path: Path) -> None:
    with open_store(copied, write=True) as store:
        office = office_of(store, copied)
        accept(office, "Anna")
        office.record()
        before = store.dump(layers.REVIEW)
    with open_store(tmp_path / "new", write=True) as store:
        build(store, data=world)
        compare_all(store)
        Office(store, folder_of(copied)).record()
        assert store.dump(layers.REVIEW) == before


Run = Callable[..., Ended]


def test_the_command(run: Run, copied: Path, tmp_path: Path) -> None:
    def review(*words: object) -> Ended:
        return run("review", *words, "--store", copied)

    assert review(NAMED, "--accept", "--as", "Anna", "--unit", "JHA", "--edition", "p. 1").code == 0
    assert review(NAMED, "--comment", "=1+1", "--as", "Bob", "--unit", "LIFE").code == 0
    assert review(NAMED, "--accept", "--reject", "--as", "Anna").code == 2
    assert review(NAMED, "--as", "Anna").code == 2
    assert b"Nord, art. 1, par. 1 / Trait\xc3\xa9, art. 1, par. 1: accept\xc3\xa9" in review("list", "--lang", "fr").out
    assert review("stale").out == b"Nothing to show.\n"
    exported = review("export", "--format", "csv").out.decode()
    assert "'=1+1" in exported
    assert "Anna" not in exported
    assert b"wasAssociatedWith" in review("export").out
    book = tmp_path / "log.xlsx"
    assert review("export", "-o", book).code == 0
    assert book.read_bytes()[:2] == b"PK"
    row = run("check", "paper", "--against", "treaty", "--format", "jsonl", "--store", copied).out
    assert b'"review": {"state": "accepted", "units": ["JHA"]' in row
    assert "1 accepted by one" in run("check", "paper", "--against", "treaty", "--store", copied).out.decode()
    log = folder_of(copied) / "log.jsonl"
    log.write_bytes(log.read_bytes()[:-5])
    listed = review("list")
    assert (listed.code, "cut off" in listed.err) == (0, True)
    assert review("forget", "--as", "anna").code == 0
    assert "accepted, forgotten person r-" in review("list").out.decode()
    assert review("forget", "--as", "Anna").code == 2
