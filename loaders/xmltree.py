"""XML as elements with their places (Extensible Markup Language 1.0, fifth edition).

Nothing outside the file is read and no entity is expanded: a file that declares one is refused. Expat is used and not
lxml because it alone says where in the file each text stands.
"""

from __future__ import annotations

import re
from html.entities import html5
from typing import TYPE_CHECKING
from xml.parsers import expat

from ..errors import InputError
from .element import Element, Growth, Text

if TYPE_CHECKING:
    from .document import Source

__all__ = ["parse_xml", "root_of"]

_ROOT = re.compile(
    # each is taken once and for all: of many comments, all ways to read two as one would be tried
    r"\s*(?>(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>)\s*)*+<(?P<name>[A-Za-z_][\w.:-]{0,80})(?=[\s/>])", re.DOTALL
)
_HEAD = 20_000  # characters in which the root element stands
_DO = "save the file again from where it was published"


def parse_xml(text: str, source: Source, *, shift: int = 0) -> Element:
    """Return the root element of an XML text of a source; places count from `shift`.

    Raises InputError where it is not well-formed or declares entities, LimitError where it is too deep or too large.
    """
    reader = _Reader(text.encode("utf-8", "surrogatepass"), source.name, shift)
    try:
        reader.read()
    except expat.ExpatError as error:
        line = error.lineno + (source.data.count(b"\n") - text.count("\n") if shift else 0)
        reason = expat.errors.messages[error.code]
        raise InputError(f"broken XML: {reason}", where=f"{source.name}:{line}", do=_DO) from error
    return next(reader.growth.root.elements())


def root_of(text: str) -> str | None:
    """Return the name of the root element of a text that looks like XML from its beginning to its end, or None."""
    found = _ROOT.match(text, 0, _HEAD)
    return found["name"] if found and (text.lstrip().startswith("<?xml") or text.rstrip().endswith(f"</{found['name']}>")) else None


class _Reader:
    """Feeds a growth from Expat; bytes are counted as characters on the way."""

    def __init__(self, data: bytes, name: str, shift: int) -> None:
        self.data, self.growth = data, Growth(name)
        self._byte, self._char = 0, shift
        self._waiting: list[tuple[str, int]] = []
        self.parser = expat.ParserCreate("utf-8")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.ProcessingInstructionHandler = self._instruction
        self.parser.SkippedEntityHandler = self._entity
        self.parser.EntityDeclHandler = self._declared

    def read(self) -> None:
        """Read the whole text."""
        self.parser.Parse(self.data, True)  # noqa: FBT003 (the parser takes no names)

    def _place(self) -> int:
        """The character that the parser stands at."""
        byte = self.parser.CurrentByteIndex
        self._char += len(self.data[self._byte : byte].decode("utf-8", "ignore"))
        self._byte = byte
        return self._char

    def _flush(self, end: int) -> None:
        if self._waiting:
            words = "".join(word for word, _ in self._waiting)
            self.growth.put(Text(words, self._waiting[0][1], end))
            self._waiting.clear()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        place = self._place()
        self._flush(place)
        self.growth.start(name.rpartition(":")[2], attributes, place)

    def _end(self, _name: str) -> None:
        self._flush(self._place())
        self.growth.end()

    def _text(self, words: str) -> None:
        self._waiting.append((words, self._place()))

    def _instruction(self, _target: str, _data: str) -> None:
        self._flush(self._place())

    def _entity(self, name: str, _is_parameter: object) -> None:
        """An entity of HTML in a file whose type is declared elsewhere."""
        found = html5.get(f"{name};")
        if found is None:
            raise InputError(f"the entity &{name}; is not known", where=self._where(), do=_DO)
        self._text(found)

    def _declared(self, name: str, *_rest: object) -> None:
        raise InputError(f"the file declares the entity {name}, and none is read", where=self._where(), do=_DO)

    def _where(self) -> str:
        return f"{self.growth.name}:{self.parser.CurrentLineNumber}"
