"""Reviews: decisions and how findings stand, for a terminal, as JSON Lines, TriG, CSV and XLSX.

Names of persons are shown only where they are handed in; an export has pseudonyms.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

from ..errors import UsageError
from ..graph import layers, quads
from ..graph.names import ID, compact
from ..review import Change, Decision, Standing, triples
from ..texts import Library
from .csv_rows import guarded
from .rows import jsonl

__all__ = ["FORMATS", "show", "told"]

FORMATS = ("table", "jsonl", "trig", "csv", "xlsx")
_TOLD: Mapping[str, Mapping[str, str]] = {
    "en": {
        "none": "Nothing to show.", "proposed": "not reviewed", "accepted": "accepted", "confirmed": "accepted by two", "rejected": "rejected", "commented": "commented",
        "disputed": "disputed", "stale": "stale", "verdict": "The verdict was {before}, and is {after}.", "rule": "Another row of the table decides, or the row was changed: {before}, now {after}.",
        "aspects": "The comparison differs: {before}; now {after}.", "norm-gone": "A norm is no longer there: {what}.", "norm-new": "A norm was added: {what}.",
        "norm-changed": "A norm was changed: {what}. {before}; now {after}.", "text": "The words of {what} were changed.", "finding-gone": "The finding is no longer there.",
        "nothing": "(nothing told)", "read": "read: {edition}", "somebody": "forgotten person {by}",
        "head": "number;time;finding;left;right;decision;state of the finding;reviewer;unit;comment;edition read;data version;gone stale because;hash",
    },
    "fr": {
        "none": "Rien à montrer.", "proposed": "non examiné", "accepted": "accepté", "confirmed": "accepté par deux personnes", "rejected": "rejeté", "commented": "commenté",
        "disputed": "contesté", "stale": "périmé", "verdict": "Le verdict était {before} ; il est {after}.", "rule": "Une autre ligne de la table décide, ou la ligne a changé : {before}, à présent {after}.",
        "aspects": "La comparaison diffère : {before} ; à présent {after}.", "norm-gone": "Une norme n'y est plus : {what}.", "norm-new": "Une norme a été ajoutée : {what}.",
        "norm-changed": "Une norme a changé : {what}. {before} ; à présent {after}.", "text": "Les mots de {what} ont changé.", "finding-gone": "Le constat n'y est plus.",
        "nothing": "(rien d'indiqué)", "read": "lu : {edition}", "somebody": "personne oubliée {by}",
        "head": "numéro;moment;constat;gauche;droite;décision;état du constat;relecteur;service;commentaire;édition lue;version des données;périmé parce que;empreinte",
    },
}  # fmt: skip


def show(standings: Sequence[Standing], people: Mapping[str, str], library: Library, form: str, lang: str) -> str | bytes:
    """Return how findings stand as table, jsonl, trig, csv or xlsx; `people` has names by pseudonym.

    Raises UsageError where there is no such format, or what makes it is not installed.
    """
    if form == "jsonl":
        return jsonl(_record(held, decision, people) for held, decision in _lines(standings))
    if form == "trig":
        return quads.serialize({layers.REVIEW: quads.lines_of(triples(standings)).splitlines()}, "trig").decode("utf-8")
    if form in {"csv", "xlsx"}:
        return _sheet(standings, people, library, form, lang)
    if form != "table":
        raise UsageError(f"no format {form!r}", do=f"choose {', '.join(FORMATS)}")
    return "\n".join(line for held in standings for line in _shown(held, people, library, lang)) + "\n" if standings else _TOLD[lang]["none"] + "\n"


def told(change: Change, lang: str) -> str:
    """Return what changed, as a sentence."""
    words = _TOLD[lang]
    before, after = (", ".join(side) or words["nothing"] for side in (change.before, change.after))
    pattern = words[change.kind]
    if change.kind == "norm-changed" and not (change.before or change.after):
        pattern = pattern.split(" {before}", 1)[0]
    return pattern.format(what=change.what, before=before, after=after)


def _lines(standings: Sequence[Standing]) -> list[tuple[Standing, Decision]]:
    return sorted(((held, d) for held in standings for d in held.decisions), key=lambda line: line[1].number)


def _sides(iri: str, library: Library, lang: str) -> tuple[str, str]:
    left, _, right = iri.removeprefix(f"{ID}finding/").partition("/")[2].partition("--")
    told_ = ("; ".join(library.pinpoint(compact(str(ID) + p), lang) for p in side.split("+")) for side in (left, right))
    return next(told_), next(told_)


def _person(decision: Decision, people: Mapping[str, str], lang: str) -> str:
    return people.get(decision.by) or (_TOLD[lang]["somebody"].format(by=decision.by) if people else decision.by)


def _shown(held: Standing, people: Mapping[str, str], library: Library, lang: str) -> Iterator[str]:
    words = _TOLD[lang]
    yield f"{' / '.join(_sides(held.finding, library, lang))}: {words[held.state]}"
    yield f"  {held.finding}"
    for decision in held.decisions:
        by = ", ".join(filter(None, (_person(decision, people, lang), decision.unit)))
        read = words["read"].format(edition=decision.edition) if decision.edition else ""
        yield "  " + ". ".join(filter(None, (f"{decision.at[:10]} {words[decision.decision]}, {by}", decision.comment, read)))
        for change in held.changed.get(decision.number, ()):
            yield f"    {told(change, lang)}"


def _record(held: Standing, decision: Decision, people: Mapping[str, str]) -> dict[str, object]:
    return {
        "number": decision.number, "at": decision.at, "finding": decision.finding, "decision": decision.decision, "state": held.state,
        "by": people.get(decision.by, decision.by), "unit": decision.unit, "comment": decision.comment, "edition": decision.edition,
        "version": decision.version, "changed": [{lang: told(c, lang) for lang in ("en", "fr")} for c in held.changed.get(decision.number, ())],
        "hash": decision.digest,
    }  # fmt: skip


def _sheet(standings: Sequence[Standing], people: Mapping[str, str], library: Library, form: str, lang: str) -> str | bytes:
    words = _TOLD[lang]
    rows = [words["head"].split(";")]
    for held, d in _lines(standings):
        changed = " ".join(told(change, lang) for change in held.changed.get(d.number, ()))
        rows.append([
            str(d.number), d.at, d.finding, *_sides(d.finding, library, lang), words[d.decision], words[held.state], people.get(d.by, d.by),
            d.unit, d.comment, d.edition, d.version, changed, d.digest,
        ])  # fmt: skip
    if form == "xlsx":
        from .xlsx import Sheet, workbook

        return workbook([Sheet({"en": "Reviews", "fr": "Relectures"}[lang], rows)], footer="Concordat")
    out = io.StringIO()
    csv.writer(out).writerows([guarded(cell) for cell in row] for row in rows)
    return "\ufeff" + out.getvalue()
