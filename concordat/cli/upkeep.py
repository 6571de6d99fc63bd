"""`verify`, `backup`, `restore` and `migrate`."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

from ..errors import UsageError
from .terminal import Language, Output, StoreOption, write

__all__ = ["register", "verify"]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(verify)


def verify(
    form: Annotated[str, typer.Option("--format", help="text or jsonl.")] = "text",
    lang: Language = "en",
    output: Output = None,
    store: StoreOption = None,
) -> None:
    """Hold every graph against the catalogue, and the reviews against their chain; end with 1 where something is damaged."""
    from ..graph.store import default_address, open_store
    from ..review import folder_of
    from ..verifying import told
    from ..verifying import verify as look

    if form not in {"text", "jsonl"}:
        raise UsageError(f"no format {form!r}", do="choose text or jsonl")
    if lang not in {"en", "fr"}:
        raise UsageError(f"no language {lang!r}", do="choose en or fr")
    address = store or default_address()
    with open_store(address) as held:
        found = look(held, folder_of(address))
    lines = [
        told(fault, lang) if form == "text" else json.dumps({"kind": fault.kind, "where": fault.where, "message": told(fault, lang)}, ensure_ascii=False)
        for fault in found.found
    ]
    write("".join(f"{line}\n" for line in lines), output)
    faults = f"{len(found.faults)} faults" if found.faults else "no fault"
    print(f"Verified: {found.graphs} graphs, {found.statements} statements, {found.decisions} decisions; {faults}.", file=sys.stderr)
    if found.faults:
        raise typer.Exit(1)
