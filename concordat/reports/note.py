"""Note: one page on one provision for whoever speaks in the room: line to take, words, assessment, counter-argument, options.

It says what was found and what was not; nothing in it is written by hand. The words stand in `note.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

from ..compatibility import BY_MACHINE, AspectRelation, Finding, Names, contrary
from ..graph.names import instrument_of
from ..review import Reviewed
from ..texts import Library, listed
from .background import Background, Competence
from .citations import cite, named, the
from .matrix import ordered
from .paper import Block, Heading, Listing, Paper, Text
from .phrases import PHRASES, reviewed
from .rows import SIGNS, Wordings, ended, setting, word

__all__ = ["Case", "note", "phrases"]

# what is to be mended first
_GRAVE = ("disjoint", "overlapping", "weaker", "left-silent")
_LANGUAGES = {"en": {"en": "English", "fr": "French"}, "fr": {"en": "anglais", "fr": "français"}}


@dataclass(frozen=True, slots=True)
class Case:
    """All that a note is made from: findings on one provision, each with its answer to *coexists* (by IRI) where there is one.

    `version` is that of the data, `date` a day, `command` what was asked, `reviews` are by the IRI of a finding.
    """

    found: Sequence[Finding]
    coexists: Mapping[str, Finding]
    library: Library
    names: Names
    wordings: Wordings
    background: Background
    competence: Sequence[Competence]
    version: str
    date: str
    command: str
    reviews: Mapping[str, Reviewed] = field(default_factory=dict)


@lru_cache(1)
def phrases() -> Mapping[str, Mapping[str, str]]:
    """Return the words of a note by language and key."""
    return tomllib.loads((files("concordat") / "reports" / "note.toml").read_text(encoding="utf-8"))


def note(case: Case, lang: str) -> Paper:
    """Return the note in `en` or `fr`."""
    told = phrases()[lang]
    first = ordered(case.found)[0]
    blocks: list[Block] = [
        *_marking(case, lang),
        Heading(told["line"]),
        Text(_line(case, first, lang)),
        Heading(told["words"]),
        *_words(case, lang),
        Heading(told["assessment"]),
        *_assessment(case, lang),
        Heading(told["against"]),
        Text(" ".join(dict.fromkeys(filter(None, (_plain(contrary(f, lang)) for f in ordered(case.found))))) or told["no-contrary"]),
        Heading(told["options"]),
        Listing(tuple(_options(case, first, lang))),
        Heading(told["check"]),
        Text(_unexamined(case, lang)),
        Heading(told["sources"]),
        Text(_sources(case, lang), "source"),
    ]
    title = told["title"].format(left=cite(case.library, first.left[0], lang))
    footer = " · ".join(filter(None, (told["footer"].format(version=case.version), case.command)))
    return Paper(title, lang, blocks, footer, tight=True)


def _plain(text: str) -> str:
    """Return an argument without the word that announces it, which the heading says already."""
    body = text.partition(":")[2].strip() or text
    return _large(body)


def _marking(case: Case, lang: str) -> Iterator[Block]:
    told = phrases()[lang]
    limited = told["limited"] if any(case.background.limited(f) for f in case.found) else ""
    states = {reviewed(case.reviews[str(f.iri)], lang) for f in case.found if str(f.iri) in case.reviews}
    all_seen = all(str(f.iri) in case.reviews for f in case.found)
    if any(f.confidence == BY_MACHINE for f in case.found):
        yield Text(PHRASES[lang]["machine"], "marking")
    yield Text(limited + (told["reviewed"].format(told=listed(sorted(states), lang)) if all_seen else told["draft"]), "marking")
    left = case.found[0].left[0]
    status = case.background.status.get(instrument_of(left), "")
    text = case.library.instrument(left, lang)
    if status == "status:proposed":
        yield Text(told["proposed"].format(text=text), "source")
    elif status:
        yield Text(told["status"].format(text=text, status=case.names.of(status, lang)), "source")


def _key(finding: Finding, case: Case) -> tuple[str, str]:
    where = setting(finding, case.library)
    known = f"line-{where}-{finding.verdict}"
    return where, finding.verdict if known in phrases()["en"] else "other"


def _line(case: Case, finding: Finding, lang: str) -> str:
    where, verdict = _key(finding, case)
    pattern = phrases()[lang]["line-drafting" if where == "drafting" else f"line-{where}-{verdict}"]
    right = listed((cite(case.library, p, lang) for p in finding.right), lang)
    return pattern.format(left=cite(case.library, finding.left[0], lang), right=right)


def _words(case: Case, lang: str) -> Iterator[Block]:
    sides = dict.fromkeys([*case.found[0].left, *(p for f in case.found for p in f.right)])
    for provision in sides:
        if case.library.root(provision) != provision:
            yield from _quoted(case, provision, lang)


def _quoted(case: Case, provision: str, lang: str) -> Iterator[Block]:
    told, library = phrases()[lang], case.library
    lead = _large(cite(library, provision, lang)) + "."
    passages = library.words(provision)
    for passage in passages:
        lines = told["lines"].format(first=passage.lines[0], last=passage.lines[1]) if passage.lines else ""
        yield Text(f"{passage.text} {told['loaded'].format(lines=lines)}", "quote", lead, passage.lang)
    if passages:
        return
    held = library.provisions.get(provision)
    summary = held.summary.get(lang, "") if held else ""
    yield Text(f"{summary} {told['summary']}" if summary else told["nothing"], "quote", lead)


def _assessment(case: Case, lang: str) -> Iterator[Block]:
    told = phrases()[lang]
    for finding in ordered(case.found):
        right = listed((cite(case.library, p, lang) for p in finding.right), lang)
        verdict = f"{SIGNS[finding.verdict][0]} {ended(word(finding, case.library, case.wordings, lang))}"
        both = case.coexists.get(str(finding.iri))
        also = told["also"].format(word=_small(word(both, case.library, case.wordings, lang))) if both else ""
        yield Text(" ".join(filter(None, (verdict, finding.explanation.get(lang, ""), also))), lead=_large(right) + {"en": ":", "fr": " :"}[lang])
    yield Text(" ".join([*_competence(case, lang), *_bound(case, lang)]))


def _large(text: str) -> str:
    return text[:1].upper() + text[1:]


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _competence(case: Case, lang: str) -> Iterator[str]:
    told = phrases()[lang]
    for held in case.competence:
        name, topic = case.names.of(held.competence, lang), case.names.of(held.topic, lang)
        yield told["competence"].format(name=name, topic=topic, meaning=held.meaning.get(lang, "")).strip()
    if not case.competence:
        yield told["competence-unknown"]


def _bound(case: Case, lang: str) -> Iterator[str]:
    told = phrases()[lang]
    rights = dict.fromkeys(instrument_of(p) for f in case.found for p in f.right)
    for right in rights:
        held = case.background.not_bound.get(right, ())
        if held:
            states = ", ".join(f"{case.names.of(state, lang)} ({cite(case.library, recital, lang, full=False)})" for state, recital in held)
            yield told["not-bound"].format(states=states)
    if any("Treaty" in case.library.kinds.get(right, ()) for right in rights):
        yield told["not-bound-law"]


def _options(case: Case, finding: Finding, lang: str) -> Iterator[str]:
    told = phrases()[lang]
    where, verdict = _key(finding, case)
    right = listed((cite(case.library, p, lang) for p in finding.right), lang)
    if _to_mend(finding, case):
        yield f"{told['option-wording'].format(what=_wording(case, finding, lang), precedent=right)} {told['effect']}"
        if setting(finding, case.library) == "law":
            name = named(case.library, finding.right[0], lang)
            yield told["option-clause"].format(right=the(name) if lang == "en" else name)
        leaves = case.background.open_to(finding, case.library)
        for leave in leaves[:2]:
            effect, moments = (", ".join(case.names.of(c, lang) for c in held) for held in (leave.effects, leave.moments))
            yield told["option-leave"].format(clause=cite(case.library, leave.clause, lang), effect=effect, moments=moments)
        if not leaves:
            yield told["option-no-leave"]
    # a mandate is a position: departing from it breaches no law
    what = told.get(f"accept-{where}-{verdict}") or told[f"accept-{verdict}"]
    yield told["option-accept"].format(what=what)


def _to_mend(finding: Finding, case: Case) -> bool:
    """Whether something has to be changed: silence only where a mandate wants the matter regulated."""
    grave = {"conflicts", "conditional", "conflict-resolved-by-clause"}
    return finding.verdict in grave or (finding.verdict == "silent" and setting(finding, case.library) == "mandate")


def _wording(case: Case, finding: Finding, lang: str) -> str:
    told = phrases()[lang]
    grave = sorted((a for a in finding.aspects if a.relation in _GRAVE), key=lambda a: (_GRAVE.index(a.relation), a.aspect))
    sentences = [sentence for aspect in grave if (sentence := _mended(case, aspect, lang))]
    return " ".join(sentences[:2]) or told["wording-other"]


def _mended(case: Case, aspect: AspectRelation, lang: str) -> str:
    pattern = phrases()[lang].get(f"wording-{aspect.aspect}", "")
    values = ", ".join(case.names.of(value, lang) for value in aspect.lacking or aspect.opposed or aspect.right)
    return pattern.format(values=values) if values or "{values}" not in pattern else ""


def _unexamined(case: Case, lang: str) -> str:
    told = phrases()[lang]
    points = dict.fromkeys(case.names.of(statement, lang) for f in case.found for statement in f.not_compared)
    shown = [point for point in points if ":" not in point][:4]
    return " ".join(filter(None, (told["checks"], told["not-compared"].format(points=", ".join(shown)) if shown else "")))


def _sources(case: Case, lang: str) -> str:
    told, library = phrases()[lang], case.library
    sides = dict.fromkeys([*case.found[0].left, *(p for f in case.found for p in f.right)])
    texts = [f"{name}{_language(case, key, lang)}" for key, name in {instrument_of(p): library.instrument(p, lang) for p in sides}.items()]
    read = ", ".join(dict.fromkeys(case.names.of(f"confidence:{f.confidence}", lang) for f in case.found))
    return told["source"].format(texts=listed(texts, lang), confidence=read, version=case.version, date=case.date)


def _language(case: Case, instrument: str, lang: str) -> str:
    """Return in which language a text was read, where that is known and is not the original."""
    original = case.background.original.get(instrument, "")
    read = {p.lang for key, held in case.library.passages.items() if instrument_of(key) == instrument for p in held}
    if not original or not read or original in read:
        return ""
    shown = ", ".join(_LANGUAGES[lang].get(one, one) for one in sorted(read))
    return f" ({phrases()[lang]['translation'].format(lang=shown, original=_LANGUAGES[lang].get(original, original))})"
