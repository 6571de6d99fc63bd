"""Status tables: who signed and joined a treaty, and when, from a depositary's table in CSV.

The columns are those of the United Nations Treaty Collection (Multilateral Treaties Deposited with the
Secretary-General): participant, signature, and one column for every way to consent, told apart by a mark behind the
day (`a` accession, `A` acceptance, `AA` approval, `c` formal confirmation, `d` succession, `s` definitive signature,
`p` simplified procedure, `P` consent or participation as the heading describes it). A day without a mark is what the
heading names without one.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ..errors import InputError, LimitError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["Event", "events", "matches", "rows_of"]

_CONSENT = {"": "Ratification", "A": "Acceptance", "AA": "Approval", "a": "Accession", "c": "Ratification", "d": "Succession",
            "s": "ConsentToBeBound", "p": "ConsentToBeBound", "P": "ConsentToBeBound"}  # fmt: skip
# what a heading may name without a mark, in the order in which one is taken for the rest
_UNMARKED = (("ratification", "Ratification"), ("accept", "Acceptance"), ("approbation", "Approval"), ("approval", "Approval"),
             ("accession", "Accession"), ("adhésion", "Accession"), ("succession", "Succession"), ("", "ConsentToBeBound"))  # fmt: skip
_SIGNED = {"": "Signature", "d": "Signature"}  # a successor takes the signature over; it is not bound by that
_MONTHS = {
    name: number
    for names in (
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
        ("janv", "févr", "mars", "avr", "mai", "juin", "juil", "août", "sept", "oct", "nov", "déc"),
    )
    for number, name in enumerate(names, 1)
}
_DAY = re.compile(r"(?P<day>\d{1,2})(?:er)? (?P<month>[^\W\d]{3,5})\.? (?P<year>\d{4})(?: (?P<mark>[A-Za-z]{1,2}))?")
_NOTE = re.compile(r"(?:\s*(?:\[\d+\]|(?<=[^\d\s])\s+\d+(?:\s*,\s*\d+)*))+$")  # Czech Republic 2, 3
_LONGEST = 1_000_000  # characters
_PARTICIPANT = re.compile(r"participants?|states?|[ée]tats?", re.IGNORECASE)
_SIGNATURE = re.compile(r"signature", re.IGNORECASE)
_CONSENTING = re.compile(
    r"(?!signature|provisional|provisoire|date|notification)"
    r".*(?:ratification|accession|adh[ée]sion|accept|approval|approbation|succession|definitive signature|signature définitive"
    r"|consent to be bound)",
    re.IGNORECASE,
)
_MARKED = re.compile(r"[^,]*\(\s?[A-Za-z]{1,2}\s?\)")  # Acceptance(A)


@dataclass(frozen=True, slots=True)
class Event:
    """One act of one participant.

    `participant` is its name as printed, without note numbers; `kind` the local name of a class of events (`Signature`,
    `Ratification`, `Accession` ...); `day` an ISO 8601 date; `line` the 1-based row of the table. `doubtful` is set
    where the table contradicts itself: a consent without a mark, as if it were a ratification, of a participant that
    never signed and can only have acceded (Vienna Convention on the Law of Treaties, articles 14 and 15).
    """

    participant: str
    kind: str
    day: str
    line: int
    doubtful: bool = False


def rows_of(text: str) -> list[list[str]]:
    """Return the rows of a table, each cell with single spaces.

    Raises InputError where the text is no CSV, LimitError where it is longer than a table of all States can be.
    """
    if len(text) > _LONGEST:
        raise LimitError(f"the table has more than {_LONGEST} characters", do="give the table of one treaty")
    try:
        return [[" ".join(cell.split()) for cell in row] for row in csv.reader(io.StringIO(text), strict=True)]
    except csv.Error as error:
        raise InputError(f"no table in CSV: {error}", do="save the table as CSV with commas, in UTF-8") from error


def matches(text: str) -> bool:
    """Return whether a text begins with the headings of a status table."""
    try:
        return _columns(rows_of(text.lstrip().split("\n", 1)[0])[0]) is not None
    except (InputError, IndexError):
        return False


def events(rows: Iterable[Sequence[str]]) -> Iterator[Event]:
    """Yield what each row of a table tells, in its order, signatures first; the first row holds the headings.

    Raises InputError, with the row, where the headings, a day or a mark are not those of a status table.
    """
    numbered = enumerate(rows, 1)
    _, headings = next(numbered, (1, ()))
    columns = _columns(headings)
    if columns is None:
        raise InputError("no status table: needs Participant and a column for consent, such as Ratification", do="keep the row of headings")
    kinds = {**_CONSENT, "": _unmarked(headings[columns[2]])}
    for line, row in numbered:
        if any(row):
            yield from _events_in(row, columns, line, kinds=kinds)


def _unmarked(heading: str) -> str:
    """What a day without a mark is: what the heading names without one ("Succession(d), Ratification")."""
    bare = _MARKED.sub("", heading).lower()
    return next(kind for word, kind in _UNMARKED if word in bare)


def _columns(headings: Sequence[str]) -> tuple[int, int | None, int] | None:
    """Return the places of participant, signature and consent, or None; a table that opens with Participant needs no signature."""
    places = [
        next((place for place, heading in enumerate(headings) if pattern.match(heading)), None)
        for pattern in (_PARTICIPANT, _SIGNATURE, _CONSENTING)
    ]
    participant, signed, joined = places
    alone = bool(headings) and headings[0].lower() == "participant"
    return None if participant is None or joined is None or (signed is None and not alone) else (participant, signed, joined)


def _events_in(
    row: Sequence[str], columns: tuple[int, int | None, int], line: int, *, kinds: dict[str, str]
) -> Iterator[Event]:
    name, signed, joined = (row[place] if place is not None and place < len(row) else "" for place in columns)
    participant = _NOTE.sub("", name).strip()
    if not participant or not any(cell for cell in row if cell != name):
        raise InputError("a row without participant or without any day", where=f"row {line}", do="complete or remove the row")
    if signed:
        yield Event(participant, *_act(signed, _SIGNED, line), line)
    if joined:
        kind, day = _act(joined, kinds, line)
        doubtful = kind == "Ratification" and columns[1] is not None and not signed and joined[-1].isdecimal()
        yield Event(participant, "Accession" if doubtful else kind, day, line, doubtful)


def _act(cell: str, kinds: dict[str, str], line: int) -> tuple[str, str]:
    """Return the kind and the day of the act in a cell."""
    match = _DAY.fullmatch(cell)
    month = _MONTHS.get(match["month"].lower()) if match else None
    kind = kinds.get(match["mark"] or "") if match else None
    if match is None or month is None or kind is None:
        raise InputError(f"{cell!r} is no day with a known mark", where=f"row {line}", do="write it like 25 Oct 2012 a")
    try:
        return kind, date(int(match["year"]), month, int(match["day"])).isoformat()
    except ValueError as error:
        raise InputError(f"{cell!r} is no day of the calendar", where=f"row {line}", do="correct the day") from error
