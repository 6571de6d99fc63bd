"""What an Akoma Ntoso document says of itself: its language, its number and date, what it is (OASIS LegalDocML, FRBR metadata)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .acttitle import ActTitle, act_title, proposal_celex
from .document import Metadata
from .language import language_of
from .wording import language_code, language_in

if TYPE_CHECKING:
    from .element import Element

__all__ = ["language_of_act", "metadata", "preface_of"]

_OPENING = 3000  # characters that tell the language
_TITLE = 400  # characters
_CELEX = re.compile(r"3\d{4}[RLDFH]\d{4}")


def preface_of(root: Element) -> str | None:
    """Return the words above a text that does not mark which of them are its title, or None."""
    preface = root.first("preface")
    return preface.words[:_TITLE] if preface is not None and preface.words else None


def language_of_act(root: Element) -> str:
    """Return the language, two letters: as stated, else as the labels tell, else as the words do."""
    found = root.first("FRBRlanguage")
    code = language_code((found.attributes.get("language") or "").partition("-")[0]) if found is not None else None
    labels = [number.words for number in root.walk("num")]
    opening = " ".join(part.words[:_OPENING] for part in root.walk("preface", "preamble", "body", "mainBody"))
    told = code or language_in(labels)
    # both call an article by the same word
    return told if told and (code or told not in ("en", "fr")) else language_of(opening[:_OPENING])


def metadata(root: Element, title: str | None, language: str) -> Metadata:
    """Return what a document says of itself in its head and in its title."""
    told = act_title(title or "", language) if _is_european(root) else ActTitle()
    number = root.first("FRBRnumber")
    symbol = number.attributes.get("value") if number is not None else None
    main = next(root.elements(), None)
    bill = main is not None and main.name == "bill"
    aliases = (each.attributes.get("value", "") for each in root.walk("FRBRalias"))
    alias = next((value for value in aliases if _CELEX.fullmatch(value)), None)
    celex = proposal_celex(symbol or "") if bill else alias or told.celex
    day = told.day or _day(root)
    return Metadata(
        instrument=f"celex:{celex}" if celex else None, title=title, language=language, symbol=symbol or None,
        kind="Proposal" if bill else told.kind, dates=(("adopted", day),) if day else (), relations=told.relations,
        consolidated=main is not None and main.attributes.get("contains") == "singleVersion" and root.first("temporalData") is not None,
    )  # fmt: skip


def _is_european(root: Element) -> bool:
    """Whether a document names no State as its home, whose laws have no numbers of the Union."""
    country = root.first("FRBRcountry")
    return country is None or country.attributes.get("value", "").strip().lower() in ("", "eu")


def _day(root: Element) -> str | None:
    """The date of the work; one that only fills a template stands in a far year."""
    work = root.first("FRBRWork")
    date = work.first("FRBRdate") if work is not None else None
    day = date.attributes.get("date", "")[:10] if date is not None else ""
    return day if re.fullmatch(r"(?:1[89]|20)\d\d-\d\d-\d\d", day) else None
