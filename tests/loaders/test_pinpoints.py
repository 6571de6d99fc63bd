"""The parts that a reference names, as paths."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concordat.loaders.pinpoints import find


@pytest.mark.parametrize(
    ("text", "unit", "paths"),
    [
        pytest.param("article 24, par. 1a)", "article", ["24/1/a"], id="from the outside in"),
        pytest.param("paragraphe 18 de l'article 18", "article", ["18/18"], id="from the inside out"),
        pytest.param("point c) du paragraphe 1 de l'article 5", "article", ["5/1/c"], id="three levels out"),
        pytest.param("Articles 6(4) and 9(2)(g)", "article", ["6/4", "9/2/g"], id="list in brackets"),
        pytest.param("paragraphs 3(a) to (d)", "paragraph", ["3/a", "3/b", "3/c", "3/d"], id="range of letters"),
        pytest.param("articles 23 à 26", "article", ["23", "24", "25", "26"], id="range of numbers"),
        pytest.param("par. 1, 2a), 2b) et 3", "paragraph", ["1", "2/a", "2/b", "3"], id="list of parts"),
        pytest.param("paragraphes 2 a) et b)", "paragraph", ["2/a", "2/b"], id="letters of one number"),
        pytest.param("article 6(1) and (2)", "article", ["6/1", "6/2"], id="numbers of one article"),
        pytest.param("article premier", "article", ["1"], id="the first in words"),
        pytest.param("chapitre IV", "chapter", ["ch-4"], id="roman"),
        pytest.param("section 2 of chapter III", "chapter", ["ch-3/sec-2"], id="section of a chapter"),
        pytest.param("annexe II", "annex", ["annex-2"], id="annex"),
        pytest.param("considérant 12", "recital", ["12"], id="recital"),
        pytest.param("premier et deuxième alinéas", "alinea", ["al-1", "al-2"], id="sub-paragraphs in words"),
        pytest.param("article 3, deuxième alinéa", "article", ["3/al-2"], id="sub-paragraph of an article"),
        pytest.param("article 4 bis", "article", ["4a"], id="bis"),
        pytest.param("article 9, première phrase", "article", ["9"], id="a sentence is the whole"),
        pytest.param("articles 5, paragraphe 1, et 6, paragraphe 2", "article", ["5/1", "6/2"], id="each with its own part"),
        pytest.param("article 46 (9)(b)", "article", ["46/9/b"], id="blank before a bracket"),
        pytest.param("article 40 3) et 4)", "article", ["40/3", "40/4"], id="paragraphs with half a bracket"),
        pytest.param("Art. 18.3(g)", "article", ["18/3/g"], id="dot and bracket"),
        pytest.param("Art 46", "article", ["46"], id="no dot"),
        pytest.param("article 14, § 2", "article", ["14/2"], id="sign of a paragraph"),
        pytest.param("Article 8, paragraphs b, c and d", "article", ["8/b", "8/c", "8/d"], id="paragraphs with letters"),
        pytest.param("Article 6, first paragraph, point (a)", "article", ["6/al-1/a"], id="paragraph by its place"),
        pytest.param("Annex IX, article 1", "annex", ["annex-9/1"], id="article of an annex"),
        pytest.param("Part XV, section 2", "part", ["part-15/sec-2"], id="section of a part"),
        pytest.param("Article 44 of Chapter V", "article", ["44"], id="articles count through chapters"),
        pytest.param("articles 25, paragraphe 6, 39, paragraphe premier, et 40", "article", ["25/6", "39/1", "40"], id="paragraph in words"),
        pytest.param("paragraph 2(a) and paragraphs 3 and 4 of Article 22", "article", ["22/2/a", "22/3", "22/4"], id="paragraphs share an article"),
        pytest.param("point (b) of paragraph 1 and point (c) of paragraph 2 of Article 3", "article", ["3/1/b", "3/2/c"], id="points share an article"),
        pytest.param("l'article [conservation]", "article", ["[conservation]"], id="title in brackets"),
    ],
)
def test_what_is_named(text: str, unit: str, paths: list[str]) -> None:
    (found,) = find(text)
    assert (found.unit, ["/".join(path) for path in found.paths]) == (unit, paths)


def test_a_paragraph_of_the_text_itself_is_none_of_the_article_before() -> None:
    assert [pinpoint.paths for pinpoint in find("Article 122(1) and paragraph 1 of this Article")] == [(("122", "1"),), (("1",),)]


@pytest.mark.parametrize(
    "text", ["articles de presse", "article 24 heures sur 24", "un point important", "le chapitre suivant", "", "3 à 5 ans"]
)
def test_what_is_no_reference(text: str) -> None:
    assert list(find(text)) == []


@given(st.text(alphabet="article paragraphe12,()àetdu[]IVX.", max_size=40))
def test_no_text_breaks_it_and_none_overlap(text: str) -> None:
    found = list(find(text))
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(0 <= each.start < each.end <= len(text) for each in found)
