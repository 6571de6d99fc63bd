"""Cross-checked: what HermiT says of the arithmetic behind findings, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..compatibility import Names
from ..crosscheck import Checked
from .phrases import PHRASES

__all__ = ["render"]


def render(checked: Sequence[Checked], names: Names, lang: str) -> str:
    """Return how many relations were held against the reasoner and each on which it differs, in `en` or `fr`."""
    return "".join(f"{line}\n" for line in _lines(checked, names, lang))


def _lines(checked: Sequence[Checked], names: Names, lang: str) -> Iterator[str]:
    told: Mapping[str, Any] = PHRASES[lang]
    wrong = [each for each in checked if not each.agrees]
    yield told["cross-checked"].format(number=len(checked), agree=len(checked) - len(wrong), differ=len(wrong))
    for each in wrong:
        asked = each.question
        said, found = (names.of(f"relation:{relation}", lang) for relation in (asked.said, each.found))
        aspect, sides = names.of(f"aspect:{asked.aspect}", lang), asked.comparison
        yield told["cross-differs"].format(aspect=aspect, said=said, found=found, left=sides.left, right=sides.right)
