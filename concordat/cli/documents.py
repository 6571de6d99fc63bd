"""`load`, `unload` and `extract`: documents into the store and out of it, and what is read in them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from ..errors import InputError, UsageError
from .terminal import Output, StoreOption, progress, tell, write

__all__ = ["extract", "load", "register", "unload"]

As = Annotated[str | None, typer.Option("--as", help="Read as this format, whatever the content looks like.", show_default=False)]
Jobs = Annotated[int, typer.Option("--jobs", "-j", min=1, help="Files read at the same time.")]
Scheduler = Annotated[
    str | None,
    typer.Option("--scheduler", help="Read by the workers of the Dask scheduler at this address, such as tcp://10.0.0.1:8786.", show_default=False),
]
WHAT = ("structure", "citations", "norms", "differences")


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(load)
    app.command()(unload)
    app.command()(extract)


def load(
    files: Annotated[list[Path], typer.Argument(help="Documents: texts of treaties, EU acts, UN and Council documents; notices of CELLAR, status tables.")],
    as_: As = None,
    about: Annotated[str | None, typer.Option("--about", help="The instrument that the documents are, or that status tables are about, such as uncac.", show_default=False)] = None,
    jobs: Jobs = 1,
    scheduler: Scheduler = None,
    anew: Annotated[bool, typer.Option("--anew", help="Read again what the store has already.")] = False,
    store: StoreOption = None,
) -> None:
    """Load documents into the store, one transaction each; good ones are loaded even where others fail."""
    from ..batch import Batch, load_batch
    from ..graph.store import default_address, open_store

    failed = 0
    with open_store(store or default_address(), write=True) as held, progress() as bar:
        bar(f"loading {files[0].name}", 0, len(files))
        for number, found in enumerate(load_batch(held, files, Batch(jobs, as_, about, scheduler, anew)), 1):
            failed += isinstance(found, InputError)
            tell(found)
            bar(f"loading {files[min(number, len(files) - 1)].name}", number, len(files))
    if failed:
        raise typer.Exit(3)


def unload(
    documents: Annotated[list[str], typer.Argument(help="Files as they were loaded, or the SHA-256 of each.")],
    store: StoreOption = None,
) -> None:
    """Take documents out of the store, with what was read in them, one transaction each; decisions on findings are kept."""
    from ..graph.store import default_address, open_store
    from ..loading import unload_file

    failed = 0
    with open_store(store or default_address(), write=True) as held:
        for named in documents:
            try:
                tell(unload_file(held, named))
            except InputError as error:
                failed += 1
                tell(error)
    if failed:
        raise typer.Exit(3)


def extract(
    files: Annotated[list[Path], typer.Argument(help="A document; of several, each line names its file.")],
    what: Annotated[str, typer.Option("--what", help="structure, citations, norms, or differences from the curated norms.")] = "structure",
    form: Annotated[str, typer.Option("--format", help="jsonl.")] = "jsonl",
    as_: As = None,
    jobs: Jobs = 1,
    scheduler: Scheduler = None,
    output: Output = None,
) -> None:
    """Print what is read in a document, one JSON object a line; needs no store."""
    from ..batch import Batch, extract_batch

    if what not in WHAT:
        raise UsageError(f"nothing called {what!r} to extract", do=f"choose {', '.join(WHAT)}")
    if form != "jsonl":
        raise UsageError(f"no format {form!r}", do="choose jsonl")
    lines, failed = [], 0
    for file, rows in zip(files, extract_batch(files, what, Batch(jobs, as_, None, scheduler)), strict=True):
        if isinstance(rows, InputError):
            if len(files) == 1:
                raise rows
            failed += 1
            tell(rows)
            continue
        named = {"file": str(file)} if len(files) > 1 else {}
        lines += [json.dumps({**named, **row}, ensure_ascii=False) + "\n" for row in rows]
    write("".join(lines), output)
    if failed:
        raise typer.Exit(3)
