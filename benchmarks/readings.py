"""A sample of norms read by machine where nobody annotated them, each with its words, to be read with fresh eyes.

    python -m benchmarks.readings [--number 60] [--seed 20261121] [--shared ../shared]

Drawn are provisions of the treaties and acts in English and French, and of the two reports among the seed documents, in which a
norm is read; as many from each text as from any other, so that long ones do not crowd the rest
out. One block a provision: its words, then each norm with all that was read of it. The same seed and texts give the same sample.
A reader marks what is wrong; precision is the share of norms whose existence, modality, bearer, action or topic, thresholds and
grounds are all right.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from concordat.loaders.document import Document, Node
from concordat.loaders.norm import Norm
from concordat.loaders.norms import norms
from concordat.loaders.read import read
from concordat.loaders.rules import LANGUAGES

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ("untoc-wg-international-cooperation-background_fr.txt", "cybercrime-expert-group-draft-report_fr.txt")  # nobody annotated these
FOLDERS = ("corpus/treaties", "corpus/eu_acts")
SUFFIXES = (".md", ".txt", ".xml", ".html")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--number", type=int, default=60)
    parser.add_argument("--seed", type=int, default=20261121)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    args = parser.parse_args()
    chance = random.Random(args.seed)
    files = texts(args.shared)
    several = [files[place % len(files)] for place in range(args.number)]
    wanted = several if args.number > len(files) else chance.sample(files, args.number)
    number = 0
    for file in sorted(set(wanted)):
        document = read(file)
        found = provisions(document)
        for node, read_ in chance.sample(found, min(len(found), wanted.count(file))):
            number += 1
            print("\n".join(block(number, document, node, read_)), end="\n\n")
    return 0


def texts(shared: Path) -> list[Path]:
    """Return the files, in an order of their own; of an act in several formats the first."""
    files = (file for folder in FOLDERS for file in sorted((shared / folder).rglob("*")))
    found = [file for file in files if file.suffix in SUFFIXES and file.stem != "README"]
    first = {read_.metadata.instrument: file for file in reversed(found) if (read_ := read(file)).metadata.language in LANGUAGES}
    return [*sorted(first.values()), *(shared / "seeds" / name for name in SEEDS)]


def provisions(document: Document) -> list[tuple[Node, Sequence[Norm]]]:
    """Return the provisions in which norms are read, with them."""
    found: dict[str, list[Norm]] = defaultdict(list)
    for norm in norms(document):
        found[norm.path].append(norm)
    return [(node, found[node.path]) for node in document.nodes if node.path in found]


def block(number: int, document: Document, node: Node, found: Sequence[Norm]) -> Iterator[str]:
    """Yield the lines that show a provision and its norms."""
    above = document.find(node.parent) if node.parent else None
    heading = node.heading or (above.heading if above else None) or ""
    yield f"## {number}. {document.metadata.instrument or document.source.name}:{node.path}  {heading}"
    if above and node.kind in ("point", "subpoint"):
        yield f"    above: {above.text}"
    yield f"    {node.text}"
    for norm in found:
        more = {
            "counterparty": norm.counterparty, "level": norm.level,
            "margin": norm.margin if norm.margin != "none" else None, "scope": norm.scope,
            "limits": [f"{each.operator} {each.value} {each.unit} ({each.parameter})" for each in norm.constraints],
            "grounds": norm.refusal_grounds, "excluded": norm.excluded_grounds, "conditions": norm.conditions,
            "exceptions": norm.exceptions, "unread": norm.unread,
        }  # fmt: skip
        told = "  ".join(f"{name}={value}" for name, value in more.items() if value)
        what = f"bearer={norm.bearer}  action={norm.action}  topic={norm.topic}"
        yield f"  - {norm.modality} ({norm.force})  {what}  [{norm.rule}: {norm.cue}]"
        yield f"      {told}"


if __name__ == "__main__":
    sys.exit(main())
