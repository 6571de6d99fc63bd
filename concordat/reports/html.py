"""HTML: one self-contained page in English and French, read without JavaScript, fit to be printed.

Matrix first (sign, word, colour), then drafting defects, then every finding with both pin-points, both texts or our
summaries marked as such, the aspects, the explanation and what was not compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from itertools import groupby

from lxml import etree
from lxml.builder import E
from lxml.etree import _Element as Element

from ..compatibility import BY_MACHINE, Finding, Names, contrary
from ..compatibility.explain import aspect_text
from ..review import Reviewed
from ..texts import Library, listed
from .matrix import GRAVEST, Matrix, by_left, defects, matrices
from .phrases import PHRASES, reviewed
from .repairs import Repairs
from .rows import SIGNS, Wordings, ended, general_word, word

__all__ = ["Page", "render"]


@dataclass(frozen=True, slots=True)
class Page:
    """All that a page is made from.

    `title` is the compact id of the text, `version` that of the data, `command` what made it, `lang` the language that is shown first, `reviews` are by the IRI of a finding.
    """

    found: Sequence[Finding]
    library: Library
    names: Names
    wordings: Wordings
    title: str
    version: str
    command: str = ""
    lang: str = "en"
    repairs: Repairs | None = None
    reviews: Mapping[str, Reviewed] = field(default_factory=dict)
    _places: dict[str, int] = field(default_factory=dict, init=False, repr=False)

    @property
    def confidences(self) -> list[str]:
        """How surely the norms were read, each way once."""
        return sorted({finding.confidence for finding in self.found})

    def anchor(self, what: str, lang: str) -> str:
        """Return a short name for the place of a finding or a text on the page, the same each time."""
        return f"{lang}-{self._places.setdefault(what, len(self._places))}"


def render(page: Page) -> str:
    """Return the page as HTML."""
    style = (files("concordat") / "reports" / "report.css").read_text(encoding="utf-8")
    name = page.library.pinpoint(page.title, page.lang)
    document = E.html(
        E.head(
            E.meta(charset="utf-8"), E.meta(name="viewport", content="width=device-width, initial-scale=1"),
            E.title(f"{name} · Concordat"), E.style(style),
        ),
        E.body(
            E.a(PHRASES[page.lang]["skip"], {"class": "skip", "href": f"#matrix-{page.lang}"}),
            *_switch(page.lang),
            *(_main(page, lang) for lang in ("en", "fr")),
        ),
        {"lang": page.lang},
    )  # fmt: skip
    return etree.tostring(document, encoding="unicode", method="html", doctype="<!DOCTYPE html>") + "\n"


def _switch(chosen: str) -> Iterator[Element]:
    """The choice between the languages."""
    for lang, name in (("en", "English"), ("fr", "Français")):
        checked = {"checked": "checked"} if lang == chosen else {}
        yield E.input({"class": "lang", "type": "radio", "name": "lang", "id": f"lang-{lang}", **checked})
        yield E.label(name, {"for": f"lang-{lang}"})


def _main(page: Page, lang: str) -> Element:
    told = PHRASES[lang]
    body = [
        E.h1(told["title"].format(text=page.library.pinpoint(page.title, lang))),
        E.p(told["notice"], {"class": "notice"}),
        *([E.p(E.strong(told["machine"]))] if BY_MACHINE in page.confidences else []),
        E.p(told["compared"].format(rights=", ".join(_rights(page, lang)), number=len(page.found), version=page.version)),
        _general(page, lang),
        _counts(page, lang),
        E.h2(told["matrix"], {"id": f"matrix-{lang}"}),
        *(_matrix(page, matrix, lang) for matrix in matrices(page.found, page.library)),
        E.h2(told["defects"], {"id": f"defects-{lang}"}),
        *(_defects(page, lang) or [E.p(told["no-defects"])]),
        E.h2(told["findings"], {"id": f"findings-{lang}"}),
        *_findings(page, lang),
        E.h2(told["texts"]),
        *_texts(page, lang),
        E.h2(told["sources"]),
        E.p(told["rights"]),
        *([E.p(E.code(page.command))] if page.command else []),
    ]
    return E.main(*body, {"lang": lang})


def _general(page: Page, lang: str) -> Element:
    """What holds of all findings, or of all with one verdict, is said once."""
    told = PHRASES[lang]
    items = [E.li(told["unreviewed"])]
    if len(page.confidences) == 1:
        items.append(E.li(f"{told['confidence']}: {page.names.of(f'confidence:{page.confidences[0]}', lang)}."))
    for verdict in GRAVEST:
        argued = next((text for f in page.found if f.verdict == verdict and (text := contrary(f, lang))), "")
        if argued:
            items.append(E.li(_sign(verdict), f" {argued}"))
    return E.ul(*items, {"class": "source"})


def _rights(page: Page, lang: str) -> list[str]:
    return sorted({page.library.instrument(right, lang) for f in page.found for right in f.right})


def _counts(page: Page, lang: str) -> Element:
    shown = [f for f in page.found if not f.drafting and f.question == "delivers"]
    counts = Counter(f.verdict for f in shown)
    mandate = [v for v in GRAVEST if v in counts]
    items = [E.li(_sign(v), f" {general_word(v, page.wordings, lang, mandate=True)} / {general_word(v, page.wordings, lang, mandate=False)}: {counts[v]}") for v in mandate]
    return E.ul(*items)


def _sign(verdict: str) -> Element:
    sign, colour = SIGNS[verdict]
    return E.span(sign, {"class": f"sign {colour}", "aria-hidden": "true"})


def _matrix(page: Page, matrix: Matrix, lang: str) -> Element:
    told = PHRASES[lang]
    head = [E.th(told["text"], {"scope": "col"})]
    for column in matrix.columns:
        label = column.rsplit("/", 1)[-1] if matrix.mandate else page.library.instrument(column, lang)
        head.append(E.th(E.abbr(label, title=page.library.pinpoint(column, lang)), {"scope": "col"}))
    rows = []
    owner = ""
    for line in matrix.lines:
        if page.library.owner(line, lang) != owner:
            owner = page.library.owner(line, lang)
            rows.append(E.tr(E.th(owner, {"scope": "colgroup", "colspan": str(len(matrix.columns) + 1), "class": "owner"})))
        name = page.library.pinpoint(line, lang, full=False)
        rows.append(E.tr(E.th(name, {"scope": "row"}), *(_cell(page, matrix, line, column, lang) for column in matrix.columns)))
    caption = E.caption(told["mandate" if matrix.mandate else "law"])
    return E.div(E.table(caption, E.thead(E.tr(*head)), E.tbody(*rows)), {"class": "scroll"})


def _cell(page: Page, matrix: Matrix, line: str, column: str, lang: str) -> Element:
    found = matrix.cells.get((line, column), ())
    if not found:
        return E.td("")
    sign, colour = SIGNS[found[0].verdict]
    words = PHRASES[lang]["short"][found[0].verdict]
    link = E.a(E.span(sign, {"class": "sign"}), E.span(words, {"class": "w"}), {"href": f"#{page.anchor(str(found[0].iri), lang)}", "class": colour})
    return E.td(link)


def _defects(page: Page, lang: str) -> list[Element]:
    return [
        E.div(
            E.h4(page.library.pinpoint(f.left[0], lang), " · ", page.library.pinpoint(f.right[0], lang)),
            E.p(f.explanation.get(lang, "")),
            {"class": "finding", "id": page.anchor(str(f.iri), lang)},
        )
        for _, f in by_left(defects([f for f in page.found if f.question == "delivers"]))
    ]


def _findings(page: Page, lang: str) -> Iterator[Element]:
    chosen = [f for f in page.found if f.question == "delivers" and not f.drafting]
    chosen.sort(key=lambda f: (page.library.place(f.left[0]), GRAVEST.index(f.verdict), page.library.place(f.right[0])))
    coexisting = {(f.left, f.right): f for f in page.found if f.question == "coexists"}
    for left, found in groupby(chosen, key=lambda f: f.left[0]):
        yield E.section(
            E.h3(page.library.pinpoint(left, lang)),
            *_words(page, left, lang),
            *(_finding(page, f, coexisting.get((f.left, f.right)), lang) for f in found),
        )


def _words(page: Page, provision: str, lang: str) -> Iterator[Element]:
    told = PHRASES[lang]
    if page.library.root(provision) == provision:
        return  # a whole text is not quoted
    passages = page.library.words(provision)
    for passage in passages:
        lines = told["lines"].format(first=passage.lines[0], last=passage.lines[1]) if passage.lines else ""
        yield E.blockquote(passage.text, {"lang": passage.lang})
        yield E.p(told["loaded"].format(lines=lines), {"class": "source"})
    held = page.library.provisions.get(provision)
    if not passages and held is not None and held.summary.get(lang):
        yield E.blockquote(held.summary[lang], {"class": "summary"})
        yield E.p(told["summary"], " ", told["unverified"] if held.unverified else told["checked"], {"class": "source"})


def _finding(page: Page, finding: Finding, coexists: Finding | None, lang: str) -> Element:
    told = PHRASES[lang]
    colour = SIGNS[finding.verdict][1]
    verdict = E.span(_sign(finding.verdict), " " + word(finding, page.library, page.wordings, lang), {"class": f"verdict {colour}"})
    parts = [
        E.h4(*_linked(page, finding.right, lang), ": ", verdict),
        E.p(finding.explanation.get(lang, "")),
    ]
    if (seen := page.reviews.get(str(finding.iri))) is not None:
        parts.append(E.p(f"{told['review']}: {reviewed(seen, lang)}.", {"class": "source"}))
    if coexists is not None:
        parts.append(E.p(told["coexists"] + ended(word(coexists, page.library, page.wordings, lang)), {"class": "source"}))
    ways = page.repairs.told(finding, lang) if page.repairs else []
    if ways:
        parts += [E.p(told["options"]), E.ol(*(E.li(way) for way in ways))]
    parts += _authorities(page, finding, lang)
    chain = E.details(E.summary(told["chain"]), _chain(page, finding, lang))
    return E.div(*parts, chain, {"class": "finding", "id": page.anchor(str(finding.iri), lang)})


def _authorities(page: Page, finding: Finding, lang: str) -> list[Element]:
    """Return the judgments and opinions on either side of a finding, under a heading of their own, or nothing."""
    told = PHRASES[lang]
    found = {a.compact: a for provision in (*finding.left, *finding.right) for a in page.library.interpreting(provision)}
    items = [
        E.li(
            f"{page.library.instrument(a.compact, lang)}, {a.date}" + (f", {a.identifier}" if a.identifier else "") + ": " + a.holding.get(lang, ""),
            E.span(f" {told['interprets']} " + listed((page.library.pinpoint(p, lang) for p in sorted(a.interpreted)), lang) + ".", {"class": "source"}),
            *([E.strong(f" {told['unverified']}")] if a.unverified else []),
        )
        for a in found.values()
    ]
    return [E.h5(told["authorities"]), E.ul(*items, {"class": "authorities"})] if items else []


def _linked(page: Page, provisions: Sequence[str], lang: str) -> Iterator[Element | str]:
    """Yield the pin-points, each leading to the words of its provision, which stand on the page once."""
    for number, provision in enumerate(provisions):
        name = page.library.pinpoint(provision, lang)
        yield listed(("", ""), lang) if number else ""
        yield E.a(name, {"href": f"#{page.anchor(provision, lang)}"}) if _has_words(page, provision, lang) else name


def _has_words(page: Page, provision: str, lang: str) -> bool:
    return next(_words(page, provision, lang), None) is not None


def _texts(page: Page, lang: str) -> Iterator[Element]:
    shown = {right for f in page.found if f.question == "delivers" and not f.drafting for right in f.right}
    for right in sorted(shown, key=page.library.place):
        if _has_words(page, right, lang):
            yield E.div(E.h4(page.library.pinpoint(right, lang)), *_words(page, right, lang), {"class": "words", "id": page.anchor(right, lang)})


def _chain(page: Page, finding: Finding, lang: str) -> Element:
    told = PHRASES[lang]
    items: list[Element] = []
    for aspect in finding.aspects:
        items.append(E.dt(page.names.of(f"aspect:{aspect.aspect}", lang)))
        items.append(E.dd(aspect_text(aspect, page.names, lang) or page.names.of(f"relation:{aspect.relation}", lang)))
    missing = [page.names.of(statement, lang) for statement in finding.not_compared]
    if missing:
        items += [E.dt(told["not-compared"]), E.dd(", ".join(missing))]
    if len(page.confidences) > 1:
        items += [E.dt(told["confidence"]), E.dd(page.names.of(f"confidence:{finding.confidence}", lang))]
    if finding.row:
        items += [E.dt(told["rule"]), E.dd(page.names.of(finding.row.replace("/", ":", 1), lang))]
    return E.dl(*items)
