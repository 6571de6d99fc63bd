"""How a document is read, told so that the same readers need not read it twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from concordat.loaders import edition


def test_a_rule_or_a_fact_that_changed_makes_another_edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("graph/data", "loaders/__pycache__", "ontology"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "loading.py").touch()
    monkeypatch.setattr(edition, "files", lambda _: tmp_path)
    told = set()
    for path in ("loaders/rules.toml", "graph/data/names.ttl", "loading.py", "ontology/roles.ttl"):
        for text in ("one", "two"):
            (tmp_path / path).write_text(text, encoding="utf-8")
            told.add(edition.edition.__wrapped__())
    assert len(told) == 8
    (tmp_path / "loaders" / "__pycache__" / "rules.pyc").write_bytes(b"compiled")
    assert edition.edition.__wrapped__() in told


def test_names_and_options_count() -> None:
    ways = [
        edition.reading(Path("/texts/32016R0679/act.xml")),
        edition.reading(Path("/texts/32016R0679/other.xml")),
        edition.reading(Path("/texts/32016L0680/act.xml")),
        edition.reading(Path("/texts/32016R0679/act.xml"), as_="formex"),
        edition.reading(Path("/texts/32016R0679/act.xml"), about="celex:32016R0679"),
    ]
    assert len(set(ways)) == len(ways)
    assert edition.reading(Path("/elsewhere/32016R0679/act.xml")) == ways[0]
