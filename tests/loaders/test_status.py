"""Status tables become events, each as printed, or one clear error."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concordat.errors import InputError, LimitError
from concordat.loaders.status import Event, events, matches, rows_of

if TYPE_CHECKING:
    from pathlib import Path

HEAD = 'Participant,Signature,"Ratification, Acceptance(A), Approval(AA), Accession(a), Succession(d)"\n'


def read(table: str) -> list[Event]:
    return list(events(rows_of(HEAD + table)))


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        pytest.param("Norland,12 Dec 2000,", [("Signature", "2000-12-12")], id="signed only"),
        pytest.param("Norland,12 Dec 2000,1 Mar 2003", [("Signature", "2000-12-12"), ("Ratification", "2003-03-01")], id="ratified"),
        pytest.param("Norland,,25 Oct 2012 a", [("Accession", "2012-10-25")], id="acceded"),
        pytest.param("Norland,12 Dec 2000,1 Mar 2003 A", [("Signature", "2000-12-12"), ("Acceptance", "2003-03-01")], id="accepted"),
        pytest.param("Norland,12 Dec 2000,1 Mar 2003 AA", [("Signature", "2000-12-12"), ("Approval", "2003-03-01")], id="approved"),
        pytest.param("Norland,12 Dec 2000 d,1 Mar 2003 d", [("Signature", "2000-12-12"), ("Succession", "2003-03-01")], id="succeeded"),
        pytest.param("Norland,12 déc. 2000,1 août 2003", [("Signature", "2000-12-12"), ("Ratification", "2003-08-01")], id="in French"),
    ],
)
def test_each_mark_tells_the_way_to_consent(row: str, expected: list[tuple[str, str]]) -> None:
    assert [(event.kind, event.day) for event in read(row)] == expected
    assert {event.participant for event in read(row)} == {"Norland"}


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        pytest.param("Participant,Ratification\nNorland,24 Sep 1945", [("Ratification", "1945-09-24", False)], id="no column of signatures"),
        pytest.param('Participant,"Acceptance, Succession(d)"\nNorland,2 May 1960', [("Acceptance", "1960-05-02", False)], id="the rest is acceptance"),
        pytest.param('Participant,"Succession(d), Ratification"\nNorland,2 May 1960 d', [("Succession", "1960-05-02", False)], id="marked"),
        pytest.param("Participant,Definitive signature(s)\nNorland,2 May 1960 s", [("ConsentToBeBound", "1960-05-02", False)], id="bound by signature"),
        pytest.param("Participant,Consent to be bound(P)\nNorland,2 May 1960 P", [("ConsentToBeBound", "1960-05-02", False)], id="consent alone"),
        pytest.param(
            "Participant,Signature,Provisional application by accession(n),Ratification\nNorland,,2 May 1960 n,", [], id="applied provisionally only"
        ),
    ],
)  # fmt: skip
def test_headings_tell_what_consent_is(table: str, expected: list[tuple[str, str, bool]]) -> None:
    assert matches(table)
    assert [(event.kind, event.day, event.doubtful) for event in events(rows_of(table))] == expected


@pytest.mark.parametrize("name", ["Norland", "Norland 2", "Norland 2, 14", "Norland [3]", "  Norland  "])
def test_note_numbers_are_no_part_of_a_name(name: str) -> None:
    assert [event.participant for event in read(f'"{name}",12 Dec 2000,')] == ["Norland"]


def test_a_consent_that_contradicts_its_row_is_doubtful() -> None:
    found = read("Norland,,17 Feb 2010\nSudland,12 Dec 2000,17 Feb 2010\n")
    assert [(event.kind, event.doubtful) for event in found] == [("Accession", True), ("Signature", False), ("Ratification", False)]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        pytest.param("Norland,31 Feb 2000,", "row 2: '31 Feb 2000' is no day of the calendar", id="no such day"),
        pytest.param("Norland,,12 Dec 2000 x", "row 2: '12 Dec 2000 x' is no day with a known mark", id="unknown mark"),
        pytest.param("Norland,soon,", "row 2: 'soon' is no day", id="words"),
        pytest.param("Norland,,", "row 2: a row without participant or without any day", id="no day"),
        pytest.param(",12 Dec 2000,", "row 2: a row without participant", id="no participant"),
        pytest.param("Norland", "row 2: a row without", id="short row"),
        pytest.param('Norland,"12 Dec', "no table in CSV", id="open quote"),
    ],
)
def test_a_table_that_says_nothing_clear_is_refused(row: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read(row)


@pytest.mark.parametrize("text", ["", "a,b\n", "Participant,Signature\n", 'Party,"Rat', "Dear all,\n", "x" * 200_000 + "\n"])
def test_other_texts_are_no_status_tables(text: str) -> None:
    assert not matches(text)
    with pytest.raises(InputError):
        list(events(rows_of(text)))


def test_a_table_of_more_than_all_states_is_refused() -> None:
    with pytest.raises(LimitError, match="more than 1000000 characters"):
        read("Norland,12 Dec 2000,\n" * 50_000)


@given(st.text(alphabet=st.sampled_from('Norland,12 Dec2003aA"\n\0é')))
def test_any_table_is_read_or_refused(table: str) -> None:
    try:
        found = read(table)
    except InputError:
        return
    assert all(event.participant and event.day[4] == "-" for event in found)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "consents", "signatures", "doubtful"),
    [
        ("uncac", 171, 140, []),
        ("untoc", 179, 147, []),
        ("untoc_firearms_protocol", 109, 52, ["Bahamas"]),
        ("untoc_smuggling_protocol", 138, 112, []),
        ("untoc_trafficking_protocol", 159, 117, ["Antigua and Barbuda"]),
    ],
)
def test_no_row_of_the_real_tables_is_lost(shared: Path, name: str, consents: int, signatures: int, doubtful: list[str]) -> None:
    text = (shared / "corpus" / "participation" / f"{name}.csv").read_text(encoding="utf-8")
    found = list(events(rows_of(text)))
    assert matches(text)
    assert Counter(event.kind == "Signature" for event in found) == {True: signatures, False: consents}
    # counted another way: cells with a year in them, and rows
    assert len(found) == sum(cell.strip()[:1].isdecimal() for row in text.splitlines()[1:] for cell in row.rsplit(",", 2)[1:])
    assert {event.line for event in found} == set(range(2, len(text.splitlines()) + 1))
    assert [event.participant for event in found if event.doubtful] == doubtful
