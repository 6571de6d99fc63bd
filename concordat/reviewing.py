"""Reviewing: what `concordat review` does: take down decisions on findings, tell how findings stand, and forget a person.

An office belongs to one store and one folder of reviews. Everything it tells is worked out from the log and from the store as it
is now; the graph `review` is a copy that can be made again at any time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, MutableMapping
from functools import cached_property
from pathlib import Path

from .checking import Desk
from .compatibility import Finding, read_findings, whole
from .errors import UsageError
from .graph import catalog, layers, quads
from .graph.names import BASE, ID, compact, expand
from .graph.quads import Lines
from .graph.store import Store
from .review import (
    DECISIONS,
    Decision,
    Evidence,
    Log,
    People,
    Reviewed,
    Standing,
    folder_of,
    read_evidence,
    standing,
    triples,
)
from .review.log import Held
from .texts import Library, read_library

__all__ = ["Office", "reviewed"]

_HEAD = str(ID) + "finding/"
_TITLES = (("en", "Reviews"), ("fr", "Examens des constats"))


class Office:
    """A place to review the findings of one store; `folder` is that of the log (`review.folder_of`).

    Whoever has read the provisions or the findings (by IRI) of the store already may hand them in, and a place to keep the evidence of
    stored findings in, as long as the store does not change.
    """

    def __init__(
        self, store: Store, folder: Path, *, library: Library | None = None, findings: Mapping[str, Finding] | None = None,
        evidence: MutableMapping[str, Evidence] | None = None,
    ) -> None:  # fmt: skip
        self.store = store
        self.log = Log(folder)
        self.people = People(folder)
        self._given = (library, findings)
        self._seen = {} if evidence is None else evidence

    @cached_property
    def library(self) -> Library:
        """The provisions of the public graph."""
        return self._given[0] or read_library(self.store)

    @cached_property
    def _stored(self) -> Mapping[str, Finding]:
        given = self._given[1]
        return given if given is not None else {str(finding.iri): finding for finding in read_findings(self.store)}

    @cached_property
    def _desk(self) -> Desk:
        return Desk(self.store)

    def finding(self, named: str) -> Finding:
        """Return a finding, given its IRI, its compact id, or LEFT~RIGHT in compact ids for the question *delivers*.

        One that is not stored is made; raises UsageError where a side names nothing in the graph.
        """
        if "~" in named:
            left, _, right = named.partition("~")
            named = str(Finding(named, "delivers", tuple(left.split("+")), tuple(right.split("+")), "").iri).removeprefix(str(ID))
        iri = str(expand(named)) if named.startswith("finding:") else named if named.startswith(BASE) else str(ID) + named
        found = self._find(iri)
        if found is None:
            do = "name its IRI, or LEFT~RIGHT in compact ids, as `concordat check --format jsonl` does"
            raise UsageError(f"{named} is no finding", do=do)
        return found

    def _find(self, iri: str) -> Finding | None:
        if iri in self._stored:
            return whole(self.store, self._stored[iri])
        question, _, sides = iri.removeprefix(_HEAD).partition("/")
        if not iri.startswith(_HEAD) or question not in {"delivers", "coexists"}:
            return None
        for left, right in _splits(sides):
            if {*left, *right} <= {*self._desk.known()}:
                found = self._desk.pair(left, right, question)
                return found if str(found.iri) == iri else None
        return None

    def _evidence(self, finding: Finding) -> Evidence:
        iri = str(finding.iri)
        if iri in self._stored:
            if iri not in self._seen:
                self._seen[iri] = read_evidence(self.store, self.library, finding)
            return self._seen[iri]
        return read_evidence(self._desk, self._desk.library, finding)

    def decide(self, named: str, decision: str, *, by: str, unit: str = "", comment: str = "", edition: str = "") -> Decision:
        """Take down what a person decided on a finding, and return it once it is on the disk.

        `decision` is one of review.DECISIONS, `by` the person's name, `unit` the service, `edition` the edition and page that were
        read. Raises UsageError where the same person decided the same already, or accepts words that are neither loaded nor
        named by their edition; StoreError where the log cannot be written.
        """
        if decision not in DECISIONS:
            raise UsageError(f"no decision {decision!r}", do=f"choose {', '.join(DECISIONS)}")
        if decision == "commented" and not comment.strip():
            raise UsageError("a comment has words", do="add --comment TEXT")
        finding = self.finding(named)
        if decision == "accepted" and not edition and (unread := self.unread(finding)):
            do = 'load the text, or say what you read: --edition "OJ L 119, 4.5.2016, p. 1"'
            raise UsageError(f"the words of {', '.join(unread)} are not loaded", do=do)
        evidence = self._evidence(finding)
        with self.log.writing() as held:
            person = self.people.admit(by)
            _refuse_again(held, str(finding.iri), person, decision, evidence)
            entry = {
                "at": str(catalog.moment()).replace("+00:00", "Z"), "by": person, "unit": unit.strip(), "finding": str(finding.iri),
                "decision": decision, "comment": comment.strip(), "edition": edition.strip(), "version": str(self.store.generation),
                "evidence": evidence.record(),
            }  # fmt: skip
            return self.log.append(held, entry)

    def unread(self, finding: Finding) -> list[str]:
        """Return the provisions of a finding whose words are not loaded, by compact id."""
        held = self.library.passages
        return [p for p in (*finding.left, *finding.right) if not any(key == p or key.startswith((f"{p}/", f"{p}:")) for key in held)]

    def standings(self, *, only: Collection[str] | None = None) -> list[Standing]:
        """Return how every reviewed finding stands now, in the order of the first decision on each; `only` names some by IRI.

        Raises StoreError where the log cannot be read or was changed.
        """
        by_finding: dict[str, list[Decision]] = defaultdict(list)
        for decision in self.log.read().decisions:
            if only is None or decision.finding in only:
                by_finding[decision.finding].append(decision)
        told = []
        for iri, decisions in by_finding.items():
            found = self._find(iri)
            told.append(standing(iri, decisions, None if found is None else self._evidence(found)))
        return told

    def record(self) -> list[Standing]:
        """Write the graph `review` anew from the log, and return how every reviewed finding stands.

        Raises StoreError where the store cannot be written.
        """
        told = self.standings()
        self._keep(quads.normal(quads.lines_of(triples(told)), layers.REVIEW))
        return told

    def _keep(self, lines: Lines) -> None:
        content = quads.digest(quads.quad_lines(lines, layers.REVIEW))
        held, recorded = self.store.lines(layers.REVIEW), catalog.hashes(self.store, [layers.REVIEW])
        if lines == held and (not held or recorded.get(layers.REVIEW, ("", ""))[1] == content):
            return
        with self.store.transaction():
            self.store.replace(layers.REVIEW, lines)
            record = catalog.Record(layers.REVIEW, _TITLES, content, "review", ("log.jsonl",), "restricted", None)
            catalog.enter(self.store, record, lines, content_hash=content)

    def forget(self, name: str) -> str:
        """Take a person out of the table of identities, and return the pseudonym that stays behind in the log.

        Raises UsageError where the name is not known.
        """
        with self.log.writing():
            known = self.people.forget(name)
        if known is None:
            raise UsageError(f"nobody of the name {name!r} has reviewed here", do="write the name as it was given with --as")
        return known


def reviewed(store: Store, address: str | Path) -> dict[str, Reviewed]:
    """Return how findings stand, by IRI, from the log that belongs to a store, as it is now.

    Raises StoreError where the log cannot be read or was changed.
    """
    place = Office(store, folder_of(address))
    # a store without reviews is not read for them
    return {each.finding: each.reviewed for each in place.standings()} if place.log.path.exists() else {}


def _refuse_again(held: Held, iri: str, person: str, decision: str, evidence: Evidence) -> None:
    own = [d for d in held.decisions if d.finding == iri and d.by == person and d.decides]
    if decision != "commented" and own and own[-1].decision == decision and standing(iri, own[-1:], evidence).state != "stale":
        do = "a second reviewer must be another person; to change your mind, decide otherwise"
        raise UsageError(f"this finding was {decision} by the same person already", where=iri, do=do)


def _splits(sides: str) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Yield the ways to read what stands behind the question in the IRI of a finding as two sides of compact ids."""
    parts = sides.split("--")
    for at in range(1, len(parts)):
        left, right = "--".join(parts[:at]), "--".join(parts[at:])
        yield tuple(compact(str(ID) + p) for p in left.split("+")), tuple(compact(str(ID) + p) for p in right.split("+"))
