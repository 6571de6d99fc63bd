"""Evidence: what a finding rests on when somebody reviews it, and what of it changed since.

The verdict, the row of the table and the aspects; the norms of both sides, by their hash, and those that decided in full; the
loaded words of both sides, by their hash. What is not loaded on one of the two days is not held to have changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import Self

from rdflib.term import Node

from ..compatibility import Finding, rows
from ..graph.names import CDT, compact, expand
from ..graph.store import Reader
from ..texts import Library

__all__ = ["Change", "Evidence", "changes", "read_evidence"]

# what is worked out from the rest, or says who wrote it down
_ASIDE = {
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "http://www.w3.org/ns/prov#wasGeneratedBy",
    *map(str, (CDT.forceRank, CDT.marginRank, CDT.strengthRank, CDT.availableGround)),
    *map(str, (CDT.highest, CDT.lowest, CDT.normalisedUnit, CDT.normalisedValue)),
}  # fmt: skip
_INNER = ("constraint", "refusalList", "precedence", "reservation")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed: `kind` is verdict, rule, aspects, norm-changed, norm-new, norm-gone, text or finding-gone."""

    kind: str
    what: str = ""
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a finding rested on.

    `row` names the row of the verdict table and `rule` is the hash of what it says; `aspects` are as "force weaker"; `statements` has the
    hash of each norm by compact id, `facts` what the deciding ones say; `texts` has the hashes of the loaded words by provision.
    """

    verdict: str
    row: str = ""
    rule: str = ""
    aspects: tuple[str, ...] = ()
    statements: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def record(self) -> dict[str, object]:
        """Return it as it stands in the log."""
        return asdict(self)

    @classmethod
    def from_record(cls, record: Mapping[str, object]) -> Self:
        """Return the evidence that stands in a line of the log; what is not there is empty."""

        def listed(name: str) -> dict[str, tuple[str, ...]]:
            held = record.get(name)
            return {str(key): tuple(map(str, value)) for key, value in held.items()} if isinstance(held, dict) else {}

        statements, aspects = record.get("statements"), record.get("aspects")
        return cls(
            str(record.get("verdict", "")), str(record.get("row", "")), str(record.get("rule", "")),
            tuple(map(str, aspects)) if isinstance(aspects, list) else (),
            {str(key): str(value) for key, value in statements.items()} if isinstance(statements, dict) else {},
            listed("facts"), listed("texts"),
        )  # fmt: skip


def read_evidence(store: Reader, library: Library, finding: Finding) -> Evidence:
    """Return what a finding rests on, as a store has it now."""
    decisive = [finding.decisive.left, finding.decisive.right] if finding.decisive else []
    # a whole text is not held to the letter: what decided in it is
    sides = [p for p in (*finding.left, *finding.right) if library.root(p) != p]
    facts = _facts(store, {*decisive, *finding.not_compared, *_stated(store, library, sides)})
    return Evidence(
        finding.verdict, finding.row or "", _rule(finding), tuple(sorted(f"{a.aspect} {a.relation}" for a in finding.aspects)),
        {key: _digest("\n".join(held)) for key, held in sorted(facts.items())},
        {key: facts[key] for key in sorted({*decisive}) if key in facts},
        {p: tuple(sorted(_digest(passage.text) for passage in library.words(p))) for p in sides if library.words(p)},
    )  # fmt: skip


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8")).hexdigest()[:16]


def _rule(finding: Finding) -> str:
    row = next((row for row in rows() if finding.row and str(row.iri).endswith(f"/{finding.row}")), None)
    if row is None:
        return ""
    parts = (row.relations, row.aspects, row.and_aspects, row.and_relations)
    return _digest(" ".join([row.verdict, str(row.clause), str(row.drafting), *(",".join(sorted(part)) for part in parts)]))


def _stated(store: Reader, library: Library, sides: Iterable[str]) -> Iterator[str]:
    wanted = {*sides}
    places = [p for p in library.provisions if wanted & {above.compact for above in library.chain(p)}]
    if places:
        listed = " ".join(f"<{expand(p)}>" for p in places)
        for row in store.select(f"SELECT ?s {{ VALUES ?p {{ {listed} }} ?s <{CDT.statedIn}> ?p ; a <{CDT.NormativeStatement}> }}"):
            yield compact(str(row["s"]))


def _facts(store: Reader, statements: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return what each statement says, line by line, with what its nodes (a figure, a list of grounds) say."""
    listed = " ".join(f"<{expand(s)}>" for s in sorted(statements))
    if not listed:
        return {}
    inner = " ".join(f"<{CDT[name]}>" for name in _INNER)
    found: dict[str, set[str]] = defaultdict(set)
    for row in store.select(f"SELECT ?s ?p ?o {{ VALUES ?s {{ {listed} }} ?s ?p ?o }}"):
        if str(row["p"]) not in _ASIDE:
            found[compact(str(row["s"]))].add(_line(row))
    for row in store.select(f"SELECT ?s ?in ?p ?o {{ VALUES ?s {{ {listed} }} VALUES ?in {{ {inner} }} ?s ?in ?n . ?n ?p ?o }}"):
        if str(row["p"]) not in _ASIDE:
            found[compact(str(row["s"]))].add(f"{_name(row['in'])} {_line(row)}")
    return {key: tuple(sorted(lines)) for key, lines in found.items()}


def _name(term: Node) -> str:
    return compact(str(term)).removeprefix("cdt:")


def _line(row: Mapping[str, Node]) -> str:
    return f"{_name(row['p'])}: {compact(str(row['o']))}"


def changes(seen: Evidence, now: Evidence | None) -> tuple[Change, ...]:
    """Return what changed between the evidence that a reviewer saw and that of today; None where the finding is no longer there."""
    if now is None:
        return (Change("finding-gone"),)
    found = []
    if seen.verdict != now.verdict:
        found.append(Change("verdict", before=(seen.verdict,), after=(now.verdict,)))
    if (seen.row, seen.rule) != (now.row, now.rule):
        found.append(Change("rule", before=(seen.row,), after=(now.row,)))
    if seen.aspects != now.aspects:
        found.append(Change("aspects", before=_only(seen.aspects, now.aspects), after=_only(now.aspects, seen.aspects)))
    return (*found, *_norms(seen, now), *_texts(seen, now))


def _only(these: Iterable[str], those: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({*these} - {*those}))


def _norms(seen: Evidence, now: Evidence) -> Iterator[Change]:
    for key in sorted({*seen.statements, *now.statements}):
        if key not in now.statements:
            yield Change("norm-gone", key)
        elif key not in seen.statements:
            yield Change("norm-new", key)
        elif seen.statements[key] != now.statements[key]:
            before, after = seen.facts.get(key, ()), now.facts.get(key, ())
            # both are known in full only where the norm decided on both days
            known = bool(before and after)
            yield Change("norm-changed", key, _only(before, after) if known else (), _only(after, before) if known else ())


def _texts(seen: Evidence, now: Evidence) -> Iterator[Change]:
    for provision, words in sorted(seen.texts.items()):
        held = now.texts.get(provision, ())
        if held and not {*words} <= {*held}:
            yield Change("text", provision, words, held)
