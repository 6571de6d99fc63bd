"""Laws in Markdown whose headings name each article, and codes whose articles are numbered by part and chapter."""

from __future__ import annotations

import pytest

from concordat.errors import InputError
from concordat.loaders import source
from concordat.loaders.detect import detect
from concordat.loaders.headed import matches
from concordat.loaders.read import parse

CODE = """---
title: "Code des bateaux"
---
# Code des bateaux

Vu la mer ;

## Partie législative

### Livre Ier : Des barques

#### Titre II : De leur forme

##### Article L. 12-1

Une barque a :

a) une proue ;

b) une poupe.

Article 9

##### Article R*12-2-1

Elle flotte.

### Livre II : Des radeaux

##### Article 7 bis - Rondins

1. Un radeau a des rondins.

2. Il flotte.
"""


def test_headings_open_the_articles_of_a_code() -> None:
    found = source.from_bytes(CODE.encode(), "code.md")
    document = parse(found)
    nodes = {node.path: node for node in document.nodes}
    assert detect(found) == "headed"
    assert (document.metadata.title, document.metadata.language, document.metadata.instrument) == ("Code des bateaux", "fr", None)
    assert [node.path for node in document.nodes if node.kind == "article"] == ["l12-1", "r12-2-1", "7a"]
    assert (nodes["7a"].label, nodes["7a"].heading) == ("Article 7 bis", "Rondins")
    assert [path for path in nodes if path.startswith(("l12-1/", "7a/"))] == ["l12-1/a", "l12-1/b", "l12-1/al-2", "7a/1", "7a/2"]
    assert nodes["l12-1"].text == "Une barque a :"
    assert nodes["preamble/al-1"].text == "Vu la mer ;"
    assert nodes["div-1/livre-1"].heading == "Des barques"
    start, end = nodes["r12-2-1"].chars
    assert CODE[start:end] == "##### Article R*12-2-1\n\nElle flotte."


@pytest.mark.parametrize(
    ("text", "language", "articles"),
    [
        ("# Ley\n\n##### Artículo Único\n\nSe crea un puerto.\n", "es", ["1"]),
        ("# Νόμος\n\n##### Άρθρο 1\n\nΈνα πλοίο.\n\n##### Άρθρο 2 (Λιμάνια)\n\nΈνα λιμάνι.\n", "el", ["1", "2"]),
        ("# Decret\n\n##### ARTICOL UNIC\n\nSe numește portul.\n", "ro", ["1"]),
        ("Code\n\nArticle L1\n\nUn.\n\nArticle L1-2\n\nDeux.\n\nArticle R3\n\nTrois.\n", "fr", ["l1", "l1-2", "r3"]),
    ],
    ids=["one article", "two", "a decree", "no headings"],
)
def test_few_articles_are_enough(text: str, language: str, articles: list[str]) -> None:
    document = parse(source.from_bytes(text.encode(), "law.md"))
    assert document.metadata.language == language
    assert [node.path for node in document.nodes if node.kind == "article"] == articles


@pytest.mark.parametrize(
    "text", ["# Notes\n\n## Article of the day\n\nA boat.\n", "# Law\n\n## Article 1\n\nArticle 1\n\nArticle 2\n\nArticle 3\n", "<p>Article L1</p>"],
    ids=["no number", "rows open more", "a page"],
)  # fmt: skip
def test_what_is_no_law_in_headings(text: str) -> None:
    assert not matches(text)


def test_a_page_around_no_act_says_so() -> None:
    page = '<!DOCTYPE html><html><body><script src="/eurlex-frontoffice/a.js"></script><p>Choose a language.</p></body></html>'
    with pytest.raises(InputError, match="without the text of the act"):
        parse(source.from_bytes(page.encode(), "a.html"))


def test_blanks_of_any_kind_stand_between_article_and_number() -> None:
    text = "TREATY ON BOATS\n\nThe Parties have agreed as follows:\n\nArticle\u00a01\n\n1. The boats float.\n\nArticle  2\n\nThe rafts float.\n"
    document = parse(source.from_bytes(text.encode(), "treaty.txt"))
    assert [node.path for node in document.nodes if node.kind == "article"] == ["1", "2"]
