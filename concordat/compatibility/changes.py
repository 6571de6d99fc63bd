"""Changes: two sets of findings held against each other: which verdicts differ, and in which aspects they came to differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from .explain import Names, aspect_text, phrases
from .findings import Finding
from .lattice import GRAVITY, AspectRelation

__all__ = ["KINDS", "Change", "changes", "tally", "why"]

Aspects: TypeAlias = tuple[AspectRelation, ...]
# what a reader wants to see first
KINDS = ("worse", "better", "other", "new", "gone", "reasons", "same")


@dataclass(frozen=True, slots=True)
class Change:
    """A finding before and after: None where there was, or is, no such finding."""

    before: Finding | None
    after: Finding | None

    @property
    def finding(self) -> Finding:
        """The finding as it is now, or as it was."""
        found = self.after or self.before
        assert found is not None, "a change has a finding on one side"  # noqa: S101 - a change of nothing is never made
        return found

    @property
    def kind(self) -> str:
        """One of KINDS: `other` where two verdicts are different and neither is graver, `reasons` where only the way to it differs."""
        if self.before is None or self.after is None:
            return "new" if self.before is None else "gone"
        if self.before.verdict != self.after.verdict:
            then, now = (GRAVITY.get(each.verdict, 0) for each in (self.before, self.after))
            compared = {self.before.verdict, self.after.verdict} <= set(GRAVITY) - {"not-comparable"}
            return "other" if not compared or then == now else "worse" if now > then else "better"
        return "reasons" if _basis(self.before) != _basis(self.after) else "same"


def _basis(finding: Finding) -> object:
    return [(a.aspect, a.relation, a.left, a.lacking, a.exceeding, a.opposed) for a in finding.aspects], finding.clauses, finding.reason


def changes(before: Iterable[Finding], after: Iterable[Finding], aligned: Mapping[str, str] | None = None) -> list[Change]:
    """Return what became of each finding, the gravest changes first.

    `aligned` names, for a provision of the earlier text, the one that stands for it in the later; where it is left out, provisions
    keep their names.
    """
    names = aligned or {}
    old = {_key(f, names): f for f in before}
    new = {_key(f, {}): f for f in after}
    found = [Change(old.get(key), new.get(key)) for key in sorted({*old, *new})]
    return sorted(found, key=lambda change: KINDS.index(change.kind))


def _key(finding: Finding, names: Mapping[str, str]) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    left, right = (tuple(names.get(each, each) for each in side) for side in (finding.left, finding.right))
    return finding.question, left, right


def tally(found: Iterable[Change]) -> Mapping[str, int]:
    """Return how many changes there are of each kind, those that are there in the order of KINDS."""
    counts = Counter(change.kind for change in found)
    return {kind: counts[kind] for kind in KINDS if counts[kind]}


def why(change: Change, names: Sequence[Names], lang: str) -> str:
    """Return in words what made the difference: the aspects that are no longer as they were. `names` are those of before and after."""
    words = phrases()[lang]
    before, after = change.before, change.after
    if before is None or after is None:
        return words[f"change.{change.kind}"]
    if before.reason != after.reason:
        return words["change.reason"].format(before=before.explanation.get(lang, ""), after=after.explanation.get(lang, ""))
    then, now = ({a.aspect: a for a in aspects} for aspects in _held_together(before, after))
    differing = [aspect for aspect in sorted({*then, *now}) if _told(then.get(aspect)) != _told(now.get(aspect))]
    parts = [
        words["change.aspect"].format(
            aspect=names[1].of(f"aspect:{aspect}", lang),
            before=_said(then.get(aspect), names[0], lang),
            after=_said(now.get(aspect), names[1], lang),
        )
        for aspect in differing
    ]
    if before.clauses != after.clauses:
        parts.append(words["change.clause"])
    return " ".join(parts)


def _held_together(before: Finding, after: Finding) -> tuple[Aspects, Aspects]:
    """The aspects to be held together: those of a pair of statements that was compared both times, with another result."""
    then, now = ({j.comparison.iri: j.comparison for j in finding.judgements} for finding in (before, after))
    differing = [iri for iri in sorted(set(then) & set(now)) if then[iri].aspects != now[iri].aspects]
    # what is asked for, and is now answered otherwise, decides
    asked = [each.decisive.right for each in (after, before) if each.decisive]
    for right in asked:
        for iri in differing:
            if now[iri].right == right:
                return then[iri].aspects, now[iri].aspects
    return before.aspects, after.aspects


def _told(aspect: AspectRelation | None) -> object:
    return None if aspect is None else (aspect.relation, aspect.left, aspect.right, aspect.lacking, aspect.exceeding, aspect.opposed)


def _said(aspect: AspectRelation | None, names: Names, lang: str) -> str:
    if aspect is None:
        return phrases()[lang]["change.nothing"]
    return aspect_text(aspect, names, lang) or names.of(f"relation:{aspect.relation}", lang)
