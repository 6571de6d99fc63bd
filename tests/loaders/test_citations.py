"""References, each resolved to a compact id or to a stated reason why not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from concordat.graph import quads
from concordat.loaders.citations import citations, rows
from concordat.loaders.designations import Designations, from_lines
from concordat.loaders.document import Document
from concordat.loaders.known import known

Written = Callable[..., Document]
NAMES = Designations(
    [
        ("Convention de Budapest", "budapest"), ("Convention sur la cybercriminalité", "budapest"), ("ETS 185", "budapest"),
        ("Deuxième protocole additionnel à la Convention de Budapest", "budapest-2ap"),
        ("Second Additional Protocol", "budapest-2ap"), ("règlement (UE) 2016/679", "celex:32016R0679"),
        ("Convention des Nations Unies contre la criminalité transnationale organisée", "untoc"),
        ("Convention des Nations Unies contre la corruption (CNUCC)", "uncac"), ("traité sur le fonctionnement de l'Union européenne (TFUE)", "tfeu"),
        ("accord de coopération", "agreement"), ("Charte des droits fondamentaux", "eu-charter"),
    ],
    protocols={"budapest": ("budapest-2ap",)}, together={"budapest": ("budapest-2ap",)},
    provisions=["budapest:29", "budapest:29/7", "budapest:30", "budapest:35", "budapest:35/1"],
)  # fmt: skip
AROUND = (
    ("rct", "preamble", ""), ("rct/1", "recital", "Un."), ("rct/2", "recital", "Deux."), ("ch-1", "chapter", ""), ("1", "article", "", "Objet"),
    ("1/1", "paragraph", "Un."), ("1/1/a", "point", "Un."),
)  # fmt: skip
Found = list[tuple[str | None, str]]


def found(document: Document) -> Found:
    return [(each.target, each.resolution) for each in citations(document, designations=NAMES)]


def resolved(*targets: str) -> Found:
    return [(target, "resolved") for target in targets]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("l'article 29, paragraphe 7, de la convention de Budapest", resolved("budapest:29/7"), id="part before its text"),
        pytest.param("Convention de Budapest, art. 29, par. 7", resolved("budapest:29/7"), id="part behind its text"),
        pytest.param("les articles 29 et 35 de la Convention de Budapest", resolved("budapest:29", "budapest:35"), id="two articles"),
        pytest.param("article 29 et article 30 de la Convention de Budapest", resolved("budapest:29", "budapest:30"), id="joined"),
        pytest.param("article 16 TFUE", resolved("tfeu:16"), id="short name"),
        pytest.param("le traité sur le fonctionnement de l'Union européenne (TFUE), article 83", resolved("tfeu:83"), id="name said twice"),
        pytest.param("l'article 83 (coopération pénale) du TFUE", resolved("tfeu:83"), id="title between"),
        pytest.param("la Convention de Budapest. Elle prévoit, en son article 35, un réseau", resolved("budapest", "budapest:35"), id="possessive"),
        pytest.param("la CNUCC. L'article 46 de ladite convention", resolved("uncac", "uncac:46"), id="taken up"),
        pytest.param("Convention des Nations Unies de 2003 contre la corruption", resolved("uncac"), id="year inside a name"),
        pytest.param("la convention de Budapest sur la cybercriminalité", resolved("budapest"), id="name that goes on as another"),
        pytest.param("la convention de Budapest et ses protocoles", resolved("budapest", "budapest-2ap"), id="with its protocols"),
        pytest.param("le deuxième protocole additionnel à la convention de Budapest", resolved("budapest-2ap"), id="protocol by its number"),
        pytest.param(
            "la convention de Budapest et le deuxième protocole additionnel à cette convention", resolved("budapest", "budapest-2ap"), id="protocol taken up"
        ),
        pytest.param("une convention des Nations Unies contre la corruption", [], id="one still to come"),
        pytest.param("la convention des Nations Unies contre la corruption en cours de négociation", [], id="under negotiation"),
        pytest.param("la directive (UE) 2016/680, article 4", resolved("celex:32016L0680:4"), id="act by its number"),
        pytest.param("l'article 5 du règlement (UE) 2016/679 et l'article 3 de ce règlement", resolved("celex:32016R0679:5", "celex:32016R0679:3"), id="act taken up"),
        pytest.param("la résolution 74/247 de l'Assemblée générale", resolved("unga:74/247"), id="resolution"),
        pytest.param("le document A/AC.291/12", resolved("un-doc:A/AC.291/12"), id="symbol"),
        pytest.param("les traités", resolved("teu", "tfeu"), id="one word for two"),
        pytest.param("le paragraphe 1 du présent article", resolved("celex:32022D0895:1/1"), id="own paragraph"),
        pytest.param("le considérant 2", resolved("celex:32022D0895:rct/2"), id="own recital"),
        pytest.param("le chapitre I", resolved("celex:32022D0895:ch-1"), id="own chapter"),
        pytest.param("l'article [Objet]", resolved("celex:32022D0895:1"), id="own article by its title"),
        pytest.param("l'article [à préciser]", [(None, "unresolved-placeholder")], id="blank"),
        pytest.param("l'article [à préciser] de la convention de Budapest", [(None, "unresolved-placeholder")], id="blank of another text"),
        pytest.param("l'article 99 de la présente décision", [(None, "no-such-provision")], id="own article that is not there"),
        pytest.param("l'article 29, paragraphe 9, de la convention de Budapest", [("budapest:29/9", "no-such-provision")], id="part that is not there"),
        pytest.param("l'article 29, deuxième alinéa, de la convention de Budapest", resolved("budapest:29"), id="sub-paragraph that is not divided"),
        pytest.param("l'article 3 du règlement intérieur", [], id="text without an id"),
        pytest.param("l'article 4, point 2), de la directive (UE) 2016/680", resolved("celex:32016L0680:4/2"), id="bracket behind a number"),
        pytest.param(
            "vu le règlement (UE) 2016/679 abrogeant la directive 95/46/CE, et notamment son article 9",
            resolved("celex:32016R0679", "celex:31995L0046", "celex:32016R0679:9"), id="its, behind what it repeals",
        ),
        pytest.param("l'article 3 de la loi du pays", [], id="law of a State"),
        pytest.param("le paragraphe 1 du rapport", [], id="paper without an id"),
        pytest.param("l'article 5 de la convention de Nordheim", [(None, "unknown-instrument")], id="treaty without an id"),
        pytest.param("la convention de Nordheim. L'article 5 de cette convention", [(None, "unknown-instrument")], id="treaty without an id taken up"),
        pytest.param("l'article 5 de cette convention", [(None, "ambiguous")], id="taken up from nowhere"),
        pytest.param("la convention de Budapest. L'article 5 de cet accord", [("budapest", "resolved"), (None, "ambiguous")], id="another word is another text"),
        pytest.param(
            "la convention de Budapest, et en particulier l'article 29 et l'article 35", resolved("budapest", "budapest:29", "budapest:35"), id="text, then parts"
        ),
        pytest.param("l'article 192, paragraphe 1, en liaison avec l'article 218 du TFUE", resolved("tfeu:192/1", "tfeu:218"), id="in conjunction"),
        pytest.param("l'arrêt C-511/18, points 118 à 120", [], id="points of a judgment"),
        pytest.param("Rien n'est cité.", [], id="nothing"),
    ],
)  # fmt: skip
def test_references_are_resolved(written: Written, text: str, expected: Found) -> None:
    assert found(written(*AROUND, ("1/2", "paragraph", text))) == expected


ENGLISH = Designations(
    [
        ("Convention on Cybercrime", "budapest"), ("European Convention on Mutual Assistance", "ets-30"), ("ECHR", "ets-5"),
        ("Convention on the Law of the Sea", "unclos"), ("Agreement on the Port", "port"), ("Charter of Fundamental Rights", "eu-charter"),
    ],
    protocols={"ets-30": ("ets-182",)},
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Articles 6(4) and 9(2)(g) of the Convention on Cybercrime", resolved("budapest:6/4", "budapest:9/2/g"), id="list of parts"),
        pytest.param("Article 6.1 of Directive 2002/58/EC", resolved("celex:32002L0058:6/1"), id="dotted paragraph"),
        pytest.param("paragraphs 2 to 4 of Article 9 of Regulation (EU) 2016/679", resolved(*(f"celex:32016R0679:9/{n}" for n in (2, 3, 4))), id="range"),
        pytest.param(
            "Directive 2002/58/EC applies. Article 5 of that Directive stands.", resolved("celex:32002L0058", "celex:32002L0058:5"), id="taken up with a part"
        ),
        pytest.param("Directive 2002/58/EC applies. That Directive stands.", resolved("celex:32002L0058", "celex:32002L0058"), id="taken up whole"),
        pytest.param(
            "Article 9 of Directive 2002/58/EC, and paragraph 3 of that Article,", resolved("celex:32002L0058:9", "celex:32002L0058:9/3"), id="article taken up"
        ),
        pytest.param("Annex II to Directive 2002/58/EC", resolved("celex:32002L0058:annex-2"), id="annex"),
        pytest.param("Part XV of the Convention on the Law of the Sea", resolved("unclos:part-15"), id="part"),
        pytest.param("the Convention on the Law of the Sea1 on fish", resolved("unclos"), id="footnote stuck to a name"),
        pytest.param(
            "the European Convention on Mutual Assistance (hereinafter referred to as ‘‘the Convention’’), the Convention on Cybercrime, "
            "the Convention on Cybercrime; Article 3 of the Convention", resolved("ets-30", "budapest", "budapest", "ets-30:3"), id="noun that the text defines",
        ),
        pytest.param("the Convention on the Law of the Sea; Article 3 of the Agreement", [("unclos", "resolved"), (None, "ambiguous")], id="another noun names another text"),
        pytest.param("Council Framework Decision 2002/465/JHA; Article 1(8) of the Framework Decision", resolved("celex:32002F0465", "celex:32002F0465:1/8"), id="two words"),
        pytest.param("Article 110 of the Staff Regulations", [], id="text without an id"),
        pytest.param(
            "Regulation (EU) 2016/679 repealing Directive 95/46/EC and Directive 97/66/EC, and in particular Article 9, thereof",
            resolved("celex:32016R0679", "celex:31995L0046", "celex:31997L0066", "celex:32016R0679:9"), id="thereof, behind what it repeals",
        ),
        pytest.param("Under Article 3 of the ECHR and Article 8 of the same Convention", [("ets-5:3", "resolved"), (None, "ambiguous")], id="the same"),
        pytest.param("Articles 7 and 8, respectively, of the ECHR", resolved("ets-5:7", "ets-5:8"), id="respectively"),
        pytest.param("the ECHR, and in particular Article 8", resolved("ets-5", "ets-5:8"), id="and in particular"),
        pytest.param("the ECHR and this Directive in accordance with Article 1 thereof", resolved("ets-5", "celex:32099L0001:1"), id="thereof of its own"),
        pytest.param("Article 9 of the NAC", [(None, "unknown-instrument")], id="letters without a text"),
        pytest.param("Regulation (EU) 2016/679, and in particular Chapter V thereof", resolved("celex:32016R0679", "celex:32016R0679:ch-5"), id="thereof"),
        pytest.param("the Convention on Cybercrime. Resolution 74/247 recalls its Article 3", resolved("budapest", "unga:74/247", "budapest:3"), id="its"),
        pytest.param(
            "the Nordheim Convention on Ships (‘the Convention’); Annex II to the Convention", [(None, "unknown-instrument")], id="noun of a treaty without an id"
        ),
        pytest.param(
            "the Convention on Cybercrime, hereafter \"the Convention\", the Nordheim Convention, the Nordheim Convention; Article 3 of the Convention",
            resolved("budapest", "budapest:3"), id="noun defined behind a comma",
        ),
        pytest.param("a contact point for data", [], id="a point that is no part"),
        pytest.param("Security Council resolution 1373 (2001) and General Assembly resolution 74/247", resolved("unsc:1373", "unga:74/247"), id="resolutions"),
    ],
)  # fmt: skip
def test_english_references_are_resolved(written: Written, text: str, expected: Found) -> None:
    around = (("1", "article", "", "Scope"), ("1/1", "paragraph", "One."))
    paper = written(*around, ("1/2", "paragraph", text), instrument="celex:32099L0001", kind="Directive", language="en")
    assert [(each.target, each.resolution) for each in citations(paper, designations=ENGLISH)] == expected


def test_the_convention_of_a_protocol_is_its_own_treaty(written: Written) -> None:
    text = "the Convention on Cybercrime, the Convention on Cybercrime; Article 3 of the Convention"
    paper = written(("1", "article", text), instrument="ets-182", kind="Protocol", language="en")
    assert [each.target for each in citations(paper, designations=ENGLISH)] == ["budapest", "budapest", "ets-30:3"]


def test_the_first_subparagraph_may_not_be_set_apart(written: Written) -> None:
    parts = (("1", "article", "", "Scope"), ("1/1", "paragraph", "One:"), ("1/1/h", "point", "a ship;"), ("1/1/al-2", "alinea", "Point (h) of the first subparagraph"))
    assert [each.target for each in citations(written(*parts, language="en"), designations=ENGLISH)] == ["celex:32022D0895:1/1/h"]


def test_a_note_that_names_no_text_may_mean_another(written: Written) -> None:
    parts = (("1", "article", "Voir l'article 99."), ("fn-1", "footnote", "Voir l'article 99."))
    assert found(written(*parts)) == [(None, "no-such-provision"), (None, "ambiguous")]


def test_an_agreement_is_not_the_convention_that_it_cites(written: Written) -> None:
    text = "This Agreement follows the Convention on the Law of the Sea. Part XV of the Convention applies."
    paper = written(("part-15", "part", ""), ("1", "article", text), instrument="port", kind="Treaty", language="en")
    assert [each.target for each in citations(paper, designations=ENGLISH)] == ["unclos", "unclos:part-15"]


def test_a_convention_names_its_own_protocol(written: Written) -> None:
    names = Designations([("Second Additional Protocol on Assistance", "ets-182")], protocols={"ets-30": ("ets-182",)})
    text = "This Convention stands. Article 13 of the Second Additional Protocol to this Convention applies."
    paper = written(("13", "article", "One."), ("15", "article", text), instrument="ets-30", kind="Treaty", language="en")
    assert [each.target for each in citations(paper, designations=names)] == ["ets-182:13"]


def test_an_annex_that_is_not_divided_stands_for_its_points(written: Written) -> None:
    parts = (("1", "article", "Annex I, point 2"), ("annex-1", "annex", "Words."))
    assert [each.target for each in citations(written(*parts, language="en"), designations=ENGLISH)] == ["celex:32022D0895:annex-1"]


def test_what_is_printed_wrong_keeps_both(written: Written) -> None:
    text = "l'article 35 de la convention de Budapest; l'article 30, paragraphe 1, de la convention de Budapest"
    names = Designations([("convention de Budapest", "budapest")], provisions=["budapest:30", "budapest:30/2", "budapest:35/1"])
    _, wrong = citations(written(*AROUND, ("1/2", "paragraph", text)), designations=names)
    assert (wrong.target, wrong.printed, wrong.kind) == ("budapest:35/1", "budapest:30/1", "provision")


def test_a_wrong_paragraph_of_the_article_cited_before(written: Written) -> None:
    text = "l'article 35 de la convention de Budapest; l'article 30, paragraphe 1, de la convention de Budapest"
    names = Designations([("convention de Budapest", "budapest")], provisions=["budapest:30", "budapest:30/2", "budapest:35/1"])
    cited = citations(written(*AROUND, ("1/2", "paragraph", text)), designations=names)
    assert [(each.target, each.resolution) for each in cited] == [("budapest:35", "resolved"), ("budapest:35/1", "wrong-as-printed")]


def test_a_heading_names_the_source_of_its_article(written: Written) -> None:
    parts = (("north", "contribution", ""), ("north/x", "article", "Selon l'article 27.", "Réseau (Convention de Budapest, art. 35)"))
    assert found(written(*parts, instrument="un-doc:A/AC.291/12", kind="Proposal")) == resolved("budapest:35", "budapest:27")


def test_a_noun_alone_means_the_treaty_named_most(written: Written) -> None:
    parts = (
        ("1", "paragraph", "La convention de Budapest. La CNUCC. La convention de Budapest."),
        ("2", "paragraph", "L'article 35 de la Convention."),
    )
    assert found(written(*parts, instrument=None, kind="Report"))[-1] == ("budapest:35", "resolved")


def test_a_visa_takes_up_the_treaty_before(written: Written) -> None:
    text = "vu le TFUE, et notamment son article 16, en liaison avec l'article 218, paragraphe 5,"
    assert found(written(("visa-1", "visa", text))) == resolved("tfeu", "tfeu:16", "tfeu:218/5")


def test_a_conference_is_told_by_its_treaty(written: Written) -> None:
    name = "Convention des Nations Unies contre la criminalité transnationale organisée"
    text = f"Dans sa résolution 5/1, la Conférence des Parties à la {name} a décidé."
    assert found(written(("1", "paragraph", text), instrument=None, kind="Report")) == resolved("ctoc-cop:resolution:5/1", "untoc")


def test_a_row_says_where_and_with_which_words(written: Written) -> None:
    (row,) = rows(written(*AROUND, ("1/2", "paragraph", "Voir l'article 29 de la convention de Budapest.")), designations=NAMES)
    assert row == {
        "path": "1/2", "lines": [8, 8], "surface": "article 29 de la convention de Budapest", "target": "budapest:29", "scope": "external",
        "resolution": "resolved",
    }  # fmt: skip


FACTS = """
@prefix cdt: <https://w3id.org/concordat/ontology#> .
@prefix eli: <http://data.europa.eu/eli/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<budapest> cdt:normativeStatus <s> ; skos:prefLabel "Convention \\"de\\" Budapest"@fr .
<notes> cdt:normativeStatus <s> ; eli:related_to <budapest> ; skos:prefLabel "Notes interprétatives"@fr .
<budapest-1ap> a cdt:Protocol ; cdt:normativeStatus <s> ; eli:related_to <budapest> ; skos:prefLabel "Premier protocole additionnel"@fr .
<protocols> eli:has_member <budapest-1ap> .
<expression/budapest/en> eli:realizes <budapest> ; eli:title "Convention on Cybercrime"@en .
<budapest/29> eli:is_part_of <budapest> ; skos:prefLabel "Conservation"@fr .
<topic> skos:prefLabel "Extradition"@fr .
"""


def test_names_are_those_of_instruments_in_the_graph() -> None:
    base = "https://w3id.org/concordat/id/"
    names = from_lines(quads.normal(FACTS.encode(), "urn:x", syntax="ttl", base=base))
    assert [m.targets for m in names.find("la convention « de » budapest, the Convention on Cybercrime, Conservation, extradition")] == [
        ("budapest",)
    ] * 2
    assert (names.protocol("budapest", 1), names.protocol("budapest", 2)) == ("budapest-1ap", None)
    assert names.together == {"budapest": ("protocols",)}
    assert (names.lacks("budapest:30"), names.lacks("budapest:29")) == (False, False)
    assert names.lacks("budapest:29/1") is False


def test_the_repository_knows_its_instruments() -> None:
    names = known().designations
    assert [m.targets for m in names.find("Convention de Budapest; UNTOC; uncac")][:1] == [("budapest",)]


TABLE = (
    ("1", "article", "", "Scope"), ("1/1", "paragraph", "One."), ("annex-1", "annex", "", "Correlation table"),
    ("annex-1/al-1", "alinea", "Directive 2002/58/EC | Framework Decision 2002/465/JHA | This Directive"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        pytest.param("Article 1(1) | - | Article 1(1)", resolved("celex:32002L0058:1/1", "celex:32099L0001:1/1"), id="each of the act of its column"),
        pytest.param("Article 1 | | Article 1", resolved("celex:32002L0058:1", "celex:32099L0001:1"), id="an empty cell keeps its place"),
        pytest.param("— | Articles 2 and 3 | —", resolved("celex:32002F0465:2", "celex:32002F0465:3"), id="the middle one alone"),
        pytest.param("Article 1(1)", [(None, "ambiguous")], id="a row without its columns"),
        pytest.param("Article 4 of Directive 2013/40/EU | - | -", resolved("celex:32013L0040:4"), id="an act that is named"),
    ],
)
def test_a_part_in_a_correlation_table_is_of_the_act_of_its_column(written: Written, row: str, expected: Found) -> None:
    paper = written(*TABLE, ("annex-1/al-2", "alinea", row), instrument="celex:32099L0001", kind="Directive", language="en")
    found = citations(paper, designations=ENGLISH)
    assert [(each.target, each.resolution) for each in found if each.path == "annex-1/al-2"] == expected


def test_a_table_below_its_title_without_acts_says_that_it_is_not_known_which(written: Written) -> None:
    rows = (("1", "article", "Un."), ("annex-1", "annex", "", "Tableau de correspondance"), ("annex-1/al-1", "alinea", "article 1er"))
    assert found(written(*rows)) == [(None, "ambiguous")]


def test_a_table_of_other_things_is_none_of_correlation(written: Written) -> None:
    rows = (*AROUND, ("annex-1", "annex", ""), ("annex-1/al-1", "alinea", "article 1er | la présente décision"))
    assert found(written(*rows)) == resolved("celex:32022D0895:1")
