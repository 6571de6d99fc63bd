"""Stores side by side: a generated corpus in the embedded store, Virtuoso, `oxigraph serve` and rdflib in memory.

    python -m benchmarks.stores [--sizes 100000 1000000] [--engines embedded bare rdflib oxigraph virtuoso] [--folder DIR] [--results FILE]
        [--limit 20] [--without ask compare validate]

For each: load (the same quads: each graph by its name, and all of them as the public graph), open and answer a first question, twenty
questions of the catalogue and two joins over everything, and the most memory; on all but rdflib also the comparison of one article with
all treaties, and validation, group of graphs by group of graphs. Loading and validation are CPU seconds, of a server those of its
process. Questions are milliseconds by the clock (median and 95th percentile of the rounds), and milliseconds computed by whoever asks and
by the server together, which tell more on a machine that others use: the goals are held against these. The load of the embedded
store is that of the program: a transaction for each copy of the slice; `bare` is the load of its engine alone. A question that is not
ended within LIMIT CPU seconds is told as "more than", with -1 rows: a lower bound. Only Oxigraph in this process cannot be stopped.
What is measured is appended to FILE part by part, and stores stand beside it until all their parts are there: a run that was cut off goes
on where it stopped.

Exit status 1 where a goal is missed: embedded at least 2 times rdflib on loading and 15 times on the joins; against Virtuoso at a million
at most 6 times slower on the joins and 25 times on any question; from a million to ten at most 12 times for loading and validation, and 2
times for questions about one provision or text, on servers too; validation below 2 GB.
"""

from __future__ import annotations

import argparse
import json
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from time import perf_counter, process_time, sleep
from typing import Protocol

from rdflib import Dataset, URIRef

from benchmarks import servers
from benchmarks.filling import LOAD, MERGING, TENTH, Part, loaded, used
from benchmarks.generated import write
from concordat.catalogue import bind, find
from concordat.compatibility import affected, tried, words_of
from concordat.graph import layers
from concordat.graph.bindings import bind as with_values
from concordat.graph.names import compact, expand, instrument_of
from concordat.graph.quads import triples_of
from concordat.graph.store import open_store
from concordat.validation import validate

ENGINES = ("embedded", "bare", "rdflib", "oxigraph", "virtuoso")
ROUNDS, ENOUGH = 50, 2  # answers to a question at most, and seconds after which no more are asked for
CARICOM, MANDATE = "un-doc:A/AC.291/12/Add.1:caricom", "celex:32022D0895"
# questions about one provision or one text first, then such as range over everything
NEAR: Mapping[str, Mapping[str, str]] = {
    "norms": {"provision": "budapest:29"}, "refusal-grounds": {"article": "budapest:29"},
    "requirements": {"directive": f"{MANDATE}:annex/dir-18"}, "counts-by-instrument": {"instrument": "budapest"},
    "instruments-cited": {"text": "budapest"}, "precedence-clauses": {"text": "budapest"}, "reservations": {"treaty": CARICOM},
    "undefined-terms": {"text": CARICOM}, "directives": {"mandate": MANDATE}, "coverage": {"text": CARICOM},
    "articles-taken-over": {"text": CARICOM, "source": "untoc"}, "duplicates": {"text": CARICOM},
    "rules-on-a-topic": {"topic": "topic:preservation-assistance"}, "strength-on-a-topic": {"topic": "topic:technical-assistance"},
}  # fmt: skip
WIDE: Mapping[str, Mapping[str, str]] = {
    "thresholds": {"parameter": "parameter:preservation-period"}, "instruments": {}, "norms-by-modality": {},
    "closed-lists-of-grounds": {}, "service-provider-duties": {}, "dual-criminality": {},
}  # fmt: skip
_CDT = "PREFIX cdt: <https://w3id.org/concordat/ontology#>\n"
# each in two forms: what is asked of a norm is looked up norm by norm, or read once from end to end and joined. Engines differ in
# which of them suits, and are held against each other by what suits each
_DUTY = "<https://w3id.org/concordat/scheme/modality#obligation>"
_NONE = f"GROUP BY ?one ?topic HAVING (SUM(IF(?duty = {_DUTY}, 1, 0)) = 0)"
_DUTIES = f"OPTIONAL {{ SELECT ?norm ?duty {{ ?norm cdt:modality {_DUTY} BIND (1 AS ?duty) }} }}"
_STATED = (
    "{{ SELECT ?{0} ?place {{ ?{0} a cdt:{1} . ?place cdt:within ?{0} }} }} {{ SELECT ?norm ?place {{ ?norm cdt:statedIn ?place }} }}"
).format
_READ = "{{ SELECT ?norm ?{0} {{ ?norm cdt:{1} ?{0} }} }}".format
_TOPIC, _ACTION = _READ("topic", "topic"), _READ("action", "action")
_SIDE = "{{ SELECT ?{0} ?topic ?action {{ {1} }} }}".format
_EACH = "?{0} a cdt:{1} . ?place cdt:within ?{0} . ?norm cdt:statedIn ?place ; cdt:topic ?topic".format
_PAIRS = (("one", "Treaty"), ("other", "Contribution"))
FORMS = ("looked up", "read")
JOINS: Mapping[str, Sequence[str]] = {
    "matrix": [
        f"{_CDT} SELECT ?one ?other (COUNT(*) AS ?pairs) {{ {' '.join(sides)} }} GROUP BY ?one ?other"
        for sides in (
            [_SIDE(name, f"{_EACH(name, kind)} ; cdt:action ?action") for name, kind in _PAIRS],
            [_SIDE(name, f"{_STATED(name, kind)} {_TOPIC} {_ACTION}") for name, kind in _PAIRS],
        )
    ],
    "gap": [
        f"{_CDT} SELECT ?one ?topic {{ {_EACH('one', 'Treaty')} ; cdt:modality ?duty }} {_NONE}",
        f"{_CDT} SELECT ?one ?topic {{ {_STATED('one', 'Treaty')} {_TOPIC} {_DUTIES} }} GROUP BY ?one ?topic HAVING (COUNT(?duty) = 0)",
    ],
}


class Asked(Protocol):
    """What answers questions."""

    def __call__(self, query: str, /) -> int:
        """Return the number of rows of the answer, read whole."""
        ...


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100_000])
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=list(ENGINES))
    parser.add_argument("--folder", type=Path, help="where the stores are put; a new one by default")
    parser.add_argument("--results", type=Path, help="where each finished part is told, in JSON lines")
    parser.add_argument("--limit", type=float, default=20, help="CPU seconds for a question; what takes longer is told as that")
    parser.add_argument("--without", nargs="+", choices=PARTS, default=[], help="what is not measured")
    parser.add_argument("--one", nargs=4, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        engine, size, file, folder = args.one
        run = Run(engine, int(size), Path(file), Path(folder), args.limit, tuple(args.without))
        kept(measured(run, held(args.results)[run.size][engine]), args.results, engine, run.size)
        return 0
    with tempfile.TemporaryDirectory(dir=args.folder) as folder:
        results = (args.results or Path(folder) / "results.jsonl").absolute()
        passed = ["--limit", str(args.limit), *(["--without", *args.without] if args.without else [])]
        for size in args.sizes:
            side_by_side(size, args.engines, Path(folder), results, passed)
        # not `all(judged(...))`, which would stop at the first that is missed
        return 0 if all([*judged(held(results))]) else 1


def side_by_side(size: int, engines: Sequence[str], folder: Path, results: Path, passed: Sequence[str]) -> None:
    """Measure each engine in a process of its own, so that its memory is its own."""
    file = folder / f"{size}.nq"
    left = [engine for engine in engines if WHOLE not in held(results)[size][engine]]
    if {*left} - {"embedded", "bare"}:
        print(f"{write(size, file)} triples, {file.stat().st_size / 1e6:.0f} MB of N-Quads", flush=True)
    for engine in left:
        place = results.parent / f"{engine}-{size}"
        options = [*passed, "--results", str(results), "--one", engine, str(size), str(file), str(place)]
        ended = subprocess.run([sys.executable, "-m", "benchmarks.stores", *options], check=False)
        if not ended.returncode:
            shutil.rmtree(place, ignore_errors=True)
        told = ", ".join(f"{name} {value:.4g}" for name, value in held(results)[size][engine].items())
        print(f"  {engine}: {told}" if not ended.returncode else f"  {engine}: ended with {ended.returncode}", flush=True)
    file.unlink(missing_ok=True)


PARTS = ("ask", "compare", "validate")
WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Run:
    """What is measured in one process; `file` is the corpus for a server's loader, `limit` the CPU seconds of a question."""

    engine: str
    size: int
    file: Path
    folder: Path
    limit: float
    without: tuple[str, ...]


def kept(parts: Iterable[Part], results: Path, engine: str, size: int) -> None:
    """Append each part to the results as soon as it is there."""
    for part in chain(parts, [{WHOLE: 1.0}]):
        with results.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"size": size, "engine": engine, "found": part}) + "\n")


def held(results: Path) -> Mapping[int, Mapping[str, Part]]:
    """Return what was measured, by size and engine."""
    found: dict[int, dict[str, Part]] = defaultdict(lambda: defaultdict(dict))
    for line in results.read_text(encoding="utf-8").splitlines() if results.exists() else ():
        told = json.loads(line)
        found[told["size"]][told["engine"]] |= told["found"]
    return found


def measured(run: Run, before: Part) -> Iterator[Part]:
    """Yield what is not there from `before`."""
    if run.engine == "rdflib":
        yield from in_rdflib(run)
        return
    if LOAD not in before:
        shutil.rmtree(run.folder, ignore_errors=True)
        yield loaded(run.engine, run.size, run.file, run.folder) | {"disk MB": disk(run.folder)}
    if run.engine == "bare":
        return
    begin = perf_counter()
    if run.engine == "embedded":
        with open_store(run.folder) as store:
            yield from worked(store, run, begin, process_time, before)
            yield {"memory MB": used()}
        return
    server = servers.oxigraph if run.engine == "oxigraph" else servers.virtuoso
    with server(run.folder, run.file, most=int(run.limit * 5)) as (address, process), open_store(address) as store:
        yield from worked(store, run, begin, lambda: process_time() + servers.cpu_of(process), before)
        yield {"memory MB": servers.memory_of(process)}


def worked(store, run: Run, begin: float, computed: Callable[[], float], before: Part) -> Iterator[Part]:  # type: ignore[no-untyped-def]  # a store
    """Ask a store, compare and validate; it was opened from `begin` on."""
    first = len(store.select(_CDT + "SELECT * { ?s a cdt:Instrument } LIMIT 1"))
    yield {"open s": (perf_counter() - begin) * first}
    if "ask" not in run.without:
        yield from answered(lambda query: len(store.select(query)), computed, run.limit, before)
    for name, work in zip(PARTS[1:], (compared, validated), strict=True):
        if f"{name} CPU s" not in before and name not in run.without:
            start = computed()
            found = work(store)
            yield {f"{name} CPU s": computed() - start, f"{name} finds": found, f"{name} memory MB": used()}


def validated(store) -> float:  # type: ignore[no-untyped-def]  # a store
    """Validate each copy of the slice with what all copies share, and return the violations."""
    copies: dict[str, list[URIRef]] = defaultdict(list)
    for graph in store.graph_names():
        # what follows from it is not what somebody wrote
        if layers.local_name(graph).startswith("curated/"):
            copies[str(graph).partition("-copy-")[2]].append(graph)
    copied = {str(graph).partition("-copy-")[0] for number, graphs in copies.items() if number for graph in graphs}
    shared = [graph for graph in copies[""] if str(graph) not in copied]
    return sum((valid(store, {*graphs, *shared}) for graphs in copies.values()), 0.0)


def valid(store, graphs: Iterable[URIRef]) -> float:  # type: ignore[no-untyped-def]  # a store
    lines = frozenset[bytes]().union(*map(store.lines, graphs))
    return float(validate(triples_of(lines)).count("violation"))


def compared(store) -> float:  # type: ignore[no-untyped-def]  # a store
    """Compare one article of a contribution with all treaties, and return the number of findings."""
    query = _CDT + "SELECT ?t { ?t a cdt:Treaty }"
    rights = sorted({instrument_of(name) for row in store.select(query) if (name := compact(str(row["t"])))})
    words = words_of(frozenset[bytes]().union(*map(store.lines, (layers.VOCABULARY, layers.named("curated/topics"), layers.INFERRED))))
    article = expand(f"{CARICOM}/ch-4/art-4")
    changed = affected(store, (compact(str(row["p"])) for row in store.select(_CDT + f"SELECT ?p {{ ?p cdt:within <{article}> }}")))
    return float(len(tried(store, changed, [CARICOM], rights, words=words).found))


def in_rdflib(run: Run) -> Iterator[Part]:
    data = Dataset()
    begin = process_time()
    data.parse(run.file, format="nquads")
    yield {LOAD: process_time() - begin, "memory MB": used()}
    graph = data.graph(layers.PUBLIC)
    yield from answered(lambda query: len(list(graph.query(query))), process_time, run.limit, {})


def answered(ask: Asked, computed: Callable[[], float], limit: float, known: Part) -> Iterator[Part]:
    """Yield the milliseconds of each question by the clock, median and 95th percentile, those computed, and its rows (-1: it was late)."""
    for name, query in asked():
        if f"{name} CPU ms" in known:
            continue
        times: list[float] = []
        rows, before = 0, computed()
        # ticks of the processor are long beside a quick answer: many answers are taken together
        while not times or (rows >= 0 and sum(times) < ENOUGH and len(times) < ROUNDS):
            begin = perf_counter()
            try:
                with limited(computed, limit):
                    rows = ask(query)
            except LateError:
                rows = -1
            times.append(perf_counter() - begin)
        spent = (computed() - before) / len(times) * 1000
        late = sorted(times)[-1 - len(times) // 20]
        much = "more than " if rows < 0 else ""
        print(f"    {name}: {much}{spent:.4g} ms computed, {len(times)} times {rows} rows", file=sys.stderr, flush=True)
        clock = {f"{name} p50 ms": statistics.median(times) * 1000, f"{name} p95 ms": late * 1000}
        yield clock | {f"{name} CPU ms": spent, f"{name} rows": rows}
        if rows < 0:
            quiet(computed)


def asked() -> Iterator[tuple[str, str]]:
    for name, given in {**NEAR, **WIDE}.items():
        question = find(name)
        yield name, with_values(question.query, bind(question, given))
    for name, forms in JOINS.items():
        yield from ((f"{name} {form}", query) for form, query in zip(FORMS, forms, strict=True))


class LateError(Exception):
    """A question took too long."""


@contextmanager
def limited(computed: Callable[[], float], most: float) -> Iterator[None]:
    """Stop waiting once so many CPU seconds are computed; Oxigraph in this process is waited for."""
    begin = computed()

    def stop(*_: object) -> None:
        if computed() - begin > most:
            raise LateError

    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, 1, 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def quiet(computed: Callable[[], float]) -> None:
    """Wait until a server has given up, too, what nobody waits for any more."""
    before = -1.0
    while computed() - before > 0.1:
        before = computed()
        sleep(1)


def disk(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.rglob("*")) / 1e6


def judged(found: Mapping[int, Mapping[str, Part]]) -> Iterator[bool]:
    """Hold what was found against the goals, and tell."""
    found = {size: {engine: part for engine, part in engines.items() if WHOLE in part} for size, engines in found.items()}
    for size, engines in found.items():
        ours = engines.get("embedded", {})
        if ours and (theirs := engines.get("rdflib")):
            yield told(f"{size}: loading, times rdflib", theirs[LOAD] / ours[LOAD], least=2)
            yield from (told(f"{size}: {join}, times rdflib", slower(theirs, ours, join), least=15) for join in JOINS)
        if answers(ours) and (theirs := engines.get("virtuoso")) and answers(theirs) and size == 1_000_000:
            yield from (told(f"{size}: {join}, times slower than Virtuoso", slower(ours, theirs, join), most=6) for join in JOINS)
            for name in (*NEAR, *WIDE):
                yield told(f"{size}: {name}, times slower than Virtuoso", slower(ours, theirs, name), most=25)
        if "validate memory MB" in ours:
            yield told(f"{size}: validation, MB", ours["validate memory MB"], most=2000)
    yield from grown(found.get(1_000_000, {}), found.get(10_000_000, {}))


def grown(small: Mapping[str, Part], large: Mapping[str, Part]) -> Iterator[bool]:
    """Hold ten million triples against one; that the engine alone grows is told beside it, and no goal."""
    for engine in (engine for engine in ENGINES if engine in small and engine in large):
        one, ten = small[engine], large[engine]
        goal = 12 if engine == "embedded" else None
        yield told(f"{engine}: load CPU s, ten million by one", ten[LOAD] / one[LOAD], most=goal)
        if TENTH in ten:
            yield told(f"{engine}: load CPU s, ten million by the first of them", ten[LOAD] / ten[TENTH], most=goal)
        if MERGING in one and MERGING in ten:
            yield told(f"{engine}: merging CPU s, ten million by one", ten[MERGING] / one[MERGING])
            yield told(f"{engine}: load CPU s without merging, ten million by one", (ten[LOAD] - ten[MERGING]) / (one[LOAD] - one[MERGING]))
        if "validate CPU s" in one and "validate CPU s" in ten:
            yield told(f"{engine}: validate CPU s, ten million by one", ten["validate CPU s"] / one["validate CPU s"], most=goal)
        if answers(one) and answers(ten):
            yield from (told(f"{engine}: {name}, ten million by one", slower(ten, one, name), most=2) for name in NEAR)


def answers(part: Part) -> bool:
    """Return whether questions were asked."""
    return f"{next(iter(NEAR))} CPU ms" in part


def slower(one: Part, other: Part, name: str) -> float:
    return best(one, name) / best(other, name)


def best(part: Part, name: str) -> float:
    """Return the milliseconds computed for a question, of a join those of the form that suits the engine."""
    asked = [f"{name} {form}" for form in FORMS] if name in JOINS else [name]
    return min(part[f"{each} CPU ms"] for each in asked)


def told(what: str, value: float, *, least: float | None = None, most: float | None = None) -> bool:
    good = (least is None or value >= least) and (most is None or value <= most)
    goals = [f"at least {least:g}"] if least is not None else [f"at most {most:g}"] if most is not None else []
    print(f"{what}: {value:.2f}{''.join(f' (goal {goal})' for goal in goals)}{'' if good else ' MISSED'}", flush=True)
    return good


if __name__ == "__main__":
    sys.exit(main())
