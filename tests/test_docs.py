"""The pages: what they show is what the program does, what they name exists, and their lists are those of the files."""

from __future__ import annotations

import json
import re
import shlex
import sys
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import typer

from concordat.catalogue import bind, find, questions
from concordat.cli import app, main
from concordat.compatibility import rows
from concordat.graph import layers
from concordat.graph.names import ID
from concordat.graph.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from concordat.graph.store import Store

REPOSITORY = Path(__file__).resolve().parent.parent
PAGES = sorted(
    path
    for path in REPOSITORY.rglob("*.md")
    if not {".venv", "build", "dist", "node_modules"} & set(path.relative_to(REPOSITORY).parts)
    and not any(part.startswith(".") for part in path.relative_to(REPOSITORY).parts)
)
DECISIONS = [path for path in PAGES if path.parent.name == "decisions" and path.name != "README.md"]
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
ERRORS = (REPOSITORY / "docs" / "errors.md").read_text(encoding="utf-8")
COMMANDS = sorted(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
# the files of the examples of docs/errors.md
FILES = {
    "binary.dat": b"a\x00b",
    "broken.rq": b"SELECT ?x WHERE { ?x \n",
    "broken.ttl": b"@prefix cdt: <https://w3id.org/concordat/ontology#> .\n<a> cdt:b [ .\n",
    "empty.txt": b"",
    "scan.pdf": (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    ),
    "shopping.txt": b"bread, milk, soap\n",
    "unknown.jsonl": b'{"id": "1", "left": "nowhere:1", "right": ["nowhere:2"]}\n',
    "words.jsonl": b"not JSON\n",
}


def _blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def _page(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


# ---- the examples of docs/errors.md ----


@dataclass(frozen=True, slots=True)
class Example:
    """A command line, what it writes to stderr, and its exit code."""

    command: str
    message: str
    code: int


def _examples() -> Iterator[Example]:
    for block in _blocks(ERRORS, "console"):
        for part in re.split(r"^\$ concordat ", block, flags=re.MULTILINE)[1:]:
            shown = re.fullmatch(r"([^\n]+)\n(.*)\[exit (\d+)\]\s*", part, re.DOTALL)
            assert shown, f"say which exit code follows: {part}"
            yield Example(shown[1], shown[2], int(shown[3]))


EXAMPLES = [pytest.param(example, id=example.command) for example in _examples()]


def _matches(message: str, written: str) -> bool:
    return re.fullmatch(".*".join(map(re.escape, message.split("..."))), written, re.DOTALL) is not None


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the examples are run in."""
    for name, data in FILES.items():
        (tmp_path / name).write_bytes(data)
    with open_store(tmp_path / "store", write=True) as store:
        store.insert(layers.curated("little"), [(ID["little/1"], ID["z"], ID["little"])])
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("example", EXAMPLES)
def test_example_ends_as_stated(
    example: Example, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["concordat", *shlex.split(example.command)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert (ended.value.code or 0) == example.code
    written = capsys.readouterr().err
    assert _matches(example.message, written), written


@pytest.mark.parametrize("name", FILES)
def test_each_example_file_is_used(name: str) -> None:
    assert any(name in example.command for example in _examples())


def test_every_exit_code_but_interruption_is_explained() -> None:
    assert re.findall(r"^\| (\d+) \|", ERRORS, re.MULTILINE) == ["0", "1", "2", "3", "4", "130"]


# ---- commands, questions and names in the pages ----


def test_readme_names_every_command_once_in_its_table() -> None:
    assert sorted(re.findall(r"^\| `concordat ([a-z]+)", README, re.MULTILINE)) == COMMANDS


def _command_lines(text: str) -> list[str]:
    code = [*re.findall(r"`([^`\n]+)`", text), *"\n".join(re.findall(r"^```.*?^```$", text, re.MULTILINE | re.DOTALL)).splitlines()]
    lines = (re.search(r"(?:^|\$ )(?:\.venv/bin/)?concordat ([a-z].*)", line.strip()) for line in code)
    return [found[1] for found in lines if found]


@pytest.mark.parametrize("path", PAGES, ids=_page)
def test_commands_exist(path: Path) -> None:
    named = {line.split()[0].rstrip(":,") for line in _command_lines(path.read_text(encoding="utf-8"))}
    assert sorted(named - set(COMMANDS)) == []


@pytest.mark.parametrize("path", PAGES, ids=_page)
def test_options_exist(path: Path) -> None:
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    for line in _command_lines(path.read_text(encoding="utf-8")):
        command = commands[line.split()[0].rstrip(":,")]
        known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)} | {"--help"}
        # what stands between quotes is a value, what follows a bar another program's
        words = re.sub(r"\"[^\"]*\"|'[^']*'", "", line).partition("|")[0].split()
        assert [word for word in words if re.fullmatch(r"--?[a-z][a-z-]*", word) and word not in known] == [], line


@pytest.mark.parametrize("path", [p for p in PAGES if p.name != "errors.md"], ids=_page)
def test_questions_that_are_asked_are_in_the_catalogue(path: Path) -> None:
    for line in _command_lines(path.read_text(encoding="utf-8")):
        words = shlex.split(line, comments=True)
        if words[0] != "query" or len(words) < 2 or not re.fullmatch(r"[a-z][a-z-]+", words[1]):
            continue
        question = find(words[1])
        given = dict(word.split("=", 1) for option, word in pairwise(words) if option == "-p")
        if given and "..." not in given.values():
            bind(question, given)


def test_every_question_is_documented() -> None:
    page = REPOSITORY / "docs" / "questions.md"
    assert page.is_file()
    text = page.read_text(encoding="utf-8")
    assert [name for name in questions() if f"concordat query {name}" not in text] == []


@pytest.mark.parametrize("path", PAGES, ids=_page)
def test_relative_links_lead_somewhere(path: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    targets = [target.split("#")[0] for target in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in target]
    assert [target for target in targets if target and not (path.parent / target).exists()] == []


@pytest.mark.parametrize("path", DECISIONS, ids=_page)
def test_decision_has_its_three_parts_on_one_page(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith(f"# {path.name[:4]}: ")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequence"]
    assert len(text.splitlines()) <= 60


def test_every_decision_is_listed_in_order() -> None:
    listed = re.findall(r"\]\((\d{4}-[a-z-]+\.md)\)", (REPOSITORY / "docs" / "decisions" / "README.md").read_text(encoding="utf-8"))
    assert listed == [path.name for path in DECISIONS]


# ---- what README.md shows ----

def test_readme_tells_how_good_the_verdicts_are() -> None:
    told = (REPOSITORY / "docs" / "verdicts.md").read_text(encoding="utf-8")
    [right] = re.findall(r"^\| All \| curated \| (\d+ of \d+) ", told, re.MULTILINE)
    assert f"\n{right} are " in README


def test_readme_python_runs(graph: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    blocks = _blocks(README, "python")
    assert blocks
    monkeypatch.setattr("concordat.session.open_store", lambda _: graph)
    monkeypatch.setattr("concordat.session.Session.close", lambda _: None)
    for block in blocks:
        exec(compile(block, "README.md", "exec"), {"__name__": "readme"})
    assert capsys.readouterr().out.strip()


def _shown() -> list[tuple[str, str]]:
    """Each command of README.md whose output is shown below it, with what is shown."""
    return re.findall(r"^<!-- output of: concordat (.+?) -->\n+```\w+\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize(("command", "shown"), _shown(), ids=[command for command, _ in _shown()])
def test_readme_shows_real_output(
    command: str,
    shown: str,
    graph: Store,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    monkeypatch.setattr("concordat.graph.store.open_store", lambda *_, **__: nullcontext(graph))
    monkeypatch.setattr(sys, "argv", ["concordat", *shlex.split(command)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert not ended.value.code
    written = capsysbinary.readouterr().out.decode()
    real = _part_of_record(shown, written)
    if request.config.getoption("--update-golden"):
        path = REPOSITORY / "README.md"
        path.write_text(path.read_text(encoding="utf-8").replace(shown, real), encoding="utf-8")
        shown = real
    assert shown == real


def _part_of_record(shown: str, written: str) -> str:
    """Return the record of the same id with the fields that are shown."""
    part = json.loads(shown)
    [record] = [found for found in map(json.loads, written.splitlines()) if found["id"] == part["id"]]
    return json.dumps({key: record[key] for key in part}, ensure_ascii=False, indent=2) + "\n"


# ---- lists that are made from files ----


def _verdict_table() -> str:
    lines = ["| row | when | verdict |", "|---|---|---|"]
    for row in rows():
        name = f"{row.question} {row.order}"
        verdict = f"`{row.verdict}`" + (" (drafting defect)" if row.drafting else "")
        lines.append(f"| {name} | {row.label['en']} | {verdict} |")
    return "\n".join(lines)


def _hygiene_list() -> str:
    lines = []
    for rule in sorted((REPOSITORY / "tests" / "ontology" / "hygiene").glob("*.rq")):
        text, severity = (line.split(": ", 1)[1] for line in rule.read_text(encoding="utf-8").splitlines()[:2])
        lines.append(f"* `{rule.stem}` ({severity}): {text}")
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("page", "name", "made"),
    [
        pytest.param("docs/compatibility.md", "verdict table", _verdict_table, id="verdict-table"),
        pytest.param("CONTRIBUTING.md", "hygiene rules", _hygiene_list, id="hygiene-rules"),
    ],
)
def test_list_is_that_of_the_files(page: str, name: str, made: object, request: pytest.FixtureRequest) -> None:
    assert callable(made)
    path = REPOSITORY / page
    text = path.read_text(encoding="utf-8")
    start, end = f"<!-- {name}, made by tests/test_docs.py -->\n", f"\n<!-- end of {name} -->"
    before, rest = text.split(start)
    held, after = rest.split(end)
    if request.config.getoption("--update-golden"):
        path.write_text(f"{before}{start}{made()}{end}{after}", encoding="utf-8")
        held = made()
    assert held == made()


@pytest.mark.parametrize("scheme", ["aspect", "demand", "verdict"])
def test_compatibility_page_names_every_concept(scheme: str) -> None:
    source = (REPOSITORY / "ontology" / "schemes" / f"{scheme}.ttl").read_text(encoding="utf-8")
    page = (REPOSITORY / "docs" / "compatibility.md").read_text(encoding="utf-8")
    assert [name for name in re.findall(rf"^{scheme}:([a-z-]+)$", source, re.MULTILINE) if f"`{name}`" not in page] == []
