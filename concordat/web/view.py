"""View: how things are named, linked and marked on a page, in one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import ClassVar
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from rdflib import Literal, URIRef
from rdflib.term import Node
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from ..compatibility import Finding, contrary, rows
from ..errors import ConcordatError
from ..graph import names
from ..graph.catalog import moment
from ..graph.names import compact, expand, instrument_of
from ..reasons import reason
from ..reports.phrases import PHRASES
from ..reports.rows import SIGNS, general_word, word
from ..review import Reviewed
from .caching import headers, unchanged
from .negotiation import language
from .reading import Reading
from .reviews import stamp
from .service import of
from .wording import words

__all__ = ["View", "html", "prepare", "render", "stylesheet"]

_VARY = "Accept, Accept-Language"


@lru_cache(1)
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("concordat.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def prepare() -> None:
    """Read all templates, which takes longer than to fill them."""
    for name in _templates().list_templates():
        _templates().get_template(name)


@dataclass(frozen=True, slots=True)
class View:
    """One page being written: what is read of the snapshot, the language, the address asked for, and the data version."""

    reading: Reading
    lang: str
    path: str
    query: tuple[tuple[str, str], ...]
    version: int
    # whether a server answers behind the page: files have no search, no forms and no queries
    live: ClassVar[bool] = True

    @classmethod
    def of(cls, request: Request) -> View:
        """Return the view of a request: in the language of `?lang=`, else that which the client prefers."""
        service = of(request)
        asked = request.query_params.get("lang", "")
        lang = asked if asked in words() else language(request.headers.get("accept-language"))
        query = tuple((name, value) for name, value in request.query_params.multi_items() if name != "lang")
        return cls(service.reading, lang, request.url.path, query, service.snapshot.generation)

    def at(self, path: str) -> View:
        """Return the view of another address, without parameters."""
        return replace(self, path=path, query=())

    def reason(self, told: str | ConcordatError) -> tuple[str, str]:
        """Return why something was refused, as a sentence without its end, with the language that it is in."""
        text, lang = reason(told, self.lang)
        return text[:1].upper() + text[1:], lang

    def asked(self, name: str) -> str:
        """Return a parameter of the address, or an empty text."""
        return dict(self.query).get(name, "")

    def t(self, key: str, **values: object) -> str:
        """Return the words of a key in the language of the page."""
        return words()[self.lang][key].format(**values) if values else words()[self.lang][key]

    def address(self, path: str, **parameters: object) -> str:
        """Return an address of this server in the language of the page; parameters without a value are left out."""
        given = {name: value for name, value in parameters.items() if value}
        return f"{path}?{urlencode({**given, 'lang': self.lang})}"

    def other(self) -> str:
        """Return the address of this page in the other language."""
        return f"{self.path}?{urlencode([*self.query, ('lang', 'fr' if self.lang == 'en' else 'en')])}"

    def file(self, path: str) -> str:
        """Return the address of what is the same in both languages."""
        return path

    def href(self, value: str) -> str:
        """Return the address of the page of a compact id or IRI of ours, or an empty text where it is none."""
        library = self.reading.library
        owner = instrument_of(value)
        if value.startswith(f"{owner}:") and owner in library.instruments and value not in library.provisions:
            return ""  # a reference to what is not there
        iri = value if value.startswith("http") else str(expand(value)) if ":" in value or value in self.reading.library.instruments else ""
        if iri.startswith(str(names.ID)):
            return self.address(f"/{iri.removeprefix(names.BASE)}.html")
        head, _, term = iri.partition("#")
        if term and head.startswith("https://w3id.org/concordat/"):
            return f"{self.address('/' + head.removeprefix('https://w3id.org/concordat/') + '.html')}#{term}"
        return iri if iri.startswith(("http://", "https://")) else ""

    def name(self, value: str) -> str:
        """Return the name of a concept, figure, provision or instrument; an id that has none is shown as it is."""
        if value in self.reading.library.instruments:
            return self.reading.library.instrument(value, self.lang)
        return self.reading.names.of(value, self.lang)

    def property(self, name: str) -> str:
        """Return the name of a property of ours, without the verb that it begins with."""
        if name.startswith(str(names.ELI)):
            return self.t("eli-" + name.removeprefix(str(names.ELI)).replace("_", "-"))
        told = self.reading.names.of(name if ":" in name else f"cdt:{name}", self.lang)
        told = told.removeprefix("has ").removeprefix("a pour ").removeprefix("cdt:")
        return told[:1].upper() + told[1:]

    def pin(self, provision: str, *, full: bool = True) -> str:
        """Return the pin-point of a provision."""
        return self.reading.library.pinpoint(provision, self.lang, full=full)

    def sign(self, verdict: str) -> tuple[str, str]:
        """Return the sign of a verdict and the name of its colour."""
        return SIGNS[verdict]

    def word(self, finding: Finding) -> str:
        """Return a verdict in words."""
        return word(finding, self.reading.library, self.reading.wordings, self.lang)

    def general(self, verdict: str, *, mandate: bool) -> str:
        """Return a verdict in the words of a legend."""
        return general_word(verdict, self.reading.wordings, self.lang, mandate=mandate)

    def reviewed(self, name: str) -> str:
        """Return a filter by review (no, yes, or a state) in words."""
        return self.t(f"reviewed-{name}") if name in {"no", "yes"} else str(PHRASES[self.lang]["states"][name])

    def state(self, held: Reviewed) -> str:
        """Return how a finding was reviewed, in words."""
        return self.reviewed(held.state)

    def short(self, verdict: str) -> str:
        """Return a verdict in one or two words, as a cell of a matrix has room for."""
        return str(PHRASES[self.lang]["short"][verdict])

    def rule(self, key: str) -> str:
        """Return a row of the verdict table in words, from its compact id."""
        return next((row.label.get(self.lang, "") for row in rows() if str(row.iri).endswith(f"/id/{key}")), "") or key

    def contrary(self, finding: Finding) -> str:
        """Return the argument in the other sense."""
        return contrary(finding, self.lang)

    def text(self, held: Mapping[str, str]) -> tuple[str, str]:
        """Return a text in the language of the page, or else in another one, with its language."""
        lang = self.lang if held.get(self.lang) else next((lang for lang, text in held.items() if text), self.lang)
        return held.get(lang, ""), lang

    def term(self, node: Node) -> tuple[str, str, str]:
        """Return a term of the graph as its words, its address (or none) and its language (or none)."""
        if isinstance(node, Literal):
            return str(node), "", str(node.language or "")
        value = compact(str(node)) if isinstance(node, URIRef) else str(node)
        return self.name(value), self.href(value), ""


def render(template: str, view: View, **values: object) -> str:
    """Return the text of a page."""
    return _templates().get_template(template).render(v=view, t=view.t, **values)


def stylesheet() -> str:
    """Return the style sheet of the pages."""
    return "".join((files("concordat") / place).read_text(encoding="utf-8") for place in ("reports/report.css", "web/site.css"))


def html(
    request: Request, template: str, view: View, *, status: int = 200, extra: Mapping[str, str] | None = None, own: bool = False,
    **values: object,
) -> Response:  # fmt: skip
    """Return a page, or that nothing has changed; one of whoever asks alone (`own`) is not to be kept."""
    # what is shown as of today is another page tomorrow, and, where it shows reviews, after the next decision
    media = f"text/html; {view.lang}; {str(moment())[:10]}; {stamp(request)}"
    if status == 200 and not own and (held := unchanged(request, media, vary=_VARY)) is not None:
        return held
    text = render(template, view, **values)
    kept = headers(request, media, vary=_VARY) if status == 200 else {"Vary": _VARY}
    if own:
        kept = {"Vary": f"{_VARY}, Cookie", "Cache-Control": "private, no-store"}
    return HTMLResponse(text, status, {**kept, "Content-Language": view.lang, **(extra or {})})
