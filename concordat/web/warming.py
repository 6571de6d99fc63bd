"""Warming: what many pages need and takes long is made in the background, as soon as a snapshot is served, one thing after the other.

Whoever asks in the meantime is answered all the same, only later.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

from rdflib import URIRef

from ..catalogue import Question, bind, find, questions
from ..errors import ConcordatError
from ..governing import asked, govern
from ..graph import names
from ..graph.catalog import moment
from ..graph.names import compact
from ..memory import give_back
from .drafting import ASKED
from .dumps import dumps
from .linked import vocabulary
from .matrices import texts
from .pages import parties_of
from .reading import Reading
from .snapshot import Snapshot
from .view import prepare

__all__ = ["warm"]

_LOG = logging.getLogger("concordat.web")
_ACTORS = f"SELECT DISTINCT ?actor {{ ?event <{names.CDT.party}> ?actor }}"
_TOPICS = f"""SELECT ?topic {{ ?topic <http://www.w3.org/2004/02/skos/core#inScheme> <{names.SCHEME}topic> }}"""


def warm(snapshot: Snapshot, reading: Reading, *, wanted: Callable[[], bool]) -> None:
    """Make ready what pages of a snapshot need, as long as it is `wanted`."""
    dumps(snapshot, wait=False)
    for task in _tasks(reading):
        if not wanted():
            return
        try:
            task()
        except (ConcordatError, OSError) as error:
            _LOG.warning("not made ready: %s", error)


def _tasks(reading: Reading) -> Iterator[Callable[[], object]]:
    """Yield what is to be done, what most people ask for first."""
    memory, known = reading.memory, [questions()[name] for name in ASKED]
    yield prepare
    yield from (partial(memory.select, each.query) for each in known if not each.parameters)
    # those on the whole graph take more for a second than all that is shown of it
    yield give_back
    yield partial(vocabulary, memory, URIRef(str(names.CDT).removesuffix("#")))
    modelled = sorted({reading.library.root(place) for place in reading.statements})
    yield from _defects(reading, known, texts(reading))
    yield from (partial(parties_of, reading, key, date.fromisoformat(str(moment())[:10])) for key in sorted(reading.library.instruments))
    yield from _governing(reading)
    yield from _defects(reading, known, modelled)


def _defects(reading: Reading, asked_of_each: list[Question], about: list[str]) -> Iterator[Callable[[], object]]:
    for text in about:
        for each in asked_of_each:
            if each.parameters:
                yield partial(reading.memory.select, each.query, bindings=bind(each, {"text": text}))


def _governing(reading: Reading) -> Iterator[Callable[[], object]]:
    """Yield what answers on what governs have in common: the clauses of treaties, the rules on each topic, the acts of each party."""
    memory, today = reading.memory, str(moment())[:10]

    def answer(topic: str) -> None:
        govern(memory, asked(memory, ("VN", "FR"), on=today, topic=topic), library=reading.library)

    acts = find("acts-of-participation")
    actors = sorted(compact(str(row["actor"])) for row in memory.select(_ACTORS))
    topics = sorted(compact(str(row["topic"])).removeprefix("topic:") for row in memory.select(_TOPICS))
    if {"state:VNM", "state:FRA"} <= {*actors}:
        yield from (partial(answer, topic) for topic in topics)
    yield from (partial(memory.select, acts.query, bindings=bind(acts, {"party": actor})) for actor in actors)
