from __future__ import annotations

import pytest
from pyoxigraph import Store

from concordat.catalogue import questions
from concordat.web.failures import Failure
from concordat.web.screening import screened

AWAY = "<http://192.0.2.1/> { ?s ?p ?o }"


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("SELECT * { ?s ?p ?o }", "SELECT"),
        ("# ASK\nPREFIX ask: <http://a/> BASE <http://b/> ask { ask:x ?p ?o }", "ASK"),
        ("construct where { ?s ?p ?o }", "CONSTRUCT"),
        ("PREFIX : <x:> DESCRIBE :select", "DESCRIBE"),
    ],
)
def test_the_form_of_a_query(query: str, form: str) -> None:
    assert screened(query).form == form


@pytest.mark.parametrize(
    "query",
    [
        pytest.param(f"SELECT * {{ SERVICE {AWAY} }}", id="plain"),
        pytest.param(f"SELECT * {{ service silent {AWAY} }}", id="silent"),
        pytest.param("SELECT * { BIND(<http://192.0.2.1/> AS ?x) SERVICE ?x { ?s ?p ?o } }", id="variable"),
        pytest.param(f"SELECT * {{ #\nSERVICE#\n{AWAY} }}", id="among-comments"),
        pytest.param(f"PREFIX e: <http://e/> SELECT * {{ ?s e:a\\# ?o . SERVICE {AWAY} }}", id="escaped-hash"),
        pytest.param(f"PREFIX e: <http://e/> SELECT * {{ ?s e:a\\' ?o . SERVICE {AWAY} # '\n }}", id="escaped-quote"),
        pytest.param(f"SELECT * {{ ?s ?p '''a\\''' # ''', '' . SERVICE {AWAY} }}", id="escaped-long-quote"),
        pytest.param(f"SELECT * {{ FILTER(?s<?p) SERVICE{AWAY} FILTER(?s>?p) }}", id="less-than"),
        pytest.param(f"SELECT * {{ ?s ?p <http://e/#> . SERVICE {AWAY} }}", id="hash-in-iri"),
    ],
)
def test_service_is_refused_however_it_is_written(query: str) -> None:
    with pytest.raises(Failure) as refused:
        screened(query)
    assert refused.value.status == 403


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("SELECT * { ?s ?p 'a SERVICE <x:y> { }' }", id="text"),
        pytest.param("SELECT * { ?service a <http://e/service#SERVICE> }", id="names"),
        pytest.param("PREFIX service: <x:> SELECT * { ?s service:service service:SERVICE-x }", id="prefix"),
        pytest.param("# SERVICE providers\nSELECT * { ?s ?p '#' } # SERVICE", id="comment"),
    ],
)
def test_the_word_alone_is_not_refused(query: str) -> None:
    assert screened(query).form == "SELECT"


def test_comments_are_blanked_where_they_stand() -> None:
    query = "SELECT * { # one\n ?s <x:a#b> '#' } # two"
    assert screened(query).text == "SELECT * {      \n ?s <x:a#b> '#' }      "


@pytest.mark.parametrize("name", questions())
def test_questions_of_the_catalogue_mean_the_same_afterwards(name: str) -> None:
    found = screened(questions()[name].query)
    assert "#  " not in found.text
    Store().query(found.text)


@pytest.mark.parametrize(
    ("query", "status"),
    [("INSERT DATA { <x:a> <x:b> <x:c> }", 400), ("LOAD <http://192.0.2.1/>", 403), ("PREFIX x: <x:> DROP ALL", 400), ("", 400), ("hello", 400)],
)
def test_what_is_no_query_is_refused(query: str, status: int) -> None:
    with pytest.raises(Failure) as refused:
        screened(query)
    assert refused.value.status == status
