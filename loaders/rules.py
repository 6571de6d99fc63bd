"""Rules: the tables by which norms are read in one language (`norms-fr.toml`, `norms-en.toml`), ready for use."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib.resources import files
from typing import Any

from ..errors import InputError
from .actors import state_names

__all__ = ["LANGUAGES", "NOBODY", "Rule", "Rules", "Subject", "rules"]

LANGUAGES = ("en", "fr")


@dataclass(frozen=True, slots=True)
class Rule:
    """A form of words that makes a norm; its pattern (`text`) is tried at the beginning of a main clause.

    `confidence` is the share of what it reads in annotated texts that readers share, or what `basis` says instead of "annotated"
    ("judged", or "none": not measured); an `indicative` rule reads plain
    statements, which are norms only in texts that lay down law; `action` is what its norms do, where the form of words says it.
    `sign` is what stands somewhere in the small letters of each clause that fits, where the pattern tells.
    """

    id: str
    text: str
    modality: str
    force: str | None
    confidence: float
    example: str
    counter: str
    indicative: bool
    action: str | None = None
    basis: str = "annotated"
    sign: re.Pattern[str] | None = None

    @property
    def pattern(self) -> re.Pattern[str]:
        """What `text` says; made when a clause first needs it, as most documents need few of them, and each is long."""
        return _compile(self.text)

    def at(self, clause: str) -> int | None:
        """Return where the verb of a clause that fits begins, or None where it does not fit."""
        match = self.pattern.match(clause)
        if match is None:
            return None
        return max(0, match.start("at")) if "at" in self.pattern.groupindex else 0


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is spoken of: its role and the role it stands opposite to; None for a pronoun.

    `example` are words of our own that the pattern must tell, `counter` such that it must not.
    """

    pattern: re.Pattern[str]
    role: str | None
    counterparty: str | None
    example: str
    counter: str


NOBODY = Subject(re.compile("(?!)"), None, None, "", "")
"""Somebody for whom there is no role."""


@dataclass(frozen=True, slots=True)
class Rules:
    """All tables of one language.

    `subjects` are told by their names, `bodies` too, where no narrower name fits; `bearers` by what is done, `sides` by what a Party
    does; `tables` are pattern and concept, by the name of the table; `topics` says what actions are about; `made` is the confidence
    of norms that no rule of `rules` makes.
    """

    language: str
    rules: tuple[Rule, ...]
    subjects: tuple[Subject, ...]
    bodies: tuple[Subject, ...]
    bearers: tuple[Subject, ...]
    sides: tuple[Subject, ...]
    tables: dict[str, tuple[tuple[re.Pattern[str], str], ...]]
    words: dict[str, re.Pattern[str]]
    units: dict[str, str]
    made: dict[str, float]
    verb: re.Pattern[str]
    topics: dict[str, str]
    # the same clause is asked for several times while its sentence is taken apart
    _known: dict[str, Rule | None] = field(default_factory=dict, compare=False, repr=False)

    def plain(self) -> Rules:
        """Return these rules without those that read plain statements as norms."""
        return replace(self, rules=tuple(rule for rule in self.rules if not rule.indicative), _known={})

    def fitting(self, clause: str) -> Rule | None:
        """Return the rule whose verb comes first in a clause (of two with one verb, the first of the table), or None."""
        if clause not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            found = [(at, number) for number, rule in self._possible(clause) if (at := rule.at(clause)) is not None]
            self._known[clause] = self.rules[min(found)[1]] if found else None
        return self._known[clause]

    def _possible(self, clause: str) -> Iterator[tuple[int, Rule]]:
        """Yield the rules that may fit, by number: to look for their verbs costs a sixth of trying all of them behind every subject."""
        small = clause.lower()
        return ((number, rule) for number, rule in enumerate(self.rules) if rule.sign is None or rule.sign.search(small))


_REMEMBERED = 4096  # clauses
_MARK = re.compile(r"\{(?:S|NP|PNP)\}")  # the verb comes behind the subject
_CAPITAL = re.compile(r"(?<!\\)[A-Z]")
_TABLES = (
    "margin", "ground", "safeguard", "parameter", "topic", "action", "operator", "condition", "exception", "effect", "regime", "scope",
    "matter", "fallback", "mention", "recipient", "theme",
)  # fmt: skip


@lru_cache(len(LANGUAGES))
def rules(language: str) -> Rules:
    """Return the rules of a language of LANGUAGES.

    Raises InputError where there are none.
    """
    if language not in LANGUAGES:
        what = f"norms are not read in {language!r} yet, only in {', '.join(LANGUAGES)}"
        raise InputError(what, do="extract its structure or its citations, or give the French text")
    text = (files("concordat") / "loaders" / f"norms-{language}.toml").read_text(encoding="utf-8")
    return _compiled(language, tomllib.loads(text))


def _compiled(language: str, table: dict[str, Any]) -> Rules:
    pieces = _pieces(table, language)
    made = tuple(
        Rule(
            row["id"],
            _filled(_MARK.sub(r"\g<0>(?P<at>)", row["pattern"], count=1), pieces),
            row["modality"],
            row.get("force"),
            row["confidence"],
            row["example"],
            row["counter"],
            row.get("indicative", False),
            row.get("action"),
            row.get("basis", "annotated"),
            _sign(row["pattern"], pieces),
        )
        for row in table["rules"]
    )
    subjects, bodies, bearers, sides = (
        tuple(_subject(row, pieces) for row in part)
        for part in (table["subjects"], table["bodies"], table["bearers"], table["sides"])
    )
    tables = {
        name: tuple((_compile(_filled(row["pattern"], pieces)), row[name]) for row in table.get(f"{name}s", ())) for name in _TABLES
    }
    contents = tomllib.loads((files("concordat") / "loaders" / "elements.toml").read_text(encoding="utf-8"))
    tables["element"] = tuple((_compile(row[language]), row["element"]) for row in contents["elements"])
    words = {name: _compile(_filled(pattern, pieces)) for name, pattern in table["words"].items()}
    start = _compile(pieces["start"])
    return Rules(language, made, subjects, bodies, bearers, sides, tables, words, table["units"], table["made"], start, contents["topics"])


def _subject(row: dict[str, str], pieces: dict[str, str]) -> Subject:
    pattern = _compile(rf"\b(?:{_filled(row['pattern'], pieces)})")
    return Subject(pattern, row["role"] or None, row["counterparty"] or None, row["example"], row["counter"])


@lru_cache(None)
def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace("’", "[’']"), re.IGNORECASE)


def _sign(pattern: str, pieces: dict[str, str]) -> re.Pattern[str] | None:
    """What stands behind the subject in a pattern that begins with one; None where small letters alone do not tell."""
    mark = _MARK.match(pattern, 1)
    told = _filled(pattern[mark.end() :], pieces) if mark else ""
    return re.compile(_compile(told).pattern) if told and not _CAPITAL.search(told) else None


def _pieces(table: dict[str, Any], language: str) -> dict[str, str]:
    """The named parts of patterns, each filled into those after it; `known` are the States that the graph knows by name."""
    pieces = {name: f"(?:{'|'.join(forms)})" for name, forms in _conjugated(table.get("verbs", {})).items()}
    pieces["known"] = f"(?-i:{'|'.join(re.escape(name).replace(chr(39), '’') for name in state_names(language))})"
    for name, pattern in table["naming"].items():
        pieces[name] = _filled(pattern, pieces)
    pieces["subject"] = "|".join(_filled(row["pattern"], pieces) for row in table["subjects"])
    for name, pattern in table["pieces"].items():
        pieces[name] = _filled(pattern, pieces)
    return pieces


def _filled(pattern: str, pieces: dict[str, str]) -> str:
    return re.sub(r"\{([A-Za-z]+)\}", lambda match: pieces[match[1]], pattern)


def _conjugated(verbs: dict[str, list[str]]) -> dict[str, list[str]]:
    """The forms of the table of verbs: French regular ones are built from their infinitives in -er."""
    regular = [verb for verb in verbs.get("regular", []) if verb.endswith("er")]
    stems = [verb.removesuffix("er") for verb in regular]
    present = [f"{_open(stem)}e(?:nt)?" for stem in stems] + verbs.get("present", [])
    future = [f"{_open(verb)}(?:a|ont)" for verb in regular] + verbs.get("future", [])
    participle = [f"{stem}ée?s?" for stem in stems] + [f"{form}(?:e?s?)" for form in verbs.get("participle", [])]
    return {"V": present, "F": future, "P": participle}


def _open(stem: str) -> str:
    """Some stems change their last vowel in some forms (`préférer`, `préfère`)."""
    return re.sub("é(?=[^aeiouyéè]{1,2}$)", "[éè]", stem)
