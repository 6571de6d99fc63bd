"""Tokens: who may write, each by a secret of their own, of which only a hash is kept (RFC 6750, bearer tokens).

A file holds one line a person: the name, a tab, the hash. Without a file nobody may write. A token has 256 random bits,
so that a plain SHA-256 is enough: there is nothing to guess.
"""

from __future__ import annotations

import hmac
import re
import secrets
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from ..errors import InputError, said

__all__ = ["Tokens", "add", "read"]

_LINE = re.compile(r"([^\t\n]{1,100})\t([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Tokens:
    """The hashes of tokens in hex, by the name of the person."""

    hashes: dict[str, str] = field(default_factory=dict, repr=False)

    def holder(self, authorization: str | None) -> str | None:
        """Return the name of whoever holds the token of an Authorization header, or None."""
        kind, _, token = (authorization or "").partition(" ")
        return self.owner(token) if kind.lower() == "bearer" else None

    def owner(self, token: str) -> str | None:
        """Return the name of whoever holds a token, or None."""
        given = sha256(token.strip().encode()).hexdigest()
        # all are compared, so that the time taken tells nothing
        found = [name for name, held in self.hashes.items() if hmac.compare_digest(held, given)]
        return found[0] if found else None


def read(path: Path) -> Tokens:
    """Return the tokens of a file. Raises InputError where it cannot be read, or a line is none."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot be read: {said(error)}", where=str(path), do="make one with --add-token NAME") from error
    hashes = {}
    for number, line in enumerate(lines, 1):
        match = _LINE.fullmatch(line)
        if match is None:
            raise InputError("is no name, tab and hash", where=f"{path}:{number}", do="make the line with --add-token NAME")
        hashes[match[1]] = match[2]
    return Tokens(hashes)


def add(path: Path, name: str) -> str:
    """Give a person a new token, in place of any they had, and return it; only its hash is written.

    Raises InputError where the name is none, or the file cannot be read or written.
    """
    hashes = dict(read(path).hashes) if path.exists() else {}
    token = secrets.token_urlsafe(32)
    hashes[name] = sha256(token.encode()).hexdigest()
    if not name.strip() or not _LINE.fullmatch(f"{name}\t{hashes[name]}"):
        raise InputError(f"{name!r} is no name", do="write a name of at most 100 characters, on one line")
    text = "".join(f"{held}\t{hashes[held]}\n" for held in sorted(hashes))
    part = path.with_name(f".{path.name}.part")
    try:
        part.touch(mode=0o600)
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror}", where=str(path), do="choose another place") from error
    return token
