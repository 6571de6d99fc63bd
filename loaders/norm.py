"""The norm as a machine reads it, and as `concordat extract --what norms` prints it (the columns of the design)."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from .aspects import Constraint, Precedence, Refusal

__all__ = ["Norm", "row"]


@dataclass(frozen=True, slots=True)
class Norm:
    """One norm of one node; concepts are local names of the schemes of the same name as the field.

    `constraints` are thresholds; `refusal` stands where the norm is about refusing, `precedence` where it says how it stands to
    other rules; `scope` is for which offences, `elements` what the rule contains or lists, `topics` what it is about besides;
    `unread` are the aspects (conditions, exceptions) that its words hold and no concept names; `rule` made the norm, `confidence` is
    measured for that rule.
    """

    path: str
    lines: tuple[int, int] | None
    modality: str
    force: str | None
    margin: str | None
    bearer: str | None
    counterparty: str | None
    action: str | None
    topic: str | None
    cue: str
    rule: str
    confidence: float
    level: str | None = None
    constraints: tuple[Constraint, ...] = ()
    refusal: Refusal | None = None
    safeguards: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()
    precedence: Precedence | None = None
    scope: str | None = None
    elements: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def refusal_grounds(self) -> tuple[str, ...]:
        """The grounds on which cooperation may be refused."""
        return self.refusal.grounds if self.refusal else ()

    @property
    def excluded_grounds(self) -> tuple[str, ...]:
        """The grounds that may not be used."""
        return self.refusal.excluded if self.refusal else ()

    @property
    def exhaustive(self) -> bool:
        """Whether no other ground is left."""
        return self.refusal is not None and self.refusal.closure == "closed"


def row(norm: Norm) -> dict[str, object]:
    """Return a norm as an object of plain values."""
    return {
        "path": norm.path,
        "lines": list(norm.lines) if norm.lines else None,
        "modality": norm.modality,
        "force": norm.force,
        "margin": norm.margin,
        "bearer": norm.bearer,
        "counterparty": norm.counterparty,
        "action": norm.action,
        "topic": norm.topic,
        "level": norm.level,
        "constraints": [asdict(constraint) for constraint in norm.constraints],
        "refusal_grounds": list(norm.refusal_grounds),
        "excluded_grounds": list(norm.excluded_grounds),
        "exhaustive": norm.exhaustive,
        "refusal_duty": "mandatory" if norm.refusal and norm.refusal.mandatory else "optional",
        "domestic_grounds": norm.refusal is not None and norm.refusal.domestic,
        "safeguards": list(norm.safeguards),
        "conditions": list(norm.conditions),
        "exceptions": list(norm.exceptions),
        "unread": list(norm.unread),
        "precedence": asdict(norm.precedence) if norm.precedence else None,
        "scope": norm.scope,
        "elements": list(norm.elements),
        "topics": list(norm.topics),
        "cue": norm.cue,
        "confidence": norm.confidence,
        "rule": norm.rule,
    }
