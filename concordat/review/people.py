"""People: who stands behind a pseudonym, in a file apart from the log, so that a person can be forgotten (GDPR, Article 17).

A pseudonym is drawn by lot. One made from the name could be found again by trying names.
"""

from __future__ import annotations

import json
import os
import unicodedata
from pathlib import Path
from secrets import token_hex

from ..errors import StoreError, UsageError, said

__all__ = ["People"]

_FORMAT = 1


class People:
    """The people of a folder. Write only inside `Log.writing`, which keeps others out."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "people.json"

    def names(self) -> dict[str, str]:
        """Return the names by pseudonym. Raises StoreError where the file cannot be read."""
        try:
            held = json.loads(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise StoreError(f"cannot be read: {said(error)}", where=str(self.path), do="take it from a backup") from error
        if held.get("format") != _FORMAT:
            raise StoreError("is of a newer version", where=str(self.path), do="update Concordat")
        return {str(key): str(name) for key, name in held["people"].items()}

    def pseudonym(self, name: str) -> str | None:
        """Return the pseudonym of a person, or None where the name is not known; letter case and spaces do not count."""
        wanted = _folded(name)
        return next((key for key, held in self.names().items() if _folded(held) == wanted), None)

    def admit(self, name: str) -> str:
        """Return the pseudonym of a person, a new one where the name is not known.

        Raises UsageError where the name is empty, StoreError where the file cannot be written.
        """
        if not _folded(name):
            raise UsageError("a reviewer has a name", do="add --as NAME")
        known = self.pseudonym(name)
        if known is not None:
            return known
        new = f"r-{token_hex(4)}"
        self._write({**self.names(), new: " ".join(name.split())})
        return new

    def forget(self, name: str) -> str | None:
        """Take a person out and return the pseudonym, which from now on is nobody's; None where the name is not known."""
        known = self.pseudonym(name)
        if known is not None:
            self._write({key: held for key, held in self.names().items() if key != known})
        return known

    def content(self) -> bytes | None:
        """Return the file as it is, None where there is none. Raises StoreError where it cannot be read."""
        self.names()
        return self.path.read_bytes() if self.path.exists() else None

    def restore(self, data: bytes) -> None:
        """Put the bytes of another table in the place of this one. Raises StoreError where it cannot be written."""
        part = self.path.with_suffix(".part")
        try:
            part.unlink(missing_ok=True)
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            part.replace(self.path)
        except OSError as error:
            raise StoreError(error.strerror or str(error), where=str(self.path), do="check the folder and its permissions") from error

    def _write(self, people: dict[str, str]) -> None:
        self.restore(json.dumps({"format": _FORMAT, "people": people}, ensure_ascii=False, indent=1, sort_keys=True).encode())


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
