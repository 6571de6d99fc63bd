"""The comparison, side by side with other engines, and as the graph grows: CPU seconds in one run.

    python -m benchmarks.compatibility [--part rdflib hermit growth again] [--sizes 1000 10000 100000 1000000]

rdflib: the rules behind all findings of the graph (the texts against the mandate and the treaties), in Oxigraph in memory and in rdflib
        in memory: the same rule files on the same triples and pairs. Reading, concluding and explaining are in neither. rdflib is stopped
        at its goal plus a tenth: where it is stopped, the ratio is a lower bound, and the number of rules it had done is told. A slice that
        rdflib ends (one provision against each right, and what bears on it) follows, with what both made held together.
hermit: relations of the fragment that rules and HermiT share (intervals, scopes, sets) a second: five rules against HermiT with its Java.
growth: a new draft of 100 provisions, not stored, against more and more generated norms on disk, at each of `--sizes`; topics grow with
        them, so that the pairs to be compared stay as many. Time a decade; how the store was made is told, and not in it.
again:  one changed provision of a stored draft: the findings that rest on it made again, and replaced in the store, against reading the
        names and comparing everything from nothing, at each of `--sizes` up to 100,000; the goal is for 100,000. Both give the same
        findings, or nothing is told. Loading is in neither, nor is finding out what changed.

Exit status 1 where a goal is missed. CPU seconds of all threads count, so that other work on the machine tells little.
"""

from __future__ import annotations

import argparse
import pickle
import resource
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import TypeVar

from pyoxigraph import RdfFormat
from rdflib import Graph, URIRef

from concordat import crosscheck
from concordat.build import STORED, build, texts_of
from concordat.compatibility import (
    Difference,
    Edit,
    Finding,
    Pair,
    affected,
    modelled,
    nearby,
    profiles,
    read_names,
    renewed,
    survey,
    tried,
    triples,
    words_of,
)
from concordat.compatibility import rules as ruling
from concordat.compatibility.rules import lies_in
from concordat.graph import layers, quads
from concordat.graph.bench import Bench
from concordat.graph.embedded import EmbeddedStore
from concordat.graph.inference import infer
from concordat.graph.names import CDT, ELI, ID, expand
from concordat.graph.quads import Lines
from concordat.graph.store import open_store
from concordat.graph.vocabulary import vocabulary
from concordat.texts import Library, read_library

T = TypeVar("T")
PARTS = ["rdflib", "hermit", "growth", "again"]
SHARED = {"threshold", "offence-scope", "safeguards", "elements", "relate-sets"}
PROVISIONS, ON_A_TOPIC, IN_AN_INSTRUMENT, MOST_AGAIN = 100, 10, 1000, 100_000
# duties of different kinds, as in a treaty: one for each topic in turn
ACTIONS = (
    "preserve", "disclose", "extradite", "refuse", "notify", "freeze", "confiscate", "intercept", "train", "report", "prevent",
    "criminalise", "punish", "erase", "supervise", "consult", "request", "coordinate", "publish", "research", "fund", "protect-data",
    "give-access", "establish-jurisdiction", "conduct-joint-investigation", "exchange-information", "grant-safe-conduct", "bear-costs",
    "limit-use",
)  # fmt: skip
CONCEPT = "https://w3id.org/concordat/scheme/"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000, 100_000])
    parser.add_argument("--rdflib-goal", type=float, default=30)
    parser.add_argument("--hermit-goal", type=float, default=100)
    parser.add_argument("--growth", type=float, default=1.5)
    parser.add_argument("--again", type=float, default=40)
    args = parser.parse_args()
    kept: list[bool] = []
    if {"rdflib", "hermit"} & {*args.part}:
        kept += engines(args.part, args.rdflib_goal, args.hermit_goal)
    if "growth" in args.part:
        kept += growth(args.sizes, args.growth)
    if "again" in args.part:
        # a larger one does not fit into the memory of a small machine
        kept += [recomputed(size, args.again) for size in args.sizes if size <= MOST_AGAIN]
    return 0 if all(kept) else 1


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Return the CPU seconds of this process for some work, and its result."""
    start = process_time()
    result = work()
    return process_time() - start, result


def told(name: str, value: float, goal: float, *, least: bool = True, more: str = "") -> bool:
    good = value >= goal if least else value <= goal
    print(f"{name}: {value:.2f} (goal {'at least' if least else 'at most'} {goal:g}){more}{'' if good else ' MISSED'}", flush=True)
    return good


def engines(parts: Sequence[str], rdflib_goal: float, hermit_goal: float) -> Iterator[bool]:
    with open_store("memory:", write=True) as store:
        build(store)
        lines = store.public() - store.lines(layers.FINDINGS)
    bench = Bench(lines)
    library = read_library(bench)
    names = read_names(bench, library)
    rights = [right for p in profiles(library, modelled(bench)) if p.name in STORED for right in p.instruments]
    texts = texts_of(library)
    seconds, found = timed(lambda: survey(bench, library, texts, rights, names))
    print(f"all {len(found)} findings on {len(lines)} triples in {seconds:.1f} s, explanations and all", flush=True)
    pairs = [Pair(f"{text}~{right}", (text,), (right,)) for text in texts for right in rights]
    if "rdflib" in parts:
        print(
            "below: only the rule files of queries/compatibility, by Oxigraph and by rdflib, both in memory, on the same triples",
            flush=True,
        )
        yield against_rdflib("the whole graph", lines, pairs, rdflib_goal)
        near, few = one_provision(bench, lines, library, texts, rights)
        yield against_rdflib(f"what bears on {few[0].left[0]}", near, few, rdflib_goal, patience=10)
    if "hermit" in parts:
        yield against_hermit(bench, pairs, found, hermit_goal)


def one_provision(bench: Bench, lines: Lines, library: Library, texts: Sequence[str], rights: Sequence[str]) -> tuple[Lines, list[Pair]]:
    """Return what bears on one provision of a text, as the program itself gathers it, and the provision beside each right."""
    stating = {str(row["p"]) for row in bench.select(f"SELECT DISTINCT ?p {{ ?s <{CDT.statedIn}> ?p }}")}
    place = next(p for p in sorted(library.provisions) if lies_in(p, texts[0]) and str(expand(p)) in stating)
    near = Bench(nearby(bench, affected(bench, [place]), texts, rights, words=words_of(lines)))
    infer(near)
    held = frozenset(quads.lines_of(near.construct("CONSTRUCT WHERE { ?s ?p ?o }")).splitlines())
    return held, [Pair(f"{place}~{right}", (place,), (right,)) for right in rights]


def against_rdflib(what: str, lines: Lines, pairs: Sequence[Pair], goal: float, *, patience: float = 1.1) -> bool:
    """Run the same rules over `what` in both, rdflib in a process of its own that may be stopped."""
    bench = Bench(lines)
    ours, made = timed(lambda: over_oxigraph(bench, pairs))
    limit = int(ours * goal * patience) + 30
    code = (
        "import pickle, sys; from benchmarks.compatibility import over_rdflib;"
        "lines, pairs, limit = pickle.load(sys.stdin.buffer); over_rdflib(lines, pairs, limit)"
    )
    data = pickle.dumps((lines, pairs, limit))
    ended = subprocess.run([sys.executable, "-c", code], input=data, stdout=subprocess.PIPE, check=False)
    steps = [line.split() for line in ended.stdout.decode().splitlines()]
    done = [step for step in steps if step[0] == "rule"]
    whole = sum(len(ruling.rules()[stage]) for stage in ruling.STAGES)
    finished = bool(steps) and steps[-1][0] == "made"
    theirs = float(done[-1][2]) if finished else float(limit)
    same = not finished or steps[-1][1] == made
    told_of = f"stopped when {len(done)} of {whole} rules were done: a lower bound"
    if finished:
        told_of = f"made {'the same' if same else 'SOMETHING ELSE'}"
    more = f"; {len(pairs)} pairs on {len(lines)} triples; Oxigraph {ours:.1f} s, rdflib {theirs:.0f} s, {told_of}"
    return told(f"rules over {what}, times faster than rdflib", theirs / ours, goal, more=more) and same


def over_oxigraph(bench: Bench, pairs: Sequence[Pair]) -> str:
    with ruling.worked(bench, pairs):
        return quads.digest(b"\n".join(sorted(bench.lines(ruling.WORK))))


def over_rdflib(lines: Lines, pairs: Sequence[Pair], limit: int) -> None:
    """Run the rules over rdflib and print the CPU seconds after each and the hash of all they made, until the seconds are used up."""
    graph, work = Graph(), Graph()
    for triple in quads.triples_of(lines):
        graph.add(triple)
    start = process_time()
    resource.setrlimit(resource.RLIMIT_CPU, (int(start) + limit, int(start) + limit))
    held = len(graph)
    made: list[ruling.Triple] = [*ruling.table(), *ruling.pair_triples(pairs)]
    for stage in ("", *ruling.STAGES):
        for name, query in ruling.rules().get(stage, ()):
            made += list(graph.query(query))  # type: ignore[arg-type]  # a CONSTRUCT query gives triples
            print("rule", name, f"{process_time() - start:.2f}", flush=True)
        for triple in made:
            if triple not in graph:
                work.add(triple)
                graph.add(triple)
        made = []
    assert len(graph) == held + len(work)
    print("made", quads.digest(b"\n".join(sorted(quads.lines_of(work).splitlines()))), flush=True)


def against_hermit(bench: Bench, pairs: Sequence[Pair], found: Sequence[Finding], goal: float) -> bool:
    """Relations a second on the fragment that both know."""
    asked = crosscheck.questions(bench, found)
    with ruling.worked(bench, pairs, until="match"):
        queries = [query for stage in ruling.STAGES for name, query in ruling.rules()[stage] if name in SHARED]
        ours, _ = timed(lambda: [bench.derive(ruling.WORK, [query]) for query in queries])
        # all that the rules made in that time, also where no finding rests on it
        made = len(bench.select(f"SELECT DISTINCT ?a {{ ?a a <{CDT.AspectRelation}> }}"))
    part = asked[:: max(1, len(asked) // 150)][:150]
    broader = crosscheck.wider_concepts(bench)
    before = children()
    theirs, _ = timed(lambda: crosscheck.relations(part, broader))
    theirs += children() - before
    rates = made / ours, len(part) / theirs
    more = f"; {rates[0]:.0f} a second against {rates[1]:.1f}, {made} and {len(part)} relations"
    return told("relations a second, times HermiT", rates[0] / rates[1], goal, more=more)


def children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def growth(sizes: Sequence[int], goal: float) -> Iterator[bool]:
    words = closed_words()
    last = 0.0
    changed = [f"draft:{number}" for number in range(1, PROVISIONS + 1)]
    edit = Edit(frozenset(draft()))
    for size in sizes:
        with stored(size, words) as store:
            work = partial(tried, store, changed, ["draft"], instruments(size), words=words, edit=edit)
            # twice: the first run warms what is looked up once in a process
            seconds, trial = min(timed(work), timed(work), key=lambda run: run[0])
        more = f"; {seconds:.2f} s, {len(trial.found)} findings"
        if last:
            yield told(f"a new draft against {size} norms, times the decade before", seconds / last, goal, least=False, more=more)
        else:
            print(f"a new draft against {size} norms{more}", flush=True)
        last = seconds


def closed_words() -> Lines:
    """Return the vocabulary with its closures."""
    closed = Bench(vocabulary())
    infer(closed)
    return words_of(quads.lines_of(closed.construct("CONSTRUCT WHERE { ?s ?p ?o }")).splitlines())


def instruments(size: int) -> list[str]:
    """Return the instruments in which so many norms stand."""
    return [f"treaty-{number}" for number in range(-(-size // IN_AN_INSTRUMENT))]


@contextmanager
def stored(size: int, words: Lines) -> Iterator[EmbeddedStore]:
    """Give a store on disk with so many norms: a million of them would not fit into the memory of a small machine twice."""
    lines = chain(sorted(words), treaties(size))
    with TemporaryDirectory() as folder, EmbeddedStore(Path(folder) / "store", write=True) as store:
        start = process_time()
        while part := b"\n".join(islice(lines, 1_000_000)):
            store.native.bulk_load(part, RdfFormat.N_TRIPLES)
        store.native.optimize()
        held = sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file()) / 1e6
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
        print(f"{size} norms stored in {process_time() - start:.0f} s: {held:.0f} MB on disk, {memory:.0f} MB of memory", flush=True)
        yield store


def recomputed(size: int, goal: float) -> bool:
    """One changed provision of a stored draft against everything from nothing."""
    words, rights = closed_words(), instruments(size)
    held = words | frozenset(treaties(size))
    old = found_in(Bench(held | frozenset(draft())), rights)
    facts = held | frozenset(draft(changed=(50, 45)))
    whole, new = timed(partial(found_in, Bench(facts), rights))
    back = frozenset(duty("draft", 50, 49, 60))
    change = Difference(frozenset({"draft:50"}), Edit(back, frozenset(URIRef(line.split(b" ", 1)[0][1:-1].decode()) for line in back)))
    with EmbeddedStore(None, write=True) as store:
        store.native.bulk_load(b"\n".join(facts), RdfFormat.N_TRIPLES)
        store.insert(layers.FINDINGS, old)
        one, _ = timed(partial(again, store, change, rights, words))
        assert store.lines(layers.FINDINGS) == new != old, "the same findings, or none of it counts"
    more = f"; {whole:.2f} s against {one:.2f} s for {len(new - old)} of {len(new)} lines of findings"
    return told(f"one provision at {size} norms, times faster than from nothing", whole / one, goal if size >= MOST_AGAIN else 0, more=more)


def found_in(bench: Bench, rights: Sequence[str]) -> Lines:
    """Return all findings on the draft as normal lines."""
    library = read_library(bench)
    found = survey(bench, library, ["draft"], rights, read_names(bench, library))
    return frozenset(quads.lines_of(triples(found)).splitlines())


def again(store: EmbeddedStore, change: Difference, rights: Sequence[str], words: Lines) -> None:
    """Replace the findings that rest on a change."""
    renewal = renewed(store, change, ["draft"], rights, words=words)
    with store.transaction():
        store.remove(layers.FINDINGS, renewal.removed)
        store.insert(layers.FINDINGS, renewal.added)


def treaties(size: int) -> Iterator[bytes]:
    """Yield the lines of so many duties, ten a topic, a thousand an instrument, with what follows from them."""
    for number in range(size):
        key = f"treaty-{number // IN_AN_INSTRUMENT}"
        if number % IN_AN_INSTRUMENT == 0:
            yield from typed(key, "Treaty", "Instrument")
        yield from duty(key, number % IN_AN_INSTRUMENT + 1, number // ON_A_TOPIC, 30 + number % 90)
    for number in range(-(-size // ON_A_TOPIC)):
        topic = f"<{CONCEPT}topic#generated-{number}>"
        yield from (f"{topic} <{CDT[name]}> {topic} .".encode() for name in ("includedIn", "bearsOn"))


def draft(changed: tuple[int, int] | None = None) -> Iterator[bytes]:
    """Yield the lines of a draft of 100 duties of 60 days, one a topic; `changed` is the number of one, and its days."""
    days = dict([changed] if changed else ())
    yield from typed("draft", "Proposal", "Instrument")
    for number in range(1, PROVISIONS + 1):
        yield from duty("draft", number, number - 1, days.get(number, 60))


def typed(key: str, *classes: str) -> Iterator[bytes]:
    yield from (f"<{ID}{key}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{CDT[name]}> .".encode() for name in classes)


def duty(key: str, number: int, topic: int, days: int) -> Iterator[bytes]:
    place, norm, figure = f"{key}/{number}", f"norm/{key}/{number}/1", f"constraint/{key}/{number}/1"
    yield from typed(place, "Provision")
    yield from typed(norm, "Norm", "NormativeStatement")
    yield from typed(figure, "Constraint")
    facts: Iterable[tuple[str, str, str]] = [
        (place, ELI.is_part_of, f"{ID}{key}"), (place, CDT.within, f"{ID}{key}"), (norm, CDT.statedIn, f"{ID}{place}"),
        (norm, CDT.topic, f"{CONCEPT}topic#generated-{topic}"), (norm, CDT.action, f"{CONCEPT}action#{ACTIONS[topic % len(ACTIONS)]}"),
        (norm, CDT.modality, f"{CONCEPT}modality#obligation"), (norm, CDT.force, f"{CONCEPT}force#shall"),
        (norm, CDT.margin, f"{CONCEPT}margin#none"), (norm, CDT.level, f"{CONCEPT}level#result"),
        (norm, CDT.bearer, f"{CONCEPT}role#party"), (norm, CDT.constraint, f"{ID}{figure}"),
        (figure, CDT.parameter, f"{CONCEPT}parameter#preservation-period"), (figure, CDT.operator, f"{CONCEPT}operator#gteq"),
        (figure, CDT.unit, f"{CONCEPT}unit#day"), (figure, CDT.normalisedUnit, f"{CONCEPT}unit#day"),
    ]  # fmt: skip
    yield from (f"<{ID}{subject}> <{predicate}> <{value}> .".encode() for subject, predicate, value in facts)
    integer = "<http://www.w3.org/2001/XMLSchema#integer>"
    for name, value in (("value", days), ("normalisedValue", days), ("lowest", days), ("highest", 1_000_000_000)):
        yield f'<{ID}{figure}> <{CDT[name]}> "{value}"^^{integer} .'.encode()


if __name__ == "__main__":
    sys.exit(main())
