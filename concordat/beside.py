"""Beside: the folders that belong to a store and stand beside it, never inside, so that no rebuild can touch them."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["beside"]


def beside(address: str | Path, what: str) -> Path:
    """Return the folder of what belongs to a store (`review`, `uploads`).

    `$CONCORDAT_REVIEW` or `$CONCORDAT_UPLOADS` where it is set; else the folder STORE.review or STORE.uploads beside a store in the
    folder STORE; else, for a store on a server, a folder of that name in `./.concordat`.
    """
    named = os.environ.get(f"CONCORDAT_{what.upper()}")
    if named:
        return Path(named)
    text = str(address)
    if text.startswith("sparql+") or text == "memory:":
        return Path(".concordat", what)
    folder = Path(text)
    return folder.with_name(f"{folder.name}.{what}")
