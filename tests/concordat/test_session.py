"""Sessions: answers as terms, data frames and graphs, from the graph as a program opens it."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pandas as pd
import polars as pl
import pytest
from rdflib import RDFS, Graph, Literal, URIRef
from rdflib.term import Node

import concordat
from concordat.answers import Answer
from concordat.errors import StoreError, UsageError
from concordat.graph import layers
from concordat.graph.names import CDT, expand
from concordat.graph.store import Store, open_store
from concordat.session import Session

NOTEBOOK = Path(__file__).resolve().parents[2] / "docs" / "notebook.ipynb"
LABELS = "SELECT ?s ?label WHERE { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?label } ORDER BY ?label"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A store on disk with two labels and a number."""
    place = tmp_path / "store"
    thing = expand("budapest:29/7")
    with open_store(place, write=True) as store:
        labels = [(thing, RDFS.label, Literal("Expedited", lang="en")), (thing, RDFS.label, Literal("Rapide", lang="fr"))]
        store.replace(layers.named("data/test"), [*labels, (thing, CDT.order, Literal(29))])
    return place


def test_opened_by_name(folder: Path) -> None:
    with concordat.open(folder) as session:
        assert [str(row["label"]) for row in session.query(LABELS)] == ["Expedited", "Rapide"]


def test_no_store_there(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        concordat.open(tmp_path / "none")


def test_unknown_attribute() -> None:
    with pytest.raises(AttributeError, match="shut"):
        _ = concordat.shut  # type: ignore[attr-defined]


def test_frames_keep_language_tags(folder: Path) -> None:
    with concordat.open(folder) as session:
        answer = session.query(LABELS)
    for frame in (answer.to_pandas(), answer.to_polars()):
        assert list(frame.columns) == ["s", "label", "label_lang"]
        assert list(frame["s"]) == ["budapest:29/7"] * 2
        assert list(frame["label_lang"]) == ["en", "fr"]
    assert isinstance(answer.to_pandas(), pd.DataFrame)
    assert isinstance(answer.to_polars(full=True), pl.DataFrame)
    assert answer.to_polars(full=True)["s"][0] == str(expand("budapest:29/7"))


def test_values_by_kind() -> None:
    terms: list[Node | None] = [
        Literal(7), Literal(2.5), Literal(True), Literal(dt.date(2026, 6, 1)), Literal("P90D", datatype=URIRef("http://www.w3.org/2001/XMLSchema#duration")), None
    ]  # fmt: skip
    answer = Answer(("v",), tuple({} if term is None else {"v": term} for term in terms))
    assert answer.columns()["v"] == [7, 2.5, True, dt.date(2026, 6, 1), "P90D", None]
    assert answer.to_polars()["v"].to_list() == ["7", "2.5", "True", "2026-06-01", "P90D", None]


def test_values_are_bound_as_terms(folder: Path) -> None:
    injected = '" } INSERT DATA { <a:b> <a:b> <a:b> } #'
    with concordat.open(folder) as session:
        assert len(session.query(LABELS, s=expand("budapest:29/7"))) == 2
        assert len(session.query(LABELS, s=injected)) == 0
        assert session.ask("ASK { ?s ?p ?order }", order=29)
        assert not session.ask("ASK { ?s ?p ?order }", order=30)


def test_value_of_no_kind(folder: Path) -> None:
    with concordat.open(folder) as session, pytest.raises(UsageError, match="s is a list"):
        session.query(LABELS, s=["a"])  # type: ignore[arg-type]


def test_graph_of_a_construct(folder: Path) -> None:
    with concordat.open(folder) as session:
        found = session.construct("CONSTRUCT WHERE { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?label }")
    assert isinstance(found, Graph)
    assert len(found) == 2


def test_notebook_table_is_escaped() -> None:
    shown = Answer(("v",), ({"v": Literal("<b>", lang="en")}, {}))._repr_html_()
    assert '<td lang="en">&lt;b&gt;</td>' in shown
    assert "51" in Answer(("v",), tuple({"v": Literal(n)} for n in range(51)))._repr_html_()


def test_library_that_is_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "polars", None)
    with pytest.raises(UsageError, match="polars is not installed"):
        Answer((), ()).to_polars()


def test_question_and_check(graph: Store) -> None:
    session = Session(graph)
    grounds = session.question("refusal-grounds", article="untoc:18")
    assert "ground" in grounds.variables or len(grounds) > 0
    found = session.check("un-doc:A/AC.291/12/Add.1:colombia", "mandate")
    assert {finding.verdict for finding in found} >= {"conflicts", "conditional"}


def test_the_notebook_runs(graph: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("concordat.session.open_store", lambda _: graph)
    monkeypatch.setattr(Session, "close", lambda _: None)
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    names: dict[str, object] = {}
    for cell in cells:
        if cell["cell_type"] == "code":
            assert not cell["outputs"], "outputs are not kept: they go stale"
            exec("".join(cell["source"]), names)  # the notebook is ours
    assert names["graph"] is not None
