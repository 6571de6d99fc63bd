"""`verify`, `backup`, `restore` and `migrate`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from ..errors import UsageError
from .terminal import Language, Output, StoreOption, tell, write

__all__ = ["backup", "migrate", "register", "restore", "verify"]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    for command in (verify, backup, restore, migrate):
        app.command()(command)


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
    address = store or default_address()
    with open_store(address) as held:
        found = look(held, folder_of(address))
    lines = [
        told(fault, lang) if form == "text" else json.dumps({"kind": fault.kind, "where": fault.where, "message": told(fault, lang)}, ensure_ascii=False)
        for fault in found.found
    ]
    write("".join(f"{line}\n" for line in lines), output)
    faults = f"{len(found.faults)} faults" if found.faults else "no fault"
    tell(f"Verified: {found.graphs} graphs, {found.statements} statements, {found.decisions} decisions; {faults}.")
    if found.faults:
        raise typer.Exit(1)


def backup(
    path: Annotated[Path, typer.Argument(help="The file to write, such as concordat.tar.gz.")],
    without_names: Annotated[bool, typer.Option("--without-names", help="Leave the names of reviewers out; their pseudonyms stay.")] = False,
    store: StoreOption = None,
) -> None:
    """Write the store, what is private in it too, and the log of reviews to one file."""
    from ..backup import backup as write_backup
    from ..graph.store import default_address, open_store
    from ..review import folder_of

    address = store or default_address()
    with open_store(address, older=True) as held:
        made = write_backup(held, folder_of(address), path, names=not without_names)
    private = sum(name.startswith("private/") for name in made.graphs.values())
    names = "with the names of reviewers" if made.names else "without names"
    tell(f"Backed up to {path}: {len(made.graphs)} graphs ({private} private), {made.decisions} decisions, {names}.")


def restore(
    path: Annotated[Path, typer.Argument(help="A file that `concordat backup` wrote.")],
    replace: Annotated[bool, typer.Option("--replace", help="Also where the store or its log of reviews holds something.")] = False,
    dry: Annotated[bool, typer.Option("--check", help="Only hold the file against its hashes.")] = False,
    store: StoreOption = None,
) -> None:
    """Give a store and its reviews what a backup holds, after every byte of it was checked."""
    from ..archive import check
    from ..backup import restore as read_backup
    from ..graph.store import default_address, open_store
    from ..review import folder_of

    if dry:
        made = check(path)
        tell(f"{path} is whole: {len(made.graphs)} graphs, {made.decisions} decisions, made {made.made}.")
        return
    address = store or default_address()
    # before a folder is made for the store
    check(path)
    with open_store(address, write=True, older=True) as held:
        done = read_backup(held, folder_of(address), path, replace=replace)
    tell(f"Restored {address}: {len(done.manifest.graphs)} graphs, {done.manifest.decisions} decisions, of {done.manifest.made}.")
    if done.kept:
        tell(f"The log of reviews here goes {done.kept} decisions further, and was kept.")


def migrate(store: StoreOption = None) -> None:
    """Bring a store that an older version wrote up to date; take a backup first."""
    from ..graph.migration import migrate as bring
    from ..graph.store import default_address, open_store

    address = store or default_address()
    # a store that is not there is not made
    open_store(address, older=True).close()
    with open_store(address, write=True, older=True) as held:
        first, last = bring(held)
    done = f"migrated from version {first} to {last}" if first != last else f"of version {last}, the last one; nothing to do"
    tell(f"{address}: {done}.")
