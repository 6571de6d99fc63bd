"""`check`: one text against what it has to answer to, or pairs of provisions from a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from ..errors import UsageError
from .terminal import Language, Output, StoreOption, progress, write

__all__ = ["check", "register"]

EXAMPLES = "write `concordat check budapest:29`, or `concordat check --pairs FILE`, --what-if FILE, or --compare OLD NEW"
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
    edit: Annotated[Path | None, typer.Option("--what-if", help="Turtle of an edited norm, or a new text: what would change. Nothing is stored.", show_default=False)] = None,
    versions: Annotated[tuple[str, str] | None, typer.Option("--compare", metavar="OLD NEW", help="Two versions of a draft, as compact ids or files.", show_default=False)] = None,
    options: Annotated[bool, typer.Option("--options", help="Say what would repair the gravest findings, and what it costs.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="End with 1 where something conflicts.")] = False,
    lang: Language = "en",
    output: Output = None,
    store: StoreOption = None,
) -> None:
    """Compare a text with the mandate, the treaties and EU law, and say what was found and why."""
    from ..checking import Desk
    from ..graph.store import default_address, open_store
    from ..machine import read_norms
    from ..reports.changed import FORMATS as CHANGED
    from ..whatif import compare, what_if

    _chosen(left, pairs, edit, versions)
    if lang not in {"en", "fr"}:
        raise UsageError(f"no language {lang!r}", do="choose en or fr")
    changing = edit is not None or versions is not None
    if form not in (CHANGED if changing else FORMATS):
        raise UsageError(f"no format {form!r}", do=f"choose {', '.join(CHANGED if changing else FORMATS)}")
    with open_store(store or default_address()) as held, progress() as bar:
        bar("reading")
        reading = read_norms(Path(left)) if extracted and left is not None else None
        desk = Desk(held, reading=reading)
        bar("comparing")
        text: str | bytes
        if edit is not None or versions is not None:
            outcome = what_if(desk, edit, left, against or ()) if edit is not None else compare(desk, *(versions or ("", "")), against or ())
            found, text = outcome.found, desk.show_changes(outcome, form, lang)
        elif pairs is not None:
            found = desk.pairs(pairs)
            text = desk.pair_rows(found)
        else:
            found = desk.text(reading.about if reading else str(left), tuple(against or ()))
            text = desk.show(found, form, lang, left=str(left), ways=desk.options(found, against or ()) if options else None)
    write(text, output)
    if output is not None:
        print(str(output), file=sys.stderr)
    if strict and any(finding.verdict == "conflicts" for finding in found):
        raise typer.Exit(1)


def _chosen(left: str | None, pairs: Path | None, edit: Path | None, versions: tuple[str, str] | None) -> None:
    """Refuse a call that names nothing to check, or two things."""
    named = [each for each in (pairs, edit, versions) if each is not None]
    if len(named) > 1 or (left is None and not named) or (left is not None and named not in ([], [edit])):
        raise UsageError("name one thing to check: a text, or a file of pairs, a change, or two versions", do=EXAMPLES)
