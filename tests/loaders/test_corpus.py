"""The real files in markup: numbers of articles and recitals, and one tree for one act in all its formats and languages."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import pytest

from concordat.loaders.read import read

if TYPE_CHECKING:
    from pathlib import Path

    from concordat.loaders.document import Document

pytestmark = pytest.mark.shared

TREE = ("article", "paragraph", "point", "subpoint")

# file, instrument, articles, recitals (None: the text has no numbered ones), language, consolidated
FILES = [
    ("12012E-TXT/oj_en.html", "tfeu", 358, 0, "en", True),
    ("12012M-TXT/oj_en.html", "teu", 55, 0, "en", True),
    ("12012P-TXT/oj_xhtml_en.xml", "eu-charter", 54, 0, "en", False),
    ("31995L0046/oj_en.html", "celex:31995L0046", 34, 72, "en", False),
    ("32002L0058/articles_en.json", "celex:32002L0058", 21, 49, "en", True),
    ("32011L0093/text_en.txt", "celex:32011L0093", 30, 52, "en", False),  # the Official Journal printed 92; the folder says 93
    ("32013L0040/text_en.txt", "celex:32013L0040", 19, 34, "en", False),
    ("32014L0041/consolidated_2022_formex_fr.xml", "celex:32014L0041", 39, 0, "fr", True),
    ("32014L0041/consolidated_formex_en.xml", "celex:32014L0041", 39, 46, "en", True),  # this one file prints them
    ("32014L0041/text_en.txt", "celex:32014L0041", 39, 46, "en", False),
    ("32016L0680/consolidated_formex_en.xml", "celex:32016L0680", 65, 0, "en", True),
    ("32016L0680/oj_xhtml_en.xml", "celex:32016L0680", 65, 107, "en", False),
    ("32016R0679/consolidated_formex_fr.xml", "celex:32016R0679", 99, 0, "fr", True),
    ("32016R0679/consolidated_fr.html", "celex:32016R0679", 99, 0, "fr", True),
    ("32016R0679/oj_formex_en.doc.xml", "celex:32016R0679", 99, 173, "en", False),
    ("32016R0679/oj_formex_en.xml", "celex:32016R0679", 99, 173, "en", False),
    ("32016R0679/oj_xhtml_en.xml", "celex:32016R0679", 99, 173, "en", False),
    ("32016R0794/text_en.txt", "celex:32016R0794", 77, 76, "en", False),
    ("32018R1725/text_en.txt", "celex:32018R1725", 101, 89, "en", False),
    ("32019L0713/text_en.txt", "celex:32019L0713", 22, 41, "en", False),
    ("32022L2555/oj_xhtml_en.xml", "celex:32022L2555", 46, 144, "en", False),
    ("32023R1543/consolidated_en.html", "celex:32023R1543", 34, 0, "en", True),
    ("32023R1543/consolidated_formex_en.xml", "celex:32023R1543", 34, 0, "en", True),
    ("akn/eu_eurlex_akn_DIR-cmcxketrh00ca8x00qxqd29bn-en.xml", "celex:52025PC0162", 20, 24, "en", False),
    ("akn/eu_eurlex_akn_akn4eu.xml", "celex:52022JC0019", 15, 8, "en", False),
    ("akn/member_states_luxembourg_legilux_2006_07_31_n2_jo.xml", None, 6, 0, "fr", False),
    ("misc/transformation_formex_document_1.xml", "celex:32016R0679", 6, 4, "en", False),
    ("misc/transformation_html_modern_1_raw.html", "celex:32013R0575", 5, 2, "en", False),
    ("misc/transformation_html_old_1_raw.html", "celex:32002R0006", 6, 5, "en", False),
    ("misc/transformation_html_proposal_raw.html", "celex:52021PC0206", 85, 89, "de", False),
]
# versions of one act that must have one tree
EQUAL = [
    ("32014L0041/consolidated_2022_formex_fr.xml", "32014L0041/consolidated_formex_en.xml"),
    ("32014L0041/consolidated_formex_en.xml", "32014L0041/text_en.txt"),
    ("32016L0680/consolidated_formex_en.xml", "32016L0680/oj_xhtml_en.xml"),
    ("32016R0679/consolidated_formex_fr.xml", "32016R0679/consolidated_fr.html"),
    ("32016R0679/consolidated_formex_fr.xml", "32016R0679/oj_formex_en.xml"),
    ("32016R0679/oj_formex_en.doc.xml", "32016R0679/oj_formex_en.xml"),
    ("32016R0679/oj_formex_en.xml", "32016R0679/oj_xhtml_en.xml"),
    ("32023R1543/consolidated_formex_en.xml", "32023R1543/consolidated_en.html"),
]


@lru_cache(64)
def _read(path: Path) -> Document:
    return read(path)


def _tree(document: Document) -> list[tuple[str, str]]:
    return [(node.path, node.kind) for node in document.nodes if node.kind in TREE and not node.path.startswith("annex")]


@pytest.mark.parametrize(("name", "instrument", "articles", "recitals", "language", "consolidated"), FILES, ids=[row[0] for row in FILES])
def test_each_file_is_read_whole(
    shared: Path, name: str, instrument: str | None, articles: int, recitals: int, language: str, consolidated: bool
) -> None:
    document = _read(shared / "corpus" / "eu_acts" / name)
    data = document.metadata
    numbered = [node for node in document.nodes if node.kind == "article" and "/" not in node.path]
    assert (len(numbered), sum(node.kind == "recital" for node in document.nodes)) == (articles, recitals)
    assert (data.instrument, data.language, data.consolidated) == (instrument, language, consolidated)
    assert data.title


@pytest.mark.parametrize(("left", "right"), EQUAL, ids=[f"{left} = {right}" for left, right in EQUAL])
def test_an_act_has_one_tree(shared: Path, left: str, right: str) -> None:
    folder = shared / "corpus" / "eu_acts"
    assert _tree(_read(folder / left)) == _tree(_read(folder / right))


@pytest.mark.parametrize("name", [row[0] for row in FILES])
def test_each_node_stands_where_it_says(shared: Path, name: str) -> None:
    from concordat.loaders.source import decode

    document = _read(shared / "corpus" / "eu_acts" / name)
    text = decode(document.source)
    paths = {node.path for node in document.nodes}
    assert len(paths) == len(document.nodes)
    for node in document.nodes:
        assert node.lines is not None
        first, last = node.lines
        start, end = node.chars
        assert 0 <= start <= end <= len(text), node.path
        assert first == text.count("\n", 0, start) + 1, node.path
        assert first <= last <= text.count("\n") + 1, node.path
        assert node.parent is None or node.parent in paths, node.path
        word = node.text.split(" ", 1)[0]
        if node.kind == "recital" and word.isalpha():
            assert word in text[start:end], node.path


def test_the_agreement_of_the_united_nations_is_whole(shared: Path) -> None:
    document = _read(shared / "corpus" / "un" / "bbnj-agreement-2023_2023-06-19_text.txt")
    assert [node.path for node in document.nodes if node.kind == "article"] == [str(number + 1) for number in range(76)]


@pytest.mark.parametrize(("name", "key", "paragraphs"), [("A-RES-77-321_2023-08-01", "unga:77/321", 6), ("A-RES-78-272_2024-04-24", "unga:78/272", 17)])
def test_resolutions_are_whole(shared: Path, name: str, key: str, paragraphs: int) -> None:
    document = _read(shared / "corpus" / "un" / f"ga-resolution_{name}_text.txt")
    assert document.metadata.instrument == key
    assert [node.path for node in document.nodes if node.kind == "paragraph"] == [str(number + 1) for number in range(paragraphs)]
