"""What is made ready in the background, and in what order."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

from concordat.catalogue import questions
from concordat.web import warming
from concordat.web.drafting import ASKED

if TYPE_CHECKING:
    import pytest

    from concordat.web.reading import Reading


def test_what_questions_on_the_whole_graph_took_is_given_back_before_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[object] = []
    monkeypatch.setattr(warming, "prepare", lambda: None)
    monkeypatch.setattr(warming, "give_back", lambda: done.append("given back"))
    reading = cast("Reading", SimpleNamespace(memory=SimpleNamespace(select=done.append)))
    for task in warming._tasks(reading):
        task()
        if "given back" in done:
            break
    assert done == [*(each.query for each in map(questions().__getitem__, ASKED) if not each.parameters), "given back"]
