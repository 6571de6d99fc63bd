"""Reviews: how a finding stands and what was decided on it, for people who hold a token of the server.

The log is that of `concordat review`. Without tokens nobody reviews here and nothing of the log is shown; without one's own,
only the state is: names, units and remarks are for reviewers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from starlette.requests import Request

from ..errors import StoreError
from ..reports.phrases import PHRASES
from ..reports.reviews import told
from ..review import Decision, Log, Reviewed, Standing, folder_of
from ..reviewing import Office
from .failures import Failure
from .service import Service, of
from .signing import who

__all__ = ["UNREAD", "Board", "board", "now", "office", "stamp", "states"]

_SHOWN = "reviewed"  # the mark of a request whose answer shows reviews
# the reason itself names folders of this machine, which are nobody's business
UNREAD = "the reviews cannot be read or written now; try again later"


@dataclass(frozen=True, slots=True)
class Board:
    """What the page of a finding shows of its review.

    `open` is whether the server takes reviews, `who` the reviewer who asks, `names` are by pseudonym, `unread` the provisions whose
    words are not loaded, `problem` a key of the wording and `given` the fields of a form that was refused.
    """

    lang: str
    open: bool
    who: str | None = None
    standing: Standing | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    problem: str = ""
    given: Mapping[str, str] = field(default_factory=dict)

    @property
    def state(self) -> str:
        """The state in words."""
        return str(PHRASES[self.lang]["states"][self.standing.state if self.standing else ""])

    def changed(self, decision: Decision) -> list[str]:
        """Return what changed since a decision, a sentence each."""
        return [told(change, self.lang) for change in self.standing.changed.get(decision.number, ())] if self.standing else []


def office(service: Service) -> Office:
    """Return the place to review what a server shows."""
    reading = service.reading
    place = folder_of(service.address)
    return Office(service.snapshot.store, place, library=reading.library, findings=reading.findings, evidence=reading.evidence)


def board(request: Request, iri: str, lang: str, *, problem: str = "", given: Mapping[str, str] | None = None) -> Board:
    """Return the review of a finding as whoever asks may see it. Raises Failure: 503 where the log cannot be read."""
    service = of(request)
    _looks(request)
    if not service.tokens.hashes:
        return Board(lang, open=False)
    person, place = who(request), office(service)
    try:
        standing = next(iter(place.standings(only={iri})), None)
        people = place.people.names() if person else {}
    except StoreError as error:
        raise Failure(503, UNREAD) from error
    unread = tuple(place.unread(place.finding(iri)))
    return Board(lang, open=True, who=person, standing=standing, names=people, unread=unread, problem=problem, given=given or {})


def stamp(request: Request) -> str:
    """Return what `now` was before the answer to a request looked into the log: nothing where it shows no reviews."""
    return str(getattr(request.state, _SHOWN, ""))


def _looks(request: Request) -> str:
    """Mark a request as one whose answer shows reviews, and return what `now` is."""
    state = now(of(request))
    if not hasattr(request.state, _SHOWN):
        setattr(request.state, _SHOWN, state)
    return state


def now(service: Service) -> str:
    """Return what tells the log as it is now from what it was: nothing where there is none, or the server shows no reviews."""
    if not service.tokens.hashes:
        return ""
    try:
        held = Log(folder_of(service.address)).path.stat()
    except OSError:
        return ""
    return f"{held.st_mtime_ns}-{held.st_size}"


def states(request: Request) -> Mapping[str, Reviewed]:
    """Return how all findings stand that were reviewed, by IRI, from the log as it is now; units are told to reviewers only.

    Raises Failure: 503 where the log cannot be read.
    """
    service = of(request)
    known, state = service.reading.reviewed, _looks(request)
    found = known.get(state)
    if found is None:
        found = _standing(service) if state else {}
        # one of the past is asked for no more; whoever reads it at this moment holds it already
        known.clear()
        known[state] = found
    if who(request) is not None:
        return found
    return {iri: replace(held, units=()) for iri, held in found.items()}


def _standing(service: Service) -> dict[str, Reviewed]:
    try:
        held = office(service).standings(only=service.reading.findings.keys())
    except StoreError as error:
        raise Failure(503, UNREAD) from error
    return {each.finding: each.reviewed for each in held}
