"""Place: where the log of a store is kept: beside the store and never inside it, so that no rebuild can touch it."""

from __future__ import annotations

from pathlib import Path

from ..beside import beside

__all__ = ["folder_of"]


def folder_of(address: str | Path) -> Path:
    """Return the folder of the reviews that belong to a store: `$CONCORDAT_REVIEW` where it is set, else STORE.review."""
    return beside(address, "review")
