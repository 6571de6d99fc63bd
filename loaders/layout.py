"""Layout: runs of printed words on pages, read as a person reads them.

Columns are read one after the other, running heads and page numbers are left out, and words cut at the end of a row are
joined. What comes out is plain text: one printed row a line, an empty line between paragraphs, a form feed before a page.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["Page", "Run", "reading"]

_EDGE = 0.13  # of the height of a page, above and below, where running heads stand
_OUTER = 3  # rows at each edge that may be running heads
_SHARE = 0.3  # of the pages that a running head stands on
_GUTTER = 6.0  # points that the space between two columns has at least
_MIDDLE = (0.25, 0.75)  # of the width of the text, between which it lies
_COLUMN = 4  # rows that a column has at least
_CROSSING = 0.4  # of the rows that may stand across both columns
_PARAGRAPH = 1.3  # of the usual distance of rows, above which a paragraph ends
_SHORT = 0.6  # of the usual length, below which a row is the last of its paragraph
_LONE = re.compile(r"(?:page|p\.)?\s*[-–—]?\s*(?P<number>\d{1,4})\s*(?:[-–—]|(?:/|of|sur|de)\s*\d{1,4})?", re.IGNORECASE)
_NUMBERED = re.compile(r"^(?:\S*\d\S*\s+)+|(?:\s+\S*\d\S*)+$")
_OPENS = re.compile(r"[A-ZÀ-Ý«“(\[\d]")
_CLOSES = re.compile(r"[.;:!?»”)]$")
_CUT = re.compile(r"(?P<left>[^\W\d_]+)[-\u00ad]$")
_REST = re.compile(r"(?P<right>[^\W\d_]+)(?P<tail>\S*)\s*")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Run:
    """Words printed side by side; the box is in points, from the lower left corner of the page."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def middle(self) -> float:
        """The height at which the run stands."""
        return (self.bottom + self.top) / 2


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its height in points and what is printed on it, in any order."""

    height: float
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """Runs at one height, from left to right."""

    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        return " ".join(run.text for run in self.runs)

    @property
    def top(self) -> float:
        return max(run.top for run in self.runs)

    @property
    def bottom(self) -> float:
        return min(run.bottom for run in self.runs)

    @property
    def left(self) -> float:
        return self.runs[0].left


def reading(pages: Sequence[Page]) -> str:
    """Return the text of pages in reading order."""
    printed = [_rows(page.runs) for page in pages]
    heads = _heads(pages, printed)
    lines: list[str] = []
    for number, rows in enumerate(printed):
        kept = [run for row in rows if (number, row) not in heads for run in row.runs]
        columns = list(_columns(kept))
        start = len(lines)
        for column in columns:
            lines.extend(_spaced(column, lines))
        if len(lines) > start:
            first = next(place for place in range(start, len(lines)) if lines[place])
            lines[first] = "\f" + lines[first] if number else lines[first]
    return "\n".join(_joined(lines)) + "\n"


def _rows(runs: Iterable[Run]) -> list[_Row]:
    """Return runs as rows from above: what overlaps by more than half of its height stands in one row."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: -run.middle):
        above = rows[-1][0] if rows else None
        if above and min(above.top, run.top) - max(above.bottom, run.bottom) > 0.5 * min(above.top - above.bottom, run.top - run.bottom):
            rows[-1].append(run)
        else:
            rows.append([run])
    return [_Row(tuple(sorted(row, key=lambda run: run.left))) for row in rows]


# running heads


def _heads(pages: Sequence[Page], printed: Sequence[Sequence[_Row]]) -> set[tuple[int, _Row]]:
    """Return the rows, with the numbers of their pages, that are no part of the text."""
    edge = [(number, row) for number, (page, rows) in enumerate(zip(pages, printed, strict=True)) for row in _outer(page, rows)]
    repeated: Counter[str] = Counter()
    offsets: Counter[int] = Counter()
    for number, texts in _by_page(edge).items():
        repeated.update({_wording(text) for text in texts})
        offsets.update({int(match["number"]) - number for text in texts if (match := _LONE.fullmatch(text))})
    least = max(2, int(_SHARE * len(pages)))
    found = set()
    for number, row in edge:
        match = _LONE.fullmatch(row.text)
        counted = match is not None and (offsets[int(match["number"]) - number] >= least or len(pages) == 1)
        if counted or repeated[_wording(row.text)] >= least:
            found.add((number, row))
    return found


def _by_page(edge: Iterable[tuple[int, _Row]]) -> dict[int, list[str]]:
    texts: dict[int, list[str]] = {}
    for number, row in edge:
        texts.setdefault(number, []).append(row.text)
    return texts


def _outer(page: Page, rows: Sequence[_Row]) -> Iterator[_Row]:
    for place, row in enumerate(rows):
        if (place < _OUTER and row.bottom > page.height * (1 - _EDGE)) or (place >= len(rows) - _OUTER and row.top < page.height * _EDGE):
            yield row


def _wording(text: str) -> str:
    """Return the words that a running head repeats: without the page number or date beside them, where words are left."""
    bare = _NUMBERED.sub("", text).strip()
    return bare if len(bare.split()) > 1 else text


# columns


def _columns(runs: Sequence[Run]) -> Iterator[list[_Row]]:
    """Yield the columns of a page in reading order; rows that stand across part the page."""
    rows = _rows(runs)
    gutter = _gutter(rows)
    if gutter is None:
        if rows:
            yield rows
        return
    band: list[Run] = []
    for row in rows:
        across = [run for run in row.runs if run.left < gutter < run.right]
        if not across:
            band.extend(row.runs)
            continue
        yield from _sides(band, gutter)
        band = []
        yield [row]
    yield from _sides(band, gutter)


def _sides(runs: Sequence[Run], gutter: float) -> Iterator[list[_Row]]:
    yield from _columns([run for run in runs if run.right <= gutter])
    yield from _columns([run for run in runs if run.left >= gutter])


def _gutter(rows: Sequence[_Row]) -> float | None:
    """Return the middle of the space between two columns, or None where there is one column."""
    runs = [run for row in rows for run in row.runs]
    if len(rows) < _COLUMN:
        return None
    start, end = min(run.left for run in runs), max(run.right for run in runs)
    places = range(int(start + _MIDDLE[0] * (end - start)), int(start + _MIDDLE[1] * (end - start)) + 1)
    crossing = {place: sum(run.left < place < run.right for run in runs) for place in places}
    if not crossing or min(crossing.values()) > _CROSSING * len(rows):
        return None
    best = _widest([place for place in places if crossing[place] == min(crossing.values())])
    if best[1] - best[0] < _GUTTER:
        return None
    gutter = (best[0] + best[1]) / 2
    return gutter if _both(rows, gutter) else None


def _widest(places: Sequence[int]) -> tuple[int, int]:
    """Return the first and the last of the longest series of numbers that follow each other."""
    series = [[places[0], places[0]]]
    for before, place in pairwise(places):
        if place == before + 1:
            series[-1][1] = place
        else:
            series.append([place, place])
    first, last = max(series, key=lambda pair: pair[1] - pair[0])
    return first, last


def _both(rows: Sequence[_Row], gutter: float) -> bool:
    """Whether rows stand on both sides of a gutter, beside each other."""
    left = [run for row in rows for run in row.runs if run.right <= gutter]
    right = [run for row in rows for run in row.runs if run.left >= gutter]
    if min(len(_rows(left)), len(_rows(right))) < _COLUMN:
        return False
    high, low = min(max(run.top for run in side) for side in (left, right)), max(min(run.bottom for run in side) for side in (left, right))
    return high - low > 0.5 * min(max(run.top for run in side) - min(run.bottom for run in side) for side in (left, right))


# lines


def _spaced(column: Sequence[_Row], before: Sequence[str]) -> Iterator[str]:
    """Yield the lines of a column, with an empty one where a paragraph ends."""
    steps = [above.bottom - below.bottom for above, below in pairwise(column)]
    usual = median(steps) if steps else 0.0
    margin = min(row.left for row in column)
    above: _Row | None = None
    for row in column:
        if above is None:
            ends = _begins(row.text, before[-1] if before else "", median(len(other.text) for other in column))
        else:
            indented = row.left - margin > (row.top - row.bottom) and above.left - margin < 1 and _CLOSES.search(above.text) is not None
            ends = above.bottom - row.bottom > _PARAGRAPH * usual or indented
        if ends:
            yield ""
        yield row.text
        above = row


def _begins(text: str, last: str, usual: float) -> bool:
    """Whether a paragraph begins at the head of a column: the last row before it is closed or short."""
    return bool(last) and _OPENS.match(text) is not None and (_CLOSES.search(last) is not None or len(last) < _SHORT * usual)


def _joined(lines: Sequence[str]) -> list[str]:
    """Return lines with the words that are cut at their ends joined: the rest moves up."""
    known = Counter(word.lower() for line in lines for word in _WORD.findall(line))
    done: list[str] = []
    for line in lines:
        cut = _CUT.search(done[-1]) if done else None
        rest = _REST.match(line.lstrip("\f")) if cut else None
        if cut is None or rest is None or rest["right"][0].isupper():
            done.append(line)
            continue
        hyphen = "-" if _is_compound(cut["left"], rest["right"], known) else ""
        done[-1] = f"{done[-1][:-1]}{hyphen}{rest['right']}{rest['tail']}"
        left = line.lstrip("\f")[rest.end():]
        if left:
            done.append(("\f" if line.startswith("\f") else "") + left)
    return [line.replace("\u00ad", "-") if line.endswith("\u00ad") else line.replace("\u00ad", "") for line in done]


def _is_compound(left: str, right: str, known: Counter[str]) -> bool:
    """Whether the hyphen between two pieces belongs to the word: the document has it so, or has both pieces as words."""
    left, right = left.lower(), right.lower()
    if known[left + right]:
        return False
    return bool(known[f"{left}-{right}"]) or (known[left] > 1 and known[right] > 1)
