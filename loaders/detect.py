"""Detection: which format parser reads a source, told by its content; a name overrides it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import InputError, UsageError
from . import (
    akomantoso,
    contributions,
    council,
    eurlex,
    formex,
    headed,
    journal,
    jsonact,
    markdown,
    oldpage,
    plain,
    proceedings,
    proposal,
    prose,
    reports,
    resolutions,
    xhtml,
)
from .cipher import is_cipher
from .page import is_page
from .source import decode
from .xmltree import root_of

if TYPE_CHECKING:
    from types import ModuleType

    from .document import Source

__all__ = ["FORMATS", "detect"]

# the most telling form first: a report is any text with numbered paragraphs
FORMATS: dict[str, ModuleType] = {
    "formex": formex,
    "akomantoso": akomantoso,
    "jsonact": jsonact,
    "xhtml": xhtml,
    "oldpage": oldpage,
    "proposal": proposal,
    "markdown": markdown,
    "headed": headed,
    "contributions": contributions,
    "council": council,
    "eurlex": eurlex,
    "journal": journal,
    "resolutions": resolutions,
    "plain": plain,
    "proceedings": proceedings,
    "prose": prose,
    "reports": reports,
}
_PLAIN = frozenset((
    "markdown", "headed", "contributions", "council", "eurlex", "journal", "resolutions", "plain", "proceedings", "reports",
))  # fmt: skip
_READ = "Formex, Akoma Ntoso, HTML, DOCX, PDF or text"


def detect(source: Source, *, as_: str | None = None) -> str:
    """Return the name of the format of a source; `as_` is taken for it where given.

    Raises UsageError where `as_` names no format, InputError where no format fits.
    """
    if as_ is not None:
        if as_ not in FORMATS:
            raise UsageError(f"no format {as_!r}", do=f"choose one of {', '.join(FORMATS)}")
        return as_
    text = decode(source)
    root = None if is_page(text) else root_of(text)
    marked = root is not None or is_page(text)
    for name, module in FORMATS.items():
        if not (marked and name in _PLAIN) and not (root and name == "prose") and module.matches(text):
            return name
    if source.text is not None and is_cipher(text):
        what, do = "the fonts of the PDF do not tell which letters they print", "fetch it as HTML, DOCX or text"
        raise InputError(what, where=source.name, do=do)
    if root:
        raise InputError(f"XML of a kind that is not read (its root is {root})", where=source.name, do=f"save it as {_READ}")
    raise InputError("the format is not recognised", where=source.name, do=f"name it with --as {'|'.join(FORMATS)}")
