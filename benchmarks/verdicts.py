"""Verdicts against those of careful readers, as the page docs/verdicts.md: confusion, and conflicts right, missed and false.

    python -m benchmarks.verdicts --gold GOLD [--store STORE] > docs/verdicts.md

GOLD is a folder with `pairs.jsonl` (what `concordat check --pairs` takes) and `compatibility.jsonl` (for each pair the
verdict, and every verdict that one of two readers reached). STORE is a built store; without it the graph is built in
memory. What is said of the readers' verdicts stands in `verdicts.md` beside this module, and is put at the end.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from concordat.build import build
from concordat.checking import Desk
from concordat.compatibility.pairs import documents_of
from concordat.graph.store import Store, open_store
from concordat.machine import read_norms

VERDICTS = (
    "satisfies", "conditional", "conflict-resolved-by-clause", "conflicts", "silent", "out-of-scope", "not-comparable", "not-assessed",
)  # fmt: skip
GROUPS = {"mandate": "Against a mandate", "law": "Against treaties and acts", "drafting": "A text against itself"}
HEAD = """# How good the verdicts are

Made by `python -m benchmarks.verdicts`; do not edit. Two careful readers read each pair of provisions, blind to each other; a verdict is
right where one of them reached it. Rows are the first reader's verdict, columns what the rules say. *Curated* means norms that people
read, *by machine* norms read by the program in the drafts (the treaties and acts stay curated). False conflicts are the worst error.
"""


@dataclass(frozen=True, slots=True)
class Said:
    """One pair: its group, what the first reader concluded, what either did, and what the rules say."""

    group: str
    wanted: str
    accepted: frozenset[str]
    verdict: str

    @property
    def right(self) -> bool:
        return self.verdict in self.accepted


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--store")
    args = parser.parse_args()
    with open_store(args.store or "memory:", write=args.store is None) as store:
        if args.store is None:
            build(store)
        curated, machine = (held(store, args.gold, extracted=extracted) for extracted in (False, True))
    sys.stdout.write(page(curated, machine))
    return 0


def held(store: Store, gold: Path, *, extracted: bool) -> list[Said]:
    pairs = gold / "pairs.jsonl"
    reading = read_norms(*documents_of(pairs)) if extracted else None
    verdicts = {finding.key: finding.verdict for finding in Desk(store, reading=reading).pairs(pairs)}
    rows = [json.loads(line) for line in (gold / "compatibility.jsonl").read_text(encoding="utf-8").splitlines() if line.strip()]
    return [Said(group_of(row), row["verdict"], frozenset(row["accepted"]), verdicts[row["id"]]) for row in rows]


def group_of(row: Mapping[str, object]) -> str:
    sides = [str(side) for key in ("left", "right") for side in _several(row.get(key))]
    if any("addendum" in side for side in sides):
        return "mandate"
    return "drafting" if all(side.split("/", 1)[0] == sides[0].split("/", 1)[0] for side in sides) and sides[0][:3].isdigit() else "law"


def _several(side: object) -> Sequence[object]:
    return side if isinstance(side, list) else [] if side is None else [side]


def page(curated: Sequence[Said], machine: Sequence[Said]) -> str:
    parts = [HEAD, *figures({"curated": curated, "by machine": machine})]
    for key, title in GROUPS.items():
        parts += [f"\n## {title}\n", *matrix([said for said in curated if said.group == key])]
    parts.append("\n" + Path(__file__).with_suffix(".md").read_text(encoding="utf-8"))
    return "\n".join(parts)


def figures(readings: Mapping[str, Sequence[Said]]) -> Iterable[str]:
    yield "| | norms | agreement | conflicts right | missed | false |"
    yield "|---|---|---|---|---|---|"
    for reading, found in readings.items():
        for group, title in {**GROUPS, "": "All"}.items():
            part = [said for said in found if group in ("", said.group)]
            agree = sum(said.right for said in part)
            right = sum(said.verdict == "conflicts" and said.right for said in part)
            false = sum(said.verdict == "conflicts" and not said.right for said in part)
            missed = sum(said.accepted == {"conflicts"} and said.verdict != "conflicts" for said in part)
            yield f"| {title} | {reading} | {agree} of {len(part)} ({agree / max(len(part), 1):.2f}) | {right} | {missed} | {false} |"


def matrix(found: Sequence[Said]) -> Iterable[str]:
    table = Counter((said.wanted, said.verdict) for said in found)
    columns = [verdict for verdict in VERDICTS if any(said == verdict for _, said in table)]
    yield "| read as | " + " | ".join(columns) + " |"
    yield "|---" * (len(columns) + 1) + "|"
    for wanted in VERDICTS:
        if any(row == wanted for row, _ in table):
            yield f"| **{wanted}** | " + " | ".join(str(table[wanted, said] or "") for said in columns) + " |"


if __name__ == "__main__":
    sys.exit(main())
