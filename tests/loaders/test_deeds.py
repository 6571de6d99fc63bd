"""Deeds: the action that the words of a norm name by their verb."""

from __future__ import annotations

import pytest

from concordat.graph import names
from concordat.loaders.deeds import Deeds, deeds
from concordat.loaders.rules import LANGUAGES, rules


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_row_tells_its_example_and_not_its_counter(language: str) -> None:
    told = deeds(language)
    wrong = [row for row in told.table if _told(told, row.example) != row.action or _told(told, row.counter) == row.action]
    assert [(row.action, row.example, _told(told, row.example)) for row in wrong] == []


def _told(table: Deeds, example: str) -> str | None:
    """The action of an example, whose subject stands behind a bar where it counts."""
    words, _, subject = example.partition(" | ")
    return table.told(words, subject=subject)


@pytest.mark.parametrize("language", LANGUAGES)
def test_rows_name_concepts(language: str) -> None:
    concepts = {
        scheme: (names.files("concordat") / "ontology" / "schemes" / f"{scheme}.ttl").read_text(encoding="utf-8")
        for scheme in ("action", "element", "topic", "role")
    }
    used = [("action", row.action) for row in deeds(language).table]
    tables = rules(language).tables
    used += [("element", name) for _, name in tables["element"]] + [("topic", name) for _, name in tables["theme"]]
    used += [("role", name) for _, name in tables["recipient"] if name] + [("topic", name) for name in rules(language).topics.values()]
    assert [each for each in used if f"\n{each[0]}:{each[1]}\n" not in concepts[each[0]]] == []


@pytest.mark.parametrize(
    ("language", "words"),
    [
        pytest.param("en", "shall ensure that the mate is not extradited", id="what is not done"),
        pytest.param("en", "shall ensure that no mate is extradited", id="what is done to none"),
        pytest.param("en", "may grant leave on the terms of the port, subject to the transfer of the data", id="an adjunct"),
        pytest.param("fr", "veille à ce que le matelot ne soit pas extradé", id="ce qui n’est pas fait"),
    ],
)
def test_what_is_no_deed(language: str, words: str) -> None:
    assert deeds(language).told(words, denied=False) is None


@pytest.mark.parametrize(
    ("language", "words", "subject", "action"),
    [
        pytest.param("en", "shall take such measures as may be necessary to preserve the data", "", "preserve", id="measures to"),
        pytest.param("en", "shall ensure that the request is executed", "", "execute-request", id="a clause that is governed"),
        pytest.param("en", "shall, where appropriate, be notified", "the port", "notify", id="a passive"),
        pytest.param("en", "may only be issued", "an order to the pilot", "issue-order", id="what a passive is done to"),
        pytest.param("en", "shall establish the hours", "the rules of the committee", None, id="the subject of what is active"),
        pytest.param("en", "shall be advised and defended", "the mate", None, id="advice is no notice"),
        pytest.param("en", "may exempt ports from the duties of this text", "", None, id="duties are no liability"),
        pytest.param("en", "shall provide access to such bodies", "", None, id="access to what is not held"),
        pytest.param("en", "shall be in writing", "the request", None, id="a form is no channel"),
        pytest.param("en", "may be delayed or left out", "the call to the mate", None, id="what nobody asked for"),
        pytest.param("en", "shall apply from spring", "this treaty", None, id="a date"),
        pytest.param("en", "shall become effective in spring", "such denunciation", "denounce", id="what ends a bond"),
        pytest.param("en", "shall be governed by a contract", "towing", None, id="a contract is no law"),
        pytest.param("en", "shall sing", "", None, id="no row"),
        pytest.param("fr", "prend les mesures nécessaires pour conserver les données", "", "preserve", id="mesures pour"),
        pytest.param("fr", "veille à ce que la demande soit exécutée", "", "execute-request", id="à ce que"),
        pytest.param("fr", "ne doit pas exercer son droit de refuser la demande", "", "refuse", id="droit de"),
    ],
)
def test_the_verb_that_counts(language: str, words: str, subject: str, action: str | None) -> None:
    assert deeds(language).told(words, subject=subject) == action
