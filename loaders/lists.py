"""Lists: whether the points below a head are norms of their own, and what they take over from it.

A head that ends in a colon announces conditions or contents (no norms of their own), leaves its verb or what the verb governs
to the points ("shall: (a) assist ..."), or is whole and has points that carry it on ("... effective measures: (a) To enhance ...").
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .clauses import Clause, clauses, sentences
from .rules import Rules

__all__ = ["Head", "head_of"]

_NOUN = re.compile(r"(?:the|an?|any|its|their|other|each)\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a list: `sentence` announces the points, `clause` is its last main clause.

    `conditions` says that the points are conditions, grounds or contents, `subject` is one whose verb is left to the points, and
    `unfinished` that what the verb governs is.
    """

    sentence: str
    clause: Clause | None = None
    conditions: bool = False
    subject: str = ""
    unfinished: bool = False

    def completed(self, point: str, rules: Rules) -> Clause | None:
        """Return the clause that the head makes with a point, or None where the point is no norm by it."""
        if self.clause is None or self.conditions or rules.fitting(self.clause.text) is None:
            return None
        if not (self.unfinished or rules.words["carried"].match(point)):
            return None
        if self.unfinished and self.clause.text.endswith(" to") and _NOUN.match(point):
            return None
        return Clause(f"{self.clause.text} {point}", len(self.clause.text) + 1, point)


def head_of(text: str, rules: Rules) -> Head | None:
    """Return the head that the last sentence of a text is, or None where it announces no list."""
    last = sentences(text)[-1] if text else ""
    if not last.endswith(":"):
        return None
    found = list(clauses(last.rstrip(" :"), rules))
    clause = found[-1] if found else None
    fits = clause is not None and rules.fitting(clause.text) is not None
    return Head(
        last,
        clause,
        conditions=bool(rules.words["conditions"].search(last)),
        subject=clause.text if clause and not fits else "",
        unfinished=clause is not None and bool(rules.words["open"].search(clause.text) or rules.words["listed"].search(last)),
    )
