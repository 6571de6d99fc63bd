"""Formex to a tree, read here and by tulit, side by side on the same files: CPU time, and how deep each goes.

    python -m benchmarks.formex [--shared ../shared] [--rounds 5] [--goal 1]

Needs tulit (`pip install 'concordat[benchmarks]'`), which reads acts of the Union and of eight States. Both get the path of a file
and return all that they read in it: tulit articles with their direct parts, the reader here each paragraph, point and sub-point with
its place in the file. The best of the rounds. Exit status 1 where one file is read less than the goal times as fast.
"""

from __future__ import annotations

import argparse
import logging
import sys
from functools import partial
from pathlib import Path

from concordat.loaders.read import read

from .citations import best

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--goal", type=float, default=1.0)
    args = parser.parse_args()
    try:
        from tulit.parser.xml.formex import Formex4Parser
    except ImportError:
        print("tulit is not installed: pip install 'concordat[benchmarks]'", file=sys.stderr)
        return 2
    logging.disable(logging.CRITICAL)
    least = float("inf")
    for path in sorted((args.shared / "corpus" / "eu_acts").rglob("*formex*.xml")):
        if path.name.endswith(".doc.xml"):
            continue  # names other files; tulit reads none from it
        here, document = best(partial(read, path), args.rounds)
        there, parsed = best(lambda path=path: Formex4Parser().parse(str(path)), args.rounds)
        least = min(least, there / here)
        parts = sum(1 + len(article.get("children", ())) for article in parsed.articles or ()) + len(parsed.recitals or ())
        print(f"{path.relative_to(args.shared)}: {there / here:.2f} times")
        print(f"  here {here * 1000:.0f} ms, {len(document.nodes)} parts; tulit {there * 1000:.0f} ms, {parts} parts")
    print(f"at least {least:.2f} times on each file (goal {args.goal:g})")
    return 0 if least >= args.goal else 1


if __name__ == "__main__":
    sys.exit(main())
