"""What a command must leave as it was."""

from __future__ import annotations

from pathlib import Path

from concordat.graph.store import open_store


def dumps(folder: Path) -> dict[str, bytes]:
    """Return every graph of a store as canonical bytes."""
    with open_store(folder) as store:
        return {str(name): store.dump(name) for name in store.graph_names()}
