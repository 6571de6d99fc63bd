"""How fast the pages are: each kind asked over HTTP, in both languages, never the same address twice in a row.

    python -m benchmarks.pages [--store .concordat/demo] [--rounds 40] [--settle 60] [--goal 200]

The server is a process of its own, with people who may review. The first answer of each kind is taken as soon as it listens, while it
still makes ready what takes long; the others after `--settle` seconds. Exit status 1 where the 95th percentile of a kind is over the goal,
in milliseconds. Run it on a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import http.client
import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from math import ceil
from pathlib import Path
from time import perf_counter, sleep
from urllib.parse import quote

from concordat.build import build
from concordat.compatibility import read_findings
from concordat.graph.names import BASE, expand
from concordat.graph.store import Store, open_store
from concordat.texts import read_library
from concordat.web.tokens import add

_READY = re.compile(r"http://127\.0\.0\.1:(\d+)/")
_SEARCHES = (
    "art 29 Budapest", "32016R0679", "preservation 90 days", "données personnelles",
    "extradition", "l'entraide judiciaire", "UNTOC 18", "zzzz", "double incrimination", "service provider",
)  # fmt: skip
_TOPICS = ("preservation", "extradition", "mutual-assistance", "asset-recovery", "victims")
_PAIRS = ("VN FR", "US FR", "DE EU", "GB IE", "BR PT", "JP VN", "IT CH", "NL US")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--store", type=Path, default=Path(".concordat/demo"))
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--settle", type=float, default=60.0)
    parser.add_argument("--goal", type=float, default=200.0)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = args.store if args.store.exists() else built(Path(folder) / "store")
        with open_store(store) as held:
            kinds = addresses(held)
        began = perf_counter()
        with served(store, Path(folder)) as port:
            print(f"ready after {perf_counter() - began:.1f} s; {args.rounds} answers of each kind, goal {args.goal:g} ms", flush=True)
            print(f"{'page':<22}{'first':>8}{'p50':>8}{'p95':>8}{'most':>8}  ms")
            first = {kind: asked(port, listed[0]) * 1000 for kind, listed in kinds.items()}
            sleep(args.settle)
            kept = [timed(port, kind, listed, args.rounds, first[kind], args.goal) for kind, listed in kinds.items()]
    return 0 if all(kept) else 1


def built(folder: Path) -> Path:
    with open_store(folder, write=True) as store:
        build(store)
    return folder


def addresses(store: Store) -> Mapping[str, Sequence[str]]:
    """Return the addresses of each kind of page, without their languages, drawn by lot in the same way each time."""
    draw = random.Random(7)
    library = read_library(store)
    found = [str(finding.iri) for finding in read_findings(store) if not finding.drafting]
    texts = sorted(p.compact for p in library.provisions.values() if p.kind == "contribution")

    def page(key: str) -> str:
        return f"/{str(expand(key)).removeprefix(BASE)}.html"

    def drawn(keys: Sequence[str]) -> list[str]:
        return draw.sample(sorted(keys), min(200, len(keys)))

    matrix = [f"/matrix?text={quote(text)}&against={against}" for text in texts for against in ("mandate", "law")]
    return {
        "home": ["/"],
        "search": [f"/?q={quote(text)}" for text in _SEARCHES],
        "instrument": [page(key) for key in drawn(list(library.instruments))],
        "instrument on a day": [f"{page(key)}?on=2012-01-01" for key in ("untoc", "uncac", "budapest")],
        "provision": [page(key) for key in drawn(list(library.provisions))],
        "matrix": matrix,
        "matrix, filtered": [f"{address}&verdict=conflicts&reviewed=no" for address in matrix],
        "finding": [f"/{iri.removeprefix(BASE)}.html" for iri in drawn(found)],
        "side by side": [f"/compare?left={quote(text)}&right={right}" for text in texts for right in ("budapest", "untoc")],
        "defects": ["/defects"],
        "defects of a text": [f"/defects?text={quote(text)}" for text in (*texts, "budapest", "untoc", "celex:32016R0679")],
        "what governs, asked": ["/governing"],
        "what governs": [
            f"/governing?between={a}&between={b}&on=2026-0{month}-01&topic={topic}"
            for a, b in map(str.split, _PAIRS) for topic in _TOPICS for month in range(1, 10)
        ],
        "questions": ["/queries"],
        "a question's answer": [f"/queries/norms.html?provision={key}" for key in ("budapest:29/7", "untoc:18/8", "budapest:25/4")],
        "terms": [f"/scheme/{name}.html" for name in ("ground", "topic", "role", "action")],
        "vocabulary": ["/ontology.html"],
        "data set": ["/dataset"],
        "SPARQL, plain": ["/sparql?plain=1"],
        "your documents": ["/uploads"],
    }  # fmt: skip


@contextmanager
def served(store: Path, folder: Path) -> Iterator[int]:
    """Give the port of a server of a store."""
    add(folder / "tokens", "Jane Reader")
    command = [sys.executable, "-m", "concordat", "serve", "--port", "0", "--store", str(store), "--tokens", str(folder / "tokens")]
    with (folder / "log").open("w+") as log, subprocess.Popen(command, stderr=log) as process:
        try:
            while (match := _READY.search((folder / "log").read_text(encoding="utf-8"))) is None:
                if process.poll() is not None:
                    raise SystemExit((folder / "log").read_text(encoding="utf-8"))
                sleep(0.05)
            port = int(match[1])
            while not answered(port):
                sleep(0.05)
            yield port
        finally:
            process.terminate()


def answered(port: int) -> bool:
    try:
        asked(port, "/favicon.svg")
    except OSError:
        return False
    return True


def asked(port: int, address: str) -> float:
    """Return how many seconds a whole answer takes."""
    began = perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", address, headers={"Accept": "text/html", "Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    answer.read()
    took = perf_counter() - began
    connection.close()
    if answer.status not in {200, 404}:
        raise SystemExit(f"{address}: {answer.status}")
    return took


def timed(port: int, kind: str, listed: Sequence[str], rounds: int, first: float, goal: float) -> bool:
    """Print how long a kind of page takes, and return whether that is within the goal."""
    every = [f"{listed[n % len(listed)]}{'&' if '?' in listed[n % len(listed)] else '?'}lang={('en', 'fr')[n % 2]}" for n in range(rounds)]
    times = sorted(asked(port, address) * 1000 for address in every)
    middle, high = times[len(times) // 2], times[max(0, ceil(len(times) * 0.95) - 1)]
    print(f"{kind:<22}{first:>8.0f}{middle:>8.0f}{high:>8.0f}{times[-1]:>8.0f}  {'' if high <= goal else 'over the goal'}", flush=True)
    return high <= goal


if __name__ == "__main__":
    sys.exit(main())
