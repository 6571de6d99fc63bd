"""The query editor: its files, what it completes, and the plain form beside it."""

from __future__ import annotations

import re
from importlib.resources import files

import httpx
import pytest

from concordat.web import endpoint
from concordat.web.editor import POLICY, present

PEOPLE = {"Accept": "text/html"}


def test_the_package_carries_it() -> None:
    assert present(), "set the checkout up again: make setup, with npm's registry in reach"


@pytest.mark.parametrize(
    ("name", "media"),
    [
        ("start.js", "text/javascript"),
        ("yasgui.min.js", "text/javascript"),
        ("yasgui.min.css", "text/css"),
        ("LICENSES.txt", "text/plain"),
    ],
)
def test_a_file_is_served_once(client: httpx.Client, name: str, media: str) -> None:
    first = client.get(f"/editor/{name}")
    assert first.headers["content-type"].startswith(media)
    assert first.content
    assert client.get(f"/editor/{name}", headers={"If-None-Match": first.headers["etag"]}).status_code == 304


@pytest.mark.parametrize("name", ["package.json", "..%2Fapp.py", "none.js"])
def test_nothing_else_is_served(client: httpx.Client, name: str) -> None:
    assert client.get(f"/editor/{name}").status_code == 404


def test_our_terms_are_completed(client: httpx.Client) -> None:
    told = client.get("/editor/terms.json").json()
    assert "cdt: <https://w3id.org/concordat/ontology#>" in told["prefixes"]
    assert "https://w3id.org/concordat/ontology#Norm" in told["classes"]
    assert "https://w3id.org/concordat/ontology#statedIn" in told["properties"]


def test_the_form_stands_where_scripts_do_not_run(client: httpx.Client) -> None:
    shown = client.get("/sparql", headers=PEOPLE)
    assert shown.headers["content-security-policy"] == POLICY
    assert "unsafe" not in POLICY
    assert '<textarea id="query"' in shown.text
    assert not re.search(r"<script(?![^>]*\bsrc=)|\bon\w+=|\bstyle=", shown.text)


def test_the_plain_form_has_no_script(client: httpx.Client) -> None:
    shown = client.get("/sparql?plain=1", headers=PEOPLE)
    assert "<script" not in shown.text
    assert "script-src" not in shown.headers["content-security-policy"]


def test_without_its_files_the_form_is_left(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoint, "present", lambda: False)
    assert "<script" not in client.get("/sparql?plain=&example=norms", headers=PEOPLE).text


def test_no_word_of_a_query_goes_elsewhere() -> None:
    script = (files("concordat") / "web" / "yasgui" / "start.js").read_text(encoding="utf-8")
    assert "://" not in script.replace("// ", "")
