"""Union: what membership in the European Union changes: competence, acts, its own agreements, Article 351 TFEU.

Primacy holds inside the Union and never extinguishes what is owed to a third State (Vienna Convention, article 27).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from rdflib import Literal

from ..graph.names import compact, expand
from .asked import Party, Reader
from .case import PREFIXES, Case
from .standing import answers, membership, standings
from .wording import Say, Statement

__all__ = ["said_by_union"]

_ACTS = {"Directive", "Regulation"}
_UNION = Party("organisation:european-union", {"en": "European Union", "fr": "Union européenne"})
_COMPETENCE = """SELECT ?statement ?competence ?provision ?summary ?verification {
  ?topic cdt:includedIn ?stated .
  ?statement a cdt:CompetenceStatement ; cdt:topic ?stated ; cdt:competence ?competence ; cdt:summary ?summary .
  OPTIONAL { ?statement cdt:statedIn ?provision } OPTIONAL { ?statement cdt:verification ?verification }
} ORDER BY ?statement"""
_RANK = """SELECT ?statement ?provision ?summary ?verification {
  ?statement a cdt:RankStatement ; cdt:higher ?higher ; cdt:lower ?lower ; cdt:summary ?summary .
  OPTIONAL { ?statement cdt:statedIn ?provision } OPTIONAL { ?statement cdt:verification ?verification }
} ORDER BY ?statement"""


def said_by_union(store: Reader, case: Case) -> Iterator[Statement]:
    """Say what follows where a party is the Union or one of its members; nothing where neither is."""
    held = {party.compact: row for party in case.asked.both if (row := membership(store, party, case.asked.on))}
    members = [party for party in case.asked.both if party.compact in held]
    thirds = [party for party in case.asked.both if party not in members and not party.is_union]
    if not members and not any(party.is_union for party in case.asked.both):
        return
    yield from _competence(store, case)
    yield from _agreements(store, case, members)
    if len(members) == 2:
        yield from _acts(store, case)
        if case.speaking:
            yield from _rank(store, case, higher="regime:eu-rules", lower="regime:member-state-agreements")
    for member, third in ((member, third) for member in members for third in thirds):
        if any(case.words.library.kinds[act] & _ACTS for act in case.spoken):
            said = case.words.put("acts-bind-one", member=member, third=third)
            yield case.words.statement("union", said, at=["vclt:27"], verification="unverified")
        yield from _earlier(case, held[member.compact], member, third)


def _competence(store: Reader, case: Case) -> Iterator[Statement]:
    told: dict[str, dict[str, str]] = {}
    for topic in case.asked.topics:
        told |= _summed_up(store, _COMPETENCE, topic=topic)
    for row in told.values():
        said = case.words.put("competence", competence=case.words.named([row["competence"]]), summary=_summary(row))
        yield _stated(case, said, row)


def _rank(store: Reader, case: Case, *, higher: str, lower: str) -> Iterator[Statement]:
    for row in _summed_up(store, _RANK, higher=higher, lower=lower).values():
        yield _stated(case, _summary(row), row)


def _summed_up(store: Reader, query: str, **given: str) -> dict[str, dict[str, str]]:
    """Return statements by their compact ids: what they say in words by language, and the rest of the row."""
    found: dict[str, dict[str, str]] = {}
    for row in store.select(PREFIXES + query, bindings={name: expand(value) for name, value in given.items()}):
        summary = row.pop("summary")
        held = found.setdefault(compact(str(row["statement"])), {key: compact(str(term)) for key, term in row.items()})
        if isinstance(summary, Literal):
            held[str(summary.language)] = str(summary)
    return found


def _summary(row: Mapping[str, str]) -> Say:
    return lambda lang: row[lang]


def _stated(case: Case, said: Say, row: Mapping[str, str]) -> Statement:
    at = [row["provision"]] if row.get("provision") else []
    return case.words.statement("union", said, at=at, verification="unverified" if row.get("verification") else "text-checked")


def _agreements(store: Reader, case: Case, members: Sequence[Party]) -> Iterator[Statement]:
    """Say which of the instruments bind the Union too, and where they then stand."""
    joined = standings(store, _UNION, case.asked.on)
    ours = [instrument for instrument in case.speaking if instrument in joined and joined[instrument].state == "bound"]
    for instrument, member in ((instrument, member) for instrument in ours for member in members):
        act = joined[instrument].act
        if act is not None and act.since is not None:
            said = case.words.put("agreement-of-union", instrument=case.words.instrument(instrument), since=act.since, member=member)
            yield case.words.statement("union", said, at=["tfeu:216/2"], verification="unverified" if act.unverified else "table-read")
    if ours:
        yield from _rank(store, case, higher="regime:union-agreements", lower="regime:eu-rules")


def _acts(store: Reader, case: Case) -> Iterator[Statement]:
    """Say of each act on the topic which of two Member States it binds."""
    bound = [
        {row["act"]: row for row in answers(store, "acts-binding-a-member-state", state=party.compact, date=case.asked.on.isoformat())}
        for party in case.asked.both
    ]
    for act in sorted(act for act in case.spoken if case.words.library.kinds[act] & _ACTS):
        name = case.words.instrument(act)
        rows = list(zip(case.asked.both, (held.get(act, {}) for held in bound), strict=True))
        if act not in case.horizons:
            yield case.words.statement("union", case.words.put("acts-unknown", act=name), at=[act], verification="unverified")
        elif all(row and not row.get("extent") for _, row in rows):
            state = "unverified" if any(row.get("verification") for _, row in rows) else "text-checked"
            yield case.words.statement("union", case.words.put("acts-bind-both", act=name), at=[act], verification=state)
        else:
            yield from (_apart(store, case, act, party, row) for party, row in rows if not row or row.get("extent"))


def _apart(store: Reader, case: Case, act: str, party: Party, row: Mapping[str, str]) -> Statement:
    """Say that an act does not bind a Member State, or only in part."""
    said = case.words.put("acts-bind-in-part" if row else "acts-bind-not", act=case.words.instrument(act), party=party)
    return case.words.statement("union", said, at=_recitals(store, party, act) or [act], verification="text-checked")


def _recitals(store: Reader, party: Party, act: str) -> list[str]:
    rows = answers(store, "opt-outs", state=party.compact)
    return [row["recital"] for row in rows if row["act"] == act and row.get("recital")]


def _earlier(case: Case, membership_: Mapping[str, str], member: Party, third: Party) -> Iterator[Statement]:
    """Say which of the instruments a Member State joined before the day from which Article 351 protects no more."""
    before = membership_["protectedBefore"]
    for instrument in case.speaking:
        act = next(standing.act for party, standing in case.both(instrument) if party == member)
        if act is not None and act.done is not None:
            key = "protected" if act.done.isoformat() < before else "not-protected"
            name = case.words.instrument(instrument)
            said = case.words.put(key, member=member, third=third, instrument=name, done=act.done, before=date.fromisoformat(before))
            yield case.words.statement("union", said, at=[membership_["provision"]], verification="unverified")
