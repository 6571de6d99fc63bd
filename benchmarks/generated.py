"""A corpus of any size with the shapes of the real graph: its first slice, again and again under other names.

    python -m benchmarks.generated 1000000 corpus.nq

The slice is that of `benchmarks.build`: the mandate, the four contributions, the Budapest Convention and UNTOC, with what they name and
what follows from it. In a copy, instruments and all that hangs on them bear other names, and so do topics: pairs to be compared grow with
the corpus, not with its square. Actors, concepts other than topics, and the vocabulary are there once. The first copy has the real
names, so that questions about real provisions find their answers.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path

from rdflib import XSD, URIRef

from benchmarks.build import sliced
from concordat.graph import layers
from concordat.graph.build import build
from concordat.graph.names import CDT, ID, SCHEME
from concordat.graph.store import open_store
from concordat.graph.transaction import SCHEMA_VERSION

__all__ = ["Piece", "corpus", "quads", "write"]

_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"


@dataclass(frozen=True, slots=True)
class Piece:
    """A graph of the corpus: its name, and its lines in N-Triples."""

    graph: URIRef
    data: bytes


@dataclass(frozen=True, slots=True)
class _Model:
    """A graph of the slice, cut where the names of instruments and topics end."""

    graph: URIRef
    parts: tuple[bytes, ...]

    def copy(self, number: int) -> Piece:
        """Return the graph under other names; the first is the graph itself."""
        if not number:
            return Piece(self.graph, b"".join(self.parts))
        return Piece(URIRef(f"{self.graph}-copy-{number}"), f"-copy-{number}".encode().join(self.parts))


def corpus(triples: int) -> Iterator[list[Piece]]:
    """Yield the copies of the slice, whole, until they have so many triples or more; the first one brings the vocabulary."""
    words, models = _models()
    rest = triples
    for number in count():
        copy = ([Piece(layers.VOCABULARY, words)] if number == 0 else []) + [
            model.copy(number) for model in models if number == 0 or len(model.parts) > 1
        ]
        yield copy
        rest -= sum(piece.data.count(b"\n") for piece in copy)
        if rest <= 0:
            return


def quads(piece: Piece, public: str = "") -> bytes:
    """Return a graph as N-Quads twice: by its name, and as the public graph, which is the default graph where it has no name."""
    ending, other = f" <{piece.graph}> .".encode(), f" <{public}> .".encode() if public else b" ."
    return b"".join(b"%s%s\n%s%s\n" % (line[:-2], ending, line[:-2], other) for line in piece.data.splitlines())


def write(triples: int, path: Path) -> int:
    """Write the corpus as N-Quads, each graph by its name and all of them as the public graph; return the triples of that."""
    size = 0
    head = f'<{layers.CATALOG}> <{CDT.schemaVersion}> "{SCHEMA_VERSION}"^^<{XSD.integer}> <{layers.CATALOG}> .\n'
    with path.open("wb") as file:
        file.write(head.encode())
        for copy in corpus(triples):
            for piece in copy:
                size += piece.data.count(b"\n")
                file.write(quads(piece, layers.PUBLIC))
    return size


def _models() -> tuple[bytes, list[_Model]]:
    with tempfile.TemporaryDirectory() as folder, open_store("memory:", write=True) as store:
        build(store, data=sliced(Path(folder) / "data"))
        graphs = [name for name in store.graph_names() if layers.may_be_public(name) and name != layers.CATALOG]
        held = {name: store.lines(name) for name in graphs}
    words = held.pop(layers.VOCABULARY)
    topics = [line for line in words if line.startswith(f"<{SCHEME}topic#".encode())]
    held[layers.named("curated/topics")] = frozenset(topics)
    everything = sorted(set().union(*held.values()))
    keys = {line[1:].split(b">", 1)[0] for line in everything if line.endswith(f"{_TYPE} <{CDT.Instrument}> .".encode())}
    names = sorted((key.removeprefix(ID.encode()) for key in keys if key.startswith(ID.encode())), key=len, reverse=True)
    # a name ends where its path begins, or with the IRI; what is minted from it (a norm, an event) has it behind its kind
    instrument = rb"<" + re.escape(ID.encode()) + rb"(?:[a-z-]+/)*?(?:" + b"|".join(map(re.escape, names)) + rb")(?=[/>])"
    cut = re.compile(rb"(?:" + instrument + rb"|<" + re.escape(SCHEME.encode()) + rb"topic#[^>]+)")
    models = [_Model(name, _cut(cut, b"".join(line + b"\n" for line in sorted(lines)))) for name, lines in sorted(held.items())]
    return b"".join(line + b"\n" for line in sorted(words - set(topics))), models


def _cut(pattern: re.Pattern[bytes], data: bytes) -> tuple[bytes, ...]:
    # a coverage is named by its instrument and by its topic
    coverage = re.finditer(rb"<" + re.escape(ID.encode()) + rb"coverage/[^>]+", data)
    ends = sorted({found.end() for found in chain(pattern.finditer(data), coverage)})
    return tuple(data[start:end] for start, end in zip([0, *ends], [*ends, len(data)], strict=True))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("triples", type=int, nargs="?", default=100_000)
    parser.add_argument("file", type=Path, nargs="?", help="left out, the corpus is made and thrown away")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file: Path = args.file or Path(folder) / "corpus.nq"
        print(f"{write(args.triples, file)} triples, told twice: by graph and in public; {file.stat().st_size / 1e6:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
