"""Differences: what a machine reads in a text against what people curated of it, provision by provision.

Two readings of a provision agree on a norm where they have the same modality (rights and powers are permissions of a kind); of
the norms they agree on, the aspects are compared. Neither reading is right by itself: the report says where to look.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rdflib import RDF, Graph

from .graph import names, quads
from .graph.curated import curated
from .graph.names import CDT
from .loaders.norms import norms

if TYPE_CHECKING:
    from .loaders.document import Document
    from .loaders.norm import Norm

__all__ = ["SINGLE", "Known", "curated_norms", "modality_of", "rows"]

SINGLE = ("bearer", "counterparty", "level", "force", "margin", "topic", "action")
_SAME = {"power": "permission", "right": "permission"}


@dataclass(frozen=True, slots=True)
class Known:
    """A curated norm: its path, modality (rights and powers as permissions) and cue; concepts by aspect.

    `aspects` holds those of SINGLE, `grounds` and `thresholds` ("gteq 60 day").
    """

    path: str
    modality: str
    cue: str
    aspects: Mapping[str, frozenset[str]]

    @property
    def key(self) -> tuple[str, str]:
        """What both readings must share."""
        return self.path, self.modality


def curated_norms(instrument: str) -> list[Known]:
    """Return the curated norms of an instrument, given its compact id, in the order of their provisions."""
    about = f"<{CDT.statedIn}> <{names.expand(instrument)}/".encode()
    graph = Graph()
    for piece in curated():
        if any(about in line for line in piece.lines):
            for triple in quads.triples_of(piece.lines):
                graph.add(triple)
    return sorted(_known(graph, instrument), key=lambda norm: (norm.path, norm.modality, norm.cue))


def _known(graph: Graph, instrument: str) -> Iterator[Known]:
    for node in graph.subjects(RDF.type, CDT.Norm):
        place = names.compact(str(graph.value(node, CDT.statedIn)))
        if names.instrument_of(place) == instrument:
            aspects = {name: frozenset(map(_local, graph.objects(node, CDT[name]))) for name in SINGLE}
            lists = list(graph.objects(node, CDT.refusalList))
            grounds = (ground for each in lists for name in ("ground", "excludedGround") for ground in graph.objects(each, CDT[name]))
            limits = (
                " ".join(_local(graph.value(limit, CDT[name])) for name in ("operator", "value", "unit"))
                for limit in graph.objects(node, CDT.constraint)
            )
            modality = _local(graph.value(node, CDT.modality))
            yield Known(
                names.path_of(place), _SAME.get(modality, modality), str(graph.value(node, CDT.cue) or ""),
                aspects | {"grounds": frozenset(map(_local, grounds)), "thresholds": frozenset(limits)},
            )  # fmt: skip


def _local(term: object) -> str:
    return str(term).rpartition("#")[2]


def modality_of(norm: Norm) -> str:
    """Return the modality of a norm that was read, rights and powers as permissions."""
    return _SAME.get(norm.modality, norm.modality)


def _values(norm: Norm) -> dict[str, frozenset[str]]:
    single = {name: frozenset(filter(None, [getattr(norm, name)])) for name in SINGLE}
    limits = (f"{limit.operator} {limit.value} {limit.unit}" for limit in norm.constraints)
    return single | {"grounds": frozenset((*norm.refusal_grounds, *norm.excluded_grounds)), "thresholds": frozenset(limits)}


def rows(document: Document, *, known: Iterable[Known] | None = None) -> Iterator[dict[str, object]]:
    """Yield the differences as objects (`concordat extract --what differences`), in the order of the document.

    `known` are by default the repository's own curated norms of the same instrument.
    """
    instrument = document.metadata.instrument
    if known is None:
        known = curated_norms(instrument) if instrument else ()
    expected: dict[tuple[str, str], list[Known]] = {}
    for norm in known:
        expected.setdefault(norm.key, []).append(norm)
    read: dict[tuple[str, str], list[Norm]] = {}
    for found in norms(document, taken=()):
        read.setdefault((found.path, modality_of(found)), []).append(found)
    order = {node.path: place for place, node in enumerate(document.nodes)}
    for key in sorted({*expected, *read}, key=lambda each: (order.get(each[0], len(order)), each)):
        yield from _rows(key, expected.get(key, []), read.get(key, []))


def _rows(key: tuple[str, str], known: list[Known], read: list[Norm]) -> Iterator[dict[str, object]]:
    place = {"path": key[0], "modality": key[1]}
    if not known or not read:
        for norm in known:
            yield {**place, "difference": "only-curated", "cue": norm.cue}
        for found in read:
            yield {**place, "difference": "only-read", "cue": found.cue, "rule": found.rule, "confidence": found.confidence}
        return
    for name in (*SINGLE, "grounds", "thresholds"):
        curated_values = frozenset[str]().union(*(norm.aspects[name] for norm in known))
        read_values = frozenset[str]().union(*(_values(found)[name] for found in read))
        if curated_values and not curated_values <= read_values:
            yield {**place, "difference": name, "curated": sorted(curated_values), "read": sorted(read_values)}
