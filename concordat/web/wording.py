"""Wording: the words of the pages, in English and French, as they stand in `wording.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

__all__ = ["words"]


@lru_cache(1)
def words() -> Mapping[str, Mapping[str, str]]:
    """Return the words by language and key."""
    return tomllib.loads((files("concordat") / "web" / "wording.toml").read_text(encoding="utf-8"))
