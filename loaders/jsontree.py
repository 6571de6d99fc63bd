"""JSON with places: every string of a file with where it stands (RFC 8259)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from json import JSONDecodeError, JSONDecoder
from typing import TYPE_CHECKING

from ..errors import InputError, LimitError
from .element import SIZE

if TYPE_CHECKING:
    from .document import Source

__all__ = ["Value", "parse_json"]

_DEPTH = 50
_STRING = JSONDecoder()  # asked for single strings only
_SPACE = re.compile(r"[ \t\n\r]*")
_SCALAR = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null")
_DO = "save the file again from where it was published"


@dataclass(frozen=True, slots=True)
class Value:
    """A value: a string, a list, a mapping or a scalar as printed; `start` and `end` in the decoded file."""

    value: str | list[Value] | dict[str, Value]
    start: int
    end: int

    def get(self, key: str) -> Value | None:
        """Return a member of a mapping, or None."""
        return self.value.get(key) if isinstance(self.value, dict) else None

    def items(self, key: str) -> list[Value]:
        """Return the members of a list in a mapping; none where there is no such list."""
        found = self.get(key)
        return found.value if found is not None and isinstance(found.value, list) else []

    def words(self, key: str) -> str:
        """Return a string or scalar in a mapping, or nothing."""
        found = self.get(key)
        return found.value if found is not None and isinstance(found.value, str) else ""


def parse_json(text: str, source: Source) -> Value:
    """Return the value of a JSON text.

    Raises InputError where it is broken, LimitError where it is too deep or too large.
    """
    reader = _Reader(text, source.name)
    try:
        value = reader.value(0, 0)
    except JSONDecodeError as error:
        raise reader.broken(error.msg, error.pos) from error
    end = reader.space(value.end)
    if end < len(text):
        raise reader.broken("something follows the value", end)
    return value


class _Reader:
    """Reads a text from left to right."""

    def __init__(self, text: str, name: str) -> None:
        self.text, self.name, self._count = text, name, 0

    def broken(self, reason: str, place: int) -> InputError:
        """The error for what stands at a place."""
        line = self.text.count("\n", 0, place) + 1
        return InputError(f"broken JSON: {reason}", where=f"{self.name}:{line}", do=_DO)

    def space(self, place: int) -> int:
        """Where the next sign stands."""
        match = _SPACE.match(self.text, place)
        return match.end() if match else place

    def value(self, place: int, depth: int) -> Value:
        """The value that stands at a place."""
        self._count += 1
        if depth > _DEPTH or self._count > SIZE:
            raise LimitError("the file is too deep or holds too much", where=self.name, do="give the file of a legal text")
        place = self.space(place)
        sign = self.text[place : place + 1]
        if sign == '"':
            words, end = _STRING.raw_decode(self.text, place)
            return Value(words, place, end)
        if sign == "{":
            return self._mapping(place, depth)
        if sign == "[":
            return self._list(place, depth)
        match = _SCALAR.match(self.text, place)
        if match is None:
            raise self.broken("no value", place)
        return Value(match.group(), place, match.end())

    def _list(self, start: int, depth: int) -> Value:
        found: list[Value] = []
        place = self.space(start + 1)
        while self.text[place : place + 1] != "]":
            found.append(self.value(place, depth + 1))
            place = self._next(found[-1].end, "]")
        return Value(found, start, place + 1)

    def _mapping(self, start: int, depth: int) -> Value:
        found: dict[str, Value] = {}
        place = self.space(start + 1)
        while self.text[place : place + 1] != "}":
            if self.text[place : place + 1] != '"':
                raise self.broken("no name", place)
            key, end = _STRING.raw_decode(self.text, place)
            end = self.space(end)
            if self.text[end : end + 1] != ":":
                raise self.broken("no colon", end)
            found[key] = self.value(end + 1, depth + 1)
            place = self._next(found[key].end, "}")
        return Value(found, start, place + 1)

    def _next(self, place: int, closing: str) -> int:
        """Where the next member or the closing sign stands."""
        place = self.space(place)
        sign = self.text[place : place + 1]
        if sign == ",":
            place = self.space(place + 1)
            if self.text[place : place + 1] == closing:
                raise self.broken("a comma too many", place)
            return place
        if sign != closing:
            raise self.broken(f"no comma and no {closing}", place)
        return place
