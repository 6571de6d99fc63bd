"""`check`: one text against what it has to answer to, or pairs of provisions from a file."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import UsageError
from .terminal import Language, Output, StoreOption, progress, write

if TYPE_CHECKING:
    from ..compatibility import Finding

__all__ = ["check", "register"]

FORMATS = ("table", "jsonl", "html", "csv", "ttl", "docx", "xlsx", "pdf")
NOTES = ("docx", "pdf", "html")


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(check)


def check(
    left: Annotated[str | None, typer.Argument(help="A compact id, or a file; see also --pairs.", show_default=False)] = None,
    against: Annotated[list[str] | None, typer.Option("--against", help="A compact id, or mandate, treaties, eu-law. Default: all of them.", show_default=False)] = None,
    pairs: Annotated[Path | None, typer.Option("--pairs", help="A JSON Lines file of pairs to compare.", show_default=False)] = None,
    form: Annotated[str, typer.Option("--format", help="table, jsonl, html, csv, ttl, docx, xlsx or pdf; a note: docx, pdf or html.")] = "table",
    note: Annotated[bool, typer.Option("--note", help="One page on LEFT against what --against names, for whoever speaks in the room.")] = False,
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
    form = _form(form, output, note=note)
    if lang not in {"en", "fr"}:
        raise UsageError(f"no language {lang!r}", do="choose en or fr")
    if note and (left is None or not against):
        raise UsageError("a note is on one provision against others", do="name it, and each of the others with --against")
    command = _command(left, against or (), note=note, extracted=extracted)
    with open_store(store or default_address()) as held, progress() as bar:
        bar("reading")
        reading = read_norms(Path(left)) if extracted and left is not None else None
        desk = Desk(held, reading=reading)
        bar("comparing")
        found: list[Finding] = []
        if pairs is not None:
            found = desk.pairs(pairs)
            text: str | bytes = desk.pair_rows(found)
        elif note:
            text = desk.note(str(left), tuple(against or ()), form, lang, command=command)
        else:
            found = desk.text(reading.about if reading else str(left), tuple(against or ()))
            text = desk.show(found, form, lang, left=str(left), command=command)
    write(text, output)
    if output is not None:
        print(str(output), file=sys.stderr)
    if strict and any(finding.verdict == "conflicts" for finding in found):
        raise typer.Exit(1)


def _form(form: str, output: Path | None, *, note: bool) -> str:
    """Return the format that is meant, or raise UsageError where there is no such one."""
    if note and form == "table":
        ending = output.suffix.removeprefix(".") if output else ""
        form = ending if ending in NOTES else "html"
    known = NOTES if note else FORMATS
    if form not in known:
        raise UsageError(f"no format {form!r}", do=f"choose {', '.join(known)}")
    return form


def _command(left: str | None, against: Sequence[str], *, note: bool, extracted: bool) -> str:
    """Return what stands at the foot of a page: what to write to get the same again."""
    words = ["concordat", "check", left or "", *(word for right in against for word in ("--against", right))]
    return shlex.join([*words, *(["--note"] if note else []), *(["--extracted"] if extracted else [])])
