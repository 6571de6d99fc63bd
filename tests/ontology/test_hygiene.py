"""The rules of house style: one query a rule, each with a bad example that it must catch."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph, Variable

RULES = sorted((Path(__file__).parent / "hygiene").glob("*.rq"))


def _breaches(graph: Graph, rule: Path) -> list[str]:
    found = graph.query(rule.read_text(encoding="utf-8")).bindings
    return sorted(f"{row[Variable('focus')]} {row[Variable('message')]}" for row in found)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.stem)
def test_ontology_keeps(rule: Path, ontology: Graph) -> None:
    assert _breaches(ontology, rule) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.stem)
def test_bad_example_is_caught(rule: Path) -> None:
    bad = Graph().parse(rule.parent / "bad" / f"{rule.stem}.ttl")
    assert _breaches(bad, rule)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.stem)
def test_rule_says_what_it_is(rule: Path) -> None:
    first, second = rule.read_text(encoding="utf-8").splitlines()[:2]
    assert first.startswith("# rule: ")
    assert first.endswith(".")
    assert second in {"# severity: error", "# severity: warning"}


def test_each_bad_example_has_its_rule() -> None:
    bad = {file.stem for file in RULES[0].parent.glob("bad/*.ttl")}
    assert bad == {rule.stem for rule in RULES}
