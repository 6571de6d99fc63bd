"""Citations read here and by eyecite, side by side on the same files: characters of text a second, and what each found.

    python -m benchmarks.citations [--shared ../shared] [--rounds 10] [--goal 5] [--show]

Needs eyecite (`pip install 'concordat[benchmarks]'`), the reader of citations of case law in the United States; it knows no
treaties and no acts of the Union, so it is asked for its speed only. Both get the whole file as it is: eyecite the decoded text,
the reader here the tree parsed from it, which leaves out markup and a second language (parsing is not counted; --show prints
it). CPU time, the best of the rounds, the memory of earlier rounds emptied. Exit status 1 where one file is read less than the
goal times as fast.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import process_time
from typing import TypeVar

from concordat.loaders.citations import citations
from concordat.loaders.mention import fold
from concordat.loaders.read import read
from concordat.loaders.source import decode, read_bytes

Found = TypeVar("Found")
ROOT = Path(__file__).resolve().parents[1]
TEXTS = (
    "treaties/BWBV0001839_Budapest_Convention_ETS_185.md",
    "treaties/BWBV0001668_UNTOC_Palermo_2000.md",
    "eu_acts/32014L0041/text_en.txt",
    "eu_acts/32016R0679/oj_xhtml_en.xml",
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--goal", type=float, default=5.0)
    parser.add_argument("--show", action="store_true", help="print what was found, by kind, and the time of parsing")
    args = parser.parse_args()
    try:
        from eyecite import get_citations
    except ImportError:
        print("eyecite is not installed: pip install 'concordat[benchmarks]'", file=sys.stderr)
        return 2
    least = float("inf")
    for name in TEXTS:
        path = args.shared / "corpus" / name
        text = decode(read_bytes(path))
        start = process_time()
        document = read(path)
        parsing = process_time() - start
        here, found = best(partial(citations, document), args.rounds)
        there, theirs = best(partial(get_citations, text), args.rounds)
        least = min(least, there / here)
        told = sum(len(node.text) + len(node.heading or "") for node in document.nodes)
        print(f"{name}: {len(text)} characters, {told} of them in the tree; {there / here:.1f} times")
        ours, other = len(text) / here / 1e6, len(text) / there / 1e6
        print(f"  here {ours:.2f} MB/s, {len(found)} found; eyecite {other:.2f} MB/s, {len(theirs)} found")
        if args.show:
            print(f"  here {dict(Counter(f'{each.kind} {each.resolution}' for each in found))}, parsed in {parsing:.2f} s")
            print(f"  eyecite {dict(Counter(type(each).__name__ for each in theirs))}")
    print(f"at least {least:.1f} times on each file (goal {args.goal:g})")
    return 0 if least >= args.goal else 1


def best(work: Callable[[], Found], rounds: int) -> tuple[float, Found]:
    """Return the least CPU time of some rounds, in seconds, and what was found."""
    times = []
    for _ in range(rounds):
        fold.cache_clear()
        start = process_time()
        found = work()
        times.append(process_time() - start)
    return min(times), found


if __name__ == "__main__":
    sys.exit(main())
