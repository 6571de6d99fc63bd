"""Laws and treaties in running text, in many languages, and pages of no known layout."""

from __future__ import annotations

import time

import pytest

from concordat.loaders import arabic, source
from concordat.loaders.detect import detect
from concordat.loaders.document import Document
from concordat.loaders.labels import article_number
from concordat.loaders.lines import split
from concordat.loaders.read import parse
from concordat.loaders.unmarked import unmarked


def _read(text: str) -> Document:
    return parse(source.from_bytes(text.encode(), "a.txt"))


def _articles(text: str) -> list[str]:
    return [node.path for node in _read(text).nodes if node.kind == "article"]


ACUERDO = """ACUERDO SOBRE LOS BARCOS

Las Partes,

PARTE I DISPOSICIONES

Artículo 1
Objetivo

1. Los barcos flotan y las balsas también, como se indica en el
artículo 2. 2. Las balsas son de madera.

Artículo 2 Balsas 1. Las balsas son pequeñas. 2. Son de madera.

Artículo 3. Informes de las Partes

a) Los informes;

b) Las cartas.

ANEXO I. LISTA

Artículo 1
Una lista de los barcos.
"""


def test_a_treaty_in_spanish_is_read_to_its_points() -> None:
    document = _read(ACUERDO)
    assert [node.path for node in document.nodes] == [
        "title", "preamble", "preamble/al-1", "part-1", "1", "1/1", "1/2", "2", "2/1", "2/2", "3", "3/a", "3/b", "annex-1", "annex-1/1",
    ]  # fmt: skip
    assert (document.metadata.language, document.metadata.kind) == ("es", "Treaty")
    assert {node.path: node.heading for node in document.nodes if node.kind == "article"}["2"] == "Balsas"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Gesetz über Boote und das Meer\n\n§ 1 Ziele\n\nDie Boote und Flöße.\n\n§ 2 Farben\n\nDas Rot gilt ab dem 1. November.\n\n§ 3 Ende\n\nDer Schluss."),
        ("it", "Legge della barca\n\nArt. 1. (Oggetto)\n\nLe barche.\n\nArt. 2. (Colori)\n\nIl rosso e il blu.\n\nArt. 3.\n\nFine."),
        ("hu", "Törvény\n\n1. cikk\n\nA hajók.\n\n2. cikk\n\nA tutajok.\n\n3. cikk\n\nVége."),
        ("ru", "Соглашение\n\nСтатья 1\n\nСуда.\n\nСтатья 2\n\nПлоты.\n\nСтатья 3\n\nКонец."),
        ("ar", "اتفاق\n\nالمادة 1\n\nالسفن.\n\nالمادة 2\n\nالقوارب.\n\nالمادة 3\n\nالنهاية."),
        ("en", "Covenant\n\nArticle I\n\nThe boats.\n\nArticle II\n\nThe rafts and\n\nArticle III\n\nThe end."),
    ],
    ids=str,
)  # fmt: skip
def test_articles_open_in_any_language(language: str, text: str) -> None:
    document = _read(text)
    assert [node.path for node in document.nodes if node.kind == "article"] == ["1", "2", "3"]
    assert document.metadata.language == language


CHINESE = """船舶协定

本协定各缔约方，

第一部分 总则

第一条
用语

为本协定的目的：

（一）“船”是指浮物；

（二）“筏”是指木物。

第二条 范围

一、本协定适用于船，如
第一条所示。

二、本协定不适用于：

（a）筏；

第三条报告应按附件一提出。

第四条
附件

㈠ 附件是本协定的一部分。

第四条之二 保存人

秘书长为保存人。

附件一 清单

第一条
船。
"""


def test_chinese_is_read_to_its_points_without_spaces() -> None:
    document = _read(CHINESE)
    nodes = {node.path: node for node in document.nodes}
    assert list(nodes) == [
        "title", "preamble", "preamble/al-1", "part-1", "1", "1/1", "1/2", "2", "2/1", "2/2", "2/2/a", "3", "4", "4/1", "4b", "annex-1", "annex-1/1",
    ]  # fmt: skip
    assert (document.metadata.language, document.metadata.kind) == ("zh", "Treaty")
    assert (nodes["1"].heading, nodes["1"].text, nodes["1"].label) == ("用语", "为本协定的目的：", "第一条")
    assert (nodes["2/1"].text, nodes["4"].heading, nodes["annex-1"].heading) == ("本协定适用于船，如第一条所示。", "附件", "清单")


ARABIC = """اتفاقية بشأن القوارب

إن الدول الأطراف،

الباب الأول
أحكام عامة

المادة الأولى
المصطلحات

لأغراض هذه الاتفاقية:

(أ) يقصد بالقارب كل ما يطفو؛

(هـ) يقصد بالطوف ما صنع من خشب.

المادة الثانية: النطاق

1 - تنطبق هذه الاتفاقية على القوارب.

2 - لا تنطبق على الجسور.

- 1 المادة الثالثة الإعلانات

المادة الرابعة

النهاية.
"""


def test_arabic_is_read_by_its_ordinals_and_letters() -> None:
    document = _read(ARABIC)
    assert [node.path for node in document.nodes if not node.path.startswith(("preamble", "title"))] == [
        "tit-1", "1", "1/a", "1/e", "2", "2/1", "2/2", "3", "3/1", "4",
    ]  # fmt: skip
    assert (document.metadata.language, document.metadata.kind) == ("ar", "Treaty")


@pytest.mark.parametrize(
    ("words", "value"),
    [("الثانية والعشرون", 22), ("الحادية عشرة", 11), ("الثامن عشر", 18), ("المائة", 100), ("الخامسة بعد المائة: نص", 105), ("التي", 0)],
    ids=("22", "11", "18", "100", "105", "none"),
)
def test_arabic_ordinals_are_numbers(words: str, value: int) -> None:
    assert arabic.ordinal(words)[0] == value


def test_a_reference_broken_to_the_next_line_opens_nothing() -> None:
    line = "The boats of the Parties float on all their rivers, lakes and seas and are counted by the ports under"
    text = f"Boats\n\nArticle 1\n\n{line}\narticle 2.\n\nArticle 2\n\n{line}\nArticle 1.\n\nArticle 3\n\n{line} a list."
    assert _articles(text) == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("label", "step"),
    [("第一百二十条之一", "120a"), ("第二〇三条", "203"), ("第十条", "10"), ("第一百零二条", "102"), ("第１２条", "12")],
)
def test_chinese_numbers_are_numbers(label: str, step: str) -> None:
    assert article_number(label) == step


def test_a_reference_at_the_beginning_of_a_row_opens_nothing() -> None:
    text = "Boats\n\nArticle 1 Scope\n\nBoats float.\n\nArticle 2 of the other text applies.\n\nArticle 2 Rafts\n\nRafts too.\n\nArticle 3 End\n\nNothing."
    assert _articles(text) == ["1", "2", "3"]


def test_printed_lines_are_joined_again() -> None:
    line = "The master of a boat that carries passengers keeps a list of all of them and\ngives it to the port."
    document = _read(f"Boats\n\nArticle 1 Lists\n\n{line}\n\nArticle 2 Ports\n\n{line}\n\nArticle 3 End\n\n{line}")
    assert next(node.text for node in document.nodes if node.path == "1") == line.replace("\n", " ")


def test_a_page_of_no_known_layout_is_read_by_its_words() -> None:
    page = (
        '<!DOCTYPE html><html lang="de"><head><title>Bootsgesetz</title><script>1 < 2</script></head><body><nav><ul><li>§ 9 Menü</li></ul></nav><main><h1>Bootsgesetz</h1>'
        "<h2><span>§ 1 </span>Ziele</h2><p>Die Boote.</p><h2>§ 2 Farben</h2><p>(1) Das Rot.</p><p>(2) Das Blau.</p><h2>§ 3 Ende</h2><p>Schluss.</p></main></body></html>"
    )
    found = source.from_bytes(page.encode(), "a.html")
    assert detect(found) == "prose"
    document = parse(found)
    assert [node.path for node in document.nodes] == ["title", "1", "2", "2/1", "2/2", "3"]
    assert (document.metadata.title, document.metadata.language) == ("Bootsgesetz", "de")


def test_a_treaty_annexed_to_a_resolution_stands_in_the_annex() -> None:
    text = (
        "A/RES/90/1\n\nResolution adopted by the General Assembly on 2 January 2040\n\n90/1. Convention on boats\n\nThe General Assembly,\n\n"
        "Recalling boats,\n\n1. Adopts the Convention on boats annexed hereto;\n\n2. Invites all States.\n\nAnnex\n\nConvention on boats\n\n"
        "The States Parties,\n\nArticle 1\nTerms\nBoats float.\n\nArticle 2\nRafts\n\n1. Rafts float.\n\n(a) well;\n\n2. They do."
    )
    nodes = {node.path: node for node in _read(text).nodes}
    assert {"1", "2", "annex-1", "annex-1/1", "annex-1/2", "annex-1/2/1", "annex-1/2/1/a", "annex-1/2/2"} <= nodes.keys()
    assert (nodes["annex-1/1"].heading, nodes["annex-1/1"].text, nodes["annex-1"].heading) == ("Terms", "Boats float.", "Convention on boats")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "LEY DE BARCOS\n\nARTICULO 1º — Los barcos y las balsas del mar.\n\nARTICULO 2º — Las balsas.\n\nARTICULO 3º — Fin."),
        ("el", "ΝΟΜΟΣ\n\nΑΡΘΡΟ 1\n\nΤα πλοία και οι σχεδίες.\n\nΑΡΘΡΟ 2\n\nΟι σχεδίες.\n\nΑΡΘΡΟ 3\n\nΤέλος."),
        ("uk", "Угода\n\nСтаття 1\n\nЧовни та плоти.\n\nСтаття 2\n\nПлоти.\n\nСтаття 3\n\nКінець."),
        ("ca", "Llei dels vaixells\n\nArticle 1\n\nEls vaixells i els rais suren" + " amb el vent del mar" * 15 + ".\n\nArticle 2\n\nEls rais.\n\nArticle 3\n\nFi."),
        ("no", "Lov om båter\n\n§ 1. Formål\n\nBåter og flåter som er av tre.\n\n§ 2. Farger\n\nRødt til jul.\n\n§ 3. Slutt\n\nSlutt."),
        ("is", "Lög um báta\n\n1. gr.\n\nBátar og flekar.\n\n2. gr.\n\nFlekar.\n\n3. gr.\n\nLok."),
        ("tr", "Tekne Kanunu\n\nMadde 1\n\nTekneler ve sallar.\n\nMadde 2\n\nSallar.\n\nMadde 3\n\nSon."),
        ("sv", "Lag om båtar\n\n1 § Båtar och flottar\n\nDe flyter.\n\n2 §\n\nOm att och av.\n\n3 §\n\nSlut."),
        ("lv", "Likums par laivām\n\n1.pants.\n\nLaivas un plosti.\n\n2.pants.\n\nPlosti ir.\n\n3.pants.\n\nBeigas."),
        ("sk", "Zákon o lodiach\n\nČl. 1\n\nLode a plte, ktoré sú.\n\nČl. 2\n\nPlte.\n\nČl. 3\n\nKoniec."),
    ],
    ids=str,
)
def test_laws_of_more_states_open_their_articles(language: str, text: str) -> None:
    document = _read(text)
    assert [node.path for node in document.nodes if node.kind == "article"] == ["1", "2", "3"]
    assert document.metadata.language == language


def test_text_without_line_breaks_is_cut_at_its_provisions() -> None:
    words = "Boats of wood float on all seas and rivers of the Parties, whoever owns them and wherever they go"
    text = " ".join((
        "CONVENTION ON BOATS The Parties, Have agreed as follows: PART I GENERAL PROVISIONS Article 1 Use of terms 1. “Boat” means a boat.",
        f"2. Rafts: (a) of wood; and (b) of reed. Article 2 Scope {words}. Chapter II Rafts Article 3 Application 1. {words}, see Article 1.",
        f"2. {words} (article 2). {words}. {words}. {words}. {words}. {words}. Article 4 End {words}. ANNEX I List of boats Article 1 All.",
    ))  # fmt: skip
    document = _read(text)
    assert [node.path for node in document.nodes if node.kind not in ("preamble", "title")] == [
        "preamble/al-1", "part-1", "1", "1/1", "1/2", "1/2/a", "1/2/b", "2", "part-1/ch-2", "3", "3/1", "3/2", "4", "annex-1", "annex-1/1",
    ]  # fmt: skip
    assert all(text[node.chars[0] : node.chars[1]].split()[0] in ("Article", "1.", "2.") for node in document.nodes if node.kind == "paragraph")


def test_articles_that_were_repealed_leave_a_gap() -> None:
    rows = "\n\n".join(f"Article {number}\n\nBoats number {number}." for number in (1, 2, 9, 10, 11))
    assert _articles(f"Boats\n\n{rows}\n\nArticle 40 of the other text\n\nis cited.") == ["1", "2", "9", "10", "11"]


def test_a_number_raised_above_another_is_kept_as_printed() -> None:
    text = "Угода\n\nСтаття 1. Човни\n\nТак.\n\nСтаття 2. Плоти\n\nТак.\n\nСтаття 21. Ще плоти\n\nТак.\n\nСтаття 3. Кінець\n\nНі."
    assert _articles(text) == ["1", "2", "21", "3"]


def test_a_table_of_contents_is_no_text() -> None:
    contents = "\n".join(f"Article {number} Heading {number}" for number in range(1, 6))
    text = "\n\n".join(f"Article {number} Heading {number}\n\nBoats number {number}." for number in range(1, 6))
    document = _read(f"Treaty on boats\n\n{contents}\n\nThe Parties,\n\n{text}")
    assert [(node.path, node.text) for node in document.nodes if node.kind == "article"] == [
        (str(number), f"Boats number {number}.") for number in range(1, 6)
    ]
    assert sum(node.kind == "heading" for node in document.nodes) == 5
    assert document.metadata.title == "Treaty on boats"


def test_line_breaks_of_a_page_end_rows() -> None:
    page = (
        "<html><head><title>Ley&nbsp;de <b>barcos</b></title></head><body><div>Ley<br><br>ARTÍCULO 1°.- Los barcos<br>flotan y las balsas.<br>"
        '<p>ARTÍCULO 2°.- Del mar<a href="#n"><sup>1</sup></a><br>a) uno<br>b) dos</p>Artículo 3<a href="#n"><sup>2</sup></a><br>Fin.</div></body></html>'
    )
    nodes = {node.path: node for node in parse(source.from_bytes(page.encode(), "a.html")).nodes}
    assert [path for path, node in nodes.items() if node.kind == "article"] == ["1", "2", "3"]
    assert nodes["1"].text == "Los barcos flotan y las balsas."
    assert {"2/a", "2/b"} <= nodes.keys()


MARKDOWN = """---
title: "Convention sur les bateaux"
---
# Convention sur les bateaux

Les Parties à la présente Convention, dont les bateaux et les radeaux flottent sur les mers et dans les ports,

## CHAPITRE I – Dispositions générales

### **Article premier** – Emploi des termes[^1]

Aux fins de la présente Convention :

- a) le terme « bateau » désigne un *bateau* [flottant](https://example.org/b) ;
- b) le terme « radeau » désigne
un radeau.

### Article 2 : Champ d'application

1\\. Les bateaux des Parties.

> 2. Les radeaux.

| Bateau | Longueur |
|---|---|
| Barque | 4 |

### Article 3

- Les ports ;
- Les quais.

---

[^1]: Une note.
"""


@pytest.mark.parametrize("unit", ["[", "[a](", "**a ", "__a ", "*a ", "<a "])
def test_marks_that_nothing_closes_cost_little(unit: str) -> None:
    begun = time.process_time()
    next(unmarked(split(unit * 10_000)))
    assert time.process_time() - begun < 3


def test_markdown_of_any_make_is_read_without_its_marks() -> None:
    document = _read(MARKDOWN)
    nodes = {node.path: node for node in document.nodes}
    assert list(nodes) == [
        "title", "preamble", "preamble/al-1", "ch-1", "1", "1/a", "1/b", "2", "2/1", "2/2", "2/2/al-2", "2/2/al-3", "3", "3/ti-1", "3/ti-2", "fn-1",
    ]  # fmt: skip
    assert (document.metadata.language, document.metadata.title) == ("fr", "Convention sur les bateaux")
    assert (nodes["1"].heading, nodes["1/a"].text) == ("Emploi des termes[1]", "le terme « bateau » désigne un bateau flottant ;")
    assert (nodes["2"].heading, nodes["2/2/al-3"].text, nodes["fn-1"].text) == ("Champ d'application", "Barque | 4", "Une note.")
    assert MARKDOWN[slice(*nodes["2/1"].chars)] == "1\\. Les bateaux des Parties."
