"""Place: where the log of a store is kept: beside the store and never inside it, so that no rebuild can touch it."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["folder_of"]


def folder_of(address: str | Path) -> Path:
    """Return the folder of the reviews that belong to a store.

    `$CONCORDAT_REVIEW` where it is set; else the folder STORE.review beside a store in the folder STORE; else, for a store on a
    server, `./.concordat/review`.
    """
    named = os.environ.get("CONCORDAT_REVIEW")
    if named:
        return Path(named)
    text = str(address)
    if text.startswith("sparql+") or text == "memory:":
        return Path(".concordat", "review")
    folder = Path(text)
    return folder.with_name(folder.name + ".review")
