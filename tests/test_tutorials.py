"""The tutorials: every command is run in the order of the page, and what the page says comes out comes out.

A line `...` stands for lines that are left out. `concordat build` and `concordat serve` are not run: the store is the one that
is built for all tests, and the server is started once, on a free port.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import partial
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pyoxigraph as ox
import pytest
from lxml import html

from concordat.checking import Desk
from concordat.cli import main
from concordat.compatibility import Finding, read_findings
from concordat.review import read_states
from concordat.reviewing import Office
from concordat.web.limits import Limits

from .concordat.web.conftest import running

if TYPE_CHECKING:
    from concordat.graph.store import Store

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "tutorials"
PAGES = ("reviewer.md", "reviewer.fr.md", "informatician.md", "system.md")
SERVER = "http://127.0.0.1:8000"
# what takes long or does not end
# a command: to the end of its line, of the lines that it goes on in, or of the text that it is given
COMMAND = re.compile(r"^\$ (.*<<'END'\n(?:.*\n)*?END|(?:.*\\\n)*.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)
LEFT = re.compile(r"concordat (build|serve( --store \S+)?)$")
BLOCK = re.compile(r"^```(console|python|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Step:
    """What a page says to do, what it shows of what comes out (None: nothing is said), and where that stands in the page."""

    kind: str
    code: str
    shown: str | None
    place: tuple[int, int]


def _steps(page: str) -> Iterator[Step]:
    code: tuple[str, int] | None = None
    for block in BLOCK.finditer(page):
        kind, text, start = block[1], block[2], block.start(2)
        if kind == "text":
            assert code is not None, f"no code stands before: {text}"
            yield Step("python", code[0], text, (start, start + len(text)))
            code = None
            continue
        if code is not None:
            yield Step("python", code[0], None, (code[1], code[1]))
        code = (text, start) if kind == "python" else None
        if kind == "console":
            for part in COMMAND.finditer(text):
                yield Step("console", part[1].replace("\\\n", ""), part[2], (start + part.start(2), start + part.end(2)))
    if code is not None:
        yield Step("python", code[0], None, (code[1], code[1]))


def _rendered(shown: str, written: str) -> str:
    """Return as much of an output as a page shows of it: all, or what stands before and after the line of dots."""
    lines = [line.rstrip() for line in written.splitlines()]
    before, dots, after = shown.partition("...\n")
    first, last = before.count("\n"), after.count("\n")
    if not dots or len(lines) <= first + last:
        return "".join(f"{line}\n" for line in lines)
    return "".join(f"{line}\n" for line in [*lines[:first], "...", *lines[len(lines) - last :]])


@pytest.fixture(scope="module")
def address(built: Path) -> Iterator[str]:
    """The address of a server of that store."""
    with running(str(built), limits=Limits()) as (found, _):
        yield found


@pytest.fixture(scope="module")
def desk(graph: Store) -> Callable[..., Desk]:
    """A way to get the desk of the store: one for all, as it takes seconds to set up and reads only what no page changes."""
    held: list[Desk] = []

    def make(store: Store, **_: object) -> Desk:
        if not held:
            held.append(Desk(graph))
        held[0].reviews = read_states(store)
        return held[0]

    return make


@pytest.fixture(scope="module")
def findings(graph: Store) -> Mapping[str, Finding]:
    """The findings of the store, read once."""
    return {str(finding.iri): finding for finding in read_findings(graph)}


@pytest.fixture
def here(
    built: Path, graph: Store, desk: Callable[..., Desk], findings: Mapping[str, Finding], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """The folder that a page is followed in, with a store of its own where `concordat build` puts one."""
    (tmp_path / ".concordat").mkdir()
    ox.Store.read_only(str(built)).backup(str(tmp_path / ".concordat" / "store"))
    monkeypatch.chdir(tmp_path)
    # processes that the server starts find the program from any folder
    monkeypatch.setenv("PYTHONPATH", str(FOLDER.parent.parent))
    monkeypatch.delenv("CONCORDAT_STORE", raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795219200")
    monkeypatch.setattr("concordat.checking.Desk", desk)
    # what a page does to a store changes neither its provisions nor its findings
    monkeypatch.setattr("concordat.reviewing.Office", partial(Office, library=desk(graph).library, findings=findings))
    return tmp_path


def _concordat(command: str, captured: pytest.CaptureFixture[bytes]) -> tuple[str, int]:
    """Return what a command of this program writes, and its exit code."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", shlex.split(command))
        with pytest.raises(SystemExit) as ended:
            main()
    written = captured.readouterr()
    return (written.out + written.err).decode("utf-8-sig"), int(ended.value.code or 0)


def _run(command: str, address: str, captured: pytest.CaptureFixture[bytes]) -> str:
    """Return what a command of the shell writes, `concordat` being this one."""
    if command.startswith("concordat "):
        return _concordat(command, captured)[0]
    ended = subprocess.run(["bash", "-c", command.replace(SERVER, address)], capture_output=True, text=True, check=False)
    return (ended.stdout + ended.stderr).replace(address, SERVER).replace(address.removeprefix("http://"), SERVER.removeprefix("http://"))


@pytest.mark.parametrize("name", PAGES)
def test_what_a_page_says_comes_out(
    name: str, here: Path, address: str, capsysbinary: pytest.CaptureFixture[bytes], request: pytest.FixtureRequest
) -> None:
    page = (FOLDER / name).read_text(encoding="utf-8")
    names: dict[str, object] = {"__name__": "tutorial"}
    made, end = [], 0
    for step in _steps(page):
        if step.kind == "python":
            with redirect_stdout(StringIO()) as out:
                exec(compile(step.code, name, "exec"), names)
            written = out.getvalue()
        else:
            written = "" if LEFT.match(step.code) else _run(step.code, address, capsysbinary)
        real = _rendered(step.shown, written) if step.shown is not None else ""
        if request.config.getoption("--update-golden"):
            made += [page[end : step.place[0]], real]
            end = step.place[1]
        else:
            assert (step.shown or "") == real, step.code
    if made:
        (FOLDER / name).write_text("".join(made) + page[end:], encoding="utf-8")


def test_the_commands_of_the_readme_run(here: Path, capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    page = (FOLDER.parent.parent / "README.md").read_text(encoding="utf-8")
    monkeypatch.setenv("CONCORDAT_STORE", str(here / ".concordat" / "store"))
    commands = re.findall(r"^concordat .+$", page, re.MULTILINE)
    assert len(commands) >= 3
    for command in commands:
        written, code = _concordat(command, capsysbinary)
        assert (bool(written.strip()), code) == (True, 0), command


@pytest.mark.parametrize("name", PAGES)
def test_what_a_page_names_is_served(name: str, address: str) -> None:
    page = (FOLDER / name).read_text(encoding="utf-8")
    # an address, and the rest of the point of a list in which it stands
    told = re.findall(rf"<{SERVER}(/[^>\s]*)>(.*(?:\n  .*)*)", page)
    assert told or f"{SERVER}/" in page or name == "informatician.md"
    for path, rest in told:
        with urlopen(f"{address}{path}", timeout=120) as answer:
            words = " ".join(html.document_fromstring(answer.read()).text_content().split())
        for quoted in re.findall(r"“([^”]+)”|« ([^»]+) »", rest):
            assert max(quoted) in words, path


def test_every_tutorial_is_followed() -> None:
    assert sorted(path.name for path in FOLDER.glob("*.md")) == sorted(PAGES)


def test_no_address_of_a_machine_stays_in_a_page() -> None:
    for name in PAGES:
        page = (FOLDER / name).read_text(encoding="utf-8")
        assert set(re.findall(r"127\.0\.0\.1:\d+", page)) <= {"127.0.0.1:8000"}
        assert os.sep + "tmp" not in page
