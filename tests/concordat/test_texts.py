"""Pin-points as lawyers write them, and the words of what is loaded."""

from __future__ import annotations

import pytest
from rdflib import RDF, Literal

from concordat.graph import layers
from concordat.graph.names import CDT, ELI, ID, concept
from concordat.graph.store import Store
from concordat.texts import Library, Passage, Provision, listed, read_library

SHELF = Library(
    provisions={
        p.compact: p
        for p in (
            Provision("paper:north", "paper", "contribution", heading={"en": "North", "fr": "Nord"}),
            Provision("paper:north/1", "paper:north", "article", "1", 1),
            Provision("paper:north/1/2", "paper:north/1", "paragraph", "2.", 2),
            Provision("paper:north/1/2/a", "paper:north/1/2", "point", "(a)", 1),
            Provision("paper:north/1/al-3", "paper:north/1", "alinea", None, 3),
            Provision("paper:north/x", "paper:north", "article", None, 2, heading={"en": "Keeping data"}),
            Provision("paper:lone", "paper", "contribution"),
            Provision("act", "", "part"),
            Provision("act:rct/2", "act", "recital", "(2)", 1),
            Provision("act:addendum/18", "act", "paragraph", "(18)", 2),
            Provision("act:addendum", "act", "annex", "ADDENDUM", 2),
            Provision("act:annex-1", "act", "annex", "I", 3),
            Provision("act:annex-1/4", "act:annex-1", "point", "4.", 1),
            Provision("act:preamble", "act", "preamble", None, 0),
        )
    },
    instruments={"paper": {"en": "Paper", "fr": "Document"}, "act": {"en": "Act"}},
)


@pytest.mark.parametrize(
    ("place", "english", "french"),
    [
        pytest.param("paper:north", "North", "Nord", id="contribution"),
        pytest.param("paper:lone", "paper:lone", "paper:lone", id="contribution without a name"),
        pytest.param("paper:north/1", "North, art. 1", "Nord, art. 1", id="article"),
        pytest.param("paper:north/1/2", "North, art. 1(2)", "Nord, art. 1, par. 2", id="paragraph"),
        pytest.param("paper:north/1/2/a", "North, art. 1(2)(a)", "Nord, art. 1, par. 2, a)", id="point"),
        pytest.param("paper:north/1/al-3", "North, art. 1, subpara. 3", "Nord, art. 1, al. 3", id="alinea"),
        pytest.param("paper:north/x", "North, “Keeping data”", "Nord, «\u00a0Keeping data\u00a0»", id="article by its heading"),
        pytest.param("act:rct/2", "Act, recital 2", "Act, considérant 2", id="recital"),
        pytest.param("act:addendum/18", "Act, directive 18", "Act, directive 18", id="directive"),
        pytest.param("act:annex-1/4", "Act, annex I(4)", "Act, annexe I, 4)", id="point of an annex"),
        pytest.param("act:addendum", "Act, addendum", "Act, addendum", id="what is attached under a name of its own"),
        pytest.param("act:preamble", "Act, preamble", "Act, préambule", id="what has no number"),
        pytest.param("act", "Act", "Act", id="instrument"),
        pytest.param("gone:4", "gone", "gone", id="unknown"),
    ],
)
def test_pinpoints(place: str, english: str, french: str) -> None:
    assert (SHELF.pinpoint(place, "en"), SHELF.pinpoint(place, "fr")) == (english, french)


def test_a_pinpoint_can_leave_its_owner_out() -> None:
    assert SHELF.pinpoint("paper:north/1/2", "en", full=False) == "art. 1(2)"
    assert SHELF.pinpoint("paper:north", "en", full=False) == "North"


@pytest.mark.parametrize(
    ("place", "article"),
    [
        ("paper:north/1/2/a", "paper:north/1"), ("act:addendum/18", "act:addendum/18"), ("act:rct/2", "act:rct/2"),
        ("paper:north", "paper:north"),
    ],
)  # fmt: skip
def test_the_article_of_a_provision(place: str, article: str) -> None:
    assert SHELF.article(place) == article


def test_the_owner_is_the_contribution_or_the_instrument() -> None:
    assert (SHELF.owner("paper:north/1", "fr"), SHELF.owner("act:rct/2", "fr")) == ("Nord", "Act")
    assert (SHELF.root("paper:north/1"), SHELF.root("act:rct/2")) == ("paper:north", "act")


def test_provisions_sort_as_they_stand() -> None:
    places = ["paper:north/x", "paper:north/1/2/a", "paper:north/1", "paper:north/1/2"]
    assert sorted(places, key=SHELF.place) == ["paper:north/1", "paper:north/1/2", "paper:north/1/2/a", "paper:north/x"]


@pytest.fixture
def loaded(memory: Store) -> Library:
    """A library read from a graph with an article in two documents, and a part of it without words."""
    article = ID["treaty/29"]
    facts = [
        (article, RDF.type, CDT.Provision), (article, ELI.is_part_of, ID["treaty"]),
        (article, ELI.type_subdivision, concept("kind", "article")),
        (article, ELI.number, Literal("29")), (article, CDT.order, Literal(29)), (article, CDT.heading, Literal("Keeping", lang="en")),
        (article, CDT.verification, concept("verification", "unverified")),
    ]  # fmt: skip
    passages = [
        ("one", "29", "", "en", 0, 50, (5, 9)), ("one", "29/2", "Second.", "en", 30, 50, (9, 9)),
        ("one", "29/1", "First.", "en", 10, 20, (7, 7)),
        ("one", "30", "Another.", "en", 60, 70, None), ("two", "29/1", "Premier.", "fr", 0, 9, None), ("two", "31", "", "fr", 9, 10, None),
    ]  # fmt: skip
    for document, path, text, lang, start, end, lines in passages:
        node = ID[f"document/{document}/{path}"]
        facts += [
            (node, CDT.passageOf, ID[f"treaty/{path}"]), (node, CDT.inDocument, ID[f"document/{document}"]),
            (node, CDT.firstCharacter, Literal(start)), (node, CDT.lastCharacter, Literal(end)),
        ]  # fmt: skip
        facts += [(node, CDT.text, Literal(text, lang=lang))] if text else []
        facts += [(node, CDT.firstLine, Literal(lines[0])), (node, CDT.lastLine, Literal(lines[1]))] if lines else []
    memory.replace(layers.curated("treaty"), facts)
    return read_library(memory)


def test_words_are_those_of_all_below_by_document(loaded: Library) -> None:
    assert loaded.words("treaty:29") == [
        Passage("First.\nSecond.", "en", (5, 9), "document:one"),
        Passage("Premier.", "fr", None, "document:two"),
    ]
    assert loaded.words("treaty:29/2") == [Passage("Second.", "en", (9, 9), "document:one")]


def test_what_has_no_words_gives_none(loaded: Library) -> None:
    assert loaded.words("treaty:31") == []
    assert loaded.words("treaty:32") == []


def test_provisions_are_read_with_all_that_is_shown(loaded: Library) -> None:
    assert loaded.provisions["treaty:29"] == Provision("treaty:29", "treaty", "article", "29", 29, {"en": "Keeping"}, {}, unverified=True)


def test_texts_are_parted_as_their_language_does() -> None:
    assert (listed(("one", "two"), "en"), listed(("un", "deux"), "fr")) == ("one; two", "un\u00a0; deux")
