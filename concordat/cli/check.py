"""`check`: one text against what it has to answer to, or pairs of provisions from a file."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import UsageError
from .terminal import Language, Output, StoreOption, progress, tell, write

if TYPE_CHECKING:
    from ..checking import Desk
    from ..compatibility import Finding

__all__ = ["check", "register"]

EXAMPLES = "write `concordat check budapest:29`, or `concordat check --pairs FILE`, --what-if FILE, or --compare OLD NEW"
CHANGED = ("table", "jsonl", "csv")
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
    from ..checking import Desk
    from ..graph.store import default_address, open_store
    from ..machine import read_norms
    from ..reviewing import reviewed

    asked = _Asked(left, tuple(against or ()), pairs, edit, versions, lang, note=note, extracted=extracted, options=options, cross=cross)
    form = asked.form(form, output)
    with open_store(store or default_address()) as held, progress() as bar:
        bar("reading")
        files = asked.files()
        reading = read_norms(*files) if files else None
        desk = Desk(held, reading=reading)
        desk.reviews = reviewed(held, store or default_address())
        bar("comparing")
        text, good = _answer(desk, asked, form, about=reading.about if reading and left is not None else str(left))
    write(text, output)
    if output is not None:
        tell(str(output))
    if strict and not good:
        raise typer.Exit(1)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What one call asks for."""

    left: str | None
    against: tuple[str, ...]
    pairs: Path | None
    edit: Path | None
    versions: tuple[str, str] | None
    lang: str
    note: bool
    extracted: bool
    options: bool
    cross: bool

    def files(self) -> list[Path]:
        """Return the documents whose norms a machine is to read."""
        from ..compatibility.pairs import documents_of

        if not self.extracted:
            return []
        return [Path(self.left)] if self.left is not None else documents_of(self.pairs) if self.pairs is not None else []

    def form(self, form: str, output: Path | None) -> str:
        """Return the format that is meant; raise UsageError where there is no such one, or where nothing or two things are to be checked."""
        named = [each for each in (self.pairs, self.edit, self.versions) if each is not None]
        if len(named) > 1 or (self.left is None and not named) or (self.left is not None and named not in ([], [self.edit])):
            raise UsageError("name one thing to check: a text, or a file of pairs, a change, or two versions", do=EXAMPLES)
        if self.note and (self.left is None or not self.against or named):
            raise UsageError("a note is on one provision against others", do="name it, and each of the others with --against")
        if self.note and form == "table":
            ending = output.suffix.removeprefix(".") if output else ""
            form = ending if ending in NOTES else "html"
        known = NOTES if self.note else CHANGED if self.edit or self.versions else FORMATS
        if form not in known:
            raise UsageError(f"no format {form!r}", do=f"choose {', '.join(known)}")
        return form

    @property
    def command(self) -> str:
        """What stands at the foot of a page: what to write to get the same again."""
        words = ["concordat", "check", self.left or "", *(word for right in self.against for word in ("--against", right))]
        return shlex.join([*words, *(["--note"] if self.note else []), *(["--extracted"] if self.extracted else [])])


def _answer(desk: Desk, asked: _Asked, form: str, *, about: str) -> tuple[str | bytes, bool]:
    """Return what is shown, and whether nothing in it conflicts; a note has no findings of its own."""
    from ..whatif import compare, what_if

    if asked.edit is not None or asked.versions is not None:
        old, new = asked.versions or ("", "")
        outcome = what_if(desk, asked.edit, asked.left, asked.against) if asked.edit is not None else compare(desk, old, new, asked.against)
        return desk.show_changes(outcome, form, asked.lang), _good(outcome.found)
    if asked.pairs is not None:
        found = desk.pairs(asked.pairs)
        return desk.pair_rows(found), _good(found)
    if asked.note:
        return desk.note(about, asked.against, form, asked.lang, command=asked.command), True
    found = desk.text(about, asked.against)
    if asked.cross:
        return desk.cross_check(found, asked.lang)
    ways = desk.options(found, asked.against) if asked.options else None
    return desk.show(found, form, asked.lang, left=str(asked.left), command=asked.command, ways=ways), _good(found)


def _good(found: Sequence[Finding]) -> bool:
    return not any(finding.verdict == "conflicts" for finding in found)
