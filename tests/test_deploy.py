"""The files of deploy/: what they start is there, and they agree with each other and with the lock file."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import pytest
import typer

from concordat.cli import app

REPOSITORY = Path(__file__).resolve().parent.parent
DEPLOY = REPOSITORY / "deploy"
PAGE = (REPOSITORY / "docs" / "deployment.md").read_text(encoding="utf-8")
STARTED = re.compile(r"^Exec\w+=\S+/concordat (.+)$", re.MULTILINE)
LINES = [pytest.param(line, id=line) for path in sorted(DEPLOY.glob("*.service")) for line in STARTED.findall(path.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("line", LINES)
def test_a_unit_starts_what_is_there(line: str) -> None:
    name, *words = shlex.split(line)
    command = typer.main.get_command(app).commands[name]  # type: ignore[attr-defined]
    options = {option for parameter in command.params for option in parameter.opts}
    assert [word for word in words if word.startswith("-") and word not in options] == []


def test_every_file_is_told_of() -> None:
    assert [path.name for path in DEPLOY.iterdir() if f"(../deploy/{path.name})" not in PAGE] == []


def test_proxies_lead_to_the_port_that_is_served() -> None:
    serve = typer.main.get_command(app).commands["serve"]  # type: ignore[attr-defined]
    [port] = [parameter.default for parameter in serve.params if parameter.name == "port"]
    for name in ("nginx.conf", "Caddyfile"):
        assert f"127.0.0.1:{port}" in (DEPLOY / name).read_text(encoding="utf-8")
    assert f"EXPOSE {port}" in (DEPLOY / "Containerfile").read_text(encoding="utf-8")


def test_the_container_pins_what_the_lock_file_pins(tmp_path: Path) -> None:
    [command] = re.findall(r"sed -nE '[^']+' requirements\.lock", (DEPLOY / "Containerfile").read_text(encoding="utf-8"))
    written = subprocess.run(["bash", "-c", command], cwd=REPOSITORY, capture_output=True, text=True, check=True).stdout
    lock = (REPOSITORY / "requirements.lock").read_text(encoding="utf-8")
    assert re.findall(r"^[^=\s]+==[^\s]+", written, re.MULTILINE) == re.findall(r"^[^=\s#]+==[^\s]+", lock, re.MULTILINE)
    assert not re.search(r"\\|--hash", written)
