"""The parts of an act: how an Official Journal text opens its title, visas, recitals, articles and annexes.

The wording follows the Joint Practical Guide for drafting European Union legislation, in French and English.
"""

from __future__ import annotations

import re

from .dates import date_in
from .document import Metadata
from .labels import article_number
from .outline import roman

__all__ = [
    "ANNEX", "ARTICLE", "CITING", "ENACTING", "GROUP", "INSTITUTION", "NUMBERED", "RECITALS", "SIGNATURE",
    "TITLE", "VISA", "annex_path", "article_path", "author", "metadata",
]  # fmt: skip

TITLE = re.compile(
    r"(?:(?:COUNCIL|COMMISSION)\s+)?(?:(?:IMPLEMENTING|DELEGATED)\s+)?"
    r"(?P<kind>(?:FRAMEWORK )?DECISION|D[ÉE]CISION(?:-CADRE)?|R[ÈE]GLEMENT|DIRECTIVE|REGULATION)\b"
)
_KINDS = {"R": ("Regulation", "R"), "DI": ("Directive", "L"), "DE": ("Decision", "D")}
# 2022/895; 2011/93/EU; before 2015 regulations were numbered the other way round: (EC) No 1049/2001; 95/46/EC
_NUMBER = re.compile(
    r"\((?:UE|EU|PESC|CFSP|CE|EC)[^)]*\)\s*n[o°]\s*(?P<old>\d+)\s*/\s*(?P<of>\d{4})"
    r"|\b(?P<year>(?:19|20)\d\d)\s*/\s*(?P<number>\d+)\b"
    r"|\b(?P<short>\d\d)/(?P<count>\d+)/(?:CE|EC|CEE|EEC|JAI|JHA)\b", re.IGNORECASE
)
_INSTITUTIONS = (
    (r"PARLEMENT", "Parlement européen"), (r"CONSEIL", "Conseil de l’Union européenne"),
    (r"COMMISSION EUROPÉENNE", "Commission européenne"), (r"PARLIAMENT", "European Parliament"),
    (r"COUNCIL", "Council of the European Union"), (r"EUROPEAN COMMISSION", "European Commission"),
)  # fmt: skip
INSTITUTION = re.compile(r"(?:LE CONSEIL|LE PARLEMENT|LA COMMISSION|THE COUNCIL|THE EUROPEAN|THE COMMISSION)\b.*,$")
VISA = re.compile(r"(?i:vu|having regard to|après|after|statuant|acting|agissant|sur proposition)\b")
RECITALS = re.compile(r"(?i:considérant(?: ce qui suit)?\s*:|whereas\s*:)")
ENACTING = re.compile(r"(?:A ADOPTÉ|ONT ADOPTÉ|A ARRÊTÉ|HAS ADOPTED|HAVE ADOPTED|DÉCIDE|HAS DECIDED)\b.*:?$")
ARTICLE = re.compile(r"(?P<label>Article\s+(?P<number>premier|1er|\d+(?:[a-z]|\s(?:bis|ter|quater|quinquies))?))")
NUMBERED = re.compile(r"(?P<label>\((?P<number>\d{1,3})\))\s+(?P<rest>.*)")
SIGNATURE = re.compile(r"(?:Fait à|Done at)\b")
ANNEX = re.compile(
    r"(?P<label>(?P<kind>ADDENDUM|ANNEXE|ANNEX|APPENDICE|APPENDIX)(?:\s+(?P<number>[IVXL]+|\d+|[A-Z]))?)"
)
GROUP = re.compile(r".*:$")
CITING = re.compile(r"\b(?:JO|OJ)\s*[CL]?\b|Journal officiel|Official Journal|\bp\.\s*\d|\bCOM\(")


def annex_path(match: re.Match[str]) -> str:
    """Return the path of an annex matched by `ANNEX`: `annex-1`, `annex-b`, `addendum`."""
    if match["kind"] == "ADDENDUM":
        return "addendum"
    number = (match["number"] or "1").lower()
    return f"annex-{roman(number) or number}"


def article_path(match: re.Match[str]) -> str:
    """Return the number of an article matched by `ARTICLE` as a step of a path: `1`, `4a` (of `4 bis` too)."""
    return "1" if match["number"] == "premier" else article_number(match["number"])


def metadata(title: str | None, formula: str, text: str) -> Metadata:
    """Return what an act says of itself in its title, in the formula that names who enacts it, and in its text."""
    match = TITLE.match(title or "")
    number = _NUMBER.search(title or "") if match else None
    kind, celex = None, None
    if match:
        word = match["kind"].replace("É", "E")
        kind, letter = next(found for start, found in _KINDS.items() if word.removeprefix("FRAMEWORK ").startswith(start))
        letter = "F" if "FRAMEWORK" in word or "CADRE" in word else letter
        celex = f"celex:3{_year_and_number(number, letter)}" if number else None
    day = date_in(title or "")
    return Metadata(
        instrument=celex, title=title, kind=kind,
        language="en" if re.search(r"(?i)\bhaving regard to\b|\bwhereas\b", text) else "fr",
        author=author(formula), dates=(("adopted", day),) if day else (),
    )  # fmt: skip


def _year_and_number(number: re.Match[str], letter: str) -> str:
    year = number["year"] or number["of"] or f"19{number['short']}"
    count = int(number["number"] or number["old"] or number["count"])
    return f"{year}{letter}{count:04}"


def author(formula: str) -> str | None:
    """Return the institutions that a formula in capitals names, in French or English, or None."""
    named = [name for word, name in _INSTITUTIONS if re.search(word, formula)]
    et = " et " if re.search(r"\bLE\b|\bLA\b", formula) else " and "
    return et.join(named) or None

