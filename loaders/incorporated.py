"""Incorporated: the norms of provisions that a text takes over by a title and a citation, as the graph has them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from sys import intern

from ..graph import names

__all__ = ["Taken", "from_lines"]

_LINE = re.compile(rb"<(?P<subject>[^>]+)> <(?P<property>[^>]+)> <(?P<object>[^>]+)> \.")
_SINGLE = ("modality", "force", "margin", "bearer", "counterparty", "action", "topic", "level")
_LISTED = ("statedIn", "refusalList", "ground", "excludedGround", "closure", "condition", "exception")
# what is not asked for is most of what there is, and is not held
_ASKED = {str(names.CDT[name]).encode(): name for name in (*_SINGLE, *_LISTED)}


@dataclass(frozen=True, slots=True, eq=False)
class Taken:
    """A curated norm: the compact id of its provision, and local names of concepts by property; grounds of refusal, conditions."""

    provision: str
    aspects: dict[str, str]
    grounds: tuple[str, ...]
    excluded: tuple[str, ...]
    closed: bool
    conditions: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()


def from_lines(lines: Iterable[bytes]) -> tuple[Taken, ...]:
    """Return the norms in facts given as N-Triples lines, in the order of their provisions."""
    facts: dict[str, dict[str, list[str]]] = {}
    for line in lines:
        match = _LINE.match(line)
        if match and (name := _ASKED.get(match["property"])):
            facts.setdefault(match["subject"].decode(), {}).setdefault(name, []).append(match["object"].decode())
    found = (_norm(about, facts) for about in facts.values() if "statedIn" in about and "modality" in about)
    return tuple(sorted(found, key=lambda norm: (norm.provision, norm.aspects["modality"], norm.aspects.get("action", ""))))


def _norm(about: dict[str, list[str]], facts: dict[str, dict[str, list[str]]]) -> Taken:
    lists = [facts.get(each, {}) for each in about.get("refusalList", ())]
    return Taken(
        names.compact(about["statedIn"][0]),
        {name: _local(min(about[name])) for name in _SINGLE if name in about},
        tuple(sorted(_local(ground) for each in lists for ground in each.get("ground", ()))),
        tuple(sorted(_local(ground) for each in lists for ground in each.get("excludedGround", ()))),
        any(_local(closure) == "closed" for each in lists for closure in each.get("closure", ())),
        *(tuple(sorted(map(_local, about.get(name, ())))) for name in ("condition", "exception")),
    )


def _local(iri: str) -> str:
    # the same few concepts come again and again
    return intern(iri.rpartition("#")[2])
