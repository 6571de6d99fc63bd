"""Rows: findings as the flat records that tables, CSV and JSON Lines show."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rdflib import Literal

from ..compatibility import AspectRelation, Finding, Names, contrary
from ..compatibility.rules import Workbench
from ..graph.names import instrument_of
from ..review import Reviewed
from ..texts import Library

__all__ = ["SIGNS", "Wordings", "ended", "general_word", "jsonl", "pair_row", "read_wordings", "record", "setting", "word"]

# sign, colour name; the words come from the verdict scheme
SIGNS: Mapping[str, tuple[str, str]] = {
    "satisfies": ("✓", "green"),
    "conditional": ("~", "amber"),
    "conflicts": ("✗", "red"),
    "conflict-resolved-by-clause": ("§", "blue"),
    "silent": ("∅", "grey"),
    "out-of-scope": ("⊘", "grey"),
    "not-comparable": ("≠", "grey"),
    "not-assessed": ("?", "none"),
}


@dataclass(frozen=True, slots=True)
class Wordings:
    """What a verdict is called on the page: `told[setting][lang][verdict]`, setting one of mandate, law, drafting."""

    told: Mapping[str, Mapping[str, Mapping[str, str]]]


def read_wordings(store: Workbench) -> Wordings:
    """Return the wordings of the verdict scheme, as the graph holds them."""
    told: dict[str, dict[str, dict[str, str]]] = {s: {"en": {}, "fr": {}} for s in ("mandate", "law", "drafting")}
    query = """PREFIX cdt: <https://w3id.org/concordat/ontology#>
        SELECT ?verdict ?p ?text { VALUES ?p { cdt:wordingForMandate cdt:wordingForLaw cdt:wordingForDrafting } ?verdict ?p ?text }"""
    for row in store.select(query):
        text, name = row["text"], str(row["p"]).rsplit("#wordingFor", 1)[1].lower()
        if isinstance(text, Literal) and text.language in {"en", "fr"}:
            told[name][str(text.language)][str(row["verdict"]).rsplit("#", 1)[1]] = str(text)
    return Wordings(told)


def setting(finding: Finding, library: Library) -> str:
    """Return which wording a finding takes: drafting defects, mandate requirements, or law."""
    if finding.drafting:
        return "drafting"
    mandate = any("Mandate" in library.kinds[instrument_of(right)] for right in finding.right)
    return "mandate" if mandate else "law"


def word(finding: Finding, library: Library, wordings: Wordings, lang: str) -> str:
    """Return the verdict as a reviewer reads it, with the clause that it rests on."""
    told = wordings.told[setting(finding, library)][lang]
    text = told.get(finding.verdict) or wordings.told["law"][lang][finding.verdict]
    clauses = ", ".join(library.pinpoint(clause, lang) for clause in finding.clauses)
    for sign, value in (("(clause)", clauses), (", for (States)", ""), ("Y répond par ...", f"Y répond par {clauses}"), ("Concilié par ..., entre ...", f"Concilié par {clauses}")):
        text = text.replace(sign, value)
    return text


def ended(words: str) -> str:
    """Return words as a sentence; what ends in dots ("Meets it if ...") has its stop."""
    return words if words.endswith("...") else f"{words}."


def general_word(verdict: str, wordings: Wordings, lang: str, *, mandate: bool) -> str:
    """Return what a verdict is called in a legend, with no clause in view."""
    text = wordings.told["mandate" if mandate else "law"][lang][verdict]
    for sign in (" (clause)", ", for (States)", ", entre ...", " par ..."):
        text = text.replace(sign, "")
    return text + {"en": " a clause", "fr": " par une clause"}[lang] if verdict == "conflict-resolved-by-clause" else text


def record(finding: Finding, library: Library, names: Names, *, reviewed: Reviewed | None = None) -> dict[str, object]:
    """Return a finding as a JSON record, with both pin-points, the chain from words to verdict, and what reviewers decided."""
    return {
        "id": finding.key,
        "iri": str(finding.iri),
        "question": finding.question,
        "left": list(finding.left),
        "right": list(finding.right),
        "left_pinpoint": {lang: [library.pinpoint(p, lang) for p in finding.left] for lang in ("en", "fr")},
        "right_pinpoint": {lang: [library.pinpoint(p, lang) for p in finding.right] for lang in ("en", "fr")},
        "verdict": finding.verdict,
        "drafting": finding.drafting,
        "rule": finding.row,
        "aspects": aspects(finding),
        "clauses": list(finding.clauses),
        "not_compared": [names.of(statement, "en") for statement in finding.not_compared],
        "explanation": dict(finding.explanation),
        "contrary": {lang: contrary(finding, lang) for lang in ("en", "fr")},
        "confidence": finding.confidence,
        "review": {"state": reviewed.state, "units": list(reviewed.units), "on": reviewed.on} if reviewed else None,
    }


def aspects(finding: Finding) -> list[dict[str, object]]:
    """Return the aspect relations of a finding as records."""
    return [_aspect(aspect) for aspect in finding.aspects]


def _aspect(aspect: AspectRelation) -> dict[str, object]:
    shown: dict[str, object] = {"aspect": aspect.aspect, "relation": aspect.relation}
    for key in ("left", "right", "common", "lacking", "exceeding", "opposed"):
        values: tuple[str, ...] = getattr(aspect, key)
        if values:
            shown[key] = list(values)
    return shown


def pair_row(finding: Finding) -> dict[str, object]:
    """Return a finding as one row of the answer to a pairs file."""
    row: dict[str, object] = {
        "id": finding.key, "verdict": finding.verdict, "question": finding.question,
        "aspects": aspects(finding), "explanation": dict(finding.explanation), "confidence": finding.confidence,
    }  # fmt: skip
    return row | ({"error": finding.error} if finding.error else {})


def jsonl(records: Iterable[Mapping[str, object]]) -> str:
    """Return records as JSON Lines."""
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
