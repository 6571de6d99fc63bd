"""Pages of EUR-Lex: the Official Journal, consolidated acts, the older layout, proposals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from concordat.loaders import source
from concordat.loaders.detect import detect
from concordat.loaders.read import parse

if TYPE_CHECKING:
    from concordat.loaders.document import Document, Node


def _item(label: str, words: str) -> str:
    return f'<table><tr><td><p class="oj-normal">{label}</p></td><td>{words}</td></tr></table>'


def _p(name: str, words: str) -> str:
    return f'<p class="oj-{name}">{words}</p>'


JOURNAL = "".join(
    (
        '<html><body><table><tr><td><p class="oj-hd-date">2.1.2020</p></td><td><p class="oj-hd-lg">EN</p></td></tr></table>',
        '<div class="eli-main-title">', _p("doc-ti", "REGULATION (EU) 2020/7"), _p("doc-ti", "of 2 January 2020"), _p("doc-ti", "on boats"), "</div>",
        '<div id="pbl_1">', _p("normal", "THE COUNCIL,"),
        '<div id="cit_1">', _p("normal", 'Having regard to boats <a id="ntc1" href="#ntr1">(1)</a>,'), "</div>", _p("normal", "Whereas:"),
        '<div id="rct_1">', _item("(1)", _p("normal", "Boats float.")), "</div>", _p("normal", "HAS ADOPTED THIS REGULATION:"), "</div>",
        '<div id="enc_1"><div id="cpt_I">', _p("ti-section-1", "CHAPTER I"), _p("ti-section-2", "Boats"),
        '<div id="art_1">', _p("ti-art", "Article 1"), _p("sti-art", "Terms"), _p("normal", "In this Regulation:"),
        _item("(1)", _p("normal", "‘boat’ means a thing that is:") + _item("(a)", _p("normal", "long;")) + _item("(b)", _p("normal", "wet."))), "</div>",
        '<div id="art_1a">', _p("ti-art", "Article 1a"), '<div id="001.001">', _p("normal", "1.   Boats float."), _p("normal", "They have:"),
        _item("(a)", _p("normal", "a mast;")), "</div></div>",
        '<div id="art_2">', _p("ti-art", "Article 2"), _p("normal", "Another Regulation is amended:"),
        _item("(1)", _p("normal", "this is put in:") + _p("ti-art", "‘Article 5a") + _p("normal", "1.   Rafts too:") + _item("(a)", _p("normal", "all.’;"))),
        _item("(2)", _p("normal", "that goes out.")), "</div></div></div>",
        '<div id="fnp_1">', _p("normal", "It binds all."), _p("normal", "Done at Paris, 2 January 2020."), _p("signatory", "A. NAME"), "</div>",
        '<div id="anx_I">', _p("doc-ti", "ANNEX I"), _p("doc-ti", "Correlation table"),
        '<table class="oj-table"><tr class="oj-table"><td><p class="oj-tbl-txt">Article 1</p></td><td><p class="oj-tbl-txt">Article 3</p></td></tr></table></div>',
        '<p class="oj-note"><a id="ntr1" href="#ntc1">(1)</a> A note.</p></body></html>',
    )
)  # fmt: skip

CONSOLIDATED = """<!DOCTYPE html><html><body><p class="reference">02020R0007 — FR — 03.04.2021 — 001.001</p>
<p class="disclaimer">Pour information.</p><table><tr><td><p class="arrow"><a href="http://x/celex/32020R0007">►B</a></p></td>
<td><p class="title-doc-first">RÈGLEMENT (UE) 2020/7</p></td></tr></table>
<table><tr><td><p class="arrow"><a href="http://x/celex/32021R0008">►M1</a></p></td><td><p class="title-fam-member">Un acte</p></td></tr></table>
<div class="eli-container"><div class="eli-main-title"><p class="title-doc-first">RÈGLEMENT (UE) 2020/7</p><p class="title-doc-first">du 2 janvier 2020</p></div>
<div id="enc_1"><div id="art_6a"><p class="title-article-norm">Article 6 <i>bis</i></p><div><p class="stitle-article-norm">Bateaux</p></div>
<p class="modref">►M1</p><div class="norm"><span class="no-parag">1. </span><div class="norm inline-element"><p class="norm">Les bateaux ont ►M1 deux choses ◄:</p>
<div class="grid-container grid-list"><div class="list grid-list-column-1"><span>a) </span></div><div class="grid-list-column-2"><p class="norm">un mât.</p></div></div>
</div></div></div></div></div></body></html>"""

OLD = """<html lang="EN"><head><title>EUR-Lex - 31990L0001 - EN</title></head><body><div id="TexteOnly"><p><TXT_TE><p>COUNCIL DIRECTIVE 90/1/EEC</p><p>of 2 January 1990</p>
<p>THE COUNCIL,</p><p>Having regard to boats (1),</p><p>(1) Whereas boats float;</p><p>(2) Whereas they sail;</p><p>HAS ADOPTED THIS DIRECTIVE:</p>
<p>CHAPTER I</p><p>BOATS</p><p>Article 1</p><p>Terms</p><p>1. Boats have:</p><p>(a) a mast;</p><p>(b) a keel that is:</p><p>(i) long;</p><p>(ii) wet;</p><p>(c) a name.</p>
<p>They float.</p><p>2. Rafts:</p><p>- have none,</p><p>- float.</p><p>Article 2</p><p>Addressed to all.</p><p>Done at Paris, 2 January 1990.</p><p>A. NAME</p><p>(1) OJ No C 1.</p></TXT_TE></p></div></body></html>"""

TREATY = """<html lang="EN"><body><div id="TexteOnly"><TXT_TE><p>A list</p><p>TITLE I BOATS</p><p>--------------------</p><p>Treaty on boats</p><p>PREAMBLE</p>
<p>RESOLVED to sail,</p><p>TITLE I</p><p>BOATS</p><p>Article 1</p><p>(ex Article 7 of another)</p><p>Boats float.</p><p>They sail.</p>
<p>PROTOCOL (No 2)</p><p>ON RAFTS</p><p>Article 1</p><p>Rafts float.</p><p>ANNEX</p><p>Article 1</p><p>All of them.</p></TXT_TE></div></body></html>"""

PROPOSAL = """<html><body><p class="Emission">Brussels, 21.4.2021</p><p class="Rfrenceinstitutionnelle">COM(2021) 9 final</p><p class="Statut">Proposal for a</p>
<p class="Typedudocument_cp">REGULATION</p><p class="Exposdesmotifstitre">MEMORANDUM</p><p class="li ManualHeading1"><span class="num">1.</span>WHY</p><p class="Normal">Because of boats.</p>
<p class="Statut">Proposal for a</p><p class="Typedudocument">REGULATION</p><p class="Titreobjet">on boats and repealing Directive 90/1/EEC</p>
<p class="Institutionquiagit">THE COUNCIL,</p><p class="Normal">Having regard to boats<a class="footnoteRef" href="#footnote1">1</a>,</p><p class="Normal">Whereas:</p>
<p class="li ManualConsidrant"><span class="num">(1)</span>Boats float.</p><p class="Formuledadoption">HAS ADOPTED THIS REGULATION:</p><p class="SectionTitle">TITLE I</p><p class="SectionTitle">BOATS</p>
<p class="Titrearticle">Article 1<br/>Terms</p><p class="li Point0"><span class="num">1.</span>Boats have:</p><p class="li Point1"><span class="num">(a)</span>a mast;</p>
<p class="li Point2"><span class="num">(i)</span>of wood;</p><p class="li Point1"><span class="num">(b)</span>a keel.</p><p class="Text1">They float.</p><p class="Fait">Done at Brussels,</p>
<p class="Annexetitre">ANNEX II<br/>Lists</p><p class="li NumPar1"><span class="num">1.</span>One.</p><dl><dd id="footnote1"><span class="num">(1)</span> A note.</dd></dl></body></html>"""


def _read(text: str) -> Document:
    return parse(source.from_bytes(text.encode(), "a.html"))


def _nodes(document: Document) -> dict[str, Node]:
    return {node.path: node for node in document.nodes}


def test_a_page_of_the_journal_is_read_to_its_points() -> None:
    document = _read(JOURNAL)
    assert {node.path: (node.parent, node.kind) for node in document.nodes if node.kind != "heading"} == {
        "title": (None, "title"),
        "formula-1": (None, "formula"),
        "visa-1": (None, "visa"),
        "rct/1": (None, "recital"),
        "formula-2": (None, "formula"),
        "ch-1": (None, "chapter"),
        "1": ("ch-1", "article"),
        "1/1": ("1", "point"),
        "1/1/a": ("1/1", "subpoint"),
        "1/1/b": ("1/1", "subpoint"),
        "1a": ("ch-1", "article"),
        "1a/1": ("1a", "paragraph"),
        "1a/1/al-2": ("1a/1", "alinea"),
        "1a/1/a": ("1a/1", "point"),
        "2": ("ch-1", "article"),
        "2/1": ("2", "point"),
        "2/2": ("2", "point"),
        "formula-3": (None, "formula"),
        "signature": (None, "signature"),
        "annex-1": (None, "annex"),
        "annex-1/al-1": ("annex-1", "alinea"),
        "fn-1": ("visa-1", "footnote"),
    }
    nodes = _nodes(document)
    assert nodes["2/1"].text == "this is put in: ‘Article 5a 1. Rafts too: (a) all.’;"
    assert nodes["annex-1/al-1"].text == "Article 1 | Article 3"
    assert (document.metadata.instrument, document.metadata.kind) == ("celex:32020R0007", "Regulation")


def test_a_page_without_subdivisions_has_the_same_tree() -> None:
    import re

    bare = re.sub(r'<div id="[^"]*">|<div class="eli[^"]*">|</div>', "", JOURNAL).replace("oj-", "")
    with_, without = _read(JOURNAL), _read(bare)
    kinds = ("article", "paragraph", "point", "subpoint", "recital", "annex", "visa")
    assert [n.path for n in without.nodes if n.kind in kinds] == [n.path for n in with_.nodes if n.kind in kinds]


def test_a_consolidated_page_says_so() -> None:
    document = _read(CONSOLIDATED)
    data, nodes = document.metadata, _nodes(document)
    assert (data.consolidated, data.instrument, data.language) == (True, "celex:32020R0007", "fr")
    assert data.relations == (("amended_by", "celex:32021R0008"),)
    assert ("consolidated", "2021-04-03") in data.dates
    assert nodes["6a/1"].text == "Les bateaux ont deux choses :"
    assert nodes["6a/1/a"].text == "un mât."
    assert not any(node.kind == "recital" for node in document.nodes)


def test_an_older_page_is_read_by_its_words() -> None:
    document = _read(OLD)
    nodes = _nodes(document)
    assert [node.path for node in document.nodes if node.kind in ("article", "paragraph", "point", "subpoint")] == [
        "1", "1/1", "1/1/a", "1/1/b", "1/1/b/i", "1/1/b/ii", "1/1/c", "1/2", "2",
    ]  # fmt: skip
    assert nodes["1/1/al-2"].text == "They float."
    assert [nodes[path].text for path in ("1/2/ti-1", "1/2/ti-2")] == ["have none,", "float."]
    assert nodes["rct/2"].text == "Whereas they sail;"
    assert (document.metadata.instrument, nodes["fn-1"].text) == ("celex:31990L0001", "OJ No C 1.")


def test_protocols_stand_apart_from_their_treaty() -> None:
    document = _read(TREATY)
    nodes = _nodes(document)
    assert [node.path for node in document.nodes if node.kind == "article"] == ["1", "protocol-2/1", "protocol-2/annex-1/1"]
    assert (nodes["1"].parent, nodes["1"].heading) == ("tit-1", "(ex Article 7 of another)")
    assert nodes["title"].text == "Treaty on boats"
    assert nodes["protocol-2"].heading == "ON RAFTS"


def test_a_proposal_is_read_by_its_classes() -> None:
    document = _read(PROPOSAL)
    data, nodes = document.metadata, _nodes(document)
    assert (data.instrument, data.kind, data.dates) == ("celex:52021PC0009", "Proposal", (("proposed", "2021-04-21"),))
    assert data.relations == (("repeals", "celex:31990L0001"),)
    assert [node.path for node in document.nodes if node.kind in ("article", "paragraph", "point", "subpoint", "recital", "annex")] == [
        "rct/1", "1", "1/1", "1/1/a", "1/1/a/i", "1/1/b", "annex-2", "annex-2/1",
    ]  # fmt: skip
    assert (nodes["1"].heading, nodes["annex-2"].heading, nodes["memorandum/al-1"].text) == ("Terms", "Lists", "Because of boats.")
    assert nodes["fn-1"].parent == "visa-1"


def test_each_page_is_known_by_its_content() -> None:
    found = [detect(source.from_bytes(text.encode(), "x")) for text in (JOURNAL, CONSOLIDATED, OLD, TREATY, PROPOSAL)]
    assert found == ["xhtml", "xhtml", "oldpage", "oldpage", "proposal"]


def test_an_old_consolidated_page_is_read_by_its_words() -> None:
    page = (
        "<html><head><title>Konsolidierter TEXT: 31998F0699 — DE — 05.07.2001</title></head><body><p>GEMEINSAME MAßNAHME über Boote</p>"
        "<p>DER RAT —</p><p>gestützt auf Boote;</p><p>HAT FOLGENDE MASSNAHME ANGENOMMEN:</p><p>Artikel 2</p><p>(1) Boote.</p><p>(2) Flöße.</p></body></html>"
    )
    document = _read(page)
    assert [node.path for node in document.nodes] == ["title", "formula-1", "visa-1", "formula-2", "2", "2/1", "2/2"]
    assert (document.metadata.instrument, document.metadata.language, document.metadata.consolidated) == ("celex:31998F0699", "de", True)


def _row(words: str) -> str:
    return f'<div style="margin-left: 30pt"><p class="norm">{words}</p></div>'


FLAT = "".join(
    (
        '<!DOCTYPE html><html><body><p class="reference">02020R0007 — EN — 03.04.2021 — 001.001</p>',
        '<p class="title-doc-first">REGULATION (EU) 2020/7</p><p class="title-article-norm">Article 1</p><p class="norm">Boats</p>',
        '<p class="norm">(Article 3(2) of another act)</p>', '<p class="norm">1.  A boat has:</p>',
        _row("(a) a mast;"), _row("(b) a hull that is:"), _row("(i) long;"), _row("(ii) of:"), _row("— wood;"), _row("(c) a name."),
        '<p class="norm">2.  In this Regulation:</p>', _row("(1) ‘raft’ means logs;"), _row("(2) ‘log’ means a tree."),
        '<p class="title-article-norm">Article 2</p><p class="norm">Another act is amended:</p>', _row("(1) this is put in:"),
        '<p class="title-division-1">‘SECTION 4</p><p class="norm">Rafts</p><p class="norm">All float.’;</p>', _row("(2) that goes out."),
        '<p class="norm">This Regulation shall be binding in its entirety.</p></body></html>',
    )
)  # fmt: skip


def test_lists_of_a_flat_page_are_nested_by_their_marks() -> None:
    nodes = _nodes(_read(FLAT))
    assert nodes["1"].heading == "Boats (Article 3(2) of another act)"
    assert [path for path in nodes if path.startswith(("1/", "2"))] == [
        "1/1", "1/1/a", "1/1/b", "1/1/b/i", "1/1/b/ii", "1/1/b/ii/ti-1", "1/1/c", "1/2", "1/2/1", "1/2/2", "2", "2/1", "2/2",
    ]  # fmt: skip
    assert nodes["2/1"].text.endswith("‘SECTION 4 Rafts All float.’;")
    assert nodes["formula-1"].text.startswith("This Regulation shall be binding")


def test_a_number_behind_a_sign_of_consolidation_is_read() -> None:
    page = FLAT.replace('<p class="norm">1.  A boat', '<div class="norm"><span class="no-parag"><b>►C1</b> 1. </span></div><p class="norm">A boat')
    assert _nodes(_read(page))["1/1"].label == "1."
