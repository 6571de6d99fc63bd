"""Wording: statements of an answer in English and French, from `wording.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import TypeAlias

from ..texts import Library
from .asked import Party

__all__ = ["LANGUAGES", "Say", "Statement", "Wording", "nothing"]

LANGUAGES = ("en", "fr")
# something that can be said in either language
Say: TypeAlias = Callable[[str], str]
# what fills a gap: the same text in both languages, or one made for each
Slot: TypeAlias = str | Party | Say | date


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that an answer says: `text` by language, where it is stated, and how far it was verified.

    `verification` is text-checked, table-read (a copy of the depositary's table) or unverified.
    """

    section: str
    text: Mapping[str, str]
    pinpoints: tuple[str, ...]
    verification: str


def nothing(_lang: str, /) -> str:
    """Say nothing."""
    return ""


@lru_cache(1)
def _templates() -> Mapping[str, Mapping[str, str]]:
    folder = files("concordat") / "governing"
    return tomllib.loads((folder / "wording.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Wording:
    """A way to put things, with the names that the graph has for them; `concepts` are labels by compact id and language."""

    library: Library
    concepts: Mapping[str, Mapping[str, str]]

    def put(self, key: str, **slots: Slot) -> Say:
        """Return a template of this name as something that can be said in either language."""
        return lambda lang: _templates()[lang][key].format(**{name: _filled(slot, lang) for name, slot in slots.items()})

    def statement(self, section: str, *parts: Say, at: Iterable[str] = (), verification: str) -> Statement:
        """Return parts said one after the other as a statement with its pin-points."""
        text = {lang: "".join(part(lang) for part in parts) for lang in LANGUAGES}
        return Statement(section, text, tuple(dict.fromkeys(at)), verification)

    def instrument(self, compact_id: str) -> Say:
        """Return the name of an instrument."""
        return lambda lang: self.library.instrument(compact_id, lang)

    def named(self, compact_ids: Iterable[str]) -> Say:
        """Return a list of regimes, instruments or provisions in words."""
        held = list(compact_ids)
        return lambda lang: _listed([self._name(each, lang) for each in held], lang)

    def ranges(self, compact_ids: Iterable[str]) -> Say:
        """Return provisions in words; a run of paragraphs of one article as its first and last."""
        runs = _runs(sorted(compact_ids, key=self.library.place))
        return lambda lang: _listed([self._run(run, lang) for run in runs], lang)

    def _run(self, run: list[str], lang: str) -> str:
        first = self.library.pinpoint(run[0], lang)
        return first if len(run) == 1 else f"{first}{'–' if lang == 'en' else ' à '}{self._last(run[-1], lang)}"

    def _last(self, compact_id: str, lang: str) -> str:
        number = compact_id.rsplit("/", 1)[-1]
        return f"({number})" if lang == "en" else number

    def _name(self, compact_id: str, lang: str) -> str:
        if compact_id in self.concepts:
            return self.concepts[compact_id].get(lang, compact_id)
        if compact_id in self.library.provisions:
            return self.library.pinpoint(compact_id, lang)
        return self.library.instrument(compact_id, lang)

    def reasons(self, keys: Iterable[str]) -> Say:
        """Return reasons one after the other."""
        held = list(keys)
        return lambda lang: {"en": "; ", "fr": " ; "}[lang].join(_templates()[lang][f"reason-{key}"] for key in held)


def _filled(slot: Slot, lang: str) -> str:
    if isinstance(slot, Party):
        return slot.names.get(lang, slot.compact)
    if isinstance(slot, date):
        return slot.isoformat()
    return slot if isinstance(slot, str) else slot(lang)


def _listed(names: list[str], lang: str) -> str:
    if not names:
        return _templates()[lang]["nothing-known"]
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + _templates()[lang]["and"] + names[-1]


def _runs(compact_ids: Sequence[str]) -> list[list[str]]:
    """Return provisions in runs of paragraphs that follow each other in one article."""
    runs: list[list[str]] = []
    for each in compact_ids:
        if runs and _follows(runs[-1][-1], each):
            runs[-1].append(each)
        else:
            runs.append([each])
    return runs


def _follows(one: str, other: str) -> bool:
    (above, _, number), (same, _, following) = one.rpartition("/"), other.rpartition("/")
    return above == same and number.isdigit() and following.isdigit() and int(following) == int(number) + 1
