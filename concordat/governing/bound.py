"""Bound: which instruments bind both on the day, which one only, and what either has limited.

Vienna Convention, articles 18 and 34: who only signed must not defeat the object; a treaty binds no third State.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..graph.names import expand
from .asked import Party, Reader
from .case import PREFIXES, Case, by_language
from .standing import Standing
from .wording import Say, Statement, nothing

__all__ = ["instruments", "limits"]

_SUMMARY = """SELECT ?provision ?summary {
  ?event cdt:party ?party ; cdt:ofInstrument ?instrument ; cdt:concerns ?provision ; cdt:summary ?summary
}"""


def instruments(case: Case) -> Iterator[Statement]:
    """Say of each instrument that both did something about, or that speaks on the topic, whom it binds since when."""
    for instrument in case.considered:
        yield _statement(case, instrument)
        yield from _duties(case, instrument)


def _statement(case: Case, instrument: str) -> Statement:
    at = [clause for _, standing in case.both(instrument) if (clause := _clause(case, instrument, standing))]
    beyond = case.words.put("beyond", horizon=case.horizons[instrument]) if case.beyond(instrument) else nothing
    together = instrument in case.binding
    said = _together(case, instrument) if together else _apart(case, instrument)
    certain = instrument in case.horizons and not case.beyond(instrument)
    ending = nothing if together else case.words.put("not-between" if certain else "open-between")
    state = "unverified" if case.doubtful(instrument) else "table-read"
    return case.words.statement("instruments", said, beyond, ending, at=at or [instrument], verification=state)


def _together(case: Case, instrument: str) -> Say:
    days = [standing.act.since for _, standing in case.both(instrument) if standing.act and standing.act.since]
    one, other = case.asked.both
    name = case.words.instrument(instrument)
    return case.words.put("both", instrument=name, one=one, other=other, one_since=days[0], other_since=days[1], since=max(days))


def _apart(case: Case, instrument: str) -> Say:
    bound = [(party, standing) for party, standing in case.both(instrument) if standing.state == "bound"]
    rest = [_state(case, instrument, party, standing) for party, standing in case.both(instrument) if standing.state != "bound"]
    name = case.words.instrument(instrument)

    def remainder(lang: str) -> str:
        return " ".join(said(lang) for said in rest)

    for party, standing in bound:
        if standing.act and standing.act.since:
            return case.words.put("one-only", instrument=name, bound=party, since=standing.act.since, rest=remainder)
    return case.words.put("neither", instrument=name, rest=remainder)


def _state(case: Case, instrument: str, party: Party, standing: Standing) -> Say:
    act = standing.act
    if act is None:
        if instrument in case.horizons:
            return case.words.put("state-absent", party=party, horizon=case.horizons[instrument])
        return case.words.put("state-none", party=party)
    days = {"done": act.done or "?", "since": act.since or "?"}
    key = f"state-{standing.state}" + ("-until" if standing.state == "joined" and act.since else "")
    return case.words.put(key, party=party, **days)


def _clause(case: Case, instrument: str, standing: Standing) -> str:
    """The final clause by which a party is or will be bound, empty where it is bound by none."""
    held, act = case.entry.get(instrument, {}), standing.act
    if act is None or act.since is None or act.kind == "Succession":
        return ""
    if held.get("start") == act.since.isoformat():
        return held.get("first", "")
    return held["acceding"] if act.kind == "Accession" and "acceding" in held else held.get("later", "")


def _duties(case: Case, instrument: str) -> Iterator[Statement]:
    for party, standing in case.both(instrument):
        if standing.state in {"joined", "signed"}:
            said = case.words.put("signed-duty", party=party, instrument=case.words.instrument(instrument))
            yield case.words.statement("vienna", said, at=["vclt:18"], verification="unverified")


def limits(store: Reader, case: Case) -> Iterator[Statement]:
    """Say which reservations and declarations of either bear on the rules that bind both."""
    for instrument in case.binding:
        for party, standing in case.both(instrument):
            given = {"party": expand(party.compact), "instrument": expand(instrument)}
            told = by_language(store.select(PREFIXES + _SUMMARY, bindings=given), "provision", "summary")
            for act in standing.limits:
                if _touches(case, instrument, act.concerns):
                    yield _limit(case, instrument, party, act.concerns, told.get(act.concerns, {}), unverified=act.unverified)


def _touches(case: Case, instrument: str, provision: str) -> bool:
    held = case.spoken.get(instrument)
    spoken = [*held.itself, *held.wider] if held else []
    return any(rule == provision or rule.startswith(f"{provision}/") or provision.startswith(f"{rule}/") for rule in spoken)


def _limit(case: Case, instrument: str, party: Party, provision: str, summary: dict[str, str], *, unverified: bool) -> Statement:
    name = case.words.instrument(instrument)
    said = case.words.put("limit", party=party, instrument=name, summary=lambda lang: summary.get(lang, ""))
    return case.words.statement("limits", said, at=[provision], verification="unverified" if unverified else "table-read")
