"""The house: links, imports, sizes and names of modules, and what a wheel carries."""

from __future__ import annotations

import ast
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
LINKED = ("graph", "loaders", "ontology", "queries", "shapes")
MODULES = sorted(path for folder in ("concordat", "graph", "loaders") for path in (REPOSITORY / folder).glob("**/*.py"))
EVERY = [pytest.param(path, id=str(path.relative_to(REPOSITORY))) for path in MODULES]
FORBIDDEN = {"utils", "util", "helpers", "helper", "common", "misc", "base", "manager"}
LINES, BODY = 400, 40


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imported(tree: ast.Module) -> Iterator[str]:
    """Yield the absolute names that a module imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield str(node.module)


@pytest.mark.parametrize("name", LINKED)
def test_the_package_links_the_folders(name: str) -> None:
    link = REPOSITORY / "concordat" / name
    assert link.is_symlink()
    assert link.readlink() == Path("..", name)
    assert link.resolve() == REPOSITORY / name
    assert any(link.iterdir())


@pytest.mark.parametrize("path", EVERY)
def test_folders_are_imported_relatively(path: Path) -> None:
    assert [name for name in imported(parsed(path)) if name.split(".")[0] in {*LINKED, "concordat"}] == []


@pytest.mark.parametrize("path", EVERY)
def test_a_module_is_short_and_says_what_it_is_for(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LINES
    assert ast.get_docstring(parsed(path))
    assert path.stem not in FORBIDDEN


@pytest.mark.parametrize("path", EVERY)
def test_functions_are_short(path: Path) -> None:
    functions = [node for node in ast.walk(parsed(path)) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    lengths = {node.name: (node.end_lineno or node.lineno) - node.lineno + 1 for node in functions}
    assert {name: length for name, length in lengths.items() if length > BODY} == {}


@pytest.mark.parametrize("path", EVERY)
def test_public_names_are_sorted_and_there(path: Path) -> None:
    tree = parsed(path)
    said = [node.value for node in tree.body if isinstance(node, ast.Assign) and "__all__" in {getattr(t, "id", "") for t in node.targets}]
    if said:
        names = ast.literal_eval(said[0])
        assert len(names) == len(set(names))
        defined = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)} | {getattr(n, "name", "") for n in ast.walk(tree)}
        defined |= {alias.asname or alias.name for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) for alias in n.names}
        assert [name for name in names if name not in defined] == []


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The names in a wheel that is built from a copy of the tree."""
    from hatchling.builders.wheel import WheelBuilder

    tree = tmp_path_factory.mktemp("tree")
    for name in ("concordat", *LINKED):
        shutil.copytree(REPOSITORY / name, tree / name, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("hatch_build.py", "pyproject.toml", "README.md", "LICENSE", "NOTICE"):
        shutil.copy(REPOSITORY / name, tree / name)
    built = next(WheelBuilder(str(tree)).build(directory=str(tree / "dist"), versions=["standard"]))
    with zipfile.ZipFile(built) as archive:
        return archive.namelist()


def test_the_wheel_carries_everything_once(wheel: list[str]) -> None:
    needed = {
        str(path.relative_to(REPOSITORY))
        for folder in (*(f"concordat/{name}" for name in LINKED), "concordat/cli", "concordat/compatibility", "concordat/reports", "concordat/web")
        for path in (REPOSITORY / folder).glob("**/*")
        if path.is_file() and path.suffix in {".ttl", ".rq", ".css", ".toml", ".py", ".html"}
    }
    assert sorted(needed - set(wheel)) == []
    assert {"concordat/py.typed", "concordat/web/yasgui/built/yasgui.min.js", "concordat/reports/report.css", "concordat/queries/compatibility/verdicts.ttl"} <= set(wheel)
    assert len(wheel) == len(set(wheel))
    assert [name for name in wheel if name.startswith("tests") or "__pycache__" in name] == []
