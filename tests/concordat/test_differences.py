"""What a machine reads against what was curated of the same text."""

from __future__ import annotations

from pathlib import Path

import pytest

from concordat.differences import Known, curated_norms, rows
from concordat.loaders.document import Document, Metadata, Node, Source


def text(*parts: str) -> Document:
    """Return an English treaty of one article with these paragraphs."""
    nodes = [Node("1", None, "article", "1", (1, 1), (0, 9), "Scope")]
    nodes += [Node(f"1/{n}", "1", "paragraph", str(n), (n, n), (0, 9), None, each) for n, each in enumerate(parts, 1)]
    about = Metadata(instrument="treaty", kind="Treaty", language="en")
    return Document(Source("treaty.md", b"", "0" * 64, "text/plain"), about, tuple(nodes))


def known(path: str, modality: str, **aspects: str) -> Known:
    """Return a curated norm."""
    names = ("bearer", "counterparty", "level", "force", "margin", "topic", "action", "grounds", "thresholds")
    return Known(path, modality, "cue", {name: frozenset(filter(None, [aspects.get(name)])) for name in names})


def test_norms_of_one_reading_only_are_told() -> None:
    found = list(rows(text("The Parties shall wait.", "The wind blows."), known=[known("1/2", "permission")]))
    assert [(row["path"], row["difference"], row["modality"]) for row in found] == [
        ("1/1", "only-read", "obligation"), ("1/2", "only-curated", "permission"),
    ]  # fmt: skip
    assert found[0]["rule"] == "en-must"


@pytest.mark.parametrize(
    ("aspects", "expected"),
    [
        pytest.param({"bearer": "party", "force": "shall"}, [], id="same"),
        pytest.param({"bearer": "witness"}, [("bearer", ["witness"], ["party"])], id="another bearer"),
        pytest.param({"thresholds": "gteq 60 day"}, [("thresholds", ["gteq 60 day"], ["gteq 90 day"])], id="another number"),
    ],
)
def test_aspects_of_a_norm_that_both_read(aspects: dict[str, str], expected: list[tuple[str, list[str], list[str]]]) -> None:
    found = rows(text("The Parties shall wait for at least 90 days."), known=[known("1/1", "obligation", **aspects)])
    assert [(row["difference"], row["curated"], row["read"]) for row in found] == expected


def test_the_repository_knows_its_own_norms() -> None:
    found = curated_norms("budapest")
    assert any(norm.path == "29/7" and "gteq 60 day" in norm.aspects["thresholds"] for norm in found)
    assert curated_norms("nothing") == []


@pytest.mark.shared
def test_a_curated_treaty_is_read_nearly_as_curated(shared: Path) -> None:
    from concordat.loaders.norms import norms
    from concordat.loaders.read import read

    document = read(next((shared / "corpus" / "treaties").glob("BWBV0001839_*.md")))
    read_keys = {(norm.path, norm.modality) for norm in norms(document, taken=())}
    duties = {norm.key for norm in curated_norms("budapest") if norm.modality == "obligation"}
    assert len(duties & read_keys) >= 0.85 * len(duties)
