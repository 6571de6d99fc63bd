"""Acts in JSON, and JSON itself, each value with its place."""

from __future__ import annotations

import json

import pytest

from concordat.errors import InputError
from concordat.loaders import source
from concordat.loaders.document import Document
from concordat.loaders.jsontree import Value, parse_json
from concordat.loaders.read import parse

ACT = {
    "full_name": "Boat “Directive”",
    "celex_id": "02002L0058-20091219",
    "articles": [
        {"number": "1", "title": "Aim", "text": "▼M2\n\n1.\n\nBoats have:\n\n(a)\n\na mast;\n\n▼B\n\n(b)\n\na keel.\n\n2.\n\nThey float (\n\n8\n\n) well."},
        {"number": "2", "title": "Terms", "text": "Terms:\n\n‘é’ is a letter."},
    ],
    "recitals": [{"recital_number": 1, "text": "Boats float."}, {"recital_number": 1, "text": "Boats float."}],
}


def _read(text: str) -> Document:
    return parse(source.from_bytes(text.encode(), "a.json"))


@pytest.mark.parametrize("ascii_", [True, False], ids=["escaped", "plain"])
def test_an_act(ascii_: bool) -> None:
    text = json.dumps(ACT, indent=1, ensure_ascii=ascii_)
    document = _read(text)
    nodes = {node.path: node for node in document.nodes}
    assert [node.path for node in document.nodes if node.kind != "title"] == ["rct/1", "1", "1/1", "1/1/a", "1/1/b", "1/2", "2", "2/al-1", "2/al-2"]
    assert (nodes["1"].heading, nodes["1/1/b"].text, nodes["1/2"].text) == ("Aim", "a keel.", "They float ( 8 ) well.")
    assert "a keel." in text[slice(*nodes["1/1/b"].chars)]
    assert document.metadata.consolidated
    assert document.metadata.instrument == "celex:32002L0058"
    assert "stands twice" in document.warnings[0]


def _plain(value: Value) -> object:
    if isinstance(value.value, dict):
        return {key: _plain(each) for key, each in value.value.items()}
    return [_plain(each) for each in value.value] if isinstance(value.value, list) else value.value


@pytest.mark.parametrize("data", [{}, {"a": ["x", {"b": "é\n“"}], "c": []}, [["1"], "2"]], ids=["empty", "nested", "lists"])
def test_values_and_places(data: object) -> None:
    text = json.dumps(data, indent=2)
    value = parse_json(text, source.from_bytes(b"x", "x"))
    assert _plain(value) == data
    assert json.loads(text[value.start : value.end]) == data


@pytest.mark.parametrize("text", ['{"a"', '{"a" 1}', '["a",]', '{"a": tru}', '["a" "b"]', '{"a": "b"} x', '"a', "[" * 99, '{a: 1}', '["\\x"]', ""])
def test_broken_json_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        parse_json(text, source.from_bytes(b"x", "x"))


def test_an_article_in_the_entry_of_another_is_told_apart() -> None:
    text = "Aim ◄\n\n1.\n\nBoats float.\n\nArticle 1a\n\nRafts\n\n1.\n\nRafts float.\n\n(\n\n1\n\n)\n\nOJ L 1, p. 1."
    document = _read(json.dumps({"full_name": "Act", "articles": [{"number": "1", "title": "►M2", "text": text}]}))
    nodes = {node.path: node for node in document.nodes}
    assert (nodes["1"].heading, nodes["1a"].heading, nodes["1a"].kind) == ("Aim", "Rafts", "group")
    assert (nodes["1a/1"].text, nodes["fn-1"].text) == ("Rafts float.", "OJ L 1, p. 1.")
    assert document.warnings == ("Article 1a stands in the entry of article 1",)
