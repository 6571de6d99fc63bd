"""Options on the page of a finding: sought when asked for, in a process that is ended in time."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest

from concordat.web import repairing
from concordat.web.wording import words

from .conftest import running

CONFLICT = "finding/delivers/paper/north--mandate/addendum/18"
EN = words()["en"]


def test_the_process_prints_the_options_in_both_languages(small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(repairing, "confine", lambda _: None)
    repairing.main(str(small), 1, f"https://w3id.org/concordat/id/{CONFLICT}")
    told = json.loads(capsys.readouterr().out)
    assert any("Accept the text as it stands" in option for option in told["en"])
    assert len(told["en"]) == len(told["fr"])


def test_a_page_offers_to_seek_and_shows_what_was_found(stored: Path) -> None:
    with running(str(stored)) as (address, service), httpx.Client(base_url=address, timeout=30) as client:
        page = client.get(f"/id/{CONFLICT}.html?lang=en").text
        assert EN["options-seek"] in page
        service.reading.repairs[f"https://w3id.org/concordat/id/{CONFLICT}"] = {"en": ["Take <b>this</b>."], "fr": []}
        assert "Take &lt;b&gt;this&lt;/b&gt;." in client.get(f"/id/{CONFLICT}.html?lang=en&options=1").text
        none = client.get(f"/id/{CONFLICT}.html?lang=fr&options=1")
        assert words()["fr"]["options-none"].replace("'", "&#39;") in none.text
        # what is found later is not to be missed
        assert none.headers["cache-control"] == "private, no-store"


def test_options_that_take_too_long_are_given_up(stored: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repairing, "_MODULE", "concordat.nothing")
    with running(str(stored)) as (address, _), httpx.Client(base_url=address, timeout=30) as client:
        assert "were not found in the time" in client.get(f"/id/{CONFLICT}.html?lang=en&options=1").text
