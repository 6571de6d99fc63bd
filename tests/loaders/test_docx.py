"""DOCX: words, counted numbers, notes and tracked changes; and archives that are none of that."""

from __future__ import annotations

import io
import time
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concordat.errors import InputError, LimitError
from concordat.graph.names import CDT, concept
from concordat.loaders import archive, docx, source
from concordat.loaders.document import Document
from concordat.loaders.quads import triples
from concordat.loaders.read import parse

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
BY = 'w:id="1" w:author="Norland" w:date="2024-05-01T00:00:00Z"'


def p(*runs: str, level: tuple[int, int] | None = None, style: str = "", mark: str = "") -> str:
    """Return a paragraph of runs; words alone become a run."""
    number = f'<w:numPr><w:ilvl w:val="{level[1]}"/><w:numId w:val="{level[0]}"/></w:numPr>' if level else ""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    marked = f"<w:rPr><w:{mark} {BY}/></w:rPr>" if mark else ""
    return f"<w:p><w:pPr>{named}{number}{marked}</w:pPr>{''.join(run if run.startswith('<') else r(run) for run in runs)}</w:p>"


def r(words: str, tag: str = "t") -> str:
    return f'<w:r><w:{tag} xml:space="preserve">{words}</w:{tag}></w:r>'


def ins(words: str) -> str:
    return f"<w:ins {BY}>{r(words)}</w:ins>"


def deleted(words: str) -> str:
    return f"<w:del {BY}>{r(words, 'delText')}</w:del>"


def made(*blocks: str, numbering: str = "", styles: str = "", footnotes: str = "", space: str = W) -> bytes:
    """Return a Word document."""
    parts = {"document": f"<w:body>{''.join(blocks)}</w:body>", "numbering": numbering, "styles": styles, "footnotes": footnotes}
    relations = "".join(f'<Relationship Id="r{kind}" Type="{RELATION}/{kind}" Target="{kind}.xml"/>' for kind, body in parts.items() if body)
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "_rels/.rels", f'<Relationships><Relationship Id="r" Type="{RELATION}/officeDocument" Target="/word/document.xml"/></Relationships>'
        )
        archive.writestr("word/_rels/document.xml.rels", f"<Relationships>{relations}</Relationships>")
        for kind, body in parts.items():
            archive.writestr(f"word/{kind}.xml", f'<w:{kind} xmlns:w="{space}">{body}</w:{kind}>')
    return found.getvalue()


def text_of(data: bytes) -> str:
    return docx.taken(data, "a.docx")[0]


def lines(*blocks: str, **parts: str) -> list[str]:
    return [line for line in text_of(made(*blocks, **parts)).split("\n") if line]


def act(*middle: str) -> Document:
    blocks = (
        p("DÉCISION (UE) 2021/1 DU CONSEIL du 3 mars 2021 relative à un essai"), p("LE CONSEIL DE L’UNION EUROPÉENNE,"),
        p("vu le traité sur le fonctionnement de l’Union européenne,"), p("considérant ce qui suit:"), p("(1) Un motif."),
        p("A ADOPTÉ LA PRÉSENTE DÉCISION:"), p("Article premier"), *middle, p("Article 2"), p("La décision entre en vigueur."),
        p("Fait à Bruxelles, le 3 mars 2021."),
    )  # fmt: skip
    return parse(source.from_bytes(made(*blocks), "act.docx"))


LEVELS = (
    '<w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="Article %1"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>'
)

# words


def test_an_act_has_its_tree() -> None:
    document = act(p("1. Un alinéa."), p("2. Un autre:"), p("a) un point;"), p("b) un point."))
    assert [node.path for node in document.nodes if node.kind in ("recital", "article", "paragraph", "point")] == [
        "rct/1", "1", "1/1", "1/2", "1/2/a", "1/2/b", "2",
    ]  # fmt: skip
    assert document.source.media_type == docx.MEDIA_TYPE
    assert document.metadata.instrument == "celex:32021D0001"
    assert (document.variants, document.warnings) == ((), ())


@pytest.mark.parametrize("space", [W, STRICT], ids=["transitional", "strict"])
def test_words_are_read_through_everything_that_wraps_them(space: str) -> None:
    linked = f"<w:hyperlink>{r('link')}</w:hyperlink>"
    control = f"<w:sdt><w:sdtContent>{p('kept ', linked)}</w:sdtContent></w:sdt>"
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>"
    field = "<w:r><w:instrText>PAGE</w:instrText></w:r>"
    signs = "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:noBreakHyphen/><w:t>c</w:t><w:softHyphen/><w:t>d</w:t><w:br/><w:t>e</w:t></w:r>"
    twice = "<mc:AlternateContent xmlns:mc='urn:mc'><mc:Choice><w:r><w:t>once</w:t></w:r></mc:Choice><mc:Fallback><w:r><w:t>once</w:t></w:r></mc:Fallback></mc:AlternateContent>"
    assert lines(control, p("no ", hidden, field), p(signs), p(twice), space=space) == ["kept link", "no ", "a\tb-cd", "e", "once"]


def test_a_row_of_a_table_is_a_line() -> None:
    def row(*cells: str) -> str:
        return f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"

    table = f"<w:tbl>{row(p('Article 1'), p('Article 2') + p('and 3'))}{row(p('(a)'), p('words'))}</w:tbl>"
    assert lines(p("before"), table, p("after")) == ["before", "Article 1\tArticle 2 and 3", "(a)\twords", "after"]


def test_notes_stand_behind_their_paragraph() -> None:
    note = '<w:footnote w:id="{}">{}</w:footnote>'
    notes = note.format(-1, p("---")) + note.format(2, p("JO L 1.")) + note.format(5, p("JO L 2."))
    mark = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    found = text_of(made(p("first", mark.format(5), "."), p("second", mark.format(2)), p("third"), footnotes=notes))
    assert found.split("\n\n") == ["first (1).", "(1) JO L 2. ", "\fsecond (2)", "(2) JO L 1. ", "\fthird", ""]


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        ("lowerLetter", "(%3)", ["(a)", "(b)"]), ("upperLetter", "%3)", ["A)", "B)"]), ("lowerRoman", "(%3)", ["(i)", "(ii)"]),
        ("upperRoman", "%3", ["I", "II"]), ("decimal", "%1.%2.%3", ["1.1.1", "1.1.2"]), ("decimalZero", "%3", ["01", "02"]), ("bullet", "•", ["", ""]),
        ("unknown", "%3", ["1", "2"]),
    ],
)  # fmt: skip
def test_counted_numbers_are_written_out(form: str, text: str, expected: list[str]) -> None:
    blocks = [p("one", level=(1, 0)), p("two", level=(1, 1)), p("three", level=(1, 2)), p("four", level=(1, 2)), p("five", level=(1, 1)), p("six", level=(1, 0))]
    points = [f"{label} {words}".strip() for label, words in zip(expected, ("three", "four"), strict=True)]
    assert lines(*blocks, numbering=LEVELS.format(form, text)) == ["Article 1 one", "1. two", *points, "2. five", "Article 2 six"]


def test_numbers_come_from_styles_and_restart_where_told() -> None:
    styles = (
        '<w:style w:styleId="Base"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="Point"><w:basedOn w:val="Base"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="Loop"><w:basedOn w:val="Loop"/></w:style>'
    )
    blocks = [p("one", style="Base"), p("two", style="Point"), p("three", style="Loop"), p("four", level=(2, 0)), p("five", level=(1, 0)), p("six", level=(9, 0))]
    found = lines(*blocks, numbering=LEVELS.format("decimal", "%3"), styles=styles)
    assert found == ["Article 1 one", "1. two", "three", "Article 7 four", "Article 8 five", "six"]


# tracked changes


def test_changes_are_read_as_made_and_the_wording_before_is_kept() -> None:
    document = act(p("Data are kept for ", deleted("sixty"), ins("ninety"), " days."), p("Nothing changes."))
    changed = document.find("1/al-1")
    assert changed is not None
    assert changed.text == "Data are kept for ninety days."
    assert [(variant.path, variant.text, variant.status) for variant in document.variants] == [
        ("1/al-1", "Data are kept for sixty days.", "before-changes")
    ]
    assert {change.author for change in document.source.changes} == {"Norland"}
    assert document.warnings == ("2 tracked changes: read as made; 1 parts keep the wording before as a variant",)


def test_the_wording_before_stands_in_the_graph_of_the_document() -> None:
    document = act(p("Data are kept for ", deleted("sixty"), ins("ninety"), " days."))
    found = set(triples(document))
    [(variant, _, provision)] = [triple for triple in found if triple[1] == CDT.variantOf]
    assert str(provision).endswith("/celex/32021D0001/1")
    assert (variant, CDT.variantStatus, concept("variant-status", "before-changes")) in found
    [words] = [subject for subject, predicate, object_ in found if (predicate, object_) == (CDT.passageOf, variant)]
    assert [str(o) for s, q, o in found if (s, q) == (words, CDT.text)] == ["Data are kept for sixty days."]
    assert "Norland" not in "".join(str(term) for triple in found for term in triple)


def test_a_paragraph_that_comes_or_goes() -> None:
    data = made(p("one"), p(ins("new"), mark="ins"), p(deleted("old"), mark="del"), p("two"))
    text, changes = docx.taken(data, "a.docx")
    assert text == "one\n\nnew\n\ntwo\n\n"
    assert [(change.kind, change.words) for change in changes] == [("insertion", "new\n\n"), ("deletion", "old\n\n")]


def test_paragraphs_that_were_joined_are_one() -> None:
    assert lines(p("one ", mark="del"), p("two")) == ["one two"]


def test_what_was_inserted_and_deleted_again_never_stood() -> None:
    text, changes = docx.taken(made(p("kept", f"<w:ins {BY}>{deleted('never')}</w:ins>")), "a.docx")
    assert (text, changes) == ("kept\n\n", ())


def test_moved_words_stand_where_they_went() -> None:
    moved = p(f"<w:moveTo {BY}>{r('first. ')}</w:moveTo>", "second. ", f"<w:moveFrom {BY}>{r('first. ')}</w:moveFrom>")
    text, changes = docx.taken(made(moved), "a.docx")
    assert text == "first. second. \n\n"
    assert [change.kind for change in changes] == ["insertion", "deletion"]


def test_a_deleted_item_is_not_counted() -> None:
    blocks = [p("one", level=(1, 1)), p(deleted("gone"), level=(1, 1), mark="del"), p("two", level=(1, 1))]
    assert lines(*blocks, numbering=LEVELS.format("decimal", "%3")) == ["1. one", "2. two"]


words = st.text("ab .", min_size=1, max_size=5)
pieces = st.lists(st.tuples(st.sampled_from(["", "ins", "del"]), words), min_size=1, max_size=6)


@given(st.lists(pieces, min_size=1, max_size=4))
def test_undoing_the_changes_gives_what_was_there(paragraphs: list[list[tuple[str, str]]]) -> None:
    how = {"": r, "ins": ins, "del": deleted}
    data = made(p("start"), *(p(*(how[kind](run) for kind, run in runs)) for runs in paragraphs))
    text, changes = docx.taken(data, "a.docx")

    def stood(without: str) -> str:
        return "\n\n".join(["start", *("".join(run for kind, run in runs if kind != without) for runs in paragraphs), ""])

    assert text == stood("del")
    before, place = "", 0
    for change in changes:
        before += text[place : change.start] + (change.words if change.kind == "deletion" else "")
        place = change.end
    assert before + text[place:] == stood("ins")


# bad files


def zipped(**parts: bytes) -> bytes:
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, data in parts.items():
            opened.writestr(name.replace("__", "/"), data)
    return found.getvalue()


RELS = f'<Relationships><Relationship Type="{RELATION}/officeDocument" Target="d.xml"/></Relationships>'.encode()
BOMB = b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><a>&b;&b;&b;&b;</a>'


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b"PK\x03\x04 and nothing", "the archive is damaged", id="no archive"),
        pytest.param(made(p("one"))[:-30], "the archive is damaged", id="truncated"),
        pytest.param(zipped(a=b"text"), "a ZIP archive that is no Word document", id="another archive"),
        pytest.param(zipped(_rels__BAD=b""), "a ZIP archive that is no Word document", id="no relations"),
        pytest.param(zipped(**{"_rels/.rels": RELS, "d.xml": b"<document>"}), "d.xml: broken XML", id="truncated XML"),
        pytest.param(zipped(**{"_rels/.rels": RELS, "d.xml": b"<document>\0</document>"}), "d.xml: broken XML", id="NUL bytes"),
        pytest.param(zipped(**{"_rels/.rels": RELS, "d.xml": b"<a>" * 5000}), "d.xml: broken XML", id="deep nesting"),
        pytest.param(zipped(**{"_rels/.rels": RELS, "d.xml": BOMB}), "document type|broken XML", id="entity bomb"),
        pytest.param(zipped(**{"_rels/.rels": RELS, "d.xml": b"<document/>"}), "a Word document without text", id="no text"),
    ],
)
def test_what_is_no_document_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message) as raised:
        source.from_bytes(data, "a.docx")
    assert raised.value.do
    assert "a.docx" in str(raised.value)


def test_an_archive_that_swells_is_refused_before_it_is_unpacked() -> None:
    data = zipped(**{"_rels/.rels": RELS, "d.xml": b"<document>" + b" " * 200_000_000})
    assert len(data) < 1_000_000
    start = time.monotonic()
    with pytest.raises(LimitError, match="d.xml unpacks to more than"):
        source.from_bytes(data, "bomb.docx")
    assert time.monotonic() - start < 10


def test_an_archive_of_too_many_files_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "_PARTS", 3)
    with pytest.raises(LimitError, match="holds 5 files"):
        source.from_bytes(zipped(a=b"", b=b"", c=b"", d=b"", e=b""), "a.docx")


def test_an_old_or_protected_document_is_said() -> None:
    with pytest.raises(InputError, match="a Word document of the old form, or a protected one"):
        source.from_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.doc")


def test_long_paragraphs_take_little_time() -> None:
    data = made(p("word " * 1_000_000), *(p(ins("more "), deleted("less ")) for _ in range(3000)))
    start = time.monotonic()
    text, changes = docx.taken(data, "a.docx")
    assert (len(text) > 5_000_000, len(changes)) == (True, 6000)
    assert time.monotonic() - start < 20


WHOLE = made(p("one", level=(1, 0)), p(ins("two"), deleted("three")), numbering=LEVELS.format("decimal", "%3"), footnotes="<w:footnote/>")


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=20), st.integers(10, len(WHOLE)))
def test_a_mutated_file_is_read_or_refused(bytes_: list[tuple[int, int]], keep: int) -> None:
    data = bytearray(WHOLE)
    for place, value in bytes_:
        data[place] = value
    for whole in (bytes(data), bytes(data[:keep])):
        with suppress(InputError):
            source.from_bytes(b"PK\x03\x04" + whole[4:], "a.docx")


markup = st.recursive(
    st.sampled_from([r("word"), ins("new"), deleted("old"), "<w:br/>", "<w:tab/>", '<w:pPr><w:numPr><w:numId w:val="x"/><w:ilvl w:val="-1"/></w:numPr></w:pPr>']),
    lambda inner: st.builds(lambda tag, items: f"<w:{tag}>{''.join(items)}</w:{tag}>", st.sampled_from(["p", "tbl", "tr", "tc", "sdt", "ins", "del", "r", "foo"]), st.lists(inner, max_size=4)),
    max_leaves=20,
)  # fmt: skip


@given(st.lists(markup, max_size=5))
def test_any_markup_gives_text_or_one_error(blocks: list[str]) -> None:
    with suppress(InputError):
        text, changes = docx.taken(made(*blocks), "a.docx")
        assert all(0 <= change.start <= change.end <= len(text) for change in changes)
        assert [change.start for change in changes] == sorted(change.start for change in changes)
        assert all(text[change.start : change.end] == change.words for change in changes if change.kind == "insertion")
