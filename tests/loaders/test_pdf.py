"""PDF: printed pages are read as a person reads them. The pages are set by typst while the tests run."""

from __future__ import annotations

import re
import resource
import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from concordat.errors import InputError, LimitError
from concordat.loaders import glyphs, layout, pdf, source
from concordat.loaders.layout import Page, Run
from concordat.loaders.read import parse

LOCKED = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"3 0 obj<</Filter/Standard/V 1/R 2/P -4/O<" + b"41" * 32 + b">/U<" + b"42" * 32 + b">>>endobj\n"
    b"trailer<</Root 1 0 R/Encrypt 3 0 R/ID[<00><00>]/Size 4>>\n%%EOF"
)

Set = Callable[..., bytes]

WORDS = (
    "Les autorités compétentes des États membres se prêtent assistance pour la conservation rapide des données "
    "transfrontalières et pour la coopération internationale en matière de télécommunications, sans condition. "
)
ACT = (
    "DÉCISION (UE) 2021/1 DU CONSEIL du 3 mars 2021 relative à un essai",
    "LE CONSEIL DE L’UNION EUROPÉENNE,",
    "vu le traité d’essai,",
    "considérant ce qui suit:",
    f"(1) {WORDS * 4}",
    f"(2) {WORDS * 3}",
    "A ADOPTÉ LA PRÉSENTE DÉCISION:",
    "Article premier",
    "Objet",
    f"La présente décision est un essai. {WORDS * 2}",
    "Article 2",
    "Conservation",
    f"1. {WORDS * 5}",
    "2. Les États membres:",
    f"a) {WORDS.rstrip('. ')};",
    f"b) {WORDS * 6}",
    "Article 3",
    "Entrée en vigueur",
    f"La présente décision entre en vigueur. {WORDS}",
    "Fait à Bruxelles, le 3 mars 2021.",
)
PAGE = '#set page(paper: "a4"{more})\n#set text(lang: "fr", hyphenate: {hyphenate}, size: 10pt)\n#set par(justify: true)\n'
HEAD = ", header: [A/AC.291/12 #h(1fr) Journal officiel de l’Union européenne], footer: context align(center)[#counter(page).display()]"


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Set:
    """A way to print paragraphs: settings of the page, paragraphs -> PDF."""
    import typst

    folder = tmp_path_factory.mktemp("typst")

    def print_(*paragraphs: str, more: str = "", hyphenate: str = "true") -> bytes:
        path = folder / "page.typ"
        escaped = [re.sub(r"([#*_`$<>@\[\]])", r"\\\1", words).replace(". ", ".~", 1) for words in paragraphs]
        path.write_text(PAGE.format(more=more, hyphenate=hyphenate) + "\n\n".join(escaped), encoding="utf-8")
        return bytes(typst.compile(path))

    return print_


def text_of(data: bytes, name: str) -> str:
    return pdf.taken(data, name)[0]


def tree(data: bytes) -> list[tuple[str, str, str]]:
    """Return path, kind and words of each part of a document."""
    document = parse(source.from_bytes(data, "act"), as_="journal")
    return [(node.path, node.kind, " ".join(f"{node.heading or ''} {node.text}".split())) for node in document.nodes]


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("heads", ["", HEAD], ids=["bare", "with running heads"])
def test_a_printed_act_has_the_tree_of_its_text(printed: Set, columns: int, heads: str) -> None:
    assert tree(printed(*ACT, more=f", columns: {columns}{heads}")) == tree("\n\n".join(ACT).encode())


def test_words_cut_at_the_end_of_a_row_are_joined(printed: Set) -> None:
    data = printed(WORDS * 20, more=", columns: 2")
    words = text_of(data, "a").split()
    assert set(words) == set(WORDS.split())
    assert len(words) == len(WORDS.split()) * 20


def test_a_compound_keeps_its_hyphen() -> None:
    rows = ["le sous-comité siège avec un sous-", "comité et les télécommuni-", "cations; non-", "Membres"]
    page = Page(800, tuple(Run(row, 70, 700 - 12 * place, 500, 710 - 12 * place) for place, row in enumerate(rows)))
    assert layout.reading([page]).split("\n") == ["le sous-comité siège avec un sous-comité", "et les télécommunications;", "non-", "Membres", ""]


def test_running_heads_and_page_numbers_are_not_read(printed: Set) -> None:
    text = text_of(printed(*[WORDS * 8] * 12, more=HEAD), "a")
    assert text.count("\f") >= 1
    assert "A/AC.291/12" not in text
    assert "Journal officiel" not in text
    assert not re.search(r"^\f?\d+$", text, re.MULTILINE)


def test_what_only_looks_like_a_running_head_stays() -> None:
    # each page begins with another article, and ends with a number that is no page number
    pages = [f"#page[Article {number}\n\n{WORDS * 3}]" for number in (4, 7, 9)]
    text = text_of(_typst(pages), "a")
    assert re.findall(r"Article \d", text) == ["Article 4", "Article 7", "Article 9"]


def _typst(pages: list[str]) -> bytes:
    import typst

    return bytes(typst.compile("\n".join(pages).encode()))


def test_columns_are_read_one_after_the_other_in_whatever_order_they_were_printed() -> None:
    left = [Run(f"left {n}", 50, 700 - 12 * n, 280, 710 - 12 * n) for n in range(8)]
    right = [Run(f"right {n}", 310, 700 - 12 * n, 540, 710 - 12 * n) for n in range(8)]
    title = Run("across the page", 60, 720, 530, 730)
    mixed = tuple(run for pair in zip(left, right, strict=True) for run in pair)
    lines = [line for line in layout.reading([Page(800, (*mixed, title))]).splitlines() if line]
    assert lines == ["across the page", *(run.text for run in left), *(run.text for run in right)]


def test_labels_beside_their_paragraphs_are_no_column() -> None:
    runs = tuple(
        run for n in range(8) for run in (Run(f"({n})", 50, 700 - 12 * n, 62, 710 - 12 * n), Run("words", 90, 700 - 12 * n, 540, 710 - 12 * n))
    )
    assert layout.reading([Page(800, runs)]).splitlines() == [f"({n}) words" for n in range(8)]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_is_read_as_it_is_shown(turn: int, tmp_path: Path) -> None:
    import pypdfium2

    upright = _typst([PAGE.format(more="", hyphenate="true"), WORDS * 3])
    document = pypdfium2.PdfDocument(_typst([PAGE.format(more="", hyphenate="true"), f"#rotate(-{turn}deg, reflow: true)[{WORDS * 3}]"]))
    document[0].set_rotation(turn)
    document.save(tmp_path / "turned.pdf")
    document.close()
    assert text_of((tmp_path / "turned.pdf").read_bytes(), "a").split() == text_of(upright, "a").split()


# bad files


def test_a_scan_is_said() -> None:
    data = _typst(["#rect(width: 10cm, height: 10cm, fill: gray)"])
    with pytest.raises(InputError, match="scan.pdf: a PDF without text") as raised:
        source.from_bytes(data, "scan.pdf")
    assert "OCR" in str(raised.value.do)


def test_a_protected_file_is_said() -> None:
    with pytest.raises(InputError, match="protected by a password"):
        source.from_bytes(LOCKED, "locked.pdf")


@pytest.mark.parametrize("keep", [5, 20, 200, 1000])
def test_a_truncated_file_is_said(printed: Set, keep: int) -> None:
    with pytest.raises(InputError):
        source.from_bytes(printed(WORDS)[:keep], "cut.pdf")


def test_a_long_file_is_refused(printed: Set, monkeypatch: pytest.MonkeyPatch) -> None:
    data = printed(*[WORDS * 8] * 12)
    monkeypatch.setattr(glyphs, "_PAGES", 1)
    with pytest.raises(LimitError, match="pages, more than 1"):
        glyphs.pages_of(data, "long.pdf")
    monkeypatch.setattr(glyphs, "_PAGES", 100)
    monkeypatch.setattr(glyphs, "_CHARACTERS", 100)
    with pytest.raises(LimitError, match="more than 100 characters"):
        glyphs.pages_of(data, "long.pdf")


def _of(content: bytes, *, pages: int = 1) -> bytes:
    """Return a PDF whose pages all have one content, packed already."""
    kids = b"3 0 R " * pages
    return (
        b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[%s]/Count %d>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>endobj\n"
        b"4 0 obj<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%%%EOF"
    ) % (kids, pages, len(content), content)


def test_a_file_that_swells_is_ended_within_bounds() -> None:
    packed = zlib.compressobj(9)
    data = _of(b"".join(packed.compress(b" " * 10_000_000) for _ in range(150)) + packed.flush())
    assert len(data) < 2_000_000
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    start = time.monotonic()
    with pytest.raises(InputError, match=r"bomb\.pdf: "):
        source.from_bytes(data, "bomb.pdf")
    assert time.monotonic() - start < 60
    assert max(0, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss - before) < 1_200_000  # kilobytes


def test_a_file_of_too_many_pages_is_refused() -> None:
    with pytest.raises(LimitError, match=r"many\.pdf: the PDF has 6000 pages, more than 5000"):
        source.from_bytes(_of(zlib.compress(b" "), pages=6000), "many.pdf")


def test_a_reader_that_falls_is_an_error_of_the_file(printed: Set, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "__name__", "os", raising=False)  # its process then has nothing to answer with
    with pytest.raises(LimitError, match=r"a\.pdf: reading the PDF takes too much memory or time"):
        source.from_bytes(printed(WORDS), "a.pdf")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_mutated_file_is_read_or_refused(printed: Set, data: st.DataObject) -> None:
    whole = bytearray(printed(WORDS) if not _MADE else _MADE[0])
    _MADE[:] = [bytes(whole)]
    for _ in range(data.draw(st.integers(1, 30))):
        whole[data.draw(st.integers(5, len(whole) - 1))] = data.draw(st.integers(0, 255))
    start = time.monotonic()
    with suppress(InputError):
        assert layout.reading(glyphs.pages_of(bytes(whole), "a.pdf"))
    assert time.monotonic() - start < 5


_MADE: list[bytes] = []

runs = st.builds(
    lambda text, left, bottom, width, height: Run(text, left, bottom, left + width, bottom + height),
    st.text("Ab1-(é\u00ad", min_size=1, max_size=8), st.floats(0, 600), st.floats(0, 800), st.floats(0, 500), st.floats(0.1, 30),
)  # fmt: skip


@given(st.lists(st.lists(runs, max_size=30), max_size=4))
def test_every_letter_that_is_no_running_head_is_read_once(pages: list[list[Run]]) -> None:
    text = layout.reading([Page(2000, tuple(page)) for page in pages])  # nothing stands at the edges of so high a page
    printed_ = [c for page in pages for run in page for c in run.text if c not in "-\u00ad"]
    assert sorted(c for c in text if not c.isspace() and c != "-") == sorted(printed_) or _edge(pages)


def _edge(pages: list[list[Run]]) -> bool:
    return any(run.top < 2000 * 0.13 for page in pages for run in page)
