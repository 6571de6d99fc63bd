"""Survey: all findings of a graph, and the findings on one text.

Every contribution is compared with every right it may have to answer to: the mandate and the treaties and acts in the
graph. A mandate says what the Union may agree to; its own law answers to no mandate, and the finding says so. One wide
pair per text and right runs the rules once; findings are then read off for each pair of provisions, and for each text as
a whole against each directive.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rdflib import Literal

from ..graph.names import compact, instrument_of
from ..graph.store import Reader
from ..texts import Library
from .explain import LANGUAGES, Names, explain
from .findings import BY_MACHINE, Finding, conclude
from .rules import Pair, Side, Workbench, compare, lies_in

__all__ = ["Profile", "answer", "by_machine", "profiles", "read_names", "survey"]

PREFIXES = """PREFIX cdt: <https://w3id.org/concordat/ontology#>
PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX verification: <https://w3id.org/concordat/scheme/verification#>
"""
_STATEMENTS = """SELECT ?s ?p { ?s a cdt:NormativeStatement ; cdt:statedIn ?p
    FILTER NOT EXISTS { ?s cdt:verification verification:unverified } }"""
MANDATE, TREATIES, LAW = "mandate", "treaties", "eu-law"
_TREATY = {"Treaty", "Protocol"}
_LAW = {"Regulation", "Directive", "Decision", "FoundingTreaty"}


@dataclass(frozen=True, slots=True)
class Profile:
    """A named set of rights to compare with."""

    name: str
    instruments: tuple[str, ...]


def profiles(library: Library, modelled: Iterable[str]) -> tuple[Profile, ...]:
    """Return the mandate, the treaties and EU law, as far as the graph holds statements of them."""
    held = sorted(set(modelled))

    def of(name: str, wanted: set[str], unwanted: frozenset[str] = frozenset()) -> Profile:
        return Profile(name, tuple(i for i in held if library.kinds[i] & wanted and not library.kinds[i] & unwanted))

    return (of(MANDATE, {"Mandate"}), of(TREATIES, _TREATY, frozenset({"FoundingTreaty"})), of(LAW, _LAW, frozenset({"Mandate"})))


def read_names(store: Workbench, library: Library) -> Names:
    """Return the names of concepts, figures and provisions that explanations use."""
    labels: dict[str, dict[str, str]] = {lang: {} for lang in LANGUAGES}
    for row in store.select(PREFIXES + "SELECT ?c ?label { VALUES ?p { skos:prefLabel rdfs:label } ?c ?p ?label }"):
        label = row["label"]
        if isinstance(label, Literal) and label.language in labels:
            labels[label.language][compact(str(row["c"]))] = str(label)
    for provision in library.provisions:
        for lang in LANGUAGES:
            labels[lang][provision] = library.pinpoint(provision, lang)
    figures = {}
    query = "SELECT ?k ?o ?v ?u { ?k a cdt:Constraint ; cdt:operator ?o ; cdt:value ?v ; cdt:unit ?u }"
    for row in store.select(PREFIXES + query):
        operator, unit = (str(row[key]).rsplit("#", 1)[-1] for key in ("o", "u"))
        figures[compact(str(row["k"]))] = (operator, str(row["v"]), unit)
    return Names(labels, figures)


def answer(store: Workbench, pairs: Sequence[Pair], names: Names, library: Library, *, question: str = "delivers") -> list[Finding]:
    """Return the finding on each pair, in their order.

    A mandate is what a text is held against, never the reverse: a pair with a directive on its left is read from its right.
    """
    turned = [Pair(pair.key, pair.right, pair.left) if _demands(pair, library) else pair for pair in pairs]
    sides = compare(store, [pair for pair in turned if not _enacted(pair, library)])
    found = [conclude(p, sides[p.key], question=question) if p.key in sides else _beyond(p, question) for p in turned]
    return [_told(finding, names) for finding in found]


def _demands(pair: Pair, library: Library) -> bool:
    left, right = (all("Mandate" in library.kinds[instrument_of(p)] for p in side) for side in (pair.left, pair.right))
    return left and not right


def _enacted(pair: Pair, library: Library) -> bool:
    """Whether the Union's law in force is held against what its negotiators are told to seek."""
    left, right = ([library.kinds[instrument_of(p)] for p in side] for side in (pair.left, pair.right))
    return all(kinds & _LAW and "Mandate" not in kinds for kinds in left) and all("Mandate" in kinds for kinds in right)


def _beyond(pair: Pair, question: str) -> Finding:
    return Finding(pair.key, question, pair.left, pair.right, "out-of-scope", reason="enacted")


def by_machine(finding: Finding, names: Names) -> Finding:
    """Return a finding as one that rests on norms read by machine; its explanation says so where it concludes that a text is silent."""
    return _told(replace(finding, confidence=BY_MACHINE), names)


def _told(finding: Finding, names: Names) -> Finding:
    return replace(finding, explanation={lang: explain(finding, names, lang) for lang in LANGUAGES})


def _places(store: Reader) -> dict[str, str]:
    rows = store.select(PREFIXES + _STATEMENTS)
    return {compact(str(row["s"])): compact(str(row["p"])) for row in rows}


def modelled(store: Reader) -> set[str]:
    """Return the instruments of which the graph holds norms or requirements that were checked against a text."""
    return {instrument_of(place) for place in _places(store).values()}


def survey(
    store: Workbench, library: Library, texts: Sequence[str], rights: Sequence[str], names: Names, *, changed: Collection[str] | None = None
) -> list[Finding]:
    """Return the findings of each text (a contribution or an instrument) against each right instrument, sorted by IRI.

    With `changed`, provisions by compact id, only what rests on these is compared: the findings that have one of them on a side,
    and those of their text, or on their mandate, as a whole. `affected` names what a change touches beside itself.
    """
    places = _places(store)
    takers = _takers(store)
    wholes = [Pair(f"{text}~{right}", (text,), (right,)) for text in texts for right in rights if text != right]
    apart = [_beyond(pair, "delivers") for pair in wholes if changed is None and _enacted(pair, library)]
    tasks = [task for pair in wholes if not _enacted(pair, library) for task in _tasks(pair, changed, library)]
    sides = compare(store, [task.pair for task in tasks])
    found = {str(finding.iri): _told(finding, names) for finding in apart}
    for task in tasks:
        for narrow, side in _narrow(task, sides[task.pair.key], places, takers, library):
            for question in _questions(task.right, library):
                finding = conclude(narrow, side, question=question)
                found[str(finding.iri)] = _told(finding, names)
    return [found[iri] for iri in sorted(found)]


@dataclass(frozen=True, slots=True)
class _Task:
    """A wide pair to be compared; of the findings read off, those that have one of `only` on a side or are on the whole text."""

    text: str
    right: str
    pair: Pair
    only: frozenset[str] | None = None

    def wants(self, left: str, right: str) -> bool:
        # a pair that was narrowed also meets neighbours, and may not have met all that bears on them
        return self.only is None or left in self.only or right in self.only


def _tasks(whole: Pair, changed: Collection[str] | None, library: Library) -> Iterator[_Task]:
    """Yield what has to be compared: all of both, or what changed on either side with all of the other."""
    (text,), (right,) = whole.left, whole.right
    here, there = (tuple(sorted(p for p in changed or () if lies_in(p, side))) for side in (text, right))
    if changed is None:
        yield _Task(text, right, whole)
    elif "Mandate" in library.kinds[right]:
        # what a text says as a whole on a directive rests on all that it says
        if here or there:
            yield _Task(text, right, whole, None if there else frozenset(here))
    else:
        if here:
            yield _Task(text, right, Pair(f"{text}~{right}~left", here, (right,)), frozenset(here))
        if there:
            yield _Task(text, right, Pair(f"{text}~{right}~right", (text,), there), frozenset(there))


def _questions(right: str, library: Library) -> tuple[str, ...]:
    return ("delivers",) if "Mandate" in library.kinds[right] else ("delivers", "coexists")


def _takers(store: Workbench) -> dict[str, set[str]]:
    """Return, for each provision that others take over, the provisions that do."""
    found: dict[str, set[str]] = {}
    for row in store.select(PREFIXES + "SELECT ?p ?target { ?p cdt:incorporates ?target }"):
        found.setdefault(compact(str(row["target"])), set()).add(compact(str(row["p"])))
    return found


def _answering(place: str, text: str, takers: Mapping[str, set[str]], library: Library) -> Iterator[str]:
    """Yield the provisions of a text that answer with what is stated in a place: itself, or those that take it over."""
    if lies_in(place, text):
        yield place
        return
    above = [p.compact for p in library.chain(place)]
    points = [p for p in takers if library.provisions.get(p) and library.provisions[p].parent == place]
    for target in (*above, *points):
        yield from (taker for taker in takers.get(target, ()) if lies_in(taker, text))


def _narrow(
    task: _Task, side: Side, places: Mapping[str, str], takers: Mapping[str, set[str]], library: Library
) -> Iterator[tuple[Pair, Side]]:
    """Yield what a wide pair says of single provisions, and of the whole text on each directive."""
    mandate = "Mandate" in library.kinds[task.right]
    groups: dict[tuple[str, str], Side] = {}
    for comparison in side.comparisons:
        if mandate and not comparison.demand:
            continue
        right = _unit(places[comparison.right], library)
        for left in sorted(set(_answering(places[comparison.left], task.text, takers, library))):
            if task.wants(left, right):
                group = groups.setdefault((left, right), Side())
                group.comparisons.append(comparison)
                group.rights.add(comparison.right)
    for (left, right), found in sorted(groups.items()):
        yield Pair(f"{left}~{right}", (left,), (right,)), found
    if mandate:
        yield from _directives(task.pair, side, places, library)


def _directives(pair: Pair, side: Side, places: Mapping[str, str], library: Library) -> Iterator[tuple[Pair, Side]]:
    parts: dict[str, Side] = {}
    for right in sorted(right for right in side.rights if right.startswith("requirement:")):
        blank = Side(lefts=side.lefts, families=side.families, covered=side.covered, excluded=side.excluded, whole=True)
        parts.setdefault(_unit(places[right], library), blank).rights.add(right)
    for comparison in side.comparisons:
        if comparison.demand:
            parts[_unit(places[comparison.right], library)].comparisons.append(comparison)
    for unit, part in sorted(parts.items()):
        yield Pair(f"{pair.left[0]}~{unit}", pair.left, (unit,)), part


def _unit(provision: str, library: Library) -> str:
    """The provision that answers for a statement: the directive of a mandate, else the paragraph itself."""
    if "Mandate" in library.kinds[instrument_of(provision)]:
        return library.article(provision)
    return provision
