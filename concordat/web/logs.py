"""Logs: one line an event on stderr, as text or as JSON (one object a line), each with the id of the request it belongs to.

No line holds the text of a document, a query, an address that was asked for, or who asked. Of an error stand its kind and the
places in the program, and not its message, which may quote what was being read.
"""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime
from pathlib import Path

from .tracing import current

__all__ = ["FORMS", "begin"]

FORMS = ("quiet", "text", "json")
_PLACES = 5


class Lines(logging.Formatter):
    """The form of a line."""

    def __init__(self, *, as_json: bool) -> None:
        super().__init__()
        self._as_json = as_json

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of an event."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        fields: dict[str, object] = dict(getattr(record, "fields", {}))
        if record.exc_info and record.exc_info[0]:
            fields |= _fault(record.exc_info[1], record.exc_info[0].__name__)
        head = {"at": at, "level": record.levelname.lower(), "logger": record.name, "request": current(), "event": record.getMessage()}
        if self._as_json:
            return json.dumps(head | fields, ensure_ascii=False)
        told = " ".join(f"{name}={value}" for name, value in fields.items())
        return f"{at} {head['level']} {head['request']} {head['event']} {told}".rstrip()


def _fault(error: BaseException | None, kind: str) -> dict[str, object]:
    places = traceback.extract_tb(error.__traceback__ if error else None)[-_PLACES:]
    return {"error": kind, "at_code": [f"{Path(place.filename).name}:{place.lineno}" for place in places]}


def begin(form: str) -> None:
    """Let this process log in one of FORMS: `quiet` tells of trouble only, the others of every request too."""
    handler = logging.StreamHandler()
    handler.setFormatter(Lines(as_json=form == "json"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("concordat").setLevel(logging.WARNING if form == "quiet" else logging.INFO)
