"""Packages: a document that stands in several files, read as one.

A Formex `.doc.xml` names the files of an act, its annexes and what they include. They are looked for beside it, by name or,
where they were renamed, by the page of the Official Journal that each says it begins on.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import InputError
from .document import Source
from .source import LIMIT, decode, read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["whole"]

_HEAD = 4000  # characters in which a file says where it belongs
_MOST = 300  # files of one folder that are looked at
_DOC = re.compile(r"<DOC[\s>]")
_NAMED = re.compile(
    r"<(?:REF\.PHYS|INCL\.ELEMENT)\b(?=[^>]*\bTYPE=\"(?:DOC\.XML|FORMEX\.DOC)\")[^>]*\bFILE(?:REF)?=\"(?P<name>[^\"/\\]+\.xml)\""
)
_PLACE = re.compile(r"(?P<stem>[^.]+)\.\d{0,2}?(?P<page>\d{4})(?P<seq>\d{2})\.(?:fmx\.)?xml")
_OWN = re.compile(r"<DOCUMENT\.REF FILE=\"(?P<stem>[^.\"]+)\.[^\"]*\">.*?</DOCUMENT\.REF>.*?<PAGE\.FIRST>(?P<page>\d+)</PAGE\.FIRST>"
                  r"\s*<PAGE\.SEQ>(?P<seq>\d+)</PAGE\.SEQ>", re.DOTALL)  # fmt: skip


def whole(source: Source, path: Path | str) -> Source:
    """Return the source with the files that it names behind it, or the source itself where it names none.

    Raises InputError where one of them cannot be read, LimitError where they are too large together.
    """
    text = decode(source)
    if not _DOC.search(text, 0, _HEAD):
        return source
    folder = Path(path).parent
    texts, waiting, seen = [text], [match["name"] for match in _NAMED.finditer(text)], {Path(path).resolve()}
    places: dict[tuple[str, int, int], Path] | None = None
    while waiting and len(texts) < _MOST:
        name = waiting.pop(0)
        found = folder / name
        if not found.is_file():
            places = dict(_beside(folder)) if places is None else places
            match = _PLACE.fullmatch(name)
            known = places.get((match["stem"], int(match["page"]), int(match["seq"]))) if match else None
            if known is None:
                continue
            found = known
        if found.resolve() not in seen:
            seen.add(found.resolve())
            texts.append(decode(read_bytes(found)))
            waiting += [match["name"] for match in _NAMED.finditer(texts[-1])]
    return _joined(source, texts) if len(texts) > 1 else source


def _beside(folder: Path) -> Iterator[tuple[tuple[str, int, int], Path]]:
    """The Formex files of a folder, by the document they belong to and the page they begin on."""
    for path in sorted(folder.glob("*.xml"))[:_MOST]:
        try:
            with path.open("rb") as file:
                head = file.read(_HEAD).decode("utf-8", "replace")
        except OSError as error:
            raise InputError("cannot be read", where=str(path), do="check its rights") from error
        match = _OWN.search(head)
        if match and not _DOC.search(head):
            yield (match["stem"], int(match["page"]), int(match["seq"])), path


def _joined(source: Source, texts: list[str]) -> Source:
    data = "\n".join(texts).encode()
    if len(data) > LIMIT:
        raise InputError(f"its files have {len(data)} bytes together, more than {LIMIT}", where=source.name, do="read them one by one")
    return Source(source.name, data, hashlib.sha256(data).hexdigest(), source.media_type)
