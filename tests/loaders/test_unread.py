"""What the words of a norm hold unnamed: a condition or an exception that no concept was made of."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from rdflib import RDF, Graph

from concordat.graph.names import CDT, concept
from concordat.loaders.document import Document
from concordat.loaders.norms import norms, rows
from concordat.loaders.statements import norm_triples

Written = Callable[..., Document]


def article(written: Written, *texts: str, language: str = "en") -> Document:
    """Return one article of a paragraph and its points."""
    points = [(f"1/1/{'abc'[number]}", "point", text) for number, text in enumerate(texts[1:])]
    return written(("1", "article", "", "Harbours"), ("1/1", "paragraph", texts[0]), *points, kind="Treaty", instrument="budapest", language=language)


@pytest.mark.parametrize(("language", "text", "unread"), [
    pytest.param("en", "Each Party shall keep the log if the harbour is frozen.", ["conditions"], id="if"),
    pytest.param("en", "Where the harbour is frozen, each Party shall keep the log.", ["conditions"], id="ahead of the verb"),
    pytest.param("en", "Each Party shall keep the log, provided that the sea is calm.", ["conditions"], id="provided that"),
    pytest.param("en", "Each Party shall, subject to the tide, keep the log.", ["conditions"], id="subject to"),
    pytest.param("en", "Each Party shall keep the log unless the sea is calm.", ["exceptions"], id="unless"),
    pytest.param("en", "In such cases, each Party shall keep the log unless it is lost.", ["conditions", "exceptions"], id="both"),
    pytest.param("en", "When mooring a ship, each Party shall keep the log.", ["conditions"], id="when doing"),
    pytest.param("en", "Each Party may, when signing this Treaty, name its harbours.", [], id="when becoming a Party"),
    pytest.param("en", "Upon receipt of the log, each Party shall mend the nets.", ["conditions"], id="upon receipt of"),
    pytest.param("en", "Each Party shall mend the nets two days following receipt of the log.", [], id="a period from a receipt"),
    pytest.param("en", "Parties that have not yet done so shall keep a log.", ["conditions"], id="that have not yet"),
    pytest.param("en", "In accordance with conditions laid down in the statutes, each Party shall keep the log.", ["conditions"], id="conditions laid down"),
    pytest.param("en", "Each Party shall keep the log to such extent as may be required by the port.", ["conditions"], id="to such extent"),
    pytest.param("en", "Each Party shall keep the log of another Party save in so far as it is lost.", ["exceptions"], id="save in so far as"),
    pytest.param("en", "Each Party shall keep the log except to the extent that it is lost.", ["exceptions"], id="except to the extent"),
    pytest.param("en", "Each Party shall keep the log of every vessel, except warships.", ["exceptions"], id="except a thing"),
    pytest.param("en", "Each Party shall keep the log unless the State has become a Party after making a reservation.", ["exceptions"], id="unless with a condition named"),
    pytest.param("en", "Each Party may send the log by radio, provided that such means ensure security and authentication.", [], id="an element"),
    pytest.param("en", "Each Party may send the log by radio, provided that such means allow a choice of colours.", ["conditions"], id="no element"),
    pytest.param("en", "Each Party may send the log by radio, provided that a signature is there.", ["conditions"], id="an element that is a case"),
    pytest.param("en", "Each Party shall keep the log as if the sea were calm.", [], id="as if"),
    pytest.param("en", "Each Party shall keep the log if so requested.", [], id="a condition that is named"),
    pytest.param("en", "Each Party shall keep the log unless the Parties otherwise agree.", [], id="an exception that is named"),
    pytest.param("en", "Each Party shall, where appropriate, keep the log.", [], id="a margin"),
    pytest.param("en", "The requested Party may refuse assistance if it prejudices its sovereignty.", [], id="a ground of refusal"),
    pytest.param("en", "The requested Party may refuse assistance if the sea is calm.", ["conditions"], id="a ground that is not named"),
    pytest.param("en", "Where the sea is calm, the requested Party may refuse assistance if it prejudices its security.", ["conditions"], id="of refusing itself"),
    pytest.param("en", "Each Party may, without the consent of another Party, keep the log.", [], id="a freedom"),
    pytest.param("en", "Each Party shall keep the log in the territory where it was found.", [], id="a relative clause"),
    pytest.param("en", "Each Party shall bear the costs, if any, of the log.", [], id="if any"),
    pytest.param("en", "Each Party shall decide whether or if the harbour is open.", [], id="a question"),
    pytest.param("en", "Ships shall be subject to the rules of the port.", [], id="the verb itself"),
    pytest.param("en", "The log shall be kept; each Party shall tell the master if the sea is calm.", [], id="first of two parts"),
    pytest.param("fr", "Chaque Partie peut envoyer le journal par radio, pour autant que ces moyens assurent son authentification.", [], id="un élément"),
    pytest.param("fr", "Chaque Partie conserve le journal si le port est gelé.", ["conditions"], id="si"),
    pytest.param("fr", "Lorsque le port est gelé, chaque Partie conserve le journal.", ["conditions"], id="lorsque"),
    pytest.param("fr", "Chaque Partie conserve le journal, sous réserve de la marée.", ["conditions"], id="sous réserve de"),
    pytest.param("fr", "Chaque Partie conserve le journal à moins que la mer ne soit calme.", ["exceptions"], id="à moins que"),
    pytest.param("fr", "Conformément aux conditions énoncées dans les statuts, chaque Partie conserve le journal.", ["conditions"], id="conditions énoncées"),
    pytest.param("fr", "Dès réception du journal, chaque Partie répare les filets.", ["conditions"], id="dès réception"),
    pytest.param("fr", "Chaque Partie répare les filets deux jours après réception du journal.", [], id="un délai après réception"),
    pytest.param("fr", "Les Parties qui ne l’ont pas encore fait tiennent un journal.", ["conditions"], id="qui ne l’ont pas encore"),
    pytest.param("fr", "Chaque Partie conserve le journal sauf dans la mesure où il est perdu.", ["exceptions"], id="sauf dans la mesure où"),
    pytest.param("fr", "Chaque Partie conserve le journal de la même manière que si la mer était calme.", [], id="que si"),
    pytest.param("fr", "Chaque Partie conserve le journal sauf accord contraire des Parties.", [], id="une exception nommée"),
    pytest.param("fr", "Chaque Partie conserve, s’il y a lieu, le journal.", [], id="une marge"),
])  # fmt: skip
def test_what_is_noticed_and_not_named_is_said(written: Written, language: str, text: str, unread: list[str]) -> None:
    assert next(iter(rows(article(written, text, language=language))))["unread"] == unread


def test_a_condition_at_the_head_of_a_list_is_one_of_its_points(written: Written) -> None:
    found = norms(article(written, "Where the sea is calm, each Party shall:", "keep the log;", "mend the nets."), taken=[])
    assert [(norm.path, norm.unread) for norm in found] == [("1/1/a", ("conditions",)), ("1/1/b", ("conditions",))]


def test_a_definition_holds_no_condition(written: Written) -> None:
    (norm,) = norms(article(written, "“Vessel” shall mean any craft if it floats."), taken=[])
    assert norm.unread == ()


@pytest.mark.parametrize(("language", "text"), [
    pytest.param("en", "“Vessel” shall mean any craft, except a warship.", id="except"),
    pytest.param("fr", "On entend par «navire» tout bâtiment, à l’exception des navires de guerre.", id="à l’exception de"),
])  # fmt: skip
def test_what_a_word_does_not_mean_is_an_exception(written: Written, language: str, text: str) -> None:
    (norm,) = norms(article(written, text, language=language), taken=[])
    assert (norm.modality, norm.unread) == ("definition", ("exceptions",))


def test_the_graph_says_what_was_not_read(written: Written) -> None:
    graph = Graph()
    document = article(written, "Each Party shall keep the log if the harbour is frozen.")
    for triple in norm_triples(document, norms(document, taken=[])):
        graph.add(triple)
    (norm,) = graph.subjects(RDF.type, CDT.Norm)
    assert list(graph.objects(norm, CDT.unread)) == [concept("aspect", "conditions")]
    assert list(graph.objects(norm, CDT.condition)) == []
