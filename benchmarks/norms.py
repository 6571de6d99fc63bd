"""Norms read by machine against the curated norms of the same text: precision and recall, and how the aspects agree.

    python -m benchmarks.norms [--shared ../shared] [--goal 0.85] [--confidence] [--show budapest]

A norm counts as found where the machine reads the same modality in the same provision (rights and powers count as
permissions; how often is not counted; definitions and rules of procedure are not scored). Whether a list has its norms at
its head or at its points is a choice of whoever curates, so a second figure takes points and sub-paragraphs together with
their paragraph. Only articles with curated norms are looked at. Of the norms found, the shares tell how often the curated value is among
those read: bearer, grounds of refusal (all of a list), thresholds (operator, value and unit), counterparty, level, force,
margin, topic and action. Exit status 1 where the goal is missed for UNTOC or Budapest.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from concordat.differences import SINGLE, Known, curated_norms, modality_of
from concordat.loaders.document import Document
from concordat.loaders.norm import Norm
from concordat.loaders.norms import norms
from concordat.loaders.read import read

ROOT = Path(__file__).resolve().parents[1]
TEXTS = {
    "budapest": "treaties/BWBV0001839_*.md",
    "untoc": "treaties/BWBV0001668_*.md",
    "uncac": "treaties/BWBV0001830_*.md",
    "ets-24": "treaties/BWBV0001010_*.md",
    "ets-30": "treaties/BWBV0001009_*.md",
    "ets-182": "treaties/BWBV0003125_*.md",
    "celex:32011L0093": "eu_acts/32011L0093/text_en.txt",
    "celex:32013L0040": "eu_acts/32013L0040/text_en.txt",
    "celex:32014L0041": "eu_acts/32014L0041/text_en.txt",
    "celex:32019L0713": "eu_acts/32019L0713/text_en.txt",
}
GOALS = ("untoc", "budapest")
SCORED = {"obligation", "permission", "prohibition", "recommendation"}
Key = tuple[str, str]  # path and modality


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--goal", type=float, default=0.85)
    parser.add_argument("--confidence", action="store_true", help="print the share of each rule's norms that are curated")
    parser.add_argument("--show", help="print what differs in this text")
    args = parser.parse_args()
    rules: dict[str, list[bool]] = defaultdict(list)
    reached = True
    for key, pattern in TEXTS.items():
        document = read(next((args.shared / "corpus").glob(pattern)))
        everything = curated_norms(key)
        known = [norm for norm in everything if norm.modality in SCORED]
        articles = {norm.path.split("/")[0] for norm in everything}
        found = [norm for norm in norms(document, taken=()) if norm.path.split("/")[0] in articles]
        f1 = report(key, document, known, found)
        reached = reached and (key not in GOALS or f1 >= args.goal)
        collect(rules, everything, found)
        if args.show == key:
            show(known, found)
    if args.confidence:
        for rule, right in sorted(rules.items()):
            # one added on either side: a rule seen once is not certain
            print(f"{rule}\t{(sum(right) + 1) / (len(right) + 2):.2f}\t{sum(right)} of {len(right)}")
    return 0 if reached else 1


def report(key: str, document: Document, known: list[Known], found: list[Norm]) -> float:
    """Print the figures of one text and return its F1 by provision and modality."""
    expected = {norm.key for norm in known}
    given = {(norm.path, modality_of(norm)) for norm in found if modality_of(norm) in SCORED}
    whole = {(paragraph(document, path), modality) for path, modality in expected}
    together = {(paragraph(document, path), modality) for path, modality in given}
    exact, lenient = figures(expected, given), figures(whole, together)
    print(f"{key}\n  by provision  {exact[0]}\n  by paragraph  {lenient[0]}")
    print("  " + "  ".join(f"{name} {share}" for name, share in agreement(known, found)))
    return exact[1]


def paragraph(document: Document, path: str) -> str:
    """The paragraph, or article, that a point or an unnumbered sub-paragraph is part of."""
    node = document.find(path)
    while node and node.kind in ("point", "subpoint", "alinea") and node.parent:
        path = node.parent
        node = document.find(path)
    return path


def figures(expected: set[Key], given: set[Key]) -> tuple[str, float]:
    right = len(expected & given)
    precision, recall = right / max(1, len(given)), right / max(1, len(expected))
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return f"P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  (right {right}, read {len(given)}, curated {len(expected)})", f1


def agreement(known: list[Known], found: list[Norm]) -> Iterator[tuple[str, str]]:
    """Yield for each aspect the share of curated values that are among those read in the same provision and modality."""
    tally = tallied(known, found)
    for name in ("bearer", "grounds", "thresholds", *SINGLE[1:]):
        if held := tally[name]:
            yield name, f"{sum(held)}/{len(held)} = {sum(held) / len(held):.2f}"


def tallied(known: list[Known], found: list[Norm]) -> dict[str, list[bool]]:
    by_key: dict[Key, list[Norm]] = defaultdict(list)
    for norm in found:
        by_key[norm.path, modality_of(norm)].append(norm)
    tally: dict[str, list[bool]] = defaultdict(list)

    for norm in known:
        if not (read_ := by_key.get(norm.key, [])):
            continue
        for name in SINGLE:
            if norm.aspects[name]:
                tally[name].append(bool(norm.aspects[name] & {getattr(each, name) for each in read_}))
        if norm.aspects["grounds"]:
            grounds = {ground for each in read_ for ground in (*each.refusal_grounds, *each.excluded_grounds)}
            tally["grounds"].append(norm.aspects["grounds"] <= grounds)
        if norm.aspects["thresholds"]:
            around = (limit for each in found if each.path == norm.path for limit in each.constraints)
            limits = {f"{limit.operator} {limit.value} {limit.unit}" for limit in around}
            tally["thresholds"] += [threshold in limits for threshold in norm.aspects["thresholds"]]
    return tally


def collect(rules: dict[str, list[bool]], known: list[Known], found: list[Norm]) -> None:
    """Add to each rule, for each norm that it made, whether a curated norm has that modality there."""
    expected = {norm.key for norm in known}
    for norm in found:
        rules[norm.rule].append((norm.path, modality_of(norm)) in expected)


def show(known: list[Known], found: list[Norm]) -> None:
    expected = Counter(norm.key for norm in known)
    given = {(norm.path, modality_of(norm)): norm for norm in found if modality_of(norm) in SCORED}
    for path, modality in sorted({*expected} ^ {*given}, key=lambda each: [int(n) for n in re.findall(r"\d+", each[0])]):
        norm = given.get((path, modality))
        print(f"    {'surplus' if norm else 'missed '}  {path}  {modality}" + (f"  {norm.rule}  {norm.cue}" if norm else ""))


if __name__ == "__main__":
    sys.exit(main())
