"""Build: the whole of `concordat build`: the graph, what follows from it, its validation, and all findings.

Findings are worked out on a copy in memory and written in one transaction; where neither the graph nor the rules have
changed since, by the hash in the catalogue, they are left as they are. Where only statements changed, only the findings
that rest on these are made again.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from tempfile import TemporaryFile

from .compatibility import difference, modelled, profiles, read_names, renewed, survey, triples, words_of
from .graph import catalog, layers, quads
from .graph.bench import Bench
from .graph.build import BuildReport
from .graph.build import build as build_graph
from .graph.curated import curated
from .graph.names import CDT
from .graph.quads import Lines
from .graph.store import Reader, Store
from .texts import Library, read_library
from .validation import Report, validate

__all__ = ["Built", "build", "compare_all", "texts_of", "validate_curated"]

# what no finding is made from
_UNSEEN = (layers.FINDINGS, layers.REVIEW)
_TITLES = (("en", "Findings"), ("fr", "Constats"))
# what every build compares; EU acts bind other bearers than a treaty draft does and are compared when asked for
STORED = ("mandate", "treaties")
_FINDING = f"> <{CDT.Finding}> .".encode()
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did; `validation` is None where nothing had changed, `findings` their number.

    `made` is how many of them were worked out. Where the store held another state of the graph, `revalidated` is true, and only what
    changed since can bear on was validated.
    """

    graph: BuildReport
    validation: Report | None
    findings: int
    compared: bool
    made: int = 0
    revalidated: bool = False


def build(store: Store, *, tell: Tell = lambda _: None, data: Path | None = None) -> Built:
    """Bring a store up to date with the repository's knowledge, validate it, and compute all findings.

    `data` is by default the package's own `graph/data`.

    Raises InputError where a file is wrong, StoreError where the store cannot be written.
    """
    with ExitStack() as aside:
        checks: list[Callable[[], Report]] = []
        before: list[Lines] = []
        partly: list[bool] = []

        def changing(difference: Lines | None) -> None:
            found = store.lines(layers.FINDINGS)
            known = _compared(store, _basis(store), found)
            partly.append(known and difference is not None)
            checks.append(aside.enter_context(_aside(data, difference if known else None)))
            before.extend([_facts(store, found), found] if known else [])

        report = build_graph(store, progress=tell, changing=changing, data=data)
        if not (report.written or report.dropped):
            return Built(report, None, *_compare(store))
        tell("validated and compared")
        done = _compare(store, *before)
        return Built(report, checks[0]() if checks else validate_curated(data), *done, revalidated=any(partly))


def validate_curated(data: Path | None = None, changed: Lines | None = None) -> Report:
    """Return what the shapes find in the repository's own knowledge, restricted facts too; `data` as for `build`.

    `changed` are lines that came or went since it was validated: then only what they can bear on is looked at.

    Raises InputError where a file is wrong.
    """
    held = quads.triples_of(frozenset[bytes]().union(*(piece.lines for piece in curated(data))))
    return validate(held, changed=None if changed is None else quads.triples_of(changed))


@contextmanager
def _aside(data: Path | None = None, changed: Lines | None = None) -> Iterator[Callable[[], Report]]:
    """Validate in a process of its own, and give what waits for the report: pySHACL is pure Python, and neither waits for the other."""
    code = (
        "import pickle, sys; from concordat.build import validate_curated;"
        "pickle.dump(validate_curated(*pickle.load(sys.stdin.buffer)), sys.stdout.buffer)"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    # not through multiprocessing, which would run the script of whoever calls `build` once more
    with TemporaryFile() as asked:
        pickle.dump((data, changed), asked)
        asked.seek(0)
        process = Popen([sys.executable, "-c", code], stdin=asked, stdout=PIPE, stderr=DEVNULL, env=environment)
    with process:

        def wait() -> Report:
            told, _ = process.communicate()
            # whatever stopped the other process, asking here answers or says what is wrong
            return pickle.loads(told) if process.returncode == 0 else validate_curated(data, changed)  # noqa: S301 - written by ourselves just now

        try:
            yield wait
        finally:
            process.kill()


def compare_all(store: Store, before: Lines | None = None) -> tuple[int, bool]:
    """Write the findings of all texts against the mandate and the treaties; return their number and whether they were computed anew.

    `before` are the public facts as they were when the stored findings were made, where that is known: then only what
    rests on a change is computed.
    """
    return _compare(store, before)[:2]


def _compare(store: Store, before: Lines | None = None, found: Lines | None = None) -> tuple[int, bool, int]:
    """Do what `compare_all` does, and return how many findings were worked out, too; `found` are the stored ones, where they are known."""
    basis, old = _basis(store), store.lines(layers.FINDINGS) if found is None else found
    # what somebody else took away or changed is made again
    if found is None and _compared(store, basis, old):
        return _number(old), False, 0
    facts = _facts(store, old)
    lines, made = _anew(facts) if before is None else _renewed(store, before, facts, old)
    with store.transaction():
        # nothing is read again of what stays
        store.remove(layers.FINDINGS, old - lines)
        store.insert(layers.FINDINGS, lines - old)
        catalog.enter(store, catalog.Record(layers.FINDINGS, _TITLES, basis, "compatibility", ("queries/compatibility",)), lines)
    return _number(lines), True, made


def _number(found: Lines) -> int:
    return sum(line.endswith(_FINDING) for line in found)


def _compared(store: Store, basis: str, found: Lines) -> bool:
    """Whether these findings are those of a graph and rules with this hash."""
    return catalog.hashes(store).get(layers.FINDINGS) == (basis, quads.digest(quads.quad_lines(found, layers.FINDINGS)))


def _facts(store: Store, found: Lines) -> Lines:
    """Return what findings are made from, and the names they are told with, of a store with these findings."""
    return store.public() - found - store.lines(layers.CATALOG)


def _anew(facts: Lines) -> tuple[Lines, int]:
    bench = Bench(facts)
    library = read_library(bench)
    found = survey(bench, library, texts_of(library), _rights(bench, library), read_names(bench, library))
    # findings have no blank nodes, and their literals are canonical as they are made
    return frozenset(quads.lines_of(triples(found)).splitlines()), len(found)


def _renewed(store: Reader, before: Lines, facts: Lines, old: Lines) -> tuple[Lines, int]:
    """Return the findings with those replaced that rest on what changed, all anew where it bears on all of them; and how many were made."""
    changed = difference(before, facts)
    if changed is None:
        return _anew(facts)
    library = read_library(store)
    renewal = renewed(store, changed, texts_of(library), _rights(store, library), words=words_of(facts))
    return (old - renewal.removed) | renewal.added, renewal.made


def _rights(store: Reader, library: Library) -> list[str]:
    return [i for profile in profiles(library, modelled(store)) if profile.name in STORED for i in profile.instruments]


def texts_of(library: Library) -> list[str]:
    """Return the contributions and proposals of a graph: what is compared with every right."""
    parts = [p.compact for p in library.provisions.values() if p.kind == "contribution"]
    whole = [key for key, kinds in library.kinds.items() if kinds & {"Proposal"} and not kinds & {"Contribution"}]
    return sorted({*parts, *whole})


def _basis(store: Store) -> str:
    """Return the hash of all that findings are made from, the public graphs and the rules, and of the shapes that hold for it."""
    hashes = catalog.hashes(store)
    graphs = sorted(f"{graph} {content}" for graph, (_, content) in hashes.items() if graph not in _UNSEEN)
    return quads.digest("\n".join([*graphs, *_rules()]).encode())


def _rules() -> Iterable[str]:
    # where the shapes are others, what was validated by them does not count as valid
    for folder in ("queries/compatibility", "compatibility", "shapes"):
        for entry in sorted((files("concordat") / folder).iterdir(), key=lambda entry: entry.name):
            if entry.is_file():
                yield f"{entry.name} {quads.digest(entry.read_bytes())}"
