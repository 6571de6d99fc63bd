"""The real documents: scores against the annotations, counts of articles, no gap in the numbers."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from concordat.loaders import structure
from concordat.loaders.read import read

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.shared


@pytest.mark.parametrize(
    ("doc", "name"),
    [("000", "council-decision-2022-895_fr.txt"), ("001", "a-ac291-12-add1_fr.txt")],
)
def test_structure_scores(shared: Path, tmp_path: Path, doc: str, name: str) -> None:
    found = tmp_path / "rows.jsonl"
    rows = structure.rows(read(shared / "seeds" / name))
    found.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    command = [sys.executable, str(shared / "tools" / "score.py"), "structure", str(found), "--doc", doc]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    score = re.search(r"F1 ([\d.]+)", printed)
    assert score is not None
    assert float(score[1]) >= 0.99, printed


def test_the_report_numbers_run_through(shared: Path) -> None:
    document = read(shared / "seeds" / "untoc-wg-international-cooperation-background_fr.txt")
    assert [node.path for node in document.nodes if node.kind == "paragraph"] == [str(n) for n in range(1, 44)]


def test_the_statement_is_restricted(shared: Path) -> None:
    document = read(shared / "seeds" / "council-12642-25-add1_fr.txt")
    assert document.metadata.access == "restricted"
    assert sum(node.kind == "alinea" for node in document.nodes) == 15


@pytest.mark.parametrize(
    ("part", "key", "articles"),
    [
        ("Budapest_Convention_ETS_185", "budapest", 48), ("ETS_189", "budapest-1ap", 16),
        ("UNTOC_Palermo", "untoc", 41),
        ("UNCAC", "uncac", 71), ("Firearms", "untoc-firearms", 21), ("Trafficking", "untoc-tip", 20),
        ("smuggling", "untoc-smuggling", 25), ("ETS_24", "ets-24", 32), ("ETS_30", "ets-30", 30),
        ("ETS_182", "ets-182", 35),
    ],
)  # fmt: skip
def test_treaties_are_whole(shared: Path, part: str, key: str, articles: int) -> None:
    (path,) = (shared / "corpus" / "treaties").glob(f"*{part}*.md")
    document = read(path)
    assert document.metadata.instrument == key
    assert [node.path for node in document.nodes if node.kind == "article"] == [str(n + 1) for n in range(articles)]
    for article in document.nodes:
        numbers = [n.path.split("/")[-1] for n in document.children(article.path) if n.kind == "paragraph"]
        assert numbers == [str(n + 1) for n in range(len(numbers))], article.path
