"""Numbering of Word documents: labels that are not typed but counted (WordprocessingML, ISO/IEC 29500-1, section 17.9)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .archive import attribute, local_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .archive import Element

__all__ = ["Numbering", "child"]

_PLACE = re.compile(r"%(\d)")
_MOST = 9  # levels
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"),
    (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level counts: `text` has %1 to %9 where numbers stand."""

    start: int = 1
    form: str = "decimal"
    text: str = ""


@dataclass(slots=True)
class _List:
    """A series of labels; lists made from one definition go on counting together."""

    levels: dict[int, _Level]
    counts: list[int | None] = field(default_factory=lambda: [None] * _MOST)


class Numbering:
    """The labels of a document, told one after the other."""

    def __init__(self, root: Element | None, styles: Element | None) -> None:
        series = {attribute(item, "abstractNumId"): _List(_levels(item)) for item in _all(root, "abstractNum")}
        self._lists: dict[str, _List] = {}
        self._overrides: dict[str, dict[int, int]] = {}
        for item in _all(root, "num"):
            number, of = attribute(item, "numId"), series.get(_value(child(item, "abstractNumId")))
            if number is not None and of is not None:
                self._lists[number] = of
                self._overrides[number] = dict(_restarts(item))
        self._styles = {attribute(item, "styleId"): item for item in _all(styles, "style")}

    def label(self, paragraph: Element) -> str:
        """Return the label of the next paragraph of the document, or an empty text."""
        number, level = self._reference(paragraph)
        series = self._lists.get(number or "")
        if series is None or number is None or not 0 <= level < _MOST:
            return ""
        restart = self._overrides[number].pop(level, None)
        how = series.levels.get(level, _Level())
        before = series.counts[level] if restart is None else None
        series.counts[level] = (how.start if restart is None else restart) if before is None else before + 1
        series.counts[level + 1 :] = [None] * (_MOST - level - 1)
        if how.form in ("bullet", "none"):
            return ""
        return _PLACE.sub(lambda match: _counted(series, int(match[1]) - 1), how.text)

    def _reference(self, paragraph: Element) -> tuple[str | None, int]:
        """Return the list and the level of a paragraph, its own or those of its style."""
        own = child(paragraph, "pPr")
        number, level = _stated(own)
        style = _value(child(own, "pStyle"))
        for _ in range(_MOST):
            item = self._styles.get(style)
            if item is None or (number is not None and level is not None):
                break
            inherited = _stated(child(item, "pPr"))
            number, level = number or inherited[0], level if level is not None else inherited[1]
            style = _value(child(item, "basedOn"))
        return number, level or 0


def child(element: Element | None, name: str) -> Element | None:
    """Return the first child with this name, or None."""
    return next(_all(element, name), None)


def _value(element: Element | None) -> str | None:
    """Return the value (`val`) of an element, or None."""
    return attribute(element, "val") if element is not None else None


def _number(text: str | None, *, otherwise: int) -> int:
    """Return a small number that an attribute states, or `otherwise` where it states none."""
    return int(text) if text is not None and re.fullmatch(r"\d{1,6}", text) else otherwise


def _all(element: Element | None, name: str) -> Iterator[Element]:
    return (item for item in (element if element is not None else ()) if local_name(item) == name)


def _levels(item: Element) -> dict[int, _Level]:
    levels = {}
    for level in _all(item, "lvl"):
        said = {name: _value(child(level, name)) for name in ("start", "numFmt", "lvlText")}
        place = _number(attribute(level, "ilvl"), otherwise=0)
        levels[place] = _Level(_number(said["start"], otherwise=1), said["numFmt"] or "decimal", said["lvlText"] or "")
    return levels


def _restarts(item: Element) -> Iterator[tuple[int, int]]:
    for override in _all(item, "lvlOverride"):
        start = child(override, "startOverride")
        if start is not None:
            yield _number(attribute(override, "ilvl"), otherwise=0), _number(_value(start), otherwise=1)


def _stated(properties: Element | None) -> tuple[str | None, int | None]:
    numbers = child(properties, "numPr")
    level = _value(child(numbers, "ilvl"))
    return _value(child(numbers, "numId")), None if level is None else _number(level, otherwise=0)


def _counted(series: _List, level: int) -> str:
    if not 0 <= level < _MOST:
        return ""
    how = series.levels.get(level, _Level())
    count = series.counts[level]
    value = how.start if count is None else count
    match how.form:
        case "lowerLetter":
            return _letters(value)
        case "upperLetter":
            return _letters(value).upper()
        case "lowerRoman":
            return _roman(value)
        case "upperRoman":
            return _roman(value).upper()
        case "decimalZero":
            return f"{value:02}"
        case "bullet" | "none":
            return ""
        case _:
            return str(value)


def _letters(value: int) -> str:
    """Return a to z, then aa to zz as Word counts them: the letter again."""
    return chr(ord("a") + (value - 1) % 26) * min(1 + (value - 1) // 26, 9) if value > 0 else ""


def _roman(value: int) -> str:
    text = ""
    for worth, letters in _ROMAN:
        text += letters * min(value // worth, 9)
        value %= worth
    return text
