"""Norms: what a text makes somebody owe, allows or forbids, read by the rules of its language.

Each norm names the rule that made it, with the confidence measured for that rule. Norms are read clause by clause; the head
of a list lends its subject to the points below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from .aspects import (
    Constraint,
    Refusal,
    every,
    figures,
    force_of,
    margin_of,
    named,
    precedence_of,
    refusal_of,
    soonest,
)
from .citations import Citation, citations
from .clauses import CUE, Clause, ahead_of, clauses, cue_of, sentences, words_of
from .deeds import deeds
from .document import Document, Node
from .incorporated import Taken
from .inside import Inside
from .known import known
from .lists import head_of
from .norm import Norm, row
from .owed import BETWEEN, Owed, owed
from .rules import Rule, Rules
from .rules import rules as rules_of
from .sides import TELLING, Roles, Sides
from .topics import READ, Topics
from .unread import unread
from .wording import wording

__all__ = ["incorporations", "norms", "rows"]

_APART = ("preamble", "recital", "visa", "signature", "footnote")
_TITLE = 20  # words
_DONE = ("obligation", "recommendation")  # what must be done is never what is denied
_MEANT = ("obligation", "permission", "procedural")
_ENACTED = ("Directive", "Regulation")
_DELAY = "delay-to-force"
_JOINT = re.compile(r"[,;]?\s(?:and|but|or|et|mais|ou)\b|;")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


def norms(document: Document, *, taken: Sequence[Taken] | None = None) -> tuple[Norm, ...]:
    """Return the norms of a document in its order; none where its language has no rules.

    `taken` are the norms that titles with a citation take over, by default those of the repository's graph.
    """
    taken = known().taken if taken is None else taken
    rules = rules_of(document.metadata.language)
    return tuple(_Reader(document, rules.plain() if document.metadata.kind in TELLING else rules, taken).read())


def incorporations(document: Document) -> tuple[tuple[Node, Citation], ...]:
    """Return the provisions that say no more than a title with a citation, each with a citation of what it takes over."""
    reader = _Reader(document, rules_of(document.metadata.language), ())
    return tuple((node, citation) for node, cited in reader.titles() for citation in cited)


def rows(document: Document) -> Iterator[dict[str, object]]:
    """Yield the norms of a document as objects (`concordat extract --what norms`)."""
    return map(row, norms(document))


class _Reader:
    """Reads one document from top to bottom."""

    def __init__(self, document: Document, rules: Rules, taken: Sequence[Taken]) -> None:
        self.document, self.rules, self.taken = document, rules, taken
        self.inside = Inside(document)
        self.children: dict[str | None, list[Node]] = {}
        for node in document.nodes:
            self.children.setdefault(node.parent, []).append(node)
        self.deeds = deeds(rules.language)
        self.topics = Topics(document, self.inside, rules)
        self.sides = Sides(document, self.inside, rules)
        self.enacted = self._enacted()

    def _enacted(self) -> tuple[str | None, bool]:
        """Whether the document is, or proposes, a directive or a regulation, and whether that is on cooperation between States."""
        about = self.document.metadata
        if not (about.instrument or "").startswith("celex:"):
            return None, False
        title, words = about.title or "", wording(about.language or "").words
        named = [(match.start(), kind) for kind in _ENACTED if (match := words[kind.lower()].search(title))]
        kind = about.kind if about.kind in _ENACTED else min(named)[1] if named and about.kind == "Proposal" else None
        return kind, soonest("topic", title, self.rules, at=0) in BETWEEN

    def titles(self) -> Iterator[tuple[Node, list[Citation]]]:
        """Yield the nodes that are titles with citations, each with these."""
        cited: dict[str, list[Citation]] = {}
        for citation in citations(self.document):
            if citation.scope == "external" and citation.target:
                cited.setdefault(citation.path, []).append(citation)
        for node in self.document.nodes:
            if node.kind in READ and node.path in cited and self._is_title(node):
                yield node, cited[node.path]

    def read(self) -> Iterator[Norm]:
        titles = {node.path: [each.target for each in cited if each.target] for node, cited in self.titles()}
        self.topics.titled = frozenset(titles)
        for node in self.document.nodes:
            if node.path in titles:
                yield from self._taken_over(node, titles[node.path])
            above = [each.kind for each in self.inside.ancestors(node)]
            if node.kind in READ and node.text and not any(kind in _APART for kind in above):
                yield from self._objectives(node) if self._aimed(node) else self._node(node)

    def _is_title(self, node: Node) -> bool:
        """Whether all that a node of an article says is a title with a citation."""
        if self.inside.enclosing(node, "article") is None:
            return False
        text = node.text or (node.heading or "")
        title = _BRACKETS.sub("", text).strip(" ;.:")
        lent = any(child.text for child in self.children.get(node.path, ()) if child.kind != "point")
        if lent or len(title) == len(text.strip(" ;.:")) or len(title.split()) > _TITLE:
            return False
        return not any(self.rules.fitting(clause.text) for clause in clauses(title, self.rules))

    def _taken_over(self, node: Node, targets: Sequence[str]) -> Iterator[Norm]:
        found: dict[Taken, None] = {}
        for target in targets:
            own = [norm for norm in self.taken if f"{norm.provision}/".startswith(f"{target}/")]
            # a point of a list has its norm at the head of the list
            found |= dict.fromkeys(own or [norm for norm in self.taken if norm.provision == target.rpartition("/")[0]])
        for norm in found:
            yield _copied(node, norm, self.rules)

    def _node(self, node: Node) -> Iterator[Norm]:
        above = self.document.find(node.parent) if node.parent and node.kind in ("point", "subpoint") else None
        head = head_of(above.text, self.rules) if above else None
        if head and head.conditions:
            return
        announced = head_of(node.text, self.rules) if self._has_points(node) else None
        subject = head.subject if head else ""
        for number, sentence in enumerate(sentences(node.text)):
            found = self._clauses(sentence, subject)
            if announced and announced.unfinished and sentence == announced.sentence:
                found = found[:-1]  # said by its points
            elif head and number == 0 and not found and (whole := head.completed(sentence, self.rules)):
                found = [whole]
            for clause in found:
                if not self._means(node, clause):
                    yield from self._stated(node, replace(clause, above=head.sentence) if head else clause)
            subject = ""

    def _clauses(self, sentence: str, subject: str) -> list[Clause]:
        stating = self.rules.words["stating"]
        whole = clauses(sentence, self.rules, subject=subject)
        found = [each for each in whole if self.rules.fitting(each.text) and not stating.match(each.text)]
        granted = self.rules.words["granted"].search(sentence)
        if granted and not any(each.text.endswith(granted["granted"]) for each in found):
            # a clause on the law that governs takes the faculty for granted: "including the grounds on which ... may refuse"
            found.append(Clause(granted["granted"], 0, sentence))
        return found

    def _means(self, node: Node, clause: Clause) -> bool:
        """Whether a clause is part of what a word means: in a point of a list of definitions only these are stated."""
        listed = node.kind in ("point", "subpoint") and self._defining(node)
        rule = self.rules.fitting(clause.text)
        return bool(listed and rule and rule.modality != "definition" and (clause.taken or clause.text[:1].islower()))

    def _defining(self, node: Node) -> bool:
        article = self.inside.enclosing(node, "article")
        return bool(article and self.rules.words["defining"].search(article.heading or ""))

    def _rule(self, node: Node, clause: Clause) -> Rule | None:
        """The rule of a clause; below a heading on the meaning of words, what a thing includes or counts as is a definition."""
        rule = self.rules.fitting(clause.text)
        if rule and rule.modality in _MEANT and self._defining(node) and self.rules.words["meaning"].match(words_of(clause, rule)):
            return next((each for each in self.rules.rules if each.modality == "definition"), rule)
        return rule

    def _has_points(self, node: Node) -> bool:
        return any(child.kind in ("point", "subpoint") for child in self.children.get(node.path, ()))

    def _stated(self, node: Node, clause: Clause) -> Iterator[Norm]:
        norm = self._norm(node, clause, self._rule(node, clause))
        yield norm
        if norm.modality == "permission" and self.rules.words["only"].search(clause.sentence):
            rule, confidence = f"{self.rules.language}-only", self.rules.made["only"]
            yield replace(norm, modality="prohibition", force="shall", rule=rule, confidence=confidence)

    def _aimed(self, node: Node) -> bool:
        """Whether a node is an aim that a mandate sets ("l'Union devrait viser les résultats suivants")."""
        groups = (each for each in self.inside.ancestors(node) if each.kind == "group")
        return any(self.rules.words["objective"].search(f"{each.heading or ''} {each.text}") for each in groups)

    def _objectives(self, node: Node) -> Iterator[Norm]:
        for sentence in sentences(node.text):
            found = [(clause, rule) for clause in clauses(sentence, self.rules) if (rule := self.rules.fitting(clause.text))]
            allowed = [pair for pair in found if pair[1].modality == "permission"]
            for clause, rule in allowed:
                yield self._norm(node, clause, rule)
            if not allowed:
                yield self._norm(node, Clause(sentence, 0, sentence), None)

    def _norm(self, node: Node, clause: Clause, rule: Rule | None) -> Norm:
        sentence, held, read = clause.sentence, self._held(node, clause), self.rules
        modality = rule.modality if rule else "recommendation"
        bearer, counterparty = self.sides.told(node, clause, rule, modality=modality, aimed=self._aimed(node))
        action = self._action(node, clause, rule)
        sides = self.sides.acting(bearer, counterparty, action)
        topic = self.topics.told(node, clause, rule, action=action, sides=sides)
        limits = self._limits(clause, rule)
        refusal = refusal_of(self._scope(node, sentence), sentence, read, modality=modality, done=self._said(clause, rule))
        return Norm(
            node.path,
            node.lines,
            modality,
            force_of(rule, self._aimed(node)),
            self._margin(clause, rule),
            *sides,
            action,
            topic,
            cue_of(clause, rule),
            rule.id if rule else f"{read.language}-aim",
            rule.confidence if rule else read.made["aim"],
            self._level(clause, modality=modality, sides=sides, topic=topic, action=action),
            limits,
            refusal,
            every("safeguard", sentence, read),
            every("condition", held, read),
            every("exception", held, read),
            precedence_of(sentence, read),
            named("scope", sentence, read),
            every("element", self._scope(node, sentence), read),
            self.topics.further(topic, action, sentence),
            _left(modality, unread(held, read, words=words_of(clause, rule), refusal=refusal, limits=limits)),
        )

    def _level(self, clause: Clause, *, modality: str, sides: Roles, topic: str | None, action: str | None) -> str | None:
        """What a norm is owed as, where something tells it."""
        return owed(Owed(clause.text, modality, *sides, topic, action, *self.enacted), self.rules)

    def _limits(self, clause: Clause, rule: Rule | None) -> tuple[Constraint, ...]:
        """The periods of a norm: of a sentence with several norms those of its own part, and those ahead of all of them."""
        found = figures(clause.sentence, self.rules)
        if not found or rule is None:
            return tuple(limit for _, limit in found)
        ahead, start, end = self._part(clause, rule)
        entering = self.rules.words["entering"].match(words_of(clause, rule))
        told = (limit for at, limit in found if at < ahead or start <= at < end)
        return tuple(limit if entering or limit.parameter != _DELAY else replace(limit, parameter=None) for limit in told)

    def _margin(self, clause: Clause, rule: Rule | None) -> str:
        """What room a norm leaves: what its own part of the sentence says, or what stands ahead of all its parts."""
        whole = margin_of(clause.sentence, self.rules)
        if rule is None or whole == "none":
            return whole
        ahead, start, end = self._part(clause, rule)
        own = margin_of(clause.sentence, self.rules, start=start, end=end)
        return own if own != "none" or start == 0 else margin_of(clause.sentence, self.rules, end=ahead)

    def _part(self, clause: Clause, rule: Rule) -> tuple[int, int, int]:
        """Where in a sentence its first verb stands, and where the part of a norm begins and ends; of a point, all of it."""
        verb, verbs = clause.sentence.find(words_of(clause, rule)), self._verbs(clause.sentence)
        if verb not in verbs:
            return 0, 0, len(clause.sentence)
        parts = [0, *(_joint(clause.sentence, *pair) for pair in pairwise(verbs)), len(clause.sentence)]
        return verbs[0], parts[verbs.index(verb)], parts[verbs.index(verb) + 1]

    def _verbs(self, sentence: str) -> list[int]:
        """Where the verbs of the norms of a sentence stand."""
        found = ((clause, self.rules.fitting(clause.text)) for clause in self._clauses(sentence, ""))
        return sorted({at for clause, rule in found if (at := sentence.find(words_of(clause, rule))) >= 0})

    def _action(self, node: Node, clause: Clause, rule: Rule | None) -> str | None:
        """What is done, by its verb; by any words of the sentence where nothing was ordered."""
        text, read = clause.text, self.rules
        if rule is None:
            return soonest("action", text, read, at=0) or named("fallback", text, read)
        if rule.action:
            return rule.action
        # a noun further behind says what the deed is about, seldom what it is
        ahead, denied = ahead_of(clause, rule), rule.modality not in _DONE
        first, *further = (self.deeds.told(words, subject=ahead, denied=denied) for words in self._done(node, clause, rule))
        return first if {first, None}.issuperset(further) else None

    def _done(self, node: Node, clause: Clause, rule: Rule) -> Iterator[str]:
        """The words of a norm from its verb on; where they end in a colon, with each point that goes on."""
        words = words_of(clause, rule)
        below = self.children.get(node.path) if words.endswith(":") else None
        yield from (f"{words.rstrip(' :')}, {each.text}" for each in below) if below else (words,)

    def _said(self, clause: Clause, rule: Rule | None) -> str:
        """The subject of a clause, without what a relative clause says of it, and what stands from its verb on."""
        if rule is None:
            return clause.sentence
        subject = self.rules.words["told"].split(clause.text[: rule.at(clause.text) or 0])[0]
        return f"{subject} {words_of(clause, rule)}"

    def _scope(self, node: Node, sentence: str) -> str:
        """A sentence with the points that it announces."""
        below = self.children.get(node.path, ()) if sentence.endswith(":") else ()
        return " ".join((sentence, *(child.text for child in below)))

    def _held(self, node: Node, clause: Clause) -> str:
        """The words that say when a norm holds: the head of its list, its sentence, and points that are conditions."""
        listed = self.rules.words["conditions"].search(clause.sentence)
        return f"{clause.above} {self._scope(node, clause.sentence) if listed else clause.sentence}".strip()


def _left(modality: str, unread: tuple[str, ...]) -> tuple[str, ...]:
    """What is left unread; where words mean something is part of what they mean, and what they do not mean an exception."""
    return tuple(aspect for aspect in unread if modality != "definition" or aspect == "exceptions")


def _joint(sentence: str, first: int, second: int) -> int:
    """Where the part of a sentence begins that its second verb stands in."""
    return max((match.start() for match in _JOINT.finditer(sentence, first, second)), default=second)


def _copied(node: Node, taken: Taken, rules: Rules) -> Norm:
    """A norm that a title takes over: the aspects are the source's, the cue is the title's."""
    get = taken.aspects.get
    return Norm(
        node.path,
        node.lines,
        taken.aspects["modality"],
        get("force"),
        get("margin", "none"),
        get("bearer"),
        get("counterparty"),
        get("action"),
        get("topic"),
        " ".join((node.text or node.heading or "").split()[:CUE]),
        f"{rules.language}-incorporated",
        rules.made["incorporated"],
        get("level"),
        refusal=Refusal(taken.grounds, taken.excluded, "closed" if taken.closed else "listed"),
        conditions=taken.conditions,
        exceptions=taken.exceptions,
    )
