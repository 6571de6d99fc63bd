"""The record of a Formex document: title, CELEX number, date, language, type, and what it changes.

Consolidated acts carry their CELEX number and those of all acts that amend or correct them; acts of the Official Journal
carry number, year and date.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .acttitle import act_title
from .document import Metadata
from .wording import language_code

if TYPE_CHECKING:
    from .element import Element

__all__ = ["record"]

_TYPES = {"REG": ("Regulation", "R"), "DIR": ("Directive", "L"), "DEC": ("Decision", "D"), "FRAMDEC": ("Decision", "F")}
_AUTHORS = {
    "EP": ("European Parliament", "Parlement européen"), "CONSIL": ("Council of the European Union", "Conseil de l’Union européenne"),
    "PE": ("European Parliament", "Parlement européen"), "CS": ("Council of the European Union", "Conseil de l’Union européenne"),
    "COM": ("European Commission", "Commission européenne"),
}  # fmt: skip


def record(parts: list[Element]) -> tuple[Metadata, tuple[str, ...]]:
    """Return the metadata of the files of a document, and what is missing of it."""
    whole = _Whole(parts)
    consolidated = whole.element("CONS.ACT", "CONS.DOC") is not None
    language = language_code(whole.words("LG.DOC", "LG.OJ")) or "en"
    title = whole.title()
    told = act_title(title, language)
    kind, letter = _TYPES.get(whole.legal_value(), (told.kind, None))
    instrument = whole.celex() or told.celex or _numbered(whole, letter)
    day = told.day or whole.day()
    metadata = Metadata(
        instrument=f"celex:{instrument}" if instrument else None, title=title or None, kind=kind, language=language,
        author=_author(whole, language), dates=(("adopted", day),) if day else (), consolidated=consolidated,
        relations=(*told.relations, *whole.changes()),
    )  # fmt: skip
    return metadata, whole.missing()


def _numbered(whole: _Whole, letter: str | None) -> str | None:
    """The CELEX number made of year and number, where the type is known."""
    number, year = whole.words("NO.CURRENT"), whole.words("YEAR")
    if letter and number.isdecimal() and year.isdecimal() and len(year) == 4:
        return f"3{year}{letter}{int(number):04}"
    return None


def _author(whole: _Whole, language: str) -> str | None:
    named = [_AUTHORS[code][language == "fr"] for code in whole.all("AUTHOR") if code in _AUTHORS]
    return (" et " if language == "fr" else " and ").join(named) or None


class _Whole:
    """All files of a document, asked as one."""

    def __init__(self, parts: list[Element]) -> None:
        self.parts = parts
        self.family = self.element("FAM.COMP")
        self.doc = next((part for part in parts if part.name == "DOC"), None)

    def element(self, *names: str) -> Element | None:
        """The first element of these names."""
        return next((found for part in self.parts for found in part.walk(*names)), None)

    def words(self, *names: str) -> str:
        """The words of the first element of these names, or nothing."""
        found = next((found for name in names if (found := self.element(name)) is not None), None)
        return found.words if found is not None else ""

    def all(self, name: str) -> list[str]:
        """The words of every element of a name, each once."""
        return list(dict.fromkeys(found.words for part in self.parts for found in part.walk(name)))

    def title(self) -> str:
        """The title of the main act."""
        found = next((title for part in self._mains() for title in part.walk("TITLE") if title.words), None)
        top = next(found.elements("TI"), found) if found is not None else None
        rows = [part.words for part in top.walk("P")] if top is not None else []
        return " ".join(rows) or (top.words if top is not None else "")

    def _mains(self) -> list[Element]:
        return sorted(self.parts, key=lambda part: part.name == "DOC")

    def celex(self) -> str | None:
        """The CELEX number of the act that is consolidated."""
        data = next(self.family.elements("BIB.DATA"), None) if self.family is not None else None
        found = data.first("NO.CELEX") if data is not None else None
        return found.words if found is not None else None

    def legal_value(self) -> str:
        """The code of the type of act: REG, DIR, DEC."""
        if self.family is not None:
            return self.family.attributes.get("LEG.VAL", "")
        return self.words("LEGAL.VALUE")

    def day(self) -> str | None:
        """The date in the record."""
        found = next((date for part in self._mains() for date in part.walk("DATE") if "ISO" in date.attributes), None)
        code = found.attributes["ISO"] if found is not None else ""
        return f"{code[:4]}-{code[4:6]}-{code[6:]}" if len(code) == 8 and code.isdecimal() else None

    def changes(self) -> list[tuple[str, str]]:
        """Which acts amended or corrected the consolidated one."""
        found = []
        for name, relation in (("MOD.ACT", "amended_by"), ("CORRIG", "corrected_by")):
            for act in self.family.walk(name) if self.family is not None else ():
                number = act.first("NO.CELEX")
                if number is not None and number.words:
                    found.append((relation, f"celex:{number.words}"))
        return found

    def missing(self) -> tuple[str, ...]:
        """What the `.doc.xml` names and is not here."""
        named = list(self.doc.walk("REF.PHYS")) if self.doc is not None else []
        lacking = len(named) - len(self.parts) + 1
        files = ", ".join(reference.attributes.get("FILE", "") for reference in named)
        return (f"{lacking} of the files that it names are not beside it ({files})",) if named and lacking > 0 else ()
