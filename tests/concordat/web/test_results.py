from __future__ import annotations

import csv
import io
import json
from xml.etree import ElementTree as ET

import pytest
from pyoxigraph import Store
from rdflib.plugins.sparql.results.tsvresults import TSVResultParser

from concordat.web.results import WRITERS, truth, written

JSON, XML, CSV, TSV = WRITERS
ROWS = """SELECT ?a ?b ?c { VALUES (?a ?b ?c) {
    (<http://e/é> "x"@fr 'say "hi", <b>&\\r\\n\\tend')
    (UNDEF 1.5 "2001-01-01"^^<http://www.w3.org/2001/XMLSchema#date>) } }"""


def text(media: str, query: str = ROWS, rows: int = 10) -> tuple[str, list[tuple[int, bool]]]:
    said: list[tuple[int, bool]] = []
    solutions = Store().query(query)
    return "".join(written(solutions, WRITERS[media], rows=rows, count=lambda number, cut: said.append((number, cut)))), said  # type: ignore[arg-type]


def test_json() -> None:
    held = json.loads(text(JSON)[0])
    assert held["head"] == {"vars": ["a", "b", "c"]}
    assert held["results"]["bindings"] == [
        {"a": {"type": "uri", "value": "http://e/é"}, "b": {"type": "literal", "value": "x", "xml:lang": "fr"},
         "c": {"type": "literal", "value": 'say "hi", <b>&\r\n\tend'}},
        {"b": {"type": "literal", "value": "1.5", "datatype": "http://www.w3.org/2001/XMLSchema#decimal"},
         "c": {"type": "literal", "value": "2001-01-01", "datatype": "http://www.w3.org/2001/XMLSchema#date"}},
    ]  # fmt: skip


def test_xml() -> None:
    space = "{http://www.w3.org/2005/sparql-results#}"
    root = ET.fromstring(text(XML)[0])
    assert [v.get("name") for v in root.iter(f"{space}variable")] == ["a", "b", "c"]
    first, second = root.iter(f"{space}result")
    assert [(b.get("name"), b[0].text) for b in first] == [("a", "http://e/é"), ("b", "x"), ("c", 'say "hi", <b>&\r\n\tend')]
    assert first[1][0].get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"
    assert [b[0].get("datatype") for b in second] == [
        "http://www.w3.org/2001/XMLSchema#decimal", "http://www.w3.org/2001/XMLSchema#date",
    ]  # fmt: skip


def test_xml_holds_no_character_that_xml_cannot() -> None:
    root = ET.fromstring(text(XML, 'SELECT ("a\\u0001b" AS ?x) {}')[0])
    assert [e.text for e in root.iter("{http://www.w3.org/2005/sparql-results#}literal")] == ["a\ufffdb"]


def test_csv() -> None:
    rows = list(csv.reader(io.StringIO(text(CSV)[0], newline="")))
    assert rows == [["a", "b", "c"], ["http://e/é", "x", 'say "hi", <b>&\r\n\tend'], ["", "1.5", "2001-01-01"]]


def test_tsv_is_read_by_another_library() -> None:
    written_out = text(TSV, 'SELECT ?a ?b { VALUES (?a ?b) { (<http://e/a> "x\\ty"@fr) } }')[0]
    assert written_out == '?a\t?b\n<http://e/a>\t"x\\ty"@fr\n'
    (row,) = TSVResultParser().parse(io.BytesIO(written_out.encode())).bindings
    assert [str(term) for term in row.values()] == ["http://e/a", "x\ty"]


def test_blank_nodes() -> None:
    query = "SELECT (BNODE() AS ?x) {}"
    assert json.loads(text(JSON, query)[0])["results"]["bindings"][0]["x"]["type"] == "bnode"
    assert "<bnode>" in text(XML, query)[0]
    assert text(CSV, query)[0].splitlines()[1].startswith("_:")


@pytest.mark.parametrize("media", WRITERS)
@pytest.mark.parametrize(("rows", "said"), [(1, (1, True)), (2, (2, False)), (3, (2, False))])
def test_a_result_is_cut_after_its_limit_and_only_there(media: str, rows: int, said: tuple[int, bool]) -> None:
    written_out, counted = text(media, rows=rows)
    assert counted == [said]
    assert ("after 1 rows" in written_out) == (said[1] and WRITERS[media].tells)


@pytest.mark.parametrize(("media", "part"), [(JSON, '"boolean":true'), (XML, "<boolean>true</boolean>")])
def test_truth(media: str, part: str) -> None:
    assert part in truth(True, media)
    assert part.replace("true", "false") in truth(False, media)
