"""Governing: what governs between two parties, as a text for a terminal and as JSON Lines."""

from __future__ import annotations

import io
from collections.abc import Mapping

from rich.console import Console
from rich.markup import escape

from ..governing import Answer, Statement
from ..texts import Library
from .rows import jsonl

__all__ = ["TOLD", "records", "render"]

# the headings of an answer, and how far a statement was verified
TOLD: Mapping[str, Mapping[str, str]] = {
    "en": {
        "instruments": "Who is bound", "rules": "On the topic", "clauses": "Clauses on other rules", "vienna": "What the Vienna Convention leaves",
        "limits": "Reservations and declarations", "union": "European Union", "bilateral": "Treaties between the two alone", "conclusion": "Conclusion",
        "text-checked": "read in the text", "table-read": "read in the depositary's table", "unverified": "unverified", "more": "and {n} more",
        "read": "Prepared by machine for a lawyer's review; not legal advice. Not examined: case law, other languages, practice.",
    },
    "fr": {
        "instruments": "Qui est lié", "rules": "Sur le sujet", "clauses": "Clauses sur d'autres règles", "vienna": "Ce que laisse la Convention de Vienne",
        "limits": "Réserves et déclarations", "union": "Union européenne", "bilateral": "Traités entre les deux seuls", "conclusion": "Conclusion",
        "text-checked": "lu dans le texte", "table-read": "lu dans le tableau du dépositaire", "unverified": "non vérifié", "more": "et {n} autres",
        "read": "Préparé par une machine pour l'examen d'un juriste ; ne vaut pas avis juridique. Non examiné : jurisprudence, autres langues, pratique.",
    },
}  # fmt: skip
_SHOWN = 6


def render(answer: Answer, library: Library, lang: str) -> str:
    """Return an answer as text in `en` or `fr`: section by section, each statement with pin-points and verification."""
    told = TOLD[lang]
    held = io.StringIO()
    screen = Console()
    console = Console(file=held, width=max(100, screen.width), force_terminal=screen.is_terminal, highlight=False)
    one, other = (party.names.get(lang, party.compact) for party in answer.asked.both)
    console.print(f"[bold]{escape(one)} / {escape(other)}[/], {answer.asked.on}, {escape(', '.join(answer.asked.topics))}", soft_wrap=True)
    section = ""
    for statement in answer.statements:
        if statement.section != section:
            section = statement.section
            console.print(f"\n[bold]{escape(told[section])}[/]")
        console.print(escape(f"  - {statement.text[lang]} {_support(statement, library, lang)}"), soft_wrap=True)
    console.print(f"\n{told['read']}", soft_wrap=True)
    return held.getvalue()


def _support(statement: Statement, library: Library, lang: str) -> str:
    told = TOLD[lang]
    names = [library.pinpoint(provision, lang) for provision in statement.pinpoints[:_SHOWN]]
    if len(statement.pinpoints) > _SHOWN:
        names.append(told["more"].format(n=len(statement.pinpoints) - _SHOWN))
    return f"[{'; '.join([*names, told[statement.verification]])}]"


def records(answer: Answer, library: Library) -> str:
    """Return an answer as JSON Lines: one object a statement, in both languages, with pin-points as compact ids and in words."""
    return jsonl(
        {
            "between": [party.compact for party in answer.asked.both],
            "on": answer.asked.on.isoformat(),
            "topics": list(answer.asked.topics),
            "section": statement.section,
            "text": dict(statement.text),
            "pinpoints": list(statement.pinpoints),
            "pinpoints_in_words": {lang: [library.pinpoint(each, lang) for each in statement.pinpoints] for lang in ("en", "fr")},
            "verification": statement.verification,
            "concluded": answer.concluded,
        }
        for statement in answer.statements
    )
