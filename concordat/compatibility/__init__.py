"""Compatibility: what is compared, by which rules, and what is found."""

from .explain import Names, contrary, explain
from .findings import Finding, conclude, triples
from .lattice import AspectRelation, Comparison, judge, rows, weigh
from .rules import Pair, compare
from .stored import read_findings, whole
from .survey import Profile, answer, modelled, profiles, read_names, survey

__all__ = [
    "AspectRelation", "Comparison", "Finding", "Names", "Pair", "Profile", "answer", "compare", "conclude", "contrary",
    "explain", "judge", "modelled", "profiles", "read_findings", "read_names", "rows", "survey", "triples", "weigh", "whole",
]  # fmt: skip
