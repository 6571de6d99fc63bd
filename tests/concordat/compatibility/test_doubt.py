"""What a machine noticed and could not name leaves the answer open wherever it would change it, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from concordat.compatibility import Finding

from .conftest import days, norm

Laboratory = Callable[..., Finding]
HERE, THERE = "draft/1/1", "treaty/1/1"
UNREAD = "cdt:unread <https://w3id.org/concordat/scheme/aspect#conditions>"
DUTY, BAN, LEAVE = "", "cdt:modality modality:prohibition", "cdt:modality modality:permission ; cdt:force force:may"
NAMED = "cdt:condition condition:dual-criminality"
LONG, SHORT = (f"cdt:constraint <constraint/{name}>" for name in ("long", "short"))
FIGURES = days("long", "gteq", 91) + days("short", "lteq", 90)


def both(*parts: str) -> str:
    return " ; ".join(part for part in parts if part)


@pytest.mark.parametrize(("left", "right", "question", "read", "verdict", "possible"), [
    pytest.param(DUTY, DUTY, "delivers", "left", "not-assessed", ("satisfies", "conditional"), id="the same duty, perhaps in fewer cases"),
    pytest.param(DUTY, DUTY, "delivers", "right", "satisfies", (), id="a duty that holds in every case"),
    pytest.param(DUTY, BAN, "delivers", "left", "not-assessed", ("conditional", "conflicts"), id="opposed, perhaps not in the same cases"),
    pytest.param(DUTY, BAN, "delivers", "right", "not-assessed", ("conditional", "conflicts"), id="a ban that perhaps does not reach it"),
    pytest.param(DUTY, BAN, "coexists", "left", "not-assessed", ("conditional", "conflicts"), id="perhaps both can be honoured"),
    pytest.param(DUTY, DUTY, "coexists", "left", "satisfies", (), id="nothing to hinder the other in any case"),
    pytest.param(LONG, SHORT, "coexists", "right", "not-assessed", ("conditional", "conflicts"), id="figures of perhaps different cases"),
    pytest.param(LEAVE, DUTY, "delivers", "left", "conditional", (), id="a faculty whatever its condition"),
    pytest.param(NAMED, DUTY, "delivers", "right", "not-assessed", ("satisfies", "conditional"), id="a condition that right perhaps has"),
    pytest.param(NAMED, DUTY, "delivers", "left", "conditional", (), id="a condition of its own beside the unread one"),
])  # fmt: skip
def test_a_verdict_stands_only_where_the_unread_cannot_change_it(
    laboratory: Laboratory, left: str, right: str, question: str, read: str, verdict: str, possible: tuple[str, ...]
) -> None:
    held = {"left": left, "right": right, read: both(left if read == "left" else right, UNREAD)}
    found = laboratory(norm(HERE, held["left"]) + norm(THERE, held["right"]) + FIGURES, question=question)
    assert (found.verdict, found.possible) == (verdict, possible)
    assert (found.reason == "unread") == (verdict == "not-assessed")


def test_another_norm_of_the_text_answers_without_doubt(laboratory: Laboratory) -> None:
    found = laboratory(norm(HERE, UNREAD) + norm("draft/1/2", "") + norm(THERE, ""), left="draft:1")
    assert found.verdict == "satisfies"


def test_a_demand_is_not_met_by_what_is_perhaps_conditional(laboratory: Laboratory) -> None:
    demand = """<requirement/mandate/1/x> a cdt:Requirement ; cdt:statedIn <mandate/1> ; cdt:demand demand:safeguards ;
        cdt:topic topic:preservation-assistance ; cdt:safeguard safeguard:judicial-review .\n"""
    given = norm(HERE, "cdt:safeguard safeguard:judicial-review")
    assert laboratory(given + demand, right="mandate:1").verdict == "satisfies"
    open_ = laboratory(norm(HERE, f"cdt:safeguard safeguard:judicial-review ; {UNREAD}") + demand, right="mandate:1")
    assert (open_.verdict, open_.reason) == ("not-assessed", "unread")


def test_the_reviewer_reads_which_words_and_between_what(laboratory: Laboratory) -> None:
    found = laboratory(norm(HERE, both(UNREAD)) + norm(THERE, BAN))
    assert found.row is None
    assert found.decisive is not None
    assert found.explanation["en"].endswith("between “conditional” and “conflicts”; read them first.")
    assert "« sous condition » et « en conflit »" in found.explanation["fr"]


BY_MACHINE, LEVEL = "cdt:extractionConfidence 0.9", "cdt:level level:result"


@pytest.mark.parametrize(("left", "right", "verdict"), [
    pytest.param(norm(HERE, BY_MACHINE).replace(f"{LEVEL}; ", ""), BAN, "not-assessed", id="opposed, perhaps at different levels"),
    pytest.param(norm(HERE, BY_MACHINE), BAN, "conflicts", id="opposed at one level"),
    pytest.param(norm(HERE, BY_MACHINE).replace(f"{LEVEL}; ", ""), DUTY, "satisfies", id="nothing opposed"),
])  # fmt: skip
def test_a_conflict_is_not_concluded_where_the_level_was_not_read(laboratory: Laboratory, left: str, right: str, verdict: str) -> None:
    found = laboratory(left + norm(THERE, right))
    assert found.verdict == verdict
    assert ("could not tell whether" in found.explanation["en"]) == (verdict == "not-assessed")
