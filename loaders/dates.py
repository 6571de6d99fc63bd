"""Dates: a day printed in French or English words, as an ISO 8601 date."""

from __future__ import annotations

import re

__all__ = ["date_in", "dates_in"]

_FRENCH = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_ENGLISH = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTHS = {name: number for names in (_FRENCH, _ENGLISH) for number, name in enumerate(names, 1)}
_NAMES = "|".join(_MONTHS)
_DAY = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:er|st|nd|rd|th)?\s+(?P<month>{_NAMES})\s+(?P<year>\d{{4}})\b", re.IGNORECASE
)


def dates_in(text: str) -> list[str]:
    """Return every date of a text, in order, as `2022-05-24`."""
    found = []
    for match in _DAY.finditer(text):
        day = int(match["day"])
        if 1 <= day <= 31:
            found.append(f"{match['year']}-{_MONTHS[match['month'].lower()]:02}-{day:02}")
    return found


def date_in(text: str) -> str | None:
    """Return the first date of a text, or None."""
    return next(iter(dates_in(text)), None)
