"""Repairing: options for one finding, sought when a reader asks, in a process that is ended when its time is up.

    python -m concordat.web.repairing FOLDER MEMORY IRI

It prints what it found as JSON: the options in order, in both languages.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading

from starlette.requests import Request

from ..checking import Desk
from ..compatibility import Finding, read_findings, whole
from ..graph.store import open_store
from ..reports.repairs import Repairs
from .service import of
from .worker import confine

__all__ = ["main", "repairs"]

_MODULE = "concordat.web.repairing"
# each takes a processor for itself
_TURN = threading.BoundedSemaphore(1)


def repairs(request: Request, finding: Finding, lang: str) -> list[str] | None:
    """Return the options for a finding in words, none where none was found, or None where they were not found in time."""
    service, iri = of(request), str(finding.iri)
    known = service.reading.repairs
    if iri not in known:
        limits = service.limits
        command = [sys.executable, "-m", _MODULE, str(service.snapshot.folder), str(limits.memory), iri]
        if not _TURN.acquire(timeout=limits.seconds):
            return None
        try:
            # the arguments are ours: the finding was looked up
            done = subprocess.run(command, capture_output=True, timeout=limits.seconds, check=True)
        except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
            return None
        finally:
            _TURN.release()
        known[iri] = json.loads(done.stdout)
    return known[iri][lang]


def main(folder: str, memory: int, iri: str) -> None:
    """Print the options for a stored finding."""
    confine(memory)
    with open_store(folder) as store:
        desk = Desk(store)
        finding = next(whole(store, held) for held in read_findings(store) if str(held.iri) == iri)
    told = Repairs(desk.library, desk.names, desk.wordings, desk.options([finding], ()))
    print(json.dumps({lang: told.told(finding, lang) for lang in ("en", "fr")}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
