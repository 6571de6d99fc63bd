"""A folder of reviews, and what stands in a line of the log."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from concordat.review import Evidence, Log

FINDING = "https://w3id.org/concordat/id/finding/delivers/paper/north/1/1--treaty/1/1"


def entry(number: int = 1, *, by: str = "r-1", decision: str = "accepted", finding: str = FINDING) -> dict[str, object]:
    return {
        "at": f"2026-06-0{number % 9 + 1}T09:00:00Z", "by": by, "unit": "Legal Service", "finding": finding, "decision": decision,
        "comment": "Länger « ici »", "edition": "", "version": "1", "evidence": Evidence("satisfies").record(),
    }  # fmt: skip


@pytest.fixture
def log(tmp_path: Path) -> Log:
    """An empty log."""
    return Log(tmp_path / "reviews", wait=0.2)


@pytest.fixture
def write(log: Log) -> Callable[..., None]:
    """A way to write entries, one after the other."""

    def append(*entries: Mapping[str, object]) -> None:
        for each in entries:
            with log.writing() as held:
                log.append(held, each)

    return append
