"""`build` and `validate`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..errors import InputError, UsageError
from .terminal import Language, Output, StoreOption, progress, tell, write

__all__ = ["build", "register", "validate"]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(build)
    app.command()(validate)


def build(store: StoreOption = None) -> None:
    """Build the curated graph in the store: inferred, validated, compared."""
    from ..build import build as build_all
    from ..graph.store import default_address, open_store
    from ..review import folder_of
    from ..reviewing import Office

    address = store or default_address()
    with open_store(address, write=True) as held, progress() as bar:
        done = build_all(held, tell=bar)
        bar("reviews")
        reviews = Office(held, folder_of(address)).record()
    written = f"{len(done.graph.written)} graphs written, {len(done.graph.unchanged)} unchanged"
    tell(f"Built {address}: {written}; {done.graph.triples} triples, {done.findings} findings.")
    if reviews:
        stale = sum(bool(held.changed) for held in reviews)
        tell(f"Reviews: {len(reviews)} findings; of {stale} the evidence changed since.")
    if done.validation is not None:
        counts = ", ".join(f"{done.validation.count(severity)} {severity}s" for severity in ("violation", "warning"))
        what = f"Validated {done.validation.looked} nodes that the changes bear on" if done.revalidated else "Validated"
        tell(f"{what}: {counts}.")


def validate(
    files: Annotated[list[Path] | None, typer.Argument(help="Turtle files; none: the repository's own data.", show_default=False)] = None,
    store: StoreOption = None,
    form: Annotated[str, typer.Option("--format", help="text, ttl or json.")] = "text",
    strict: Annotated[bool, typer.Option("--strict", help="End with 1 where there is a violation.")] = False,
    lang: Language = "en",
    output: Output = None,
) -> None:
    """Check files, a store, or the repository's own data by SHACL, and say what to repair."""
    from ..validation import validate as check

    shown = {"text": "to_text", "ttl": "to_turtle", "json": "to_json"}
    if form not in shown:
        raise UsageError(f"no format {form!r}", do="choose text, ttl or json")
    with progress() as bar:
        bar("validated")
        report = check(_triples(files or [], store))
    told = report.to_text(lang) if form == "text" else getattr(report, shown[form])()
    write(told, output)
    if strict and report.count("violation"):
        raise typer.Exit(1)


def _triples(paths: list[Path], store: str | None):  # type: ignore[no-untyped-def]
    from ..graph import layers, quads
    from ..graph.curated import curated
    from ..graph.names import ID
    from ..graph.store import open_store

    if paths:
        for path in paths:
            try:
                data = path.read_bytes()
            except OSError as error:
                raise InputError(f"cannot be read: {error.strerror}", where=str(path), do="check the path") from error
            yield from quads.parse(data, "ttl", base=str(ID), where=str(path))
    elif store is not None:
        with open_store(store) as held:
            for name in held.graph_names():
                if layers.local_name(name).startswith("curated/"):
                    yield from held.graph(name)
    else:
        for piece in curated():
            yield from quads.triples_of(piece.lines)
