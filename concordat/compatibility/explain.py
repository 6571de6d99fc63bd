"""Explanations: what a finding rests on, as a lawyer would put it, in English and French.

Sentences stand in `wording.toml`, keyed by aspect and relation; names come from the labels of the concepts.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from .findings import BY_MACHINE, Finding
from .lattice import AspectRelation, Comparison, rows

__all__ = ["LANGUAGES", "Names", "aspect_text", "contrary", "explain"]

LANGUAGES = ("en", "fr")
# what a reader wants to hear first: what breaks, then what is missing, then what fits
_WEIGHT = ("disjoint", "overlapping", "weaker", "left-silent", "not-comparable", "same", "stronger", "right-silent")
_OPERATORS = {"gteq": "at-least", "lteq": "at-most", "eq": "exactly", "gt": "more-than", "lt": "less-than"}


@dataclass(frozen=True, slots=True)
class Names:
    """The names that a reader sees: `labels[lang][compact id]`, and figures as (operator, value, unit) by compact id."""

    labels: Mapping[str, Mapping[str, str]]
    figures: Mapping[str, tuple[str, str, str]]

    def of(self, compact_id: str, lang: str) -> str:
        """Return the name of a concept, figure or provision in a language."""
        if compact_id in self.figures:
            operator, value, unit = self.figures[compact_id]
            key = f"unit.{unit}" + ("" if value == "1" else "s")
            name = phrases()[lang].get(key) or self.of(f"unit:{unit}", lang)
            return phrases()[lang][_OPERATORS[operator]].format(value=value, unit=name)
        return self.labels.get(lang, {}).get(compact_id, compact_id)


@lru_cache(1)
def phrases() -> Mapping[str, Mapping[str, str]]:
    """Return the sentences by language and key."""
    text = (files("concordat") / "compatibility" / "wording.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _listed(values: Iterable[str], names: Names, lang: str) -> str:
    told = [names.of(value, lang) for value in values]
    if len(told) < 2:
        return "".join(told)
    return ", ".join(told[:-1]) + phrases()[lang]["and"] + told[-1]


def aspect_text(aspect: AspectRelation, names: Names, lang: str) -> str:
    """Return one aspect as half a sentence, or an empty text where there is nothing to say."""
    pattern = phrases()[lang].get(f"{aspect.aspect}.{aspect.relation}{_variant(aspect)}")
    if pattern is None:
        return ""
    groups: Mapping[str, Sequence[str]] = {
        "left": aspect.left, "right": aspect.right, "common": aspect.common,
        "lacking": aspect.lacking, "exceeding": aspect.exceeding, "opposed": aspect.opposed,
    }  # fmt: skip
    told = pattern.format(**{name: _listed(values, names, lang) for name, values in groups.items()})
    return told.replace(" ()", "").replace("  ", " ")


def _variant(aspect: AspectRelation) -> str:
    """What sentences of their own are for: a limit on one side only, contrary actions, a ground held against a condition."""
    if aspect.aspect == "threshold":
        return "" if aspect.left else "-only"
    if aspect.aspect == "modality" and aspect.left and aspect.left[0].startswith("action:"):
        return "-contrary"
    return "-ground" if aspect.aspect == "conditions" and aspect.left else ""


def explain(finding: Finding, names: Names, lang: str) -> str:
    """Return two or three sentences on why the verdict is what it is."""
    words = phrases()[lang]
    if finding.reason == "broken-reference":
        printed, intended = finding.broken[0]
        key = "reason.broken-reference" if intended else "reason.broken-reference-unknown"
        return words[key].format(printed=names.of(printed, lang), intended=names.of(intended or "", lang))
    if finding.reason == "misread-reference":
        return words["reason.misread-reference"].format(intended=_listed((target for _, target in finding.broken if target), names, lang))
    if finding.reason == "unread" and finding.decisive:
        return _open(finding, finding.decisive, names, lang)
    if finding.reason != "compared":
        sides = {"left": _listed(finding.left, names, lang), "right": _listed(finding.right, names, lang)}
        # a machine that finds no word of a subject has not read the text as people do who say that it is silent
        by = "-by-machine" if finding.reason == "covered" and finding.confidence == BY_MACHINE else ""
        return words[f"reason.{finding.reason}{by}"].format(**sides)
    ordered = sorted(finding.aspects, key=lambda a: (_WEIGHT.index(a.relation), a.aspect))
    told = [text for a in ordered if (text := aspect_text(a, names, lang))]
    if not told:
        told = [row.label[lang] for row in rows() if finding.row and row.iri.endswith(finding.row)]
    sentences = [text[0].upper() + text[1:] + "." for text in told[:3]]
    if finding.clauses and finding.verdict == "conflict-resolved-by-clause":
        sentences.append(words["clause"].format(clauses=_listed(finding.clauses, names, lang)))
    return " ".join(sentences)


def _open(finding: Finding, decisive: Comparison, names: Names, lang: str) -> str:
    """Which words have to be read, and between which verdicts the answer lies."""
    held = {"left": finding.left, "right": finding.right}
    sides = [provision for side in sorted(decisive.unread or decisive.unlevelled) for provision in held[side]]
    mildest, gravest = (names.of(f"verdict:{verdict}", lang) for verdict in finding.possible)
    reason = "reason.unread" if decisive.unread else "reason.unlevelled"
    return phrases()[lang][reason].format(sides=_listed(sides, names, lang), mildest=mildest, gravest=gravest)


def contrary(finding: Finding, lang: str) -> str:
    """Return the best general argument against the verdict, or an empty text where there is none."""
    return phrases()[lang].get(f"contrary.{finding.verdict}", "")
