"""Texts: provisions as a reader sees them, with pin-point, heading, summary and, where a document is loaded, the words.

Pin-points follow the usual forms: "Budapest Convention, art. 29(7)" in English, "Convention de Budapest, art. 29, par. 7"
in French.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from rdflib import Literal

from .authorities import Authority, on, read_authorities
from .graph.names import compact, instrument_of, path_of
from .graph.store import Reader

__all__ = ["Library", "Passage", "Provision", "listed", "quoted", "read_library"]

PREFIXES = """PREFIX cdt: <https://w3id.org/concordat/ontology#>
PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""


_UNREAD = "SELECT ?i { ?i a cdt:Instrument ; cdt:verification <https://w3id.org/concordat/scheme/verification#unverified> }"


@dataclass(frozen=True, slots=True)
class Passage:
    """The words of a provision in one loaded document."""

    text: str
    lang: str
    lines: tuple[int, int] | None
    document: str


@dataclass(slots=True)
class Provision:
    """A provision as it is shown; texts by language."""

    compact: str
    parent: str | None = None
    kind: str = ""
    number: str | None = None
    order: int = 0
    heading: dict[str, str] = field(default_factory=dict)
    summary: dict[str, str] = field(default_factory=dict)
    unverified: bool = False


# what is attached to a text under a name of its own, such as an addendum, is no annex of that number
_NAMED = re.compile(r"(?![IVXLC]+$)[^\W\d_]{4,}")
_KIND_EN = {"paragraph": "para. ", "alinea": "subpara. ", "recital": "recital ", "chapter": "ch. ", "annex": "annex ", "footnote": "fn. "}
_KIND_FR = {"paragraph": "par. ", "alinea": "al. ", "recital": "considérant ", "chapter": "ch. ", "annex": "annexe ", "footnote": "note "}


@dataclass(slots=True)
class Library:
    """All provisions and instruments of a graph, by compact id; `passages` are those of a provision and of all below it."""

    provisions: dict[str, Provision] = field(default_factory=dict)
    instruments: dict[str, dict[str, str]] = field(default_factory=dict)
    passages: dict[str, list[Passage]] = field(default_factory=lambda: defaultdict(list))
    kinds: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    authorities: dict[str, Authority] = field(default_factory=dict)

    def chain(self, compact_id: str) -> Iterator[Provision]:
        """Yield the provision and the provisions above it, from the outermost inwards."""
        held = self.provisions.get(compact_id)
        if held is not None:
            if held.parent:
                yield from self.chain(held.parent)
            yield held

    def instrument(self, compact_id: str, lang: str) -> str:
        """Return the short name of the instrument that a provision belongs to."""
        key = instrument_of(compact_id)
        names = self.instruments.get(key, {})
        return names.get(lang) or names.get("en") or key

    def pinpoint(self, compact_id: str, lang: str, *, full: bool = True) -> str:
        """Return the pin-point of a provision, with the name of its instrument or contribution if `full`."""
        chain = list(self.chain(compact_id))
        parts = [part for p in chain if p.kind != "contribution" and (part := _part(p, lang))]
        if not parts and compact_id in self.provisions and self.provisions[compact_id].kind != "contribution":
            parts = [("plain", compact_id.removeprefix(instrument_of(compact_id)).strip(":"))]
        text = _joined(parts, lang)
        owner = self.owner(compact_id, lang)
        if not full:
            return text or owner
        return f"{owner}, {text}" if text else owner

    def owner(self, compact_id: str, lang: str) -> str:
        """Return the name of the contribution or instrument that a provision belongs to."""
        root = self.root(compact_id)
        held = self.provisions.get(root)
        if held is None or held.kind != "contribution":
            return self.instrument(compact_id, lang)
        return held.heading.get(lang) or next(iter(held.heading.values()), root)

    def article(self, compact_id: str) -> str:
        """Return the article (or directive, or whatever stands in its place) that a provision lies in."""
        chain = list(self.chain(compact_id))
        named = [p for p in chain if p.kind == "article"] or [p for p in chain if p.kind in {"paragraph", "alinea", "recital", "preamble"}]
        return named[0].compact if named else compact_id

    def root(self, compact_id: str) -> str:
        """Return the contribution or instrument that a provision belongs to."""
        return next((p.compact for p in self.chain(compact_id) if p.kind == "contribution"), instrument_of(compact_id))

    def place(self, compact_id: str) -> tuple[str, tuple[tuple[int, str], ...]]:
        """Return what sorts provisions as they stand in their instrument."""
        return instrument_of(compact_id), tuple((p.order, p.compact) for p in self.chain(compact_id))

    def interpreting(self, compact_id: str) -> list[Authority]:
        """Return the judgments and opinions that interpret a provision, a part of it or what it is a part of."""
        return on(self.authorities.values(), compact_id)

    def words(self, compact_id: str) -> list[Passage]:
        """Return the loaded words of a provision with all below it, one passage per document."""
        by_document: dict[str, list[Passage]] = defaultdict(list)
        for passage in self.passages.get(compact_id, ()):
            by_document[passage.document].append(passage)
        joined = (_whole(found) for _, found in sorted(by_document.items()))
        return [passage for passage in joined if passage.text]


def quoted(text: str, lang: str) -> str:
    """Return a text in the quotation marks of a language (`en` or `fr`), from which no line break parts it."""
    return f"«\u00a0{text}\u00a0»" if lang == "fr" else f"“{text}”"


def listed(texts: Iterable[str], lang: str) -> str:
    """Return texts one after the other, parted by semicolons as a language (`en` or `fr`) sets them."""
    return {"en": "; ", "fr": "\u00a0; "}[lang].join(texts)


def _whole(found: Sequence[Passage]) -> Passage:
    """Return the passages of one document as one, in their order."""
    lines = [line for passage in found for line in passage.lines or ()]
    told = [passage for passage in found if passage.text]
    text, lang = "\n".join(passage.text for passage in told), next((passage.lang for passage in told), "")
    return Passage(text, lang, (min(lines), max(lines)) if lines else None, found[0].document)


def _part(provision: Provision, lang: str) -> tuple[str, str] | None:
    kind, number = provision.kind, provision.number
    heading = provision.heading.get(lang) or next(iter(provision.heading.values()), "")
    if kind == "article":
        return ("article", number) if number and number[0].isdigit() else ("plain", quoted(heading, lang))
    if kind in {"point", "subpoint"} and number:
        return kind, number.strip("().")
    if kind == "paragraph" and "addendum/" in provision.compact:
        return "plain", f"directive {number}".replace("(", "").replace(")", "")
    if kind == "annex" and number and _NAMED.fullmatch(number):
        return "plain", number.lower()
    if kind in _KIND_EN and number:
        return kind, number.strip("().")
    if kind == "alinea":
        return kind, provision.compact.rsplit("-", 1)[-1]
    if kind == "preamble":
        return "plain", {"en": "preamble", "fr": "préambule"}[lang]
    return None


def _joined(parts: Sequence[tuple[str, str]], lang: str) -> str:
    text = ""
    in_article = False
    for kind, number in parts:
        if kind == "article":
            text, in_article = f"{text}, art. {number}" if text else f"art. {number}", True
        elif lang == "en" and in_article and kind in {"paragraph", "point", "subpoint"}:
            text += f"({number})"
        elif kind in {"point", "subpoint"}:
            text += f"({number})" if lang == "en" else f", {number})"
        else:
            word = (_KIND_FR if lang == "fr" else _KIND_EN).get(kind, "")
            text = f"{text}, {word}{number}" if text else f"{word}{number}"
    return text


def read_library(store: Reader) -> Library:
    """Return all provisions, instruments and loaded passages of the public graph."""
    library = Library()
    _read_provisions(store, library)
    rows = store.select(PREFIXES + "SELECT ?i ?label { ?i a cdt:Instrument ; skos:prefLabel ?label }")
    for row in rows:
        label = row["label"]
        if isinstance(label, Literal):
            library.instruments.setdefault(compact(str(row["i"])), {})[str(label.language)] = str(label)
    for row in store.select(PREFIXES + "SELECT ?i ?class { ?i a cdt:Instrument ; a ?class }"):
        library.kinds[compact(str(row["i"]))].add(compact(str(row["class"])).removeprefix("cdt:"))
    library.authorities = read_authorities(store)
    _read_passages(store, library)
    return library


def _read_provisions(store: Reader, library: Library) -> None:
    unread = {compact(str(row["i"])) for row in store.select(PREFIXES + _UNREAD)}
    query = """SELECT ?p ?parent ?kind ?number ?order ?unverified { ?p a cdt:Provision ; eli:is_part_of ?parent .
        OPTIONAL { ?p eli:type_subdivision ?kind } OPTIONAL { ?p eli:number ?number } OPTIONAL { ?p cdt:order ?order }
        OPTIONAL { ?p cdt:verification ?unverified } }"""
    for row in store.select(PREFIXES + query):
        key = compact(str(row["p"]))
        kind, order = row.get("kind"), row.get("order")
        library.provisions[key] = Provision(
            key, compact(str(row["parent"])), str(kind).rsplit("#", 1)[-1] if kind is not None else "",
            str(row["number"]) if row.get("number") is not None else None, int(str(order)) if order is not None else 0,
            unverified=str(row.get("unverified", "")).endswith("#unverified") or instrument_of(key) in unread,
        )  # fmt: skip
    query = "SELECT ?p ?what ?text { VALUES ?what { cdt:heading cdt:summary } ?p ?what ?text }"
    for row in store.select(PREFIXES + query):
        held, text = library.provisions.get(compact(str(row["p"]))), row["text"]
        if held is not None and isinstance(text, Literal):
            target = held.heading if str(row["what"]).endswith("heading") else held.summary
            target[str(text.language)] = str(text)


def _read_passages(store: Reader, library: Library) -> None:
    query = """SELECT ?p ?document ?text ?start ?end ?first ?last {
        ?passage cdt:passageOf ?p ; cdt:inDocument ?document ; cdt:firstCharacter ?start ; cdt:lastCharacter ?end .
        OPTIONAL { ?passage cdt:text ?text } OPTIONAL { ?passage cdt:firstLine ?first ; cdt:lastLine ?last } }"""
    rows = store.select(PREFIXES + query)
    # as the words stand in the document: what begins first, and of two that begin together the longer one
    for row in sorted(rows, key=lambda row: (str(row["document"]), int(str(row["start"])), -int(str(row["end"])))):
        text, first, last = row.get("text"), row.get("first"), row.get("last")
        passage = Passage(
            str(text) if text is not None else "", str(text.language) if isinstance(text, Literal) else "",
            (int(str(first)), int(str(last))) if first is not None else None, compact(str(row["document"])),
        )  # fmt: skip
        for holder in _upwards(compact(str(row["p"]))):
            library.passages[holder].append(passage)


def _upwards(compact_id: str) -> Iterator[str]:
    """Yield a provision and those that its path lies in, such as `budapest:29/7` and `budapest:29`."""
    path = path_of(compact_id)
    head = compact_id.removesuffix(path)
    while path:
        yield head + path
        path = path.rpartition("/")[0]
