"""Shelf: the documents that people uploaded, each in a folder of its own beside the store, which nothing but their owner's pages reads.

Nothing of them is in the store, so that no query, dump or search can reach them, and taking the folder away takes all of it
away: the file, the text that was read in it, and the findings (GDPR, Article 17).
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import Any

from ..beside import beside

__all__ = ["REPORTS", "Shelf", "Upload", "folder_of", "put"]

REPORTS = ("docx", "xlsx", "csv", "html")
_ID = re.compile(r"[0-9a-f]{32}")
_STRANGE = re.compile(r"[^\w. ()-]+")


@dataclass(frozen=True, slots=True)
class Upload:
    """One document of one person: its folder, its name as it was sent, its size in bytes, when it came, and what it is held against."""

    folder: Path
    name: str
    size: int
    at: str
    against: str

    @property
    def key(self) -> str:
        """What its address has."""
        return self.folder.name

    @property
    def file(self) -> Path:
        """The document itself, alone in a folder, so that no other file is taken for a part of it."""
        return next((self.folder / "file").iterdir())

    @property
    def stage(self) -> str:
        """How far its examination has come (`waiting`, then those that `examine` tells)."""
        return _text(self.folder / "stage") or "waiting"

    @property
    def record(self) -> dict[str, Any] | None:
        """What came of the examination, or None where there is none yet."""
        return _json(self.folder / "record.json")

    @property
    def failure(self) -> dict[str, Any] | None:
        """Why there is nothing, or None."""
        return _json(self.folder / "failure.json")

    @property
    def ended(self) -> bool:
        """Whether it was examined, or cannot be."""
        return any((self.folder / name).exists() for name in ("record.json", "failure.json"))

    def report(self, form: str, lang: str) -> Path | None:
        """Return the file with all findings in a format of REPORTS, or None where it is not made yet."""
        path = self.folder / f"report-{lang}.{form}"
        return path if form in REPORTS and path.is_file() else None

    def clear(self, against: str) -> Upload:
        """Take away what came of it, to be held against something else."""
        for path in self.folder.iterdir():
            if path.is_file():
                path.unlink(missing_ok=True)
        held = {"name": self.name, "size": self.size, "at": self.at, "against": against}
        put(self.folder / "about.json", json.dumps(held))
        return Upload(self.folder, self.name, self.size, self.at, against)


class Shelf:
    """The uploads below a folder, which need not be there yet."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def add(self, owner: str, name: str, data: bytes, against: str) -> Upload:
        """Keep a document of a person. Raises OSError where it cannot be written."""
        folder = self._of(owner) / token_hex(16)
        shown = name.replace("\\", "/").rpartition("/")[2].strip()[:100] or "document"
        (folder / "file").mkdir(parents=True, mode=0o700)
        # the folder of a person is theirs alone on the disk, too
        for each in (self.folder, folder.parent, folder):
            each.chmod(0o700)
        put(folder / "file" / (_STRANGE.sub("_", shown).lstrip(". ") or "document"), data)
        about = {"name": shown, "size": len(data), "at": datetime.now(UTC).isoformat(timespec="seconds"), "against": against}
        put(folder / "about.json", json.dumps(about))
        return Upload(folder, shown, len(data), about["at"], against)  # type: ignore[arg-type]

    def find(self, owner: str, key: str) -> Upload | None:
        """Return a document of a person, or None where they have none by that key."""
        return _upload(self._of(owner) / key) if _ID.fullmatch(key) else None

    def listed(self, owner: str) -> list[Upload]:
        """Return the documents of a person, the newest first."""
        held = self._of(owner)
        found = (_upload(folder) for folder in held.iterdir()) if held.is_dir() else ()
        return sorted((each for each in found if each), key=lambda each: (each.at, each.key), reverse=True)

    def remove(self, upload: Upload) -> None:
        """Take a document away, and all that came of it. Raises OSError where something of it would stay."""
        shutil.rmtree(upload.folder)

    def expire(self, days: int) -> list[Upload]:
        """Take away what has lain for so many days, and return it."""
        end = (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="seconds")
        old = [each for each in self._every() if each.at < end]
        for each in old:
            self.remove(each)
        return old

    def _every(self) -> Iterator[Upload]:
        for folder in self.folder.glob("*/*"):
            if (found := _upload(folder)) is not None:
                yield found

    def _of(self, owner: str) -> Path:
        return self.folder / sha256(owner.encode()).hexdigest()[:32]


def folder_of(address: str | Path) -> Path:
    """Return the folder of the uploads that belong to a store: `$CONCORDAT_UPLOADS` where it is set, else STORE.uploads."""
    return beside(address, "uploads")


def put(path: Path, data: str | bytes) -> None:
    """Write a file whole or not at all."""
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
    part.replace(path)


def _upload(folder: Path) -> Upload | None:
    about: Mapping[str, Any] | None = _json(folder / "about.json")
    return None if about is None else Upload(folder, about["name"], about["size"], about["at"], about["against"])


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def _json(path: Path) -> dict[str, Any] | None:
    text = _text(path)
    held = json.loads(text) if text else None
    return held if isinstance(held, dict) else None
