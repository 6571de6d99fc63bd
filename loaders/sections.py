"""Sections: Akoma Ntoso of the common law, whose laws are counted in sections, put into the words of those counted in articles.

A section or regulation becomes an article, a subsection a paragraph, a paragraph below it a point, a schedule an annex (the
practice of legislation.gov.uk, of Kenya and of the United States Code).
"""

from __future__ import annotations

import re

from .element import Element, Text

__all__ = ["as_articles"]

_UNITS = frozenset(("section", "regulation", "rule"))
_INNER = {"subsection": "paragraph", "paragraph": "point", "subparagraph": "point", "clause": "point", "subclause": "point"}
_HEADINGS = frozenset(("crossheading", "P1group", "Pblock", "PsubBlock"))
_IDENTIFIER = re.compile(r"(?:sec(?:tion)?|regulation|rule)[-_.]?(?P<number>\d+[A-Za-z]*)$")


def as_articles(root: Element) -> None:
    """Rename the elements of a document that has no articles but sections; any other stays as it is."""
    if root.first("article") is not None or not any(_kind(each) in _UNITS for each in root.walk("section", "hcontainer", "rule")):
        return
    _rename(root, inside=False)


def _kind(element: Element) -> str:
    """What an element is: a container without a name of its own says so in an attribute."""
    return element.attributes.get("name", "") if element.name == "hcontainer" else element.name


def _rename(element: Element, *, inside: bool) -> None:
    kind = _kind(element)
    if kind == "schedule":
        element.name = "schedule"
    elif kind in _HEADINGS:
        element.name = "division"
    elif kind in _UNITS and not inside and _number(element):
        element.name, inside = "article", True
    elif inside and kind in _INNER:
        whole = kind == "paragraph" and not _POINT.match(_printed(element))
        element.name = "paragraph" if whole else _INNER[kind]
    for child in element.elements():
        if child.name != "meta":
            _rename(child, inside=inside)


_POINT = re.compile(r"\(?[a-z]", re.IGNORECASE)


def _printed(element: Element) -> str:
    number = next(element.elements("num"), None)
    return number.words if number is not None else ""


def _number(element: Element) -> bool:
    """Whether a section has a number; one that only its identifier tells is written into it."""
    printed = re.match(r"(?:\W|section|regulation|sec\.|rule)*\d", _printed(element), re.IGNORECASE)
    told = _IDENTIFIER.search(element.attributes.get("eId") or element.attributes.get("id") or "")
    if printed is None and told is None:
        return False
    if told and (printed is None or _printed(element).startswith("(")):
        rest = [child for child in element.children if isinstance(child, Text) or child.name != "num"]
        words = Text(told["number"], element.start, element.start)
        element.children = [Element("num", {}, element.start, [words]), *rest]
    return True
