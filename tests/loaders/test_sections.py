"""Akoma Ntoso of States: laws counted in sections, annexes without a title, collections, what the head says."""

from __future__ import annotations

from concordat.loaders import source
from concordat.loaders.document import Document
from concordat.loaders.read import parse

STATUTE = """<akomaNtoso><act><meta><FRBRWork><FRBRdate date="2014-07-17"/><FRBRcountry value="uk"/></FRBRWork><FRBRlanguage language="eng"/></meta>
<preface><longTitle><p>An Act on boats, in consequence of Directive 2006/24/EC.</p></longTitle></preface>
<body><part><num>Part 1</num><heading>Boats</heading><hcontainer name="crossheading"><heading>Names</heading>
<section eId="sec_1"><num>1</num><heading>Powers</heading><subsection><num>1</num><intro><p>The master may—</p></intro>
<paragraph><num>a</num><content><p>paint;</p></content></paragraph><paragraph><num>b</num><intro><p>name—</p></intro>
<subparagraph><num>i</num><content><p>a boat.</p></content></subparagraph></paragraph></subsection>
<subsection><num>2</num><content><p>Two.</p></content></subsection></section>
<section id="sec2"><heading>Title</heading><subsection><content><p>This is the Boats Act.</p></content></subsection></section></hcontainer></part>
<hcontainer name="schedule"><num>Schedule 1</num><heading>Colours</heading><paragraph><num>1</num><content><p>Red.</p></content></paragraph></hcontainer></body></act></akomaNtoso>"""

REGULATIONS = """<akomaNtoso><act><meta><FRBRcountry value="uk"/><FRBRlanguage language="eng"/></meta><body>
<hcontainer name="regulation" eId="regulation-1"><num>1.</num><paragraph><num>(1)</num><content><p>One.</p></content></paragraph>
<paragraph><num>(2)</num><intro><p>Two:</p></intro><paragraph><num>(a)</num><content><p>boats.</p></content></paragraph></paragraph></hcontainer></body></act></akomaNtoso>"""

LAW = """<akomaNtoso><act><meta><FRBRlanguage language=""/></meta><preface><p>Loi du 22 mai 2024 sur les bateaux et les ports</p></preface>
<body><article><num>Article 1</num><content><p>Les bateaux et les radeaux sont peints.</p></content></article></body></act>
<attachments><attachment><doc name="Liste des couleurs"><mainBody><p>Le rouge.</p></mainBody></doc></attachment></attachments></akomaNtoso>"""

COLLECTION = """<akomaNtoso><documentCollection><meta><FRBRWork><FRBRalias name="CELEX" value="32020R0007"/></FRBRWork><FRBRlanguage language="en-EN"/></meta>
<components><component><act><preamble><recitals><recital><num>(1)</num><p>Boats float.</p></recital></recitals></preamble>
<body><article><num>Article 1</num><content><p>Boats float.</p></content></article></body></act></component></components></documentCollection></akomaNtoso>"""


def _read(text: str) -> Document:
    return parse(source.from_bytes(text.encode(), "a.xml"))


def _tree(text: str) -> dict[str, tuple[str | None, str]]:
    return {node.path: (node.parent, node.kind) for node in _read(text).nodes}


def test_sections_are_read_as_articles() -> None:
    assert _tree(STATUTE) == {
        "title": (None, "title"),
        "part-1": (None, "part"),
        "part-1/div-1": ("part-1", "division"),
        "1": ("part-1/div-1", "article"),
        "1/1": ("1", "paragraph"),
        "1/1/a": ("1/1", "point"),
        "1/1/b": ("1/1", "point"),
        "1/1/b/i": ("1/1/b", "subpoint"),
        "1/2": ("1", "paragraph"),
        "2": ("part-1/div-1", "article"),
        "annex-1": (None, "annex"),
        "annex-1/1": ("annex-1", "paragraph"),
    }


def test_a_law_of_a_state_has_no_number_of_the_union() -> None:
    about = _read(STATUTE).metadata
    assert (about.instrument, about.kind, about.relations) == (None, None, ())


def test_regulations_have_paragraphs_with_points() -> None:
    assert _tree(REGULATIONS) == {"1": (None, "article"), "1/1": ("1", "paragraph"), "1/2": ("1", "paragraph"), "1/2/a": ("1/2", "point")}


def test_language_and_title_are_told_by_words_where_nothing_states_them() -> None:
    document = _read(LAW)
    assert (document.metadata.language, document.metadata.title) == ("fr", "Loi du 22 mai 2024 sur les bateaux et les ports")
    assert [node.label for node in document.nodes if node.kind == "annex"] == ["Liste des couleurs"]


def test_an_act_in_a_collection_is_the_text_itself() -> None:
    document = _read(COLLECTION)
    assert [node.path for node in document.nodes] == ["rct/1", "1"]
    assert (document.metadata.instrument, document.metadata.language) == ("celex:32020R0007", "en")
