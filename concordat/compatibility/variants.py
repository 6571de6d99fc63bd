"""Variants: a provision as it would stand with other norms, tried side by side on one scratch copy.

Each variant is a text of its own there, with one provision, so that all of them are compared in one run. The first variant of a
provision is the provision as it stands: what a variant costs is what differs from that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from rdflib import RDF, URIRef
from rdflib.term import Node

from ..graph.bench import Bench
from ..graph.inference import infer
from ..graph.names import BASE, CDT, ELI, compact, concept, expand
from ..graph.quads import Lines
from ..graph.store import Reader
from ..texts import read_library
from .changes import Change, changes
from .findings import Finding
from .nearby import nearby
from .survey import read_names, survey

__all__ = ["Clause", "Variant", "tried_variants"]

_VARIANTS = URIRef(BASE + "graph/variants")
Triple: TypeAlias = tuple[Node, Node, Node]
# what a clause on other rules says beside its effect, and how it is stated
_CLAUSE = (
    ("modality", "declaration"), ("level", "treaty-rule"), ("action", "relate-to-other-rules"), ("topic", "relation-to-other-instruments"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause that gives way: its effect and what it favours, as IRIs."""

    effect: URIRef
    favours: frozenset[URIRef]


@dataclass(frozen=True, slots=True)
class Variant:
    """A provision of a text with some statements left out, others taken in and a clause added; all names are compact ids."""

    place: str
    without: frozenset[str] = frozenset()
    taking: tuple[str, ...] = ()
    clause: Clause | None = None


@dataclass(slots=True)
class _Copies:
    """The variants written out: variant by variant, numbered."""

    bench: Bench
    contribution: bool
    triples: list[Triple] = field(default_factory=list)

    def write(self, number: int, variant: Variant, statements: Iterable[str]) -> None:
        root, place = expand(f"option-{number}"), expand(f"option-{number}:1")
        self.triples += [(root, RDF.type, CDT.Proposal), *([(root, RDF.type, CDT.Contribution)] if self.contribution else [])]
        self._provision(place, root, variant.place)
        kept = [each for each in statements if each not in variant.without]
        for ordinal, statement in enumerate(dict.fromkeys((*kept, *variant.taking)), 1):
            self._copied(expand(f"norm:option-{number}:1/{ordinal}"), expand(statement), place)
        if variant.clause is not None:
            self._clause(number, variant.clause, root, place)

    def _about(self, subject: URIRef) -> list[tuple[Node, Node]]:
        return [(row["p"], row["o"]) for row in self.bench.select(f"SELECT ?p ?o {{ <{subject}> ?p ?o }}")]

    def _provision(self, place: URIRef, root: URIRef, model: str) -> None:
        self.triples += [(place, RDF.type, CDT.Provision), (place, ELI.is_part_of, root)]
        self.triples += [(place, p, o) for p, o in self._about(expand(model)) if p in (ELI.type_subdivision, ELI.number)]
        # the clauses that the provision stands under
        this = expand(model)
        for predicate in (CDT.appliesTo, CDT.governs):
            around = f"{{ ?s <{predicate}> <{this}> }} UNION {{ <{this}> <{CDT.within}> ?whole . ?s <{predicate}> ?whole }}"
            query = f"SELECT DISTINCT ?s {{ {around} }}"
            self.triples += [(row["s"], predicate, place) for row in self.bench.select(query)]

    def _copied(self, norm: URIRef, model: URIRef, place: URIRef) -> None:
        self.triples += [(norm, p, o) for p, o in self._about(model) if p != CDT.statedIn]
        self.triples.append((norm, CDT.statedIn, place))

    def _clause(self, number: int, clause: Clause, root: URIRef, place: URIRef) -> None:
        name = f"option-{number}:2"
        stated, norm, node = expand(name), expand(f"norm:{name}/1"), expand(f"precedence:{name}/1")
        self.triples += [(stated, RDF.type, CDT.Provision), (stated, ELI.is_part_of, root)]
        self.triples += [(norm, RDF.type, CDT.Norm), (norm, CDT.statedIn, stated), (norm, CDT.precedence, node)]
        self.triples += [(norm, CDT[name], concept(name, value)) for name, value in _CLAUSE]
        self.triples += [(node, RDF.type, CDT.Precedence), (node, CDT.effect, clause.effect), (node, CDT.appliesTo, place)]
        self.triples += [(node, CDT.inFavourOf, each) for each in clause.favours]


def tried_variants(
    store: Reader, text: str, rights: Sequence[str], variants: Sequence[Variant], answering: Mapping[str, Sequence[str]], *,
    words: Lines, contribution: bool,
) -> list[list[Change]]:  # fmt: skip
    """Return for each variant what becomes of the findings on its provision, beside those on the provision as it stands.

    `answering` names the statements that answer for each provision. The store is only read. In a change, provisions of the variant bear
    the name of the provision.
    """
    places = sorted({variant.place for variant in variants})
    near = {*places, *(_stated(store, each) for variant in variants for each in variant.taking)}
    bench = Bench(nearby(store, near, [text], rights, words=words))
    infer(bench)
    every = [*(Variant(place) for place in places), *variants]
    copies = _Copies(bench, contribution)
    for number, variant in enumerate(every):
        copies.write(number, variant, answering[variant.place])
    bench.insert(_VARIANTS, copies.triples)
    infer(bench)
    library = read_library(bench)
    roots = [f"option-{number}" for number in range(len(every))]
    found = survey(bench, library, roots, rights, read_names(bench, library), changed=[f"{root}:1" for root in roots])
    held: dict[str, list[Finding]] = {root: [] for root in roots}
    for finding in found:
        if finding.left[0].endswith(":1"):
            held[finding.left[0].removesuffix(":1")].append(finding)
    base = {place: number for number, place in enumerate(places)}
    return [
        changes(held[f"option-{base[variant.place]}"], held[f"option-{number}"], {f"option-{base[variant.place]}:1": f"option-{number}:1"})
        for number, variant in enumerate(every)
        if number >= len(places)
    ]


def _stated(store: Reader, statement: str) -> str:
    rows = store.select(f"SELECT ?p {{ <{expand(statement)}> <{CDT.statedIn}> ?p }}")
    return compact(str(rows[0]["p"]))
