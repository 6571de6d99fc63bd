from __future__ import annotations

import pytest

from concordat.web.negotiation import GRAPH_TYPES, RESULT_TYPES, language, preferred

JSON, XML, CSV, TSV = RESULT_TYPES


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        pytest.param(None, JSON, id="nothing"),
        pytest.param("", JSON, id="empty"),
        pytest.param("*/*", JSON, id="anything"),
        pytest.param("application/json", JSON, id="plain-json"),
        pytest.param("text/csv;q=0.5, application/xml", XML, id="weights"),
        pytest.param("text/csv, */*;q=0.1", CSV, id="rest-less-wanted"),
        pytest.param("text/*", CSV, id="kind"),
        pytest.param("text/*;q=0.9, text/csv;q=0", TSV, id="refused-one"),
        pytest.param("*/*, application/sparql-results+json;q=0", XML, id="specific-decides"),
        pytest.param("TEXT/CSV", CSV, id="upper-case"),
        pytest.param("text/csv;q=high", None, id="bad-weight"),
        pytest.param("image/png", None, id="none"),
        pytest.param("text/csv;q=0", None, id="zero"),
    ],
)
def test_the_preferred_type_of_a_result(accept: str | None, media: str | None) -> None:
    assert preferred(accept, RESULT_TYPES) == media


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        pytest.param("application/rdf+xml, text/turtle;q=0.9", "application/rdf+xml", id="first-by-weight"),
        pytest.param("application/x-turtle", "text/turtle", id="old-name"),
        pytest.param("application/ld+json;profile=x;q=0.3", "application/ld+json", id="other-parameter"),
    ],
)
def test_the_preferred_syntax_of_a_graph(accept: str, media: str) -> None:
    assert preferred(accept, GRAPH_TYPES) == media


@pytest.mark.parametrize(
    ("accept", "lang"),
    [(None, "en"), ("fr", "fr"), ("fr-CA, en;q=0.8", "fr"), ("en-GB, fr;q=0.9", "en"), ("de, fr;q=0.1", "fr"), ("de", "en")],
)
def test_the_preferred_language(accept: str | None, lang: str) -> None:
    assert language(accept) == lang
