"""Backup and restore, rehearsed: built, reviewed, backed up, destroyed, restored, verified; and nothing half on the way."""

from __future__ import annotations

import fcntl
import gzip
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import Literal

from concordat import archive
from concordat.backup import backup, restore
from concordat.errors import ConcordatError, InputError, StoreError, UsageError
from concordat.graph import layers
from concordat.graph.names import CDT, ID
from concordat.graph.store import open_store
from concordat.graph.transaction import HEAD
from concordat.review import Log, People, folder_of, read_states
from concordat.reviewing import Office

from .conftest import Ended
from .test_verifying import decide, faults

Run = Callable[..., Ended]


def contents(address: str | Path) -> dict[str, bytes]:
    """Return every graph of a store without the store's own counters."""
    with open_store(address) as store:
        return {str(name): b"".join(line for line in store.dump(name).splitlines(keepends=True) if not line.startswith(HEAD)) for name in store.graph_names()}


@pytest.fixture
def kept(copied: Path, tmp_path: Path) -> Path:
    """A backup of the small world with two decisions on it."""
    decide(copied, "Anna", "Ben")
    with open_store(copied) as store:
        backup(store, folder_of(copied), tmp_path / "kept.tar.gz")
    return tmp_path / "kept.tar.gz"


def test_rehearsal(run: Run, document: Path, copied: Path, tmp_path: Path) -> None:
    file = tmp_path / "backup.tar.gz"
    assert run("load", document, "--store", copied).code == 0
    decide(copied, "Anna", "Ben")
    before, log = contents(copied), Log(folder_of(copied)).path.read_bytes()
    with open_store(copied) as store:
        states, names = read_states(store), People(folder_of(copied)).names()
    ended = run("backup", file, "--store", copied)
    assert (ended.code, "(4 private), 2 decisions, with the names" in ended.err) == (0, True), ended.err

    shutil.rmtree(copied)
    shutil.rmtree(folder_of(copied))
    ended = run("restore", file, "--store", copied)
    assert (ended.code, ended.out) == (0, b""), ended.err
    assert contents(copied) == before
    assert Log(folder_of(copied)).path.read_bytes() == log
    with open_store(copied) as store:
        assert read_states(store) == states
        # what was restricted is so again
        assert not [line for line in store.public() if b"id/secret" in line]
    assert (People(folder_of(copied)).names(), People(folder_of(copied)).path.stat().st_mode & 0o777) == (names, 0o600)
    assert faults(copied) == []


def test_a_store_of_any_kind_is_given_it(kept: Path, copied: Path, address: str, tmp_path: Path) -> None:
    with open_store(address, write=True, older=True) as store:
        restore(store, tmp_path / "reviews", kept)
    assert contents(address) == contents(copied)
    with open_store(address) as store:
        again = backup(store, tmp_path / "reviews", tmp_path / "again.tar.gz")
    first = archive.check(kept)
    assert {graph: first.members[name].sha256 for graph, name in first.graphs.items() if graph != str(layers.CATALOG)} == {
        graph: again.members[name].sha256 for graph, name in again.graphs.items() if graph != str(layers.CATALOG)
    }


def test_private_material_is_marked_and_names_can_be_left_out(copied: Path, kept: Path, tmp_path: Path) -> None:
    private = {layers.local_name(graph) for graph, name in archive.check(kept).graphs.items() if name.startswith("private/")}
    assert private == {"catalog/restricted", "curated/secret", "review"}
    assert archive.PEOPLE in archive.check(kept).members
    with open_store(copied) as store:
        manifest = backup(store, folder_of(copied), tmp_path / "no-names.tar.gz", names=False)
    assert not manifest.names
    assert b"Anna" not in gzip.decompress((tmp_path / "no-names.tar.gz").read_bytes())
    assert kept.stat().st_mode & 0o777 == 0o600


def test_what_was_left_by_a_killed_backup_goes_and_what_is_being_written_stays(copied: Path, tmp_path: Path) -> None:
    path = tmp_path / "kept[1].tar.gz"
    left, held = tmp_path / f".{path.name}.1.part", tmp_path / f".{path.name}.2.part"
    left.write_bytes(b"private")
    with held.open("wb") as file, open_store(copied) as store:
        fcntl.flock(file, fcntl.LOCK_EX)
        backup(store, folder_of(copied), path)
    assert (left.exists(), held.exists()) == (False, True)


def test_nothing_is_replaced_without_being_told(copied: Path, kept: Path, tmp_path: Path) -> None:
    before = contents(copied)
    with open_store(copied, write=True) as store, pytest.raises(UsageError, match="--replace"):
        restore(store, folder_of(copied), kept)
    other = tmp_path / "other.review"
    with Log(other).writing() as held:
        Log(other).append(held, {**dict.fromkeys(("by", "unit", "finding", "decision", "comment", "edition", "version"), "x"), "at": "2026", "evidence": {}})
    own = Log(other).path.read_bytes()
    with open_store(tmp_path / "new", write=True) as store:
        with pytest.raises(UsageError, match="another one than that of the backup"):
            restore(store, other, kept)
        assert store.graph_names() == []
        restore(store, other, kept, replace=True)
    assert [path.read_bytes() for path in other.glob("log-before-*")] == [own]
    with open_store(copied, write=True) as store:
        store.insert(layers.curated("more"), [(ID.more, CDT.cue, Literal("x"))])
        restore(store, folder_of(copied), kept, replace=True)
    assert contents(copied) == before


def test_a_log_that_goes_further_is_kept(run: Run, copied: Path, kept: Path) -> None:
    decide(copied, "Carla")
    log = Log(folder_of(copied)).path.read_bytes()
    ended = run("restore", kept, "--replace", "--store", copied)
    assert "goes 1 decisions further, and was kept" in ended.err
    assert Log(folder_of(copied)).path.read_bytes() == log
    with open_store(copied, write=True) as store:
        Office(store, folder_of(copied)).record()
    assert faults(copied) == []


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9, 0.999])
def test_a_backup_that_was_cut_off_is_none_and_changes_nothing(run: Run, kept: Path, tmp_path: Path, share: float) -> None:
    data = kept.read_bytes()
    kept.write_bytes(data[: int(len(data) * share)])
    ended = run("restore", kept, "--store", tmp_path / "new")
    assert ended.code == 3
    assert "no whole backup" in ended.err
    assert not (tmp_path / "new").exists()
    assert not folder_of(tmp_path / "new").exists()


def test_a_backup_with_another_word_in_it_is_refused(kept: Path) -> None:
    data = gzip.decompress(kept.read_bytes())
    kept.write_bytes(gzip.compress(data.replace(b"sixty", b"fifty")))
    with pytest.raises(InputError, match="is not what was backed up"):
        archive.check(kept)


def test_a_backup_that_fails_leaves_the_last_one(copied: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = kept.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched, open_store(copied) as store:
        patched.setattr("os.fsync", full)
        with pytest.raises(StoreError, match="No space left"):
            backup(store, folder_of(copied), kept)
    # a damaged store does not take the place of what was whole
    with open_store(copied, write=True) as store:
        store.insert(layers.curated("world"), [(ID.paper, CDT.cue, Literal("x"))])
        with pytest.raises(StoreError, match="damaged, and nothing was backed up"):
            backup(store, folder_of(copied), kept)
    assert kept.read_bytes() == good
    assert [path.name for path in kept.parent.iterdir() if "part" in path.name] == []


def test_a_file_that_is_no_backup_is_left_alone(copied: Path, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with open_store(copied) as store, pytest.raises(ConcordatError, match="left alone"):
        backup(store, folder_of(copied), tmp_path / "letter.txt")
    assert (tmp_path / "letter.txt").read_text() == "mine"


def test_the_last_version_needs_no_migration(run: Run, copied: Path, tmp_path: Path, kept: Path) -> None:
    assert "nothing to do" in run("migrate", "--store", copied).err
    assert run("migrate", "--store", tmp_path / "none").code == 4
    assert "is whole" in run("restore", kept, "--check").err
