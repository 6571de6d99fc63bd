"""`check`: one text against what it has to answer to, or pairs of provisions from a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from ..errors import UsageError
from .terminal import Language, Output, StoreOption, progress, write

__all__ = ["check", "register"]

FORMATS = ("table", "jsonl", "html", "csv", "ttl")


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(check)


def check(
    left: Annotated[str | None, typer.Argument(help="A compact id, or a file; see also --pairs.", show_default=False)] = None,
    against: Annotated[list[str] | None, typer.Option("--against", help="A compact id, or mandate, treaties, eu-law. Default: all of them.", show_default=False)] = None,
    pairs: Annotated[Path | None, typer.Option("--pairs", help="A JSON Lines file of pairs to compare.", show_default=False)] = None,
    form: Annotated[str, typer.Option("--format", help="table, jsonl, html, csv or ttl.")] = "table",
    extracted: Annotated[bool, typer.Option("--extracted", help="Compare the norms a machine reads in a file, instead of curated ones.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="End with 1 where something conflicts.")] = False,
    lang: Language = "en",
    output: Output = None,
    store: StoreOption = None,
) -> None:
    """Compare a text with the mandate, the treaties and EU law, and say what was found and why."""
    from ..checking import Desk
    from ..graph.store import default_address, open_store
    from ..machine import read_norms

    if (left is None) == (pairs is None):
        raise UsageError("name a text to check, or a pairs file", do="write `concordat check budapest:29` or `concordat check --pairs FILE`")
    if form not in FORMATS:
        raise UsageError(f"no format {form!r}", do=f"choose {', '.join(FORMATS)}")
    if lang not in {"en", "fr"}:
        raise UsageError(f"no language {lang!r}", do="choose en or fr")
    with open_store(store or default_address()) as held, progress() as bar:
        bar("reading")
        reading = read_norms(Path(left)) if extracted and left is not None else None
        desk = Desk(held, reading=reading)
        if pairs is not None:
            bar("comparing")
            found = desk.pairs(pairs)
            text: str | bytes = desk.pair_rows(found)
        else:
            bar("comparing")
            found = desk.text(reading.about if reading else str(left), tuple(against or ()))
            text = desk.show(found, form, lang, left=str(left))
    write(text, output)
    if output is not None:
        print(str(output), file=sys.stderr)
    if strict and any(finding.verdict == "conflicts" for finding in found):
        raise typer.Exit(1)
