"""Changed: what became of findings, as table, CSV and JSON Lines."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..compatibility import Change, Finding, Names, contrary, tally, why
from ..texts import Library, listed
from . import rows, table
from .csv_rows import guarded
from .phrases import PHRASES

__all__ = ["FORMATS", "Changed", "render"]

FORMATS = ("table", "jsonl", "csv")
_HEAD = {
    "en": ("change", "question", "left", "left pin-point", "right", "right pin-point", "before", "now", "in words, before", "in words, now", "reason", "explanation", "contrary", "confidence"),
    "fr": ("changement", "question", "gauche", "référence gauche", "droite", "référence droite", "avant", "maintenant", "en toutes lettres, avant", "en toutes lettres, maintenant", "motif", "explication", "en sens contraire", "confiance"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Changed:
    """All that is shown: the changes, and the texts, names (before and after) and wordings to show them with."""

    changes: Sequence[Change]
    library: Library
    names: tuple[Names, Names]
    wordings: rows.Wordings


def render(page: Changed, form: str, lang: str) -> str:
    """Return the changes in one of FORMATS, in `en` or `fr`."""
    if form == "jsonl":
        return rows.jsonl(_record(page, change) for change in page.changes)
    if form == "csv":
        return _csv(page, lang)
    found = [change.after for change in page.changes if change.after is not None]
    return "".join(_lines(page, lang)) + "\n" + table.render(found, page.library, page.wordings, lang, reviews={})


def _word(page: Changed, finding: Finding | None, lang: str) -> str:
    told: dict[str, Any] = PHRASES[lang]
    return told["changes-none"] if finding is None else rows.word(finding, page.library, page.wordings, lang)


def _lines(page: Changed, lang: str) -> Iterator[str]:
    told: dict[str, Any] = PHRASES[lang]
    counts = ", ".join(f"{told['changes'][kind]} {number}" for kind, number in tally(page.changes).items())
    yield f"{told['changes-title']}: {counts or told['none']}\n"
    for change in page.changes:
        if change.before is None or change.after is None or change.kind == "same":
            # what is new stands in the matrix below; all of it is in the other formats
            continue
        left, right = (listed((page.library.pinpoint(p, lang) for p in side), lang) for side in (change.finding.left, change.finding.right))
        yield f"  {told['changes'][change.kind]}: {left} / {right} ({page.names[1].of(f'question:{change.finding.question}', lang)})\n"
        yield f"    {_word(page, change.before, lang)} -> {_word(page, change.after, lang)}\n"
        yield f"    {why(change, page.names, lang)}\n"


def _record(page: Changed, change: Change) -> dict[str, object]:
    shown = rows.record(change.finding, page.library, page.names[0 if change.after is None else 1])
    before, after = (None if each is None else each.verdict for each in (change.before, change.after))
    reason = {lang: why(change, page.names, lang) for lang in ("en", "fr")}
    return {"change": change.kind, **shown, "verdict": after, "verdict_before": before, "reason": reason}


def _csv(page: Changed, lang: str) -> str:
    told: dict[str, Any] = PHRASES[lang]
    held = io.StringIO()
    writer = csv.writer(held)
    writer.writerow(_HEAD[lang])
    for change in page.changes:
        f = change.finding
        row = (
            told["changes"][change.kind], f.question, " ".join(f.left), "; ".join(page.library.pinpoint(p, lang) for p in f.left),
            " ".join(f.right), "; ".join(page.library.pinpoint(p, lang) for p in f.right),
            change.before.verdict if change.before else "", change.after.verdict if change.after else "",
            _word(page, change.before, lang), _word(page, change.after, lang), why(change, page.names, lang),
            f.explanation.get(lang, ""), contrary(f, lang), f.confidence,
        )  # fmt: skip
        writer.writerow([guarded(cell) for cell in row])
    return "\ufeff" + held.getvalue()
