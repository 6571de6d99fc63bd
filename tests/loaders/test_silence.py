"""Silence of a text that a machine read: only what no word of it mentions."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from concordat.graph.names import CDT
from concordat.loaders.document import Document
from concordat.loaders.silence import silence_triples, unmentioned

Written = Callable[..., Document]


@pytest.mark.parametrize(
    ("words", "spoken", "silent"),
    [
        pytest.param("Le capitaine peut être extradé.", "extradition", "victims", id="in the text"),
        pytest.param("Le capitaine aide les victimes.", "victims", "extradition", id="another subject"),
    ],
)
def test_a_subject_that_any_word_mentions_is_not_absent(written: Written, words: str, spoken: str, silent: str) -> None:
    document = written(("1", "article", "", "Objet"), ("1/1", "paragraph", words))
    found = unmentioned(document.nodes, "fr")
    assert spoken not in found
    assert silent in found


def test_a_heading_speaks_too(written: Written) -> None:
    assert "extradition" not in unmentioned(written(("1", "article", "Rien.", "Extradition")).nodes, "fr")


def test_each_contribution_is_silent_for_itself(written: Written) -> None:
    parts = (("a", "contribution", ""), ("a/1", "paragraph", "L'extradition est accordée."), ("b", "contribution", "Le port est ouvert."))
    told = {(str(s).rsplit("/", 2)[1], str(s).rsplit("/", 1)[1]) for s, p, _ in silence_triples(written(*parts)) if p == CDT.topic}
    assert ("b", "extradition") in told
    assert ("a", "extradition") not in told
