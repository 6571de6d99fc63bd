"""`query` and `questions`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import InputError, UsageError, said
from .terminal import Language, Output, StoreOption, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rdflib.term import Node

    from ..catalogue import Question
    from ..graph.store import Store

__all__ = ["query", "questions", "register"]

FORMATS = ("table", "csv", "json", "ttl")


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(query)
    app.command()(questions)


def query(
    name: Annotated[str, typer.Argument(help="A question of the catalogue, a .rq file, or - for stdin.")],
    parameter: Annotated[list[str] | None, typer.Option("-p", "--parameter", help="name=value", show_default=False)] = None,
    form: Annotated[str, typer.Option("--format", help="table, csv, json (SPARQL Results) or ttl (for CONSTRUCT).")] = "table",
    everything: Annotated[bool, typer.Option("--everything", help="Ask what is restricted too, and keep the answer to yourself.")] = False,
    output: Output = None,
    store: StoreOption = None,
) -> None:
    """Answer a question of the catalogue, or any SPARQL query."""
    from ..asking import ask
    from ..catalogue import bind, find
    from ..graph.store import default_address, open_store
    from ..graph.whole import whole

    if form not in FORMATS:
        raise UsageError(f"no format {form!r}", do=f"choose {', '.join(FORMATS)}")
    given = dict(_pair(text) for text in parameter or [])
    text = _text(name)
    if text is None:
        question = find(name)
        text, bindings = question.query, bind(question, given)
    else:
        bindings = {}
        if given:
            raise UsageError("a query of your own takes no -p", do="write the values into the query")
    with open_store(store or default_address()) as held:
        asked = whole(held) if everything else held
        _known(asked, given, bindings)
        write(ask(asked, text, form, bindings=bindings), output)


def _known(store: Store, given: Mapping[str, str], bindings: Mapping[str, Node]) -> None:
    """Raise UsageError where an id names nothing: an answer without rows would say something of the law."""
    from rdflib import URIRef

    for name, term in bindings.items():
        if isinstance(term, URIRef) and not store.ask("ASK { { ?id ?p ?o } UNION { ?s ?q ?id } }", bindings={"id": term}):
            what, do = f"{given[name]} names nothing in the graph", "see `concordat query instruments` for what is there"
            raise UsageError(what, where=f"-p {name}", do=do)


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign:
        raise UsageError(f"{text!r} is no parameter", do="write -p name=value")
    return name, value


def _text(name: str) -> str | None:
    if name == "-":
        return sys.stdin.read()
    if name.endswith((".rq", ".sparql")) or "/" in name:
        try:
            return Path(name).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"cannot be read: {said(error)}", where=name, do="name a SPARQL file in UTF-8") from error
    return None


def questions(
    form: Annotated[str, typer.Option("--format", help="table, jsonl or md (both languages).")] = "table",
    lang: Language = "en",
    output: Output = None,
) -> None:
    """List the competency questions that the graph answers."""
    from ..catalogue import questions as held

    if form == "jsonl":
        rows = [
            {"name": q.name, "title": dict(q.title), "question": dict(q.question), "returns": q.returns,
             "parameters": [{"name": p.name, "kind": p.kind, "about": p.about} for p in q.parameters]}
            for q in held().values()
        ]  # fmt: skip
        write("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), output)
        return
    if form == "md":
        write(_markdown(held().values()), output)
        return
    if form != "table":
        raise UsageError(f"no format {form!r}", do="choose table, jsonl or md")
    lines = []
    for q in held().values():
        options = "".join(f" -p {p.name}=..." for p in q.parameters)
        lines.append(f"{q.name}{options}\n    {q.question.get(lang, q.question['en'])}\n")
    write("".join(lines), output)


_MARKDOWN_HEAD = """# The questions that the graph answers / Les questions auxquelles le graphe répond

Each is a file `queries/catalogue/NAME.rq`; this page is what `concordat questions --format md` prints.
Chacune est un fichier `queries/catalogue/NAME.rq` ; cette page est ce qu’imprime `concordat questions --format md`.
"""


def _markdown(held: Iterable[Question]) -> str:
    """Return the catalogue as a Markdown page in both languages."""
    return _MARKDOWN_HEAD + "".join(_section(question) for question in held)


def _section(question: Question) -> str:
    options = "".join(f" -p {p.name}=..." for p in question.parameters)
    about = "".join(f"* `{p.name}`: {p.about}\n" for p in question.parameters)
    title, asked = question.title, question.question
    return (
        f"\n## {title['en']} / {title['fr']}\n\n{asked['en']}\n\n*{asked['fr']}*\n\n"
        f"    concordat query {question.name}{options}\n\n{about}* returns: {question.returns}\n"
    )
