"""Make the references: `cli.md` from the commands, `http.md` from the OpenAPI description, `python.md` from the docstrings.

    python docs/reference/make.py

`tests/test_reference.py` fails where a page is not what this gives.
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, is_dataclass
from pathlib import Path
from typing import Any

import typer
from typer.cli import get_docs_for_click

from concordat.catalogue import questions
from concordat.cli import app
from concordat.web.app import ROUTES
from concordat.web.limits import Limits
from concordat.web.openapi import document

__all__ = ["PUBLIC", "pages"]

# what a program may rely on; everything else may change without notice
PUBLIC = (
    "concordat.open",
    "concordat.session.Session",
    "concordat.answers.Answer",
    "concordat.graph.store.open_store",
    "concordat.graph.store.Store",
    "concordat.graph.names.expand",
    "concordat.graph.names.compact",
    "concordat.build.build",
    "concordat.validation.validate",
    "concordat.loading.load_file",
    "concordat.loaders.read.read",
    "concordat.compatibility.Finding",
    "concordat.catalogue.questions",
    "concordat.reviewing.Office",
    "concordat.errors.ConcordatError",
)
_WIDTH = 120
_MADE = "<!-- made by docs/reference/make.py: do not edit -->\n"


def pages() -> dict[str, str]:
    """Return the text of each page by the name of its file."""
    return {"cli.md": _commands(), "http.md": _http(), "python.md": _python()}


def _commands() -> str:
    group = typer.main.get_command(app)
    commands: Mapping[str, Any] = group.commands  # type: ignore[attr-defined]
    listed = "".join(f"* [`{name}`](#concordat-{name}): {_cell(command.help or '')}\n" for name, command in commands.items())
    with typer.Context(group) as context:
        told = [get_docs_for_click(obj=each, ctx=context, indent=1, call_prefix="concordat") for each in commands.values()]  # type: ignore[arg-type]
    more = "\nExit codes and messages: [errors.md](../errors.md). Formats: [loading.md](../loading.md), [reports.md](../reports.md).\n"
    return f"{_MADE}# The commands\n\n{group.help}\n{more}\n{listed}\n{''.join(told)}".rstrip() + "\n"


# ---- HTTP ----


def _http() -> str:
    described = document(Limits(), ROUTES)
    parts = [
        _MADE,
        "# The addresses for programs\n\n",
        "Made from `/openapi.json`, which a running server gives. Pages for people: [serving.md](../serving.md).\n\n",
        f"{described['info']['description']}\n",
    ]
    asked = [f"/queries/{name}" for name in questions()]
    for path, held in described["paths"].items():
        if path not in asked:
            shared = held.get("parameters", [])
            parts.extend(_operation(path, method, told, shared) for method, told in held.items() if method != "parameters")
    parts.append("\n## The questions of the catalogue\n\nEach is a `GET`. Its answer comes in a type of results, as from `/sparql`, or ")
    parts.append("by an ending: `.html`, `.json`, `.csv`, `.tsv`, `.xml`.\n\n| address | answers | parameters |\n|---|---|---|\n")
    parts.extend(_asked(path, described["paths"][path]["get"]) for path in asked)
    return "".join(parts)


def _operation(path: str, method: str, told: Mapping[str, Any], shared: list[Mapping[str, Any]]) -> str:
    lines = [f"\n## `{method.upper()} {path}`\n\n{told.get('summary', '')}.\n"]
    if text := told.get("description"):
        lines.append(f"\n{text}\n")
    parameters = [*shared, *told.get("parameters", [])]
    if parameters:
        lines.append("\n| parameter | in | |\n|---|---|---|\n")
        lines.extend(f"| `{p['name']}` | {p['in']} | {_cell(p.get('description', ''))}{_needed(p)} |\n" for p in parameters)
    if body := told.get("requestBody"):
        lines.append(f"\nBody: {_codes(body['content'])}.\n")
    lines.append("\n| status | | media types |\n|---|---|---|\n")
    for status, answer in sorted(told["responses"].items()):
        lines.append(f"| {status} | {_cell(answer['description'])} | {_codes(answer.get('content', {}))} |\n")
    return "".join(lines)


def _needed(parameter: Mapping[str, Any]) -> str:
    return " Required." if parameter.get("required") else ""


def _asked(path: str, told: Mapping[str, Any]) -> str:
    parameters = "; ".join(f"`{p['name']}`: {_cell(p.get('description', ''))}" for p in told.get("parameters", []))
    return f"| `{path}` | {_cell(told['summary'])} | {parameters} |\n"


def _codes(held: Mapping[str, object]) -> str:
    return ", ".join(f"`{name}`" for name in held)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


# ---- Python ----


def _python() -> str:
    head = (
        "# The public names of the package\n\nWhat a program may rely on. `py.typed` is there: mypy and pyright see every type. "
        "How to begin: [the tutorial](../tutorials/informatician.md).\n"
    )
    return _MADE + head + "".join(_section(name) for name in PUBLIC)


def _section(name: str) -> str:
    module, _, short = name.rpartition(".")
    held = getattr(importlib.import_module(module), short)
    if not inspect.isclass(held):
        return _told(f"## `{name}`", short, held)
    members = "".join(_told(f"### `{short}.{each}`", each, member) for each, member in _members(held))
    fields = f"```python\n{_signature(short, held)}\n```\n\n" if is_dataclass(held) else ""
    return f"\n## `{name}`\n\n{fields}{_text(held)}{members}"


def _members(held: type) -> Iterator[tuple[str, object]]:
    """Yield the public methods and properties that a class or one above it declares, those above first."""
    found: dict[str, object] = {}
    for each in reversed(held.__mro__[:-1]):
        found |= {name: member for name, member in vars(each).items() if not name.startswith("_")}
    for name, member in found.items():
        plain = member.__func__ if isinstance(member, (classmethod, staticmethod)) else member
        if inspect.getdoc(plain) and (inspect.isfunction(plain) or isinstance(plain, property)):
            yield name, plain


def _told(title: str, name: str, held: object) -> str:
    form = f"```python\n{_signature(name, held)}\n```\n\n" if callable(held) else ""
    return f"\n{title}\n\n{form}{_text(held)}"


def _signature(name: str, held: Callable[..., object]) -> str:
    signature = inspect.signature(held)
    parameters = [_plain(parameter) for parameter in signature.parameters.values()]
    result = signature.return_annotation
    plain = signature.replace(parameters=parameters, return_annotation=_Shown(result) if isinstance(result, str) else result)
    text = f"{name}{plain}"
    return text if len(text) <= _WIDTH else f"{name}(\n{''.join(_arguments(parameters))}){text.rpartition(')')[2]}"


@dataclass(frozen=True, slots=True)
class _Shown:
    """Something that is shown by a text."""

    text: str

    def __repr__(self) -> str:
        return self.text


def _plain(parameter: inspect.Parameter) -> inspect.Parameter:
    """Return a parameter with its annotation unquoted, and dots for a default that has no text of its own."""
    default = parameter.default
    if default is not parameter.empty and " at 0x" in repr(default):
        default = _Shown("...")
    annotation = parameter.annotation
    return parameter.replace(default=default, annotation=_Shown(annotation) if isinstance(annotation, str) else annotation)


def _arguments(parameters: Sequence[inspect.Parameter]) -> Iterator[str]:
    starred = False
    for parameter in parameters:
        if parameter.kind is parameter.KEYWORD_ONLY and not starred:
            yield "    *,\n"
        starred = starred or parameter.kind in {parameter.KEYWORD_ONLY, parameter.VAR_POSITIONAL}
        yield f"    {parameter},\n"


def _text(held: object) -> str:
    return (inspect.getdoc(held) or "").strip() + "\n"


def main() -> None:
    """Write the pages."""
    for name, text in pages().items():
        Path(__file__).with_name(name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
