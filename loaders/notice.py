"""Notices of CELLAR: what the Publications Office says of an act (Common Data Model, `http://publications.europa.eu/ontology/cdm#`).

A notice comes as XML, whose elements are the model's properties in capitals, or as RDF/XML. Only what it states of the act itself is
taken: its dates, its titles, and its relations to acts whose CELEX numbers are given. A title of another work that is shown
inside (a consolidated text) is not the act's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from rdflib import OWL, RDF, XSD, Literal, URIRef
from rdflib.namespace import DCTERMS

from ..errors import InputError
from ..graph import names, quads
from ..graph.names import CDT, ELI
from .archive import local_name, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from .archive import Element
    from .document import Source
    from .quads import Triple

__all__ = ["Notice", "matches", "read_notice", "triples"]

_CDM = "http://publications.europa.eu/ontology/cdm#"
_CELEX = re.compile(r"https?://publications\.europa\.eu/resource/celex/(?P<number>[0-9CE][0-9]{4}[A-Z]{1,2}[0-9A-Z()/_-]*)$")
_CONSOLIDATED = re.compile(r"https?://publications\.europa\.eu/resource/consolidation/(?P<act>[0-9]{4}[A-Z][0-9]{4})/(?P<day>[0-9]{8})_\w+$")
_CELLAR = re.compile(r"https?://publications\.europa\.eu/resource/cellar/[0-9a-f-]{36}$")
_ELI = re.compile(r"https?://(?:data\.europa\.eu|publications\.europa\.eu/resource)/eli/(?P<path>[A-Za-z0-9._/()%~-]+)$")
_LANGUAGE = re.compile(r"https?://publications\.europa\.eu/resource/authority/language/(?P<code>[A-Z]{3})$")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NEVER = "9999-12-31"  # how the Office writes that no end is known
_DATES = {
    "work_date_document": CDT.dateAdopted,
    "resource_legal_date_signature": CDT.dateSigned,
    "resource_legal_date_entry-into-force": ELI.first_date_entry_in_force,
    "resource_legal_date_end-of-validity": ELI.date_no_longer_in_force,
}
_RELATIONS = {
    "resource_legal_amends_resource_legal": ELI.amends,
    "resource_legal_repeals_resource_legal": ELI.repeals,
    "resource_legal_implicitly_repeals_resource_legal": ELI.repeals,
    "resource_legal_corrects_resource_legal": ELI.corrects,
    "resource_legal_based_on_resource_legal": ELI.based_on,
    "act_consolidated_consolidates_resource_legal": ELI.consolidates,
    "work_cites_work": ELI.cites,
}
_INVERSE = {"resource_legal_basis_for_act_consolidated": ELI.consolidates}
_TAGS = {"ENG": "en", "FRA": "fr", "DEU": "de", "SPA": "es", "ITA": "it", "NLD": "nl"}


@dataclass(frozen=True, slots=True)
class Notice:
    """What a notice states of one act.

    `celex` is its number, `same` other IRIs of it, `dates` a property with an ISO 8601 date, `titles` a language tag with
    words, `relations` a property with the CELEX number of another act (`inverse`: of which the act is the object);
    `unnamed` counts the related works that have no CELEX number in the notice.
    """

    celex: str
    same: tuple[str, ...] = ()
    dates: tuple[tuple[URIRef, str], ...] = ()
    titles: tuple[tuple[str, str], ...] = ()
    relations: tuple[tuple[URIRef, str], ...] = ()
    inverse: tuple[tuple[URIRef, str], ...] = ()
    unnamed: int = 0


@dataclass(frozen=True, slots=True)
class _Stated:
    """One statement of a notice: the name of the property in small letters, and what it is said of: texts and IRIs."""

    name: str
    values: tuple[str, ...]


def matches(text: str) -> bool:
    """Return whether a text is a notice."""
    head = text[:4096]
    return re.search(r"<NOTICE[\s>]", head) is not None or ("<rdf:RDF" in head and _CDM in text)


def read_notice(source: Source) -> Notice:
    """Return what a notice says.

    Raises InputError where it is broken or names no act by a CELEX number.
    """
    root = parse(source.data, source.name)
    kind = local_name(root)
    if kind == "NOTICE":
        same, stated, titles = _of_xml(root)
    elif kind == "RDF":
        same, stated, titles = _of_rdf(source)
    else:
        raise InputError("no notice of CELLAR", where=source.name, do="fetch it with --type notice or --type rdf")
    celex = _celex_of(same)
    if celex is None:
        raise InputError("the notice names no act by a CELEX number", where=source.name, do="fetch the notice of an act")
    return _notice(celex, same, stated, titles)


def triples(notice: Notice) -> Iterator[Triple]:
    """Yield what a notice says of its act, in the terms of the graph."""
    act = names.expand(f"celex:{notice.celex}")
    yield act, DCTERMS.identifier, Literal(notice.celex)
    for same in notice.same:
        yield act, OWL.sameAs, URIRef(same)
    for predicate, day in notice.dates:
        yield act, predicate, Literal(day, datatype=XSD.date)
    for predicate, other in notice.relations:
        yield act, predicate, names.expand(f"celex:{other}")
    for predicate, other in notice.inverse:
        yield names.expand(f"celex:{other}"), predicate, act
    for tag, title in notice.titles:
        this = names.expand(f"expression:celex:{notice.celex}:{tag}")
        yield this, RDF.type, ELI.LegalExpression
        yield this, ELI.realizes, act
        yield this, ELI.title, Literal(title, lang=tag)
        yield this, ELI.language, URIRef(f"http://publications.europa.eu/resource/authority/language/{_code(tag)}")
        yield this, CDT.authenticity, names.concept("authenticity", "authentic")


def _notice(celex: str, same: Iterable[str], stated: Iterable[_Stated], titles: Iterable[tuple[str, str]]) -> Notice:
    found: dict[str, set[tuple[URIRef, str]]] = {"dates": set(), "relations": set(), "inverse": set()}
    unnamed = 0
    for item in stated:
        if item.name in _DATES:
            found["dates"].update((_DATES[item.name], day) for day in item.values if _DAY.fullmatch(day) and day != _NEVER)
            continue
        for kind, properties in (("relations", _RELATIONS), ("inverse", _INVERSE)):
            other = _celex_of(item.values)
            if item.name in properties and other is None:
                unnamed += 1
            elif item.name in properties and other is not None and other != celex:
                found[kind].add((properties[item.name], other))
    links = {iri for iri in same if _CELLAR.match(iri)}
    links |= {f"http://data.europa.eu/eli/{match['path']}" for iri in same if (match := _ELI.match(iri))}
    dates, relations, inverse = (tuple(sorted(found[kind])) for kind in ("dates", "relations", "inverse"))
    return Notice(celex, tuple(sorted(links)), dates, tuple(sorted(set(titles))), relations, inverse, unnamed)


def _celex_of(values: Iterable[str]) -> str | None:
    """Return the CELEX number among the IRIs and texts of a work, or None."""
    for value in values:
        plain = unquote(value)
        if match := _CELEX.match(plain):
            return match["number"]
        if match := _CONSOLIDATED.match(plain):
            return f"0{match['act']}-{match['day']}"
    return None


def _code(tag: str) -> str:
    return next(code for code, known in _TAGS.items() if known == tag)


# notices in XML


def _of_xml(root: Element) -> tuple[list[str], list[_Stated], list[tuple[str, str]]]:
    work = next((item for item in root if local_name(item) == "WORK"), None)
    if work is None:
        return [], [], []
    same = [value for item in work if local_name(item) in ("URI", "SAMEAS") for value in _values(item)]
    stated = [_Stated(local_name(item).lower(), tuple(_values(item))) for item in work]
    expressions = [item for parent in (root, work) for item in parent if local_name(item) == "EXPRESSION"]
    return same, stated, [title for item in expressions for title in _titles(item)]


def _values(item: Element) -> list[str]:
    """Return the values of an element, of its IRI and of the IRIs of the same thing, but not of the works shown inside."""
    found = []
    for part in item.iterchildren():
        if local_name(part) == "VALUE":
            found.append((part.text or "").strip())
        elif local_name(part) in ("URI", "SAMEAS"):
            found.extend(_values(part))
    return found


def _titles(expression: Element) -> Iterator[tuple[str, str]]:
    parts = {local_name(item): item for item in expression}
    tongue, title = parts.get("EXPRESSION_USES_LANGUAGE"), parts.get("EXPRESSION_TITLE")
    if tongue is not None and title is not None:
        yield from _told(_values(tongue), _values(title))


def _told(tongues: Iterable[str], titles: Iterable[str]) -> Iterator[tuple[str, str]]:
    tag = next((_TAGS.get(match["code"]) for tongue in tongues if (match := _LANGUAGE.match(tongue))), None)
    if tag is not None:
        yield from ((tag, " ".join(title.split())) for title in titles if title)


# notices in RDF


def _of_rdf(source: Source) -> tuple[list[str], list[_Stated], list[tuple[str, str]]]:
    told: dict[str, list[tuple[str, str]]] = {}
    for subject, predicate, value in quads.parse(source.data, "rdf", where=source.name):
        told.setdefault(str(subject), []).append((str(predicate), str(value)))
    same = _same(told)
    acts = [work for work, pairs in told.items() if _celex_of(same[work]) and any(name.startswith(_CDM) for name, _ in pairs)]
    if not acts:
        return [], [], []
    act = max(acts, key=lambda work: (len(told[work]), work))
    stated = [_Stated(name.removeprefix(_CDM), tuple(same.get(value, [value]))) for name, value in told[act] if name.startswith(_CDM)]
    titles: list[tuple[str, str]] = []
    for pairs in told.values():
        if any(name == f"{_CDM}expression_belongs_to_work" and value in same[act] for name, value in pairs):
            said = {kind: [value for name, value in pairs if name == f"{_CDM}expression_{kind}"] for kind in ("uses_language", "title")}
            titles.extend(_told(said["uses_language"], said["title"]))
    return same[act], stated, titles


def _same(told: Mapping[str, list[tuple[str, str]]]) -> dict[str, list[str]]:
    """Return, for each IRI of a work, all IRIs of it."""
    same: dict[str, list[str]] = {}
    for work, pairs in told.items():
        iris = sorted({work, *(value for name, value in pairs if name == str(OWL.sameAs))})
        for iri in iris:
            same[iri] = sorted({*same.get(iri, []), *iris})
    return same
