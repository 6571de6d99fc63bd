"""Addresses: where an act or a document is asked for, by CELEX number, ELI or United Nations symbol.

Acts come from CELLAR, the repository of the Publications Office of the European Union, by content negotiation
(`/resource/celex/...`, `/resource/eli/...`); older acts are HTML, newer ones XHTML, so both are always accepted. United
Nations documents come from the Official Document System by symbol.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from .. import __version__
from ..errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["FORMS", "SUFFIXES", "Settings", "Wanted", "wanted"]

_REPOSITORY = "http://publications.europa.eu/resource"
_DOCUMENTS = "https://documents.un.org/api/symbol/access"
_CONTACT = "https://w3id.org/concordat/"

_EU = {
    "bg": "bul", "cs": "ces", "da": "dan", "de": "deu", "el": "ell", "en": "eng", "es": "spa", "et": "est", "fi": "fin",
    "fr": "fra", "ga": "gle", "hr": "hrv", "hu": "hun", "it": "ita", "lt": "lit", "lv": "lav", "mt": "mlt", "nl": "nld",
    "pl": "pol", "pt": "por", "ro": "ron", "sk": "slk", "sl": "slv", "sv": "swe",
}  # fmt: skip
_UN = ("ar", "en", "es", "fr", "ru", "zh")

SUFFIXES = {
    "application/xhtml+xml": ".xhtml",
    "text/html": ".html",
    "application/pdf": ".pdf",
    "application/zip": ".zip",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "application/rdf+xml": ".rdf",
    "application/msword": ".doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
_XML = ("application/xml", "text/xml")
# what is sent as Accept, and what a right answer may then be
_CELLAR = {
    "html": ("application/xhtml+xml, text/html;q=0.9", ("application/xhtml+xml", "text/html")),
    "formex": ("application/zip;mtype=fmx4, application/xml;mtype=fmx4;q=0.9", ("application/zip", *_XML)),
    "pdf": ("application/pdf;type=pdfa2a, application/pdf;type=pdfa1a;q=0.9, application/pdf;q=0.8", ("application/pdf",)),
    "notice": ("application/xml;notice=object", _XML),
    "rdf": ("application/rdf+xml", ("application/rdf+xml",)),
}
_ODS = {
    "pdf": ("pdf", ("application/pdf",)),
    "doc": ("doc", ("application/msword", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")),
}
FORMS = (*_CELLAR, "doc")

_CELEX = re.compile(r"(?:celex:)?(?P<number>[0-9CE]\d{4}[A-Z]{1,2}(?:\d{2,4}|/[A-Z]{3})(?:\(\d+\))?(?:R\(\d+\))?(?:-\d{8})?)")
_ELI = re.compile(r"(?:https?://data\.europa\.eu/)?(?:eli/)?(?P<path>[a-z][a-z_]*/\d{4}/[\w./()-]+)")
_SYMBOL = re.compile(r"(?:un-doc:)?(?P<symbol>[A-Z]+(?:/[\w.()*-]+)+)")
_RESOLUTION = re.compile(r"unga:(?P<number>\d+/\d+(?:/[A-Z])?)")


@dataclass(frozen=True, slots=True)
class Settings:
    """Where to ask and how: base addresses, folder of the cache, how to reach who asks, and seconds between two requests."""

    cache: Path
    cellar: str = _REPOSITORY
    un: str = _DOCUMENTS
    contact: str = _CONTACT
    interval: float = 1.0

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> Settings:
        """Return the settings that the environment makes.

        `CONCORDAT_CELLAR_URL`, `CONCORDAT_UN_URL` are base addresses, `CONCORDAT_CACHE` a folder, `CONCORDAT_CONTACT` an
        address at which the sender can be reached. Nobody may ask more often than once a second.
        """
        base = Path(environ["XDG_CACHE_HOME"]) if environ.get("XDG_CACHE_HOME") else Path.home() / ".cache"
        return cls(
            Path(environ.get("CONCORDAT_CACHE") or base / "concordat"), environ.get("CONCORDAT_CELLAR_URL") or _REPOSITORY,
            environ.get("CONCORDAT_UN_URL") or _DOCUMENTS, environ.get("CONCORDAT_CONTACT") or _CONTACT,
        )  # fmt: skip

    @property
    def agent(self) -> str:
        """What is sent as User-Agent: this program, its version, and whom to write to."""
        return f"concordat/{__version__} (+{self.contact})"


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing to ask for: its `name` as given, the address, what to accept, and the name of the file without its suffix."""

    name: str
    url: str
    accept: str
    language: str
    types: tuple[str, ...]
    stem: str


def wanted(name: str, *, language: str = "en", form: str | None = None, settings: Settings) -> Wanted:
    """Return what to ask for an act (CELEX, ELI) or a document (symbol), in a language of two letters.

    `form` is html (the default for acts), formex, pdf (the default for documents), notice, rdf or doc. Raises UsageError
    where the name, the language or the form is none that the server has.
    """
    if match := _RESOLUTION.fullmatch(name):
        return _document(name, f"A/RES/{match['number']}", language, form, settings)
    if match := _CELEX.fullmatch(name):
        return _act(name, f"celex/{quote(match['number'], safe='')}", match["number"], language, form=form, settings=settings)
    if match := _ELI.fullmatch(name):
        path = match["path"].rstrip("/")
        return _act(name, f"eli/{quote(path)}", f"eli_{path}", language, form=form, settings=settings)
    if match := _SYMBOL.fullmatch(name):
        return _document(name, match["symbol"], language, form, settings)
    raise UsageError(
        f"{name!r} is no CELEX number, ELI or United Nations symbol", do="write it like 32016R0679, reg/2016/679/oj or A/RES/78/265"
    )


def _act(name: str, path: str, stem: str, language: str, *, form: str | None, settings: Settings) -> Wanted:
    if language not in _EU:
        raise UsageError(f"no language {language!r} of the European Union", do=f"choose {', '.join(sorted(_EU))}")
    form = form or "html"
    if form not in _CELLAR:
        raise UsageError(f"acts do not come as {form!r}", do=f"choose {', '.join(_CELLAR)}")
    accept, types = _CELLAR[form]
    url = f"{settings.cellar.rstrip('/')}/{path}"
    if form == "notice":
        url += f"?language={_EU[language]}"
    return Wanted(name, url, accept, _EU[language], types, _stem(stem, language, form))


def _document(name: str, symbol: str, language: str, form: str | None, settings: Settings) -> Wanted:
    if language not in _UN:
        raise UsageError(f"no language {language!r} of the United Nations", do=f"choose {', '.join(_UN)}")
    form = form or "pdf"
    if form not in _ODS:
        raise UsageError(f"United Nations documents do not come as {form!r}", do=f"choose {', '.join(_ODS)}")
    kind, types = _ODS[form]
    query = urlencode({"s": symbol, "l": language, "t": kind}, safe="/")
    return Wanted(name, f"{settings.un}?{query}", ", ".join(types), language, types, _stem(symbol, language, form))


def _stem(text: str, language: str, form: str) -> str:
    special = f".{form}" if form in {"notice", "formex"} else ""
    return re.sub(r"[^\w.()-]", "_", text) + f".{language}{special}"
