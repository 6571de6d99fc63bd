"""Pages: what a reviewer reads, in English and French, without JavaScript: home, texts, provisions, findings, terms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from rdflib import DCTERMS, RDF, SKOS, URIRef
from rdflib.term import Node
from starlette.requests import Request
from starlette.responses import Response

from ..compatibility import repairable, whole
from ..graph.catalog import moment
from ..graph.names import CDT, compact, instrument_of
from ..graph.quads import Triple
from ..reports.matrix import ordered
from .drafting import inside
from .matrices import texts
from .parties import Parties, read_parties
from .reading import Reading
from .repairing import repairs
from .reviews import board, states
from .search import search
from .service import of
from .view import View, html
from .vocabulary import modules, schemes, terms, title

__all__ = ["finding", "home", "parties_of", "thing"]

_FIRST, _LAST = (f"http://data.europa.eu/eli/ontology#{name}" for name in ("first_date_entry_in_force", "date_no_longer_in_force"))
_DATES = ("dateSubmitted", "dateAdopted", "dateSigned", _FIRST)


def home(request: Request) -> Response:
    """Return the home page, with what was searched for."""
    view = View.of(request)
    text = request.query_params.get("q", "").strip()[:200]
    found = search(view.reading.index, text) if text else None
    listed = defaultdict(list)
    for key in sorted(view.reading.library.instruments, key=view.name):
        listed[_kind(view, key)].append(key)
    held = {instrument_of(provision) for provision in view.reading.library.provisions}
    instruments = sorted(listed.items())
    return html(request, "home.html", view, text=text, found=found, texts=texts(view.reading), instruments=instruments, held=held)


def _kind(view: View, instrument: str) -> str:
    kinds = sorted(view.reading.library.kinds[instrument] - {"Instrument", "Contribution"})
    return view.name(f"cdt:{kinds[0]}") if kinds else view.t("Instrument")


def thing(request: Request, iri: URIRef, triples: Sequence[Triple], links: str) -> Response:
    """Return the page of a thing, of which these triples are all that is said."""
    view, extra = View.of(request), {"Link": links}
    key, reading = compact(str(iri)), view.reading
    if str(iri) in reading.findings:
        return finding(request, view, str(iri), extra=extra)
    if key in reading.library.provisions:
        return _provision(request, view, key, extra)
    if key in reading.library.instruments:
        return _instrument(request, view, key, extra)
    if str(iri) == str(CDT).removesuffix("#"):
        store, memory = of(request).snapshot.store, reading.memory
        held = memory.once(("modules", view.lang), lambda: modules(store, triples, view.lang))
        listed = memory.once(("schemes", view.lang), lambda: schemes(store, view.lang))
        return html(request, "ontology.html", view, extra=extra, iri=str(iri), modules=held, schemes=listed)
    if "/id/" not in str(iri):
        within = terms(triples, iri, view.lang)
        return html(request, "terms.html", view, extra=extra, iri=str(iri), title=title(triples, iri, view.lang), terms=within)
    return html(request, "thing.html", view, extra=extra, iri=str(iri), key=key, rows=_rows(triples, iri))


def finding(
    request: Request, view: View, iri: str, *, extra: Mapping[str, str] | None = None, status: int = 200,
    problem: str = "", given: Mapping[str, str] | None = None,
) -> Response:  # fmt: skip
    """Return the page of a finding; `problem` is what is wrong with a decision that was sent, and `given` its fields."""
    held = whole(of(request).snapshot.store, view.reading.findings[iri])
    turned = iri.replace("/delivers/", "/coexists/", 1) if held.question == "delivers" else iri.replace("/coexists/", "/delivers/", 1)
    other = view.reading.findings.get(turned) if turned != iri else None
    decisive = held.decisive
    statements = {s.compact: s for every in view.reading.statements.values() for s in every} if decisive else {}
    sides = [statements[side] for side in (decisive.left, decisive.right) if side in statements] if decisive else []
    seen = board(request, iri, view.lang, problem=problem, given=given)
    asked = bool(request.query_params.get("options")) and status == 200
    ways = repairs(request, held, view.lang) if asked else None
    return html(
        request, "finding.html", view, status=status, extra=extra, own=seen.open or asked, finding=held, other=other, iri=iri,
        statements=sides, board=seen, asked=asked, ways=ways, repairable=bool(repairable([held], most=1)),
    )  # fmt: skip


def _provision(request: Request, view: View, key: str, extra: dict[str, str]) -> Response:
    reading = view.reading
    chain = _path(view, key)
    found = ordered([f for f in reading.findings.values() if any(f"{side}/".startswith(f"{key}/") for side in (*f.left, *f.right))])
    return html(
        request, "provision.html", view, extra=extra, key=key, instrument=instrument_of(key), chain=chain,
        provision=reading.library.provisions[key],
        passages=reading.library.words(key), statements=reading.statements.get(key, ()), children=reading.children.get(key, ()),
        cites=reading.citing.get(key, ()), cited=reading.cited.get(key, ()), authorities=reading.library.interpreting(key),
        corresponding=reading.corresponding.get(key, ()), reviews=states(request),
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
    on, problem = _day(request.query_params.get("on", ""))
    return html(
        request, "instrument.html", view, extra=extra, key=key, kind=_kind(view, key), dates=dates, also=also, standing=standing,
        unverified=unverified, children=reading.children.get(key, ()), cites=reading.citing.get(key, ()), cited=reading.cited.get(key, ()),
        compared=[text for text in texts(reading) if inside(text, key)], authority=reading.library.authorities.get(key),
        on=on, problem=problem, in_force=_in_force(about, on), facing=_facing(reading, key),
        parties=parties_of(reading, key, on),
    )  # fmt: skip


def parties_of(reading: Reading, key: str, on: date) -> Parties | None:
    """Return whom an instrument binds on a day, and what was done about it; None where the graph knows of nothing."""
    return reading.memory.once(("parties", key, on), lambda: read_parties(reading.memory, key, on))


def _day(asked: str) -> tuple[date, str]:
    """Return the day that is asked for, or today, with what was written that is no day."""
    today = date.fromisoformat(str(moment())[:10])
    try:
        return (date.fromisoformat(asked) if asked else today), ""
    except ValueError:
        return today, asked[:40]


def _in_force(about: Mapping[str, tuple[Node, ...]], on: date) -> str:
    """Return `yet`, `in` or `no-longer`, or nothing where the graph has no day of entry into force."""
    day, first, last = on.isoformat(), *(min(map(str, about.get(name, ())), default="") for name in (_FIRST, _LAST))
    if not first:
        return ""
    return "yet" if day < first else "no-longer" if last and last <= day else "in"


def _facing(reading: Reading, key: str) -> list[tuple[str, str]]:
    """Return the pairs of texts, the first of them this instrument or in it, that have provisions which correspond."""
    root = reading.library.root
    pairs = {
        (root(p), root(held.facing(p) or held.against))
        for p, records in reading.corresponding.items() if inside(p, key) for held in records
    }  # fmt: skip
    return sorted(pair for pair in pairs if pair[0] != pair[1])


def _rows(triples: Sequence[Triple], iri: URIRef) -> list[tuple[str, list[Node]]]:
    """Return the properties of a thing with their values, sorted."""
    rows: dict[str, list[Node]] = defaultdict(list)
    for s, p, o in triples:
        if s == iri and p != RDF.type:
            rows[compact(str(p))].append(o)
    return sorted(rows.items())
