"""Citations in the style of the EU Interinstitutional Style Guide (sections 3.1 and 10.7 in English, 3.1 and 10.7 in French).

"Article 29(2), point (b), of the Budapest Convention"; « article 29, paragraphe 2, point b), de la Convention de Budapest ». From the
article inwards, as the text is built; a contribution that proposes a text is named first, since it is no instrument.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..graph.names import path_of
from ..texts import Library, Provision, quoted

__all__ = ["cite", "named", "the"]

_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "paragraph": "paragraph {n}", "point": "point ({n})", "subpoint": "point ({n})", "recital": "recital {n}", "annex": "Annex {n}", "chapter": "Chapter {n}",
        "part": "Part {n}", "section": "Section {n}", "footnote": "footnote {n}", "preamble": "preamble", "visa": "citation {n}", "directive": "directive {n}", "article": "Article {n}",
    },
    "fr": {
        "paragraph": "paragraphe {n}", "point": "point {n})", "subpoint": "point {n})", "recital": "considérant {n}", "annex": "annexe {n}", "chapter": "chapitre {n}",
        "part": "partie {n}", "section": "section {n}", "footnote": "note de bas de page {n}", "preamble": "préambule", "visa": "visa {n}", "directive": "directive {n}", "article": "article {n}",
    },
}  # fmt: skip
_ORDINALS = {
    "en": ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
    "fr": ("premier", "deuxième", "troisième", "quatrième", "cinquième", "sixième", "septième", "huitième", "neuvième", "dixième"),
}
# what takes an article in English, and how « de » meets the first noun in French
_ENGLISH = {"convention", "treaty", "charter", "agreement", "protocol", "protocols", "statute", "covenant", "report", "paper", "manual", "notes", "act", "conclusions", "opinion", "mandate"}
_BARE = {"regulation", "directive", "decision", "framework", "resolution", "recommendation"}
_FRENCH: Mapping[str, str] = {
    **dict.fromkeys(("accord", "acte", "avis", "arrêt"), "de l'"),
    **dict.fromkeys(("conclusions", "notes", "protocoles"), "des "),
    **dict.fromkeys(("convention", "décision", "décision-cadre", "directive", "charte", "résolution", "recommandation", "proposition", "déclaration", "loi"), "de la "),
    **dict.fromkeys(("règlement", "traité", "protocole", "pacte", "statut", "manuel", "rapport", "projet", "document", "mandat", "premier", "deuxième", "second", "tfue", "tue"), "du "),
}  # fmt: skip


def cite(library: Library, compact_id: str, lang: str, *, full: bool = True) -> str:
    """Return the citation of a provision in `en` or `fr`, with its instrument if `full`; of an instrument, its name."""
    inside = "" if library.root(compact_id) == compact_id else _inside(library, compact_id, lang)
    if not inside:
        return named(library, compact_id, lang)
    if not full:
        return inside
    owner = named(library, compact_id, lang)
    if library.root(compact_id) in library.provisions:
        return f"{owner}, {inside}"
    comma = "," if "," in inside else ""
    return f"{inside}{comma} {_of(owner, lang)}"


def named(library: Library, compact_id: str, lang: str) -> str:
    """Return the name of the instrument or contribution of a provision, without what only explains the name."""
    owner = library.owner(compact_id, lang)
    mandate = "Mandate" in library.kinds.get(library.root(compact_id), ())
    return owner.split(", ", 1)[0] if mandate else owner


def _of(owner: str, lang: str) -> str:
    if lang == "en":
        return f"of {the(owner)}"
    how = _FRENCH.get(owner.casefold().split()[0])
    return f"{how}{owner}" if how else f"[{owner}]"


def the(owner: str) -> str:
    """Return the English name of an instrument with the article that it takes in a sentence, if any."""
    words = owner.casefold().split()
    if words[0] in _BARE or (words[0] == "protocol" and words[1:2] == ["no"]):
        return owner
    return f"the {owner}" if _ENGLISH & {word.strip("(),:") for word in words} or "regulation" in words else owner


def _inside(library: Library, compact_id: str, lang: str) -> str:
    path = path_of(compact_id)
    chain = [p for p in library.chain(compact_id) if p.kind != "contribution" and _on(path_of(p.compact), path)]
    text, last = "", ""
    for provision in chain:
        text = _joined(text, provision, last, lang)
        last = provision.kind
    return text or path


def _on(above: str, path: str) -> bool:
    """Whether a level is part of the path, and not a division that the numbering runs through."""
    return path == above or path.startswith(f"{above}/")


def _joined(text: str, provision: Provision, last: str, lang: str) -> str:
    number = (provision.number or "").strip("().")
    if lang == "en" and provision.kind == "paragraph" and last == "article" and number and text[-1].isalnum():
        return f"{text}({number})"
    if provision.kind in {"point", "subpoint"} and last in {"point", "subpoint"} and number:
        return f"{text}({number})" if lang == "en" else f"{text} {number})"
    part = _part(provision, number, lang)
    return ", ".join(filter(None, (text, part)))


def _part(provision: Provision, number: str, lang: str) -> str:
    words, kind = _WORDS[lang], provision.kind
    if kind == "annex" and number.casefold() == "addendum":
        return ""  # directives are numbered through it
    if kind == "alinea":
        return _alinea(provision, lang)
    if kind == "article" and not number[:1].isdigit():
        heading = provision.heading.get(lang) or next(iter(provision.heading.values()), "")
        return quoted(heading, lang)
    if kind == "article" and number == "1" and lang == "fr":
        return "article 1er"
    if kind == "paragraph" and "addendum/" in provision.compact:
        kind = "directive"
    if kind == "preamble":
        return words[kind]
    return words[kind].format(n=number) if kind in words and number else ""


def _alinea(provision: Provision, lang: str) -> str:
    place = provision.compact.rsplit("-", 1)[-1]
    ordinals: Sequence[str] = _ORDINALS[lang]
    if not place.isdigit() or int(place) > len(ordinals):
        return {"en": f"subparagraph {place}", "fr": f"alinéa {place}"}[lang]
    return f"{ordinals[int(place) - 1]} {'subparagraph' if lang == 'en' else 'alinéa'}"
