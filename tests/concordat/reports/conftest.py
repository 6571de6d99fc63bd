"""Findings to be shown: those of the small world, and one drafting defect."""

from __future__ import annotations

import pytest
from rdflib import URIRef

from concordat.checking import Desk
from concordat.compatibility import AspectRelation, Comparison, Finding

DEFECT = Finding(
    "d", "delivers", ("paper:north/x",), ("treaty:1/1",), "conflicts", drafting=True, reason="broken-reference",
    broken=(("treaty:9", "treaty:1/1"),),
    decisive=Comparison(URIRef("urn:c"), "paper:north/x", "treaty:1/1", (AspectRelation("reference", "disjoint", left=("treaty:9",)),)),
    explanation={"en": "It takes over <what> is not there.", "fr": "Il reprend ce qui n'existe pas."},
)  # fmt: skip
CLAUSE = Finding(
    "c", "delivers", ("paper:north/1/2",), ("treaty:1/1",), "conflict-resolved-by-clause",
    clauses=("treaty:1/1",), row="verdict-row/delivers/20",
    not_compared=("requirement:mandate:addendum/18/data",), explanation={"en": "A clause gives way.", "fr": "Une clause cède."},
)  # fmt: skip


@pytest.fixture(scope="session")
def found(desk: Desk) -> list[Finding]:
    """The findings on the paper, a drafting defect that is noticed twice, and a conflict that a clause resolves."""
    again = Finding("e", "delivers", ("paper:north/x",), ("treaty:1",), "conflicts", drafting=True, explanation=DEFECT.explanation)
    return [*desk.text("paper", ()), DEFECT, again, CLAUSE]
