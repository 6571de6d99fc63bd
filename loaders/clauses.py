"""Clauses: the main clauses of a text, with the subject that a later part of the sentence takes up.

A sentence is cut at its commas; conditions and adjuncts are set aside ("si ...", "conformément à ...", "where ...", "pursuant
to ..."), so that what is left says who must do what.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .rules import Rules

__all__ = ["Clause", "clauses", "sentences"]

_END = re.compile(r"(?<=[.!?])(?<!\bart\.)(?<!\bpar\.)(?<!\bNo\.)\s+(?=[A-ZÀ-Þ«“\"(\[])")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


@dataclass(frozen=True, slots=True)
class Clause:
    """A main clause: `text` as rules read it, of which the first `taken` characters are the subject of an earlier part.

    `sentence` is the whole sentence that it stands in.
    """

    text: str
    taken: int
    sentence: str


def sentences(text: str) -> list[str]:
    """Return the sentences of a text."""
    return [part.strip() for part in _END.split(text) if part.strip()]


def clauses(sentence: str, rules: Rules, *, subject: str = "") -> Iterator[Clause]:
    """Yield the main clauses of a sentence; `subject` is one that the text before left open (the head of a list)."""
    condition = nested = False
    waiting = bool(subject)
    for part in _parts(_BRACKETS.sub(lambda match: " " * len(match.group()), sentence), rules):
        hanging = bool(rules.words["hanging"].search(part))
        late = rules.words["late"].search(part) if waiting else None
        if rules.words["condition"].match(part):
            condition = True
        elif rules.words["adjunct"].match(part):
            if late and subject:
                yield Clause(f"{subject} {late.group()}", len(subject) + 1, sentence)
                waiting = False
        elif nested:
            nested = False
        elif rules.verb.match(part):
            if subject and (waiting or not condition):
                yield Clause(f"{subject} {part}", len(subject) + 1, sentence)
                waiting = False
        else:
            condition = False
            subject, waiting = _subject(part, rules)
            yield Clause(part, 0, sentence)
        nested = nested or hanging


def _parts(plain: str, rules: Rules) -> Iterator[str]:
    """The parts between commas, with the words that stand in brackets left out."""
    at = 0
    for match in [*rules.words["split"].finditer(plain), None]:
        end = match.start() if match else len(plain)
        part = re.sub(r"\s+", " ", plain[at:end]).strip()
        if part:
            yield part
        at = match.end() if match else end


def _subject(part: str, rules: Rules) -> tuple[str, bool]:
    """The words of a part before its verb, or all of it, and whether it still waits for one."""
    rule = rules.fitting(part)
    if rule:
        match = rule.pattern.match(part)
        groups = match.groupdict() if match else {}
        return (groups.get("subject") or groups.get("np") or "").strip(), False
    return rules.words["hanging"].sub("", part.rstrip(" :")).strip(), True
