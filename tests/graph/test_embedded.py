"""What holds for a store in a folder alone: locks between processes, snapshots, a full disk, folders of others."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import tracemalloc
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Literal, URIRef

from concordat.errors import StoreError
from concordat.graph import layers, names, quads
from concordat.graph.embedded import EmbeddedStore
from concordat.graph.store import default_address, open_store
from concordat.graph.transaction import HEAD

A, P = URIRef("http://example.org/a"), URIRef("http://example.org/p")
ONE = layers.curated("one")
CATALOG, GENERATION = ox.NamedNode(layers.CATALOG), ox.NamedNode(names.CDT.generation)
REPOSITORY = Path(__file__).resolve().parents[2]


def process(code: str, *arguments: str) -> subprocess.Popen[str]:
    """Start Python with a program that knows the names used here."""
    head = """
        import sys
        from rdflib import Literal, URIRef
        from concordat.errors import StoreError
        from concordat.graph import layers
        from concordat.graph.store import open_store
        A, P, ONE = URIRef("http://example.org/a"), URIRef("http://example.org/p"), layers.curated("one")
    """
    text = textwrap.dedent(head) + textwrap.dedent(code)
    command = [sys.executable, "-c", text, *arguments]
    return subprocess.Popen(command, cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_a_writer_in_another_process_locks_the_store(tmp_path: Path) -> None:
    code = """
        with open_store(sys.argv[1], write=True) as store:
            store.replace(ONE, [(A, P, Literal(1))])
            print("ready", flush=True)
            sys.stdin.readline()
    """
    folder = tmp_path / "store"
    with process(code, str(folder)) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        assert other.stdout.readline() == "ready\n"
        with pytest.raises(StoreError, match="locked by another process"):
            open_store(folder, write=True, wait=0.3)
        with open_store(folder) as reader:
            assert reader.graph(ONE) == [(A, P, Literal(1))]
        other.stdin.write("done\n")
        other.stdin.close()
        with open_store(folder, write=True) as writer:
            assert writer.generation == 1


def test_a_reader_keeps_the_state_it_opened(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    with open_store(folder, write=True) as writer:
        writer.replace(ONE, [(A, P, Literal(1))])
        with open_store(folder) as reader:
            writer.replace(ONE, [(A, P, Literal(2))])
            assert reader.graph(ONE) == [(A, P, Literal(1))]
            assert reader.generation == 1
        with open_store(folder) as later:
            assert later.graph(ONE) == [(A, P, Literal(2))]


def test_a_writer_cut_off_between_two_generations_leaves_the_higher_one(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    with open_store(folder, write=True) as writer:
        writer.replace(ONE, [(A, P, Literal(1))])
        assert isinstance(writer, EmbeddedStore)
        lines = [line for line in writer.lines(layers.CATALOG) if line.startswith(HEAD[0])]
        second = [line.replace(b'"1"', b'"2"') for line in lines]
        writer.native.load(quads.quad_lines(second, layers.CATALOG) + b"".join(second), ox.RdfFormat.N_QUADS)
    with open_store(folder, write=True) as writer:
        assert writer.generation == 2
        writer.replace(ONE, [(A, P, Literal(2))])
        assert writer.generation == 3
        assert sum(line.startswith(HEAD[0]) for line in writer.lines(layers.CATALOG)) == 1
        assert sum(line.startswith(HEAD[0]) for line in writer.public()) == 1


def test_large_transactions_show_one_generation_each_and_leave_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("concordat.graph.embedded._WAITING", 4)
    folder, count = tmp_path / "store", 10
    writer = EmbeddedStore(folder, write=True)
    for number in range(1, count + 1):
        writer.replace(layers.curated(str(number)), [(A, P, Literal(f"{number}-{n}")) for n in range(3000)])
        assert writer.generation == number
        assert sum(line.startswith(HEAD[0]) for line in writer.lines(layers.CATALOG)) == 1
        # those that wait to be taken out never become many
        assert len([*writer.native.quads_for_pattern(CATALOG, GENERATION, None, None)]) <= 10
        with open_store(folder) as reader:
            assert (reader.generation, len(reader.lines(layers.curated(str(number))))) == (number, 3000)
    assert len(writer.public()) == 3000 * count + 2
    writer.close()
    with open_store(folder) as reader:
        assert (reader.generation, len(reader.lines(layers.CATALOG)), len(reader.public())) == (count, 2, 3000 * count + 2)


def test_a_large_transaction_is_not_held_once_more_to_be_written() -> None:
    lines = quads.normal(quads.lines_of((A, P, Literal(f"{number} " * 100)) for number in range(6000)), ONE)
    with EmbeddedStore(None, write=True) as store:
        tracemalloc.start()
        store.replace(ONE, lines)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert store.lines(ONE) == lines == {line for line in store.public() if not line.startswith(HEAD)}
    assert most < sum(map(len, lines)) / 2


class Replaced:
    """What a reader has whose writer has taken a file away, having written another in its place."""

    def query(self, text: str) -> object:
        raise FileNotFoundError(text)


def test_a_reader_asks_again_where_files_were_put_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, count = tmp_path / "store", "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s <http://example.org/p> ?o } }"
    with open_store(folder, write=True) as writer:
        writer.replace(ONE, [(A, P, Literal(n)) for n in range(10)])
    with EmbeddedStore(folder) as reader:
        monkeypatch.setattr(reader, "_store", Replaced())
        assert reader.select(count) == [{"n": Literal(10)}]
        with open_store(folder, write=True) as writer:
            writer.insert(ONE, [(A, P, Literal("one more"))])
        monkeypatch.setattr(reader, "_store", Replaced())
        with pytest.raises(StoreError, match="the store changed while it was read"):
            reader.select(count)


def kill_behind_five(code: str, folder: Path) -> None:
    """Kill a process that says each round, once it has said five."""
    with process(code, str(folder)) as other:
        assert other.stdout is not None
        for _ in range(5):
            other.stdout.readline()
        other.kill()


def test_a_writer_killed_among_large_transactions_leaves_whole_ones(tmp_path: Path) -> None:
    code = """
        import itertools
        with open_store(sys.argv[1], write=True) as store:
            for round in itertools.count(1):
                store.replace(layers.curated(str(round)), [(A, P, Literal(f"{round}-{n}")) for n in range(3000)])
                print(round, flush=True)
    """
    folder = tmp_path / "store"
    kill_behind_five(code, folder)
    with open_store(folder, write=True) as store:
        done = store.generation
        graphs = [layers.curated(str(number)) for number in range(1, done + 1)]
        assert (done >= 5, store.graph_names()) == (True, sorted([layers.CATALOG, *graphs]))
        assert {len(store.lines(name)) for name in graphs} == {3000}
        store.replace(ONE, [(A, P, Literal(1))])
        assert store.generation == done + 1
    with open_store(folder) as store:
        assert (len(store.lines(layers.CATALOG)), len(store.public())) == (2, 3000 * done + 3)


@pytest.mark.parametrize("number", [pytest.param(300, id="small"), pytest.param(30_000, id="large")])
def test_a_full_disk_leaves_the_store_as_it_was(tmp_path: Path, number: int) -> None:
    # a limit on the size of files is met as a full disk is: the write fails part of the way
    code = """
        import resource
        limit = max(f.stat().st_size for f in __import__("pathlib").Path(sys.argv[1]).iterdir()) + 5_000
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        long = "a text that takes some room on the disk " * 20
        try:
            with open_store(sys.argv[1], write=True) as store:
                store.replace(ONE, [(A, P, Literal(f"{n} {long}")) for n in range(int(sys.argv[2]))])
        except StoreError as error:
            print(error)
    """
    folder = tmp_path / "store"
    with open_store(folder, write=True) as store:
        store.replace(ONE, [(A, P, Literal(n)) for n in range(10)])
        before = store.dump(ONE), store.public()
    with process(code, str(folder), str(number)) as other:
        said = other.communicate()[0]
    assert "the disk is full; nothing was changed" in said
    with open_store(folder, write=True) as store:
        assert (store.dump(ONE), store.public()) == before
        store.insert(ONE, [(A, P, Literal("room again"))])


def test_a_disk_that_is_full_at_closing_costs_nothing_that_was_written(tmp_path: Path) -> None:
    code = """
        import resource
        store = open_store(sys.argv[1], write=True)
        store.replace(ONE, [(A, P, Literal(n)) for n in range(200)])
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
        try:
            store.close()
        except StoreError as error:
            print(error)
    """
    folder = tmp_path / "store"
    with process(code, str(folder)) as other:
        said = other.communicate()[0]
    assert "what was written is kept" in said
    assert "nothing was changed" not in said
    with open_store(folder) as store:
        assert len(store.graph(ONE)) == 200


def test_a_killed_writer_leaves_whole_transactions(tmp_path: Path) -> None:
    code = """
        import itertools
        with open_store(sys.argv[1], write=True) as store:
            for round in itertools.count(1):
                store.replace(ONE, [(A, P, Literal(f"{round}-{n}")) for n in range(200)])
                print(round, flush=True)
    """
    folder = tmp_path / "store"
    kill_behind_five(code, folder)
    with open_store(folder, write=True) as store:
        rounds = {str(o).split("-")[0] for _, _, o in store.graph(ONE)}
        assert len(store.graph(ONE)) == 200
        assert rounds == {str(store.generation)}
        assert len(store.public()) == 202


@pytest.mark.parametrize("write", [pytest.param(False, id="reading"), pytest.param(True, id="writing")])
def test_a_folder_of_others_is_left_alone(tmp_path: Path, write: bool) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(StoreError, match="store"):
        open_store(tmp_path, write=write)
    with pytest.raises(StoreError, match="store"):
        open_store(tmp_path / "letter.txt", write=write)
    assert [entry.name for entry in tmp_path.iterdir()] == ["letter.txt"]


def test_reading_makes_no_folder(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="concordat build"):
        open_store(tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_a_damaged_store_is_told(tmp_path: Path) -> None:
    (tmp_path / "CURRENT").write_text("nonsense")
    with pytest.raises(StoreError, match=str(tmp_path)):
        open_store(tmp_path)


def test_a_closed_store_says_so(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store", write=True)
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.graph(ONE)


def test_the_default_address_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CONCORDAT_STORE", raising=False)
    assert default_address() == str(Path(".concordat/store"))
    monkeypatch.setenv("CONCORDAT_STORE", "sparql+http://localhost/query")
    assert default_address() == "sparql+http://localhost/query"


_CUT = """
import resource, sys
from pathlib import Path
import pyoxigraph as ox
for room in range(0, 16000, 150):
    folder = Path(sys.argv[1], str(room))
    folder.mkdir()
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
    try:
        ox.Store(str(folder))
    except OSError:
        print(room)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
"""


def test_a_store_whose_making_was_cut_off_anywhere_is_empty(tmp_path: Path) -> None:
    cut = subprocess.run([sys.executable, "-c", _CUT, str(tmp_path)], check=True, capture_output=True, text=True).stdout.split()
    assert len(cut) > 50
    for room in cut:
        with pytest.raises(StoreError, match=r"the store is empty|there is no store here"):
            open_store(tmp_path / room)
    # and whoever was cut off can begin again
    for room in cut[::5]:
        with open_store(tmp_path / room, write=True) as store:
            assert store.graph_names() == []


def test_a_store_whose_making_was_killed_is_made_again_and_what_is_none_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    folder.mkdir()
    # what Oxigraph makes first, before the file by which a store is known
    for name in ("000001.dbtmp", "IDENTITY", "LOCK", "LOG", "MANIFEST-000001"):
        (folder / name).write_bytes(b"0")
    (folder / "notes.txt").write_text("mine")
    with pytest.raises(StoreError, match="not a store"):
        open_store(folder, write=True)
    (folder / "notes.txt").unlink()
    with open_store(folder, write=True) as store:
        store.insert(layers.curated("one"), [(URIRef("http://example.org/a"), URIRef("http://example.org/p"), Literal(1))])
    with open_store(folder) as store:
        assert store.graph_names() == [layers.CATALOG, layers.curated("one")]


def test_a_text_that_looks_like_the_end_of_a_line_stays_whole(tmp_path: Path) -> None:
    told = [(URIRef("http://example.org/a"), URIRef("http://example.org/p"), Literal(f"{number} .\n<http://example.org/b> .\n")) for number in range(3)]
    graph = layers.curated("told")
    with open_store(tmp_path / "store", write=True) as store:
        store.insert(graph, told)
        assert store.graph(graph) == told
        assert store.public() >= store.lines(graph)
