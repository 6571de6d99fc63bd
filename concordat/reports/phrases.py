"""Phrases: the fixed words of the pages, in English and French."""

from __future__ import annotations

from typing import Any

from ..review import Reviewed

__all__ = ["PHRASES", "reviewed"]

PHRASES: dict[str, dict[str, Any]] = {
    "en": {
        "skip": "Skip to the matrix",
        "title": "Compatibility of {text}",
        "notice": "Prepared by machine for a lawyer's review. A proposal binds nobody; a mandate is a position of the Union; a translation is not the original. Not legal advice.",
        "machine": "Read by machine, checked by nobody. Read the words themselves before you rely on any of it.",
        "compared": "Compared with: {rights}. {number} findings; data version {version}. Not examined: whatever stands blank in the matrix, other languages, bilateral treaties, case law.",
        "matrix": "Matrix", "mandate": "Against the negotiating directives (by number)", "law": "Against treaties and acts", "text": "Text",
        "defects": "Drafting defects", "no-defects": "None was found.", "findings": "Findings",
        "loaded": "Words of the loaded document{lines}.", "lines": ", lines {first} to {last}", "summary": "Our summary, not the text: no document with these words is loaded.",
        "texts": "The other texts", "review": "Reviewed", "unreviewed": "No reviewer has signed a finding unless it says so.", "coexists": "Can a State bound by both honour both? ", "chain": "How this was reached",
        "not-compared": "Not compared", "none": "nothing", "confidence": "Read", "rule": "Rule",
        "authorities": "Authorities", "interprets": "Interprets", "unverified": "Not checked against a text.", "checked": "Held against the text by the curators.",
        "sources": "Sources and rights",
        "rights": "Texts shown, if any: (c) European Union; (c) United Nations; (c) Council of Europe. Summaries and findings: Concordat, CC BY 4.0. The assessment is the signatory's.",
        "cross-checked": "Cross-check by HermiT: {number} relations, {agree} agree, {differ} do not.",
        "cross-differs": "{aspect}: the rules say {said}, HermiT {found}: {left} / {right}",
        "options": "Options",
        "option": {
            "wording": "Take the wording of {precedent} for the rule that decided.",
            "clause": "Add a clause, as {precedent} has one, by which the provision leaves {favours} unaffected.",
            "declaration": "Make the declaration or reservation that {precedent} allows{moments}; it binds only as it is made, and only the State that makes it.",
            "accept-mandate": "Accept the text as it stands and report the departure from the directive; new instructions are then needed.",
            "accept-law": "Accept both as they stand: a State bound by both has to choose, within both texts, what honours both; where it cannot, it is responsible under one of them.",
            "deletion": "Delete the rule that decided.",
        },
        "option-moments": ", at the time of: {moments}", "option-verdict": " Then: {verdict}.", "option-gone": " Then nothing is left to compare on this point.",
        "option-free": " No other finding on the provision gets worse.", "option-costs": " It costs, elsewhere on the provision: {costs}.",
        "option-cost": "{right} ({before} -> {after})", "option-lost": "no longer given",
        "changes-title": "What changes", "changes-none": "(nothing found)",
        "changes": {"worse": "worse", "better": "better", "other": "different", "new": "new", "gone": "gone", "reasons": "same verdict, other reasons", "same": "unchanged"},
        "states": {"": "not reviewed", "proposed": "not reviewed", "accepted": "accepted by one", "confirmed": "accepted by two", "rejected": "rejected", "commented": "commented, not decided", "disputed": "disputed between reviewers", "stale": "decision out of date: its evidence changed"},
        "short": {"satisfies": "meets", "conditional": "if ...", "conflicts": "does not", "conflict-resolved-by-clause": "by clause", "silent": "silent", "out-of-scope": "outside", "not-comparable": "different", "not-assessed": "open"},
    },
    "fr": {
        "skip": "Aller à la matrice",
        "title": "Compatibilité de {text}",
        "notice": "Préparé par une machine pour l'examen d'un juriste. Une proposition ne lie personne ; un mandat est une position de l'Union ; une traduction n'est pas l'original. Ne vaut pas avis juridique.",
        "machine": "Lu par une machine, vérifié par personne. Lisez les mots eux-mêmes avant de vous y fier.",
        "compared": "Comparé avec : {rights}. {number} constats ; version des données {version}. Non examiné : ce qui est vide dans la matrice, les autres langues, les traités bilatéraux, la jurisprudence.",
        "matrix": "Matrice", "mandate": "Face aux directives de négociation (par numéro)", "law": "Face aux traités et aux actes", "text": "Texte",
        "defects": "Défauts de rédaction", "no-defects": "Aucun n'a été relevé.", "findings": "Constats",
        "loaded": "Texte du document chargé{lines}.", "lines": ", lignes {first} à {last}", "summary": "Notre résumé, non le texte : aucun document portant ces mots n'est chargé.",
        "texts": "Les autres textes", "review": "Relecture", "unreviewed": "Aucun relecteur n'a signé un constat, sauf là où il le dit.", "coexists": "Un État lié par les deux peut-il respecter les deux ? ", "chain": "Comment on y parvient",
        "not-compared": "Non comparé", "none": "rien", "confidence": "Lecture", "rule": "Règle",
        "authorities": "Jurisprudence et avis", "interprets": "Interprète", "unverified": "Non vérifié sur un texte.", "checked": "Confronté au texte par les rédacteurs.",
        "sources": "Sources et droits",
        "rights": "Textes montrés, le cas échéant : (c) Union européenne ; (c) Nations Unies ; (c) Conseil de l'Europe. Résumés et constats : Concordat, CC BY 4.0. L'appréciation appartient au signataire.",
        "cross-checked": "Contre-vérification par HermiT : {number} relations, {agree} concordantes, {differ} discordantes.",
        "cross-differs": "{aspect} : les règles disent {said}, HermiT {found} : {left} / {right}",
        "options": "Options",
        "option": {
            "wording": "Reprendre, pour la règle qui a emporté le constat, la rédaction de : {precedent}.",
            "clause": "Ajouter une clause, sur le modèle de : {precedent}, par laquelle la disposition laisse intacts : {favours}.",
            "declaration": "Faire la déclaration ou la réserve qu'admet : {precedent}{moments} ; elle ne vaut que dans ses termes, et pour le seul État qui la fait.",
            "accept-mandate": "Accepter le texte en l'état et signaler l'écart par rapport à la directive ; de nouvelles instructions sont alors nécessaires.",
            "accept-law": "Accepter les deux textes en l'état : l'État lié par les deux choisit, dans leurs limites, ce qui les respecte l'un et l'autre ; à défaut, sa responsabilité est engagée au titre de l'un d'eux.",
            "deletion": "Supprimer la règle qui a emporté le constat.",
        },
        "option-moments": ", au moment de : {moments}", "option-verdict": " Résultat : {verdict}.", "option-gone": " Il ne reste alors rien à comparer sur ce point.",
        "option-free": " Aucun autre constat sur la disposition ne s'aggrave.", "option-costs": " Il en coûte, ailleurs sur la disposition : {costs}.",
        "option-cost": "{right} ({before} -> {after})", "option-lost": "n'est plus assuré",
        "changes-title": "Ce qui change", "changes-none": "(aucun constat)",
        "changes": {"worse": "pire", "better": "mieux", "other": "différent", "new": "nouveau", "gone": "disparu", "reasons": "même verdict, autres motifs", "same": "inchangé"},
        "states": {"": "non relu", "proposed": "non relu", "accepted": "accepté par une personne", "confirmed": "accepté par deux personnes", "rejected": "rejeté", "commented": "commenté, non tranché", "disputed": "contesté entre relecteurs", "stale": "décision périmée : ses éléments ont changé"},
        "short": {"satisfies": "répond", "conditional": "si ...", "conflicts": "non", "conflict-resolved-by-clause": "par clause", "silent": "lacune", "out-of-scope": "hors champ", "not-comparable": "autre objet", "not-assessed": "ouvert"},
    },
}  # fmt: skip


def reviewed(held: Reviewed | None, lang: str) -> str:
    """Return what people decided on a finding, in words, with the units and the day; None is a finding that nobody looked at."""
    told = str(PHRASES[lang]["states"][held.state if held else ""])
    aside = ", ".join(filter(None, [*held.units, held.on])) if held else ""
    return f"{told} ({aside})" if aside else told
