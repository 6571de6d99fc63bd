"""The catalogue of competency questions: `queries/catalogue/*.rq`, each with a header that says what it answers.

Header lines, in this order: `# title:` and `# title@fr:`, `# question:` and `# question@fr:`, `# returns:`, and for each
parameter `# parameter: name (kind) what it is`, kind one of id, text, date, number, and `# parameter@fr: name what it is`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from rdflib import XSD, Literal
from rdflib.term import Node

from .errors import UsageError
from .graph.names import expand, is_compact

__all__ = ["Parameter", "Question", "bind", "find", "questions"]

_HEADER = re.compile(r"^# ([a-z]+)(?:@(fr))?: (.+)$", re.MULTILINE)
# as in: left (id) the provision on the left
_PARAMETER = re.compile(r"(\w+) \((id|text|date|number)\) (.+)")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that a question asks for; `kind` is id, text, date or number, `french` says what it is in French."""

    name: str
    kind: str
    about: str
    french: str


@dataclass(frozen=True, slots=True)
class Question:
    """A competency question; `title` and `question` are by language tag."""

    name: str
    title: Mapping[str, str]
    question: Mapping[str, str]
    returns: str
    parameters: tuple[Parameter, ...]
    query: str


@lru_cache(1)
def questions() -> Mapping[str, Question]:
    """Return all questions by name, in the order of their names."""
    folder = files("concordat") / "queries" / "catalogue"
    entries = sorted((e for e in folder.iterdir() if e.name.endswith(".rq")), key=lambda e: e.name)
    return {e.name.removesuffix(".rq"): _question(e.name.removesuffix(".rq"), e.read_text(encoding="utf-8")) for e in entries}


def _question(name: str, text: str) -> Question:
    titles: dict[str, str] = {}
    asked: dict[str, str] = {}
    returns = ""
    parameters: list[tuple[str, str, str]] = []
    french: dict[str, str] = {}
    for key, lang, value in _HEADER.findall(text):
        if key == "title":
            titles[lang or "en"] = value
        elif key == "question":
            asked[lang or "en"] = value
        elif key == "returns":
            returns = value
        elif key == "parameter" and lang:
            asked_for, _, what = value.partition(" ")
            french[asked_for] = what
        elif key == "parameter" and (match := _PARAMETER.fullmatch(value)):
            parameters.append((match[1], match[2], match[3]))
    told = tuple(Parameter(key, kind, about, french.get(key, "")) for key, kind, about in parameters)
    return Question(name, titles, asked, returns, told, text)


def find(name: str) -> Question:
    """Return the question of this name.

    Raises UsageError, naming the nearest ones, where there is none.
    """
    held = questions()
    if name not in held:
        from difflib import get_close_matches

        near = get_close_matches(name, held, n=3)
        raise UsageError(f"no question {name!r}", do=f"did you mean {', '.join(near)}?" if near else "see `concordat questions`")
    return held[name]


def bind(question: Question, given: Mapping[str, str]) -> dict[str, Node]:
    """Return the values of a question's parameters as terms.

    Raises UsageError where one is missing, unknown or of the wrong kind.
    """
    wanted = {parameter.name: parameter for parameter in question.parameters}
    unknown = sorted(set(given) - set(wanted))
    if unknown:
        raise UsageError(f"{question.name} has no parameter {unknown[0]!r}", do=f"it takes {', '.join(wanted) or 'none'}")
    missing = sorted(set(wanted) - set(given))
    if missing:
        about = wanted[missing[0]].about
        raise UsageError(f"{question.name} needs the parameter {missing[0]!r}, {about}", do=f"add -p {missing[0]}=...")
    return {name: _term(wanted[name], value) for name, value in given.items()}


def _term(parameter: Parameter, value: str) -> Node:
    if parameter.kind == "id":
        if not is_compact(value):
            raise UsageError(f"{value!r} is no compact id", where=f"-p {parameter.name}", do="write it like budapest:29/7")
        return expand(value)
    if parameter.kind == "text":
        return Literal(value)
    date = parameter.kind == "date"
    pattern, datatype = (r"\d{4}-\d{2}-\d{2}", XSD.date) if date else (r"-?\d+", XSD.integer)
    if not re.fullmatch(pattern, value):
        do = "write it like 2026-06-01" if date else "write a whole number"
        raise UsageError(f"{value!r} is no {parameter.kind}", where=f"-p {parameter.name}", do=do)
    return Literal(value, datatype=datatype)
