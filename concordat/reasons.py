"""Reasons: why something was refused, in the language of whoever reads it.

The program says it in English, where it refuses; `reasons.toml` has the same in French, found by its pattern. What a pattern takes
over (`{name}`) is said in French, too, where it is a reason itself.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files

from .errors import ConcordatError

__all__ = ["FIELD", "patterns", "reason"]

FIELD = re.compile(r"\{(\w+)\}")
_LONGEST = 4000  # signs of a reason that is read; nobody reads more of one


def patterns() -> Mapping[str, str]:
    """Return the French by the English, with their fields."""
    return tomllib.loads((files("concordat") / "reasons.toml").read_text(encoding="utf-8"))


@lru_cache(1)
def _ordered() -> list[tuple[list[str], str]]:
    # split by a pattern with one group: every second piece is a field; what says most of itself is tried first
    ordered = sorted(patterns().items(), key=lambda each: len(FIELD.sub("", each[0])), reverse=True)
    return [(FIELD.split(english), french) for english, french in ordered]


def reason(told: str | ConcordatError, lang: str) -> tuple[str, str]:
    """Return a reason in en or fr, and the language it is in: English where there is no French for it."""
    if isinstance(told, ConcordatError):
        return _whole(told, lang)
    found = _french(told) if lang == "fr" else None
    return (told, "en") if found is None else (found, "fr")


def _whole(error: ConcordatError, lang: str) -> tuple[str, str]:
    """Return where, what, and what to do, as one sentence; all in English where a part has no French."""
    what, do = (reason(part, lang) for part in (error.what, error.do or ""))
    if lang == "en" or "en" in {what[1], do[1] if do[0] else lang}:
        return str(error), "en"
    return "".join([f"{error.where} : " if error.where else "", what[0], f" ({do[0]})" if do[0] else ""]), "fr"


def _french(text: str) -> str | None:
    if len(text) > _LONGEST:
        return None
    for pieces, french in _ordered():
        held = _held(pieces, text)
        if held is not None:
            return _filled(french, held)
    return None


def _held(pieces: Sequence[str], text: str) -> dict[str, str] | None:
    """What the fields of a pattern hold in a text, or None where it does not fit.

    Each takes the least it can: a regular expression would try all ways, and a text can be made for which they do not end.
    """
    *words, last = pieces[::2]
    end = len(text) - len(last)
    if not words:
        return {} if text == last else None
    if not (text.startswith(words[0]) and text.endswith(last)):
        return None
    place, held = len(words[0]), {}
    for name, behind in zip(pieces[1::2], [*words[1:], None], strict=True):
        found = end if behind is None else text.find(behind, place, end)
        if found < place:
            return None
        held[name], place = text[place:found], found + len(behind or "")
    return held


def _filled(french: str, held: Mapping[str, str]) -> str:
    return FIELD.sub(lambda field: _french(held[field[1]]) or held[field[1]], french)
