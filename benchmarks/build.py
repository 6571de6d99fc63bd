"""A build from nothing, one without change and one after a changed statement, in seconds, for a part of the knowledge and for all of it.

    python -m benchmarks.build [--goal 10] [--whole-goal 30]

The part is the first slice of the graph: the mandate, the four contributions, the Budapest Convention and UNTOC, with the instruments
that they name. Exit status 1 where a build from nothing takes longer than its goal, in seconds by the clock, or one without change
more than a tenth of it. Run it on a machine that does nothing else. A changed statement is told by what is done again for it, too: the
graphs that are written, the nodes that are looked at by the shapes, and the findings that are worked out.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from fnmatch import fnmatch
from pathlib import Path
from time import perf_counter

from concordat.build import Built, build
from concordat.graph.store import open_store

DATA = Path(__file__).resolve().parents[1] / "graph" / "data"
SLICE = (
    "eu/celex_32022D0895*", "eu/acts-cited.ttl", "parties/*", "treaties/budapest*", "treaties/conventions-cited.ttl",
    "treaties/instruments-named.ttl", "treaties/untoc*", "treaties/vclt.ttl", "un/A_AC.291_12_Add.1*",
)  # fmt: skip
CHANGED = ("cdt:margin margin:none", "cdt:margin margin:where-possible")
PROTOCOLS = ("*/budapest-[12]ap*", "*/untoc-firearms*", "*/untoc-smuggling*", "*/untoc-tip*")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--goal", type=float, default=10.0)
    parser.add_argument("--whole-goal", type=float, default=30.0)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        kept = [
            held("slice", sliced(Path(folder) / "data"), Path(folder) / "slice", args.goal),
            held("whole", shutil.copytree(DATA, Path(folder) / "all"), Path(folder) / "whole", args.whole_goal),
        ]
    return 0 if all(kept) else 1


def sliced(folder: Path) -> Path:
    for file in DATA.rglob("*.ttl"):
        name = str(file.relative_to(DATA))
        if any(fnmatch(name, wanted) for wanted in SLICE) and not any(fnmatch(name, left) for left in PROTOCOLS):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, folder / name)
    return folder


def edited(data: Path) -> None:
    """Change one statement about one norm of the Budapest Convention."""
    file = data / "treaties" / "budapest-cooperation.ttl"
    text = file.read_text(encoding="utf-8")
    assert CHANGED[0] in text
    file.write_text(text.replace(*CHANGED, 1), encoding="utf-8")


def done(built: Built) -> str:
    looked = built.validation.looked if built.validation else 0
    return f"{len(built.graph.written)} graphs written, {looked} nodes validated, {built.made} findings made"


def held(name: str, data: Path, address: Path, goal: float) -> bool:
    first, built = timed(data, address)
    again, _ = timed(data, address)
    size = f"{built.graph.triples} triples, {built.findings} findings"
    print(f"{name}: {size}; from nothing {first:.1f} s (goal {goal:g}), unchanged {again:.1f} s (goal {goal / 10:g})", flush=True)
    edited(data)
    last, after = timed(data, address)
    print(f"  a statement changed {last:.1f} s; {done(after)}; from nothing {done(built)}", flush=True)
    return first <= goal and again <= goal / 10


def timed(data: Path, address: Path) -> tuple[float, Built]:
    start = perf_counter()
    with open_store(str(address), write=True) as store:
        built = build(store, data=data)
    return perf_counter() - start, built


if __name__ == "__main__":
    sys.exit(main())
