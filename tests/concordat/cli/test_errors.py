"""Bad input: one clear error (what, where, what to do), its exit code, and the store as it was."""

from __future__ import annotations

import errno
import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyoxigraph
import pytest

from concordat.graph import embedded
from concordat.graph.embedded import EmbeddedStore
from concordat.graph.store import open_store

from ..conftest import Ended
from .conftest import dumps

Run = Callable[..., Ended]

# what stands in the folder of the test
FILES = {
    "empty.txt": b"", "blank.txt": b" \n\n", "binary.txt": b"one\ntwo\x00", "scan.pdf": b"%PDF-1.7\n", "archive.docx": b"PK\x03\x04",
    "marked.txt": b"\xef\xbb\xbfone\n\xff", "odd.txt": b"nothing that anybody knows", "bad.ttl": b"@prefix a: <urn:a> .\na:b a:c .\n",
    "latin.rq": b"SELECT \xe9", "bad.rq": b"SELECT ?s WHERE {\n  ?s ?p\n", "update.rq": b"DROP ALL", "bad.jsonl": b"{\n",
    "bad.nq": b"<urn:a> <urn:b> .\n",
    "foreign.nq": b"<urn:a> <urn:b> <urn:c> <urn:g> .\n", "graphs.xyz": b"", "latin.jsonl": b'{"id": "\xe9"}\n',
}  # fmt: skip
CASES = [
    # options, unknown ids and names
    ("check", 2, "", "name one thing to check: a text, or a file of pairs, a change, or two versions"),
    ("check paper --pairs bad.jsonl", 2, "", "name one thing to check: a text, or a file of pairs, a change, or two versions"),
    ("check paper --format odt", 2, "", "no format 'odt' (choose table, jsonl, html, csv, ttl, docx, xlsx, pdf)"),
    ("check paper --lang de", 2, "", "no language 'de' (choose en or fr)"),
    ("check gone:1", 2, "", "gone:1 names nothing in the graph (see `concordat query instruments`"),
    ("check paper --against gone", 2, "", "gone names nothing in the graph (name a compact id, or one of mandate, treaties, eu-law"),
    ("query gone", 2, "", "no question 'gone'"),
    ("query instruments --format xml", 2, "", "no format 'xml'"),
    ("query provisions", 2, "", "provisions needs the parameter"),
    ("query provisions -p nothing", 2, "", "'nothing' is no parameter (write -p name=value)"),
    ("query provisions -p instrument=gone", 2, "-p instrument", "gone names nothing in the graph (see `concordat query instruments`"),
    ("query instruments -p x=1", 2, "", "instruments has no parameter 'x'"),
    ("query ./bad.rq -p x=1", 2, "", "a query of your own takes no -p"),
    ("questions --format xml", 2, "", "no format 'xml'"),
    ("validate --format xml", 2, "", "no format 'xml' (choose text, ttl or json)"),
    ("extract odd.txt --what colours", 2, "", "nothing called 'colours' to extract"),
    ("extract odd.txt --format csv", 2, "", "no format 'csv'"),
    ("extract odd.txt --as colour", 2, "", "no format 'colour' (choose one of "),
    ("load odd.txt --as colour", 2, "", "no format 'colour' (choose one of "),
    ("export --format xml", 2, "", "no export format 'xml'"),
    ("import graphs.xyz", 2, "graphs.xyz", "no import format 'xyz'"),
    # files that cannot be read, or are wrong
    *(
        (f"{command} {name}", 3, name, what)
        for command in ("load", "extract")
        for name, what in {
            "gone.txt": "cannot be read: No such file or directory (check the path",
            ".": "cannot be read: Is a directory",
            "empty.txt": "the file is empty",
            "blank.txt": "the file is empty",
            "binary.txt": "binary data, not text (save the document as UTF-8 text)",
            "scan.pdf": "the PDF is damaged (fetch or save it again)",
            "archive.docx": "the archive is damaged",
            "marked.txt": "broken utf-8",
            "odd.txt": "the format is not recognised (name it with --as",
        }.items()
    ),
    ("check odd.txt", 3, "odd.txt", "holds no norms that were read yet (add --extracted"),
    ("check --pairs gone.jsonl", 3, "gone.jsonl", "cannot be read: No such file or directory (name a JSON Lines file"),
    ("check --pairs bad.jsonl", 3, "bad.jsonl:1", "is no JSON"),
    ("check --pairs latin.jsonl", 3, "latin.jsonl", "cannot be read"),
    ("validate gone.ttl", 3, "gone.ttl", "cannot be read: No such file"),
    ("validate bad.ttl", 3, "bad.ttl:2:", "is not a valid RDF object (correct the statement"),
    ("query gone.rq", 3, "gone.rq", "cannot be read: No such file or directory (name a SPARQL file"),
    ("query latin.rq", 3, "latin.rq", "cannot be read"),
    ("query bad.rq", 3, "", "SPARQL: "),
    ("query update.rq", 3, "", "SPARQL: "),
    ("import gone.nq", 3, "gone.nq", "cannot read: No such file"),
    ("import bad.nq", 3, "bad.nq:1", ""),
    ("import foreign.nq", 3, "foreign.nq", "the graph urn:g is none of ours"),
]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder with bad files, as the working folder."""
    for name, data in FILES.items():
        (tmp_path / name).write_bytes(data)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def line_of(ended: Ended) -> str:
    """Return the one line that an error is."""
    lines = ended.err.splitlines()
    assert len(lines) == 1, ended.err
    assert lines[0].startswith("concordat: ")
    assert ended.out == b""
    return lines[0].removeprefix("concordat: ")


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(("command", "code", "where", "what"), [pytest.param(*case, id=case[0]) for case in CASES])
def test_bad_input_is_one_clear_error(run: Run, copied: Path, command: str, code: int, where: str, what: str) -> None:
    before = dumps(copied)
    storeless = command.split(maxsplit=1)[0] in {"extract", "questions"}
    ended = run(*command.split(), *([] if storeless else ["--store", copied]))
    assert ended.code == code
    line = line_of(ended)
    assert line.startswith(where)
    assert what in line
    assert line.endswith(")"), "says nothing of what to do"
    assert dumps(copied) == before


@pytest.mark.parametrize("command", ["nonsense", "load", "check paper --nonsense", "questions extra"])
def test_wrong_options_end_with_two(run: Run, command: str) -> None:
    ended = run(*command.split())
    assert (ended.code, ended.out) == (2, b"")
    assert "Usage: concordat" in ended.err


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("command", ["check paper", "query instruments", "export", "validate"])
def test_a_store_that_is_not_there(run: Run, here: Path, command: str) -> None:
    ended = run(*command.split(), "--store", "nowhere")
    assert ended.code == 4
    assert line_of(ended) == "nowhere: there is no store here (make one: concordat build)"
    assert not (here / "nowhere").exists()


@pytest.mark.parametrize("command", ["build", "load gone.txt", "import gone.nq"])
def test_a_folder_that_is_no_store_is_left_alone(run: Run, here: Path, command: str) -> None:
    ended = run(*command.split(), "--store", here)
    assert ended.code == 4
    assert "this is not a store, and not an empty folder (choose another --store)" in line_of(ended)
    assert sorted(path.name for path in here.iterdir()) == sorted(FILES)


def test_a_store_of_a_newer_version(run: Run, copied: Path) -> None:
    store = pyoxigraph.Store(str(copied))
    store.update(
        "DELETE { GRAPH ?g { ?s ?p 1 } } INSERT { GRAPH ?g { ?s ?p 99 } } "
        "WHERE { GRAPH ?g { ?s ?p 1 FILTER(STRENDS(STR(?p), 'schemaVersion')) } }"
    )
    store.flush()
    del store
    for command in ("check paper", "query instruments", "export", "build"):
        ended = run(*command.split(), "--store", copied)
        assert ended.code == 4
        assert line_of(ended).startswith(f"{copied}: the store has version 99; this program reads 1 (update Concordat")


def test_a_server_that_is_not_there(run: Run) -> None:
    ended = run("query", "instruments", "--store", "sparql+http://127.0.0.1:9/query")
    assert ended.code == 4
    assert "127.0.0.1:9" in line_of(ended)


HOLDER = """
import sys
from concordat.graph.store import open_store
with open_store(sys.argv[1], write=True):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize("command", ["load", "build", "import"])
def test_a_locked_store(run: Run, copied: Path, document: Path, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    before = dumps(copied)
    # the wait is not what is tested
    monkeypatch.setattr(embedded, "_PAUSE", 0)
    monkeypatch.setattr(embedded.time, "monotonic", iter(range(0, 1000, 20)).__next__)
    words = [] if command == "build" else [document if command == "load" else document.with_suffix(".nq")]
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(copied)], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        ended = run(command, *words, "--store", copied)
        holder.communicate()
    assert ended.code == 4
    assert line_of(ended) == f"{copied}: the store is locked by another process (wait until its writer is done)"
    assert dumps(copied) == before


def full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_under_the_store(run: Run, copied: Path, document: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = dumps(copied)

    class FullStore:
        """Oxigraph where there is no space left."""

        load = bulk_load = update = staticmethod(full)

        def __init__(self, store: pyoxigraph.Store) -> None:
            self._store = store

        def __getattr__(self, name: str) -> object:
            return getattr(self._store, name)

    native = EmbeddedStore.native.fget
    assert native is not None
    monkeypatch.setattr(EmbeddedStore, "native", property(lambda self: FullStore(native(self))))
    ended = run("load", document, "--store", copied)
    monkeypatch.undo()
    assert ended.code == 4
    assert line_of(ended) == f"{copied}: the disk is full; nothing was changed (free some space and run again)"
    assert dumps(copied) == before


@pytest.mark.parametrize("command", ["check paper", "query instruments", "export", "questions"])
def test_a_full_disk_under_the_output(run: Run, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    target = tmp_path / "out.nq"
    target.write_bytes(b"as it was")
    monkeypatch.setattr(Path, "write_bytes", full)
    ended = run(*command.split(), "-o", target, *([] if command == "questions" else ["--store", small]))
    assert ended.code == 4
    assert line_of(ended).startswith(f"{target}: ")
    assert "No space left on device" in line_of(ended)
    assert target.read_bytes() == b"as it was"
    assert list(tmp_path.iterdir()) == [target]


def test_an_output_that_cannot_be_written(run: Run, tmp_path: Path) -> None:
    ended = run("questions", "-o", tmp_path / "gone" / "out")
    assert ended.code == 3
    assert line_of(ended).endswith("No such file or directory (name another place with --output)")


def test_an_interrupted_command(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("concordat.cli.query.write", interrupt)
    assert run("questions").code == 130


def test_a_reader_that_leaves_early(small: Path) -> None:
    command = [sys.executable, "-m", "concordat", "export", "--format", "nq", "--store", str(small)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_the_module_is_the_command(tmp_path: Path) -> None:
    def started(*words: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3]), "COLUMNS": "200"}
        return subprocess.run(
            [sys.executable, "-m", "concordat", *words], capture_output=True, text=True, cwd=tmp_path, env=environment, check=False
        )

    ended = started("questions")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "instruments\n" in ended.stdout
    ended = started("query", "instruments")
    assert (ended.returncode, ended.stdout) == (4, "")
    assert ended.stderr == "concordat: .concordat/store: there is no store here (make one: concordat build)\n"
    assert started("--help").returncode == 0


def test_a_store_stays_readable_while_it_is_written(run: Run, copied: Path) -> None:
    with open_store(copied, write=True):
        assert run("query", "instruments", "--store", copied).code == 0


def test_stdin_is_a_query(run: Run, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("SELECT ?s WHERE {"))
    ended = run("query", "-", "--store", small)
    assert ended.code == 3
    assert line_of(ended).startswith("SPARQL: ")


@pytest.mark.parametrize("words", [("--lang", "fr"), ()], ids=["option", "environment"])
def test_a_reader_is_told_in_french(run: Run, copied: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]) -> None:
    if not words:
        monkeypatch.setenv("CONCORDAT_LANG", "fr")
    ended = run("check", "nothing:1", *words, "--store", copied)
    assert (ended.code, ended.err.replace("\xa0", " ")) == (
        2, "concordat: nothing:1 ne désigne rien dans le graphe (`concordat query instruments` donne ce qui s'y trouve)\n",
    )  # fmt: skip
    monkeypatch.delenv("CONCORDAT_LANG", raising=False)
    assert "names nothing in the graph" in run("check", "nothing:1", "--store", copied).err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        pytest.param("check", "indiquez une seule chose à comparer : un texte, ou un fichier de paires", id="nothing to do"),
        pytest.param("check --pairs gone.jsonl", "gone.jsonl : ne peut être lu : le fichier ou le dossier n'existe pas (indiquez un fichier JSON", id="no file"),
        pytest.param("load .", ". : ne peut être lu : c'est un dossier (vérifiez le chemin et les droits)", id="a folder"),
        pytest.param("validate bad.ttl", "n'est pas un objet RDF (corrigez l'énoncé à cet endroit)", id="Turtle"),
        pytest.param("query bad.rq", "SPARQL : erreur à la ligne 3, colonne 1 (corrigez la requête", id="SPARQL"),
        pytest.param("query provisions -p instrument=gone", "-p instrument : gone ne désigne rien dans le graphe (", id="an id"),
    ],
)
@pytest.mark.usefixtures("here")
def test_what_is_wrong_is_told_in_french_to_its_end(run: Run, small: Path, monkeypatch: pytest.MonkeyPatch, words: str, told: str) -> None:
    monkeypatch.setenv("CONCORDAT_LANG", "fr")
    command, *rest = words.split()
    ended = run(command, *rest, *(() if command == "validate" else ("--store", small)))
    assert told in ended.err.replace("\xa0", " ")
