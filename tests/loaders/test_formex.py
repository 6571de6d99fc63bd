"""Formex: acts, amending acts, consolidated acts, annexes, and documents of several files."""

from __future__ import annotations

import hashlib
import zipfile
from typing import TYPE_CHECKING

import pytest

from concordat.errors import InputError, LimitError
from concordat.loaders import package, quads, source
from concordat.loaders.read import parse, read

if TYPE_CHECKING:
    from pathlib import Path

    from concordat.loaders.document import Document, Node

ACT = """<?xml version="1.0" encoding="UTF-8"?>
<ACT><BIB.INSTANCE><DOCUMENT.REF FILE="L_2020001EN.01000101.doc.xml"><PAGE.FIRST>1</PAGE.FIRST></DOCUMENT.REF>
<DATE ISO="20200102">20200102</DATE><LG.DOC>EN</LG.DOC><PAGE.FIRST>1</PAGE.FIRST><PAGE.SEQ>1</PAGE.SEQ></BIB.INSTANCE>
<TITLE><TI><P><HT TYPE="UC">Regulation</HT> (EU) 2020/7 <HT TYPE="UC">of the Council</HT></P><P>of <DATE ISO="20200102">2 January 2020</DATE></P>
<P>on boats, amending Regulation (EU) 2015/9</P></TI></TITLE>
<PREAMBLE><PREAMBLE.INIT>THE COUNCIL,</PREAMBLE.INIT><GR.VISA><VISA>Having regard to boats<NOTE NOTE.ID="E1"><P>A note.</P></NOTE>,</VISA></GR.VISA>
<GR.CONSID><GR.CONSID.INIT>Whereas:</GR.CONSID.INIT><CONSID><NP><NO.P>(1)</NO.P><TXT>Boats float.</TXT><P>They sail.</P></NP></CONSID></GR.CONSID>
<PREAMBLE.FINAL>HAS ADOPTED THIS REGULATION:</PREAMBLE.FINAL></PREAMBLE>
<ENACTING.TERMS><DIVISION><TITLE><TI><P>CHAPTER I</P></TI><STI><P>Boats</P></STI></TITLE>
<ARTICLE IDENTIFIER="001"><TI.ART>Article 1</TI.ART><STI.ART>Terms</STI.ART><ALINEA><P>In this Regulation:</P><LIST TYPE="ARAB">
<ITEM><NP><NO.P>(1)</NO.P><TXT><QUOT.START CODE="2018"/>boat<QUOT.END CODE="2019"/> means a thing that is:</TXT><P><LIST TYPE="alpha">
<ITEM><NP><NO.P>(a)</NO.P><TXT>long;</TXT></NP></ITEM><ITEM><NP><NO.P>(b)</NO.P><TXT>wet.</TXT></NP></ITEM></LIST></P></NP></ITEM></LIST></ALINEA></ARTICLE>
<ARTICLE IDENTIFIER="001A"><TI.ART>Article 1a</TI.ART><PARAG IDENTIFIER="001A.001"><NO.PARAG>1.</NO.PARAG><ALINEA>Boats float.</ALINEA>
<ALINEA><P>They have:</P><LIST TYPE="alpha"><ITEM><NP><NO.P>(a)</NO.P><TXT>a mast;</TXT></NP></ITEM></LIST></ALINEA></PARAG></ARTICLE>
<ARTICLE IDENTIFIER="002"><TI.ART>Article 2</TI.ART><ALINEA><P>Regulation (EU) 2015/9 is amended:</P><LIST TYPE="ARAB">
<ITEM><NP><NO.P>(1)</NO.P><TXT>this is put in:</TXT><P><QUOT.S LEVEL="1"><ARTICLE IDENTIFIER="005A"><TI.ART><QUOT.START CODE="2018"/>Article 5a</TI.ART>
<PARAG><NO.PARAG>1.</NO.PARAG><ALINEA>Rafts too.<QUOT.END CODE="2019"/></ALINEA></PARAG></ARTICLE></QUOT.S>;</P></NP></ITEM>
<ITEM><NP><NO.P>(2)</NO.P><TXT>that goes out.</TXT></NP></ITEM></LIST></ALINEA></ARTICLE></DIVISION></ENACTING.TERMS>
<FINAL><P>It binds all.</P><SIGNATURE><PL.DATE><P>Done at Paris, <DATE ISO="20200102">2 January 2020</DATE>.</P></PL.DATE>
<SIGNATORY><P>A. NAME</P></SIGNATORY></SIGNATURE></FINAL></ACT>
"""

ANNEX = """<?xml version="1.0" encoding="UTF-8"?>
<ANNEX><BIB.INSTANCE><DOCUMENT.REF FILE="L_2020001EN.01000101.doc.xml"><PAGE.FIRST>1</PAGE.FIRST></DOCUMENT.REF><LG.DOC>EN</LG.DOC>
<PAGE.FIRST>9</PAGE.FIRST><PAGE.SEQ>2</PAGE.SEQ></BIB.INSTANCE>
<TITLE><TI><P>ANNEX II</P></TI><STI><P>Correlation table</P></STI></TITLE><CONTENTS><P>Old and new.</P>
<TBL><CORPUS><ROW><CELL><P>Article 1</P></CELL><CELL><P>Article 3</P></CELL></ROW></CORPUS></TBL>
<TBL><CORPUS><ROW><CELL>Article 1</CELL><CELL/><CELL>Article 3</CELL></ROW><ROW><CELL>Article 2</CELL></ROW></CORPUS></TBL></CONTENTS></ANNEX>
"""

DOC = """<?xml version="1.0" encoding="UTF-8"?>
<DOC><BIB.DOC><AUTHOR>CS</AUTHOR></BIB.DOC><FMX><DOC.MAIN.PUB><LG.DOC>EN</LG.DOC><LEGAL.VALUE>REG</LEGAL.VALUE>
<REF.PHYS FILE="L_2020001EN.01000101.xml" TYPE="DOC.XML"/></DOC.MAIN.PUB>
<DOC.SUB.PUB><REF.PHYS FILE="L_2020001EN.01000902.xml" TYPE="DOC.XML"/></DOC.SUB.PUB></FMX>
<PAPER><VOLUME.PAPER><ITEM.VOLUME><TITLE><TI><P>Regulation (EU) 2020/7 of 2 January 2020 on boats</P></TI></TITLE></ITEM.VOLUME></VOLUME.PAPER></PAPER></DOC>
"""

CONSOLIDATED = """<?xml version="1.0" encoding="UTF-8"?>
<CONS.ACT><INFO.CONSLEG CONSLEG.REF="2020R0007"/><CONS.DOC><BIB.INSTANCE><LG.DOC>FR</LG.DOC></BIB.INSTANCE>
<FAM.COMP LEG.VAL="REG"><BIB.DATA><NO.CELEX>32020R0007</NO.CELEX></BIB.DATA><GR.MOD.ACT><MOD.ACT><BIB.DATA><NO.CELEX>32021R0008</NO.CELEX>
<TITLE><TI><P>Un acte qui change</P></TI></TITLE></BIB.DATA></MOD.ACT></GR.MOD.ACT></FAM.COMP>
<TITLE><TI><P>Règlement (UE) 2020/7 du 2 janvier 2020 sur les bateaux</P></TI></TITLE><PREAMBLE><PREAMBLE.INIT/></PREAMBLE>
<ENACTING.TERMS><ARTICLE IDENTIFIER="006A"><TI.ART>Article 6 bis</TI.ART><ALINEA>Les bateaux flottent.</ALINEA></ARTICLE></ENACTING.TERMS></CONS.DOC></CONS.ACT>
"""


def _read(text: str) -> Document:
    return parse(source.from_bytes(text.encode(), "a.xml"))


def _nodes(document: Document) -> dict[str, Node]:
    return {node.path: node for node in document.nodes}


def test_an_act_is_read_to_its_points() -> None:
    document = _read(ACT)
    assert {node.path: (node.parent, node.kind) for node in document.nodes} == {
        "title": (None, "title"),
        "formula-1": (None, "formula"),
        "visa-1": (None, "visa"),
        "fn-1": ("visa-1", "footnote"),
        "recitals": (None, "heading"),
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
    }


def test_words_are_as_printed() -> None:
    nodes = _nodes(_read(ACT))
    assert nodes["rct/1"].text == "Boats float. They sail."
    assert nodes["1/1"].text == "‘boat’ means a thing that is:"
    assert nodes["1"].text == "In this Regulation:"
    assert (nodes["ch-1"].label, nodes["ch-1"].heading) == ("CHAPTER I", "Boats")


def test_provisions_written_into_another_act_are_words() -> None:
    nodes = _nodes(_read(ACT))
    assert nodes["2/1"].text == "this is put in: ‘Article 5a 1. Rafts too.’ ;"
    assert "5a" not in nodes


def test_places_are_those_of_the_file() -> None:
    nodes = _nodes(_read(ACT.replace("Boats float.", "Bœufs — float.", 1)))
    for path, words in (("1a/1/a", "a mast;"), ("rct/1", "Bœufs — float.")):
        start, end = nodes[path].chars
        assert words in ACT.replace("Boats float.", "Bœufs — float.", 1)[start:end]


def test_the_record_of_an_act() -> None:
    data = _read(ACT).metadata
    assert (data.instrument, data.kind, data.language, data.dates) == ("celex:32020R0007", "Regulation", "en", (("adopted", "2020-01-02"),))
    assert data.relations == (("amends", "celex:32015R0009"),)
    assert not data.consolidated


def test_a_consolidated_act_says_so() -> None:
    document = _read(CONSOLIDATED)
    assert document.metadata.consolidated
    assert document.metadata.relations == (("amended_by", "celex:32021R0008"),)
    assert _nodes(document)["6a"].text == "Les bateaux flottent."
    triples = [str(term) for triple in quads.triples(document) for term in triple]
    assert "http://data.europa.eu/eli/ontology#amended_by" in triples
    assert any(term.endswith("ontology#consolidated") for term in triples)


@pytest.mark.parametrize("names", [("L_2020001EN.01000101.xml", "L_2020001EN.01000902.xml"), ("main.xml", "annex.xml")], ids=["named", "renamed"])
def test_a_document_of_several_files(tmp_path: Path, names: tuple[str, str]) -> None:
    for name, text in zip(("a.doc.xml", *names), (DOC, ACT, ANNEX), strict=True):
        (tmp_path / name).write_text(text, encoding="utf-8")
    document = read(tmp_path / "a.doc.xml")
    nodes = _nodes(document)
    assert nodes["1a/1/a"].text == "a mast;"
    assert (nodes["annex-2"].heading, nodes["annex-2/al-2"].text) == ("Correlation table", "Article 1 | Article 3")
    # rows whose cells hold words alone are rows too, and an empty cell keeps its place
    assert [nodes[f"annex-2/al-{n}"].text for n in (3, 4)] == ["Article 1 | | Article 3", "Article 2"]
    assert document.metadata.author == "Council of the European Union"
    assert not document.warnings


def test_a_document_whose_files_are_not_there_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.doc.xml").write_text(DOC, encoding="utf-8")
    document = read(tmp_path / "a.doc.xml")
    assert [node.path for node in document.nodes] == ["title"]
    assert "2 of the files" in document.warnings[0]


def test_no_file_outside_the_folder_is_read(tmp_path: Path) -> None:
    (tmp_path / "secret.xml").write_text(ACT, encoding="utf-8")
    inside = tmp_path / "in"
    inside.mkdir()
    (inside / "a.doc.xml").write_text(DOC.replace("L_2020001EN.01000101.xml", "../secret.xml"), encoding="utf-8")
    assert [node.path for node in read(inside / "a.doc.xml").nodes] == ["title"]


def test_the_languages_share_one_tree() -> None:
    greek = ACT.replace("<LG.DOC>EN", "<LG.DOC>EL").replace("(a)", "α)").replace("(b)", "β)").replace("Article 1a", "Άρθρο 1α").replace("CHAPTER", "ΚΕΦΑΛΑΙΟ")
    assert [(node.path, node.kind) for node in _read(greek).nodes] == [(node.path, node.kind) for node in _read(ACT).nodes]


def test_a_corrigendum_has_its_words() -> None:
    text = '<?xml version="1.0"?><CORR><BIB.INSTANCE><LG.DOC>EN</LG.DOC></BIB.INSTANCE><TITLE><TI><P>Corrigendum to a text</P></TI></TITLE>'
    document = _read(text + "<CONTENTS.CORR><P>On page 3, read otherwise.</P></CONTENTS.CORR></CORR>")
    assert _nodes(document)["al-1"].text == "On page 3, read otherwise."


def test_broken_xml_names_its_line() -> None:
    with pytest.raises(InputError, match=r"a\.xml:\d+: broken XML"):
        _read(ACT.replace("</GR.VISA>", ""))


def test_headed_recitals_and_loose_numbers() -> None:
    text = ACT.replace("<CONSID><NP>", "<DIV.CONSID><TITLE><TI><P>Boats</P></TI></TITLE><CONSID><NP>").replace("</CONSID></GR.CONSID>", "</CONSID></DIV.CONSID><CONSID>(2) Rafts float.</CONSID></GR.CONSID>")
    nodes = _nodes(_read(text))
    assert (nodes["rct/2"].label, nodes["rct/2"].text) == ("(2)", "Rafts float.")
    assert nodes["head-1"].text == "Boats"
    assert "Boats" not in nodes["title"].text


def test_the_preamble_of_an_agreement() -> None:
    text = '<?xml version="1.0"?><AGR><BIB.INSTANCE><LG.DOC>EN</LG.DOC></BIB.INSTANCE><TITLE><TI><P>Agreement on boats</P></TI></TITLE><PREAMBLE.GEN><P>DESIRING to sail,</P></PREAMBLE.GEN>'
    nodes = _nodes(_read(text + "<ENACTING.TERMS><ARTICLE><TI.ART>ARTICLE 1</TI.ART><ALINEA>Boats float.</ALINEA></ARTICLE></ENACTING.TERMS></AGR>"))
    assert list(nodes) == ["title", "preamble", "preamble/al-1", "1"]


# the same files in an archive, as the Publications Office hands them out


def bundle(path: Path, files: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


FILES = {"L_2020001EN.01000101.doc.xml": DOC, "L_2020001EN.01000101.xml": ACT, "L_2020001EN.01000902.xml": ANNEX}


@pytest.mark.parametrize("folder", ["", "act/"], ids=["flat", "in a folder"])
def test_an_archive_gives_what_its_files_give(tmp_path: Path, folder: str) -> None:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    unpacked = read(tmp_path / "L_2020001EN.01000101.doc.xml")
    packed = read(bundle(tmp_path / "act.zip", {f"{folder}{name}": text for name, text in {"image.tif": b"II", **FILES}.items()}))
    assert packed.source.sha256 == unpacked.source.sha256
    assert packed.nodes == unpacked.nodes
    assert any(node.kind == "annex" for node in packed.nodes)


def test_an_archive_of_one_file_gives_that_file(tmp_path: Path) -> None:
    packed = read(bundle(tmp_path / "act.zip", {"a.xml": ACT, "a.toc.xml": "<TOC/>"}))
    assert packed.source.sha256 == hashlib.sha256(ACT.encode()).hexdigest()


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"a.xml": ACT, "b.xml": ACT}, "holds 2 documents"),
        ({"a.doc.xml": DOC, "b.doc.xml": DOC}, "holds 2 documents"),
        ({"a.xml": b"PK\x03\x04"}, "a.xml: the archive is damaged"),
        ({"a.xml": "<ACT>\x00</ACT>"}, "a.xml:1: binary data"),
        ({"a.xml": b" " * 70_000_000}, "a.xml unpacks to more than"),
        ({"a.txt": "words"}, "no Word document and no Formex document"),
        ({f"{n}.xml": ACT for n in range(301)}, "holds 301 XML files"),
    ],
    ids=["two acts", "two lists", "an archive inside", "NUL", "a bomb", "no XML", "many files"],
)
def test_an_archive_of_something_else_gets_one_clear_error(tmp_path: Path, files: dict[str, str | bytes], says: str) -> None:
    with pytest.raises(InputError, match=says):
        read(bundle(tmp_path / "act.zip", files))


def test_an_archive_that_is_too_large_together_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "LIMIT", 100)
    with pytest.raises(LimitError, match="unpacks to more than 100 bytes"):
        read(bundle(tmp_path / "act.zip", {"a.doc.xml": DOC, "a.xml": ACT}))


DELETED = CONSOLIDATED.replace(
    "<ENACTING.TERMS>",
    """<ENACTING.TERMS><ARTICLE IDENTIFIER="001"><TI.ART>Article premier</TI.ART><PARAG IDENTIFIER="001.001"><NO.PARAG>1.</NO.PARAG>
<ALINEA>Un bateau <?CLG.MDFO ID="O3" IDREF="C3" ACTION="DELETED" LEVEL="TEXT"?>neuf <?CLG.MDFC ID="C3" IDREF="O3"?>flotte.</ALINEA></PARAG>
<?CLG.MDFO ID="O1" IDREF="C1" ACTION="DELETED" LEVEL="STRUCTURE"?><PARAG IDENTIFIER="001.002"><NO.PARAG>2.</NO.PARAG>
<ALINEA>Il rame.</ALINEA></PARAG><?CLG.MDFC ID="C1" IDREF="O1"?></ARTICLE>
<?CLG.MDFO ID="O2" IDREF="C2" ACTION="DELETED" LEVEL="STRUCTURE"?><ARTICLE IDENTIFIER="002"><TI.ART>Article 2</TI.ART>
<STI.ART>Rames</STI.ART><ALINEA>Les rames restent.</ALINEA></ARTICLE><?CLG.MDFC ID="C2" IDREF="O2"?>""",
)


def test_what_was_deleted_is_not_read_as_law() -> None:
    document = _read(DELETED)
    nodes = _nodes(document)
    assert "1/2" not in nodes
    assert nodes["1/1"].text == "Un bateau flotte."
    assert (nodes["2"].heading, nodes["2"].text) == ("Rames", "")
    assert [(variant.path, variant.text, variant.status) for variant in document.variants] == [("2", "Les rames restent.", "before-changes")]
    assert document.warnings[0].startswith("article 2: deleted")
    assert DELETED[slice(*nodes["6a"].chars)].startswith("Article 6 bis")


def test_a_list_of_definitions_has_its_numbers() -> None:
    terms = "".join(
        f"<DLIST.ITEM><PREFIX>{number}.</PREFIX><TERM><QUOT.START CODE=\"00AB\"/>{term}<QUOT.END CODE=\"00BB\"/></TERM>"
        f"<DEFINITION>{words}</DEFINITION></DLIST.ITEM>"
        for number, term, words in ((1, "quai", "un mur;"), (2, "port", "des quais."))
    )
    nodes = _nodes(_read(CONSOLIDATED.replace("Les bateaux flottent.", f'<P>On entend par:</P><DLIST SEPARATOR=":">{terms}</DLIST>')))
    assert [(path, node.label, node.text) for path, node in nodes.items() if path.startswith("6a/")] == [
        ("6a/1", "1.", "«quai»: un mur;"), ("6a/2", "2.", "«port»: des quais."),
    ]  # fmt: skip
