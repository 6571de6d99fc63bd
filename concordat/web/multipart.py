"""Multipart: the fields and the one file of a form that carries a document (RFC 7578)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from email.parser import BytesHeaderParser
from email.policy import HTTP

from starlette.requests import Request

from .failures import Failure
from .form import from_here

__all__ = ["Sent", "sent"]

_FORM = 64 * 2**10  # bytes that a form may have beside its file
_PARTS = 20
_BOUNDARY = re.compile(r"""multipart/form-data\s*;.*?\bboundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form sent: its fields by name, the name of the file as the browser tells it, and its bytes (none where none was chosen)."""

    fields: dict[str, str] = field(default_factory=dict)
    name: str = ""
    data: bytes = b""


async def sent(request: Request, most: int) -> Sent:
    """Return what a form of this server sent; its file may have `most` bytes.

    Raises Failure: 403 from another site, 413 too long, 415 and 400 what is no such form.
    """
    from_here(request)
    match = _BOUNDARY.match(request.headers.get("content-type", ""))
    if match is None:
        raise Failure(415, "send the document as multipart/form-data, as the form does")
    told = request.headers.get("content-length", "")
    if told.isdigit() and int(told) > most + _FORM:
        raise _too_long(most)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most + _FORM:
            raise _too_long(most)
    found = _parsed(bytes(body), (match[1] or match[2]).encode("latin-1", "replace"))
    if len(found.data) > most:
        raise _too_long(most)
    return found


def _too_long(most: int) -> Failure:
    return Failure(413, f"a document may have {most // 2**20 or 1} MiB; split it, or leave out its pictures", {"Connection": "close"})


def _parsed(body: bytes, boundary: bytes) -> Sent:
    parts = (b"\r\n" + body).split(b"\r\n--" + boundary, _PARTS + 2)
    if len(parts) < 3 or len(parts) > _PARTS + 2 or not parts[-1].startswith(b"--"):
        raise Failure(400, "the form is cut off or has too many fields; send it again")
    fields: dict[str, str] = {}
    name, data = "", b""
    for part in parts[1:-1]:
        head, there, content = part.lstrip(b" \t").removeprefix(b"\r\n").partition(b"\r\n\r\n")
        about = BytesHeaderParser(policy=HTTP).parsebytes(head + b"\r\n\r\n")
        field_name = about.get_param("name", header="content-disposition")
        if not there or not isinstance(field_name, str):
            raise Failure(400, "a part of the form has no name")
        file = about.get_filename()
        if file is not None:
            name, data = file, content
        else:
            fields[field_name] = content.decode("utf-8", "replace")
    return Sent(fields, name, data)
