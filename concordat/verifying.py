"""Verifying: what `concordat verify` does: the graphs against their catalogue, and the log of reviews against its chain and the store.

Each fault says where, what is wrong and what to do, in English and French. A note is worth knowing and no damage.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from .errors import StoreError
from .graph import layers
from .graph.integrity import Fault, inspect
from .graph.names import CDT
from .graph.store import Store
from .review import Log, review_iri
from .review.log import Held

__all__ = ["NOTES", "Verified", "told", "verify"]

# what is told and is no damage
NOTES = ("review-clock", "review-torn")


@dataclass(frozen=True, slots=True)
class Verified:
    """What was looked at (graphs, statements, decisions of the log), and what was found."""

    graphs: int
    statements: int
    decisions: int
    found: tuple[Fault, ...]

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What is damage."""
        return tuple(fault for fault in self.found if fault.kind not in NOTES)


def verify(store: Store, folder: Path) -> Verified:
    """Return what is wrong with a store and with the log of its reviews in a folder (`review.folder_of`).

    Raises StoreError where the store cannot be read, or is changed in the meantime.
    """
    inspected = inspect(store)
    log = Log(folder)
    try:
        held = log.read()
    except StoreError as error:
        broken = Fault("review-log", error.where or str(log.path), {"what": error.what})
        return Verified(inspected.graphs, inspected.statements, 0, (*inspected.faults, broken))
    found = (*inspected.faults, *_reviews(store, log.path, held))
    return Verified(inspected.graphs, inspected.statements, len(held.decisions), found)


def _reviews(store: Store, path: Path, held: Held) -> Iterator[Fault]:
    """Yield what is wrong between the log and the reviews that the store was given from it."""
    known = {str(review_iri(decision)) for decision in held.decisions}
    written = {str(subject) for subject, predicate, _ in store.graph(layers.REVIEW) if predicate == CDT.reviewOf}
    if lost := written - known:
        yield Fault("review-lost", str(path), {"number": len(lost)})
    if held.torn:
        yield Fault("review-torn", str(path), {"number": len(held.torn)})
    for before, after in zip(held.decisions, held.decisions[1:], strict=False):
        if after.at < before.at:
            yield Fault("review-clock", f"{path}:{after.number}", {"at": after.at, "before": before.at})


def told(fault: Fault, lang: str) -> str:
    """Return a fault as one line, *where: what is wrong (what to do)*, in en or fr."""
    words = _words()[fault.kind][lang]
    return f"{fault.where}: {words['what'].format(**fault.facts)} ({words['do']})"


@lru_cache(1)
def _words() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads((files("concordat") / "verifying.toml").read_text(encoding="utf-8"))
