"""Standing: where a party stands to each instrument on a day, by what it did and when that took effect.

Signature is no consent to be bound, and a deposit binds only from the day that the final clause gives.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ..catalogue import bind, find
from ..graph.names import compact
from .asked import Party, Reader

__all__ = ["Act", "Rows", "Standing", "answers", "membership", "standings"]

_CONSENTS = {"Acceptance", "Accession", "Approval", "Ratification", "Succession"}
_LIMITS = {"Declaration", "ReservationEvent", "TerritorialDeclaration"}
Rows = list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class Act:
    """One act of a party; `done` and `since` are None where the graph does not know them."""

    kind: str
    done: date | None
    since: date | None
    concerns: str
    unverified: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a party stands to an instrument: `state` is bound, joined (not yet bound), signed, left or none.

    `act` is what it rests on, `limits` are the reservations and declarations made.
    """

    state: str
    act: Act | None
    limits: tuple[Act, ...] = ()


def answers(store: Reader, question: str, **parameters: str) -> Rows:
    """Return the answer to a question of the catalogue, with IRIs as compact ids and absent values as empty texts."""
    held = find(question)
    rows = store.select(held.query, bindings=bind(held, parameters))
    return [{name: compact(str(value)) for name, value in row.items()} for row in rows]


def standings(store: Reader, party: Party, on: date) -> dict[str, Standing]:
    """Return where a party stands to each instrument that it did anything about, on a day."""
    by_instrument: dict[str, Rows] = {}
    for row in answers(store, "acts-of-participation", party=party.compact):
        by_instrument.setdefault(row["instrument"], []).append(row)
    return {instrument: _standing(rows, on) for instrument, rows in by_instrument.items()}


def _standing(rows: Rows, on: date) -> Standing:
    acts = [_act(row) for row in rows]
    past = [act for act in acts if _before(act.done or act.since, on)]
    limits = tuple(act for act in past if act.kind in _LIMITS and act.concerns)
    for state, act in (
        ("left", _first(past, {"Withdrawal"}, on)),
        ("bound", _first(past, _CONSENTS, on)),
        ("joined", _first(past, _CONSENTS, None)),
        ("signed", _first(past, {"Signature"}, None)),
    ):
        if act is not None:
            return Standing(state, act, limits)
    return Standing("none", None, limits)


def _act(row: Mapping[str, str]) -> Act:
    done, since = (date.fromisoformat(row[name]) if row.get(name) else None for name in ("done", "from"))
    return Act(row["act"].removeprefix("cdt:"), done, since, row.get("concerns", ""), bool(row.get("verification")))


def _before(day: date | None, on: date) -> bool:
    return day is None or day <= on


def _first(acts: Sequence[Act], kinds: set[str], effective: date | None) -> Act | None:
    """The first act of these kinds, with effect by a day where one is named."""
    fitting = (act for act in acts if act.kind in kinds)
    if effective is not None:
        fitting = (act for act in fitting if act.since is not None and act.since <= effective)
    return next(fitting, None)


def membership(store: Reader, party: Party, on: date) -> Mapping[str, str] | None:
    """Return the row of a State's membership in the European Union on a day, None where it is no member then."""
    for row in answers(store, "unions-of-an-actor", state=party.compact):
        if row["organisation"] == "organisation:european-union" and row["since"] <= on.isoformat() <= (row.get("until") or "9999"):
            return row
    return None
