"""Review: what people decided on findings, kept in a log of its own beside the store."""

from .decision import DECISIONS, Decision
from .evidence import Change, Evidence, changes, read_evidence
from .log import Log
from .people import People
from .place import folder_of
from .standing import Reviewed, Standing, read_states, standing
from .triples import review_iri, triples

__all__ = [
    "DECISIONS", "Change", "Decision", "Evidence", "Log", "People", "Reviewed", "Standing", "changes", "folder_of",
    "read_evidence", "read_states", "review_iri", "standing", "triples",
]  # fmt: skip
