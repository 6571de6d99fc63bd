"""Owed: as what a norm is owed (its level): a result, a content of the law, an order, a rule on bodies or on the instrument.

The level is told from words, sides, action and topic; where none of them tells it, it is left out. A directive asks Member
States for a content of their law, a regulation speaks to persons and authorities itself (article 288 TFEU).
"""

from __future__ import annotations

from dataclasses import dataclass

from .rules import Rules

__all__ = ["BETWEEN", "FINAL", "Owed", "owed"]

_BODIES = (
    "conference-of-parties", "secretariat", "depositary", "committee-of-ministers", "expert-committee", "commission", "council",
    "european-parliament", "court-of-justice",
)  # fmt: skip
_ADDRESSED = ("service-provider", "custodian-of-data", "controller", "processor", "private-sector")
_STATES = (
    "party", "requesting-party", "requested-party", "sending-party", "receiving-party", "member-state", "state", "other-state",
    "parties-concerned", "party-requiring-treaty", "party-not-requiring-treaty", "issuing-authority", "executing-authority",
    "central-authority", "authorities", "judicial-authority",
)  # fmt: skip
_HOME = ("party", "member-state", "state", "union")
FINAL = (
    "participation", "entry-into-force", "amendment", "denunciation", "disputes", "reservations-and-declarations",
    "depositary-and-languages", "territorial-application", "relation-to-other-instruments", "final-clauses",
)  # fmt: skip
"""The topics of final clauses."""
_RESERVING = (
    "reserve", "declare", "withdraw-reservation", "apply-territorially", "enter-into-force", "become-party", "denounce", "deposit",
    "relate-to-other-rules",
)  # fmt: skip
_APPLYING = ("apply-domestic-law", "apply-provisions", "interpret", "use-as-legal-basis", "recognise-as-extraditable", "deem-extraditable")
_ORGANISING = ("designate-authority", "meet", "adopt-rules")
_DOMESTIC = (
    "offences", "participation-and-attempt", "liability-of-legal-persons", "penalties", "jurisdiction", "limitation-periods",
    "illegal-access", "illegal-interception", "data-interference", "system-interference", "misuse-of-devices", "computer-forgery",
    "computer-fraud", "payment-fraud", "child-abuse-material", "copyright-offences", "racism-xenophobia", "money-laundering",
    "organised-group", "corruption", "obstruction", "preservation-order", "traffic-data-preservation-order", "production-order",
    "search-and-seizure", "traffic-collection-order", "interception-order", "procedural-safeguards", "freezing-and-confiscation",
)  # fmt: skip
BETWEEN = (
    "surrender-and-orders", "mutual-assistance", "extradition", "general-cooperation", "transfer-of-sentenced-persons",
    "transfer-of-proceedings", "joint-investigations", "spontaneous-information", "costs",
)  # fmt: skip
"""The topics of what States owe each other."""
_ASSISTING = (
    *BETWEEN, "requests", "execution", "central-authorities", "video-hearing", "persons-in-custody", "safe-conduct",
    "service-of-documents", "records", "use-limitation", "banking-information", "special-techniques", "confiscation-cooperation",
    "return-of-assets", "asset-recovery", "law-enforcement-cooperation", "contact-network", "preservation-assistance",
    "interception-assistance", "traffic-collection-assistance", "stored-data-assistance", "traffic-data-disclosure",
    "transborder-access", "return-of-persons", "emergency-assistance",
)  # fmt: skip
_ACTIVE = (
    "afford-assistance", "cooperate", "coordinate", "conclude-agreements", "consult", "exchange-information", "exchange-staff",
    "execute-request", "expedite", "extradite", "give-reasons", "inform-of-obstacle", "inform-of-outcome", "postpone", "refuse",
    "share-spontaneously", "train", "research", "fund", "provide-technical-assistance", "transfer-technology", "accept-return",
    "repatriate", "issue-travel-documents", "verify-status", "return-assets", "return-evidence", "return-person", "permit-transit",
    "bear-costs", "raise-awareness", "promote", "settle-dispute", "prioritise", "treat-fairly",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Owed:
    """What tells the level of a norm.

    `clause` are its words, `kind` is Directive or Regulation for an act of the Union (or a proposal of one) and None for another text,
    `abroad` whether that act is on what States owe each other.
    """

    clause: str
    modality: str
    bearer: str | None
    counterparty: str | None
    topic: str | None
    action: str | None
    kind: str | None = None
    abroad: bool = False


def owed(norm: Owed, rules: Rules) -> str | None:
    """Return what a norm is owed as: treaty-rule, institutional, order, legislate or result; None where nothing tells it."""
    if norm.modality == "definition":
        return "treaty-rule"
    if norm.modality in ("procedural", "declaration"):
        return _of_instrument(norm, rules)
    if norm.bearer in _BODIES or (norm.bearer == "body" and norm.topic not in _ASSISTING):
        return "institutional"
    if norm.action in _RESERVING:
        return "treaty-rule"
    if norm.topic in FINAL and norm.topic != "disputes":
        return _of_instrument(norm, rules)
    if norm.bearer in _HOME and norm.action in _ORGANISING:
        return "institutional"
    if norm.kind:
        return _enacted(norm, rules)
    return _agreed(norm, rules)


def _of_instrument(norm: Owed, rules: Rules) -> str | None:
    """The level of a rule that obliges nobody, or of a final clause: that of the instrument where its words name one."""
    if norm.topic in _DOMESTIC and norm.action == "relate-to-other-rules":
        return None
    return "treaty-rule" if rules.words["instrument"].search(norm.clause) else None


def _enacted(norm: Owed, rules: Rules) -> str | None:
    """The level of a norm of a directive or regulation."""
    if norm.bearer in _ADDRESSED:
        return "legislate" if norm.kind == "Directive" else "order"
    if norm.topic in BETWEEN or norm.abroad or rules.words["abroad"].search(norm.clause):
        return _across(norm, rules)
    if norm.kind == "Directive":
        return "legislate"
    if norm.bearer in _HOME:
        return "legislate" if rules.words["legislate"].search(norm.clause) else None
    about_itself = norm.bearer is None and rules.words["instrument"].match(norm.clause)
    return None if about_itself else "order"


def _across(norm: Owed, rules: Rules) -> str | None:
    """The level of a norm of the Union that is on other States, too: what one of them, or its authority, owes another."""
    if norm.kind == "Regulation" and norm.bearer == "issuing-authority":
        return "order" if norm.action == "issue-order" else None  # such orders go straight to a provider
    owing = norm.bearer in _STATES and (norm.counterparty in _STATES or rules.words["facing"].search(norm.clause))
    return "result" if owing else None


def _agreed(norm: Owed, rules: Rules) -> str | None:
    """The level of a norm that States agreed on."""
    if norm.bearer in _ADDRESSED:
        return "order"
    if norm.bearer not in _STATES or norm.action in _APPLYING or norm.counterparty == "depositary":
        return None
    if norm.counterparty in _STATES or norm.action in _ACTIVE:
        return "result"
    if norm.topic in _DOMESTIC or rules.words["legislate"].search(norm.clause):
        return "legislate"
    return "result" if norm.topic in _ASSISTING else None
