"""Resolutions and decisions of United Nations organs: printed on pages, in draft, in six languages."""

from __future__ import annotations

import pytest

from concordat.loaders import source
from concordat.loaders.detect import detect
from concordat.loaders.document import Document, Node
from concordat.loaders.read import parse

PRINTED = """United Nations A/RES/90/1

General Assembly Distr.: General
3 January 2040

Ninetieth session
Agenda item 7

Resolution adopted by the General Assembly
on 2 January 2040

[without reference to a Main Committee (A/90/L.1)]

90/1. Boats of the Parties to the Convention on
Boats

The General Assembly,

Recalling its resolution 89/1, in which it decided to
count boats,1

Noting rafts,
Deeply concerned about bridges, and about the
way they are built,

_______________
1 United Nations, Treaty Series, vol. 9999,
No. 1.

40-00001 (E)
*4000001*

A/RES/90/1
1. Decides to count boats, whether they are
of wood or of reed;

2. Requests the Secretary-General:

(a) To count rafts;

(b) To count bridges.
"""

DECISION = """United Nations A/90/L.2*

Original: English

Two States: draft decision**

Boats of the Parties

The General Assembly, recalling boats, decides to count
rafts, and requests the Secretary-General to report.

* Reissued for technical reasons.
** See agenda item 7.
"""


def _read(text: str) -> Document:
    return parse(source.from_bytes(text.encode(), "a.txt"))


def _nodes(text: str) -> dict[str, Node]:
    return {node.path: node for node in _read(text).nodes}


def test_a_printed_resolution_keeps_its_paragraphs_and_notes_apart() -> None:
    nodes = _nodes(PRINTED)
    assert [path for path in nodes if not path.startswith("head-")] == [
        "title", "preamble", "preamble/al-1", "preamble/al-2", "preamble/al-3", "preamble/al-4", "1", "2", "2/a", "2/b", "fn-1",
    ]  # fmt: skip
    assert nodes["preamble/al-2"].text == "Recalling its resolution 89/1, in which it decided to count boats,1"
    assert nodes["preamble/al-4"].text == "Deeply concerned about bridges, and about the way they are built,"
    assert (nodes["fn-1"].parent, nodes["fn-1"].text) == ("preamble/al-2", "United Nations, Treaty Series, vol. 9999, No. 1.")
    assert nodes["1"].text == "Decides to count boats, whether they are of wood or of reed;"
    about = _read(PRINTED).metadata
    assert (about.instrument, about.dates, about.kind) == ("unga:90/1", (("adopted", "2040-01-02"),), "Resolution")
    assert about.title == "Boats of the Parties to the Convention on Boats"


def test_a_draft_decision_of_one_paragraph() -> None:
    nodes = _nodes(DECISION)
    assert nodes["al-1"].text.endswith("requests the Secretary-General to report.")
    assert (nodes["title"].heading, nodes["fn-star"].text, nodes["fn-starstar"].text) == (
        "Boats of the Parties", "Reissued for technical reasons.", "See agenda item 7.",
    )  # fmt: skip
    about = _read(DECISION).metadata
    assert (about.instrument, about.symbol, about.kind, about.dates) == ("un-doc:A/90/L.2", "A/90/L.2", "Proposal", ())


@pytest.mark.parametrize(
    ("language", "key", "text"),
    [
        ("fr", "unsc:9999", "S/RES/9999 (2040)\n\nRésolution 9999 (2040)\n\nLe Conseil de sécurité,\n\nRappelant les bateaux,\n\n1. Décide ;\n\n2. Demande."),
        ("es", "un-doc:A/HRC/RES/90/1", "A/HRC/RES/90/1\n\n90/1. Barcos\n\nEl Consejo de Derechos Humanos,\n\nRecordando los barcos,\n\n1. Decide;\n\n2. Pide."),
        ("ru", "unga:90/1", "A/RES/90/1\n\n90/1. Суда\n\nГенеральная Ассамблея,\n\nссылаясь на суда,\n\n1. постановляет;\n\n2. просит."),
        ("zh", "unga:90/1", "A/RES/90/1\n\n90/1. 船舶\n\n大会，\n\n回顾船舶，\n\n1. 决定计船；\n\n2. 请秘书长报告。"),
        ("ar", "unga:90/1", "A/RES/90/1\n\n90/1 - القوارب\n\nإن الجمعية العامة،\n\nإذ تشير إلى القوارب،\n\n1 - تقرر؛\n\n2 - تطلب."),
    ],
    ids=lambda value: value if len(value) == 2 else "",
)  # fmt: skip
def test_organs_speak_six_languages(language: str, key: str, text: str) -> None:
    assert detect(source.from_bytes(text.encode(), "a.txt")) == "resolutions"
    document = _read(text)
    assert (document.metadata.language, document.metadata.instrument) == (language, key)
    assert [node.path for node in document.nodes if node.kind == "paragraph"] == ["1", "2"]
    assert sum(node.path.startswith("preamble/") for node in document.nodes) == 2


def test_a_row_that_begins_with_an_accent_begins_no_recital() -> None:
    text = (
        "A/RES/90/1\n\n90/1. Bateaux\n\nL’Assemblée générale,\n\nRappelant les bateaux,\nà voiles et à rames,\nÉtats et ports,\n"
        "Notant les radeaux,\n\n1. Décide de compter ;\n\n2. Demande.\n"
    )
    nodes = _nodes(text)
    assert [node.text for path, node in nodes.items() if path.startswith("preamble/")] == [
        "L’Assemblée générale,", "Rappelant les bateaux, à voiles et à rames, États et ports,", "Notant les radeaux,",
    ]  # fmt: skip
