"""`export` and `import`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ..conftest import Ended
from .conftest import dumps

Run = Callable[..., Ended]


@pytest.mark.parametrize("form", ["trig", "nq", "jsonld"])
def test_what_is_exported_can_be_imported(run: Run, small: Path, tmp_path: Path, form: str) -> None:
    target = tmp_path / f"graphs.{form}"
    ended = run("export", "-o", target, "--store", small)
    assert (ended.code, ended.out) == (0, b"")
    assert ended.err == f"5 graphs written to {target}.\n"
    assert b"id/secret" not in target.read_bytes()
    assert run("import", target, "--store", tmp_path / "other").err == "5 graphs imported.\n"
    before, after = dumps(small), dumps(tmp_path / "other")
    assert {name for name, data in before.items() if after.get(name) != data and not name.endswith("/catalog")} == {
        name for name in before if name.endswith(("curated/secret", "catalog/restricted"))
    }


def test_everything_includes_the_restricted(run: Run, small: Path) -> None:
    assert b"id/secret" in run("export", "--everything", "--format", "nq", "--store", small).out


def test_stdout_is_trig(run: Run, small: Path) -> None:
    ended = run("export", "--store", small)
    assert ended.err == ""
    assert ended.out.startswith(b"@prefix")
    assert json.loads(run("export", "--format", "jsonld", "--store", small).out)
