"""A process that does what is asked of it in a child of its own, which may be killed, lack room, or have a wrong clock.

    python tests/concordat/faulty.py

Each line on stdin is a job in JSON; on stdout stand `pid N` when it has begun and `end CODE MESSAGE` when it has ended (below zero:
the signal that ended it). Everything is imported once, so that a child costs little; no store is open before a child is made.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

from rdflib import Literal

import concordat.build
import concordat.graph.build
import concordat.validation
from concordat import backup
from concordat.errors import ConcordatError
from concordat.graph import catalog, layers, quads
from concordat.graph.embedded import EmbeddedStore
from concordat.graph.migration import migrate
from concordat.graph.names import CDT, ID
from concordat.graph.store import Store, open_store
from concordat.loading import load_file, ready
from concordat.review import folder_of
from concordat.reviewing import Office

NAMED = "paper:north/1/1~treaty:1/1"
STEPS = 3  # of the chain of migrations that is tried


def build(store: str, data: str) -> None:
    with open_store(store, write=True) as held:
        concordat.build.build(held, data=Path(data))


def load(store: str, *files: str) -> None:
    for file in files:
        # as `concordat load` does, which takes the lock once for all of them, each is a transaction
        with open_store(store, write=True, wait=60) as held:
            load_file(held, Path(file))


def review(store: str, done: str, *names: str) -> None:
    for name in names:
        with open_store(store, write=True, wait=60) as held:
            office = Office(held, folder_of(store))
            number = office.decide(NAMED, "rejected", by=name).number
            with Path(done).open("a", encoding="utf-8") as told:
                told.write(f"{number}\n")
            office.record()


def stepped(number: int) -> Callable[[Store], None]:
    def write(store: Store) -> None:
        graph = layers.curated(f"step{number}")
        lines = quads.normal(quads.lines_of((ID[f"step{number}/{n}"], CDT.order, Literal(n)) for n in range(2000)), graph)
        store.replace(graph, lines)
        catalog.enter(store, catalog.Record(graph, (("en", "Step"),), "0", "test"), lines)

    return write


def migration(store: str) -> None:
    with open_store(store, write=True, older=True) as held:
        migrate(held, steps={1 + number: stepped(number) for number in range(STEPS)})


def saving(store: str, path: str) -> None:
    with open_store(store) as held:
        backup.backup(held, folder_of(store), Path(path))


def restoring(store: str, path: str) -> None:
    with open_store(store, write=True, older=True) as held:
        backup.restore(held, folder_of(store), Path(path), replace=True)


JOBS: dict[str, Callable[..., None]] = {
    "backup": saving, "build": build, "load": load, "migrate": migration, "restore": restoring, "review": review,
}  # fmt: skip


@contextmanager
def unvalidated(*_: object) -> Iterator[Callable[[], object]]:
    """What stands for the validation beside a build, which writes nothing."""
    yield lambda: concordat.validation.validate(())


def marked(marks: Path) -> None:
    """Have every write to a store noted when it begins, and how many seconds it took; the last line is how many seconds of the processor's time
    the job has had, and its work is done by then."""
    apply = EmbeddedStore._apply

    def noted(self: EmbeddedStore, deltas: list[Any]) -> None:
        with marks.open("a") as file:
            file.write("begun\n")
        begun = time.monotonic()
        apply(self, deltas)
        with marks.open("a") as file:
            file.write(f"{time.monotonic() - begun}\n")

    EmbeddedStore._apply = noted  # type: ignore[method-assign]


def child(job: str, words: Sequence[str], marks: str, *, room: int | None, epoch: int | None) -> int:
    os.setsid()
    if epoch is not None:
        os.environ["SOURCE_DATE_EPOCH"] = str(epoch)
    marked(Path(marks))
    begun = time.process_time()
    if room is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
    try:
        JOBS[job](*words)
    except ConcordatError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    with Path(marks).open("a") as file:
        file.write(f"done {time.process_time() - begun}\n")
    return 0


def main() -> None:
    concordat.build._aside = unvalidated  # type: ignore[assignment]
    # little of the vocabulary is enough
    schemes = files("concordat") / "ontology" / "schemes"
    concordat.graph.build.vocabulary = lambda _=None: quads.normal((schemes / "force.ttl").read_bytes(), "force", syntax="ttl")
    # what reading needs is made once; it takes no store
    with tempfile.NamedTemporaryFile("w", suffix=".md") as paper:
        paper.write("####Convention\n\n### Article  1\n\n1 Each Party shall preserve data for 60 days.\n\n")
        paper.flush()
        ready(Path(paper.name))
    for line in sys.stdin:
        asked = json.loads(line)
        said, saying = os.pipe()
        pid = os.fork()
        if not pid:
            os.dup2(saying, 2)
            os.close(said)
            code = child(asked["job"], asked["words"], asked["marks"], room=asked.get("room"), epoch=asked.get("epoch"))
            sys.stderr.flush()
            os._exit(code)
        os.close(saying)
        print("pid", pid, flush=True)
        with os.fdopen(said) as stream:
            message = " ".join(stream.read().split())
        print("end", os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), message, flush=True)


if __name__ == "__main__":
    main()
