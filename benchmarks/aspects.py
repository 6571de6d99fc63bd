"""Bearers, thresholds and grounds of refusal of the norms read in French, against annotations made by careful readers.

    python -m benchmarks.aspects [--shared ../shared] [--goal 0.90] [--mapping] [--confidence]

Annotated norms are joined by raw line number and modality, as tools/score.py does (rights and powers are permissions; in what
a mandate aims at, obligations and recommendations count as one). The annotations are free words: `roles.toml` says which
roles and grounds they stand for, and `--mapping` prints each word with what became of it. A bearer is right where a norm read
in that place and modality has one of the roles; a list of grounds is found where all of it is read there; a threshold is a
number with a unit of time (or times a year), found where such a number is read in that
place. Moments ("at signature") and counts of
points are no numbers of the text and are listed, not scored. Exit status 1 where a share is below the goal.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from concordat.differences import modality_of
from concordat.loaders.norm import Norm
from concordat.loaders.norms import norms
from concordat.loaders.read import read

ROOT = Path(__file__).resolve().parents[1]
TEXTS = {"000": "council-decision-2022-895_fr.txt", "001": "a-ac291-12-add1_fr.txt"}
SAME = {"power": "permission", "right": "permission"}
PERIOD = re.compile(r"(?P<at_least>>=\s*)?(?P<number>\d+)\s+(?:consecutive\s+)?(?P<unit>day|month|year|hour|meetings? per year)")
Row = dict[str, Any]


@dataclass(slots=True)
class Tally:
    """How many of how many are right, with those that are not."""

    right: int = 0
    all: int = 0

    def add(self, held: bool) -> bool:  # noqa: FBT001
        self.right, self.all = self.right + held, self.all + 1
        return held

    @property
    def share(self) -> float:
        return self.right / self.all if self.all else 1.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--goal", type=float, default=0.90)
    parser.add_argument("--mapping", action="store_true", help="print each annotated word and the concepts read for it")
    parser.add_argument("--confidence", action="store_true", help="print the share of each rule's norms that readers share")
    args = parser.parse_args()
    table = tomllib.loads((Path(__file__).parent / "roles.toml").read_text(encoding="utf-8"))
    tallies = {name: Tally() for name in ("bearer", "thresholds", "grounds")}
    rules: dict[str, Tally] = defaultdict(Tally)
    for name, file in TEXTS.items():
        places = Places(args.shared / "gold", name)
        lines = compared(places, norms(read(args.shared / "seeds" / file)), table, tallies, rules)
        print("\n".join(lines)) if args.mapping else None
    if args.confidence:
        for rule, tally in sorted(rules.items()):
            print(f"{rule}\t{(tally.right + 1) / (tally.all + 2):.2f}\t{tally.right} of {tally.all}")
    for name, tally in tallies.items():
        print(f"{name:12} {tally.share:.3f}  ({tally.right} of {tally.all})")
    return 0 if all(tally.share >= args.goal for tally in tallies.values()) else 1


def compared(
    places: Places, found: Iterable[Norm], table: dict[str, list[Row]], tallies: dict[str, Tally], rules: dict[str, Tally]
) -> list[str]:  # fmt: skip
    """Count the norms read in one document against those annotated; return a line on each word."""
    by_key: dict[tuple[str, str], list[Norm]] = defaultdict(list)
    everywhere: dict[str, list[Norm]] = defaultdict(list)
    for norm in found:
        place = places.of(norm.lines[0]) if norm.lines else None
        if place:
            key = (place, kind(place, modality_of(norm)))
            by_key[key].append(norm)
            everywhere[place].append(norm)
            rules[norm.rule].add(key in places.wanted)
    lines: list[str] = []
    for row, place in places.rows:
        read_ = by_key.get((place, kind(place, SAME.get(row["modality"], row["modality"]))), [])
        if read_:
            lines += judge(row, (read_, everywhere[place]), table, tallies)
    return lines


class Places:
    """The annotated nodes of one document, found by raw line number, with the annotated norms."""

    def __init__(self, folder: Path, name: str) -> None:
        nodes = json.loads((folder / "structure.json").read_text(encoding="utf-8"))["documents"][name]["nodes"]
        self._nodes = {node["id"]: node for node in nodes}
        lines = (folder / "norms.jsonl").read_text(encoding="utf-8").splitlines()
        self.rows = [(row, row["loc"]) for row in map(json.loads, lines) if row["doc"] == name]
        self._stated = {place for _, place in self.rows}
        self.wanted = {(place, kind(place, SAME.get(row["modality"], row["modality"]))) for row, place in self.rows}

    def of(self, line: int) -> str | None:
        """The innermost node that holds the line and has annotated norms, or None."""
        holding = [node for node in self._nodes.values() if node["lines"][0] <= line <= node["lines"][1]]
        here = min(holding, key=lambda node: (node["lines"][1] - node["lines"][0], -node["lines"][0]))["id"] if holding else None
        while here and here not in self._stated:
            here = self._nodes[here]["parent"] if here in self._nodes else None
        return here


def kind(place: str, modality: str) -> str:
    return "obligation" if "/addendum/" in place and modality == "recommendation" else modality


def judge(row: Row, read_: tuple[list[Norm], list[Norm]], table: dict[str, list[Row]], tallies: dict[str, Tally]) -> Iterator[str]:
    """Count one annotated norm against those read in its place with its modality, and all read there; yield a line on each word."""
    found, around = read_
    roles = next((each["roles"] for each in table["bearers"] if re.search(each["words"], row["bearer"])), None)
    bearers = sorted({str(norm.bearer) for norm in found})
    if roles:
        held = tallies["bearer"].add(bool(set(roles) & set(bearers)))
        yield f"{'' if held else 'WRONG '}{row['loc']}: {row['bearer']} -> {' or '.join(roles)}; read {', '.join(bearers)}"
    else:
        yield f"not scored, no role: {row['loc']}: {row['bearer']}"
    fitting = (each for text in row["refusal_grounds"] for each in table["grounds"] if re.search(each["words"], text))
    wanted = {ground for each in fitting for ground in each["grounds"]}
    if wanted:
        grounds = {ground for norm in found for ground in norm.refusal_grounds}
        held = tallies["grounds"].add(wanted <= grounds)
        yield f"{'' if held else 'WRONG '}{row['loc']}: grounds {', '.join(sorted(wanted))}; read {', '.join(sorted(grounds))}"
    for text in row["thresholds"]:
        period = PERIOD.search(text)
        limits = {(limit.operator, limit.value, limit.unit) for norm in around for limit in norm.constraints}
        if period:
            held = tallies["thresholds"].add(threshold(period) in {(each[1], each[2]) for each in limits})
            yield f"{'' if held else 'WRONG '}{row['loc']}: threshold {text}; read {sorted(limits)}"
        else:
            yield f"not scored, no number with a unit: {row['loc']}: {text}"


def threshold(period: re.Match[str]) -> tuple[int, str]:
    """Value and unit; n meetings a year are an interval of 12/n months."""
    number, unit = int(period["number"]), period["unit"]
    return (12 // number, "month") if unit.startswith("meeting") else (number, unit)


if __name__ == "__main__":
    sys.exit(main())
