"""Akoma Ntoso: a bill of the Union, an act of a State with lists as in HTML."""

from __future__ import annotations

from concordat.loaders import source
from concordat.loaders.document import Document, Node
from concordat.loaders.read import parse

BILL = """<?xml version="1.0"?><akn:akomaNtoso xmlns:akn="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><akn:bill name="REG"><akn:meta>
<akn:FRBRWork><akn:FRBRdate date="2999-01-01"/><akn:FRBRnumber value="COM(2025) 9"/></akn:FRBRWork><akn:FRBRlanguage language="en"/></akn:meta>
<akn:preface><akn:longTitle><akn:p>Proposal for a <akn:docType>REGULATION</akn:docType> on boats and repealing Directive 90/1/EEC</akn:p></akn:longTitle></akn:preface>
<akn:preamble><akn:formula><akn:p>THE COUNCIL,</akn:p></akn:formula><akn:citations><akn:citation><akn:p>Having regard to boats<akn:authorialNote><akn:p>A note.</akn:p></akn:authorialNote>,</akn:p></akn:citation></akn:citations>
<akn:recitals><akn:intro><akn:p>Whereas:</akn:p></akn:intro><akn:recital><akn:num>(1)</akn:num><akn:p>Boats float.</akn:p></akn:recital></akn:recitals></akn:preamble>
<akn:body><akn:chapter><akn:num>Chapter II</akn:num><akn:heading>Boats</akn:heading><akn:article><akn:num>Article 1</akn:num><akn:heading>Terms</akn:heading>
<akn:paragraph><akn:list><akn:subparagraph><akn:content><akn:p>In this Regulation:</akn:p></akn:content></akn:subparagraph>
<akn:point><akn:num>(a)</akn:num><akn:list><akn:subparagraph><akn:content><akn:p>boat:</akn:p></akn:content></akn:subparagraph>
<akn:point><akn:num>(i)</akn:num><akn:content><akn:p>long;</akn:p></akn:content></akn:point></akn:list></akn:point></akn:list></akn:paragraph></akn:article>
<akn:article><akn:num>Article 2</akn:num><akn:paragraph><akn:num>1.</akn:num><akn:content><akn:p>This is put in:
<akn:quotedStructure><akn:article><akn:num>Article 9</akn:num><akn:paragraph><akn:content><akn:p>Rafts.</akn:p></akn:content></akn:paragraph></akn:article></akn:quotedStructure></akn:p></akn:content></akn:paragraph>
<akn:paragraph><akn:num>2.</akn:num><akn:subparagraph><akn:content><akn:p>One.</akn:p></akn:content></akn:subparagraph><akn:subparagraph><akn:content><akn:p>Two.</akn:p></akn:content></akn:subparagraph></akn:paragraph></akn:article></akn:chapter></akn:body>
<akn:conclusions><akn:p>Done at Paris,</akn:p><akn:block><akn:signature><akn:person>A. NAME</akn:person></akn:signature></akn:block></akn:conclusions></akn:bill>
<akn:attachments><akn:attachment><akn:documentRef showAs="Annex II"/></akn:attachment></akn:attachments></akn:akomaNtoso>"""

ACT = """<akomaNtoso xmlns:scl="http://x"><act><meta><FRBRdate date="2006-07-31"/><FRBRlanguage language="http://publications.europa.eu/resource/authority/language/FRA"/></meta>
<preface><longTitle><p>Loi du 31 juillet 2006 sur les bateaux.</p></longTitle></preface><preamble><p>Nous, le duc,</p></preamble>
<body><article><num>Art. 1<sup>er</sup>.</num><alinea><content><p>Sont visés :</p><ol scl:symbol="a)"><li>les bateaux, dont <ol><li>les grands ;</li><li>les petits ;</li></ol></li><li>les radeaux.</li></ol></content></alinea></article>
<article><num>Art. 2.</num><alinea><content><p>Un.</p></content></alinea><alinea><content><p>Deux.</p></content></alinea></article></body></act></akomaNtoso>"""


def _read(text: str) -> Document:
    return parse(source.from_bytes(text.encode(), "a.xml"))


def _nodes(document: Document) -> dict[str, Node]:
    return {node.path: node for node in document.nodes}


def test_a_bill_is_read_to_its_points() -> None:
    document = _read(BILL)
    assert {node.path: (node.parent, node.kind) for node in document.nodes} == {
        "title": (None, "title"),
        "formula-1": (None, "formula"),
        "visa-1": (None, "visa"),
        "fn-1": ("visa-1", "footnote"),
        "recitals": (None, "heading"),
        "rct/1": (None, "recital"),
        "ch-2": (None, "chapter"),
        "1": ("ch-2", "article"),
        "1/a": ("1", "point"),
        "1/a/i": ("1/a", "subpoint"),
        "2": ("ch-2", "article"),
        "2/1": ("2", "paragraph"),
        "2/2": ("2", "paragraph"),
        "2/2/al-2": ("2/2", "alinea"),
        "signature": (None, "signature"),
        "annex-2": (None, "annex"),
    }
    nodes = _nodes(document)
    assert nodes["2/1"].text == "This is put in: Article 9 Rafts."
    assert (nodes["1"].text, nodes["1"].heading) == ("In this Regulation:", "Terms")


def test_the_record_of_a_bill() -> None:
    data = _read(BILL).metadata
    assert (data.instrument, data.kind, data.language, data.dates) == ("celex:52025PC0009", "Proposal", "en", ())
    assert data.relations == (("repeals", "celex:31990L0001"),)


def test_lists_without_numbers_are_counted_in_their_form() -> None:
    document = _read(ACT)
    nodes = _nodes(document)
    assert [node.path for node in document.nodes if node.kind in ("article", "point", "subpoint")] == ["1", "1/a", "1/a/1", "1/a/2", "1/b", "2"]
    assert nodes["1/a/2"].text == "les petits ;"
    assert [nodes[path].text for path in ("2/al-1", "2/al-2")] == ["Un.", "Deux."]
    assert (document.metadata.language, document.metadata.dates) == ("fr", (("adopted", "2006-07-31"),))


STATE = """<akomaNtoso><act><meta/><preface><longTitle><p>Act on boats</p></longTitle></preface><body>
<article><num>Article 1</num><num>Scope</num><clause><content><p>Boats float.</p></content></clause></article>
<article><num>Article 2</num><heading>Rafts</heading><subheading>and barges</subheading>
<paragraph><num>1.</num><list><intro><p>These count:</p></intro><point><num>(a)</num><heading>Rafts</heading><content><p>of wood.</p></content></point></list></paragraph></article>
</body><conclusions><p><authorialNote><p>A history.</p></authorialNote></p></conclusions></act>
<components><component><doc name="schedule"><preface><p>Number 5</p><p><docTitle>List of boats</docTitle></p></preface><mainBody><p>One.</p></mainBody></doc></component>
<component><amendment><amendmentBody><p>A change.</p></amendmentBody></amendment></component></components></akomaNtoso>"""


def test_words_in_unusual_places_are_not_lost() -> None:
    nodes = _nodes(_read(STATE))
    assert (nodes["1"].heading, nodes["1"].text, nodes["2"].heading) == ("Scope", "Boats float.", "Rafts and barges")
    assert (nodes["2/1/a"].text, nodes["fn-1"].text) == ("Rafts of wood.", "A history.")
    assert nodes["annex-1"].label == "List of boats"
    assert [node.text for path, node in nodes.items() if path.startswith("annex-1/")] == ["Number 5", "One.", "A change."]
