"""Pages: what a reviewer reads, in English and French, without JavaScript: home, texts, provisions, findings, terms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from rdflib import DCTERMS, RDF, RDFS, SKOS, Literal, URIRef
from rdflib.term import Node
from starlette.requests import Request
from starlette.responses import Response

from ..compatibility import whole
from ..graph.names import CDT, compact, instrument_of
from ..graph.quads import Triple
from ..reports.matrix import ordered
from .drafting import inside
from .matrices import texts
from .search import search
from .service import of
from .view import View, html
from .vocabulary import modules

__all__ = ["home", "thing"]

_DATES = ("dateSubmitted", "dateAdopted", "dateSigned", "http://data.europa.eu/eli/ontology#first_date_entry_in_force")


def home(request: Request) -> Response:
    """Return the home page, with what was searched for."""
    view = View.of(request)
    text = request.query_params.get("q", "").strip()[:200]
    found = search(view.reading.index, text) if text else None
    listed = defaultdict(list)
    for key in sorted(view.reading.library.instruments, key=view.name):
        listed[_kind(view, key)].append(key)
    return html(request, "home.html", view, text=text, found=found, texts=texts(view.reading), instruments=sorted(listed.items()))


def _kind(view: View, instrument: str) -> str:
    kinds = sorted(view.reading.library.kinds[instrument] - {"Instrument", "Contribution"})
    return view.name(f"cdt:{kinds[0]}") if kinds else view.t("Instrument")


def thing(request: Request, iri: URIRef, triples: Sequence[Triple], links: str) -> Response:
    """Return the page of a thing, of which these triples are all that is said."""
    view, extra = View.of(request), {"Link": links}
    key, reading = compact(str(iri)), view.reading
    if str(iri) in reading.findings:
        return _finding(request, view, str(iri), extra)
    if key in reading.library.provisions:
        return _provision(request, view, key, extra)
    if key in reading.library.instruments:
        return _instrument(request, view, key, extra)
    if str(iri) == str(CDT).removesuffix("#"):
        held = modules(of(request).snapshot.store, triples, view.lang)
        return html(request, "ontology.html", view, extra=extra, iri=str(iri), modules=held)
    if "/id/" not in str(iri):
        return html(request, "terms.html", view, extra=extra, iri=str(iri), key=key, terms=_terms(view, triples, iri))
    return html(request, "thing.html", view, extra=extra, iri=str(iri), key=key, rows=_rows(triples, iri))


def _finding(request: Request, view: View, iri: str, extra: dict[str, str]) -> Response:
    finding = whole(of(request).snapshot.store, view.reading.findings[iri])
    turned = iri.replace("/delivers/", "/coexists/", 1) if finding.question == "delivers" else iri.replace("/coexists/", "/delivers/", 1)
    other = view.reading.findings.get(turned) if turned != iri else None
    decisive = finding.decisive
    statements = {s.compact: s for held in view.reading.statements.values() for s in held} if decisive else {}
    sides = [statements[side] for side in (decisive.left, decisive.right) if side in statements] if decisive else []
    return html(request, "finding.html", view, extra=extra, finding=finding, other=other, iri=iri, statements=sides)


def _provision(request: Request, view: View, key: str, extra: dict[str, str]) -> Response:
    reading = view.reading
    chain = _path(view, key)
    found = ordered([f for f in reading.findings.values() if any(f"{side}/".startswith(f"{key}/") for side in (*f.left, *f.right))])
    return html(
        request, "provision.html", view, extra=extra, key=key, instrument=instrument_of(key), chain=chain,
        provision=reading.library.provisions[key],
        passages=reading.library.words(key), statements=reading.statements.get(key, ()), children=reading.children.get(key, ()),
        cites=reading.citing.get(key, ()), cited=reading.cited.get(key, ()), authorities=reading.library.interpreting(key),
        defects=[f for f in found if f.drafting and f.question == "delivers"], found=[f for f in found if not f.drafting],
    )  # fmt: skip


def _path(view: View, key: str) -> list[tuple[str, str]]:
    """Return what a provision lies in, from the outermost inwards, each with its name."""
    found: list[tuple[str, str]] = []
    for above in list(view.reading.library.chain(key))[:-1]:
        pin = view.pin(above.compact, full=False)
        # a division that pin-points pass over has its heading
        taken = any(pin == name for _, name in found)
        found.append((above.compact, (view.text(above.heading)[0] or above.compact.rsplit("/", 1)[-1]) if taken else pin))
    return found


def _instrument(request: Request, view: View, key: str, extra: dict[str, str]) -> Response:
    reading = view.reading
    about = reading.about.get(key, {})
    dates = [(name, str(value)) for name in _DATES for value in about.get(name, ())]
    also = sorted({str(value) for name in (SKOS.altLabel, DCTERMS.identifier) for value in about.get(str(name), ())})
    standing = [compact(str(value)) for value in about.get("normativeStatus", ())]
    unverified = any(str(value).endswith("#unverified") for value in about.get("verification", ()))
    return html(
        request, "instrument.html", view, extra=extra, key=key, kind=_kind(view, key), dates=dates, also=also, standing=standing,
        unverified=unverified, children=reading.children.get(key, ()), cites=reading.citing.get(key, ()), cited=reading.cited.get(key, ()),
        compared=[text for text in texts(reading) if inside(text, key)], authority=reading.library.authorities.get(key),
    )  # fmt: skip


def _rows(triples: Sequence[Triple], iri: URIRef) -> list[tuple[str, list[Node]]]:
    """Return the properties of a thing with their values, sorted."""
    rows: dict[str, list[Node]] = defaultdict(list)
    for s, p, o in triples:
        if s == iri and p != RDF.type:
            rows[compact(str(p))].append(o)
    return sorted(rows.items())


def _terms(view: View, triples: Sequence[Triple], iri: URIRef) -> list[tuple[str, str, str, str]]:
    """Return the terms of a vocabulary: local name, compact id, label, definition."""
    told: dict[str, dict[str, str]] = defaultdict(dict)
    for s, p, o in triples:
        if s != iri and "#" in str(s) and isinstance(o, Literal) and o.language in {None, view.lang}:
            told[str(s)][str(p)] = str(o)
    found = []
    for term, held in told.items():
        label = held.get(str(SKOS.prefLabel)) or held.get(str(RDFS.label), "")
        found.append((term.rsplit("#", 1)[1], compact(term), label, held.get(str(SKOS.definition), "")))
    return sorted(found)
