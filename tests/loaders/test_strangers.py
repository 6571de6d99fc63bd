"""Treaties that a text calls by a name which the graph does not have."""

from __future__ import annotations

import pytest

from concordat.loaders.mention import Mention
from concordat.loaders.strangers import find


@pytest.mark.parametrize(
    ("text", "named"),
    [
        pytest.param("Parties to the Nordheim Convention meet.", ["Nordheim Convention"], id="place in front"),
        pytest.param("la convention de Nordheim", ["convention de Nordheim"], id="place behind"),
        pytest.param("the Convention on Tidal Waters", ["Convention"], id="subject in capitals"),
        pytest.param("la Convention internationale sur les eaux", ["Convention"], id="subject in French"),
        pytest.param("Article 4 of Protocol No. 7 to the Charter", ["Protocol"], id="number"),
    ],
)
def test_names_are_found(text: str, named: list[str]) -> None:
    found = list(find(text, ()))
    assert [text[mention.start : mention.end] for mention in found] == named
    assert {(mention.how, mention.targets) for mention in found} == {("stranger", ())}


@pytest.mark.parametrize(
    "text",
    [
        "The Convention applies.", "This Convention on behalf of all", "the Agreement between the Parties", "in accordance with Article 3",
        "la convention de l'État", "this Additional Protocol", "le présent Protocole de Nordheim", "une convention collective", "each State Party to the Convention", "Under the Protocol",
    ],
)  # fmt: skip
def test_a_noun_alone_is_no_name(text: str) -> None:
    assert list(find(text, ())) == []


def test_what_is_known_is_no_stranger() -> None:
    text = "the Nordheim Convention"
    assert list(find(text, [Mention(4, len(text), ("nordheim",), "name", "convention")])) == []
