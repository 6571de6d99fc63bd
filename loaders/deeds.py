"""Deeds: what a norm has somebody do, told from the verb that it governs (`deeds-en.toml`, `deeds-fr.toml`).

What stands between the modal verb and that verb is taken away ("shall take the measures necessary to preserve ..."), and of a
clause that another verb governs its own verb counts ("shall ensure that the request is executed").
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

__all__ = ["Deed", "Deeds", "deeds"]

_REACH = 180  # characters: what stands further behind a verb is seldom its object
_STEPS = 12  # what can stand between a modal verb and the verb that counts
_SUBJECT = " | "  # the subject follows the words: of a passive it is the object


@dataclass(frozen=True, slots=True)
class Deed:
    """A verb, with the object and the subject that it needs or None, and the action that they name together."""

    action: str
    verb: re.Pattern[str]
    object: re.Pattern[str] | None
    subject: re.Pattern[str] | None
    example: str
    counter: str


@dataclass(frozen=True, slots=True)
class Deeds:
    """The deeds of one language, the narrower first."""

    table: tuple[Deed, ...]
    carriers: re.Pattern[str]
    governing: re.Pattern[str]
    beyond: re.Pattern[str]
    negation: re.Pattern[str]
    none: re.Pattern[str]
    passive: re.Pattern[str]

    def told(self, words: str, *, subject: str = "", denied: bool = True) -> str | None:
        """Return the action that the words of a norm from its modal verb on name, or None where their verb is in no row.

        `denied` says that a norm may be on what is not done: a duty to see to it that something is not done is no duty to do it.
        """
        words, subject, passive = self.bare(words, subject)
        negation = self.negation.match(words)
        if not denied and self.none.match(subject):
            return None
        seen = words[:_REACH] + _SUBJECT + subject
        beyond = self.beyond.search(words, 1)
        near = words[: min(_REACH, beyond.start() if beyond else _REACH)]
        if passive:
            near += _SUBJECT + subject
        for deed in self.table:
            verb = deed.verb.match(seen) or (denied and negation and deed.verb.match(seen, negation.end()))
            if verb and _has(deed.object, near) and _has(deed.subject, subject):
                return deed.action
        return None

    def bare(self, words: str, subject: str) -> tuple[str, str, bool]:
        """Return the words from the verb on that says what is done, its subject, and whether it is a passive."""
        taken = ""
        for _ in range(_STEPS):
            words = words.lstrip(" ,:")
            inner, carrier = self.governing.match(words), self.carriers.match(words)
            if inner:
                taken, words, subject = f"{inner.group()} ", words[inner.end() :], inner["subject"]
            elif carrier and carrier.end():
                taken += f"{carrier.group()} "
                words = (carrier.groupdict().get("kept") or "") + words[carrier.end() :]
            else:
                break
        return words, subject, self.passive.search(taken + words.partition(" ")[0]) is not None


@lru_cache(2)
def deeds(language: str) -> Deeds:
    """Return the deeds of a language that norms are read in."""
    table = tomllib.loads((files("concordat") / "loaders" / f"deeds-{language}.toml").read_text(encoding="utf-8"))
    rows = tuple(
        Deed(
            row["action"],
            _compile(row["verb"]),
            _compile(row["object"]) if "object" in row else None,
            _compile(row["subject"]) if "subject" in row else None,
            row["example"],
            row["counter"],
        )
        for row in table["deeds"]
    )
    carriers = _compile("|".join(table["carriers"]))
    return Deeds(rows, carriers, *(_compile(table[name]) for name in ("governing", "beyond", "negation", "none", "passive")))


def _has(pattern: re.Pattern[str] | None, words: str) -> bool:
    return pattern is None or pattern.search(words) is not None


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace("’", "[’']"), re.IGNORECASE)
