"""Reading: what the pages show, read from a snapshot once: provisions, names, findings, statements, and the index of words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rdflib import Literal
from rdflib.term import Node

from ..compatibility import Finding, Names, read_findings, read_names
from ..graph.names import compact
from ..graph.store import Store
from ..reports.rows import Wordings, read_wordings
from ..texts import PREFIXES, Library, read_library
from .search import Entry, build

__all__ = ["Reading", "Statement", "read"]

# what tells a reader nothing: computed ranks, classes, and where a statement stands
_INNER = {"statedIn", "forceRank", "marginRank", "strengthRank", "cue", "verification"}
_NESTED = {"constraint", "refusalList", "precedence", "reservation"}


@dataclass(frozen=True, slots=True)
class Statement:
    """A norm or a requirement: its compact id, its cues with their languages, its aspects, and whether it is unverified.

    `aspects` are (property, values), each value a compact id, or the aspects of a node that it has (a refusal list).
    """

    compact: str
    kind: str
    cues: tuple[tuple[str, str], ...]
    aspects: tuple[tuple[str, tuple[str, ...]], ...]
    parts: tuple[tuple[str, tuple[tuple[str, tuple[str, ...]], ...]], ...]
    unverified: bool

    def values(self, name: str) -> tuple[str, ...]:
        """Return the values of one aspect (`topic`, `bearer`)."""
        return dict(self.aspects).get(name, ())


@dataclass(frozen=True, slots=True)
class Reading:
    """All that is shown of one snapshot."""

    library: Library
    names: Names
    wordings: Wordings
    findings: Mapping[str, Finding]
    statements: Mapping[str, tuple[Statement, ...]]
    children: Mapping[str, tuple[str, ...]]
    citing: Mapping[str, tuple[tuple[str, str], ...]]
    cited: Mapping[str, tuple[tuple[str, str], ...]]
    about: Mapping[str, Mapping[str, tuple[Node, ...]]]
    index: Path


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
    reading = Reading(library, names, read_wordings(store), found, statements, ordered, citing, cited, _instruments(store), index)
    build(index, _entries(reading, store))
    return reading


def _grouped(store: Store, query: str) -> dict[str, dict[str, list[Node]]]:
    found: dict[str, dict[str, list[Node]]] = defaultdict(lambda: defaultdict(list))
    for row in store.select(PREFIXES + query):
        found[compact(str(row["s"]))][compact(str(row["p"])).removeprefix("cdt:")].append(row["o"])
    return found


def _statements(store: Store) -> dict[str, tuple[Statement, ...]]:
    """Return the norms and requirements by the provision that states them."""
    nodes = _grouped(store, "SELECT ?s ?p ?o { { ?n cdt:constraint ?s } UNION { ?n cdt:refusalList ?s } UNION { ?n cdt:precedence ?s } UNION { ?n cdt:reservation ?s } ?s ?p ?o }")
    found: dict[str, list[Statement]] = defaultdict(list)
    for kind in ("Norm", "Requirement"):
        held = _grouped(store, f"SELECT ?s ?p ?o {{ ?s a cdt:{kind} ; ?p ?o }}")
        for iri, properties in sorted(held.items()):
            for place in properties["statedIn"]:
                found[compact(str(place))].append(_statement(iri, kind, properties, nodes))
    return {place: tuple(held) for place, held in found.items()}


def _statement(iri: str, kind: str, held: Mapping[str, Sequence[Node]], nodes: Mapping[str, Mapping[str, Sequence[Node]]]) -> Statement:
    cues = tuple((str(cue), str(cue.language)) for cue in held.get("cue", ()) if isinstance(cue, Literal))
    parts = [
        (name, _aspects(nodes[node]))
        for name in sorted(_NESTED & set(held))
        for node in sorted(compact(str(value)) for value in held[name])
        if node in nodes
    ]
    unverified = any(str(value).endswith("#unverified") for value in held.get("verification", ()))
    return Statement(iri, kind, cues, _aspects(held), tuple(parts), unverified)


def _aspects(held: Mapping[str, Sequence[Node]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    shown = {name: values for name, values in held.items() if ":" not in name and "/" not in name and name not in _INNER | _NESTED}
    return tuple((name, tuple(sorted(compact(str(value)) for value in values))) for name, values in sorted(shown.items()))


def _citations(store: Store) -> tuple[dict[str, tuple[tuple[str, str], ...]], dict[str, tuple[tuple[str, str], ...]]]:
    """Return what each provision or instrument refers to, and what refers to it: (how, what)."""
    query = "SELECT DISTINCT ?s ?p ?o { VALUES ?p { cdt:incorporates eli:cites eli:amends eli:repeals cdt:replaces eli:based_on cdt:derivedFrom } ?s ?p ?o }"
    there: dict[str, set[tuple[str, str]]] = defaultdict(set)
    back: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in store.select(PREFIXES + query):
        one, how, other = (compact(str(row[key])) for key in ("s", "p", "o"))
        if not str(row["o"]).startswith("http") or other != str(row["o"]):
            there[one].add((how, other))
            back[other].add((how, one))
    return ({key: tuple(sorted(held)) for key, held in there.items()}, {key: tuple(sorted(held)) for key, held in back.items()})


def _instruments(store: Store) -> dict[str, dict[str, tuple[Node, ...]]]:
    held = _grouped(store, "SELECT ?s ?p ?o { ?s a cdt:Instrument ; ?p ?o }")
    return {iri: {name: tuple(values) for name, values in properties.items()} for iri, properties in held.items()}


def _entries(reading: Reading, store: Store) -> Iterator[Entry]:
    library, names = reading.library, reading.names
    for key, titles in library.instruments.items():
        also = [str(value) for value in reading.about.get(key, {}).get("http://www.w3.org/2004/02/skos/core#altLabel", ())]
        yield Entry(key, "instrument", " ".join([key, *titles.values(), *also]), "")
    for key, provision in library.provisions.items():
        pins = [library.pinpoint(key, lang) for lang in ("en", "fr")]
        statements = [_told(s, names) for s in reading.statements.get(key, ())]
        texts = [passage.text for passage in library.words(key)] if provision.kind in {"article", "recital"} or not reading.children.get(key) else []
        words = " ".join([*provision.summary.values(), *statements, *texts])
        yield Entry(key, "provision", " ".join([key, *pins, *provision.heading.values()]), words)
    for row in store.select("PREFIX skos: <http://www.w3.org/2004/02/skos/core#> SELECT DISTINCT ?c { ?c a skos:Concept }"):
        key = compact(str(row["c"]))
        yield Entry(key, "concept", " ".join(names.of(key, lang) for lang in ("en", "fr")), "")


def _told(statement: Statement, names: Names) -> str:
    values = [value for name, held in statement.aspects if name in {"topic", "action", "safeguard", "element"} for value in held]
    figures = [figure for figure in names.figures if figure.endswith(statement.compact.split(":", 1)[-1]) and figure.startswith("constraint:")] if any(name == "constraint" for name, _ in statement.parts) else []
    return " ".join([*(cue for cue, _ in statement.cues), *(names.of(value, lang) for value in (*values, *figures) for lang in ("en", "fr"))])
