"""A sample of curated norms, drawn at random, each with the words of its provision, to be read again with fresh eyes.

    python -m benchmarks.sample [--number 100] [--seed 20261121] [--of celex:32016R0679 ...] [--shared ../shared]

One block a norm: its Turtle, then the text of the provision and of all below it as the loader reads them. Only norms of instruments
whose text is in the folder of shared documents are drawn, and with `--of` only those of the instruments named.
The same seed and data give the same sample.
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path

from rdflib import RDF, Graph, URIRef

from concordat.graph.names import CDT, PREFIXES, compact, instrument_of
from concordat.loaders.document import Document
from concordat.loaders.read import read

ROOT = Path(__file__).resolve().parents[1]
SUFFIXES = frozenset({".txt", ".md", ".json", ".xml", ".html"})
# parts of a norm that are nodes of their own
PARTS = (CDT.constraint, CDT.refusalList, CDT.precedence, CDT.reservable)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--number", type=int, default=100)
    parser.add_argument("--seed", type=int, default=20261121)
    parser.add_argument("--of", nargs="+", default=[], metavar="KEY", help="draw only from these instruments, e.g. celex:32016R0679")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    args = parser.parse_args()
    graph = Graph()
    for path in sorted((ROOT / "graph" / "data").rglob("*.ttl")):
        graph.parse(path)
    documents = loaded(args.shared)
    wanted = documents.keys() & set(args.of) if args.of else documents.keys()
    norms = sorted(n for n in graph.subjects(RDF.type, CDT.Norm) if isinstance(n, URIRef) and key_of(graph, n) in wanted)
    for number, norm in enumerate(random.Random(args.seed).sample(norms, args.number), 1):
        place = compact(str(graph.value(norm, CDT.statedIn)))
        print(f"## {number}. {compact(str(norm))}, of {len(norms)}\n\n{turtle(graph, norm)}\n")
        print(f"{words(documents[instrument_of(place)], place)}\n")
    return 0


def loaded(shared: Path) -> dict[str, Document]:
    """Return the documents of the folder by the instrument they hold; of several versions the fullest."""
    folders = (shared / "seeds", shared / "corpus" / "treaties", shared / "corpus" / "eu_acts")
    files = [file for folder in folders for file in sorted(folder.rglob("*")) if file.suffix in SUFFIXES]
    found = sorted((read(file) for file in files if file.name not in {"README.md", "meta.json"}), key=lambda each: len(each.nodes))
    return {document.metadata.instrument: document for document in found if document.metadata.instrument}


def key_of(graph: Graph, norm: URIRef) -> str:
    return instrument_of(compact(str(graph.value(norm, CDT.statedIn))))


def turtle(graph: Graph, norm: URIRef) -> str:
    part = Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        part.bind(prefix, namespace)
    for node in (norm, *(each for kind in PARTS for each in graph.objects(norm, kind))):
        part += graph.triples((node, None, None))
    text = part.serialize(format="turtle")
    return "\n".join(line for line in text.splitlines() if not line.startswith("@prefix"))


def words(document: Document, place: str) -> str:
    path = place.removeprefix(f"{document.metadata.instrument}:")
    nodes = [node for node in document.nodes if node.path == path or node.path.startswith(f"{path}/")]
    return "\n".join(f"    {node.path}: {node.heading or ''} {node.text}" for node in nodes)


if __name__ == "__main__":
    sys.exit(main())
