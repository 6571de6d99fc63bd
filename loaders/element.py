"""Elements: what a markup file holds, each piece of text with its place in the decoded file.

Both parsers, of XML and of HTML, grow the same elements; how many and how deep is bounded, so that no file exhausts memory.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..errors import LimitError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["DEPTH", "SIZE", "Element", "Growth", "Text"]

DEPTH = 150
SIZE = 1_000_000  # elements and texts of one file


@dataclass(frozen=True, slots=True)
class Text:
    """A run of characters: `words` as read, `start` and `end` half-open in the decoded file."""

    words: str
    start: int
    end: int


@dataclass(slots=True, eq=False)
class Element:
    """An element: `name` without prefix, `attributes` as printed, `children` in order, `start` in the decoded file."""

    name: str
    attributes: dict[str, str]
    start: int
    children: list[Element | Text] = field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        """The words of the attribute `class`."""
        return self.attributes.get("class", "").split()

    def elements(self, *names: str) -> Iterator[Element]:
        """Yield the elements directly inside, those of some names only where names are given."""
        return (child for child in self.children if isinstance(child, Element) and (not names or child.name in names))

    def walk(self, *names: str) -> Iterator[Element]:
        """Yield this element and all inside it in document order, those of some names only where names are given."""
        stack = [self]
        while stack:
            element = stack.pop()
            if not names or element.name in names:
                yield element
            stack.extend(child for child in reversed(element.children) if isinstance(child, Element))

    def first(self, *names: str) -> Element | None:
        """Return the first element inside, at any depth, that has one of these names, or None."""
        return next((found for found in self.walk(*names) if found is not self), None)

    def texts(self) -> Iterator[Text]:
        """Yield every text inside, in document order."""
        stack: list[Element | Text] = [self]
        while stack:
            child = stack.pop()
            if isinstance(child, Text):
                yield child
            else:
                stack.extend(reversed(child.children))

    @property
    def words(self) -> str:
        """All words inside, spaces as in print."""
        return " ".join("".join(text.words for text in self.texts()).split())


class Growth:
    """Grows a tree from what a parser meets; `name` of the file serves messages only."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.root = Element("", {}, 0)
        self.open = [self.root]
        self._count = 0

    def start(self, name: str, attributes: dict[str, str], start: int) -> Element:
        """Open an element.

        Raises LimitError where it stands too deep or is one too many.
        """
        if len(self.open) > DEPTH:
            raise LimitError(f"elements stand more than {DEPTH} deep", where=self.name, do="give the file of a legal text")
        element = Element(name, attributes, start)
        self.put(element)
        self.open.append(element)
        return element

    def put(self, child: Element | Text) -> None:
        """Add to the element that stands open.

        Raises LimitError where the file holds too much.
        """
        self._count += 1
        if self._count > SIZE:
            raise LimitError(f"the file has more than {SIZE} elements and texts", where=self.name, do="split the file")
        self.open[-1].children.append(child)

    def end(self) -> None:
        """Close the element that stands open."""
        if len(self.open) > 1:
            self.open.pop()
