"""Build: the repository's own knowledge into a store: vocabulary, curated facts, what follows from them, catalogue.

What has not changed since the last build, by the hashes in the catalogue, is not written again. All of it is one
transaction; what stands above this folder (validation, comparison) follows as steps.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from . import catalog, layers, quads
from .bench import Bench
from .curated import Curated, curated
from .inference import infer
from .vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from importlib.resources.abc import Traversable

    from rdflib import URIRef

    from .quads import Lines
    from .store import Store

__all__ = ["BuildReport", "build"]

# made from other graphs, so no part of what is inferred from
_DERIVED = (layers.INFERRED, layers.FINDINGS, layers.CATALOG, layers.CATALOG_RESTRICTED, layers.REVIEW)
_TITLES = {
    layers.VOCABULARY: (("en", "Vocabulary"), ("fr", "Vocabulaire")),
    layers.INFERRED: (("en", "What follows from the other graphs"), ("fr", "Ce qui découle des autres graphes")),
}


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did: the local names of the graphs it wrote, left as they were and dropped.

    `triples` are those of the vocabulary and the curated facts, `generation` is that of the store afterwards.
    """

    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    dropped: tuple[str, ...]
    triples: int
    generation: int


def build(
    store: Store,
    *,
    steps: Sequence[Callable[[Store], None]] = (),
    progress: Callable[[str], None] | None = None,
    changing: Callable[[Lines | None], object] | None = None,
    data: Traversable | None = None,
    ontology: Traversable | None = None,
) -> BuildReport:
    """Bring a store up to date with the vocabulary and the curated facts, and return what was done.

    `steps` are run on the store afterwards, each in transactions of its own; `progress` is told what is being done;
    `changing` is called once before anything is written, with the lines that come or go, None where words of the vocabulary do;
    `data` and `ontology` are by default the package's own folders.

    Raises InputError with file and line where Turtle is wrong, StoreError where the store cannot be written.
    """
    tell = progress or (lambda _: None)
    tell("vocabulary")
    words = Curated(layers.VOCABULARY, ("ontology",), vocabulary(ontology))
    tell("curated")
    pieces = [words, *curated(data)]
    known = catalog.hashes(store)
    contents = {piece.graph: quads.digest(quads.quad_lines(piece.lines, piece.graph)) for piece in pieces}
    changed = [piece for piece in pieces if known.get(piece.graph, ("", ""))[1] != contents[piece.graph]]
    dropped = [graph for graph in known if _is_curated(graph) and graph not in contents]
    if changing is not None and (changed or dropped):
        changing(_difference(store, changed, dropped))
    with store.transaction():
        for piece in changed:
            _write(store, piece, contents[piece.graph], "turtle")
        for graph in dropped:
            store.drop(graph)
            catalog.withdraw(store, graph)
        tell("inferred")
        inferred = _infer(store, pieces, dropped, known)
    for step in steps:
        step(store)
    written = [piece.graph for piece in changed] + [layers.INFERRED] * (inferred is not None)
    return _report(store, pieces, written, dropped)


def _difference(store: Store, changed: Sequence[Curated], dropped: Sequence[URIRef]) -> Lines | None:
    if any(piece.graph == layers.VOCABULARY for piece in changed):
        return None
    apart = [piece.lines ^ store.lines(piece.graph) for piece in changed]
    return frozenset[bytes]().union(*apart, *map(store.lines, dropped))


def _report(store: Store, pieces: Sequence[Curated], written: Sequence[URIRef], dropped: Sequence[URIRef]) -> BuildReport:
    unchanged = {*(piece.graph for piece in pieces), layers.INFERRED} - {*written}
    triples = sum(len(piece.lines) for piece in pieces)
    return BuildReport(_locals(written), _locals(unchanged), _locals(dropped), triples, store.generation)


def _locals(graphs: Iterable[URIRef]) -> tuple[str, ...]:
    return tuple(sorted(layers.local_name(graph) for graph in graphs))


def _is_curated(graph: URIRef) -> bool:
    return layers.local_name(graph).startswith("curated/")


def _write(store: Store, piece: Curated, source_hash: str, loader: str) -> None:
    name = layers.local_name(piece.graph).removeprefix("curated/")
    titles = _TITLES.get(piece.graph, (("en", f"Curated facts: {name}"), ("fr", f"Données établies : {name}")))
    store.replace(piece.graph, piece.lines)
    record = catalog.Record(piece.graph, titles, source_hash, loader, piece.files, piece.access)
    catalog.enter(store, record, piece.lines)


def _infer(
    store: Store, pieces: Iterable[Curated], dropped: Iterable[URIRef], known: dict[URIRef, tuple[str, str]]
) -> Lines | None:
    """Write what follows from the graphs as they will be, and return it; None where it is there already."""
    hidden = catalog.restricted(store) | {piece.graph for piece in pieces if piece.access == "restricted"}
    new = {piece.graph: piece.lines for piece in pieces if piece.access == "public"}
    kept = {graph for graph in store.graph_names() if layers.may_be_public(graph) and graph not in hidden} - {*dropped}
    basis = _basis(new, {graph: known[graph][1] for graph in kept if graph in known and graph not in _DERIVED})
    if known.get(layers.INFERRED, ("", ""))[0] == basis:
        return None
    held = [*new.values(), *(store.lines(graph) for graph in kept - {*_DERIVED, *new})]
    bench = Bench(frozenset[bytes]().union(*held))
    infer(bench)
    lines = bench.lines(layers.INFERRED)
    _write(store, Curated(layers.INFERRED, ("queries/inference",), lines), basis, "inference")
    return lines


def _basis(new: dict[URIRef, Lines], known: dict[URIRef, str]) -> str:
    """Return the hash of everything that the inferred graph is made from."""
    contents = known | {graph: quads.digest(quads.quad_lines(lines, graph)) for graph, lines in new.items()}
    folder = files("concordat") / "queries" / "inference"
    queries = sorted((entry.name, entry.read_bytes()) for entry in folder.iterdir() if entry.name.endswith(".rq"))
    parts = [f"{graph} {contents[graph]}\n".encode() for graph in sorted(contents)]
    return quads.digest(b"".join([*parts, *(name.encode() + b"\n" + text for name, text in queries)]))
