"""Examining: one uploaded document, in a process that is ended when its time is up or its owner takes the document away.

    python -m concordat.web.examining SNAPSHOT MEMORY FOLDER [NOTE]

It reads the document in the folder of an upload and writes there how far it has come, then a record or a failure, then the reports.
NOTE, as `LEFT RIGHT FORM LANG`, asks for the one-page note on one finding instead, which it prints.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from ..errors import ConcordatError, LimitError, UsageError
from ..examination import LANGUAGES, Examined, examine
from ..graph.store import open_store
from .shelf import REPORTS, put
from .worker import Watch, confine

__all__ = ["main"]


def main(snapshot: str, memory: int, folder: Path, note: Sequence[str] = ()) -> None:
    """Examine the document of an upload; `memory` is in MiB."""
    # pages are answered first
    os.nice(10)
    Watch().start()
    confine(memory)
    against = json.loads((folder / "about.json").read_text(encoding="utf-8"))["against"]
    document = next((folder / "file").iterdir())
    try:
        with open_store(snapshot) as store:
            if note:
                left, right, form, lang = note
                sys.stdout.buffer.write(_note(examine(store, document, (right,)), left, right, form, lang))
                return
            made = examine(store, document, (against,), told=lambda stage: put(folder / "stage", stage))
            put(folder / "record.json", json.dumps(made.record, ensure_ascii=False))
            _reports(made, folder, document.name)
    except ConcordatError as error:
        # the folder is nobody's business
        where = (error.where or "").replace(f"{document.parent}/", "")
        do = error.do or ""
        # a page has no options to name
        do = "save the document as text, DOCX, PDF, HTML or XML" if "--as" in do else do
        told = {"kind": "long" if isinstance(error, LimitError) else "bad", "what": error.what, "where": where, "do": do}
        put(folder / "failure.json", json.dumps(told))


def _reports(made: Examined, folder: Path, title: str) -> None:
    for form in REPORTS:
        for lang in LANGUAGES:
            try:
                report = made.desk.show(made.found, form, lang, left=title)
            except UsageError:
                # what makes this format is not installed
                continue
            put(folder / f"report-{lang}.{form}", report)


def _note(made: Examined, left: str, right: str, form: str, lang: str) -> bytes:
    note = made.desk.note(left, (right,), form, lang)
    return note if isinstance(note, bytes) else note.encode()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]), sys.argv[4:])
