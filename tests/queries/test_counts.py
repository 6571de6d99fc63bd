"""Counts by instrument: the articles are as many as the corpus says that the real texts have."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rdflib import Literal

from concordat.catalogue import bind, find

if TYPE_CHECKING:
    from concordat.graph.store import Store

SHARED = Path(os.environ.get("CONCORDAT_SHARED", Path(__file__).resolve().parents[3] / "shared"))
README = SHARED / "corpus" / "README.md"
# how the corpus names an instrument, before the number of its articles in brackets
NAMED = {
    "budapest": r"Budapest \(ETS 185, (\d+) articles\)",
    "untoc": r"UNTOC \((\d+)\)",
    "uncac": r"UNCAC \((\d+)\)",
    "celex:32016R0679": r"GDPR \((\d+) articles",
    "celex:32016L0680": r"Directive 2016/680 \((\d+),",
    "celex:32014L0041": r"2014/41 \((\d+)\)",
    "celex:32013L0040": r"2013/40 \((\d+)\)",
    "celex:32011L0093": r"2011/93 \((\d+)\)",
    "celex:32019L0713": r"2019/713 \((\d+)\)",
    "celex:32002L0058": r"2002/58 \((\d+)\)",
}
# articles that a later act put in, beyond those that the corpus counts: 14a and 15a, of Directive 2009/136
ADDED = {"celex:32002L0058": 2}


def counts(graph: Store, instrument: str) -> dict[str, int]:
    """Return what the graph holds of an instrument, norms of all modalities together."""
    question = find("counts-by-instrument")
    found: dict[str, int] = {}
    for row in graph.select(question.query, bindings=bind(question, {"instrument": instrument})):
        what, count = str(row["what"]), row["count"]
        assert isinstance(count, Literal)
        found[what] = found.get(what, 0) + int(count)
    return found


@pytest.mark.shared
@pytest.mark.parametrize("instrument", NAMED)
def test_articles_are_as_many_as_in_the_text(graph: Store, instrument: str) -> None:
    if not README.is_file():
        pytest.skip("../shared with the corpus is not here")
    stated = re.search(NAMED[instrument], README.read_text(encoding="utf-8"))
    assert stated
    assert counts(graph, instrument)["articles"] == int(stated[1]) + ADDED.get(instrument, 0)


def test_the_mandate_is_whole(graph: Store) -> None:
    found = counts(graph, "celex:32022D0895")
    # thirty-two directives and the two paragraphs of article 1
    assert (found["articles"], found["paragraphs"]) == (4, 34)
    assert found["requirements"] >= 80


@pytest.mark.parametrize("instrument", ["budapest", "untoc", "un-doc:A/AC.291/12/Add.1:caricom"])
def test_norms_are_those_counted_by_modality(graph: Store, instrument: str) -> None:
    rows = graph.select(find("norms-by-modality").query, bindings=bind(find("counts-by-instrument"), {"instrument": instrument}))
    by_modality = sum(int(row["norms"]) for row in rows if isinstance(row["norms"], Literal))
    assert counts(graph, instrument)["norms"] == by_modality
