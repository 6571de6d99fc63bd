"""`check`: one text against what it has to answer to, or pairs of provisions from a file."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import UsageError
from .terminal import Language, Output, StoreOption, progress, write

if TYPE_CHECKING:
    from ..compatibility import Finding

__all__ = ["check", "register"]

EXAMPLES = "write `concordat check budapest:29`, or `concordat check --pairs FILE`, --what-if FILE, or --compare OLD NEW"
CHANGED = ("table", "jsonl", "csv")
FORMATS = ("table", "jsonl", "html", "csv", "ttl")


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(check)


def check(
    left: Annotated[str | None, typer.Argument(help="A compact id, or a file; see also --pairs.", show_default=False)] = None,
    against: Annotated[list[str] | None, typer.Option("--against", help="A compact id, or mandate, treaties, eu-law. Default: all of them.", show_default=False)] = None,
    pairs: Annotated[Path | None, typer.Option("--pairs", help="A JSON Lines file of pairs to compare.", show_default=False)] = None,
    form: Annotated[str, typer.Option("--format", help="table, jsonl, html, csv or ttl.")] = "table",
    extracted: Annotated[bool, typer.Option("--extracted", help="Compare the norms a machine reads in a file (of a pairs file: in its left documents), instead of curated ones.")] = False,
    edit: Annotated[Path | None, typer.Option("--what-if", help="Turtle of an edited norm, or a new text: what would change. Nothing is stored.", show_default=False)] = None,
    versions: Annotated[tuple[str, str] | None, typer.Option("--compare", metavar="OLD NEW", help="Two versions of a draft, as compact ids or files.", show_default=False)] = None,
    options: Annotated[bool, typer.Option("--options", help="Say what would repair the gravest findings, and what it costs.")] = False,
    cross: Annotated[bool, typer.Option("--cross-check", help="Hold the arithmetic behind the findings against HermiT instead of showing them.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="End with 1 where something conflicts.")] = False,
    lang: Language = "en",
    output: Output = None,
    store: StoreOption = None,
) -> None:
    """Compare a text with the mandate, the treaties and EU law, and say what was found and why."""
    request = _Request(left, tuple(against or ()), pairs, edit, versions, extracted=extracted, options=options, cross=cross)
    request.refuse(form, lang)
    text, good = _answer(request, store, form, lang)
    write(text, output)
    if output is not None:
        print(str(output), file=sys.stderr)
    if strict and not good:
        raise typer.Exit(1)


@dataclass(frozen=True, slots=True)
class _Request:
    """What is asked for."""

    left: str | None
    against: tuple[str, ...]
    pairs: Path | None
    edit: Path | None
    versions: tuple[str, str] | None
    extracted: bool
    options: bool
    cross: bool

    def files(self) -> list[Path]:
        """Return the documents whose norms a machine is to read."""
        from ..compatibility.pairs import documents_of

        if not self.extracted:
            return []
        return [Path(self.left)] if self.left is not None else documents_of(self.pairs) if self.pairs is not None else []

    def refuse(self, form: str, lang: str) -> None:
        """Raise UsageError where nothing is named, or two things, or what cannot be shown so."""
        named = [each for each in (self.pairs, self.edit, self.versions) if each is not None]
        if len(named) > 1 or (self.left is None and not named) or (self.left is not None and named not in ([], [self.edit])):
            raise UsageError("name one thing to check: a text, or a file of pairs, a change, or two versions", do=EXAMPLES)
        if lang not in {"en", "fr"}:
            raise UsageError(f"no language {lang!r}", do="choose en or fr")
        forms = CHANGED if self.edit or self.versions else FORMATS
        if form not in forms:
            raise UsageError(f"no format {form!r}", do=f"choose {', '.join(forms)}")


def _answer(request: _Request, store: str | None, form: str, lang: str) -> tuple[str | bytes, bool]:
    """Return what is shown, and whether nothing in it conflicts."""
    from ..checking import Desk
    from ..graph.store import default_address, open_store
    from ..machine import read_norms
    from ..whatif import compare, what_if

    with open_store(store or default_address()) as held, progress() as bar:
        bar("reading")
        files = request.files()
        reading = read_norms(*files) if files else None
        desk = Desk(held, reading=reading)
        bar("comparing")
        if request.edit is not None or request.versions is not None:
            old, new = request.versions or ("", "")
            edit, left, against = request.edit, request.left, request.against
            outcome = what_if(desk, edit, left, against) if edit is not None else compare(desk, old, new, against)
            return desk.show_changes(outcome, form, lang), _good(outcome.found)
        if request.pairs is not None:
            found = desk.pairs(request.pairs)
            return desk.pair_rows(found), _good(found)
        found = desk.text(reading.about if reading else str(request.left), request.against)
        if request.cross:
            return desk.cross_check(found, lang)
        ways = desk.options(found, request.against) if request.options else None
        return desk.show(found, form, lang, left=str(request.left), ways=ways), _good(found)


def _good(found: Sequence[Finding]) -> bool:
    return not any(finding.verdict == "conflicts" for finding in found)
