"""The parts of an act: how an Official Journal text opens its title, visas, recitals, articles and annexes.

The wording follows the Joint Practical Guide for drafting European Union legislation, in French and English.
"""

from __future__ import annotations

import re

__all__ = [
    "ANNEX", "ARTICLE", "CITING", "ENACTING", "GROUP", "INSTITUTION", "NUMBER", "NUMBERED", "RECITALS", "SIGNATURE",
    "TITLE", "VISA",
]  # fmt: skip

TITLE = re.compile(r"(?P<kind>D[ÉE]CISION|R[ÈE]GLEMENT|DIRECTIVE|REGULATION)\b")
# 2022/895; 2011/93/EU; before 2015 regulations were numbered the other way round: (EC) No 1049/2001
NUMBER = re.compile(
    r"\((?:UE|EU|PESC|CFSP|CE|EC)[^)]*\)\s*n[o°]\s*(?P<old>\d+)\s*/\s*(?P<of>\d{4})"
    r"|\b(?P<year>(?:19|20)\d\d)\s*/\s*(?P<number>\d+)\b", re.IGNORECASE
)
INSTITUTION = re.compile(r"(?:LE CONSEIL|LE PARLEMENT|LA COMMISSION|THE COUNCIL|THE EUROPEAN|THE COMMISSION)\b.*,$")
VISA = re.compile(r"(?i:vu|having regard to|après|after|statuant|acting|agissant|sur proposition)\b")
RECITALS = re.compile(r"(?i:considérant(?: ce qui suit)?\s*:|whereas\s*:)")
ENACTING = re.compile(r"(?:A ADOPTÉ|ONT ADOPTÉ|A ARRÊTÉ|HAS ADOPTED|HAVE ADOPTED|DÉCIDE|HAS DECIDED)\b.*:?$")
ARTICLE = re.compile(r"(?P<label>Article (?P<number>premier|\d+))")
NUMBERED = re.compile(r"(?P<label>\((?P<number>\d{1,3})\))\s+(?P<rest>.*)")
SIGNATURE = re.compile(r"(?:Fait à|Done at)\b")
ANNEX = re.compile(
    r"(?P<label>(?P<kind>ADDENDUM|ANNEXE|ANNEX|APPENDICE|APPENDIX)(?:\s+(?P<number>[IVXL]+|\d+|[A-Z]))?)"
)
GROUP = re.compile(r".*:$")
CITING = re.compile(r"\b(?:JO|OJ)\s*[CL]?\b|Journal officiel|Official Journal|\bp\.\s*\d|\bCOM\(")
