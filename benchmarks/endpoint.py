"""The endpoint beside `oxigraph serve` and rdflib-endpoint: ten questions of the catalogue, and a query without end.

    python -m benchmarks.endpoint [--store FOLDER] [--seconds 2] [--rounds 3] [--clients 4]

All three answer in SPARQL Results JSON from one public graph on this machine: the first two from the same files, the third
from the same triples in memory. Clients keep their connections; the servers are asked in turn, round after round, and the
best round of each counts, of latencies too. It begins when ours has made its pages ready, which takes a minute or two.

Ours has two figures, and neither stands for the other. *Anew*: each request has a number of its own in a comment of the query, so
that every answer is computed, as those of the others are, which are asked in the same way; one that says that it was kept ends the run.
*Again*: the same query over and over, which ours answers from what it keeps of small whole answers as long as the graph does not
change. What a client that holds an answer already gets (304) is told apart, below.

Then one query without end runs beside 50 clients, who ask anew. Exit status 1 where a goal is missed: at least 0.7 of Oxigraph as the
geometric mean and 0.2 on each question, anew and again; ten times rdflib-endpoint, anew; the endless query ended within 1.1 times its
limit, and the median of the others at most doubled. Needs the extras `serve` and `benchmarks`.
"""

from __future__ import annotations

import argparse
import http.client
import json
import shutil
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import geometric_mean, median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode, urlsplit

from benchmarks.servers import free_port
from concordat.build import build
from concordat.catalogue import bind, find
from concordat.graph import bindings
from concordat.graph.store import open_store
from concordat.web.snapshot import take

if TYPE_CHECKING:
    from collections.abc import Iterator

JSON = "application/sparql-results+json"
START = 120  # seconds
SETTLE = 600
HEAD = ("answers a second", "rows", "ours, anew", "ours, again", "oxigraph", "rdflib-ep.", "anew/oxi.", "again/oxi.")
LIMIT = 4.0  # seconds of the query without end
BESIDE = 50
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
LITTLE = "SELECT ?name { <https://w3id.org/concordat/id/budapest> <http://www.w3.org/2004/02/skos/core#prefLabel> ?name }"
# some with few rows and little work, some with many; each is one that rdflib answers in seconds
QUESTIONS = {
    "contributions": {},
    "cross-border-access": {},
    "instruments": {},
    "norms": {"provision": "budapest:29/7"},
    "precedence-clauses": {"text": "untoc"},
    "refusal-grounds": {"article": "budapest:27"},
    "requirements": {"directive": "celex:32022D0895:addendum/18"},
    "service-provider-duties": {},
    "thresholds": {"parameter": "parameter:preservation-period"},
    "unverified-facts": {},
}


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs: its name and the address where it takes queries."""

    name: str
    address: str

    @property
    def netloc(self) -> str:
        """Host and port."""
        return urlsplit(self.address).netloc

    def target(self, query: str) -> str:
        """Return what a GET request for a query asks for."""
        return f"{urlsplit(self.address).path}?{urlencode({'query': query})}"


class Answer(NamedTuple):
    """What a server answered: the status, the body, the ETag, and whether it says that it had kept the answer."""

    status: int
    body: bytes
    tag: str
    kept: bool


class Client:
    """One connection that is kept."""

    def __init__(self, server: Server) -> None:
        self._server, self._connection = server, http.client.HTTPConnection(server.netloc, timeout=START)

    def get(self, query: str, **headers: str) -> Answer:
        """Return the answer to a query."""
        return self.send(self._server.target(query), **headers)

    def send(self, target: str, **headers: str) -> Answer:
        """Return the answer to a request."""
        self._connection.request("GET", target, headers={"Accept": JSON, **headers})
        answer = self._connection.getresponse()
        return Answer(answer.status, answer.read(), answer.headers.get("ETag", ""), "hit" in answer.headers.get("Cache-Status", ""))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--store", type=Path, help="a built store; without one it is built")
    parser.add_argument("--seconds", type=float, default=2.0, help="of asking one question of one server in one round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--clients", type=int, default=4)
    args = parser.parse_args()
    with TemporaryDirectory() as folder, ExitStack() as stack:
        home = Path(folder)
        store = args.store or built(home / "built")
        triples = shared_graph(store, home)
        print(f"{triples} triples, {args.clients} clients, {args.rounds} rounds of {args.seconds:g} s a question", flush=True)
        ours = stack.enter_context(concordat(store, home))
        beside = [stack.enter_context(oxigraph(home)), stack.enter_context(rdflib_endpoint(home))]
        until_settled(ours)
        good = compare([ours, *beside], seconds=args.seconds, rounds=args.rounds, clients=args.clients)
        return 0 if good & endless(ours, rounds=args.rounds) else 1


def built(folder: Path) -> Path:
    """Build the store."""
    with open_store(folder, write=True) as store:
        build(store)
    return folder


def shared_graph(store: Path, home: Path) -> int:
    """Put the public graph where the others read it: the files for Oxigraph, and triples for rdflib; return its size."""
    snapshot = take(str(store))
    try:
        shutil.copytree(snapshot.folder, home / "oxigraph")
        (home / "graph.nt").write_bytes(b"\n".join([*snapshot.store.public(), b""]))
        snapshot.store.close()
    finally:
        snapshot.remove()
    return snapshot.triples


# ---- servers ----


def concordat(store: Path, home: Path):
    """Our server."""
    port = free_port()
    command = [sys.executable, "-m", "concordat", "serve", "--store", str(store), "--port", str(port), "--seconds", f"{LIMIT:g}"]
    return started("concordat", command, f"http://127.0.0.1:{port}/sparql", home)


def oxigraph(home: Path):
    """Oxigraph's own server, of the version that we have inside."""
    port = free_port()
    program = Path(sys.executable).with_name("oxigraph")
    command = [str(program), "serve-read-only", "--location", str(home / "oxigraph"), "--bind", f"127.0.0.1:{port}"]
    return started("oxigraph", command, f"http://127.0.0.1:{port}/query", home)


def rdflib_endpoint(home: Path):
    """rdflib-endpoint with its default store, rdflib's in memory."""
    port = free_port()
    program = Path(sys.executable).with_name("rdflib-endpoint")
    command = [str(program), "serve", str(home / "graph.nt"), "--host", "127.0.0.1", "--port", str(port)]
    return started("rdflib-endpoint", command, f"http://127.0.0.1:{port}/", home)


@contextmanager
def started(name: str, command: list[str], address: str, home: Path) -> Iterator[Server]:
    """Run a server until it is no longer needed."""
    server = Server(name, address)
    with (home / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        end = time.monotonic() + START
        while not answers(server):
            if process.poll() is not None or time.monotonic() > end:
                sys.exit(f"{name} did not start: {(home / f'{name}.log').read_text()}")
            time.sleep(0.1)
        yield server
    finally:
        process.terminate()
        process.wait(START)


def answers(server: Server) -> bool:
    try:
        return Client(server).get("ASK {}").status == 200
    except OSError:
        return False


def until_settled(server: Server) -> None:
    """Wait until our server has made its pages ready."""
    client, end = Client(server), time.monotonic() + SETTLE
    while b"concordat_warming 0.0" not in client.send("/metrics").body:
        if time.monotonic() > end:
            sys.exit("the server is still making its pages ready")
        time.sleep(1)


# ---- throughput ----


def compare(servers: list[Server], *, seconds: float, rounds: int, clients: int) -> bool:
    """Print how many answers a second each server gives to each question, and return whether the goals are met."""
    ours, oxigraph, rdflib = servers
    rates: list[dict[str, float]] = []
    print(f"{HEAD[0]:26}" + "".join(f"{head:>12}" for head in HEAD[1:]))
    held: dict[str, float] = {}
    for name, values in QUESTIONS.items():
        question = find(name)
        query = bindings.bind(question.query, bind(question, values))
        rows = same_rows(servers, query, name)
        found = dict.fromkeys(("anew", "again", "oxigraph", "rdflib"), 0.0)
        for _ in range(rounds):
            for key, server in (("anew", ours), ("oxigraph", oxigraph), ("rdflib", rdflib)):
                found[key] = max(found[key], rate(server, query, "anew", seconds=seconds, clients=clients))
            found["again"] = max(found["again"], rate(ours, query, "again", seconds=seconds, clients=clients))
        held[name] = rate(ours, query, "held", seconds=seconds / 2, clients=clients)
        rates.append(found)
        figures = "".join(f"{figure:12.1f}" for figure in found.values())
        ratios = "".join(f"{found[kind] / found['oxigraph']:12.2f}" for kind in ("anew", "again"))
        print(f"{name:26}{rows:12}{figures}{ratios}", flush=True)
    told = ", ".join(f"{name} {figure:.0f}" for name, figure in held.items())
    print(f"apart from that, answers a second to a client that holds the answer and asks whether it is still good (304): {told}")
    return all([*(beside_oxigraph(rates, kind) for kind in ("anew", "again")), beside_rdflib(rates)])


def beside_oxigraph(rates: list[dict[str, float]], kind: str) -> bool:
    """Print how ours compares with Oxigraph where it answers anew, or again, and return whether that is good enough."""
    ratios = [found[kind] / found["oxigraph"] for found in rates]
    mean, least = geometric_mean(ratios), min(ratios)
    print(f"of oxigraph, {kind}: geometric mean {mean:.2f} (goal 0.7), least {least:.2f} (goal 0.2)")
    return mean >= 0.7 and least >= 0.2


def beside_rdflib(rates: list[dict[str, float]]) -> bool:
    """Print how ours compares with rdflib-endpoint where both answer anew, and return whether that is good enough."""
    times = geometric_mean([found["anew"] / found["rdflib"] for found in rates])
    print(f"of rdflib-endpoint, anew: geometric mean {times:.1f} (goal 10)")
    return times >= 10


def same_rows(servers: list[Server], query: str, name: str) -> int:
    """Return how many rows a query has. Ends the run where two servers differ: nothing would be compared."""
    rows = []
    for server in servers:
        status, body, *_ = Client(server).get(query)
        if status != 200:
            sys.exit(f"{server.name} answers {name} with {status}: {body[:200]!r}")
        rows.append(len(json.loads(body)["results"]["bindings"]))
    if len(set(rows)) > 1:
        sys.exit(f"{name} has {rows} rows")
    return rows[0]


def rate(server: Server, query: str, kind: str, *, seconds: float, clients: int) -> float:
    """Return how many answers a second clients get that ask again as soon as they are answered.

    `kind` is anew (each request is another one), again (all are the same) or held (all are the same, and ask whether it is still good).
    """
    end = time.perf_counter() + seconds

    def ask(client_number: int) -> int:
        client, target, number = Client(server), server.target(query), 0
        headers = {"If-None-Match": client.get(query).tag} if kind == "held" else {}
        # a comment at the end, which no engine computes anything for
        own = f"%0A%23+{time.time_ns()}-{client_number}-" if kind == "anew" else ""
        while time.perf_counter() < end:
            answer = client.send(f"{target}{own}{number}" if own else target, **headers)
            if answer.status != (304 if kind == "held" else 200) or (own and answer.kept):
                sys.exit(f"{server.name} answers with {answer.status}, kept: {answer.kept}")
            number += 1
        return number

    start = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        numbers = list(pool.map(ask, range(clients)))
    return sum(numbers) / (time.perf_counter() - start)


# ---- a query without end ----


def endless(server: Server, *, rounds: int) -> bool:
    """Print how a query without end is ended and how 50 others fare beside it, and return whether the goals are met."""
    alone, crowd, ended = float("inf"), float("inf"), 0.0
    for _ in range(rounds):
        alone = min(alone, beside(server, 0)[0])
        median_, taken = beside(server, 1)
        crowd, ended = min(crowd, median_), max(ended, taken)
    print(f"a query without end: ended after {ended:.2f} s, limit {LIMIT:g} s (goal {1.1 * LIMIT:.1f} s)")
    print(f"{BESIDE} clients beside it: median {1000 * crowd:.1f} ms, {1000 * alone:.1f} ms without it (goal: at most double)")
    return ended <= 1.1 * LIMIT and crowd <= 2 * alone


def beside(server: Server, number: int) -> tuple[float, float]:
    """Return the median latency of 50 clients with so many endless queries running, and how long such a one took."""
    taken = [0.0]

    def hang() -> None:
        start = time.perf_counter()
        status, body, *_ = Client(server).get(ENDLESS)
        taken[0] = time.perf_counter() - start
        if status != 503:
            sys.exit(f"the query without end was answered with {status}: {body[:200]!r}")

    slow = [threading.Thread(target=hang) for _ in range(number)]
    for thread in slow:
        thread.start()
    time.sleep(0.3)
    end = time.perf_counter() + LIMIT - 1.0

    def ask() -> list[float]:
        client, found = Client(server), []
        while time.perf_counter() < end:
            start = time.perf_counter()
            if client.get(f"{LITTLE} # {time.time_ns()}").status != 200:
                sys.exit("a client was refused")
            found.append(time.perf_counter() - start)
        return found

    with ThreadPoolExecutor(BESIDE) as pool:
        latencies = [one for found in pool.map(lambda _: ask(), range(BESIDE)) for one in found]
    for thread in slow:
        thread.join()
    return median(latencies), taken[0]


if __name__ == "__main__":
    sys.exit(main())
