"""PDF: its text in reading order, taken out by a process of its own.

PDFium is a large program in C++ that reads whatever it is given: a file that makes it fall, swell or run on ends that process
and no other, within the memory and the time it may have.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys

from ..errors import InputError, LimitError
from . import glyphs, layout

__all__ = ["MEDIA_TYPE", "answer", "taken"]

MEDIA_TYPE = "application/pdf"

_MEMORY = 1024 * 1024 * 1024  # bytes
_SECONDS = 120  # of computing


def taken(data: bytes, name: str) -> tuple[str]:
    """Return the text of a PDF, without running heads and page numbers; each page but the first begins with a form feed.

    Raises InputError where it is damaged, protected or holds no words, LimitError where it is too long or takes more memory
    or time than a text can need.
    """
    code = f"from {__name__} import answer; answer({name!r})"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    ended = subprocess.run([sys.executable, "-c", code], input=data, capture_output=True, env=environment, check=False)
    try:
        found = json.loads(ended.stdout)
    except ValueError as error:
        raise LimitError("reading the PDF takes too much memory or time", where=name, do="fetch or save it again, or split it") from error
    if "text" in found:
        return (str(found["text"]),)
    raise (LimitError if found["limit"] else InputError)(found["what"], where=found["where"], do=found["do"])


def answer(name: str) -> None:
    """Print, as JSON, the text of the PDF on stdin or what is wrong with it, within bounds of memory and time."""
    data = sys.stdin.buffer.read()
    for bound, most in ((resource.RLIMIT_AS, _MEMORY), (resource.RLIMIT_CPU, _SECONDS), (resource.RLIMIT_CORE, 0)):
        hard = resource.getrlimit(bound)[1]
        resource.setrlimit(bound, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    try:
        found: dict[str, object] = {"text": layout.reading(glyphs.pages_of(data, name))}
    except InputError as error:
        found = {"limit": isinstance(error, LimitError), "what": error.what, "where": error.where, "do": error.do}
    sys.stdout.write(json.dumps(found))
