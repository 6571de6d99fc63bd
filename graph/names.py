"""Names: every IRI of ours, its compact id, and the way back.

A compact id is the public form in the command line, in files and in messages (`budapest:29/7`,
`celex:32016R0679:45/1`, `ground:data-protection`). In IRIs a `/` inside an instrument's key is written `_`
and parentheses are percent-encoded, so that key and path never run together.
"""

from __future__ import annotations

import os
import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from urllib.parse import quote, unquote

from rdflib import Namespace, URIRef

__all__ = [
    "BASE", "CDT", "ELI", "ID", "PREFIXES", "SCHEME", "compact", "concept", "expand", "instrument_of",
    "is_compact", "path_of",
]  # fmt: skip

BASE = os.environ.get("CONCORDAT_BASE", "https://w3id.org/concordat/")
ID = Namespace(BASE + "id/")
CDT = Namespace("https://w3id.org/concordat/ontology#")
ELI = Namespace("http://data.europa.eu/eli/ontology#")
SCHEME = "https://w3id.org/concordat/scheme/"

PREFIXES = {
    "cdt": str(CDT),
    "eli": str(ELI),
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

# `ground:data-protection`: a scheme of concepts, one colon, no slash
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*")
_SPACE = re.compile(r"[\s\x00-\x1f]")
# characters that stand in an IRI segment as they are; `_` is kept for the slash
_SAFE = "-.~"


@lru_cache(1)
def _table() -> tuple[dict[str, int], frozenset[str]]:
    table = tomllib.loads((files("concordat") / "graph" / "schemes.toml").read_text(encoding="utf-8"))
    return table["colons"], frozenset(table["about"]["words"])


@lru_cache(1)
def _concept_schemes() -> frozenset[str]:
    folder = files("concordat") / "ontology" / "schemes"
    return frozenset(entry.name.removesuffix(".ttl") for entry in folder.iterdir() if entry.name.endswith(".ttl"))


@lru_cache(4096)
def concept(scheme: str, name: str) -> URIRef:
    """Return the IRI of a concept, such as `ground`, `data-protection`."""
    return URIRef(f"{SCHEME}{scheme}#{name}")


def _encode(key: str) -> str:
    # a slash becomes `_`, so an `_` of the key itself must not stay one
    return quote(key, safe=_SAFE + "/").replace("_", "%5F").replace("/", "_")


def _decode(segment: str) -> str:
    return unquote(segment.replace("_", "/"))


def is_compact(text: str) -> bool:
    """Return whether the text has the form of a compact id (it may still name nothing)."""
    head = text.split(":", 1)[0]
    return bool(_WORD.fullmatch(head)) and not text.startswith(("http://", "https://")) and not _SPACE.search(text)


@lru_cache(65536)
def expand(compact_id: str) -> URIRef:
    """Return the IRI that a compact id stands for.

    Raises ValueError where the text is not a compact id.
    """
    if not is_compact(compact_id):
        msg = f"{compact_id!r} is not a compact id; write it like budapest:29/7 or celex:32016R0679:45/1"
        raise ValueError(msg)
    head, _, rest = compact_id.partition(":")
    if _WORD.fullmatch(rest):
        if head == "cdt":
            return CDT[rest]
        if head in _concept_schemes():
            return concept(head, rest)
    return ID[_expand_path(compact_id)]


def _expand_path(compact_id: str) -> str:
    colons, about = _table()
    head, _, rest = compact_id.partition(":")
    if head in about and rest:
        return f"{head}/{_expand_path(rest)}"
    parts = compact_id.split(":", colons.get(head, 0) + 1)
    key = parts[: colons.get(head, 0) + 1]
    path = parts[len(key):]
    return "/".join([*map(_encode, key), *(quote(p, safe=_SAFE + "/") for p in path)])


@lru_cache(65536)
def compact(iri: str) -> str:
    """Return the compact id of an IRI of ours; an IRI that has none is returned as it is."""
    if iri.startswith(str(CDT)):
        text = "cdt:" + iri.removeprefix(str(CDT))
    elif iri.startswith(SCHEME):
        text = iri.removeprefix(SCHEME).replace("#", ":", 1)
    elif iri.startswith(str(ID)):
        text = _compact_path(iri.removeprefix(str(ID)).split("/"))
    else:
        return iri
    return text if is_compact(text) and str(expand(text)) == str(iri) else str(iri)


def _compact_path(segments: list[str]) -> str:
    colons, about = _table()
    head = segments[0]
    if head in about and len(segments) > 1:
        return f"{head}:{_compact_path(segments[1:])}"
    size = colons.get(head, 0) + 1
    key, path = segments[:size], segments[size:]
    text = ":".join(map(_decode, key))
    return f"{text}:{unquote('/'.join(path))}" if path else text


def instrument_of(compact_id: str) -> str:
    """Return the compact id of the instrument of a provision (`celex:32016R0679:45/1` -> `celex:32016R0679`)."""
    colons, about = _table()
    head, _, rest = compact_id.partition(":")
    if head in about and rest:
        return instrument_of(rest)
    return ":".join(compact_id.split(":")[: colons.get(head, 0) + 1])


def path_of(compact_id: str) -> str:
    """Return the path inside the instrument (`45/1`), or an empty text for the instrument itself."""
    head, _, rest = compact_id.partition(":")
    if head in _table()[1] and rest:
        return path_of(rest)
    return compact_id[len(instrument_of(compact_id)) + 1 :]
