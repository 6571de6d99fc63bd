"""Sides: whose a norm is, and towards whom.

Who is named as the subject of a clause has the norm; where the subject is a thing, the agent of a passive, who does such
things between States, or who was named before. A role is read only where the words tell it: a body of the second rank of a
phrase ("a majority of the Council") is not its subject, and whom a duty protects does not owe it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from .clauses import Clause, words_of
from .document import Document, Node
from .inside import Inside
from .rules import NOBODY, Rule, Rules, Subject
from .subjects import agent_of, first_of, last_of, subject_of

__all__ = ["TELLING", "Roles", "Sides"]

Roles = tuple[str | None, str | None]  # bearer and counterparty

_UNION = {"party": "member-state", "requested-party": "executing-authority", "requesting-party": "issuing-authority"}
_PRIMARY = ("tfeu", "teu", "eu-charter")
TELLING = ("Report", "Statement", "PublicStatement", "Opinion", "ExplanatoryReport", None)
"""Kinds of document that lay down no law, and have no Parties."""
_UNOWED = ("definition", "procedural")  # what nobody owes, unless the text names somebody
_NEAR = 30  # characters from a modal verb to the passive that it governs
_PERSONS = ("person", "data-subject", "witness", "person-sought", "victim", "child", "suspect")
_PATIENTS = (*_PERSONS, "body", "state", "private-sector")  # to whom things are done that others owe or may do
_DEEDS = ("obligation", "prohibition", "permission", "recommendation", "procedural")
_WORD = re.compile(r"[^\W\d_]{4,}")
_ADVERBS = 3  # words that stand before the passive that is the verb of a clause, its modal verb with them
_OBJECT = 200  # characters behind a verb: what it is done to stands there
_FAR = 40  # characters: who is named so far behind in a purpose is named for that alone
_OPPOSITE = {"requested-party": "requesting-party", "requesting-party": "requested-party"}
# a role here stands towards one other, whom it need not name
_FACING = (
    "requested-party", "requesting-party", "sending-party", "receiving-party", "parties-concerned", "party-requiring-treaty",
    "party-refusing-nationality",
)  # fmt: skip
_TOWARDS = ("issuing-authority", "executing-authority", "data-subject", "witness", "person-sought")  # where the sentence names it
_INSTITUTIONS = ("commission", "council", "european-parliament", "court-of-justice", "union", "body")
_MUTUAL = ("cooperate", "afford-assistance", "coordinate", "exchange-information", "consult", "conclude-agreements")
_SENT = ("deposit", "declare", "reserve", "withdraw-reservation", "denounce", "become-party", "propose-amendment", "apply-territorially")
_SENDERS = ("party", "signatory", "regional-organisation")


@dataclass(frozen=True, slots=True)
class _Said:
    """What a clause says: the words before its verb, those from its verb on, its modality, and whom the two name as subject and agent."""

    node: Node
    clause: Clause
    head: str
    verb: str
    modality: str
    named: Subject | None
    agent: Subject | None

    @property
    def ahead(self) -> str:
        """The words of the sentence before the clause, or before its subject where the clause goes on behind an adjunct."""
        whole = self.clause.text[self.clause.taken :]
        ahead, found, _ = self.clause.sentence.partition(whole if whole in self.clause.sentence else f" {self.head} ")
        return ahead if found else ""


class Sides:
    """Who stands on which side, told clause by clause through one document."""

    def __init__(self, document: Document, inside: Inside, rules: Rules) -> None:
        self.inside, self.rules = inside, rules
        self.speaker: Roles = (None, None)
        self.named: tuple[Node | None, Roles] = (None, (None, None))  # the passage in which somebody was named, and who
        self.institution = ""  # the article in which an institution of the Union was named last
        self.heard = ""  # the article in which the speaker spoke
        instrument = document.metadata.instrument or ""
        self.union = instrument.startswith(("celex:", "council-doc:")) or instrument in _PRIMARY
        # a directive speaks to the Member States, a treaty to its Parties; a regulation to whomever it names
        self.parties = document.metadata.kind not in (*TELLING, "Regulation") and instrument not in _PRIMARY
        if self.union and document.metadata.kind == "Proposal":
            self.parties = "directive" in (document.metadata.title or "").lower()
        # one side asks and another does, between States and in acts of the Union on orders and requests
        asking = rules.words["asking"]
        self.two = not self.union or any(asking.search(node.text) for node in document.nodes)

    def told(self, node: Node, clause: Clause, rule: Rule | None, *, modality: str, aimed: bool) -> Roles:
        """Return bearer and counterparty of a clause; the next clauses may go on with them.

        `aimed` says that the node is an aim that a mandate sets.
        """
        match = rule.pattern.match(clause.text) if rule else None
        groups = match.groupdict() if match else {}
        at = (rule.at(clause.text) or 0) if rule else 0
        head, verb = (groups.get("subject") or groups.get("np") or clause.text[:at]).strip(), clause.text[at:]
        named = subject_of(head, self.rules)
        explicit = named if named and named.role else None
        agent = agent_of(verb, self.rules)
        said = _Said(node, clause, head, verb, modality, named, agent)
        told = self._carried(said, self._roles(said), explicit=explicit is not None)
        # what a mandate aims at, or lets pass, is the negotiator's part, whoever acts in the text to come
        aim = rule is None or (aimed and rule.modality == "permission")
        here = ("negotiator", None) if aim else (self._here(told[0]), self._here(told[1]))
        # who does something to what a pronoun stands for is not who the next pronoun stands for
        if named is None or explicit or agent is None:
            spoken = (explicit.role, explicit.counterparty) if explicit and told[1] == explicit.role != told[0] else None
            self.speaker, self.heard = spoken or here, self._article(node)
        # a permission that a thing be done is nobody's more than another's
        let = modality == "permission" and told[0] == "party" and named is None and not aim and self._is("passive", verb)
        bearing = explicit is not None and told[0] == explicit.role
        unowed = self.union and not bearing and (modality in _UNOWED or let)
        bearer, counterparty = (None, None) if unowed else here
        words = words_of(clause, rule)[:_OBJECT]
        recipient = self._here(_recipient(words, self.rules, bearer=bearer)) if bearer and modality not in _UNOWED else None
        if bearer == "party":
            bearer = _OPPOSITE.get(recipient or "", bearer)
        if recipient == "party" and counterparty in _OPPOSITE:
            recipient = counterparty
        return bearer, recipient or (counterparty if self._faces(bearer, counterparty, clause) else None)

    def _faces(self, bearer: str | None, counterparty: str | None, clause: Clause) -> bool:
        """Whether a bearer stands towards a counterparty that no word behind the verb names: sides of a request do, others where
        the sentence speaks of them."""
        if bearer is None or counterparty is None:
            return False
        if bearer in _FACING:
            return True
        words = f"{clause.above} {clause.sentence}"
        if bearer == counterparty or not (bearer in _TOWARDS or counterparty in _PERSONS):
            return False
        names = (each.pattern for each in (*self.rules.subjects, *self.rules.bodies) if each.role == counterparty)
        return any(name.search(words) for name in names)

    def acting(self, bearer: str | None, counterparty: str | None, action: str | None) -> Roles:
        """Return bearer and counterparty with what an action adds or changes: what a depositary receives, what Parties owe each other.

        Who becomes a Party is a State as yet.
        """
        if self.union or bearer not in _SENDERS:
            return bearer, counterparty
        if action in _SENT and counterparty in (None, "party"):
            counterparty = "depositary"  # it is sent there, whoever is told of it then
        joining = action == "become-party" and bearer == "party"
        return "state" if joining else bearer, counterparty or ("party" if action in _MUTUAL else None)

    def _roles(self, said: _Said) -> Roles:
        """Roles by the subject, else by the agent, else by what is done.

        Where nothing tells, it is each Party in a text that has Parties, and nobody in another; an agent without a role is nobody.
        """
        named, agent = self._named(said), said.agent
        if agent is NOBODY:
            return None, None
        subject = agent or named
        if subject is None:
            return self._by_deed(said)
        if subject.role is None:
            subject = (last_of if self.rules.words["latter"].match(said.head) else first_of)(said.ahead, self.rules)
        if subject is None:
            return self._taken_up(said)
        if subject.role == "party":
            subject = self._side(subject, said)
            sides = self.rules.sides if subject.role == "party" else ()
            subject = next((each for each in sides if each.pattern.search(said.clause.text)), subject)
        # to whom something is done is owed it; by whom, the text says of a body of the Union no more than that
        patient = named if agent else subject
        if patient and patient.role and self._undergoes(patient, said):
            return agent.role if agent else self._informing(patient), patient.role
        return subject.role, subject.counterparty

    def _named(self, said: _Said) -> Subject | None:
        """Who is named as subject, or as whom something is recommended to; nobody by an "it" that stands for nobody."""
        urged = self.rules.words["urged"].search(said.verb)
        if urged:
            return subject_of(said.verb[urged.end() :], self.rules)
        return None if self.rules.words["impersonal"].match(f"{said.head} {said.verb}") else said.named

    def _side(self, subject: Subject, said: _Said) -> Subject:
        """The requested or requesting Party that "that Party" stands for, where one was named last; else the Party itself."""
        if not self.rules.words["same"].search(said.verb[:_OBJECT] if said.agent else said.head):
            return subject
        before = last_of(f"{said.ahead} {said.head}" if said.agent else said.ahead, self.rules)
        return before if before and before.role in _OPPOSITE else subject

    def _taken_up(self, said: _Said) -> Roles:
        """Roles of a pronoun that nobody is named for in its sentence: who acted before in the article, else by what is done."""
        if self.heard != self._article(said.node):
            return self._by_deed(said)
        role, counterparty = self.speaker
        if role in _PERSONS and self._undergone(said):
            return self._informing(replace(NOBODY, role=role, counterparty=counterparty)), role
        return self.speaker

    def _informing(self, subject: Subject) -> str | None:
        """Who acts towards the subject of a passive without an agent: who stands opposite to it, else each Party."""
        if subject.role in (*_FACING, *_TOWARDS) or (subject.counterparty == "party" and subject.role != "party"):
            return subject.counterparty
        return "party" if self.parties and subject.role != "party" else None

    def _undergoes(self, subject: Subject, said: _Said) -> bool:
        """Whether something is done to the subject ("no one may be deprived ..."), and nothing laid on it or left to it."""
        patient = subject.role in _PATIENTS or (self.union and said.modality in _UNOWED)
        return self._is("informed", said.verb) or (patient and self._undergone(said))

    def _undergone(self, said: _Said) -> bool:
        found = self.rules.words["passive"].search(said.verb)
        if found is None or said.modality not in _DEEDS or self._is("charged", said.verb):
            return False
        ahead = said.verb[: found.start()]
        return len(ahead.split()) <= _ADVERBS and not self.rules.words["told"].search(ahead)

    def _is(self, form: str, verb: str) -> bool:
        """Whether the words from a modal verb on are a passive, one by which its subject gets something (`informed`), or say what a paper
        says or has done to it (`carrying`)."""
        found = self.rules.words[form].search(verb)
        return found is not None and found.start() < _NEAR

    def _by_deed(self, said: _Said) -> Roles:
        """Who does such things: by the words of the clause where there are two sides; else each Party, or nobody.

        How an institution of the Union works is no Member State's part.
        """
        *told_by, anybody = self.rules.bearers
        within = self.institution and self.institution == self._article(said.node)
        if self.union and (within or self.rules.words["institutional"].search(said.head)):
            return None, None
        text = f"{self.rules.words['told'].split(said.head)[0]} {said.verb}"
        found = next((each for each in told_by if each.pattern.search(text)), None) if self.two else None
        found = found or (anybody if self.parties else None)
        return (found.role, found.counterparty) if found else (None, None)

    def _article(self, node: Node) -> str:
        article = self.inside.enclosing(node, "article")
        return article.path if article else ""

    def _carried(self, said: _Said, told: Roles, *, explicit: bool) -> Roles:
        """Roles, or in an act of the Union those named before in the passage where a passive, or what a paper says, names nobody.

        What is spoken of must have been spoken of before.
        """
        if explicit:
            self.named = (said.node, told)
            self.institution = self._article(said.node) if told[0] in _INSTITUTIONS else ""
        elif self.union and told[0] in (None, "party") and self.named[0] is said.node and self._is("carrying", said.verb):
            again = said.agent is None and self._again(said)
            return told if self.named[1][0] in _PERSONS or not again else self.named[1]
        return told

    def _again(self, said: _Said) -> bool:
        """Whether the words of a subject take up what the passage spoke of before ("such lists", "the list")."""
        if self.rules.words["such"].match(said.head):
            return True
        before = said.node.text[: max(0, said.node.text.find(said.clause.sentence))] + said.ahead
        return bool(self.rules.words["known"].match(said.head)) and any(word in before for word in _WORD.findall(said.head)[:3])

    def _here(self, side: str | None) -> str | None:
        """A role as this text has them: in an act of the Union Parties are Member States, whose authorities issue and execute.

        Member States that another text speaks of are those of another organisation.
        """
        if not self.union or side not in _UNION:
            return "state" if side == "member-state" and not self.union else side
        return _UNION[side] if self.two else "member-state"


def _aside(words: str, match: re.Match[str], rules: Rules) -> bool:
    """Whether a name stands in a clause of its own, in a purpose far from the verb, or says whose thing is meant."""
    ahead = words[: match.start()]
    far = len(ahead) > _FAR and rules.words["purpose"].search(ahead)
    return bool(far or rules.words["aside"].search(ahead.rpartition(",")[2]) or rules.words["owning"].match(words, match.end()))


def _recipient(words: str, rules: Rules, *, bearer: str | None) -> str | None:
    """To whom it is owed where the words behind the verb name somebody else than the bearer, or its like ("each other"), or None."""
    found = [
        (match.start(), number)
        for number, (pattern, role) in enumerate(rules.tables["recipient"])
        if role != bearer and (match := pattern.search(words)) and not _aside(words, match, rules)
    ]
    return (rules.tables["recipient"][min(found)[1]][1] or bearer) if found else None
