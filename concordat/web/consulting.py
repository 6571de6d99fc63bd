"""Consulting: the public graph as plain answers to a program that reads aloud: what is found, a provision, its findings, questions.

It reads from the same copy of the public part of a store as the server does, and changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..catalogue import bind, questions
from ..catalogue import find as find_question
from ..compatibility import Finding, whole
from ..errors import UsageError
from ..graph import bindings
from ..graph.names import expand, is_compact
from ..reports.matrix import ordered
from .limits import Limits
from .negotiation import FORMS
from .reading import Reading, Statement, read
from .search import search
from .snapshot import Snapshot, take
from .workers import Job, Pool

__all__ = ["Desk", "NOTICE"]

NOTICE = (
    "Prepared by machine for a lawyer's review; not legal advice. A summary is our own words and not the text; what is marked unverified "
    "was held against no text; a finding is what a rule concludes from the norms modelled, and what was not compared is named."
)
_MOST = 50  # findings or rows that one answer holds
_WORDS = 4000  # characters of a loaded text


@dataclass(frozen=True, slots=True)
class Desk:
    """A snapshot of the public graph, what is read of it, and the workers that answer questions."""

    snapshot: Snapshot
    reading: Reading
    pool: Pool

    @classmethod
    def open(cls, address: str, limits: Limits) -> Desk:
        """Return the desk of the store at an address. Raises StoreError where it cannot be read."""
        snapshot = take(address)
        return cls(snapshot, read(snapshot.store, snapshot.folder.parent), Pool(limits, snapshot.folder))

    async def close(self) -> None:
        """End the workers and take the snapshot away."""
        await self.pool.close()
        self.snapshot.store.close()
        self.snapshot.remove()

    def search(self, text: str, lang: str = "en") -> dict[str, Any]:
        """Return what words or a pin-point find: compact ids with their names, the best first."""
        found = search(self.reading.index, text[:200])
        listed = [{"id": key, "name": self._name(key, lang)} for key in found.compacts]
        return self._told(results=listed, all_words=found.whole, more=found.more)

    def provision(self, compact_id: str, lang: str = "en") -> dict[str, Any]:
        """Return a provision, a contribution or an instrument: names, summary, loaded words, norms, references, parts.

        Raises UsageError where nothing is known of it.
        """
        reading, key = self.reading, compact_id.strip()
        library = reading.library
        held = library.provisions.get(key)
        if held is None and key not in library.instruments:
            raise UsageError(f"nothing is known of {key!r}", do="search for it first; ids are like budapest:29/7")
        about: dict[str, Any] = {"id": key, "iri": str(expand(key)), "name": self._name(key, lang)}
        if held is not None:
            about |= {"heading": held.heading, "our_summary": held.summary, "unverified": held.unverified}
        texts = [{"lang": passage.lang, "text": passage.text[:_WORDS], "cut": len(passage.text) > _WORDS} for passage in library.words(key)]
        return self._told(
            **about, loaded_text=texts, norms=[self._norm(norm, lang) for norm in reading.statements.get(key, ())],
            parts=list(reading.children.get(key, ())), cites=[list(pair) for pair in reading.citing.get(key, ())],
            cited_by=[list(pair) for pair in reading.cited.get(key, ())], findings=len(self._findings(key)),
        )  # fmt: skip

    def findings(self, compact_id: str, lang: str = "en") -> dict[str, Any]:
        """Return the findings on a provision with all below it, the gravest first. Raises UsageError where it is no id."""
        key = compact_id.strip()
        if not is_compact(key) and key not in self.reading.library.instruments:
            raise UsageError(f"{key!r} is no id", do="search for it first; ids are like budapest:29/7")
        found = self._findings(key)
        told = [self._finding(whole(self.snapshot.store, one), lang) for one in found[:_MOST]]
        return self._told(findings=told, number=len(found), cut=len(found) > _MOST)

    def questions(self, lang: str = "en") -> dict[str, Any]:
        """Return the questions of the catalogue with what they take and give."""
        listed = [
            {"name": q.name, "question": q.question[lang], "returns": q.returns,
             "parameters": [{"name": p.name, "kind": p.kind, "about": p.about} for p in q.parameters]}
            for q in questions().values()
        ]  # fmt: skip
        return self._told(questions=listed)

    async def ask(self, name: str, parameters: Mapping[str, str]) -> dict[str, Any]:
        """Return the rows that answer a question of the catalogue.

        Raises UsageError where there is no such question or a parameter is wrong, Failure where it takes too long.
        """
        question = find_question(name)
        text = bindings.bind(question.query, bind(question, dict(parameters)))
        async with self.pool.ask(Job(text, FORMS["json"], rows=_MOST)) as answer:
            data = answer.first + b"".join([chunk async for chunk in answer.rest] if answer.ended is None else [])
        held = json.loads(data)
        rows = [{name: value["value"] for name, value in row.items()} for row in held["results"]["bindings"]]
        return self._told(question=question.question, rows=rows, cut="cut" in held)

    def _told(self, **values: Any) -> dict[str, Any]:
        return {**values, "data_version": self.snapshot.generation, "notice": NOTICE}

    def _name(self, key: str, lang: str) -> str:
        library = self.reading.library
        return library.pinpoint(key, lang) if key in library.provisions else self.reading.names.of(key, lang)

    def _findings(self, key: str) -> list[Finding]:
        ends = (f"{key}/", f"{key}:")
        every = self.reading.findings.values()
        return ordered([f for f in every if any(side == key or side.startswith(ends) for side in (*f.left, *f.right))])

    def _norm(self, norm: Statement, lang: str) -> dict[str, Any]:
        names = self.reading.names
        said = {name: [names.of(value, lang) for value in values] for name, values in norm.aspects}
        cues = [{"lang": tag, "words": words} for words, tag in norm.cues]
        return {"id": norm.compact, "kind": norm.kind, "cue": cues, "unverified": norm.unverified, "aspects": said}

    def _finding(self, found: Finding, lang: str) -> dict[str, Any]:
        return {
            "iri": str(found.iri), "question": found.question, "left": list(found.left), "right": list(found.right),
            "verdict": found.verdict, "drafting_defect": found.drafting, "confidence": found.confidence,
            "explanation": found.explanation.get(lang, ""), "not_compared": list(found.not_compared),
        }  # fmt: skip
