"""Validation with each SPARQL constraint parsed once, against pySHACL as shipped: CPU time and results.

    python -m benchmarks.validation [--triples 10000] [--rounds 2] [--goal 8]

The graph is the curated data, copied under other keys until it is large enough and with some statements taken out, so
that there are results. Both sides run in turn on the same graph and shapes; exit status 1 where the results differ or
the ratio of the medians is below the goal.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from statistics import median
from time import process_time
from typing import TYPE_CHECKING

from rdflib import SKOS, Graph, URIRef

from concordat.graph.names import CDT, ID
from concordat.validation import shapes_graph, validate, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from concordat.validation import Report

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "tests" / "shapes" / "examples" / "background.ttl"
# every so many of these is left out: a force, a parent, a provenance
GAPS = ((CDT.force, 40), (CDT.bearer, 55), (URIRef("http://www.w3.org/ns/prov#wasGeneratedBy"), 70))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--triples", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--goal", type=float, default=8.0)
    args = parser.parse_args()
    graph = broken(sized(args.triples))
    sizes = len(graph), len(vocabulary()), len(shapes_graph())
    print("triples: graph {}, vocabulary {}, shapes {}".format(*sizes), flush=True)
    stock: list[float] = []
    ours: list[float] = []
    same = True
    for number in range(1, args.rounds + 1):
        spent, reference = timed(graph, cached=False)
        stock.append(spent)
        spent, report = timed(graph, cached=True)
        ours.append(spent)
        same = same and report == reference
        found = len(report.results)
        print(f"round {number}: stock {stock[-1]:.2f} s CPU, ours {spent:.2f} s CPU, {found} results", flush=True)
    ratio = median(stock) / median(ours)
    print(f"ratio {ratio:.1f} (goal {args.goal:g}), results {'identical' if same else 'DIFFERENT'}")
    return 0 if same and ratio >= args.goal else 1


def timed(graph: Graph, *, cached: bool) -> tuple[float, Report]:
    """Return the CPU seconds of one validation, and its report."""
    start = process_time()
    report = validate(graph, cached=cached)
    return process_time() - start, report


def sized(triples: int) -> Graph:
    """Return the curated files in order of name, cut or copied to about this many triples."""
    sources = sorted((ROOT / "graph" / "data").rglob("*.ttl")) or [SAMPLE]
    graph = Graph()
    for texts in copies(sources):
        for text in texts:
            if len(graph) >= triples:
                return graph
            graph.parse(data=text, format="turtle")
    return graph


def copies(sources: list[Path]) -> Iterator[list[str]]:
    """Yield the files as they are, then again and again with the keys of their instruments changed."""
    texts = [path.read_text(encoding="utf-8") for path in sources]
    yield texts
    whole = Graph()
    for text in texts:
        whole.parse(data=text, format="turtle")
    keys = sorted({str(iri).removeprefix(str(ID)) for iri in whole.subjects(SKOS.prefLabel)}, key=len, reverse=True)
    pattern = re.compile(r"(?<=[</])(" + "|".join(map(re.escape, keys)) + r")(?=[/>])")
    number = 1
    while True:
        number += 1
        yield [pattern.sub(rf"\g<1>-copy{number}", text) for text in texts]


def broken(graph: Graph) -> Graph:
    """Return the graph without some of its statements, the same ones in every run."""
    for predicate, step in GAPS:
        for triple in sorted(graph.triples((None, predicate, None)))[::step]:
            graph.remove(triple)
    return graph


if __name__ == "__main__":
    sys.exit(main())
