"""Topics: what a norm is about, told from the headings above it, its action, and its own words.

Where several matters stand in a heading and nothing tells which is meant, or a final clause's heading stands above what is none,
no topic is told.
"""

from __future__ import annotations

from .aspects import every, named, soonest
from .clauses import Clause
from .document import Document, Node
from .inside import Inside
from .owed import FINAL
from .rules import Rule, Rules
from .sides import Roles

__all__ = ["READ", "Topics"]

READ = ("article", "paragraph", "alinea", "point", "subpoint")
"""The kinds of provisions in which norms are read."""
_FORCE = "entry-into-force"
# a title that names one of these names the matter of the whole instrument
_WHOLE = (
    "extradition", "mutual-assistance", "surrender-and-orders", "transfer-of-sentenced-persons", "transfer-of-proceedings",
    "data-protection",
)  # fmt: skip
_WIDE = "general-cooperation"
_BROAD = ("prevention",)  # what is narrower than these stands in articles of its own
_ASSISTED = {"preservation-order": "preservation-assistance"}  # below the same heading at home and between States


class Topics:
    """The topics of the norms of one document; `titled` are the paths of provisions that are titles with a citation."""

    def __init__(self, document: Document, inside: Inside, rules: Rules) -> None:
        self.document, self.inside, self.rules = document, inside, rules
        self.titled: frozenset[str] = frozenset()

    def _heading(self, node: Node) -> str | None:
        """The heading of a node, or its text where that is a title with a citation."""
        return node.heading or (node.text if node.path in self.titled else None)

    def _several(self, node: Node) -> bool:
        """Whether a node is a division that puts several matters under one heading."""
        return node.kind not in (*READ, "group") and bool(self.rules.words["several"].search(node.heading or ""))

    def further(self, topic: str | None, action: str | None, sentence: str) -> tuple[str, ...]:
        """Return topics besides that of the heading: of the action, and what the sentence is about more closely."""
        told = (self.rules.topics.get(action or ""), *every("theme", sentence, self.rules))
        return tuple(dict.fromkeys(each for each in told if each and each != topic))

    def told(self, node: Node, clause: Clause, rule: Rule | None, *, action: str | None, sides: Roles) -> str | None:
        """Return the topic of the nearest heading that names one, else of the title; on mutual assistance, what the clause is about.

        The topic of the action decides between several of a heading, and before the title on final clauses; `sides` tell what is
        asked of another State below a heading on what is ordered at home.
        """
        topic = self._told(node, clause, rule, self.rules.topics.get(action or ""))
        asked = "requesting-party" in sides or "requested-party" in sides
        return _ASSISTED.get(topic or "", topic) if asked else topic

    def _told(self, node: Node, clause: Clause, rule: Rule | None, own: str | None) -> str | None:
        headings = [heading for each in self.inside.ancestors(node) if not self._several(each) and (heading := self._heading(each))]
        topic = next((topic for heading in headings if (topic := self._headed(heading, clause.text, own))), None)
        if topic in _BROAD and headings and named("topic", headings[0], self.rules) != topic:
            topic = None  # the chapter's, of an article with a matter of its own
        if topic is None and own in FINAL:
            topic = own
            begun = clause.text[: (rule.at(clause.text) or 0) if rule else 0]
            if own == _FORCE and (about := soonest("topic", begun, self.rules, at=0)) in FINAL:
                topic = about  # "denunciation shall take effect"
        elif topic in (None, "offences"):  # for which offences there is cooperation is a question of that cooperation
            topic = self._titled(clause.text, any(map(_tells, headings))) or topic
        elif topic in FINAL and not self._final(clause, topic, own):
            topic = None
        if topic == _WIDE:
            return named("theme", clause.sentence, self.rules) or (_WIDE if self.rules.words["wide"].search(clause.sentence) else None)
        return (named("matter", clause.text, self.rules) or topic) if topic == "mutual-assistance" else topic

    def _final(self, clause: Clause, topic: str, own: str | None) -> bool:
        """Whether a clause below the heading of a final clause speaks of the instrument, or of what the heading names."""
        return bool(own in FINAL or self.rules.words["instrument"].search(clause.text) or topic in every("topic", clause.text, self.rules))

    def _headed(self, heading: str, clause: str, own: str | None) -> str | None:
        """The topic that a heading names; of several, that of the action or of the clause, and none where neither tells."""
        found = {named("topic", part, self.rules) for part in self.rules.words["several"].split(heading)} - {None}
        if len(found) < 2:
            return named("topic", heading, self.rules)
        return next((topic for topic in (own, *every("topic", clause, self.rules)) if topic in found), None)

    def _titled(self, clause: str, headed: bool) -> str | None:  # noqa: FBT001
        """The topic that the title names; below a heading, of an instrument with several matters, only where the clause names it too."""
        topic = soonest("topic", self.document.metadata.title or "", self.rules, at=0)
        return topic if topic in _WHOLE or not headed or topic in every("topic", clause, self.rules) else None


def _tells(heading: str) -> bool:
    """Whether a heading says more than the number that a provision had before."""
    return not heading.startswith("(")
