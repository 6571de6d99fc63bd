"""Exports: the note on a finding and the report on a text, in every format, only of what is public."""

from __future__ import annotations

import sys

import httpx
import pytest

NOTE = {"left": "paper:north/1/1", "right": "treaty:1/1"}
REPORT = {"text": "paper:north", "against": "mandate"}
BEGINNINGS = {"docx": b"PK", "xlsx": b"PK", "pdf": b"%PDF", "html": b"<!DOCTYPE html>", "csv": b"\xef\xbb\xbf"}


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize(("path", "asked", "form"), [
    *(("/note", NOTE, form) for form in ("docx", "pdf", "html")),
    *(("/report", REPORT, form) for form in ("docx", "xlsx", "pdf", "csv", "html")),
])  # fmt: skip
def test_every_format_is_a_file_of_its_kind(client: httpx.Client, path: str, asked: dict[str, str], form: str, lang: str) -> None:
    answer = client.get(path, params={**asked, "format": form, "lang": lang})
    assert answer.status_code == 200, answer.text
    assert answer.content.startswith(BEGINNINGS[form])
    assert answer.headers["content-disposition"].endswith(f'.{form}"')
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert ("style-src 'sha256-" in answer.headers["content-security-policy"]) == (form == "html")


@pytest.mark.parametrize(("against", "sides"), [("mandate", "--against mandate"), ("law", "--against treaties --against eu-law")])
def test_a_report_tells_the_command_for_what_it_holds(client: httpx.Client, against: str, sides: str) -> None:
    answer = client.get("/report", params={"text": "paper:north", "against": against, "format": "html", "lang": "fr"})
    assert f"concordat check paper:north {sides}" in answer.text
    assert '<html lang="fr">' in answer.text


def test_a_note_says_what_was_found_in_the_language_asked_for(client: httpx.Client) -> None:
    told = {lang: client.get("/note", params={**NOTE, "format": "html", "lang": lang}).text for lang in ("en", "fr")}
    assert "Data are kept sixty days." in told["en"]
    assert "Les données sont gardées soixante jours." in told["fr"]
    assert "concordat check paper:north/1/1 --against treaty:1/1 --note" in told["en"]


def test_a_report_holds_what_the_filters_leave(client: httpx.Client) -> None:
    every = client.get("/report", params={**REPORT, "format": "csv"}).text.splitlines()
    some = client.get("/report", params={**REPORT, "format": "csv", "verdict": "conflicts"}).text.splitlines()
    assert 1 < len(some) < len(every)


@pytest.mark.parametrize(("path", "status"), [
    ("/note", 404), ("/note?left=paper:north/1/1", 404), ("/note?left=paper:north/1/1&right=nothing:1", 404), ("/note?left=secret:1&right=treaty:1/1", 404),
    ("/note?left=paper:north/1/1&right=treaty:1/1&format=exe", 400), ("/report?text=nothing", 404), ("/report?text=secret", 404), ("/report", 404),
    ("/report?text=paper:north&format=ttl", 400),
])  # fmt: skip
def test_what_cannot_be_exported(client: httpx.Client, path: str, status: int) -> None:
    assert client.get(path).status_code == status


@pytest.mark.parametrize(("module", "path", "asked", "form", "extra"), [
    ("docx", "/note", NOTE, "docx", "concordat[reports]"), ("typst", "/note", NOTE, "pdf", "concordat[pdf]"), ("openpyxl", "/report", REPORT, "xlsx", "concordat[reports]"),
])  # fmt: skip
def test_what_is_not_installed_is_named(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch, module: str, path: str, asked: dict[str, str], form: str, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    answer = client.get(path, params={**asked, "format": form})
    assert answer.status_code == 501
    assert extra in answer.text
