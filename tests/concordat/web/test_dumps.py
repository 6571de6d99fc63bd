"""How the dumps come about: once for each snapshot, however many ask for them meanwhile."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from concordat.web.dumps import dumps
from concordat.web.snapshot import Snapshot

if TYPE_CHECKING:
    from concordat.graph.store import Store


def snapshot(folder: Path) -> Snapshot:
    """A snapshot of nothing, in a folder."""
    (folder / "store").mkdir(parents=True)
    return Snapshot(folder / "store", 1, (), 0, "", cast("Store", None))


def test_one_thread_makes_the_dumps_of_a_snapshot_and_those_of_one_gone_are_not_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ready, made = threading.Event(), []

    def run(command: list[str], **_: object) -> None:
        made.append(command[-1])
        ready.wait(20)
        Path(command[-1]).mkdir()

    monkeypatch.setattr("concordat.web.dumps.subprocess.run", run)
    monkeypatch.setattr("concordat.web.dumps._GLANCE", 0)
    monkeypatch.setattr("concordat.web.dumps.MEDIA", {})
    shown, gone, last = (snapshot(tmp_path / name) for name in ("shown", "gone", "last"))
    before = threading.active_count()
    for each in (shown, gone, last) * 10:
        assert dumps(each, wait=False) == []
    assert threading.active_count() == before + 3
    gone.remove()
    ready.set()
    # who asks waits for what is under way
    dumps(last)
    assert (last.folder.parent / "dumps").is_dir()
    assert made == [str(tmp_path / name / "dumps") for name in ("shown", "last")]
