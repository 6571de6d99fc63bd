"""Clauses: the main clauses of a text, with the subject that a later part of the sentence takes up.

A sentence is cut at its commas; conditions and adjuncts are set aside ("si ...", "conformément à ...", "where ...", "pursuant
to ..."), so that what is left says who must do what.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .rules import Rule, Rules
from .subjects import subject_of

__all__ = ["CUE", "Clause", "ahead_of", "clauses", "cue_of", "sentences", "words_of"]

_END = re.compile(r"(?<=[.!?])(?<!\bart\.)(?<!\bpar\.)(?<!\bNo\.)\s+(?=[A-ZÀ-Þ«“\"(\[])")
CUE = 12  # words
_AHEAD = 200  # characters before a verb: what it is done to stands there in a passive
_WHOLE = 3  # words: a shorter part is the first of several verbs ("initiate, develop or improve")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


@dataclass(frozen=True, slots=True)
class Clause:
    """A main clause: `text` as rules read it, of which the first `taken` characters are the subject of an earlier part.

    `sentence` is the whole sentence that it stands in, `above` the head of the list that it is a point of.
    """

    text: str
    taken: int
    sentence: str
    above: str = ""


def sentences(text: str) -> list[str]:
    """Return the sentences of a text."""
    return [part.strip() for part in _END.split(text) if part.strip()]


def clauses(sentence: str, rules: Rules, *, subject: str = "") -> Iterator[Clause]:
    """Yield the main clauses of a sentence; `subject` is one that the text before left open (the head of a list)."""
    return _Cutter(sentence, rules, subject).cut()


class _Cutter:
    """Reads the parts of one sentence; what a part leaves open (its verb, or what the verb governs) a later one completes."""

    def __init__(self, sentence: str, rules: Rules, subject: str) -> None:
        self.sentence, self.rules, self.subject = sentence, rules, subject
        self.waiting = bool(subject)  # for its verb
        self.ruling = ""  # the subject of the last clause that had a verb
        self.condition = self.nested = False
        self.open: Clause | None = None

    def cut(self) -> Iterator[Clause]:
        for part in _parts(_BRACKETS.sub(lambda match: " " * len(match.group()), self.sentence), self.rules):
            if not self.rules.words["joined"].fullmatch(part):
                yield from self._part(part)
            self.nested = self.nested or bool(self.rules.words["hanging"].search(part))
        if self.open:
            yield self.open

    def _part(self, part: str) -> Iterator[Clause]:
        if self.rules.words["condition"].match(part):
            self.condition = True
        elif self.rules.words["adjunct"].match(part):
            yield from self._adjunct(part)
        elif self.nested:
            self.nested = False
        elif self.rules.verb.match(part) and not (self.open and self.rules.words["bare"].match(part)):
            yield from self._going_on(part)
        elif self.open:
            self.open = Clause(f"{self.open.text} {part}", self.open.taken, self.sentence)
            if len(part.split()) >= _WHOLE:
                yield self.open
                self.open = None
        else:
            yield from self._fresh(part)

    def _going_on(self, part: str) -> Iterator[Clause]:
        """A part that begins with a verb; behind "and" its subject is that of the clause before, not what a list ended in."""
        joined = self.rules.words["joined"].match(part)
        if joined and self.ruling:
            self.subject = self.ruling
        if self.subject and (self.waiting or not self.condition or self.rules.words["firm"].match(part)):
            words = part[joined.end() :] if joined else part
            yield from self._clause(Clause(f"{self.subject} {words}", len(self.subject) + 1, self.sentence))
            self.waiting, self.ruling = False, self.subject

    def _fresh(self, part: str) -> Iterator[Clause]:
        """A part with a subject of its own, or that goes on with one that still waits for its verb."""
        if self.waiting and self.rules.words["joining"].search(self.subject):
            part = f"{self.subject} {part}"
        listed = self.waiting and self.rules.words["listing"].match(self.subject)
        if listed and self.rules.fitting(part) is None and subject_of(part, self.rules) is None:
            return
        self.condition = False
        self.subject, self.waiting = _subject(part, self.rules)
        self.ruling = self.ruling if self.waiting else self.subject
        yield from self._clause(Clause(part, 0, self.sentence))

    def _adjunct(self, part: str) -> Iterator[Clause]:
        late = self.rules.words["late"].search(part) if self.waiting and self.subject else None
        inner = None if self.nested or self.condition else self.rules.words["inner"].match(part)
        if inner:
            self.subject, self.waiting = _subject(inner["inner"], self.rules)
            yield from self._clause(Clause(inner["inner"], 0, self.sentence))
        elif late:
            words = late.groupdict().get("late", late.group())
            yield from self._clause(Clause(f"{self.subject} {words}", len(self.subject) + 1, self.sentence))
            self.waiting = False

    def _clause(self, clause: Clause) -> Iterator[Clause]:
        """A clause, held back while all that its verb governs is still to come ("may, at any time, declare")."""
        if self.open:
            yield self.open
        self.open = clause if self.rules.words["open"].search(clause.text) else None
        if self.open is None:
            yield clause


def _parts(plain: str, rules: Rules) -> Iterator[str]:
    """The parts between commas, with the words that stand in brackets left out."""
    at = 0
    for match in [*rules.words["split"].finditer(plain), None]:
        end = match.start() if match else len(plain)
        part = re.sub(r"\s+", " ", plain[at:end]).strip()
        if part:
            yield part
        at = match.end() if match else end


def _subject(part: str, rules: Rules) -> tuple[str, bool]:
    """The words of a part before its verb, or all of it, and whether it still waits for one."""
    rule = rules.fitting(part)
    if rule:
        match = rule.pattern.match(part)
        groups = match.groupdict() if match else {}
        return (groups.get("subject") or groups.get("np") or part[: rule.at(part)]).strip(), False
    return rules.words["hanging"].sub("", part.rstrip(" :")).strip(), True


def words_of(clause: Clause, rule: Rule | None) -> str:
    """Return the verb of a clause and what follows in the sentence, word for word."""
    at = (rule.at(clause.text) or 0) if rule else 0
    words = clause.text[max(clause.taken, at) :].strip()
    return clause.sentence[max(0, clause.sentence.find(words)) :] if words in clause.sentence else words


def ahead_of(clause: Clause, rule: Rule) -> str:
    """Return what stands before the verb in the sentence, or in the clause where the verb stands elsewhere."""
    ahead, found, _ = clause.sentence.partition(words_of(clause, rule))
    return ahead[-_AHEAD:] if found else clause.text[: rule.at(clause.text) or 0]


def cue_of(clause: Clause, rule: Rule | None) -> str:
    """Return the verb and what follows, at most twelve words."""
    return " ".join(words_of(clause, rule).split()[:CUE]).rstrip(" ,;:.")
