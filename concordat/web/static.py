"""Static: the pages of the ontology and of its schemes as files, for any web server, with the data behind them.

They are the pages that `/ontology` and `/scheme/...` give, in both languages, without what needs a server: search, forms,
queries. All links are relative, so that the folder can be put anywhere (Best Practice Recipes for Publishing RDF Vocabularies).
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar
from urllib.parse import urlencode

from rdflib import URIRef

from ..errors import InputError
from ..graph import layers, quads
from ..graph.names import CDT
from ..graph.quads import Lines, Triple
from ..graph.store import Store, open_store
from .linked import vocabulary
from .reading import read
from .view import View, render, stylesheet
from .vocabulary import modules, schemes, terms, title
from .wording import words

__all__ = ["write"]

_HOME = "https://w3id.org/concordat"
_SYNTAXES = ("ttl", "jsonld", "nt", "rdf")
_INDEX = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Concordat</title><link rel="stylesheet" href="style.css"></head>
<body><main><h1>Concordat</h1>
<p><a href="en/ontology.html" hreflang="en">Ontology</a> · <a href="fr/ontology.html" hreflang="fr" lang="fr">Ontologie</a></p>
</main></body></html>
"""


@dataclass(frozen=True, slots=True)
class Printed(View):
    """A page that is a file: addresses lead from it to other files, and to nothing else of the server."""

    live: ClassVar[bool] = False

    def file(self, path: str) -> str:
        """Return the way from this page, which stands in the folder of its language, to a file at the root."""
        return "../" * self.path.count("/") + path.removeprefix("/")

    def address(self, path: str, **parameters: object) -> str:
        """Return the way to a page in the same language; an empty text where it is no file."""
        if not path.startswith(("/ontology.", "/scheme/")):
            return ""
        asked = {name: value for name, value in parameters.items() if value}
        return self.file(f"/{self.lang}{path}") + (f"?{urlencode(asked)}" if asked else "")

    def other(self) -> str:
        """Return the way to this page in the other language."""
        return self.file(f"/{'fr' if self.lang == 'en' else 'en'}{self.path}")


def write(lines: Lines, folder: Path) -> list[Path]:
    """Write the vocabulary, given as the normal lines of its graph, into a folder as pages and data; return the files.

    Raises InputError where the folder cannot be written.
    """
    with open_store("memory:", write=True) as store, TemporaryDirectory() as scratch:
        store.replace(layers.VOCABULARY, lines)
        reading = read(store, Path(scratch))
        every = [URIRef(str(CDT).removesuffix("#")), *(scheme for scheme, _ in schemes(store, "en"))]
        made: dict[str, bytes] = {"index.html": _INDEX.encode(), "style.css": stylesheet().encode()}
        made["favicon.svg"] = (files("concordat") / "web" / "favicon.svg").read_bytes()
        for iri in every:
            triples, path = vocabulary(store, iri), iri.removeprefix(_HOME)
            plain = set(quads.lines_of(triples).splitlines())
            made |= {f"{path[1:]}.{form}": quads.document(plain, form) for form in _SYNTAXES}
            for lang in words():
                view = Printed(reading, lang, f"{path}.html", (), store.generation)
                made[f"{lang}{path}.html"] = _page(store, view, iri, triples).encode()
    return [_written(folder / name, data) for name, data in sorted(made.items())]


def _page(store: Store, view: View, iri: URIRef, triples: list[Triple]) -> str:
    if iri == URIRef(str(CDT).removesuffix("#")):
        held, listed = modules(store, triples, view.lang), schemes(store, view.lang)
        return render("ontology.html", view, iri=str(iri), modules=held, schemes=listed)
    return render("terms.html", view, iri=str(iri), title=title(triples, iri, view.lang), terms=terms(triples, iri, view.lang))


def _written(path: Path, data: bytes) -> Path:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise InputError(f"cannot write: {error.strerror}", where=str(path), do="name another folder with --output") from error
    return path
