"""Checking: what `concordat check` does: choose what to compare, compare it, and show what was found.

The desk works on a copy of the store in memory, so that nothing it derives is stored. It belongs to whoever holds the
store: restricted texts take part, and findings on them say so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rdflib.term import Node

from .compatibility import (
    Finding,
    Option,
    Pair,
    answer,
    by_machine,
    modelled,
    options,
    profiles,
    read_names,
    repairable,
    survey,
    triples,
    words_of,
)  # fmt: skip
from .compatibility.pairs import read_pairs
from .compatibility.rules import lies_in
from .crosscheck import check
from .errors import ConcordatError, InputError, UsageError
from .graph import catalog, layers, quads
from .graph.bench import Bench
from .graph.inference import infer
from .graph.names import instrument_of
from .graph.store import Store
from .loaders.read import source_of
from .machine import Reading
from .reports import changed, crosschecked, csv_rows, html, office, repairs, report, rows, table
from .reports import note as notes
from .reports.background import competence, read_background
from .review import read_states
from .texts import read_library

if TYPE_CHECKING:
    from .whatif import Outcome

__all__ = ["Desk"]

# options are sought for so many findings of a run
MOST = 20


class Desk:
    """A place to compare things at, for one store; a `reading` puts norms read by machine in the place of a text's own."""

    def __init__(self, store: Store, *, reading: Reading | None = None) -> None:
        hidden = [graph for graph in catalog.restricted(store) if layers.may_be_public(graph)]
        shown = store.public() - store.lines(layers.FINDINGS)
        facts = shown.union(*map(store.lines, hidden))
        self._by_machine = reading.texts if reading else frozenset()
        self.bench = Bench(reading.replacing(facts) if reading else facts)
        if hidden or reading:
            infer(self.bench)
        self.words = words_of(facts)
        self.library = read_library(self.bench)
        self.names = read_names(self.bench, self.library)
        self.wordings = rows.read_wordings(self.bench)
        self.reviews = read_states(store)
        self.version = str(store.generation)

    def known(self) -> dict[str, object]:
        """Return the compact ids that name something in the graph."""
        return {**self.library.provisions, **self.library.instruments}

    def pairs(self, path: Path) -> list[Finding]:
        """Return one finding for each line of a pairs file, in its order."""
        asked = read_pairs(path, self.known())
        found = answer(self.bench, [a.pair for a in asked if a.pair is not None], self.names, self.library)
        by_key = {finding.key: finding for finding in self._marked(found)}
        return [by_key.get(a.key) or Finding(a.key, "delivers", (), (), "not-assessed", reason="error", error=a.error) for a in asked]

    def text(self, left: str, against: Sequence[str]) -> list[Finding]:
        """Return the findings on a text or provision, against the rights named or all of them.

        Raises UsageError where an id names nothing in the graph, InputError where it is a file that no norms were read in.
        """
        known = self.known()
        if left not in known:
            raise _absent(left)
        rights = self.rights(against)
        texts = [key for key, each in self.library.provisions.items() if each.kind == "contribution" and key.startswith(left + ":")]
        return self._marked(survey(self.bench, self.library, sorted(texts) or [left], rights, self.names))

    def _marked(self, found: Sequence[Finding]) -> list[Finding]:
        """The findings, those on a text that a machine read marked so."""
        return [by_machine(f, self.names) if self._read_by_machine(f) else f for f in found]

    def _read_by_machine(self, finding: Finding) -> bool:
        return any(lies_in(place, text) for place in (*finding.left, *finding.right) for text in self._by_machine)

    def pair(self, left: Sequence[str], right: Sequence[str], question: str) -> Finding:
        """Return the finding on two sides (compact ids) for one question (delivers or coexists)."""
        return self._answers([(tuple(left), tuple(right))], question)[0]

    def _answers(self, sides: Sequence[tuple[tuple[str, ...], tuple[str, ...]]], question: str) -> list[Finding]:
        asked = [Pair("+".join(left) + "~" + "+".join(right), left, right) for left, right in sides]
        return self._marked(answer(self.bench, asked, self.names, self.library, question=question))

    def select(self, query: str, /) -> list[dict[str, Node]]:
        """Return the rows of a SELECT query over the graph that the desk compares in."""
        return self.bench.select(query)

    def rights(self, against: Sequence[str]) -> list[str]:
        """Return the instruments that the names of profiles or instruments stand for; of no names, all that can be compared with.

        Raises UsageError where a name names nothing in the graph.
        """
        by_name = {profile.name: profile.instruments for profile in profiles(self.library, modelled(self.bench))}
        wanted = [i for name in (against or by_name) for i in by_name.get(name, (name,))]
        for right in wanted:
            if right not in self.known():
                raise UsageError(f"{right} names nothing in the graph", do=f"name a compact id, or one of {', '.join(by_name)}")
        return wanted

    def pair_rows(self, found: Sequence[Finding]) -> str:
        """Return the answer to a pairs file as JSON Lines."""
        return rows.jsonl(rows.pair_row(finding) for finding in found)

    def options(self, found: Sequence[Finding], against: Sequence[str]) -> dict[str, tuple[Option, ...]]:
        """Return what would repair the gravest findings, by their IRIs; each is tried against the same rights."""
        by_text: dict[str, list[Finding]] = {}
        for finding in repairable(found, most=MOST):
            by_text.setdefault(self.library.root(finding.left[0]), []).append(finding)
        rights = self.rights(against)
        every: dict[str, tuple[Option, ...]] = {}
        for text, several in by_text.items():
            every |= options(self.bench, self.library, text, rights, several, words=self.words)
        return every

    def show(
        self, found: Sequence[Finding], form: str, lang: str, *, left: str, command: str = "",
        ways: Mapping[str, Sequence[Option]] | None = None,
    ) -> str | bytes:  # fmt: skip
        """Return findings on a text (`left`) as table, jsonl, html, csv, ttl, docx, xlsx or pdf; `command` is what asked for them.

        Table, jsonl and html tell the options of `ways` too, by the IRIs of the findings. Raises UsageError where what makes the
        format is not installed.
        """
        told = repairs.Repairs(self.library, self.names, self.wordings, ways or {})
        if form == "jsonl":
            seen = self.reviews
            shown = ((rows.record(f, self.library, self.names, reviewed=seen.get(str(f.iri))), f) for f in found)
            return rows.jsonl({**record, **({} if ways is None else {"options": told.records(f)})} for record, f in shown)
        if form == "csv":
            return csv_rows.text(found, self.library, self.wordings, lang, reviews=self.reviews)
        if form == "ttl":
            return quads.serialize({layers.FINDINGS: quads.lines_of(triples(found)).splitlines()}, "trig").decode("utf-8")
        if form == "html":
            basis = (found, self.library, self.names, self.wordings)
            page = html.Page(*basis, title=left, version=self.version, command=command, lang=lang, reviews=self.reviews, repairs=told)
            return html.render(page)
        if form in office.REPORTS:
            return self._office(found, form, lang, left=left, command=command)
        return table.render(found, self.library, self.wordings, lang, reviews=self.reviews, repairs=told)

    def _office(self, found: Sequence[Finding], form: str, lang: str, *, left: str, command: str) -> str | bytes:
        made = report.Report(
            found, self.library, self.names, self.wordings, read_background(self), title=left, version=self.version, command=command,
            reviews=self.reviews,
        )  # fmt: skip
        return office.set_report(made, form, lang)

    def note(self, left: str, against: Sequence[str], form: str, lang: str, *, command: str = "") -> str | bytes:
        """Return the one-page note on a provision against the provisions named, as html, docx or pdf.

        Raises UsageError where an id names nothing in the graph, or what makes the format is not installed.
        """
        for side in (left, *against):
            if side not in self.known():
                raise UsageError(f"{side} names nothing in the graph", do="name compact ids, such as budapest:29/7")
        found = self._answers([((left,), (right,)) for right in against], "delivers")
        law = [f for f in found if not f.drafting and "Mandate" not in self.library.kinds[instrument_of(f.right[0])]]
        both = self._answers([(f.left, f.right) for f in law], "coexists") if law else []
        statements = {s for f in found if f.decisive for s in (f.decisive.left, f.decisive.right)}
        case = notes.Case(
            found, {str(f.iri): answered for f, answered in zip(law, both, strict=True)}, self.library, self.names, self.wordings,
            read_background(self), competence(self, statements), self.version, str(catalog.moment())[:10], command, self.reviews,
        )  # fmt: skip
        return office.set_paper(notes.note(case, lang), form)

    def show_changes(self, outcome: Outcome, form: str, lang: str) -> str:
        """Return what became of findings as table, jsonl or csv."""
        return changed.render(changed.Changed(outcome.changes, outcome.library, outcome.names, self.wordings), form, lang)

    def cross_check(self, found: Sequence[Finding], lang: str) -> tuple[str, bool]:
        """Return in words what HermiT says of the arithmetic behind findings, and whether it agrees throughout.

        Raises ConcordatError where the extra `reasoner` or its Java is missing.
        """
        checked = check(self.bench, found)
        return crosschecked.render(checked, self.names, lang), all(each.agrees for each in checked)


def _absent(name: str) -> ConcordatError:
    """What is wrong with a name that the graph does not have: it may be that of a file. Raises InputError where that cannot be read."""
    if Path(name).exists():
        source_of(name)
        return InputError("holds no norms that were read yet", where=name, do="add --extracted to compare the norms a machine reads in it")
    do = "see `concordat query instruments` for what is there"
    if Path(name).suffix and ":" not in name:
        return UsageError(f"{name} names nothing in the graph, and no file", do=do)
    return UsageError(f"{name} names nothing in the graph", do=do)
