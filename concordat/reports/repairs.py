"""Repairs: the options for a finding, as a lawyer would put them, with the precedent and what each costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ..compatibility import Change, Finding, Names, Option
from ..texts import Library, listed
from .phrases import PHRASES
from .rows import Wordings, setting, word

__all__ = ["Repairs"]

_SHOWN = 4  # costs that are told one by one


@dataclass(frozen=True, slots=True)
class Repairs:
    """The options by IRI of the finding, and what they are told with."""

    library: Library
    names: Names
    wordings: Wordings
    found: Mapping[str, Sequence[Option]] = field(default_factory=dict)

    def told(self, finding: Finding, lang: str) -> list[str]:
        """Return the options for a finding, one text each, in order; none where none was sought."""
        return [self._text(option, finding, lang) for option in self.found.get(str(finding.iri), ())]

    def records(self, finding: Finding) -> list[dict[str, object]]:
        """Return the options for a finding as JSON records."""
        told = {lang: self.told(finding, lang) for lang in ("en", "fr")}
        return [
            {
                "kind": option.kind, "precedent": option.precedent, "verdict": option.verdict,
                "costs": [{"right": list(c.finding.right), "question": c.finding.question, "change": c.kind} for c in option.costs],
                "text": {lang: told[lang][number] for lang in told},
            }
            for number, option in enumerate(self.found.get(str(finding.iri), ()))
        ]  # fmt: skip

    def _text(self, option: Option, finding: Finding, lang: str) -> str:
        told: dict[str, Any] = PHRASES[lang]
        key = option.kind
        if key == "accept":
            return str(told["option"][f"accept-{'mandate' if setting(finding, self.library) == 'mandate' else 'law'}"])
        moments = ", ".join(self.names.of(each, lang) for each in option.moments)
        text = told["option"][key].format(
            precedent=self.library.pinpoint(option.precedent, lang) if option.precedent else "",
            moments=told["option-moments"].format(moments=moments) if moments else "",
            favours=", ".join(self.names.of(each, lang) for each in option.favours),
        )
        return str(text) + self._verdict(option, finding, lang) + ("" if key == "declaration" else self._costs(option, lang))

    def _verdict(self, option: Option, finding: Finding, lang: str) -> str:
        told: dict[str, Any] = PHRASES[lang]
        if option.verdict is None:
            return str(told["option-gone"])
        return str(told["option-verdict"].format(verdict=self._word(option.verdict, finding, lang)))

    def _word(self, verdict: str, finding: Finding, lang: str) -> str:
        return word(replace(finding, verdict=verdict, clauses=()), self.library, self.wordings, lang).rstrip(" .(").removesuffix(" par")

    def _costs(self, option: Option, lang: str) -> str:
        told: dict[str, Any] = PHRASES[lang]
        if not option.costs:
            return str(told["option-free"])
        # the two questions may cost the same
        every = list(dict.fromkeys(self._cost(change, lang) for change in option.costs))
        more = len(every) - _SHOWN
        return str(told["option-costs"].format(costs=listed([*every[:_SHOWN], *([f"+ {more}"] if more > 0 else [])], lang)))

    def _cost(self, change: Change, lang: str) -> str:
        told: dict[str, Any] = PHRASES[lang]
        right = listed((self.library.pinpoint(p, lang) for p in change.finding.right), lang)
        before = told["short"][change.before.verdict] if change.before else told["changes-none"]
        after = told["short"][change.after.verdict] if change.after else told["option-lost"]
        return str(told["option-cost"].format(right=right, before=before, after=after))
