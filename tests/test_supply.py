"""The supply chain: the same source gives the same wheel, every pin has its hashes, and what was not checked is not shown as checked."""

from __future__ import annotations

import importlib.machinery
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from types import ModuleType

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
LOCK = (REPOSITORY / "requirements.lock").read_text(encoding="utf-8")


def script(name: str) -> ModuleType:
    """Return a script of .ci as a module."""
    loader = importlib.machinery.SourceFileLoader(name, str(REPOSITORY / ".ci" / name))
    spec = importlib.util.spec_from_loader(name, loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    # nothing is left behind in .ci
    sys.dont_write_bytecode, held = True, sys.dont_write_bytecode
    try:
        loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = held
    return module


def test_every_pin_has_hashes_and_no_address() -> None:
    pins = re.findall(r"^([a-z0-9._-]+)==([^ ;\\]+)", LOCK, re.MULTILINE)
    assert len(pins) > 100
    assert len(re.findall(r"^\S+==[^\n]*\\\n    --hash=sha256:[0-9a-f]{64}", LOCK, re.MULTILINE)) == len(pins)
    assert "://" not in LOCK


def test_the_same_source_gives_the_same_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from hatchling.builders.wheel import WheelBuilder

    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795000000")
    hashes = set()
    for name in ("one", "two"):
        tree = tmp_path / name
        for part in ("concordat", "graph", "loaders", "ontology", "queries", "shapes"):
            shutil.copytree(REPOSITORY / part, tree / part, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
        for part in ("hatch_build.py", "pyproject.toml", "README.md", "LICENSE", "NOTICE"):
            shutil.copy(REPOSITORY / part, tree / part)
        if name == "two":
            # who made the tree, and when, does not count
            (tree / "README.md").chmod(0o600)
            os.utime(tree / "concordat" / "build.py", (1, 1))
        built = next(WheelBuilder(str(tree)).build(directory=str(tree / "dist"), versions=["standard"]))
        hashes.add(sha256(Path(built).read_bytes()).hexdigest())
    assert len(hashes) == 1


def test_offline_nothing_is_said_to_be_checked() -> None:
    environment = {**os.environ, **dict.fromkeys(("HTTPS_PROXY", "https_proxy"), "http://127.0.0.1:9"), "NO_PROXY": "", "no_proxy": ""}
    ended = subprocess.run([sys.executable, str(REPOSITORY / ".ci" / "audit")], env=environment, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith("not checked: offline")


@pytest.mark.parametrize(
    ("asked", "code", "said"),
    [
        pytest.param([{"name": "a", "version": "1", "vulns": []}], 0, "1 packages checked, 0 vulnerabilities known\n", id="none"),
        pytest.param([{"name": "a", "skip_reason": "x"}, {"name": "b", "version": "1", "vulns": []}], 0, "1 packages checked, 0 vulnerabilities known; not checked: a\n", id="in-part"),
        pytest.param([{"name": "a", "skip_reason": "x"}], 0, "not checked: offline; the package index says nothing of vulnerabilities\n", id="nothing"),
        pytest.param(
            [{"name": "a", "version": "1", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2"]}]}], 1,
            "a 1: PYSEC-1 (mended in 2)\n1 packages checked, 1 vulnerabilities known\n", id="one",
        ),
    ],
)  # fmt: skip
def test_an_audit_says_what_was_checked(asked: list[dict[str, object]], code: int, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert script("audit").told(asked) == code
    assert capsys.readouterr().out == said


def test_the_editor_is_part_of_what_the_program_is_made_of() -> None:
    sbom = script("sbom")
    parts = sbom.editor()
    assert any(part["purl"].startswith("pkg:npm/%40zazuko/yasgui@") for part in parts)
    assert len({part["bom-ref"] for part in parts}) == len(parts)
    both = {"licenses": [{"license": {"name": "License :: OSI Approved :: BSD License"}}, {"license": {"id": "BSD-3-Clause"}}]}
    assert [sbom.licence(part) for part in (both, {"licenses": [both["licenses"][0]]}, {})] == ["BSD-3-Clause", "BSD License", sbom.UNSTATED]
