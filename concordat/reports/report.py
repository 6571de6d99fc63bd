"""Report: a whole text as a paper: matrix, drafting defects, findings with both pin-points, reservations a position would need."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from ..compatibility import BY_MACHINE, Finding, Names, contrary
from ..review import Reviewed
from ..texts import Library, listed
from .background import Background
from .citations import cite, named
from .csv_rows import table
from .matrix import GRAVEST, Matrix, by_left, defects, matrices
from .paper import Block, Heading, Paper, Table, Text
from .phrases import PHRASES, reviewed
from .rows import SIGNS, Wordings, ended, general_word, word
from .xlsx import Sheet

__all__ = ["Report", "paper", "reservations", "sheets"]

# columns of a matrix that fit on a page beside the name of the provision
_ABREAST = {True: 18, False: 7}
_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "reservations": "Declarations and reservations that the position would need", "clause": "Clause", "effect": "Effect", "moment": "When", "for": "Would help with",
        "no-reservations": "None is recorded as open in the articles concerned.", "also": "and {n} more", "legend": "Signs", "findings": "Findings", "matrix": "Matrix",
        "not-law": "Whether it is needed is for the reviewer to say: the clause stands in an article on which something was found.",
    },
    "fr": {
        "reservations": "Déclarations et réserves dont la position aurait besoin", "clause": "Clause", "effect": "Effet", "moment": "Quand", "for": "Aiderait pour",
        "no-reservations": "Aucune n'est relevée comme ouverte dans les articles concernés.", "also": "et {n} autres", "legend": "Signes", "findings": "Constats", "matrix": "Matrice",
        "not-law": "Il appartient au relecteur de dire si elle est nécessaire : la clause figure dans un article qui a donné lieu à un constat.",
    },
}  # fmt: skip
_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Report:
    """All that a report is made from; `title` is the compact id of the text, `command` what was asked, `reviews` by IRI."""

    found: Sequence[Finding]
    library: Library
    names: Names
    wordings: Wordings
    background: Background
    title: str
    version: str
    command: str
    reviews: Mapping[str, Reviewed] = field(default_factory=dict)

    def own(self, provision: str, lang: str) -> str:
        """Return the citation of a provision, without the name of the text where that is the one reported on."""
        library = self.library
        return cite(library, provision, lang, full=library.root(provision) != library.root(self.title))

    def footer(self, lang: str) -> str:
        """Return what stands at the foot of every page: the data version, and the command where there is one."""
        told = f"Concordat, {({'en': 'data version', 'fr': 'version des données'}[lang])} {self.version}"
        return " · ".join(filter(None, (told, self.command)))


def paper(report: Report, lang: str) -> Paper:
    """Return the report in `en` or `fr`."""
    told = PHRASES[lang]
    rights = sorted({report.library.instrument(right, lang) for f in report.found for right in f.right})
    marking = [Text("LIMITE", "marking")] if any(report.background.limited(f) for f in report.found) else []
    blocks: list[Block] = [
        *marking,
        Text(told["notice"], "notice"),
        *([Text(told["machine"], "marking")] if any(f.confidence == BY_MACHINE for f in report.found) else []),
        Text(told["compared"].format(rights=", ".join(rights), number=len(report.found), version=report.version)),
        Heading(told["matrix"]),
        *(part for matrix in matrices(report.found, report.library) for part in _matrix(report, matrix, lang)),
        Heading(told["defects"]),
        *_defects(report, lang),
        *_reservations(report, lang),
        Heading(told["findings"]),
        *_findings(report, lang),
        Heading(told["sources"]),
        Text(told["rights"], "source"),
    ]
    return Paper(told["title"].format(text=named(report.library, report.title, lang)), lang, blocks, report.footer(lang))


def _matrix(report: Report, matrix: Matrix, lang: str) -> Iterator[Block]:
    library, told = report.library, PHRASES[lang]
    counts = Counter(f.verdict for cell in matrix.cells.values() for f in cell)
    legend = listed((f"{SIGNS[v][0]} {general_word(v, report.wordings, lang, mandate=matrix.mandate)} ({counts[v]})" for v in GRAVEST if counts[v]), lang)
    abreast = _ABREAST[matrix.mandate]
    for start in range(0, len(matrix.columns), abreast):
        columns = matrix.columns[start : start + abreast]
        lines = [line for line in matrix.lines if any((line, column) in matrix.cells for column in columns)]
        head = [column.rsplit("/", 1)[-1] if matrix.mandate else library.instrument(column, lang) for column in columns]
        rows = tuple((report.own(line, lang), *(_cell(matrix, line, column, lang) for column in columns)) for line in lines)
        share = 0.66 / len(columns)
        yield Table(told["mandate" if matrix.mandate else "law"], (told["text"], *head), rows, (0.34, *(share for _ in columns)))
    yield Text(legend, "source", lead=_WORDS[lang]["legend"] + {"en": ":", "fr": "\u00a0:"}[lang])


def _cell(matrix: Matrix, line: str, column: str, lang: str) -> str:
    verdict = matrix.gravest(line, column)
    if verdict is None:
        return ""
    # a sign alone where the columns are narrow; the legend below says what it means
    return SIGNS[verdict][0] if matrix.mandate else f"{SIGNS[verdict][0]} {PHRASES[lang]['short'][verdict]}"


def _defects(report: Report, lang: str) -> Iterator[Block]:
    listed = by_left(defects([f for f in report.found if f.question == "delivers"]))
    if not listed:
        yield Text(PHRASES[lang]["no-defects"])
    for left, finding in listed:
        yield Text(finding.explanation.get(lang, ""), lead=report.own(left, lang) + ".")


def reservations(report: Report, lang: str) -> list[tuple[str, str, str, str]]:
    """Return the clauses that let a State reserve or declare where something was found amiss: clause, effect, moments, findings."""
    library, names = report.library, report.names
    amiss = [f for f in report.found if f.question == "delivers" and f.verdict in {"conflicts", "conditional"} and not f.drafting]
    helped: dict[str, list[Finding]] = defaultdict(list)
    leaves = {}
    for finding in amiss:
        for leave in report.background.open_to(finding, library):
            leaves[leave.clause] = leave
            helped[leave.clause].append(finding)
    rows = []
    for clause in sorted(leaves, key=library.place):
        effects, moments = (", ".join(names.of(c, lang) for c in held) for held in (leaves[clause].effects, leaves[clause].moments))
        shown = list(dict.fromkeys(report.own(f.left[0], lang) for f in helped[clause]))
        more = [_WORDS[lang]["also"].format(n=len(shown) - _SHOWN)] if len(shown) > _SHOWN else []
        rows.append((cite(library, clause, lang), effects, moments, "; ".join([*shown[:_SHOWN], *more])))
    return rows


def _reservations(report: Report, lang: str) -> Iterator[Block]:
    words, rows = _WORDS[lang], reservations(report, lang)
    yield Heading(words["reservations"])
    if not rows:
        yield Text(words["no-reservations"])
        return
    yield Text(words["not-law"], "source")
    yield Table(words["reservations"], _head(lang), tuple(rows), (0.25, 0.2, 0.25, 0.3))


def _head(lang: str) -> tuple[str, str, str, str]:
    words = _WORDS[lang]
    return words["clause"], words["effect"], words["moment"], words["for"]


def _findings(report: Report, lang: str) -> Iterator[Block]:
    library, told = report.library, PHRASES[lang]
    chosen = [f for f in report.found if f.question == "delivers" and not f.drafting]
    chosen.sort(key=lambda f: (library.place(f.left[0]), GRAVEST.index(f.verdict), library.place(f.right[0])))
    coexisting = {(f.left, f.right): f for f in report.found if f.question == "coexists"}
    for left, found in groupby(chosen, key=lambda f: f.left[0]):
        title = report.own(left, lang)
        yield Heading(title[:1].upper() + title[1:], 2)
        yield from _words(report, left, lang)
        for finding in found:
            yield from _finding(report, finding, coexisting.get((finding.left, finding.right)), lang)
    for right in sorted({p for f in chosen for p in f.right}, key=library.place):
        if words := list(_words(report, right, lang)):
            yield Heading(f"{told['texts']}: {cite(library, right, lang)}", 3)
            yield from words


def _words(report: Report, provision: str, lang: str) -> Iterator[Block]:
    library, told = report.library, PHRASES[lang]
    if library.root(provision) == provision:
        return
    passages = library.words(provision)
    for passage in passages:
        yield Text(passage.text, "quote", lang=passage.lang)
    held = library.provisions.get(provision)
    if not passages and held is not None and held.summary.get(lang):
        yield Text(held.summary[lang], "quote")
        yield Text(told["summary"], "source")


def _finding(report: Report, finding: Finding, coexists: Finding | None, lang: str) -> Iterator[Block]:
    library, told = report.library, PHRASES[lang]
    right = listed((cite(library, p, lang) for p in finding.right), lang)
    verdict = f"{SIGNS[finding.verdict][0]} {ended(word(finding, library, report.wordings, lang))}"
    yield Text(f"{verdict} {finding.explanation.get(lang, '')}", lead=right[:1].upper() + right[1:] + {"en": ":", "fr": " :"}[lang])
    aside = [contrary(finding, lang)]
    if coexists is not None:
        aside.append(f"{told['coexists']}{ended(word(coexists, library, report.wordings, lang))}")
    if str(finding.iri) in report.reviews:
        aside.append(f"{told['review']}: {reviewed(report.reviews[str(finding.iri)], lang)}.")
    yield Text(" ".join(filter(None, aside)), "source")


def sheets(report: Report, lang: str) -> list[Sheet]:
    """Return the report as tables for a spreadsheet: matrices, findings, reservations."""
    made: list[Sheet] = []
    for matrix in matrices(report.found, report.library):
        names = [report.library.pinpoint(column, lang) for column in matrix.columns]
        rows = [[PHRASES[lang]["text"], *names]]
        for line in matrix.lines:
            cells = (matrix.gravest(line, column) for column in matrix.columns)
            rows.append([report.own(line, lang), *(f"{SIGNS[v][0]} {PHRASES[lang]['short'][v]}" if v else "" for v in cells)])
        made.append(Sheet(f"{_WORDS[lang]['matrix']} {len(made) + 1}", rows))
    found = table(report.found, report.library, report.wordings, lang, reviews=report.reviews)
    made.append(Sheet(_WORDS[lang]["findings"], found))
    made.append(Sheet({"en": "Reservations", "fr": "Réserves"}[lang], [_head(lang), *reservations(report, lang)]))
    return made
