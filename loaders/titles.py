"""Titles of treaties: which instrument a printed title names (`graph/titles.toml`)."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files

__all__ = ["instrument_called", "key_of", "normalised"]


def normalised(title: str) -> str:
    """Return a title in small letters, with single spaces and no punctuation."""
    return " ".join(re.findall(r"[^\W_]+", title.lower()))


@lru_cache(1)
def _keys() -> dict[str, str]:
    text = (files("concordat") / "graph" / "titles.toml").read_text(encoding="utf-8")
    return {normalised(title): key for title, key in tomllib.loads(text)["titles"].items()}


def key_of(title: str) -> str | None:
    """Return the compact id of the instrument whose title begins like this one, or None."""
    words = normalised(title) + " "
    fitting = [start for start in _keys() if words.startswith(start + " ")]
    return _keys()[max(fitting, key=len)] if fitting else None


def instrument_called(name: str) -> str | None:
    """Return the compact id of the instrument that a file is named after, by its key or a title, or None."""
    key = name.lower().replace("_", "-")
    return key if key in _keys().values() else key_of(name)
