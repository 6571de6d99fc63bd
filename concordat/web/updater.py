"""Updater: a process of its own that carries out one update on a copy of the public graph, and tells what changed.

    python -m concordat.web.updater FOLDER MEMORY

It writes a line to stdout when it is ready, reads one job from stdin, and writes what changed, or why nothing did, both as
JSON. The copy is thrown away: whoever started it writes the changes into the store, or refuses them, and ends the process
where it takes too long.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyoxigraph as ox

from .worker import confine

__all__ = ["main"]

_DEFAULT = ox.DefaultGraph()


def main(folder: str, memory: int) -> None:
    """Carry out the job on stdin; `memory` is in MiB."""
    store = ox.Store.read_only(folder)
    # beside the snapshot, so that it goes with it where this process is ended, or the engine still writes when it is to go
    with TemporaryDirectory(dir=Path(folder).parent, ignore_cleanup_errors=True) as place:
        store.backup(f"{place}/copy")
        copy = ox.Store(f"{place}/copy")
        confine(memory)
        print("ready", flush=True)
        json.dump(_done(store, copy, json.load(sys.stdin)), sys.stdout)


def _done(before: ox.Store, after: ox.Store, job: dict[str, Any]) -> dict[str, Any]:
    try:
        after.update(str(job["update"]), base_iri=str(job["base"]))
    except SyntaxError as error:
        return {"error": str(error.args[0]).splitlines()[0]}
    except (ValueError, RuntimeError, OSError) as error:
        return {"error": str(error)}
    return {"changes": list(_changes(before, after))}


def _changes(before: ox.Store, after: ox.Store) -> Iterator[dict[str, Any]]:
    """Yield for each graph that differs its name (None: the default graph), the lines added and removed, and whether it is gone."""
    there = [graph for graph in after.named_graphs() if isinstance(graph, ox.NamedNode)]
    left = [graph for graph in before.named_graphs() if graph not in there]
    for graph in (_DEFAULT, *there, *left):
        old, new = _lines(before, graph), _lines(after, graph)
        made = graph != _DEFAULT and not before.contains_named_graph(graph)
        if old != new or made or graph in left:
            name = graph.value if isinstance(graph, ox.NamedNode) else None
            yield {"graph": name, "added": sorted(new - old), "removed": sorted(old - new), "empty": not new, "gone": graph in left}


def _lines(store: ox.Store, graph: Any) -> set[str]:
    return set((store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=graph) or b"").decode().splitlines())


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
