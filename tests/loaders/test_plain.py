"""United Nations texts without the line breaks of a page: agreements, resolutions, reports with annexes."""

from __future__ import annotations

from concordat.loaders import source
from concordat.loaders.document import Document
from concordat.loaders.read import parse

LONG = "and so it goes on for a good while, as paragraphs do that nobody broke into the rows of a page, until it ends at last where all the boats lie in the harbour"

AGREEMENT = f"""AGREEMENT ON BOATS

PREAMBLE The Parties to this Agreement, Recalling boats, Stressing sails, Have agreed as follows:

PART I GENERAL PROVISIONS

Article 1

Terms

1. “Boat” means {LONG}.

2. The Parties:

(a) float;

(b) sail.

Article 2

All of it {LONG}.

ANNEX I

List of boats
"""

RESOLUTION = """United Nations A/RES/1/2 General Assembly

Resolution adopted by the General Assembly on 1 August 2023

1/2. Boats

The General Assembly, Recalling boats, Noting sails,

1. Decides that they float;

2. Requests a list.
"""

REPORT = f"""Report of the Commission on Boats

I. Introduction

1. The Commission met, {LONG}.

2. It met again, {LONG}.

II. Organisation A. Sessions

3. It sat, {LONG}.

1. First session

4. It rose, {LONG}.

Annex I Rules of the Commission

I. Scope Rule 1 Scope These rules apply, {LONG}. Rule 2 Terms

1. A boat floats, {LONG}.

2. A raft floats, {LONG}.

Annex II List of boats
"""


def _paths(document: Document, *kinds: str) -> list[str]:
    return [node.path for node in document.nodes if node.kind in kinds]


def _read(text: str) -> Document:
    return parse(source.from_bytes(text.encode(), "a.txt"))


def test_an_agreement() -> None:
    document = _read(AGREEMENT)
    nodes = {node.path: node for node in document.nodes}
    assert _paths(document, "part", "article", "paragraph", "point", "annex") == ["part-1", "1", "1/1", "1/2", "1/2/a", "1/2/b", "2", "annex-1"]
    assert (nodes["1"].heading, nodes["1"].parent, nodes["annex-1"].heading) == ("Terms", "part-1", "List of boats")
    assert nodes["part-1"].heading == "GENERAL PROVISIONS"
    assert nodes["preamble/al-2"].text == "Recalling boats,"


def test_a_resolution() -> None:
    document = _read(RESOLUTION)
    assert _paths(document, "paragraph", "alinea") == ["preamble/al-1", "preamble/al-2", "preamble/al-3", "1", "2"]
    assert (document.metadata.instrument, document.metadata.dates) == ("unga:1/2", (("adopted", "2023-08-01"),))


def test_a_report_with_annexes() -> None:
    document = _read(REPORT)
    assert _paths(document, "section", "paragraph", "annex", "article") == [
        "sec-I", "1", "2", "sec-II", "sec-II/sec-A", "3", "sec-II/sec-A/sec-1", "4", "annex-1", "annex-1/sec-I", "annex-1/1", "annex-1/2",
        "annex-1/2/1", "annex-1/2/2", "annex-2",
    ]  # fmt: skip


def test_what_follows_the_name_of_an_annex_is_not_lost() -> None:
    words = "a list of all boats that float " * 12
    nodes = {node.path: node for node in _read(REPORT.replace("Annex II List of boats", f"Annex II List of boats I. Boats (ALL)1. A boat. {words}end")).nodes}
    assert (nodes["annex-2"].heading, nodes["annex-2/sec-I"].heading) == ("List of boats", "Boats")
    assert nodes["annex-2/1"].text == f"A boat. {words}end"


def test_a_printed_table_of_contents_is_no_text() -> None:
    listed = "".join(f"Article {number}.\nBoats . . . . . . . . . . {number}\n" for number in range(1, 7))
    text = "".join(f"Article {number}\nBoats\n\nBoats number {number}\nfloat.\n\n" for number in range(1, 7))
    document = _read(f"Convention on boats\n\nCONTENTS\n\nPART I. BOATS . . . . . . . 1\n{listed}\nThe Parties,\nNoting boats and\nrafts,\n\n{text}ANNEX I. LIST OF BOATS\n\nArticle 1\n\nAll.\n")
    assert [node.path for node in document.nodes if node.kind in ("part", "article", "annex")] == ["1", "2", "3", "4", "5", "6", "annex-1", "annex-1/1"]
    nodes = {node.path: node for node in document.nodes}
    assert (nodes["1"].text, nodes["annex-1"].heading) == ("Boats number 1 float.", "LIST OF BOATS")
    assert [node.text for path, node in nodes.items() if path.startswith("preamble/")] == ["The Parties,", "Noting boats and rafts,"]
