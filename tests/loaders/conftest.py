"""A small act, written node by node, so that what is read in a text does not hang on how the text was cut."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from concordat.loaders.document import Document, Metadata, Node, Source

Part = tuple[str, str, str] | tuple[str, str, str, str]


def document(*parts: Part, instrument: str | None = "celex:32022D0895", kind: str | None = "Decision", language: str = "fr") -> Document:
    """Return a document of parts: path, kind, text and heading."""
    nodes = tuple(
        Node(
            path=part[0], parent=part[0].rpartition("/")[0] or None, kind=part[1], label=None, lines=(place, place),
            chars=(place * 100, place * 100 + 99), heading=part[3] if len(part) > 3 else None, text=part[2],
        )
        for place, part in enumerate(parts, 1)
    )  # fmt: skip
    return Document(Source("act.txt", b"", "0" * 64, "text/plain"), Metadata(instrument=instrument, kind=kind, language=language), nodes)


@pytest.fixture(scope="session")
def written() -> Callable[..., Document]:
    """A way to write a document: parts -> document."""
    return document
