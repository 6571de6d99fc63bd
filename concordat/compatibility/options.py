"""Options: what would repair a finding, found in what other instruments say, and what each of them costs.

Wording is that of a norm in an existing instrument which answers the same demand better; a clause is one by which such an
instrument gives way; a declaration is proposed only where a text allows one. Each is tried in the place of the norm that decided,
against every right that the provision is compared with.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rdflib import URIRef

from ..graph.names import CDT, SCHEME, compact, concept, expand, instrument_of
from ..graph.quads import Lines
from ..texts import Library
from .changes import Change
from .findings import Finding
from .lattice import GRAVITY, Comparison, judge, weigh
from .nearby import joined
from .rules import Pair, Workbench, compare, lies_in
from .variants import Clause, Variant, tried_variants

__all__ = ["LIMIT", "Option", "options", "repairable"]

# so many are shown for a finding; so many wordings and clauses are tried to find them
LIMIT, _WORDINGS, _CLAUSES = 4, 3, 2
_ORDER = ("wording", "clause", "declaration", "accept")
_EXISTING = {"Treaty", "Protocol", "Regulation", "Directive"}
_GIVING = ("without-prejudice", "yields", "disconnects")
_EXCLUDING = ("excluded-application", "narrowed-scope")


@dataclass(frozen=True, slots=True)
class Option:
    """One way out: its kind (`wording`, `clause`, `declaration`, `accept` or `deletion`) and the provision that it rests on.

    `verdict` is what is found after it (None where nothing is left to compare), `costs` what gets worse elsewhere on the provision,
    `moments` when a declaration has to be made, `favours` the regimes that a clause leaves unaffected.
    """

    kind: str
    precedent: str | None = None
    verdict: str | None = None
    costs: tuple[Change, ...] = ()
    moments: tuple[str, ...] = ()
    favours: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Case:
    """A finding to be repaired: the provision that decided, the statement of it, and what it was held against."""

    finding: Finding
    place: str
    comparison: Comparison


@dataclass(frozen=True, slots=True)
class _Draft:
    """A variant to be tried for a case, and the option that it would make."""

    case: _Case
    variant: Variant
    option: Option


def repairable(found: Iterable[Finding], *, most: int) -> list[Finding]:
    """Return the findings that options are sought for, conflicts first, at most so many; drafting defects are mended, not repaired."""
    return sorted(filter(_mendable, found), key=lambda f: (f.verdict != "conflicts", f.question != "coexists"))[:most]


def _mendable(finding: Finding) -> bool:
    return finding.verdict in {"conflicts", "conditional"} and finding.decisive is not None and not finding.drafting


def options(
    store: Workbench, library: Library, text: str, rights: Sequence[str], found: Iterable[Finding], *, words: Lines
) -> dict[str, tuple[Option, ...]]:
    """Return up to LIMIT options for each finding on a text that conflicts or is met only on a condition, by the IRI of the finding.

    `words` is the vocabulary with its closures; the store is only read.
    """
    cases = [case for finding in found if (case := _case(store, library, text, finding)) is not None]
    if not cases:
        return {}
    drafts = [*_wordings(store, library, cases), *_clauses(store, library, cases), *_deletions(cases)]
    answering = {case.place: _answering(store, case.place) for case in cases}
    contribution = bool(library.provisions.get(text))
    variants = [draft.variant for draft in drafts]
    outcomes = tried_variants(store, text, rights, variants, answering, words=words, contribution=contribution)
    repaired: dict[str, list[Option]] = defaultdict(list)
    for draft, outcome in zip(drafts, outcomes, strict=True):
        option = _weighed(draft, outcome)
        if option is not None:
            repaired[str(draft.case.finding.iri)].append(option)
    for case in cases:
        repaired[str(case.finding.iri)] += [*_declarations(store, case), Option("accept", verdict=case.finding.verdict)]
    return {iri: _chosen(several) for iri, several in sorted(repaired.items())}


def _case(store: Workbench, library: Library, text: str, finding: Finding) -> _Case | None:
    if finding.decisive is None or not _mendable(finding):
        return None
    place = _column(store, f"<{expand(finding.decisive.left)}> <{CDT.statedIn}> ?x")
    own = next((p for p in place if lies_in(p, text)), finding.left[0])
    return None if own == text or own not in library.provisions else _Case(finding, own, finding.decisive)


def _column(store: Workbench, pattern: str) -> list[str]:
    return sorted({compact(str(row["x"])) for row in store.select(f"SELECT DISTINCT ?x {{ {pattern} }}")})


def _answering(store: Workbench, place: str) -> list[str]:
    """The statements that answer for a provision: its own, and those of what it takes over."""
    this, takes = f"<{expand(place)}>", f"<{CDT.incorporates}>"
    own = f"?x <{CDT.statedIn}> {this} . "
    taken = f"{this} {takes} ?t . ?x <{CDT.statedIn}> ?t . "
    below = f"{this} {takes} ?t . ?b <{CDT.within}> ?t . ?x <{CDT.statedIn}> ?b . "
    return _column(store, f"{{ {own} }} UNION {{ {taken} }} UNION {{ {below} }} ?x a <{CDT.NormativeStatement}>")


def _wordings(store: Workbench, library: Library, cases: Sequence[_Case]) -> Iterator[_Draft]:
    """Norms of existing instruments that answer better what the case is held against: the likest first."""
    existing = tuple(sorted(key for key, kinds in library.kinds.items() if kinds & _EXISTING and not kinds & {"Mandate", "Proposal"}))
    asked = {case.comparison.right: _column(store, f"<{expand(case.comparison.right)}> <{CDT.statedIn}> ?x")[0] for case in cases}
    pairs = {place: Pair(f"option~{place}", existing, (place,)) for place in sorted(set(asked.values()))}
    sides = compare(store, list(pairs.values()))
    about = _about(store)
    near = {(str(row["t"]), str(row["o"])) for row in store.select(f"SELECT ?t ?o {{ ?t <{CDT.bearsOn}> ?o }}")}
    for case in cases:
        right = case.comparison.right
        held = [c for c in sides[pairs[asked[right]].key].comparisons if c.right == right]
        better = [c.left for c in held if _better(c, case)] + ([right] if right.startswith("norm:") else [])
        same = [each for each in better if _alike(about[each], about[case.comparison.left], near)]
        ranked = sorted(same, key=lambda each: (about[each] != about[case.comparison.left], each != right, each))
        for each in ranked[:_WORDINGS]:
            variant = Variant(case.place, frozenset({case.comparison.left}), (each,))
            yield _Draft(case, variant, Option("wording", _column(store, f"<{expand(each)}> <{CDT.statedIn}> ?x")[0]))


def _alike(one: tuple[str, str, str], other: tuple[str, str, str], near: set[tuple[str, str]]) -> bool:
    """Whether a norm can stand in the place of another: on the same matter, at the same level, with the same act or a step of it."""
    (topic, action, level), (place, act, height) = one, other
    same = action == act or URIRef(act) in joined(CDT.comparableTo).get(URIRef(action), ())
    return same and level == height and ((topic, place) in near or (place, topic) in near)


def _better(comparison: Comparison, case: _Case) -> bool:
    judged = judge(comparison, case.finding.question)
    return judged is not None and judged.verdict == "satisfies"


def _about(store: Workbench) -> Mapping[str, tuple[str, str, str]]:
    """Topic, action and level of every norm."""
    query = f"SELECT ?s ?t ?a ?l {{ ?s <{CDT.topic}> ?t . OPTIONAL {{ ?s <{CDT.action}> ?a }} OPTIONAL {{ ?s <{CDT.level}> ?l }} }}"
    found: dict[str, tuple[str, str, str]] = defaultdict(lambda: ("", "", ""))
    for row in store.select(query):
        found[compact(str(row["s"]))] = (str(row["t"]), str(row.get("a")), str(row.get("l")))
    return found


def _giving(store: Workbench, library: Library) -> dict[str, tuple[str, Clause]]:
    """The clauses of existing instruments that give way: where each stands, and what it says."""
    rows = store.select(
        f"SELECT ?c ?p ?e ?f {{ ?n <{CDT.precedence}> ?c ; <{CDT.statedIn}> ?p . ?c <{CDT.effect}> ?e ; <{CDT.inFavourOf}> ?f }}"
    )
    clauses: dict[str, tuple[str, Clause]] = {}
    for row in sorted(rows, key=str):
        place = compact(str(row["p"]))
        giving = str(row["e"]).rsplit("#", 1)[-1] in _GIVING and library.kinds[instrument_of(place)] & _EXISTING
        if giving and isinstance(row["f"], URIRef):
            _, held = clauses.get(str(row["c"]), ("", Clause(URIRef(str(row["e"])), frozenset())))
            clauses[str(row["c"])] = place, replace(held, favours=held.favours | {row["f"]})
    return clauses


def _clauses(store: Workbench, library: Library, cases: Sequence[_Case]) -> Iterator[_Draft]:
    """Clauses of existing instruments that give way to the regime of the other text."""
    clauses = _giving(store, library)
    for case in cases:
        whole = expand(instrument_of(case.finding.right[0]))
        members = _column(store, f"<{whole}> <{CDT.belongsTo}> ?m . ?m <{CDT.includedIn}> ?x")
        regimes = {concept("regime", each.removeprefix("regime:")) for each in members}
        fitting = [(place, clause) for place, clause in clauses.values() if clause.favours & regimes]
        # the clause that favours the fewest beside
        for place, clause in sorted(fitting, key=lambda each: (len(each[1].favours), each[0]))[:_CLAUSES]:
            told = tuple(sorted(str(each).removeprefix(SCHEME).replace("#", ":") for each in clause.favours & regimes))
            yield _Draft(case, Variant(case.place, clause=clause), Option("clause", place, favours=told))


def _deletions(cases: Sequence[_Case]) -> Iterator[_Draft]:
    for case in cases:
        yield _Draft(case, Variant(case.place, frozenset({case.comparison.left})), Option("deletion"))


def _weighed(draft: _Draft, outcome: Sequence[Change]) -> Option | None:
    """Return the option with its verdict and costs, or None where it repairs nothing."""
    this = draft.case.finding
    mine = [c for c in outcome if (c.finding.question, c.finding.right) == (this.question, this.right)]
    if not mine or mine[0].before is None or mine[0].before.verdict != this.verdict:
        return None
    after = mine[0].after
    if after is None:
        better = draft.option.kind == "deletion"
    else:
        better = GRAVITY.get(after.verdict, 9) < GRAVITY[this.verdict] and after.verdict != "not-comparable"
    costs = tuple(change for change in outcome if change not in mine and _costs(change))
    return replace(draft.option, verdict=after.verdict if after else None, costs=costs) if better else None


def _costs(change: Change) -> bool:
    if change.kind == "gone":
        return change.before is not None and change.before.verdict == "satisfies" and change.before.question == "delivers"
    return change.kind == "worse" or (change.kind == "new" and change.after is not None and change.after.verdict == "conflicts")


def _declarations(store: Workbench, case: _Case) -> Iterator[Option]:
    """Reservations and declarations by which a State can keep out what decided: data of the provision itself."""
    for statement in (case.comparison.right, case.comparison.left):
        this = expand(statement)
        query = f"""SELECT ?place ?moment ?effect {{ <{this}> <{CDT.statedIn}> ?place .
            ?n <{CDT.statedIn}> ?place ; <{CDT.reservation}> ?r . ?r <{CDT.effect}> ?effect OPTIONAL {{ ?r <{CDT.moment}> ?moment }} }}"""
        rows = [row for row in store.select(query) if str(row["effect"]).rsplit("#", 1)[-1] in _EXCLUDING]
        if not rows:
            continue
        rest = weigh([j for j in case.finding.judgements if statement not in (j.comparison.left, j.comparison.right)])
        if rest is None or GRAVITY[rest.verdict] < GRAVITY[case.finding.verdict]:
            moments = tuple(sorted({compact(str(row["moment"])) for row in rows if "moment" in row}))
            yield Option("declaration", compact(str(rows[0]["place"])), rest.verdict if rest else None, moments=moments)
            return


def _chosen(several: Sequence[Option]) -> tuple[Option, ...]:
    """The best of each kind, deletion last; a second wording where there is room."""
    ranked = sorted(several, key=lambda option: (len(option.costs), GRAVITY.get(option.verdict or "", 0)))
    chosen = [next(option for option in ranked if option.kind == kind) for kind in _ORDER if any(o.kind == kind for o in ranked)]
    more = [o for o in ranked if o.kind == "wording" and o not in chosen and o.precedent not in {c.precedent for c in chosen}]
    last = [o for o in ranked if o.kind == "deletion"]
    extra = more[: max(0, LIMIT - len(chosen) - len(last))]
    told = sorted([*chosen, *extra], key=lambda o: _ORDER.index(o.kind))
    return tuple([*told, *last][:LIMIT])
