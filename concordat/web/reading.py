"""Reading: what the pages show, read from a snapshot once: provisions, names, findings, statements, and the index of words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from rdflib import DCTERMS, SKOS, Literal
from rdflib.term import Node

from ..compatibility import Finding, Names, read_findings, read_names
from ..governing import Answer
from ..graph.names import compact
from ..graph.store import Store
from ..reports.rows import Wordings, read_wordings
from ..review import Evidence, Reviewed
from ..texts import PREFIXES, Library, read_library
from .corresponding import Correspondence, by_provision, read_correspondences
from .remembering import Remembered
from .repeating import Answers
from .search import Entry, build

__all__ = ["Aspects", "Reading", "Relations", "Statement", "read"]

# bytes of all pages that are kept, and of the largest
_PAGES, _PAGE = 32 * 2**20, 2**20
# properties with their values
Aspects: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]
# what relations (property, other) each thing has
Relations: TypeAlias = Mapping[str, tuple[tuple[str, str], ...]]

# what tells a reader nothing: computed ranks, classes, and where a statement stands
_INNER = {"statedIn", "forceRank", "marginRank", "strengthRank", "cue", "verification", "availableGround"}
_NESTED = {"constraint", "refusalList", "precedence", "reservation"}
# what a figure says already, and what only a machine counts with
_COUNTED = {"operator", "value", "unit", "highest", "lowest", "normalisedUnit", "normalisedValue", "renewable"}
# who, how strictly, what: then the rest by name
_ORDER = ("demand", "bearer", "counterparty", "modality", "force", "margin", "action", "topic", "offenceScope")


@dataclass(frozen=True, slots=True)
class Statement:
    """A norm or a requirement: its compact id, its cues with their languages, its aspects, and whether it is unverified.

    `aspects` are (property, values), each value a compact id; `parts` are (property, its aspects) of the nodes that it has, such
    as a refusal list, and `figures` the compact ids of its constraints.
    """

    compact: str
    kind: str
    cues: tuple[tuple[str, str], ...]
    aspects: Aspects
    parts: tuple[tuple[str, Aspects], ...]
    figures: tuple[str, ...]
    unverified: bool

    def values(self, name: str) -> tuple[str, ...]:
        """Return the values of one aspect (`topic`, `bearer`)."""
        return dict(self.aspects).get(name, ())


@dataclass(frozen=True, slots=True)
class Reading:
    """All that is shown of one snapshot.

    `memory` has the answers to queries that were asked already, `pages` the bodies and headers of what was shown by what was asked,
    `repairs` the options by finding and language, `governed` the answers to what governs by what was asked, `evidence` what findings
    rest on by IRI, `reviewed` how they stand by the state of the log.
    """

    library: Library
    names: Names
    wordings: Wordings
    findings: Mapping[str, Finding]
    statements: Mapping[str, tuple[Statement, ...]]
    children: Mapping[str, tuple[str, ...]]
    citing: Relations
    cited: Relations
    about: Mapping[str, Mapping[str, tuple[Node, ...]]]
    corresponding: Mapping[str, tuple[Correspondence, ...]]
    index: Path
    memory: Remembered
    pages: Answers = field(default_factory=lambda: Answers(_PAGES, largest=_PAGE))
    repairs: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    governed: dict[tuple[str, ...], Answer] = field(default_factory=dict)
    evidence: dict[str, Evidence] = field(default_factory=dict)
    reviewed: dict[str, Mapping[str, Reviewed]] = field(default_factory=dict)


def read(store: Store, folder: Path) -> Reading:
    """Read a snapshot's store, and write the index of words into a folder."""
    library = read_library(store)
    names = read_names(store, library)
    found = {str(finding.iri): finding for finding in read_findings(store)}
    statements = _statements(store)
    index = folder / "words.sqlite"
    children: dict[str, list[str]] = defaultdict(list)
    for provision in library.provisions.values():
        if provision.parent:
            children[provision.parent].append(provision.compact)
    ordered = {parent: tuple(sorted(held, key=library.place)) for parent, held in children.items()}
    citing, cited = _citations(store)
    facing = by_provision(read_correspondences(store))
    about = _instruments(store)
    memory = Remembered(store)
    reading = Reading(library, names, read_wordings(store), found, statements, ordered, citing, cited, about, facing, index, memory)
    build(index, _entries(reading, store))
    return reading


def _grouped(store: Store, query: str) -> dict[str, dict[str, list[Node]]]:
    found: dict[str, dict[str, list[Node]]] = defaultdict(lambda: defaultdict(list))
    for row in store.select(PREFIXES + query):
        found[compact(str(row["s"]))][compact(str(row["p"])).removeprefix("cdt:")].append(row["o"])
    return found


def _statements(store: Store) -> dict[str, tuple[Statement, ...]]:
    """Return the norms and requirements by the provision that states them."""
    inner = " ".join(f"cdt:{name}" for name in sorted(_NESTED))
    nodes = _grouped(store, f"SELECT ?s ?p ?o {{ VALUES ?in {{ {inner} }} ?n ?in ?s . ?s ?p ?o }}")
    found: dict[str, list[Statement]] = defaultdict(list)
    for kind in ("Norm", "Requirement"):
        held = _grouped(store, f"SELECT ?s ?p ?o {{ ?s a cdt:{kind} ; ?p ?o }}")
        for iri, properties in sorted(held.items()):
            for place in properties["statedIn"]:
                found[compact(str(place))].append(_statement(iri, kind, properties, nodes))
    return {place: tuple(held) for place, held in found.items()}


def _statement(iri: str, kind: str, held: Mapping[str, Sequence[Node]], nodes: Mapping[str, Mapping[str, Sequence[Node]]]) -> Statement:
    cues = tuple((str(cue), str(cue.language)) for cue in held.get("cue", ()) if isinstance(cue, Literal))
    figures = tuple(sorted(compact(str(value)) for value in held.get("constraint", ())))
    parts = [
        (name, _part(name, node, _aspects(nodes[node])))
        for name in sorted(_NESTED & set(held))
        for node in sorted(compact(str(value)) for value in held[name])
        if node in nodes
    ]
    unverified = any(str(value).endswith("#unverified") for value in held.get("verification", ()))
    return Statement(iri, kind, cues, _aspects(held), tuple(parts), figures, unverified)


def _part(name: str, node: str, aspects: Aspects) -> Aspects:
    """Return the aspects of a node; of a constraint, the figure in place of the numbers."""
    if name != "constraint":
        return aspects
    return (*(pair for pair in aspects if pair[0] not in _COUNTED), ("value", (node,)))


def _aspects(held: Mapping[str, Sequence[Node]]) -> Aspects:
    shown = {name: values for name, values in held.items() if ":" not in name and "/" not in name and name not in _INNER | _NESTED}
    return tuple((name, tuple(sorted(compact(str(value)) for value in values))) for name, values in sorted(shown.items(), key=_place))


def _place(aspect: tuple[str, object]) -> tuple[int, str]:
    name = aspect[0]
    return (_ORDER.index(name) if name in _ORDER else len(_ORDER), name)


def _citations(store: Store) -> tuple[Relations, Relations]:
    """Return what each provision or instrument refers to, and what refers to it: (how, what)."""
    relations = "cdt:incorporates eli:cites eli:amends eli:repeals cdt:replaces eli:based_on cdt:derivedFrom"
    query = f"SELECT DISTINCT ?s ?p ?o {{ VALUES ?p {{ {relations} }} ?s ?p ?o }}"
    there: dict[str, set[tuple[str, str]]] = defaultdict(set)
    back: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in store.select(PREFIXES + query):
        one, how, other = (compact(str(row[key])) for key in ("s", "p", "o"))
        if not str(row["o"]).startswith("http") or other != str(row["o"]):
            there[one].add((how, other))
            back[other].add((how, one))
    return {key: tuple(sorted(held)) for key, held in there.items()}, {key: tuple(sorted(held)) for key, held in back.items()}


def _instruments(store: Store) -> dict[str, dict[str, tuple[Node, ...]]]:
    held = _grouped(store, "SELECT ?s ?p ?o { ?s a cdt:Instrument ; ?p ?o }")
    return {iri: {name: tuple(values) for name, values in properties.items()} for iri, properties in held.items()}


def _entries(reading: Reading, store: Store) -> Iterator[Entry]:
    library, names = reading.library, reading.names
    for key, titles in library.instruments.items():
        also = [str(value) for name in (SKOS.altLabel, DCTERMS.identifier) for value in reading.about.get(key, {}).get(str(name), ())]
        held = library.authorities.get(key)
        yield Entry(key, "instrument", " ".join([key, *titles.values(), *also]), " ".join(held.holding.values()) if held else "")
    for key, provision in library.provisions.items():
        pins = [library.pinpoint(key, lang) for lang in ("en", "fr")]
        statements = [_told(s, names) for s in reading.statements.get(key, ())]
        # of what has parts, the parts have the words
        texts = [] if reading.children.get(key) else [passage.text for passage in library.words(key)]
        words = " ".join([*provision.summary.values(), *statements, *texts])
        yield Entry(key, "provision", " ".join([key, *pins, *provision.heading.values()]), words)
    for row in store.select("PREFIX skos: <http://www.w3.org/2004/02/skos/core#> SELECT DISTINCT ?c { ?c a skos:Concept }"):
        key = compact(str(row["c"]))
        yield Entry(key, "concept", " ".join(names.of(key, lang) for lang in ("en", "fr")), "")


def _told(statement: Statement, names: Names) -> str:
    values = [value for name, held in statement.aspects if name in {"topic", "action", "safeguard", "element"} for value in held]
    shown = (names.of(value, lang) for value in (*values, *statement.figures) for lang in ("en", "fr"))
    return " ".join([*(cue for cue, _ in statement.cues), *shown])
