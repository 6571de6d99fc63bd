"""Lines: raw lines with their place, what a printer left between them, and the text they join to.

A line ends at LF only, so that numbers agree with every editor and with the annotations made on them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Line", "is_artefact", "join", "page_start", "split", "width"]

_RUNNING_HEADS = re.compile(
    r"""(?ix)
    [A-Z]+(?:/[\w.]+){2,}                               # A/AC.291/12/Add.1, CTOC/COP/WG.3/2010/1
    | (?:\d+/\d+\s+)?[A-Z]{1,3}\.\d\d-\d{4,6}(?:\s+\(?[EF]\)?)?(?:\s+\d+(?:/\d+)?)?   # V.22-10828 12/34
    | \d{1,4}\s+[A-Z]{1,3}\.\d\d-\d{4,6}
    | \d\d-\d{5}\*?\s*\([A-Z]\)(?:\s+\d{6})?                # 25-20231 (E)
    | \*\d{7}\*                                          # the same as a bar code
    | \d{1,4}/\d{1,4}                                   # 9/34
    | [-–—]?\s*\d{1,4}\s*[-–—]?                         # a lone page number
    | https?://\S+
    """
)
_SOFT = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u00ad": None, "\u200b": None, "\f": " "})
_IS_SOFT = re.compile("[\u00a0\u202f\u2009\u00ad\u200b\f]")
# l ’article, l’ article: an elided word only, since English closes a quotation with the same sign
_ELIDED = re.compile(r"\b([cdjlmnst]|(?:jus|lors|puis|quel|quoi|pres)?qu) ?([’']) ?(?=\w)", re.IGNORECASE)
_HYPHENED = re.compile(r"(?<=[^\W\d]) (?=-[^\W\d])")  # ceux -ci
_STRAY = re.compile(r" (?=,|\.(?: |$))")
_SYMBOL_CUT = re.compile(r"[A-Z0-9]/$")  # CTOC/ at the end of a row, COP/WG.3/2010/1 on the next


@dataclass(frozen=True, slots=True)
class Line:
    """One raw line: `number` from 1, `start` and `end` in characters without the LF, `text` as it stands.

    In markup, a row that may run over several lines: `until` is the last of them.
    """

    number: int
    start: int
    end: int
    text: str
    until: int | None = None

    @property
    def blank(self) -> bool:
        """Whether nothing is printed on the line."""
        return not self.text.strip()

    @property
    def spaced(self) -> bool:
        """Whether the line holds only spaces: where a printed block ends, an empty line follows each row."""
        return self.blank and self.text not in ("", "\r")


def split(text: str) -> tuple[Line, ...]:
    """Return the raw lines of a text."""
    lines, start = [], 0
    for number, row in enumerate(text.split("\n"), 1):
        lines.append(Line(number, start, start + len(row), row))
        start += len(row) + 1
    return tuple(lines)


def is_artefact(line: Line) -> bool:
    """Return whether a line is a running head, a page number or an address displaced from a margin."""
    return _RUNNING_HEADS.fullmatch(line.text.strip().strip("\f")) is not None


def page_start(lines: Sequence[Line], index: int) -> bool:
    """Return whether a page begins here: a form feed, or an indented row glued to the one before."""
    text = lines[index].text
    if "\f" in text[:4]:
        return True
    return index > 0 and text[:1] == " " and not lines[index].blank and not lines[index - 1].blank


def width(lines: Iterable[Line]) -> int:
    """Return the number of characters that a full row has (the ninth decile), 0 for no text."""
    sizes = sorted(len(line.text.strip()) for line in lines if not line.blank)
    return sizes[len(sizes) * 9 // 10] if sizes else 0


def join(rows: Iterable[str]) -> str:
    """Return rows as one line of running text: soft spaces normalised, apostrophes closed up, words rejoined."""
    parts: list[str] = []
    tail = ""
    for row in rows:
        part = (row.translate(_SOFT) if _IS_SOFT.search(row) else row).strip()
        if not part:
            continue
        cut = parts and _SYMBOL_CUT.search(tail) and re.match(r"[A-Z0-9]", part)
        parts.append("" if not parts or cut or re.search(r"\w-$", tail) or _close(tail, part) else " ")
        parts.append(part)
        tail = (tail + part)[-3:]
    return _repaired("".join(parts))


def _close(tail: str, part: str) -> bool:
    """Whether a script without spaces goes on from one row to the next."""
    return tail[-1:] >= "⺀" and part[0] >= "⺀"


def _repaired(text: str) -> str:
    """A text without the spaces that a printer left; most texts have no sign of any."""
    if "’" in text or "'" in text:
        text = _ELIDED.sub(r"\1\2", text)
    if " -" in text:
        text = _HYPHENED.sub("", text)
    text = " ".join(text.split())
    return _STRAY.sub("", text) if " ," in text or " ." in text else text
