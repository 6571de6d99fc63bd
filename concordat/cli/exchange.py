"""`export` and `import`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from ..errors import UsageError
from .terminal import StoreOption, piped, tell

__all__ = ["export", "import_", "register"]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(export)
    app.command(name="import")(import_)


def export(
    output: Annotated[Path | None, typer.Option("--output", "-o", help="A file, or for html a folder; none: stdout.", show_default=False)] = None,
    form: Annotated[str | None, typer.Option("--format", help="trig, nq or jsonld; html: the pages of the ontology, as files. Default: by the file's ending, else trig.", show_default=False)] = None,
    everything: Annotated[bool, typer.Option("--everything", help="Also what is restricted, read by machine, or a review.")] = False,
    store: StoreOption = None,
) -> None:
    """Write the public graphs with their catalogue."""
    from ..graph.export import SYNTAXES
    from ..graph.export import export as write_graphs
    from ..graph.store import default_address, open_store

    if form == "html":
        _pages(output, store)
        return
    ending = output.suffix.removeprefix(".") if output is not None else ""
    syntax = form or (ending if ending in SYNTAXES else "trig")
    with open_store(store or default_address()) as held, piped():
        graphs = write_graphs(held, output or sys.stdout.buffer, syntax=syntax, everything=everything)
        sys.stdout.flush()
    if output is not None:
        tell(f"{len(graphs)} graphs written to {output}.")


def _pages(folder: Path | None, store: str | None) -> None:
    from ..graph import layers
    from ..graph.store import default_address, open_store

    if folder is None:
        raise UsageError("pages need a folder", do="name one with --output")
    try:
        from ..web.static import write
    except ModuleNotFoundError as error:
        raise UsageError(f"{error.name} is not installed", do="pip install 'concordat[serve]'") from error
    with open_store(store or default_address()) as held:
        made = write(held.lines(layers.VOCABULARY), folder)
    tell(f"{len(made)} files written to {folder}; begin with index.html.")


def import_(
    source: Annotated[Path, typer.Argument(help="A file that `concordat export` wrote.")],
    store: StoreOption = None,
) -> None:
    """Give the graphs of an exported file to the store."""
    from ..graph.export import import_ as read_graphs
    from ..graph.store import default_address, open_store

    with open_store(store or default_address(), write=True) as held:
        graphs = read_graphs(held, source)
    tell(f"{len(graphs)} graphs imported.")
