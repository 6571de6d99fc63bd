"""The whole build: done once, repeated without change, and the same bytes whenever it is done again."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from concordat import build as building
from concordat.build import build, compare_all, texts_of
from concordat.graph import layers
from concordat.graph.build import build as build_graph
from concordat.graph.curated import curated
from concordat.graph.names import CDT, ID
from concordat.graph.store import Store, open_store
from concordat.texts import Library, Provision
from concordat.validation import Report

REPOSITORY = Path(__file__).resolve().parents[2]


def dumps(store: Store) -> dict[str, bytes]:
    return {layers.local_name(name): store.dump(name) for name in store.graph_names()}


def test_findings_are_made_again_as_they_were(copied: Path) -> None:
    with open_store(copied, write=True) as store:
        before = store.dump(layers.FINDINGS)
        number, made = compare_all(store)
        assert (number, made) == (before.count(b"#Finding> "), False)
        store.drop(layers.FINDINGS)
        assert compare_all(store) == (number, True)
        assert store.dump(layers.FINDINGS) == before


def test_findings_that_somebody_changed_are_made_again(copied: Path) -> None:
    with open_store(copied, write=True) as store:
        before = store.dump(layers.FINDINGS)
        store.insert(layers.FINDINGS, [(ID["finding/forged"], CDT.verdict, ID["x"])])
        assert compare_all(store)[1]
        assert store.dump(layers.FINDINGS) == before


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_files_does_not_matter(seed: int, small: Path, world: Path, make_file: Callable[[str, str], Path]) -> None:
    head, *facts = re.split(r"\n(?=<)", (world / "world.ttl").read_text(encoding="utf-8"))
    random.Random(seed).shuffle(facts)
    for number in range(5):
        make_file(f"data/{number}.ttl", "\n".join([head, *facts[number::5]]))
    folder = make_file("data/secret.ttl", (world / "secret.ttl").read_text(encoding="utf-8")).parent
    with open_store("memory:", write=True) as store, open_store(small) as whole:
        build_graph(store, data=folder)
        assert len(curated(folder)) == 6
        assert compare_all(store)[0] > 3
        assert store.dump(layers.FINDINGS) == whole.dump(layers.FINDINGS)


def test_a_changed_fact_is_compared_again(copied: Path, world: Path, make_file: Callable[[str, str], Path]) -> None:
    facts = (world / "world.ttl").read_text(encoding="utf-8").splitlines()
    kept = [line for line in facts if not line.startswith("<norm/paper/south/1/1>")]
    assert len(kept) == len(facts) - 1
    changed = make_file("data/world.ttl", "\n".join(kept)).parent
    with open_store(copied, write=True) as store:
        before = store.dump(layers.FINDINGS)
        build_graph(store, data=changed)
        assert compare_all(store)[1]
        assert b"paper/south/1--" in before
        assert b"paper/south/1--" not in store.dump(layers.FINDINGS)


def test_after_a_change_only_what_it_bears_on_is_done_again(
    copied: Path, world: Path, make_file: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = (world / "world.ttl").read_text(encoding="utf-8")
    data = make_file("data/world.ttl", facts.replace("cdt:value 90", "cdt:value 30")).parent
    shutil.copy(world / "secret.ttl", data)
    asked: list[frozenset[bytes] | None] = []

    @contextmanager
    def aside(_: Path | None, changed: frozenset[bytes] | None) -> Iterator[Callable[[], Report]]:
        asked.append(changed)
        yield lambda: building.validate_curated(data, changed)

    monkeypatch.setattr(building, "_aside", aside)
    with open_store(copied, write=True) as store:
        done = build(store, data=data)
    (changed,) = asked
    assert changed is not None
    assert sorted(line.split()[2][:3] for line in changed) == [b'"30', b'"90']
    assert done.revalidated
    assert done.validation is not None
    # the figure, and the statement that has it
    assert 1 <= done.validation.looked <= 3
    assert 0 < done.made < done.findings


def test_where_rules_or_shapes_are_others_everything_is_validated(
    copied: Path, world: Path, make_file: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = (world / "world.ttl").read_text(encoding="utf-8")
    data = make_file("data/world.ttl", facts.replace("cdt:value 90", "cdt:value 30")).parent
    asked: list[frozenset[bytes] | None] = []

    @contextmanager
    def aside(_: Path | None, changed: frozenset[bytes] | None) -> Iterator[Callable[[], Report]]:
        asked.append(changed)
        yield lambda: Report(())

    monkeypatch.setattr(building, "_aside", aside)
    monkeypatch.setattr(building, "_rules", lambda: ["others"])
    with open_store(copied, write=True) as store:
        done = build(store, data=data)
    assert (asked, done.revalidated, done.made) == ([None], False, done.findings)


def test_contributions_and_whole_proposals_are_compared() -> None:
    library = Library(
        provisions={
            "paper:north": Provision("paper:north", "paper", "contribution"),
            "paper:north/1": Provision("paper:north/1", "paper:north", "article"),
        }
    )
    library.kinds |= {"paper": {"Proposal", "Contribution"}, "draft": {"Proposal"}, "treaty": {"Treaty"}}
    assert texts_of(library) == ["draft", "paper:north"]


def test_the_repository_is_built_once(graph: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    before = dumps(graph)
    told: list[str] = []
    again = build(graph, tell=told.append)
    assert (again.graph.written, again.graph.dropped, again.validation, again.compared) == ((), (), None, False)
    assert again.findings == before["findings"].count(b"ontology#Finding> ")
    assert dumps(graph) == before


def test_validation_that_was_stopped_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    report = Report(())
    monkeypatch.setattr(building, "validate_curated", lambda *_: report)
    monkeypatch.setattr(sys, "executable", shutil.which("false"))
    with building._aside() as validated:
        assert validated() is report


def test_a_script_without_a_main_guard_finds_the_repository_valid_once(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text("from concordat import build\nprint('run')\nwith build._aside() as wait:\n    print(wait().count('violation'))\n")
    done = subprocess.run([sys.executable, script], check=False, env={**os.environ, "PYTHONPATH": str(REPOSITORY)}, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("run\n0\n", "")
