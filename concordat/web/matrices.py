"""Matrices: a text against the mandate or against treaties and acts, filtered, each cell leading to its finding."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from ..compatibility import Finding
from ..graph.names import instrument_of
from ..reports.matrix import GRAVEST, matrices
from .reading import Reading
from .view import View, html

__all__ = ["chosen", "fits", "matrix", "texts"]


def texts(reading: Reading) -> list[str]:
    """Return the texts that were compared: contributions and proposals that findings are on, in their order."""
    library = reading.library
    return sorted({library.root(f.left[0]) for f in reading.findings.values()}, key=library.place)


def matrix(request: Request) -> Response:
    """Return the matrix that the address asks for: `text`, `against` (mandate or law), `question`, `verdict`, `topic`."""
    view, asked = View.of(request), request.query_params
    text, against = asked.get("text", ""), asked.get("against", "mandate")
    question = "coexists" if asked.get("question") == "coexists" and against == "law" else "delivers"
    verdict, topic = asked.get("verdict", ""), asked.get("topic", "")
    found = [f for f in chosen(view.reading, text, mandate=against != "law") if f.question == question]
    topics = sorted({t for f in found for t in _topics(view.reading, f)}, key=view.name)
    shown = [f for f in found if fits(view.reading, f, verdict, topic)]
    # the matrix is made for one question; each finding keeps the address of its own
    made = matrices([replace(f, question="delivers") for f in shown], view.reading.library) if text else []
    return html(
        request, "matrix.html", view, text=text, against="law" if against == "law" else "mandate", question=question,
        verdict=verdict, topic=topic, topics=topics, verdicts=GRAVEST, texts=texts(view.reading), matrices=made, number=len(shown),
    )  # fmt: skip


def chosen(reading: Reading, text: str, *, mandate: bool, drafting: bool = False) -> Iterable[Finding]:
    """Yield the findings on a text or a part of it against the mandate, or against the rest; drafting defects only if wanted."""
    kinds = reading.library.kinds
    for finding in reading.findings.values():
        left = finding.left[0]
        if (finding.drafting and not drafting) or not (left == text or left.startswith((f"{text}/", f"{text}:"))):
            continue
        if ("Mandate" in kinds[instrument_of(finding.right[0])]) == mandate:
            yield finding


def fits(reading: Reading, finding: Finding, verdict: str, topic: str) -> bool:
    """Return whether a finding has a verdict and a topic; an empty one asks for nothing."""
    return (not verdict or finding.verdict == verdict) and (not topic or topic in _topics(reading, finding))


def _topics(reading: Reading, finding: Finding) -> set[str]:
    return {topic for p in (*finding.left, *finding.right) for s in reading.statements.get(p, ()) for topic in s.values("topic")}
