"""`governing`: which instruments govern a topic between two States on a date."""

from __future__ import annotations

from typing import Annotated

import typer

from ..errors import UsageError
from .terminal import Language, Output, StoreOption, progress, write

__all__ = ["governing", "register"]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(governing)


def governing(
    between: Annotated[tuple[str, str], typer.Option("--between", help="Two States by ISO 3166 code or name, or EU.", metavar="A B")],
    on: Annotated[str, typer.Option("--on", help="The day asked about, such as 2026-06-01.")],
    topic: Annotated[str, typer.Option("--topic", help="A topic, or the beginning of its name, such as preservation.")],
    form: Annotated[str, typer.Option("--format", help="table or jsonl (both languages).")] = "table",
    lang: Language = "en",
    output: Output = None,
    store: StoreOption = None,
) -> None:
    """Say what binds both, what gives way to what, what custom leaves, and what is not concluded."""
    from ..governing import asked, govern
    from ..graph.store import default_address, open_store
    from ..reports.governing import records, render
    from ..texts import read_library

    if form not in {"table", "jsonl"}:
        raise UsageError(f"no format {form!r}", do="choose table or jsonl")
    with open_store(store or default_address()) as held, progress() as bar:
        bar("reading the graph")
        answer = govern(held, asked(held, between, on=on, topic=topic))
        library = read_library(held)
    write(records(answer, library) if form == "jsonl" else render(answer, library, lang), output)
