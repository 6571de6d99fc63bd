"""The record of a EUR-Lex page: title, CELEX number, date, type, and what changes what.

A consolidated page says so in its first row (`02016R0679 — FR — 04.05.2016`) and lists the acts that amend or correct it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from .acttitle import act_title
from .document import Metadata
from .titles import key_of

if TYPE_CHECKING:
    from .element import Element

__all__ = ["record"]

_REFERENCE = re.compile(r"\b0(?P<celex>\d{4}[A-Z]{1,2}\d{4})\s*[-—–]\s*[A-Z]{2}\s*[-—–]\s*(?P<day>\d\d)\.(?P<month>\d\d)\.(?P<year>\d{4})")
_TREATIES = ("teu", "tfeu", "eu-charter")


def record(title: str | None, root: Element, text: str, language: str) -> Metadata:
    """Return what a page says of the act that it prints, in a language of two letters."""
    told = act_title(title or "", language)
    reference = _REFERENCE.search(text, 0, 20_000)
    celex = f"3{reference['celex']}" if reference else told.celex
    key = f"celex:{celex}" if celex else key_of(title or "")
    dates = [("adopted", told.day)] if told.day else []
    if reference:
        dates.append(("consolidated", f"{reference['year']}-{reference['month']}-{reference['day']}"))
    return Metadata(
        instrument=key, title=title, kind=told.kind or ("Treaty" if key in _TREATIES else None), language=language,
        dates=tuple(dates), consolidated=reference is not None, relations=(*told.relations, *_changes(root, reference)),
    )  # fmt: skip


def _changes(root: Element, reference: re.Match[str] | None) -> list[tuple[str, str]]:
    """The acts that a consolidated page lists above its text: amendments by `M1`, corrigenda by `C1`."""
    if reference is None:
        return []
    found = []
    for anchor in root.walk("a"):
        sign = re.match(r"►(?P<kind>[MC])\d+", anchor.words)
        target = re.search(r"/celex/(?P<celex>[0-9A-Z()]+)$", unquote(anchor.attributes.get("href", "")))
        if sign and target:
            found.append(("amended_by" if sign["kind"] == "M" else "corrected_by", f"celex:{target['celex']}"))
    return list(dict.fromkeys(found))
