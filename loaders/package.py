"""Packages: a document that stands in several files, read as one.

A Formex `.doc.xml` names the files of an act, its annexes and what they include. They are looked for beside it, by name or,
where they were renamed, by the page of the Official Journal that each says it begins on. The Publications Office hands them out
in a ZIP archive; it gives the same document as its files, unpacked, do. Nothing is written to disk.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from ..errors import InputError, LimitError
from .archive import Archive
from .document import Source
from .source import LIMIT, decode, from_bytes, read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["is_bundle", "unpacked", "whole"]

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


def is_bundle(data: bytes) -> bool:
    """Return whether bytes are a ZIP archive with XML files, and no document of an office program."""
    if not data.startswith(b"PK\x03\x04") or b"[Content_Types].xml" in data or b"_rels/.rels" in data:
        return False
    return re.search(rb"\.xml", data, re.IGNORECASE) is not None


def unpacked(data: bytes, name: str) -> Source:
    """Return the one Formex document in a ZIP archive; `name` serves messages.

    Raises InputError where the archive is damaged, or holds no or several documents, LimitError where it holds too much.
    """
    files = _members(Archive(data, name), name)
    telling = [source for source in files.values() if _DOC.search(decode(source), 0, _HEAD)]
    if len(telling) == 1:
        return _gathered(telling[0], files)
    acts = [source for file, source in files.items() if not file.lower().endswith(".toc.xml")]
    if telling or len(acts) != 1:
        raise InputError(f"the archive holds {len(telling) or len(acts)} documents", where=name, do="unpack it, and load each document")
    return acts[0]


def _members(archive: Archive, name: str) -> dict[str, Source]:
    """The XML files of an archive by their names, whatever folder they are in."""
    parts = [part for part in archive.names if part.lower().endswith(".xml")]
    if len(parts) > _MOST:
        raise LimitError(f"the archive holds {len(parts)} XML files, more than {_MOST}", where=name, do="unpack it, and load each document")
    files: dict[str, Source] = {}
    size = 0
    for part in parts:
        data = archive.data(part) or b""
        size += len(data)
        if size > LIMIT:
            raise LimitError(f"the archive unpacks to more than {LIMIT} bytes", where=name, do="unpack it, and load each document")
        files[PurePosixPath(part).name] = from_bytes(data, f"{name}:{part}")
    return files


def _gathered(first: Source, files: dict[str, Source]) -> Source:
    """A source with the files that it and they name behind it."""
    texts, seen = [decode(first)], {id(first)}
    for text in texts:
        for named in (files.get(match["name"]) for match in _NAMED.finditer(text)):
            if named is not None and id(named) not in seen:
                seen.add(id(named))
                texts.append(decode(named))
    return _joined(first, texts) if len(texts) > 1 else first


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
