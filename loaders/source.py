"""Sources: the bytes of one file, and the text in them.

Text is UTF-8, UTF-16 with a byte order mark, or Latin-1 (ISO/IEC 8859-1); markup may declare another encoding. Nothing is
repaired in place.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from pathlib import Path

from ..errors import InputError, LimitError
from . import docx, pdf
from .document import Source

__all__ = ["LIMIT", "contents", "decode", "from_bytes", "read_bytes"]

LIMIT = 64 * 1024 * 1024  # bytes
_LINES = 2_000_000

# how files begin that hold text without being text, and what takes it out
_PACKED = {b"%PDF-": pdf, b"PK\x03\x04": docx}
_SIGNATURES = {
    b"\xd0\xcf\x11\xe0": ("a Word document of the old form, or a protected one", "save it as DOCX or text, without protection"),
}
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
# what XML and HTML declare: a name, of which only encodings of European texts are followed
_DECLARED = re.compile(
    rb"""^\s*<\?xml[^>]{0,200}?encoding=["']([\w.:-]{1,40})["']|<meta[^>]{0,400}?charset=["']?([\w.:-]{1,40})""", re.IGNORECASE
)
_ENCODING = re.compile(r"utf-?8|utf-?16(?:le|be)?|(?:us-)?ascii|iso-?8859-\d{1,2}|(?:windows-|cp)125\d|latin-?1", re.IGNORECASE)
_HEAD = 4096  # bytes in which an encoding is declared
# controls that no text has; form feed, tab, LF and CR are text
_CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13, 27})
# those that a converter leaves behind are read as blanks, the one for a cut word as a soft hyphen; more of them are no text
_STRAY = {code: " " for code in _CONTROLS if code} | {2: "\u00ad"}
_FEW = 1000  # bytes for one of them


def read_bytes(path: Path | str) -> Source:
    """Return the source in a file.

    Raises InputError where the file cannot be read or holds no text, LimitError where it is too large.
    """
    return from_bytes(contents(path), str(path))


def contents(path: Path | str) -> bytes:
    """Return the bytes of a file.

    Raises InputError where the file cannot be read, LimitError where it is too large.
    """
    try:
        size = Path(path).stat().st_size
        if size > LIMIT:
            raise LimitError(f"the file has {size} bytes, more than {LIMIT}", where=str(path), do="split the file")
        return Path(path).read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError(f"cannot be read: {reason}", where=str(path), do="check the path and its rights") from error


def from_bytes(data: bytes, name: str) -> Source:
    """Return the source made of these bytes; `name` serves messages only.

    Raises InputError where they hold no text, LimitError where there are too many.
    """
    if len(data) > LIMIT:
        raise LimitError(f"the text has {len(data)} bytes, more than {LIMIT}", where=name, do="split the file")
    for signature, (what, do) in _SIGNATURES.items():
        if data.startswith(signature):
            raise InputError(f"this is {what}, which is not read", where=name, do=do)
    digest = hashlib.sha256(data).hexdigest()
    module = next((module for signature, module in _PACKED.items() if data.startswith(signature)), None)
    if module is not None:
        source = Source(name, data, digest, module.MEDIA_TYPE, *module.taken(data, name))
    else:
        source = Source(name, data, digest, _media_type(data))
    text = decode(source)
    if text.count("\n") > _LINES:
        raise LimitError(f"the text has more than {_LINES} lines", where=name, do="split the file")
    if not text.strip():
        raise InputError("the file is empty", where=name, do="give a file with text")
    return source


def _media_type(data: bytes) -> str:
    """What the first characters of a text say that it is."""
    head = data[:_HEAD].lstrip(codecs.BOM_UTF8 + b" \t\r\n").lower()
    if b"<html" in head or head.startswith(b"<!doctype html"):
        return "application/xhtml+xml" if head.startswith(b"<?xml") else "text/html"
    if head.startswith(b"<?xml") or b"<akomantoso" in head:
        return "application/xml"
    return "application/json" if head.startswith((b'{"', b"{\n", b"{ ", b"{\r")) else "text/plain"


def decode(source: Source) -> str:
    """Return the text of a source, without its byte order mark.

    Raises InputError where the bytes are no text, or not in the encoding that XML declares.
    """
    if source.text is not None:
        return source.text
    data = source.data
    encoding = next((name for mark, name in _MARKS.items() if data.startswith(mark)), None)
    stray = 0 if (encoding or "").startswith("utf-16") else len(data) - len(data.translate(None, _CONTROLS))
    if stray * _FEW > len(data) or (stray and b"\0" in data):
        line = data[: next(i for i, byte in enumerate(data) if byte in _CONTROLS)].count(b"\n") + 1
        raise InputError("binary data, not text", where=f"{source.name}:{line}", do="save the document as UTF-8 text")
    declared, strict = _declared(data)
    try:
        text = data.decode(encoding or (declared if strict else None) or "utf-8")
        return text.translate(_STRAY) if stray else text
    except UnicodeDecodeError as error:
        if encoding is None and not strict:
            return data.decode(declared or "latin-1", "replace" if declared else "strict").translate(_STRAY if stray else {})
        line = error.object[: error.start].count(b"\n") + 1  # a mark is no part of what is decoded
        name = encoding or declared
        raise InputError(f"broken {name}", where=f"{source.name}:{line}", do="save it as UTF-8 text") from error


def _declared(data: bytes) -> tuple[str | None, bool]:
    """The encoding that a head declares, and whether nothing else may be tried: XML binds, HTML advises."""
    match = _DECLARED.search(data, 0, _HEAD)
    if match is None:
        return None, False
    name = (match[1] or match[2]).decode("ascii", "replace")
    known = _ENCODING.fullmatch(name) is not None and (match[1] is None or not name.lower().startswith("utf-16"))
    return (name if known else None), known and match[1] is not None
