"""Bad input: one clear error each, within bounded time; whatever happens to a file, nothing but an error of input is raised."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concordat.errors import InputError, LimitError
from concordat.graph import names
from concordat.loaders import citations, element, norms, sheet, source
from concordat.loaders.document import Document
from concordat.loaders.read import parse, read

OPENING = b'<?xml version="1.0"?><ACT><BIB.INSTANCE/><ENACTING.TERMS>'
CLOSING = b"</ENACTING.TERMS></ACT>"
PAGE = b'<html><body><p class="oj-doc-ti">A title</p>'
SECONDS = 20  # on a busy machine; each takes a fraction

SAMPLES = {
    "formex": '<?xml version="1.0"?><ACT><BIB.INSTANCE><LG.DOC>EN</LG.DOC></BIB.INSTANCE><TITLE><TI><P>Regulation (EU) 2020/7</P></TI></TITLE><PREAMBLE><GR.CONSID>'
    "<CONSID><NP><NO.P>(1)</NO.P><TXT>Boats<NOTE><P>n</P></NOTE>.</TXT></NP></CONSID></GR.CONSID></PREAMBLE><ENACTING.TERMS><DIVISION><TITLE><TI><P>CHAPTER I</P></TI></TITLE>"
    '<ARTICLE IDENTIFIER="001"><TI.ART>Article 1</TI.ART><PARAG><NO.PARAG>1.</NO.PARAG><ALINEA><P>They:</P><LIST TYPE="alpha"><ITEM><NP><NO.P>(a)</NO.P><TXT>float;</TXT></NP></ITEM>'
    '<ITEM><P>sail.</P></ITEM></LIST></ALINEA></PARAG></ARTICLE></DIVISION></ENACTING.TERMS><ANNEX><TITLE><TI><P>ANNEX I</P></TI></TITLE><CONTENTS><GR.SEQ LEVEL="1"><TITLE><TI><P>A</P></TI></TITLE>'
    "<TBL><CORPUS><ROW><CELL>1</CELL><CELL>2</CELL></ROW></CORPUS></TBL></GR.SEQ></CONTENTS></ANNEX></ACT>",
    "akomantoso": '<akomaNtoso><act><preface><longTitle><p>A law</p></longTitle></preface><body><section><num>I</num><article><num>Art. 1</num><paragraph><num>1.</num><list>'
    "<point><num>(a)</num><content><p>float<authorialNote><p>n</p></authorialNote></p></content></point></list></paragraph><ol><li>x</li></ol></article></section></body>"
    '<attachments><attachment><documentRef showAs="Annex"/></attachment></attachments></act></akomaNtoso>',
    "xhtml": '<html><body><p class="oj-hd-lg">EN</p><p class="oj-doc-ti">REGULATION (EU) 2020/7</p><p class="oj-normal">THE COUNCIL,</p><p class="oj-normal">Whereas:</p>'
    '<table><tr><td>(1)</td><td><p>Boats <a href="#n1">(1)</a>.</p></td></tr></table><p class="oj-normal">HAS ADOPTED:</p><p class="oj-ti-section-1">CHAPTER I</p><div id="art_1"><p class="oj-ti-art">Article 1</p>'
    '<p class="oj-normal">1.   They:</p><table><tr><td>(a)</td><td><p>‘float;</p></td></tr></table><div class="norm"><span class="no-parag">2.</span><div>x</div></div></div>'
    '<p class="oj-doc-ti">ANNEX</p><table class="oj-table"><tr><td>1</td><td>2</td></tr></table><p class="oj-note"><a id="n1">(1)</a> n</p></body></html>',
    "oldpage": '<html><body><div id="TexteOnly"><p>DIRECTIVE 90/1/EEC</p><p>THE COUNCIL,</p><p>Whereas:</p><p>(1) Boats.</p><p>HAS ADOPTED THIS DIRECTIVE:</p><p>TITLE I</p><p>Article 1</p><p>Terms</p>'
    "<p>1. They:</p><p>(a) float;</p><p>(i) so;</p><p>- sail.</p><p>Done at Paris</p><p>ANNEX</p><p>-------</p><p>(1) n</p></div></body></html>",
    "proposal": '<html><body><p class="Statut">Proposal for a</p><p class="Typedudocument">REGULATION</p><p class="Normal">why</p><p class="Institutionquiagit">THE COUNCIL,</p><p class="li ManualConsidrant"><span class="num">(1)</span>x</p>'
    '<p class="Formuledadoption">HAS ADOPTED:</p><p class="SectionTitle">TITLE I</p><p class="Titrearticle">Article 1<br/>Terms</p><p class="li Point0"><span class="num">1.</span>They:</p><p class="li Point1"><span class="num">(a)</span>float.</p>'
    '<p class="Annexetitre">ANNEX I</p><table><tr><td>1</td><td>2</td></tr></table><dl><dd id="footnote1">(1) n</dd></dl></body></html>',
    "jsonact": '{"full_name": "Act", "celex_id": "32020R0007", "recitals": [{"recital_number": 1, "text": "Boats."}], "articles": [{"number": "1", "title": "Terms", "text": "1.\\n\\nThey:\\n\\n(a)\\n\\nfloat \\u2019;\\n\\n▼B"}]}',
    "eurlex": "L 1/1\nREGULATION (EU) 2020/7\nTHE COUNCIL,\nWhereas:\n(1)\nBoats.\n(2)\nSails.\nHAS ADOPTED THIS REGULATION:\nArticle 1\nTerms\n1.   They:\n(a)\nfloat;\n—\nsail.\nDone at Paris.\nANNEX\nx\n",
    "journal": "DECISION 1/2020\n\nTHE COUNCIL,\n\nWhereas:\n\n(1) Boats.\n\nHAS DECIDED:\n\nArticle 1\n\nBoats\n\n1. They:\n\n(a) float;\n\n(b) sail (1).\n\n(1) n\n\nArticle 2\n\nTerm\n\nEnd.\n\nDone at Paris\n\nANNEX I\n\nx\n",
    "plain": "AGREEMENT\n\nPREAMBLE The Parties, Recalling boats,\n\nPART I BOATS\n\nArticle 1\n\nTerms\n\n1. They (a) float;\n\n(b) sail.\n\nArticle 2\n\nEnd.\n\nANNEX I\n\nx\n",
    "resolutions": "A/RES/1/2\nResolution adopted by the General Assembly on 1 August 2023\n1/2. Boats\nThe General Assembly, Recalling boats,\n1. Decides;\n2. Requests.\n",
}
PIECES = ["<", ">", "</p>", "<p>", '"', "&", "&nbsp;", "&#0;", "&x;", "<table>", "<tr><td>", "</div>", "(a)", "1. ", "ANNEX", "‘", "’;", "\\u12", "[", "{", "\n", "—", "<!--",
          "<![CDATA[", "<?x", "Article 2", "<NOTE>", "<QUOT.S>", "<LIST>", "</LIST>", "\x00", "é", "(1)", "TITLE I"]  # fmt: skip


def sound(document: Document) -> None:
    """Raise AssertionError where two parts have one path, a path makes no id, or a part stands nowhere."""
    paths = {node.path for node in document.nodes}
    size = len(source.decode(document.source))
    assert len(paths) == len(document.nodes)
    for node in document.nodes:
        assert names.is_compact(f"document:0:{node.path}")
        assert node.parent is None or node.parent in paths
        assert 0 <= node.chars[0] <= node.chars[1] <= size


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b'<?xml version="1.0"?><!DOCTYPE ACT [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><ACT><BIB.INSTANCE/>&b;</ACT>', "declares the entity"),
        (b'<?xml version="1.0"?><!DOCTYPE ACT [<!ENTITY a SYSTEM "file:///etc/passwd">]><ACT><BIB.INSTANCE/>&a;</ACT>', "declares the entity"),
        (b'<?xml version="1.0"?><!DOCTYPE ACT [<!ENTITY % a SYSTEM "http://x/y">%a;]><ACT><BIB.INSTANCE/></ACT>', "declares the entity"),
        (OPENING + b"<P>" * 5000 + b"</P>" * 5000 + CLOSING, "deep"),
        (PAGE + b"<div>" * 5000, "deep"),
        (OPENING + b"<ARTICLE><TI.ART>Article 1", "broken XML"),
        (OPENING + b"<P></Q>" + CLOSING, "broken XML"),
        (OPENING + b"&unknown;" + CLOSING, "broken XML"),
        (b'<?xml version="1.0" encoding="utf-8"?><ACT><BIB.INSTANCE/><P>caf\xe9</P></ACT>', "broken utf-8"),
        (OPENING + b"\x00" + CLOSING, "binary data"),
        (OPENING + b"PK\x03\x04" + CLOSING, "binary data"),
        (b"PK\x03\x04" + OPENING, "zip"),
        (b'{"articles": [' + b"[" * 5000, "too deep"),
        (b"", "empty"),
    ],
    ids=["entity bomb", "file entity", "remote entity", "deep XML", "deep HTML", "cut off", "crossed", "unknown entity", "wrong encoding", "NUL", "zip inside", "zip", "deep JSON", "empty"],
)  # fmt: skip
def test_a_bad_file_gets_one_clear_error(data: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says) as error:
        parse(source.from_bytes(data, "bad.xml"))
    assert str(error.value).startswith("bad.xml")


def test_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(element, "SIZE", 1000)
    monkeypatch.setattr(sheet, "ROWS", 100)
    for data in (OPENING + b"<P/>" * 2000 + CLOSING, PAGE + b"<p>a</p>" * 200, PAGE + b"<" * 2000):
        with pytest.raises(LimitError, match="more than"):
            parse(source.from_bytes(data, "bad.xml"))


def test_a_hundred_megabytes_of_one_line_are_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "line.txt"
    with path.open("wb") as file:
        file.truncate(100_000_000)  # takes no room on the disk
    began = time.monotonic()
    with pytest.raises(LimitError, match="has 100000000 bytes, more than"):
        read(path)
    assert time.monotonic() - began < 1


@pytest.mark.parametrize(
    ("head", "piece"),
    [("AGREEMENT\n\nArticle 1\n\n1. ", "The Parties shall cooperate under Article 1. "), ('<?xml version="1.0"?><ACT><BIB.INSTANCE/><P>', "word ")],
    ids=["text", "XML"],
)  # fmt: skip
def test_a_long_line_is_read_or_refused_in_bounded_time(head: str, piece: str) -> None:
    began = time.process_time()
    with suppress(InputError):
        document = parse(source.from_bytes((head + piece * (2_000_000 // len(piece))).encode(), "a"))
        citations.citations(document)
        norms.norms(document)
    assert time.process_time() - began < SECONDS


@pytest.mark.parametrize("piece", [b"<p ", b'<p "', b"<!--", b"<script>", b"&amp", b"<table>", b"(", b"</p>"], ids=repr)
def test_no_page_takes_long(piece: bytes) -> None:
    began = time.monotonic()
    with suppress(InputError):
        parse(source.from_bytes(PAGE + piece * (200_000 // len(piece)), "bad.html"))
    assert time.monotonic() - began < SECONDS


def test_an_entity_of_html_is_read_where_the_type_is_declared_elsewhere() -> None:
    text = '<?xml version="1.0"?><!DOCTYPE ACT SYSTEM "http://x/y.dtd"><ACT><BIB.INSTANCE/><TITLE><TI><P>caf&eacute; &amp; bar</P></TI></TITLE></ACT>'
    document = parse(source.from_bytes(text.encode(), "a.xml"))
    assert document.metadata.title == "café & bar"


@pytest.mark.parametrize("encoding", ["iso-8859-1", "windows-1252", "utf-16"])
def test_a_declared_encoding_is_followed(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><ACT><BIB.INSTANCE/><TITLE><TI><P>café</P></TI></TITLE></ACT>'
    assert parse(source.from_bytes(text.encode(encoding), "a.xml")).metadata.title == "café"


@pytest.mark.parametrize("name", SAMPLES)
def test_each_sample_is_read(name: str) -> None:
    assert parse(source.from_bytes(SAMPLES[name].encode(), "a"), as_=name).nodes


@settings(max_examples=60, deadline=None)
@given(data=st.data())
@pytest.mark.parametrize("name", SAMPLES)
def test_no_change_of_a_file_breaks_its_parser(name: str, data: st.DataObject) -> None:
    text = SAMPLES[name]
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.sampled_from([0, 1, 5, 40, 400])))
        text = text[:start] + data.draw(st.sampled_from(["", text[start:end] * 2, *PIECES])) + text[end:]
    try:
        document = parse(source.from_bytes(text.encode(), "a"), as_=name)
    except InputError:
        return
    sound(document)


def test_a_footnote_whose_id_has_blanks_gets_a_path_without() -> None:
    broken = SAMPLES["proposal"].replace('"footnote1">(1) n', '"footnotep><p class=a">n')
    document = parse(source.from_bytes(broken.encode(), "a"), as_="proposal")
    sound(document)
    assert "fn-p><p-class=a" in {node.path for node in document.nodes}


def test_a_text_of_the_journal_may_end_with_the_heading_of_an_article() -> None:
    text = "DECISION 1/2020\n\nTHE COUNCIL,\n\nHAS DECIDED:\n\nArticle 1\n\nBoats\n\nThey float.\n\nArticle 2\n\nTerm"
    document = parse(source.from_bytes(text.encode(), "a"), as_="journal")
    assert {node.path: node.heading for node in document.nodes if node.kind == "article"}["2"] == "Term"
