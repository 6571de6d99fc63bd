"""Identity: which instrument a document is, where its words, its record and its file's name may each say so.

Who loads a file knows best. Then counts what a format says in a record of its own (Formex, pages of EUR-Lex, Akoma Ntoso), then a
CELEX number that the file or its folder is named by, then the number printed in the text, which corrigenda have mended in some.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import UsageError
from ..graph import names

if TYPE_CHECKING:
    from .document import Document

__all__ = ["identified"]

_CELEX = re.compile(r"(?<![0-9A-Z])(3\d{4}[RLDFH]\d{4})(?![0-9A-Z])")
_MARKUP = re.compile(r"\s*(?:<|\{)")


def identified(document: Document, path: Path | str, *, about: str | None = None) -> Document:
    """Return the document as the instrument that it is, with a warning where what is said of that differs or nothing says it.

    Raises UsageError where `about` is no compact id of an instrument.
    """
    printed = document.metadata.instrument
    key = _checked(about) if about else _named(document, Path(path))
    if key is None or key == printed:
        return document
    warned = (f"it prints {printed}, and is taken for {key}",) if printed else ()
    return replace(document, metadata=replace(document.metadata, instrument=key), warnings=(*document.warnings, *warned))


def _checked(about: str) -> str:
    if not names.is_compact(about) or names.path_of(about):
        raise UsageError(f"{about!r} names no instrument", do="write its compact id, such as uncac or celex:32016R0679")
    return about


def _named(document: Document, path: Path) -> str | None:
    """The act whose number the file or its folder bears, where the text is not marked up with one and is an act."""
    told = document.metadata.instrument
    marked = _MARKUP.match(document.source.data[:200].decode("utf-8", "replace").lstrip("\ufeff")) is not None
    if (told is not None and marked) or (told or "celex:").partition(":")[0] != "celex":
        return None
    found = set(_CELEX.findall(path.name)) or ({path.parent.name} if _CELEX.fullmatch(path.parent.name) else set())
    return f"celex:{found.pop()}" if len(found) == 1 else None
