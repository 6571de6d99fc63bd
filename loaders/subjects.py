"""Subjects: who is named in words before a verb, behind its "by", or ahead of a pronoun (tables `subjects` and `bodies`).

A name counts only where it is what the words turn on: whose thing it is ("the Commission's list"), or what is said of a thing
("a list of the Commission"), does not act.
"""

from __future__ import annotations

from collections.abc import Iterator

from .rules import NOBODY, Rules, Subject

__all__ = ["agent_of", "first_of", "last_of", "subject_of"]

_NEAR = 30  # characters from a modal verb to the passive that it governs


def subject_of(head: str, rules: Rules) -> Subject | None:
    """Return who is the subject: named where the words before the verb begin, or where they end and nothing governs the name."""
    lead = rules.words["lead"].match(head)
    begun = head[lead.end() :] if lead else head
    for subject in (*rules.subjects, *rules.bodies):
        match = subject.pattern.match(begun)
        if match and not rules.words["owning"].match(begun, match.end()):
            return _behind(begun[match.end() :].strip(), rules) or subject
    for subject in (*rules.subjects, *rules.bodies):
        for match in subject.pattern.finditer(head):
            if match.end() == len(head) and not _governed(head[: match.start()], match.group(), rules):
                return subject
    return None


def _governed(ahead: str, name: str, rules: Rules) -> bool:
    """Whether a name is what a word before it governs ("the liability of legal persons"), also over words that belong to the name."""
    if rules.words["governed"].search(ahead):
        return True
    return name[0].islower() and not rules.words["determined"].match(name) and rules.words["over"].search(ahead) is not None


def _behind(words: str, rules: Rules) -> Subject | None:
    """Who alone is named by the words behind a name ("in each Member State Europol"), or None."""
    return next((each for each in (*rules.subjects, *rules.bodies) if each.role and each.pattern.fullmatch(words)), None)


def agent_of(verb: str, rules: Rules) -> Subject | None:
    """Return who acts in a passive, named right behind its "by", or None; `verb` are the words from the modal verb on.

    It is NOBODY where somebody is named there for whom there is no role ("by a pilot").
    """
    match = rules.words["agent"].search(verb)
    if match is None or match.start() > _NEAR:
        return None
    behind = verb[match.end() :]
    found = next((each for each in (*rules.subjects, *rules.bodies) if each.role and each.pattern.match(behind)), None)
    return found or (NOBODY if rules.words["unnamed"].match(behind) else None)


def first_of(text: str, rules: Rules) -> Subject | None:
    """Return the first subject that a text names, pronouns apart, rather one that nothing governs; None where there is none."""
    found = [(governed, start, number) for governed, start, _, number in _places(text, rules)]
    return rules.subjects[min(found)[2]] if found else None


def last_of(text: str, rules: Rules) -> Subject | None:
    """Return the last subject that a text names, pronouns apart, whatever governs it; None where there is none."""
    found = [(-end, start, number) for _, start, end, number in _places(text, rules)]
    return rules.subjects[min(found)[2]] if found else None


def _places(text: str, rules: Rules) -> Iterator[tuple[bool, int, int, int]]:
    """Each name in a text: whether something governs it, its characters, and its row."""
    for number, subject in enumerate(rules.subjects):
        if subject.role:
            for match in subject.pattern.finditer(text):
                yield bool(rules.words["governed"].search(text[: match.start()])), match.start(), match.end(), number
