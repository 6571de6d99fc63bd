"""Decision: what one person decided on one finding, when, and on what evidence; one line of the log.

The person stands in it by a pseudonym only (GDPR, Article 4(5)).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..errors import StoreError
from .evidence import Evidence

__all__ = ["DECISIONS", "FORMAT", "Decision", "from_record"]

# the version of the lines that are written; older ones are read for ever
FORMAT = 1
DECISIONS = ("accepted", "rejected", "commented")


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision.

    `number` counts from 1, `at` is a time in UTC (`2026-06-01T09:30:00Z`), `by` a pseudonym, `unit` where the reviewer works,
    `finding` an IRI, `decision` one of DECISIONS, `edition` what was read where no text is loaded, `version` that of the data,
    `digest` the hash of the line, which is part of the next one.
    """

    number: int
    at: str
    by: str
    unit: str
    finding: str
    decision: str
    comment: str
    edition: str
    version: str
    evidence: Evidence
    digest: str

    @property
    def decides(self) -> bool:
        """Whether it accepts or rejects, and does not only comment."""
        return self.decision != "commented"


def from_record(record: Mapping[str, object], where: str) -> Decision:
    """Return the decision of a line that was read. `where` names the line in an error.

    Raises StoreError where a newer version of this program wrote the line, or something is missing in it.
    """
    if record.get("format") != FORMAT:
        what = f"the line has format {record.get('format')!r}; this program reads {FORMAT}"
        raise StoreError(what, where=where, do="update Concordat")
    words = ("at", "by", "unit", "finding", "decision", "comment", "edition", "version", "hash")
    evidence, number = record.get("evidence"), record.get("number")
    if not isinstance(number, int) or not isinstance(evidence, Mapping) or not all(isinstance(record.get(word), str) for word in words):
        raise StoreError("the line is no decision", where=where, do="take the log from a backup")
    at, by, unit, finding, decision, comment, edition, version, digest = (str(record[word]) for word in words)
    return Decision(number, at, by, unit, finding, decision, comment, edition, version, Evidence.from_record(evidence), digest)
