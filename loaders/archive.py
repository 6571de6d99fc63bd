"""Archives: XML files in a ZIP archive (Open Packaging Conventions, ISO/IEC 29500-2), opened within bounds.

lxml is spoken to here only. Nothing outside the archive is read, no entity is expanded (a document type is refused, as the
conventions do), and no more is unpacked than a text of this size can need, whatever the archive says of itself.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from typing import TYPE_CHECKING

from lxml import etree

from ..errors import InputError, LimitError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Archive", "Element", "attribute", "local_name", "parse"]

Element = etree._Element  # noqa: SLF001 - lxml's own name for its type

_PARTS = 10_000  # files in an archive
_PART = 96 * 1024 * 1024  # bytes of one file, unpacked
_RATIO = 400  # times that a file may be larger than its packed form; a text is packed about ten times
_FREE = 16 * 1024 * 1024  # bytes to which the ratio does not apply
_DO = "save the document again"


class Archive:
    """The XML files of an archive; `name` serves messages."""

    def __init__(self, data: bytes, name: str) -> None:
        """Open an archive.

        Raises InputError where it is damaged, LimitError where it holds too many files.
        """
        self._name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._names = {entry.filename: entry for entry in self._zip.infolist()}
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
            raise InputError(f"the archive is damaged: {error}", where=name, do=_DO) from error
        if len(self._names) > _PARTS:
            raise LimitError(f"the archive holds {len(self._names)} files, more than {_PARTS}", where=name, do=_DO)

    def related(self, part: str, kind: str) -> str | None:
        """Return the file that a part (an empty text: the package) is related to by a relationship whose type ends in `kind`."""
        folder, base = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        for relation in root if root is not None else ():
            if (attribute(relation, "Type") or "").endswith(f"/{kind}") and attribute(relation, "TargetMode") != "External":
                target = attribute(relation, "Target") or ""
                return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        return None

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the files in the archive, sorted."""
        return tuple(sorted(self._names))

    def xml(self, part: str | None) -> Element | None:
        """Return the root element of a part, or None where the archive has no such part.

        Raises InputError where it is damaged or no XML, LimitError where it is larger than any text.
        """
        data = self.data(part)
        return None if data is None else parse(data, f"{self._name}:{part}")

    def data(self, part: str | None) -> bytes | None:
        """Return the bytes of a part, or None where the archive has no such part.

        Raises InputError where it is damaged, LimitError where it is larger than any text.
        """
        entry = self._names.get(part or "")
        if entry is None:
            return None
        bound = min(_PART, max(_FREE, _RATIO * entry.compress_size))
        try:
            with self._zip.open(entry) as file:
                data = file.read(bound + 1)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError, NotImplementedError) as error:
            raise InputError(f"{part} is damaged: {error}", where=self._name, do=_DO) from error
        if len(data) > bound:
            raise LimitError(f"{part} unpacks to more than {bound} bytes", where=self._name, do=_DO)
        return data


def parse(data: bytes, name: str) -> Element:
    """Return the root element of an XML file.

    Raises InputError where it is not well-formed, too deep, or has a document type.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"broken XML: {error}", where=name, do=_DO) from error
    if root.getroottree().docinfo.doctype:
        raise InputError("the XML declares a document type, and none is read", where=name, do=_DO)
    return root


def local_name(element: Element) -> str:
    """Return the name of an element without its namespace: strict and transitional files differ in nothing else."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: Element, name: str) -> str | None:
    """Return an attribute by its name without namespace, or None."""
    return next((str(value) for key, value in _attributes(element) if key.rpartition("}")[2] == name), None)


def _attributes(element: Element) -> Iterator[tuple[str, str]]:
    for key, value in element.attrib.items():
        yield str(key), str(value)
