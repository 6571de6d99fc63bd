"""Examination: what a machine read in one document, what it did not, and what it found on it, as one record.

Nothing of it is stored: the norms are held against a copy of the graph in memory, as `concordat check FILE --extracted` does it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from .checking import Desk
from .compatibility import Finding, Names
from .errors import UsageError
from .graph.names import compact, instrument_of
from .graph.store import Store
from .loaders.aspects import Constraint
from .loaders.citations import Citation, citations
from .loaders.document import Document, Node
from .loaders.norm import Norm
from .loaders.norms import norms
from .loaders.quads import document_iri, provision_iri
from .loaders.read import read
from .loaders.silence import unmentioned
from .machine import reading_of
from .reports import rows
from .reports.matrix import by_left, defects, ordered
from .texts import Passage

__all__ = ["FORMAT", "LANGUAGES", "Examined", "examine"]

# the version of the records; one of another version is made anew
FORMAT = 1
LANGUAGES = ("en", "fr")
# what a reader expects norms in, where it has words of its own
_TELLING = ("article", "paragraph", "alinea", "point", "subpoint")
_APART = {"preamble", "recital", "visa", "signature", "footnote", "heading", "title", "formula"}
_SHORT = 40  # characters; less is a heading, a number or "deleted"


@dataclass(frozen=True, slots=True)
class Examined:
    """What came of an examination: the record, and, for reports, the desk with what was found."""

    record: Mapping[str, Any]
    desk: Desk
    found: Sequence[Finding]


def examine(store: Store, path: Path, against: Sequence[str], *, told: Callable[[str], None] = lambda _: None) -> Examined:
    """Return what was read in a file and found on it against the rights named (profiles or compact ids).

    `told` is given the name of each stage as it begins: reading, references, norms, graph,
    comparing. Raises InputError where the file cannot be read
    as a document or its language has no rules, UsageError where a right names nothing in the graph.
    """
    told("reading")
    document = read(path)
    told("references")
    cited = citations(document)
    told("norms")
    stated = norms(document)
    told("graph")
    reading = reading_of(document, stated)
    known = reading.about in _instruments(store)
    desk = Desk(store, reading=reading)
    _with_words(desk, document)
    told("comparing")
    rights = [right for right in desk.rights(against) if right != reading.about]
    if not rights:
        raise UsageError("a text is not held against itself", do="choose another text to compare it with")
    found = desk.text(reading.about, rights)
    record = {
        "format": FORMAT, "about": reading.about, "known": known, "title": document.metadata.title or "",
        "language": document.metadata.language, "restricted": document.metadata.access == "restricted",
        "rights": rights, **_read(document, cited, stated), **_unread(document, cited, stated),
        "parts": list(_parts(desk, document, stated)), **_found(desk, found),
    }  # fmt: skip
    return Examined(record, desk, found)


def _instruments(store: Store) -> set[str]:
    query = "SELECT ?i { ?i a <https://w3id.org/concordat/ontology#Instrument> }"
    return {compact(str(row["i"])) for row in store.select(query)}


def _with_words(desk: Desk, document: Document) -> None:
    """Give the desk the words of the document, so that they stand on what is made of it."""
    held = desk.library.passages
    place = compact(str(document_iri(document)))
    for node in document.nodes:
        key = _id(document, node)
        # the words of a text that the graph has loaded are those of that file, and stay
        for above in dict.fromkeys([key, *(each.compact for each in desk.library.chain(key))]):
            if node.text and (above not in held or any(passage.document == place for passage in held[above])):
                held[above].append(Passage(node.text, document.metadata.language, node.lines, place))


def _id(document: Document, node: Node) -> str:
    return compact(str(provision_iri(document, node)))


def _read(document: Document, cited: Sequence[Citation], stated: Sequence[Norm]) -> dict[str, object]:
    """What was read: how many parts of each kind, references by what became of them, norms by modality, and characters."""
    return {
        "kinds": dict(Counter(node.kind for node in document.nodes).most_common()),
        "characters": sum(len(node.text) + len(node.heading or "") for node in document.nodes),
        "references": dict(sorted(Counter(citation.resolution for citation in cited).items())),
        "norms": len(stated),
        "modalities": dict(Counter(norm.modality for norm in stated).most_common()),
    }


def _unread(document: Document, cited: Sequence[Citation], stated: Sequence[Norm]) -> dict[str, object]:
    """What was not read: parts with words and no norm, references that lead nowhere, norms that cannot be compared, and why."""
    speaking = {norm.path for norm in stated}
    incomparable = [norm for norm in stated if not norm.topic or not norm.action]
    return {
        "silent": [node.path for node in _stating(document) if node.path not in speaking],
        "lost": [
            {"path": each.path, "surface": each.surface, "resolution": each.resolution, "meant": each.target or ""}
            for each in cited if each.resolution != "resolved"
        ],
        "incomparable": len(incomparable),
        "unmentioned": [f"topic:{topic}" for topic in unmentioned(document.nodes, document.metadata.language)],
        "warnings": list(document.warnings),
    }  # fmt: skip


def _stating(document: Document) -> Iterable[Node]:
    """The parts that a reader expects norms in: none of a preamble, a recital or a footnote, and of some length."""
    apart: set[str | None] = set()
    for node in document.nodes:
        if node.kind in _APART or node.parent in apart:
            apart.add(node.path)
        elif node.kind in _TELLING and len(node.text) >= _SHORT:
            yield node


def _parts(desk: Desk, document: Document, stated: Sequence[Norm]) -> Iterable[dict[str, object]]:
    """The text as it was read, part by part, each with the norms read in it."""
    by_path: dict[str, list[Norm]] = {}
    for norm in stated:
        by_path.setdefault(norm.path, []).append(norm)
    depths: dict[str | None, int] = {None: 0}
    for node in document.nodes:
        depths[node.path] = depths.get(node.parent, 0) + 1
        key = _id(document, node)
        yield {
            "path": node.path, "id": key, "depth": depths[node.path], "kind": node.kind, "label": node.label or "",
            "pin": {lang: _pin(desk, key, node, lang) for lang in LANGUAGES},
            "heading": node.heading or "", "text": node.text, "lines": list(node.lines) if node.lines else None,
            "norms": [_norm(norm, desk.names) for norm in by_path.get(node.path, ())],
        }  # fmt: skip


def _pin(desk: Desk, key: str, node: Node, lang: str) -> str:
    """The pin-point of a part, or what it is where lawyers have none for it, such as a title."""
    told = desk.library.pinpoint(key, lang, full=False)
    return desk.names.of(f"kind:{node.kind}", lang) if node.path in told and "/" in told else told


def _figure(names: Names, limit: Constraint, lang: str) -> str:
    """A threshold in words, such as "preservation period: at least 90 days"."""
    told = replace(names, figures={"figure": (limit.operator, str(limit.value), limit.unit)}).of("figure", lang)
    return f"{names.of(f'parameter:{limit.parameter}', lang)} {told}"


def _norm(norm: Norm, names: Names) -> dict[str, object]:
    named = (("modality", norm.modality), ("force", norm.force), ("margin", norm.margin), ("role", norm.bearer), ("action", norm.action),
             ("topic", norm.topic))  # fmt: skip
    return {
        "is": [f"{scheme}:{value}" for scheme, value in named if value],
        "also": [*(f"ground:{ground}" for ground in norm.refusal_grounds), *(f"safeguard:{each}" for each in norm.safeguards)],
        "conditions": [f"condition:{each}" for each in norm.conditions],
        "exceptions": [f"condition:{each}" for each in norm.exceptions],
        "excluded": [f"ground:{each}" for each in norm.excluded_grounds],
        "unread": [f"aspect:{each}" for each in norm.unread],
        "figures": [{lang: _figure(names, each, lang) for lang in LANGUAGES} for each in norm.constraints if each.parameter],
        "cue": norm.cue, "confidence": norm.confidence,
    }  # fmt: skip


def _found(desk: Desk, found: Sequence[Finding]) -> dict[str, object]:
    told = ordered([finding for finding in found if not finding.drafting])
    return {
        "findings": [_finding(desk, finding) for finding in told],
        "defects": [_finding(desk, finding) for _, finding in by_left(defects(found))],
        "verdicts": dict(Counter(finding.verdict for finding in told)),
    }


def _finding(desk: Desk, finding: Finding) -> dict[str, object]:
    held = rows.record(finding, desk.library, desk.names)
    return held | {
        "lacking": {lang: [desk.names.of(statement, lang) for statement in finding.not_compared] for lang in LANGUAGES},
        "word": {lang: rows.word(finding, desk.library, desk.wordings, lang) for lang in LANGUAGES},
        "against": instrument_of(finding.right[0]),
    }
