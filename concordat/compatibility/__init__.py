"""Compatibility: what is compared, by which rules, and what is found."""

from .changes import Change, changes, tally, why
from .explain import Names, contrary, explain
from .findings import BY_MACHINE, Finding, conclude, triples
from .lattice import AspectRelation, Comparison, judge, rows, weigh
from .nearby import Edit, affected, nearby, words_of
from .options import Option, options, repairable
from .renewal import Difference, Renewal, difference, renewed
from .rules import Pair, compare
from .stored import read_findings, whole
from .survey import Profile, answer, by_machine, modelled, profiles, read_names, survey
from .trial import Trial, tried

__all__ = [
    "BY_MACHINE", "AspectRelation", "Change", "Comparison", "Difference", "Edit", "Finding", "Names", "Option", "Pair", "Profile",
    "Renewal", "Trial", "affected", "answer", "by_machine", "changes", "compare", "conclude", "contrary", "difference", "explain",
    "judge", "modelled", "nearby", "options", "profiles", "read_findings", "read_names", "renewed", "repairable", "rows", "survey",
    "tally", "tried", "triples", "weigh", "whole", "why", "words_of",
]  # fmt: skip
