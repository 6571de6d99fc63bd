"""Leaders: the dots that lead from a heading to its page, by which a printed table of contents is told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .lines import Line

__all__ = ["contents"]

_LEADER = re.compile(r"(?:\s?[.…·]){4,}\s*(?:\d{1,4}|[ivxl]{1,6})?\s*$")
_NAME = re.compile(
    r"\W*(?:table of )?contents\W*|\W*(?:sommaire|table des matières|[íi]ndice|inhalt\w*|содержание|目录|المحتويات)\W*", re.IGNORECASE
)
_LEAST = 5  # rows with leaders
_TAIL = 40  # characters at the end of a row, in which its leader stands
_APART = 60  # lines between two of them


def contents(lines: Sequence[Line]) -> range:
    """Return the places of the lines of a table of contents in front of a text: from its name, or its first leader, to its last."""
    led = [place for place, line in enumerate(lines) if _LEADER.search(line.text[-_TAIL:])]
    run = led[:1]
    for place in led[1:]:
        if place - run[-1] > _APART:
            break
        run.append(place)
    if len(run) < _LEAST:
        return range(0)
    name = next((place for place in range(run[0], max(-1, run[0] - 12), -1) if _NAME.fullmatch(lines[place].text)), run[0])
    return range(name, run[-1] + 1)
