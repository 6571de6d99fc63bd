"""Validation: the shapes of `shapes/` over a graph, and what its curator has to repair.

W3C SHACL (https://www.w3.org/TR/shacl/) by pySHACL, which is imported here only. pySHACL parses the text of an
`sh:sparql` constraint anew for every node; the graph handed to it here parses each text once.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from importlib.resources import files
from typing import TYPE_CHECKING, Any, cast

from pyparsing import ParseBaseException
from pyshacl import validate as run_pyshacl
from pyshacl.errors import ReportableRuntimeError
from rdflib import RDF, RDFS, SH, SKOS, XSD, BNode, Graph, Literal, Namespace, URIRef, Variable
from rdflib.extras.shacl import build_shacl_path, parse_shacl_path
from rdflib.plugins.sparql import prepareQuery
from rdflib.query import Result as QueryResult

from .bearing import bearing
from .errors import InputError
from .graph import names, quads
from .graph.bench import Bench
from .graph.vocabulary import vocabulary as read_vocabulary
from .met import Facts, unmet

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from importlib.resources.abc import Traversable

    from rdflib.paths import Path as PropertyPath
    from rdflib.plugins.sparql.sparql import Query
    from rdflib.term import Identifier, Node

__all__ = ["SEVERITIES", "SHAPE", "Report", "Result", "prepared", "shapes_graph", "validate", "vocabulary"]

SHAPE = Namespace("https://w3id.org/concordat/shape/")
SEVERITIES = ("violation", "warning", "info")

_SEVERITY = {SH.Violation: "violation", SH.Warning: "warning", SH.Info: "info"}
_WORDS = {
    "en": {"violation": "error", "warning": "warning", "info": "note", "none": "Nothing to repair.", "value": "value"},
    "fr": {"violation": "erreur", "warning": "alerte", "info": "note", "none": "Rien à réparer.", "value": "valeur"},
}
_PUBLISHED = "https://w3id.org/concordat/id/"


@dataclass(frozen=True, slots=True)
class Result:
    """One thing to repair: the node, the path and value concerned (None where the whole node is), and how."""

    focus: Node
    path: URIRef | PropertyPath | None
    value: Node | None
    severity: str
    message_en: str
    message_fr: str
    shape: Node

    def message(self, lang: str) -> str:
        """Return the message in `fr`, or in `en` for any other language."""
        return self.message_fr if lang == "fr" else self.message_en


@dataclass(frozen=True, slots=True)
class Report:
    """What a validation found, most severe first, then by node, path, shape and value; `looked` is how many nodes were looked at."""

    results: tuple[Result, ...]
    looked: int = field(default=0, compare=False)

    @property
    def conforms(self) -> bool:
        """Whether there is nothing to repair at all, as `sh:conforms` has it."""
        return not self.results

    def count(self, severity: str) -> int:
        """Return how many results have this severity, one of SEVERITIES."""
        return sum(result.severity == severity for result in self.results)

    def to_text(self, lang: str) -> str:
        """Return the report for a reader in `en` or `fr`: one block a node, then the counts."""
        words = _WORDS["fr" if lang == "fr" else "en"]
        lines: list[str] = []
        focus: Node | None = None
        for result in self.results:
            if result.focus != focus:
                focus = result.focus
                lines += ["", _short(focus)] if lines else [_short(focus)]
            lines.append(f"  {words[result.severity]}: {result.message(lang)}")
            lines.append("    " + "  ".join(_details(result, words["value"])))
        counts = ", ".join(f"{words[name]}: {self.count(name)}" for name in SEVERITIES if self.count(name))
        return "\n".join([*lines, "", counts] if lines else [words["none"]]) + "\n"

    def to_json(self) -> str:
        """Return the report as JSON: `conforms`, and one object per result, nodes as compact ids."""
        rows = [
            {
                "focus": _short(result.focus),
                "path": None if result.path is None else _short_path(result.path),
                "value": None if result.value is None else _short(result.value),
                "severity": result.severity,
                "shape": _short(result.shape),
                "message": {"en": result.message_en, "fr": result.message_fr},
            }
            for result in self.results
        ]
        return json.dumps({"conforms": self.conforms, "results": rows}, ensure_ascii=False, indent=2) + "\n"

    def to_turtle(self) -> str:
        """Return the report as a SHACL validation report in Turtle."""
        graph = Graph(bind_namespaces="none")
        for prefix, namespace in {**names.PREFIXES, "shape": str(SHAPE)}.items():
            graph.bind(prefix, namespace)
        report = BNode("report")
        graph.add((report, RDF.type, SH.ValidationReport))
        graph.add((report, SH.conforms, Literal(self.conforms)))
        for number, result in enumerate(self.results):
            node = BNode(f"result{number:06}")
            graph.add((report, SH.result, node))
            _describe(graph, node, result)
        return graph.serialize(format="turtle")


def validate(
    graph: Iterable[tuple[Node, Node, Node]],
    *,
    focus: Iterable[URIRef] | None = None,
    changed: Iterable[tuple[Node, Node, Node]] | None = None,
    shapes: Graph | None = None,
    cached: bool = True,
) -> Report:
    """Return what the shapes find in a graph, read together with the vocabulary so that concepts resolve.

    `graph` gives triples of rdflib terms, from any store; it is copied and stays as it is. `focus` limits the check to
    these nodes (none of them: an empty report), `changed` to what these triples can bear on, which came or went: whatever
    is wrong since is found. `shapes` replaces the shapes of this package. `cached=False` runs pySHACL as it is shipped, on
    everything, to compare with. Raises InputError where the shapes cannot be run.
    """
    nodes = None if focus is None else frozenset(focus)
    if nodes == frozenset():
        return Report(())
    rules = shapes_graph() if shapes is None else shapes
    triples = [(s, p, _plain(o)) for s, p, o in (*vocabulary(), *graph)]
    if not cached:
        return _among(nodes, _report(_run(_filled(Graph(), triples), rules, None), rules))
    data, facts = _AnsweringGraph(triples), Facts(triples)
    text = partial(_query_text, rules)
    borne = None if changed is None else bearing(rules, list(changed), holders=facts.held_by, values=facts.held, text=text)
    rest = unmet(rules, facts, failing=lambda constraint: data.failing(text(constraint)), of=borne)
    if rest.nodes == frozenset():
        return Report((), rest.looked)
    named = rest.nodes is not None and all(isinstance(node, URIRef) for node in rest.nodes)
    asked: list[str | URIRef] | None = [str(node) for node in sorted(rest.nodes or (), key=str)] if named else None
    return replace(_among(nodes, _report(_run(_filled(data, triples), rest.shapes, asked), rules)), looked=rest.looked)


def _filled(data: Graph, triples: Iterable[tuple[Node, Node, Node]]) -> Graph:
    for triple in triples:
        data.add(triple)
    return data


def _among(nodes: frozenset[URIRef] | None, report: Report) -> Report:
    return report if nodes is None else Report(tuple(result for result in report.results if result.focus in nodes))


def _run(data: Graph, rules: Graph, nodes: list[str | URIRef] | None) -> Graph:
    try:
        _, found, _ = run_pyshacl(data, shacl_graph=rules, focus_nodes=nodes, inplace=True)
    except ReportableRuntimeError as error:
        raise _unusable(error) from error
    if not isinstance(found, Graph):
        raise _unusable(found)
    return found


def _query_text(rules: Graph, constraint: Node) -> str:
    """Return the text of a SPARQL constraint behind the prefixes that it declares (SHACL section 5.2.1)."""
    declared = (d for holder in rules.objects(constraint, SH.prefixes) for d in rules.objects(holder, SH.declare))
    prefixes = "".join(f"PREFIX {rules.value(d, SH.prefix)}: <{rules.value(d, SH.namespace)}>\n" for d in declared)
    return prefixes + str(rules.value(constraint, SH.select) or "")


@lru_cache(1)
def vocabulary() -> Graph:
    """Return what a check needs of the ontology and its schemes: classes, concepts, names; do not change it."""
    graph = Graph(bind_namespaces="none")
    needed = {RDF.type, RDFS.subClassOf, SKOS.inScheme, SKOS.broader, SKOS.prefLabel}
    for triple in quads.triples_of(read_vocabulary()):
        if triple[1] in needed:
            graph.add(triple)
    return graph


@lru_cache(1)
def shapes_graph() -> Graph:
    """Return the shapes of this package as one graph, for the base IRI that is set; do not change it."""
    return prepared(_read(files("concordat") / "shapes"), str(names.ID))


def prepared(shapes: Graph, base: str) -> Graph:
    """Return shapes for another base of our IRIs, each SPARQL text on one line.

    pySHACL searches the whole text from every line start for forbidden words, once for every node.
    """
    graph = Graph(bind_namespaces="none")
    for subject, predicate, value in shapes:
        if predicate in {SH.pattern, SH.select}:
            graph.add((subject, predicate, Literal(" ".join(str(value).replace(_PUBLISHED, base).split()))))
        else:
            graph.add((subject, predicate, value))
    return graph


def _read(folder: Traversable) -> Graph:
    graph = Graph(bind_namespaces="none")
    if not folder.is_dir():
        return graph
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            graph += _read(entry)
        elif entry.name.endswith(".ttl"):
            graph.parse(data=entry.read_text(encoding="utf-8"), format="turtle")
    return graph


def _plain(term: Node) -> Node:
    """Write a string the one way pySHACL compares it: some stores give `xsd:string`, rdflib leaves it out."""
    if isinstance(term, Literal) and term.datatype == XSD.string:
        return Literal(str(term))
    return term


def _unusable(error: object) -> InputError:
    return InputError(f"the shapes cannot be run: {error}", do="mend the shape that the message names")


@lru_cache(512)
def _parsed(text: str) -> Query:
    try:
        return prepareQuery(text)
    except ParseBaseException as error:
        raise _unusable(error) from error


class _AnsweringGraph(Graph):
    """A graph that answers each SPARQL constraint once, for all nodes, and hands every node its share.

    A constraint that selects `$this` is run without a binding on Oxigraph, the first time it is asked for. Where that is
    not the same as asking node by node (blank nodes, other variables bound), each text is at least parsed once.
    """

    def __init__(self, triples: Iterable[tuple[Node, Node, Node]]) -> None:
        super().__init__(bind_namespaces="none")
        self._triples = triples

    def query(self, query_object: str | Query, *args: Any, **options: Any) -> QueryResult:
        # rdflib's fourth positional argument is initBindings; pySHACL gives it by place
        this = ((args[3] if len(args) > 3 else options.get("initBindings")) or {}).get("this")
        if isinstance(query_object, str) and isinstance(this, URIRef) and _selects_this(query_object):
            answers = self._answers(query_object)
            if answers is not None:
                return _share(answers.get(this, []))
        parsed = _parsed(query_object) if isinstance(query_object, str) else query_object
        return super().query(parsed, *args, **options)

    def failing(self, text: str) -> Iterable[Node] | None:
        """Return the nodes that fail a constraint which finds its nodes by itself, None for any other."""
        return self._answers(text) if _selects_this(text) else None

    def _answers(self, text: str) -> Mapping[Node, list[dict[str, Node]]] | None:
        if not hasattr(self, "_bench"):
            self._bench = Bench(frozenset(quads.lines_of(self._triples).splitlines()))
            self._held: dict[str, Mapping[Node, list[dict[str, Node]]] | None] = {}
        if text not in self._held:
            self._held[text] = _by_node(self._bench.select(text.replace("$", "?")))
        return self._held[text]


def _by_node(rows: Iterable[dict[str, Node]]) -> Mapping[Node, list[dict[str, Node]]] | None:
    """Group rows by `this`; None where one holds a blank node, whose name the bench does not keep."""
    found: dict[Node, list[dict[str, Node]]] = {}
    for row in rows:
        if any(isinstance(term, BNode) for term in row.values()):
            return None
        found.setdefault(row["this"], []).append(row)
    return found


# "SELECT $this ?value WHERE { $this cdt:modality ?value ... }" (SHACL section 5.3.1)
_SELECTS_THIS = re.compile(r"\bSELECT\s+(?:DISTINCT\s+)?[$?]this\b[^{]*\{\s*[$?]this\s", re.IGNORECASE)


def _selects_this(text: str) -> bool:
    """Tell whether a constraint finds its nodes by itself: `$this` is selected, and bound by the first pattern."""
    return _SELECTS_THIS.search(text) is not None and "currentShape" not in text and "shapesGraph" not in text


def _share(rows: Sequence[Mapping[str, Node]]) -> QueryResult:
    result = QueryResult("SELECT")
    result.vars = [Variable(name) for name in (rows[0] if rows else ())]
    result.bindings = [{Variable(name): cast("Identifier", term) for name, term in row.items()} for row in rows]
    return result


def _report(found: Graph, shapes: Graph) -> Report:
    results = {_result(found, node, shapes) for node in found.subjects(RDF.type, SH.ValidationResult)}
    return Report(tuple(sorted(results, key=_rank)))


def _result(found: Graph, node: Node, shapes: Graph) -> Result:
    shape = found.value(node, SH.sourceShape)
    focus = found.value(node, SH.focusNode)
    assert shape is not None and focus is not None  # noqa: S101, PT018 (SHACL section 3.6.2: each exactly once)
    path = found.value(node, SH.resultPath)
    if not isinstance(path, URIRef):
        path = shapes.value(shape, SH.path)
    messages = _messages(found, node, shapes)
    return Result(
        focus=focus,
        path=None if path is None else parse_shacl_path(shapes, path),
        value=found.value(node, SH.value),
        severity=_severity(found.value(node, SH.resultSeverity)),
        message_en=messages["en"],
        message_fr=messages["fr"],
        shape=shape,
    )


def _severity(term: Node | None) -> str:
    return next((word for iri, word in _SEVERITY.items() if iri == term), "violation")


def _messages(found: Graph, node: Node, shapes: Graph) -> Mapping[str, str]:
    """Read the messages from the shape: pySHACL drops the language of a message of an `sh:sparql` constraint."""
    shape, constraint = found.value(node, SH.sourceShape), found.value(node, SH.sourceConstraint)
    written = {
        message.language: str(message)
        for source in (shape, constraint)
        for message in (shapes.objects(source, SH.message) if source is not None else ())
        if isinstance(message, Literal)
    }
    spare = min(map(str, found.objects(node, SH.resultMessage)), default="")
    english = written.get("en") or written.get(None) or spare
    return {"en": english, "fr": written.get("fr") or english}


def _rank(result: Result) -> tuple[int, str, str, str, str]:
    path = "" if result.path is None else result.path.n3()
    value = "" if result.value is None else result.value.n3()
    return SEVERITIES.index(result.severity), str(result.focus), path, str(result.shape), value


def _short(term: Node) -> str:
    """Return a node as a reader knows it: a compact id, a prefixed name, or the literal as Turtle has it."""
    if not isinstance(term, URIRef):
        return term.n3()
    if term.startswith(str(SHAPE)):
        return "shape:" + term.removeprefix(str(SHAPE))
    for prefix, namespace in names.PREFIXES.items():
        if term.startswith(namespace):
            return f"{prefix}:{term.removeprefix(namespace)}"
    return names.compact(str(term))


def _short_path(path: URIRef | PropertyPath) -> str:
    """Return a path as SPARQL writes it, with the prefixes everybody knows here."""
    text = path.n3()
    for prefix, namespace in names.PREFIXES.items():
        text = text.replace(f"<{namespace}", f"<{prefix}:")
    return text.replace("<", "").replace(">", "")


def _details(result: Result, value: str) -> list[str]:
    parts = [] if result.path is None else [_short_path(result.path)]
    if result.value is not None and result.value != result.focus:
        parts.append(f"{value} {_short(result.value)}")
    return [*parts, f"({_short(result.shape)})"]


def _describe(graph: Graph, node: BNode, result: Result) -> None:
    severity = next(iri for iri, word in _SEVERITY.items() if word == result.severity)
    graph.add((node, RDF.type, SH.ValidationResult))
    graph.add((node, SH.focusNode, result.focus))
    graph.add((node, SH.resultSeverity, severity))
    graph.add((node, SH.sourceShape, result.shape))
    graph.add((node, SH.resultMessage, Literal(result.message_en, lang="en")))
    graph.add((node, SH.resultMessage, Literal(result.message_fr, lang="fr")))
    if result.value is not None:
        graph.add((node, SH.value, result.value))
    if result.path is not None:
        start, extra = build_shacl_path(result.path)
        graph.add((node, SH.resultPath, start))
        for triple in extra or ():
            graph.add(triple)
