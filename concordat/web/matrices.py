"""Matrices: a text against the mandate or against treaties and acts, filtered, each cell leading to its finding."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import Response

from ..compatibility import Finding
from ..graph.names import instrument_of
from ..reports.matrix import GRAVEST, matrices
from ..review import Reviewed
from .reading import Reading
from .reviews import states
from .service import of
from .view import View, html

__all__ = ["Wanted", "chosen", "matrix", "texts"]

# whether anybody decided, then the states of a review
REVIEWED = ("no", "yes", "accepted", "confirmed", "rejected", "disputed", "commented", "stale")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What findings are filtered by: a verdict, a topic, how they were read, and how they were reviewed; an empty text asks for nothing."""

    verdict: str = ""
    topic: str = ""
    confidence: str = ""
    reviewed: str = ""

    @classmethod
    def of(cls, request: Request) -> Wanted:
        """Return the filters that an address asks for."""
        return cls(*(request.query_params.get(name, "") for name in cls.__slots__))

    def fits(self, reading: Reading, finding: Finding, state: Reviewed | None) -> bool:
        """Return whether a finding is wanted; `state` is how it was reviewed, None where it was not."""
        told = {"", "no"} if state is None else {"", "yes", state.state}
        return (
            self.verdict in {"", finding.verdict} and self.confidence in {"", finding.confidence} and self.reviewed in told
            and (not self.topic or self.topic in _topics(reading, finding))
        )  # fmt: skip


def texts(reading: Reading) -> list[str]:
    """Return the texts that were compared: contributions and proposals that findings are on, in their order."""
    library = reading.library
    return sorted({library.root(f.left[0]) for f in reading.findings.values()}, key=library.place)


def matrix(request: Request) -> Response:
    """Return the matrix that the address asks for: `text`, `against` (mandate or law), `question`, and the filters of `Wanted`."""
    view, asked = View.of(request), request.query_params
    text, against = asked.get("text", ""), asked.get("against", "mandate")
    question = "coexists" if asked.get("question") == "coexists" and against == "law" else "delivers"
    wanted, reviews = Wanted.of(request), states(request)
    found = [f for f in chosen(view.reading, text, mandate=against != "law") if f.question == question]
    topics = sorted({t for f in found for t in _topics(view.reading, f)}, key=view.name)
    shown = [f for f in found if wanted.fits(view.reading, f, reviews.get(str(f.iri)))]
    # the matrix is made for one question; each finding keeps the address of its own
    made = matrices([replace(f, question="delivers") for f in shown], view.reading.library) if text else []
    return html(
        request, "matrix.html", view, text=text, against="law" if against == "law" else "mandate", question=question,
        wanted=wanted, topics=topics, verdicts=GRAVEST, confidences=sorted({f.confidence for f in found}), states=REVIEWED,
        reviews=reviews, open=bool(of(request).tokens.hashes), texts=texts(view.reading), matrices=made, number=len(shown),
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


def _topics(reading: Reading, finding: Finding) -> set[str]:
    return {topic for p in (*finding.left, *finding.right) for s in reading.statements.get(p, ()) for topic in s.values("topic")}
