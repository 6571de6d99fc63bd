"""`review`: decide on a finding, list what was decided, what went stale, export the log, forget a person."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import UsageError
from .terminal import Language, Output, StoreOption, tell, write

if TYPE_CHECKING:
    from ..reviewing import Office

__all__ = ["register", "review"]

FORMATS = ("table", "jsonl", "trig", "csv", "xlsx")


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(review)


@dataclass(frozen=True, slots=True)
class _Asked:
    """The options of one call."""

    decisions: Mapping[str, bool]
    comment: str
    name: str
    unit: str
    edition: str
    form: str
    lang: str
    output: Path | None


def review(
    what: Annotated[str, typer.Argument(help="A finding (its IRI, or LEFT~RIGHT), or: list, stale, export, forget.")],
    accept: Annotated[bool, typer.Option("--accept", help="The finding is right.")] = False,
    reject: Annotated[bool, typer.Option("--reject", help="The finding is wrong.")] = False,
    comment: Annotated[str, typer.Option("--comment", help="A remark, alone or with a decision. Name no person in it.", show_default=False)] = "",
    name: Annotated[str, typer.Option("--as", help="Who decides; kept apart from the log.", show_default=False)] = "",
    unit: Annotated[str, typer.Option("--unit", help="The reviewer's service, which stands in the log.", show_default=False)] = "",
    edition: Annotated[str, typer.Option("--edition", help="Edition and page that were read, where a text is not loaded.", show_default=False)] = "",
    form: Annotated[str, typer.Option("--format", help="For list and stale: table, jsonl. For export: trig, csv, xlsx, jsonl.")] = "",
    lang: Language = "en",
    output: Output = None,
    store: StoreOption = None,
) -> None:
    """Accept, reject or comment a finding; list decisions, what went stale, export them, forget a person."""
    from ..graph.store import default_address, open_store
    from ..review import folder_of
    from ..reviewing import Office

    asked = _Asked({"accepted": accept, "rejected": reject}, comment, name, unit, edition, form, lang, output)
    address = store or default_address()
    job = _JOBS.get(what)
    with open_store(address, write=job is None) as held:
        office = Office(held, folder_of(address))
        if torn := office.log.read().torn:
            tell(f"{office.log.path}: a last line was cut off ({len(torn)} bytes); it counts for nothing, and is set aside when the next is written")
        if job is None:
            _decide(office, what, asked)
        else:
            job(office, asked)


def _decide(office: Office, finding: str, asked: _Asked) -> None:
    from ..reports.phrases import PHRASES

    chosen = [decision for decision, wanted in asked.decisions.items() if wanted]
    if len(chosen) > 1 or not (chosen or asked.comment):
        raise UsageError("decide one thing", do="add --accept, --reject or --comment TEXT, or name list, stale, export or forget")
    decision = office.decide(
        finding, chosen[0] if chosen else "commented", by=asked.name, unit=asked.unit, comment=asked.comment, edition=asked.edition
    )
    told = next(held for held in office.record() if held.finding == decision.finding)
    state = PHRASES[asked.lang]["states"][told.state]
    tell(f"{decision.finding}: {decision.decision} (number {decision.number} of the log); the finding is now {state}")


def _list(office: Office, asked: _Asked) -> None:
    from ..reports.reviews import show

    write(show(office.standings(), office.people.names(), office.library, asked.form or "table", asked.lang), asked.output)


def _stale(office: Office, asked: _Asked) -> None:
    from ..reports.reviews import show

    stale = [held for held in office.standings() if held.changed]
    write(show(stale, office.people.names(), office.library, asked.form or "table", asked.lang), asked.output)


def _export(office: Office, asked: _Asked) -> None:
    from ..reports.reviews import show

    ending = asked.output.suffix.removeprefix(".") if asked.output else ""
    form = asked.form or (ending if ending in FORMATS else "trig")
    write(show(office.standings(), {}, office.library, form, asked.lang), asked.output)


def _forget(office: Office, asked: _Asked) -> None:
    pseudonym = office.forget(asked.name)
    tell(f"Forgotten. The decisions stay in the log as those of {pseudonym}, which is nobody's from now on.")


_JOBS: Mapping[str, Callable[[Office, _Asked], None]] = {"list": _list, "stale": _stale, "export": _export, "forget": _forget}
