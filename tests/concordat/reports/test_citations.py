"""Citations as the Interinstitutional Style Guide has them, in English and French."""

from __future__ import annotations

import pytest

from concordat.reports.citations import cite
from concordat.texts import Library, Provision

_TREE = [
    ("budapest:ch-3", None, "chapter", "III"), ("budapest:29", "budapest:ch-3", "article", "29"), ("budapest:29/2", "budapest:29", "paragraph", "2"),
    ("budapest:29/2/b", "budapest:29/2", "point", "(b)"), ("budapest:29/2/b/i", "budapest:29/2/b", "subpoint", "(i)"), ("budapest:29/2/al-2", "budapest:29/2", "alinea", None),
    ("budapest:rct/4", None, "recital", "(4)"), ("celex:32016R0679:1", None, "article", "1"), ("celex:32016R0679:annex-1", None, "annex", "I"),
    ("eu-us-mla:4", None, "article", "4"), ("tfeu:82", None, "article", "82"),
    ("celex:32022D0895:addendum", None, "annex", "ADDENDUM"), ("celex:32022D0895:addendum/18", "celex:32022D0895:addendum", "paragraph", "(18)"),
    ("un-doc:X:north", None, "contribution", None), ("un-doc:X:north/ch-4", "un-doc:X:north", "chapter", "4"), ("un-doc:X:north/ch-4/art-2", "un-doc:X:north/ch-4", "article", None),
    ("un-doc:X:north/ch-4/art-2/15", "un-doc:X:north/ch-4/art-2", "paragraph", "15"),
]  # fmt: skip


@pytest.fixture(scope="module")
def library() -> Library:
    """A few provisions of each make."""
    held = Library()
    for key, parent, kind, number in _TREE:
        held.provisions[key] = Provision(key, parent, kind, number)
    held.provisions["un-doc:X:north"].heading = {"en": "North", "fr": "Nord"}
    held.provisions["un-doc:X:north/ch-4/art-2"].heading = {"en": "Extradition", "fr": "Extradition"}
    held.instruments.update({
        "budapest": {"en": "Budapest Convention", "fr": "Convention de Budapest"},
        "celex:32016R0679": {"en": "Regulation (EU) 2016/679", "fr": "règlement (UE) 2016/679"},
        "eu-us-mla": {"en": "EU-US Agreement", "fr": "Accord d'entraide"},
        "tfeu": {"en": "TFEU", "fr": "TFUE"},
        "celex:32022D0895": {"en": "Decision (EU) 2022/895, mandate", "fr": "Décision (UE) 2022/895, mandat"},
    })  # fmt: skip
    held.kinds["celex:32022D0895"].add("Mandate")
    return held


@pytest.mark.parametrize(
    ("key", "english", "french"),
    [
        ("budapest", "Budapest Convention", "Convention de Budapest"),
        ("budapest:29", "Article 29 of the Budapest Convention", "article 29 de la Convention de Budapest"),
        ("budapest:29/2", "Article 29(2) of the Budapest Convention", "article 29, paragraphe 2, de la Convention de Budapest"),
        ("budapest:29/2/b", "Article 29(2), point (b), of the Budapest Convention", "article 29, paragraphe 2, point b), de la Convention de Budapest"),
        ("budapest:29/2/b/i", "Article 29(2), point (b)(i), of the Budapest Convention", "article 29, paragraphe 2, point b) i), de la Convention de Budapest"),
        ("budapest:29/2/al-2", "Article 29(2), second subparagraph, of the Budapest Convention", "article 29, paragraphe 2, deuxième alinéa, de la Convention de Budapest"),
        ("budapest:ch-3", "Chapter III of the Budapest Convention", "chapitre III de la Convention de Budapest"),
        ("budapest:rct/4", "recital 4 of the Budapest Convention", "considérant 4 de la Convention de Budapest"),
        ("celex:32016R0679:1", "Article 1 of Regulation (EU) 2016/679", "article 1er du règlement (UE) 2016/679"),
        ("celex:32016R0679:annex-1", "Annex I of Regulation (EU) 2016/679", "annexe I du règlement (UE) 2016/679"),
        ("eu-us-mla:4", "Article 4 of the EU-US Agreement", "article 4 de l'Accord d'entraide"),
        ("tfeu:82", "Article 82 of TFEU", "article 82 du TFUE"),
        ("celex:32022D0895:addendum/18", "directive 18 of Decision (EU) 2022/895", "directive 18 de la Décision (UE) 2022/895"),
        ("un-doc:X:north/ch-4/art-2/15", "North, Chapter 4, “Extradition”, paragraph 15", "Nord, chapitre 4, «\u00a0Extradition\u00a0», paragraphe 15"),
    ],
)
def test_a_citation(library: Library, key: str, english: str, french: str) -> None:
    assert (cite(library, key, "en"), cite(library, key, "fr")) == (english, french)


def test_a_citation_without_its_instrument(library: Library) -> None:
    assert (cite(library, "budapest:29/2", "en", full=False), cite(library, "budapest:29/2", "fr", full=False)) == ("Article 29(2)", "article 29, paragraphe 2")
