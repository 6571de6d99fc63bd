"""The comparison, side by side with other engines, and as the graph grows: CPU seconds in one run.

    python -m benchmarks.compatibility [--sizes 1000 10000 100000] [--rdflib-goal 30] [--hermit-goal 100] [--growth 1.5] [--again 40]

1. All findings of the graph (the texts against the mandate and the treaties): the rules in Oxigraph against the same rules over rdflib in
   memory. rdflib is stopped at its goal plus a tenth; where it is stopped, the ratio is a lower bound, and the share of rules it had done
   is told.
2. Relations of the fragment that rules and HermiT share (intervals, scopes, sets) a second: the five rules against HermiT with its Java.
3. A new draft of 100 provisions, not stored, against more and more generated norms; topics grow with them, so that the pairs to be
   compared stay as many. Time a decade.
4. One changed provision of a stored draft against the whole comparison from nothing, at 100,000 norms. Loading is in neither.

Exit status 1 where a goal is missed. Run it on a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import pickle
import resource
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from time import process_time
from typing import TypeVar

from rdflib import Graph, URIRef

from concordat import crosscheck
from concordat.build import STORED, build, texts_of
from concordat.compatibility import Edit, Pair, affected, modelled, profiles, read_names, survey, tried, words_of
from concordat.compatibility import rules as ruling
from concordat.graph import layers, quads
from concordat.graph.bench import Bench
from concordat.graph.inference import infer
from concordat.graph.names import CDT, ELI, ID
from concordat.graph.quads import Lines
from concordat.graph.store import open_store
from concordat.graph.vocabulary import vocabulary
from concordat.texts import read_library

T = TypeVar("T")
SHARED = {"threshold", "offence-scope", "safeguards", "elements", "relate-sets"}
PROVISIONS, ON_A_TOPIC, IN_AN_INSTRUMENT = 100, 10, 1000
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
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000, 100_000])
    parser.add_argument("--rdflib-goal", type=float, default=30)
    parser.add_argument("--hermit-goal", type=float, default=100)
    parser.add_argument("--growth", type=float, default=1.5)
    parser.add_argument("--again", type=float, default=40)
    parser.add_argument("--only", choices=["engines", "growth"], help="the graph's own findings, or the generated norms")
    args = parser.parse_args()
    kept: list[bool] = []
    if args.only != "growth":
        kept += engines(args.rdflib_goal, args.hermit_goal)
    if args.only != "engines":
        kept += growth(args.sizes, args.growth, args.again)
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


def engines(rdflib_goal: float, hermit_goal: float) -> Iterator[bool]:
    with open_store("memory:", write=True) as store:
        build(store)
        lines = store.public() - store.lines(layers.FINDINGS)
    bench = Bench(lines)
    library = read_library(bench)
    names = read_names(bench, library)
    rights = [right for p in profiles(library, modelled(bench)) if p.name in STORED for right in p.instruments]
    texts = texts_of(library)
    seconds, found = timed(lambda: survey(bench, library, texts, rights, names))
    print(f"all {len(found)} findings in {seconds:.1f} s", flush=True)
    pairs = [Pair(f"{text}~{right}", (text,), (right,)) for text in texts for right in rights]
    ours, _ = timed(lambda: ruling.compare(bench, pairs))
    yield against_rdflib(lines, pairs, ours, rdflib_goal)
    yield against_hermit(bench, pairs, found, hermit_goal)


def against_rdflib(lines: Lines, pairs: Sequence[Pair], ours: float, goal: float) -> bool:
    """Run the same rules over rdflib, in a process of its own that may be stopped."""
    limit = int(ours * goal * 1.1) + 1
    code = (
        "import pickle, sys; from benchmarks.compatibility import over_rdflib;"
        "lines, pairs, limit = pickle.load(sys.stdin.buffer); over_rdflib(lines, pairs, limit)"
    )
    data = pickle.dumps((lines, pairs, limit))
    ended = subprocess.run([sys.executable, "-c", code], input=data, stdout=subprocess.PIPE, check=False)
    steps = [line.split() for line in ended.stdout.decode().splitlines()]
    done = [step for step in steps if step[0] == "rule"]
    whole = sum(len(ruling.rules()[stage]) for stage in ruling.STAGES)
    finished = len(done) == whole
    theirs = float(done[-1][2]) if finished else float(limit)
    short = "" if finished else f" and only {len(done)} of {whole} rules done: a lower bound"
    more = f"; Oxigraph {ours:.1f} s, rdflib {theirs:.0f} s{short}"
    return told("rules, times faster than rdflib", theirs / ours, goal, more=more)


def over_rdflib(lines: Lines, pairs: Sequence[Pair], limit: int) -> None:
    """Run the rules over rdflib and print the CPU seconds after each, until they are used up."""
    graph = Graph()
    for triple in [*quads.triples_of(lines), *ruling.table(), *ruling.pair_triples(pairs)]:
        graph.add(triple)
    start = process_time()
    resource.setrlimit(resource.RLIMIT_CPU, (int(start) + limit, int(start) + limit))
    for stage in ruling.STAGES:
        made = []
        for name, query in ruling.rules()[stage]:
            made += list(graph.query(query))
            print("rule", name, f"{process_time() - start:.2f}", flush=True)
        for triple in made:
            graph.add(triple)  # type: ignore[arg-type]  # a CONSTRUCT query gives triples


def against_hermit(bench: Bench, pairs: Sequence[Pair], found: Sequence[object], goal: float) -> bool:
    """Relations a second on the fragment that both know."""
    asked = crosscheck.questions(bench, found)  # type: ignore[arg-type]  # findings
    with ruling.worked(bench, pairs, until="match"):
        queries = [query for stage in ruling.STAGES for name, query in ruling.rules()[stage] if name in SHARED]
        ours, _ = timed(lambda: [bench.derive(ruling.WORK, [query]) for query in queries])
    part = asked[:: max(1, len(asked) // 150)][:150]
    before = children()
    theirs, _ = timed(lambda: crosscheck.relations(part))
    theirs += children() - before
    rates = len(asked) / ours, len(part) / theirs
    more = f"; {rates[0]:.0f} a second against {rates[1]:.1f}, {len(asked)} and {len(part)} relations"
    return told("relations a second, times HermiT", rates[0] / rates[1], goal, more=more)


def children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def growth(sizes: Sequence[int], goal: float, again: float) -> Iterator[bool]:
    closed = Bench(vocabulary())
    infer(closed)
    words = words_of(quads.lines_of(closed.construct("CONSTRUCT WHERE { ?s ?p ?o }")).splitlines())
    last = 0.0
    for size in sizes:
        bench = Bench(words | frozenset(treaties(size)))
        rights = [f"treaty-{number}" for number in range(-(-size // IN_AN_INSTRUMENT))]
        changed = [f"draft:{number}" for number in range(1, PROVISIONS + 1)]
        edit = Edit(frozenset(draft()))
        work = partial(tried, bench, changed, ["draft"], rights, words=words, edit=edit)
        # twice: the first run warms what is looked up once in a process
        seconds, trial = min(timed(work), timed(work), key=lambda run: run[0])
        more = f"; {seconds:.2f} s, {len(trial.found)} findings"
        if last:
            yield told(f"a new draft against {size} norms, times the decade before", seconds / last, goal, least=False, more=more)
        else:
            print(f"a new draft against {size} norms{more}", flush=True)
        last = seconds
        if size == 100_000:
            yield recomputed(bench, rights, words, again)


def recomputed(bench: Bench, rights: Sequence[str], words: Lines, goal: float) -> bool:
    """One changed provision of a stored draft against everything from nothing."""
    bench.insert(URIRef(ID + "drafted"), quads.triples_of(draft()))
    library = read_library(bench)
    whole, found = timed(lambda: survey(bench, library, ["draft"], rights, read_names(bench, library)))
    one, trial = timed(lambda: tried(bench, affected(bench, ["draft:50"]), ["draft"], rights, words=words))
    assert {f.iri for f in trial.found} == {f.iri for f in found if f.left == ("draft:50",)}, "the same findings, or none of it counts"
    return told("one provision, times faster than from nothing", whole / one, goal, more=f"; {whole:.1f} s against {one:.2f} s")


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


def draft() -> Iterator[bytes]:
    """Yield the lines of a draft of 100 duties, one a topic."""
    yield from typed("draft", "Proposal", "Instrument")
    for number in range(PROVISIONS):
        yield from duty("draft", number + 1, number, 60)


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
