"""Why something is refused, and what was done: all that a page or a command says of it has its French."""

from __future__ import annotations

import ast
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from concordat.errors import InputError, UsageError
from concordat.loaders.detect import detect
from concordat.loaders.source import from_bytes
from concordat.reasons import FIELD, patterns, reason

ROOT = Path(__file__).parents[2]
RAISED = {"ConcordatError", "Failure", "InputError", "LimitError", "StoreError", "UsageError"}
NAMED = {"what", "told", "do", "UNREAD"}


def files() -> list[Path]:
    return sorted(path for folder in ("concordat", "graph", "loaders") for path in (ROOT / folder).rglob("*.py") if "tests" not in path.parts)


def told(node: ast.expr) -> Iterator[str]:
    """The texts that an expression can be, with a mark for each value in them."""
    if isinstance(node, ast.IfExp):
        yield from (*told(node.body), *told(node.orelse))
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)


def said(path: Path) -> Iterator[str]:
    """What a module says where it refuses, and a command where it is done."""
    spoken = RAISED | ({"tell"} if path.parent.name == "cli" else set())
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in spoken:
            first = node.args[1:2] if node.func.id == "Failure" else node.args[:1]
            yield from (text for each in (*first, *(k.value for k in node.keywords if k.arg == "do")) for text in told(each))
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id in NAMED:
            yield from told(node.value)


@pytest.mark.parametrize("path", [path for path in files() if any(said(path))], ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_is_refused_or_done_has_its_french(path: Path) -> None:
    # a value may be a number, a name, or one of a few words; what has none is known as it stands, not as another's value
    lacking = [
        text for text in said(path)
        if text not in patterns() and ("{}" not in text or not any(reason(text.replace("{}", value), "fr")[1] == "fr" for value in ("7", "date")))
    ]  # fmt: skip
    assert [text for text in lacking if re.search("[a-z] ", text) and not text.startswith(("<", "pip install"))] == []


def test_both_have_the_same_fields_and_no_french_is_english() -> None:
    for english, french in patterns().items():
        assert {*FIELD.findall(french)} <= {*FIELD.findall(english)}
        assert english != french or english.startswith("pip")
        # a space that does not break stands before these signs in French: none is forgotten
        assert not re.search(r" [;:!?]|[^\u00a0][;!?](?= |$)", french), french


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("no topic 'x'", "il n'y a pas de sujet 'x'"),
        ("SPARQL: error at 1:17: expected one of \"$\",\n'a'; correct the query at this place", "SPARQL : erreur à la ligne 1, colonne 17 ; corrigez la requête à cet endroit"),
        (UsageError("'x' is no day", where="--on", do="write it like 2026-06-01"), "--on : 'x' n'est pas un jour (écrivez-le comme 2026-06-01)"),
    ],
    ids=["a value", "a reason in a reason", "an error"],
)  # fmt: skip
def test_french(english: str | UsageError, french: str) -> None:
    assert (reason(english, "fr")[0].replace("\xa0", " "), reason(english, "fr")[1]) == (french, "fr")
    assert reason(english, "en") == (str(english), "en")


def test_a_list_of_formats_is_told_in_french() -> None:
    with pytest.raises(InputError) as refused:
        detect(from_bytes(b"<law>Boats.</law>", "a.xml"))
    assert reason(refused.value, "fr")[0].replace("\xa0", " ").endswith("(enregistrez-le en Formex, Akoma Ntoso, HTML, DOCX, PDF ou texte)")


@pytest.mark.parametrize("unit", [": , ", "(: , ) ", "a, b: "])
def test_no_text_takes_long(unit: str) -> None:
    begun = time.process_time()
    assert reason((unit * 4000)[:4000], "fr")[1] == "en"
    assert time.process_time() - begun < 1


@pytest.mark.parametrize("unknown", ["the moon is full", InputError("the moon is full", do="split the file"), "x" * 100_000])
def test_what_has_no_french_says_that_it_is_english(unknown: str | InputError) -> None:
    assert reason(unknown, "fr") == (str(unknown), "en")
