"""Norms read in French and English: the rules by their own examples, and each aspect in a sentence of ours."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files

import pytest

from concordat.errors import InputError
from concordat.loaders.aspects import every
from concordat.loaders.document import Document
from concordat.loaders.incorporated import Taken
from concordat.loaders.norm import Norm
from concordat.loaders.norms import norms, rows
from concordat.loaders.rules import LANGUAGES, Rule, Rules, rules

Written = Callable[..., Document]
FRENCH, ENGLISH = rules("fr"), rules("en")
EVERY = [pytest.param(table, rule, id=rule.id) for table in (FRENCH, ENGLISH) for rule in table.rules]


@pytest.mark.parametrize(("table", "rule"), EVERY)
def test_a_rule_reads_its_example_and_not_its_counterexample(table: Rules, rule: Rule) -> None:
    fitting, counter = table.fitting(rule.example), table.fitting(rule.counter)
    assert fitting is not None
    assert fitting.id == rule.id
    assert counter is None or counter.id != rule.id
    assert 0 < rule.confidence <= 1
    assert rule.basis in ("annotated", "judged", "none")
    assert rule.basis != "none" or rule.confidence == 0.5


@pytest.mark.parametrize("table", [FRENCH, ENGLISH], ids=["fr", "en"])
def test_where_a_rule_fits_its_sign_stands(table: Rules) -> None:
    """What is looked for first leaves out no rule that would fit."""
    signed = [rule for rule in table.rules if rule.sign]
    told = [words for rule in table.rules for words in (rule.example, rule.counter, rule.example.upper())]
    fits = [(rule, words) for rule in signed for words in told if rule.at(words) is not None]
    assert len(signed) > len(table.rules) / 2
    assert {rule.id for rule, _ in fits} == {rule.id for rule in signed}
    assert [(rule.id, words) for rule, words in fits if rule.sign and not rule.sign.search(words.lower())] == []


def test_reports_are_read_without_rules_for_plain_statements() -> None:
    assert {rule.id for rule in FRENCH.rules} - {rule.id for rule in FRENCH.plain().rules} == {r.id for r in FRENCH.rules if r.indicative}


@pytest.fixture
def read(written: Written) -> Callable[..., tuple[Norm, ...]]:
    """A way to read the norms of one paragraph below a heading."""

    def reader(text: str, heading: str = "Objet", **about: str) -> tuple[Norm, ...]:
        return norms(
            written(("1", "article", "", heading), ("1/1", "paragraph", text), **{"kind": "Treaty", "instrument": "budapest", **about}),
            taken=[],
        )

    return reader


Read = Callable[..., tuple[Norm, ...]]


@pytest.mark.parametrize(
    ("text", "aspects"),
    [
        pytest.param(
            "Chaque État partie conserve les données pendant une durée d'au moins soixante jours.",
            {"modality": "obligation", "force": "shall", "bearer": "party", "action": "preserve", "margin": "none"}, id="duty",
        ),
        pytest.param(
            "La Partie requise peut refuser la demande si elle porte atteinte à sa souveraineté.",
            {"modality": "permission", "force": "may", "bearer": "requested-party", "counterparty": "requesting-party", "refusal_grounds": ("sovereignty",)},
            id="faculty",
        ),
        pytest.param(
            "Les États parties ne peuvent invoquer le secret bancaire pour refuser l'entraide judiciaire.",
            {"modality": "prohibition", "excluded_grounds": ("bank-secrecy",), "refusal_grounds": (), "exhaustive": False}, id="prohibition",
        ),
        pytest.param("Chaque État partie s'efforce, sous réserve de son droit interne, d'accélérer l'extradition.", {"force": "endeavour", "margin": "domestic-law"}, id="endeavour"),
        pytest.param(
            "La Partie transmet le journal, à moins qu'il n'y ait de sérieuses raisons de croire qu'il est faux.",
            {"conditions": (), "exceptions": ("substantial-grounds",), "unread": ()}, id="unless there are grounds",
        ),
        pytest.param(
            "La Partie requise peut refuser l'entraide en invoquant l'absence de double incrimination.",
            {"conditions": (), "refusal_grounds": ("dual-criminality",), "unread": ()}, id="a ground is no condition",
        ),
        pytest.param("En l'absence de décision d'adéquation, la Partie peut transmettre le journal.", {"conditions": (), "exceptions": ("adequacy-decision",)}, id="absence of a decision"),
        pytest.param("Les États parties envisagent de former leur personnel.", {"force": "consider", "modality": "obligation"}, id="consider"),
        pytest.param(
            "Si la demande est urgente, la Partie requise répond sans délai.", {"modality": "obligation", "bearer": "requested-party"}, id="behind a condition"
        ),
        pytest.param("L'État partie requis informe l'autre s'il en est prié.", {"conditions": ("if-requested",)}, id="on request"),
        pytest.param(
            "L'État partie requis accorde l'aide si l'acte pour lequel elle est demandée est une infraction.", {"conditions": ()}, id="what is asked for",
        ),
        pytest.param(
            "Les données sont effacées par l'État partie requis dans le respect de la protection des données.",
            {"bearer": "requested-party", "safeguards": ("data-protection",)}, id="agent",
        ),
    ],
)  # fmt: skip
def test_aspects(read: Read, text: str, aspects: dict[str, object]) -> None:
    (norm,) = read(text)
    assert {name: getattr(norm, name) for name in aspects} == aspects
    assert " ".join(norm.cue.split()) in text
    assert len(norm.cue.split()) <= 12


def test_thresholds_and_topics(read: Read) -> None:
    (norm,) = read("Chaque État partie conserve les données pendant une durée d'au moins soixante jours.", "Extradition")
    assert [(c.parameter, c.operator, c.value, c.unit) for c in norm.constraints] == [("preservation-period", "gteq", 60, "day")]
    assert norm.topic == "extradition"


def test_refused_only_if_is_a_faculty_and_a_prohibition(read: Read) -> None:
    found = read("L'entraide ne peut être refusée que si la demande porte atteinte à la souveraineté.")
    assert [(norm.modality, norm.exhaustive, norm.refusal_grounds) for norm in found] == [
        ("permission", True, ("sovereignty",)), ("prohibition", True, ("sovereignty",)),
    ]  # fmt: skip
    assert found[1].rule == "fr-only"


def test_a_pronoun_takes_up_the_one_before(read: Read) -> None:
    first, second = read("La Partie requise conserve les données. Elle est tenue d'informer l'autre Partie dans un délai de 30 jours.")
    assert (first.bearer, second.bearer) == ("requested-party", "requested-party")
    assert [(c.operator, c.value) for c in second.constraints] == [("lteq", 30)]


def test_the_head_of_a_list_lends_its_subject(written: Written) -> None:
    head = (("1", "article", "", "Conservation"), ("1/1", "paragraph", "Chaque État partie :"))
    points = (("1/1/a", "point", "adopte les mesures nécessaires ;"), ("1/1/b", "point", "désigne une autorité."))
    found = norms(written(*head, *points, kind="Treaty", instrument="budapest"), taken=[])
    assert [(norm.path, norm.bearer, norm.action) for norm in found] == [
        ("1/1/a", "party", "legislate"),
        ("1/1/b", "party", "designate-authority"),
    ]


def test_a_list_of_conditions_holds_no_norms_of_its_own(written: Written) -> None:
    head = (("1", "article", "", "Entraide"), ("1/1", "paragraph", "L'entraide peut être refusée si :"))
    found = norms(
        written(*head, ("1/1/a", "point", "la demande porte atteinte à la souveraineté ;"), kind="Treaty", instrument="budapest"), taken=[]
    )
    assert [(norm.path, norm.refusal_grounds) for norm in found] == [("1/1", ("sovereignty",))]


@pytest.mark.parametrize("heading", [True, False], ids=["in the heading", "in the text"])
def test_what_a_mandate_aims_at_is_a_recommendation(written: Written, heading: bool) -> None:
    aim = "L'Union devrait viser à obtenir les résultats suivants :"
    group = ("g", "group", "", aim) if heading else ("g", "group", aim)
    found = norms(
        written(
            group, ("g/1", "paragraph", "La convention prévoit des garanties. Elle peut permettre des motifs de refus."), kind="Mandate"
        ),
        taken=[],
    )
    assert [(norm.modality, norm.force, norm.bearer) for norm in found] == [
        ("recommendation", "should", "negotiator"),
        ("permission", "may", "negotiator"),
    ]


def test_reports_lay_down_no_law(read: Read) -> None:
    found = read("La Partie conserve les données. Les États devraient coopérer.", kind="Report")
    assert [(norm.modality, norm.force) for norm in found] == [("recommendation", "should")]


def test_preambles_and_footnotes_are_not_read(written: Written) -> None:
    parts = (("rct", "preamble", ""), ("rct/1", "paragraph", "Chaque État partie conserve les données."))
    assert norms(written(*parts, kind="Treaty", instrument="budapest"), taken=[]) == ()


def test_a_title_with_a_citation_takes_over_what_it_cites(written: Written) -> None:
    source = Taken(
        "budapest:27/4",
        {"modality": "permission", "force": "may", "action": "refuse", "bearer": "requested-party"},
        ("sovereignty",),
        (),
        True,
    )
    title = ("1/1", "paragraph", "Motifs de refus (Convention de Budapest, art. 27, par. 4)")
    paper = written(("1", "article", "", "Entraide"), title, kind="Proposal", instrument="un-doc:A/AC.291/12")
    (norm,) = norms(paper, taken=[source])
    assert (norm.path, norm.modality, norm.rule, norm.refusal_grounds, norm.exhaustive) == (
        "1/1",
        "permission",
        "fr-incorporated",
        ("sovereignty",),
        True,
    )
    assert norm.cue.startswith("Motifs de refus (Convention")


def test_a_row_holds_every_aspect(written: Written) -> None:
    parts = (
        ("1", "article", "", "Conservation"),
        ("1/1", "paragraph", "Chaque État partie conserve les données pendant 90 jours au plus."),
    )
    (row,) = rows(written(*parts, kind="Treaty", instrument="budapest"))
    assert (row["path"], row["lines"], row["modality"], row["action"]) == ("1/1", [2, 2], "obligation", "preserve")
    assert set(row) == {
        "path", "lines", "modality", "force", "margin", "bearer", "counterparty", "action", "topic", "constraints", "refusal_grounds",
        "excluded_grounds", "exhaustive", "safeguards", "cue", "confidence", "rule", "level", "refusal_duty", "domestic_grounds",
        "conditions", "exceptions", "precedence", "scope", "elements", "topics", "unread",
    }  # fmt: skip


def test_other_languages_are_refused(written: Written) -> None:
    with pytest.raises(InputError, match="norms are not read in 'xx' yet"):
        norms(written(("1", "article", "Text."), language="xx"), taken=[])


@pytest.fixture
def english(read: Read) -> Read:
    """A way to read the norms of one English paragraph below a heading."""

    def reader(text: str, heading: str = "Scope", **about: str) -> tuple[Norm, ...]:
        return read(text, heading, language="en", **about)

    return reader


@pytest.mark.parametrize(
    ("text", "aspects"),
    [
        pytest.param(
            "Each Party shall keep the data for a period of at least sixty days.",
            {"modality": "obligation", "force": "shall", "bearer": "party", "margin": "none", "level": None}, id="duty",
        ),
        pytest.param(
            "The requested Party may refuse the request if it prejudices its sovereignty or ordre public.",
            {"modality": "permission", "bearer": "requested-party", "counterparty": "requesting-party", "action": "refuse",
             "refusal_grounds": ("sovereignty", "ordre-public"), "exhaustive": False}, id="faculty",
        ),
        pytest.param(
            "A request may only be refused if it concerns a political offence.",
            {"modality": "permission", "bearer": "requested-party", "exhaustive": True, "refusal_grounds": ("political-offence",)}, id="closed list",
        ),
        pytest.param(
            "States Parties shall not decline to render assistance on the ground of bank secrecy.",
            {"modality": "prohibition", "excluded_grounds": ("bank-secrecy",), "refusal_grounds": ()}, id="ground that may not be used",
        ),
        pytest.param("A State may request another State to search a ship.", {"bearer": "requesting-party", "counterparty": "requested-party"}, id="side by what is done"),
        pytest.param("Where the law so permits, the Party shall, when urgent, answer.", {"modality": "obligation", "conditions": ("urgency", "domestic-law-permits")}, id="conditions"),
        pytest.param(
            "A Party may decline to assist on the ground of absence of dual criminality.",
            {"conditions": (), "refusal_grounds": ("dual-criminality",), "unread": ()}, id="a ground is no condition",
        ),
        pytest.param("In the absence of an adequacy decision, a Party may send the log.", {"conditions": (), "exceptions": ("adequacy-decision",)}, id="absence of a decision"),
        pytest.param(
            "The Party shall send the log unless there are substantial grounds for believing that it is false.",
            {"conditions": (), "exceptions": ("substantial-grounds",), "unread": ()}, id="unless there are grounds",
        ),
        pytest.param("The costs shall be borne by the requested Party, unless the Parties agree otherwise.", {"bearer": "requested-party", "exceptions": ("agreed-otherwise",)}, id="exception"),
        pytest.param(
            "This article shall not affect treaties on extradition or domestic law.",
            {"modality": "procedural", "level": "treaty-rule"}, id="other rules",
        ),
        pytest.param("Any State may, at the time of signature, declare that it keeps its lighthouses.", {"modality": "permission", "action": "declare"}, id="verb cut from what it governs"),
        pytest.param("Each Party shall have two votes.", {"modality": "right", "bearer": "party"}, id="votes are a right"),
        pytest.param("Each Party agrees to let in a sailor who has the right of residence.", {"modality": "obligation"}, id="whose right it is tells who is meant"),
        pytest.param("The powers of the institutions shall be kept.", {"bearer": "party"}, id="institutions are no firms"),
        pytest.param("In case of fog the master of the requesting Party may request a pilot.", {"modality": "permission", "bearer": "requesting-party"}, id="no comma behind an adjunct"),
        pytest.param("The ports to which these rules apply shall be lit.", {"modality": "obligation"}, id="a relative clause before the verb"),
        pytest.param("Calls by a ship other than that for which the berth is kept shall be permitted in winter.", {"modality": "permission"}, id="what is permitted"),
        pytest.param("The mate shall be free to sail.", {"modality": "permission"}, id="free to"),
        pytest.param("The Parties should consider lighting the coast.", {"modality": "recommendation", "force": "consider"}, id="should consider"),
        pytest.param("It was recommended that the coast be lit.", {"modality": "recommendation", "force": "should"}, id="recommended"),
        pytest.param("The Board shall examine any question on the tides.", {"force": "shall"}, id="to examine is the deed itself"),
        pytest.param("A pier shall only be considered to be new in its first year.", {"modality": "procedural"}, id="what counts as new"),
        pytest.param("Where calls are manifestly unfounded, the Party may refuse.", {"conditions": ("unfounded-or-excessive",)}, id="unfounded"),
        pytest.param("The Party shall answer within ten days or, in emergency cases, at the latest within two.", {"conditions": ()}, id="an emergency that shortens a limit"),
        pytest.param("A State Party shall reply to a request from another State Party.", {"bearer": "requested-party", "action": None}, id="who answers"),
        pytest.param("A coastal State may accede to this Protocol.", {"bearer": "state", "counterparty": "depositary"}, id="who becomes a Party"),
        pytest.param("The board, in cooperation with the pilots, a report on tides, and shall send it.", {"bearer": "body"}, id="and shall"),
        pytest.param("If the requested Party cannot come, it shall say so.", {"bearer": "requested-party"}, id="a pronoun for who stands before it"),
    ],
)  # fmt: skip
def test_aspects_in_english(english: Read, text: str, aspects: dict[str, object]) -> None:
    (norm,) = english(text)
    assert {name: getattr(norm, name) for name in aspects} == aspects
    assert len(norm.cue.split()) <= 12


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The requested Party shall light the coast, if asked, and shall, without delay, feed the pilots.", id="behind a condition"),
        pytest.param("The requested Party shall light the coast, in winter, and, where necessary, shall feed the pilots.", id="behind adjuncts"),
        pytest.param("The requested Party may light the coast, in winter, or may, after dark, feed the pilots.", id="or may"),
        pytest.param("The requested Party shall feed the pilots, mates and masters of ships, and shall light the coast.", id="behind a list"),
    ],
)
def test_a_clause_goes_on_with_its_subject(english: Read, text: str) -> None:
    assert [norm.bearer for norm in english(text)] == ["requested-party", "requested-party"]


@pytest.mark.parametrize(
    ("text", "aspects"),
    [
        pytest.param("The requested Party or, where there is none, the Conference shall sail.", {"bearer": "requested-party"}, id="two joined"),
        pytest.param("No call in a port, with a mate or none, of whatever length, shall be paid for.", {"modality": "prohibition"}, id="none of a list"),
        pytest.param("Causing, at sea, a child to sleep shall be punishable.", {"bearer": "party"}, id="a deed that an adjunct parts"),
        pytest.param("The port’s central authority shall sail.", {"bearer": "central-authority"}, id="what an owner has"),
        pytest.param("The port’s harbour board shall sail.", {"bearer": "body"}, id="a body that an owner has"),
    ],
)
def test_a_subject_that_stands_far_before_its_verb(english: Read, text: str, aspects: dict[str, object]) -> None:
    (norm,) = english(text)
    assert {name: getattr(norm, name) for name in aspects} == aspects


def test_neither_is_what_follows_nor(english: Read) -> None:
    assert [norm.modality for norm in english("The mate shall not be fed, nor shall he be paid.")] == ["prohibition", "prohibition"]


def test_a_clause_on_other_rules_names_them(english: Read) -> None:
    (norm,) = english("This article shall be without prejudice to domestic law and to treaties on extradition.")
    assert norm.precedence is not None
    assert (norm.precedence.effect, norm.precedence.regimes) == ("without-prejudice", ("domestic-law", "treaties"))


def test_grounds_left_to_the_law_are_a_faculty(english: Read) -> None:
    text = "Leave shall be subject to the law of the requested Party, including the grounds on which the requested Party may refuse leave."
    duty, faculty = english(text)
    assert (duty.modality, faculty.modality, faculty.bearer) == ("obligation", "permission", "requested-party")
    assert faculty.refusal is not None
    assert faculty.refusal.domestic


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        pytest.param("The Parties shall meet at least twice a year.", [("lteq", 6, "month")], id="times a year"),
        pytest.param("The stay shall not, in any event, exceed 40 days.", [("lteq", 40, "day")], id="not exceed"),
        pytest.param("The lamp shall be kept for not less than ninety days.", [("gteq", 90, "day")], id="not less than"),
        pytest.param("After the expiry of five years, a State may leave.", [("gteq", 5, "year")], id="after the expiry"),
        pytest.param("A pilot below the age of 18 years shall not sail.", [("lt", 18, "year")], id="below the age"),
        pytest.param("A pilot under sixteen years of age shall not sail.", [("lt", 16, "year")], id="under"),
        pytest.param("The stay shall be limited to a period not exceeding ten days.", [("lteq", 10, "day")], id="not exceeding"),
        pytest.param("A stay exceeding ten days shall be paid for.", [("gt", 10, "day")], id="exceeding"),
        pytest.param("A stay of more than ten days shall be paid for.", [("gt", 10, "day")], id="more than"),
        pytest.param("A stay of less than ten days shall be free.", [("lt", 10, "day")], id="less than"),
        pytest.param("A pilot with three years or more at sea may sail.", [("gteq", 3, "year")], id="or more"),
        pytest.param("The port shall answer within a period of five working days.", [("lteq", 5, "working-day")], id="within working days"),
        pytest.param("The chart shall be drawn anew at least every two years.", [("lteq", 2, "year")], id="at least every"),
        pytest.param("This treaty shall enter into force on the ninetieth day after the deposit.", [("eq", 90, "day")], id="the ninetieth day"),
        pytest.param("The light shall burn for three months.", [("eq", 3, "month")], id="for"),
    ],
)
def test_thresholds_in_english(english: Read, text: str, limits: list[tuple[str, int, str]]) -> None:
    assert [(c.operator, c.value, c.unit) for norm in english(text) for c in norm.constraints] == limits


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        pytest.param("La Partie n’accepte pas de pilote de moins de 18 ans.", [("lt", 18, "year")], id="moins de"),
        pytest.param("La Partie accepte une escale de plus de dix jours.", [("gt", 10, "day")], id="plus de"),
        pytest.param("La Partie accepte une escale n’excédant pas dix jours.", [("lteq", 10, "day")], id="n’excédant pas"),
        pytest.param("La Partie accepte un pilote de trois ans ou plus.", [("gteq", 3, "year")], id="ou plus"),
        pytest.param("La Partie répond au moins tous les deux ans.", [("lteq", 2, "year")], id="au moins tous les"),
        pytest.param("La Partie répond dans un délai de cinq jours ouvrables.", [("lteq", 5, "working-day")], id="jours ouvrables"),
    ],
)
def test_thresholds_in_french(read: Read, text: str, limits: list[tuple[str, int, str]]) -> None:
    assert [(c.operator, c.value, c.unit) for norm in read(text) for c in norm.constraints] == limits


@pytest.mark.parametrize(
    ("text", "parameters"),
    [
        pytest.param("The request shall be executed within ten days.", ["execution-time"], id="what the sentence is about"),
        pytest.param("Wrecking shall be punishable by a maximum term of imprisonment of at least two years.", ["minimum-of-maximum-penalty"], id="what the law must reach"),
        pytest.param("A mate may be surrendered for an act punishable by imprisonment of at least two years.", ["maximum-penalty"], id="which acts are covered"),
        pytest.param("This Treaty shall enter into force three months after its signature.", ["delay-to-force"], id="until it enters into force"),
        pytest.param("The list shall enter into force only if no Party objects within two months.", [None], id="to object"),
        pytest.param("Each Party shall bring into force the laws on nets by two years at the latest.", [None], id="to bring laws into force"),
        pytest.param("A request on a child below the age of 14 years shall be executed within ten days.", ["age-limit", "execution-time"], id="an age"),
    ],
)
def test_what_a_threshold_is_for(english: Read, text: str, parameters: list[str | None]) -> None:
    assert [c.parameter for norm in english(text) for c in norm.constraints] == parameters


@pytest.mark.parametrize(
    ("text", "parameters"),
    [
        pytest.param("Le présent accord entre en vigueur trois mois après sa signature.", ["delay-to-force"], id="until it enters into force"),
        pytest.param("La liste n’entre en vigueur que si aucune Partie ne s’y oppose dans un délai de deux mois.", [None], id="to object"),
        pytest.param("La Partie met en vigueur les lois sur les filets dans un délai de deux ans.", [None], id="to bring laws into force"),
    ],
)
def test_what_a_threshold_is_for_in_french(read: Read, text: str, parameters: list[str | None]) -> None:
    assert [c.parameter for norm in read(text) for c in norm.constraints] == parameters


@pytest.mark.parametrize(
    ("text", "values"),
    [
        pytest.param("The master may leave after the expiry of 15 days and shall in any case leave after the expiry of 30 days.", [[15], [30]], id="two parts"),
        pytest.param("Each Party shall keep the log, and, within ten days, may mend the nets.", [[], [10]], id="ahead of its verb"),
        pytest.param("Where the ship has lain still for 18 days, the Party may sell it and shall tell its master within two days.", [[18], [18, 2]], id="ahead of both"),
        pytest.param("Each Party shall keep the log for ten days. It may burn the log.", [[10], []], id="two sentences"),
    ],
)
def test_each_norm_takes_the_figures_of_its_own_part(english: Read, text: str, values: list[list[int]]) -> None:
    assert [[c.value for c in norm.constraints] for norm in english(text)] == values


def test_each_norm_takes_the_figures_of_its_own_part_in_french(read: Read) -> None:
    found = read("La Partie conserve le journal pendant dix jours et peut réparer les filets dans un délai de deux mois.")
    assert [[c.value for c in norm.constraints] for norm in found] == [[10], [2]]


@pytest.mark.parametrize(
    ("head", "points", "expected"),
    [
        pytest.param("Each Party shall:", ("light the coast;", "feed the pilots."), [("1/1/a", "obligation"), ("1/1/b", "obligation")], id="verb left to the points"),
        pytest.param("A ship may be refused if:", ("it may sink;",), [("1/1", "permission")], id="conditions"),
        pytest.param("The request shall contain:", ("the name of the ship;",), [("1/1", "obligation")], id="contents"),
        pytest.param(
            "The Parties shall take measures:", ("To light the coast;",), [("1/1", "obligation"), ("1/1/a", "obligation")], id="points that carry the head on"
        ),
        pytest.param("The following rules shall apply:", ("The pilot shall stay;",), [("1/1", "procedural"), ("1/1/a", "obligation")], id="whole sentences"),
    ],
)  # fmt: skip
def test_points_of_an_english_list(written: Written, head: str, points: tuple[str, ...], expected: list[tuple[str, str]]) -> None:
    below = ((f"1/1/{letter}", "point", text) for letter, text in zip("abc", points, strict=False))
    paper = written(("1", "article", "", "Scope"), ("1/1", "paragraph", head), *below, kind="Treaty", instrument="budapest", language="en")
    assert [(norm.path, norm.modality) for norm in norms(paper, taken=[])] == expected


@pytest.mark.parametrize(
    ("points", "action"),
    [
        pytest.param(("the outcome of the call;", "the outcome of the tow."), "inform-of-outcome", id="that agree"),
        pytest.param(("the outcome of the call;", "the tide."), None, id="that do not"),
    ],
)
def test_the_action_of_points(written: Written, points: tuple[str, ...], action: str | None) -> None:
    below = ((f"1/1/{letter}", "point", text) for letter, text in zip("ab", points, strict=True))
    head = ("1/1", "paragraph", "The Party shall inform the requesting Party of:")
    paper = written(("1", "article", "", "Scope"), head, *below, kind="Treaty", instrument="budapest", language="en")
    assert [norm.action for norm in norms(paper, taken=[]) if norm.path == "1/1"] == [action]


def test_the_parties_of_a_union_act_are_its_member_states(english: Read) -> None:
    (norm,) = english("The requested State shall answer the issuing State.", instrument="celex:32014L0041", kind="Directive")
    assert norm.bearer == "executing-authority"


@pytest.mark.parametrize(
    ("kind", "text", "bearer"),
    [
        ("Regulation", "The list shall be kept in the port.", None),
        ("Directive", "The list shall be kept in the port.", "member-state"),
        ("Regulation", "The European Parliament shall be informed of the list.", None),
        ("Regulation", "The European Parliament shall keep the list.", "european-parliament"),
        ("Directive", "The authority shall be endowed with a list.", "member-state"),
        ("Directive", "The list may be kept in the port.", None),
        ("Regulation", "The representative of the Commission shall keep the list.", "commission"),
        ("Regulation", "The enforcing authority shall keep the list.", "executing-authority"),
        ("Regulation", "This text shall not prevent investment firms from keeping the list.", "private-sector"),
        ("Regulation", "Everyone has the right to a list.", "person"),
        ("Regulation", "‘Boat’ means a floating thing.", None),
        ("Regulation", "The Harbour Board shall be painted.", None),
        ("Regulation", "The talk within the harbour committee shall be short.", None),
        ("Regulation", "The national charter shall be short.", None),
        ("Regulation", "Harbour officials shall keep the list.", "body"),
        ("Regulation", "Important entities shall keep the list.", "private-sector"),
        ("Regulation", "The list shall be kept by the competent national courts.", "judicial-authority"),
        ("Regulation", "The governments of the Member States shall keep the list.", "member-state"),
        ("Directive", "The power to adopt delegated acts shall be given to the Commission.", None),
        ("Directive", "It shall be possible to keep the list.", "member-state"),
    ],
    ids=["nobody named", "a directive speaks to States", "who is informed", "a body of the Union", "who is endowed", "what anybody may do", "who represents", "who enforces", "who is not prevented", "everyone", "a definition", "what is done to a body", "what happens within a body", "an adjective", "officials", "entities", "courts", "governments", "how institutions work", "what is possible"],
)
def test_nobody_owes_what_a_text_lays_on_nobody(kind: str, text: str, bearer: str | None, written: Written) -> None:
    (norm,) = norms(written(("1", "article", text), instrument="celex:32020R0007", kind=kind, language="en"), taken=())
    assert norm.bearer == bearer


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        pytest.param("The Party shall inform the Secretary-General of the list.", ("party", "depositary"), id="informed"),
        pytest.param("The list shall be sent to the requesting Party.", ("requested-party", "requesting-party"), id="sent to the other side"),
        pytest.param("The requesting Party shall be informed of the list.", ("requested-party", "requesting-party"), id="who is informed is owed"),
        pytest.param("The Board of Pilots shall keep the list.", ("body", None), id="a body without a role"),
        pytest.param("A majority of the Conference shall be counted.", ("party", None), id="whose majority is no subject"),
        pytest.param("The list shall be kept by the Secretary-General.", ("depositary", None), id="an agent"),
        pytest.param("No one shall be taken from the ship.", ("party", "person"), id="whom a duty protects"),
        pytest.param("The Party shall light the coast.", ("party", None), id="towards nobody named"),
        pytest.param("Lamps lit by the requested Party shall be kept by that Party.", ("requested-party", "requesting-party"), id="that Party"),
        pytest.param("The Party shall seek the help of pilots.", ("party", None), id="help from others"),
        pytest.param("The Party shall comply with the Secretary-General’s list.", ("party", None), id="whose list it is"),
        pytest.param("The call may be asked for in writing by a suspect.", ("suspect", None), id="a suspect"),
        pytest.param("The summons shall indicate the expenses.", ("requesting-party", "requested-party"), id="what a summons states"),
        pytest.param("Any lamp shall be moved only by warships or tugs.", (None, None), id="an agent without a role"),
        pytest.param("The person claimed may be put ashore.", ("requested-party", "person-sought"), id="what may be done to a person"),
        pytest.param("The person claimed may be required to row.", ("person-sought", None), id="what a person may have to do"),
        pytest.param("The tow of the extradited person shall not be broken off.", ("party", None), id="a deed done to somebody told beside"),
        pytest.param("The loans of private persons shall be low.", ("party", None), id="whose thing it is, over a word between"),
        pytest.param("The central authorities shall speak with each other.", ("central-authority", "central-authority"), id="each other"),
        pytest.param("The central authority shall keep the list.", ("central-authority", None), id="an authority, towards nobody named"),
        pytest.param("The witness shall light the lamp.", ("witness", None), id="a witness, towards nobody named"),
        pytest.param("It shall be within the discretion of the central authority to light the coast.", ("central-authority", None), id="in whose discretion it is"),
        pytest.param("The Party shall row jointly with the Secretary-General.", ("party", None), id="with whom, not to whom"),
    ],
)  # fmt: skip
def test_to_whom_it_is_owed(english: Read, text: str, roles: tuple[str, str]) -> None:
    (norm,) = english(text)
    assert (norm.bearer, norm.counterparty) == roles


def test_a_passive_falls_to_whom_the_article_named(written: Written) -> None:
    text = "The controller shall keep the list. The list shall be published."
    found = norms(written(("1", "article", text), instrument="celex:32020R0007", kind="Regulation", language="en"), taken=())
    assert [norm.bearer for norm in found] == ["controller", "controller"]


@pytest.mark.parametrize(
    ("text", "bearers"),
    [
        pytest.param("The controller shall keep the list. A lamp shall be lit.", ["controller", None], id="what was not spoken of"),
        pytest.param("The controller shall keep the list. Such lists shall be kept.", ["controller", "controller"], id="such things"),
        pytest.param("The controller shall keep the list. The list shall be read by a pilot.", ["controller", None], id="an agent without a role"),
        pytest.param("The pilot shall be chosen. He may row. It shall be possible to row.", [None, None, None], id="nobody with a role"),
        pytest.param("The Harbour Board shall be painted. It shall keep the list.", [None, "body"], id="a pronoun for whom something was done to"),
    ],
)
def test_a_passive_falls_to_nobody_else(written: Written, text: str, bearers: list[str | None]) -> None:
    found = norms(written(("1", "article", text), instrument="celex:32020R0007", kind="Regulation", language="en"), taken=())
    assert [norm.bearer for norm in found] == bearers


@pytest.mark.parametrize(
    ("text", "counterparty"),
    [
        pytest.param("The controller shall keep the list.", None, id="nobody named"),
        pytest.param("The controller shall keep the list of each data subject.", "data-subject", id="somebody spoken of"),
        pytest.param("The issuing authority shall keep the list.", None, id="no other authority"),
        pytest.param("The issuing authority shall keep the list of the executing authority.", "executing-authority", id="the other authority"),
        pytest.param("The Member State shall provide that the controller keep the list.", None, id="on whom a law lays it"),
    ],
)
def test_towards_whom_the_words_tell(written: Written, text: str, counterparty: str | None) -> None:
    (norm,) = norms(written(("1", "article", text), instrument="celex:32020R0007", kind="Regulation", language="en"), taken=())
    assert norm.counterparty == counterparty


def test_what_is_contained_and_further_topics(english: Read) -> None:
    (norm,) = english("Each Party shall designate a point of contact available 24 hours a day.", "Extradition")
    assert (norm.topic, norm.topics, norm.elements) == ("extradition", ("contact-network",), ("availability-24-7",))


@pytest.mark.parametrize(
    ("text", "aspects"),
    [
        pytest.param("Each Party shall paint the register.", {"action": None}, id="a noun near the verb is no action"),
        pytest.param("The harbour court shall have jurisdiction in disputes.", {"modality": "power"}, id="a power"),
        pytest.param("Nothing in this treaty shall be interpreted as a licence.", {"modality": "procedural"}, id="how not to read"),
        pytest.param("A Party that meets a ship refusing to show the flag of its nationality may call.", {"refusal": None}, id="a refusal of somebody else"),
        pytest.param("If a mate is heard by the authorities of another Party, the latter may call.", {"bearer": "party"}, id="the latter"),
        pytest.param("The Party shall provide that a transfer of data to third countries be safe.", {"counterparty": None}, id="to whom a thing goes"),
        pytest.param("The light shall burn 24 hours a day.", {"constraints": ()}, id="round the clock is no period"),
        pytest.param("It shall not be necessary for the mate to sleep.", {"modality": "procedural"}, id="what need not be"),
        pytest.param("The Party shall sell the list of ships that belong to those who deal with third States.", {"counterparty": None}, id="in a relative clause"),
        pytest.param("The Party shall build on this coast a tower that is high enough to inform the public.", {"counterparty": None}, id="in a purpose"),
        pytest.param("The list shall be the duty of the Secretary-General.", {"bearer": "depositary"}, id="whose duty a thing is"),
        pytest.param("The Party shall make its decision on the request.", {"action": "decide-on-request"}, id="a decision on a request"),
        pytest.param("The request shall state the costs.", {"bearer": "requesting-party"}, id="what a request states"),
    ],
)  # fmt: skip
def test_what_weak_evidence_does_not_tell(english: Read, text: str, aspects: dict[str, object]) -> None:
    (norm,) = english(text)
    assert {name: getattr(norm, name) for name in aspects} == aspects


@pytest.mark.parametrize(
    ("text", "modalities"),
    [
        pytest.param("Where a port is named, it shall include its pier.", ["definition"], id="what a word includes"),
        pytest.param("The Parties shall light the port.", ["obligation"], id="a duty"),
    ],
)
def test_an_article_on_meanings_defines(english: Read, text: str, modalities: list[str]) -> None:
    assert [norm.modality for norm in english(text, "Definitions")] == modalities


def test_a_point_of_a_list_of_meanings_only_defines(written: Written) -> None:
    head, point = ("1", "article", "The following definitions apply:", "Definitions"), ("1/a", "point", "“port” means a harbour, and may have a pier;")
    found = norms(written(head, point, language="en", kind="Treaty"), taken=())
    assert [norm.modality for norm in found if norm.path == "1/a"] == ["definition"]


@pytest.mark.parametrize(
    ("text", "heading", "topic"),
    [
        pytest.param("This treaty shall enter into force in spring.", "Signature and entry into force", "entry-into-force", id="by the deed"),
        pytest.param("A State may sign this treaty.", "Signature and entry into force", "participation", id="by the other deed"),
        pytest.param("The lamp shall burn.", "Signature and entry into force", None, id="by neither"),
        pytest.param("A Party may denounce this treaty.", "Final provisions", "denunciation", id="a heading that says nothing"),
        pytest.param("Denunciation shall take effect in spring.", "Final provisions", "denunciation", id="what takes effect"),
        pytest.param("The lamp shall burn.", "Languages", None, id="languages of requests"),
    ],
)
def test_a_heading_that_names_two_matters(english: Read, text: str, heading: str, topic: str | None) -> None:
    (norm,) = english(text, heading)
    assert norm.topic == topic


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        pytest.param("The Parties shall cooperate in towing.", "general-cooperation", id="on cooperating"),
        pytest.param("The Parties shall light the coast.", None, id="on something else"),
        pytest.param("The central authority shall light the coast.", "central-authorities", id="on something narrower"),
    ],
)
def test_a_wide_heading_counts_only_where_the_norm_is_about_it(english: Read, text: str, topic: str | None) -> None:
    (norm,) = english(text, "International cooperation")
    assert norm.topic == topic


def test_a_pronoun_is_not_who_does_something_to_it(english: Read) -> None:
    _, second, third = english("The keys shall be chosen. They shall be kept by the Secretary-General. They shall open the tower.")
    assert (second.bearer, third.bearer) == ("depositary", "party")


def test_a_text_that_says_what_it_is_about_lays_nothing_on_anybody(english: Read) -> None:
    assert english("This treaty lays down rules that pilots shall comply with.") == ()


def test_member_states_of_another_organisation_are_states(english: Read) -> None:
    (norm,) = english("Member States shall light the coast.", instrument="un-doc:A/AC.291/12", kind="Proposal")
    assert norm.bearer == "state"


def test_a_report_has_no_parties(english: Read) -> None:
    (norm,) = english("The world should light the coast.", kind="Report")
    assert norm.bearer is None


@pytest.mark.parametrize(
    ("text", "aspects"),
    [
        pytest.param("Le tribunal dispose de tous les pouvoirs suivants.", {"modality": "power"}, id="powers"),
        pytest.param("Il a été recommandé aux États de fermer le port.", {"bearer": "party"}, id="to whom it is recommended"),
        pytest.param("L’escale est autorisée en hiver.", {"modality": "permission"}, id="what is permitted"),
        pytest.param("Les Parties devraient envisager de bâtir un phare.", {"force": "consider"}, id="should consider"),
        pytest.param("Il convient de bâtir un phare.", {"force": "should"}, id="what is advised"),
        pytest.param("Il y a lieu de tenir compte de la marée.", {"modality": "obligation"}, id="what is called for"),
        pytest.param("Les lampes sont transférées au port.", {"bearer": "requested-party"}, id="things handed over"),
        pytest.param("Les frais sont à la charge de l’autorité centrale.", {"bearer": "central-authority"}, id="who pays"),
        pytest.param("Les autorités centrales coopèrent entre elles.", {"counterparty": "central-authority"}, id="between them"),
        pytest.param("Le suspect doit être entendu.", {"bearer": "party"}, id="what is done to a person"),
        pytest.param("La Partie notifie la marée à la personne concernée.", {"counterparty": "data-subject"}, id="the narrower of two names"),
    ],
)
def test_sides_in_french(read: Read, text: str, aspects: dict[str, object]) -> None:
    (norm,) = read(text)
    assert {name: getattr(norm, name) for name in aspects} == aspects


LIMITS = [
    pytest.param(language, table, row, id=f"{language}-{row[table]}")
    for language in LANGUAGES
    for table in ("condition", "exception")
    for row in tomllib.loads((files("concordat") / "loaders" / f"norms-{language}.toml").read_text(encoding="utf-8"))[f"{table}s"]
    if "example" in row
]


@pytest.mark.parametrize(("language", "table", "row"), LIMITS)
def test_a_condition_is_read_in_its_example_and_not_in_its_counterexample(language: str, table: str, row: dict[str, str]) -> None:
    assert row[table] in every(table, row["example"], rules(language))
    assert row[table] not in every(table, row["counter"], rules(language))


@pytest.mark.parametrize(
    ("kind", "instrument", "language", "text", "level"),
    [
        pytest.param("Directive", "celex:32099L0001", "en", "Member States shall ensure that nets are mended.", "legislate", id="a directive asks for law"),
        pytest.param("Directive", "celex:32099L0001", "en", "The controller shall mend the nets.", "legislate", id="a directive through a State"),
        pytest.param("Directive", "celex:32099L0001", "en", "Member States shall inform the other Member States of lost nets.", "result", id="owed to another State"),
        pytest.param("Directive", "celex:32099L0001", "fr", "Les États membres veillent à ce que les filets soient réparés.", "legislate", id="une directive"),
        pytest.param("Directive", "celex:32099L0001", "fr", "Les États membres informent les autres États membres des filets perdus.", "result", id="dû à un autre État"),
        pytest.param("Regulation", "celex:32099R0001", "en", "It shall be prohibited to sell torn nets.", "order", id="a regulation speaks to whoever sells"),
        pytest.param("Regulation", "celex:32099R0001", "fr", "Le journal doit être conservé au port.", "order", id="un règlement"),
        pytest.param("Regulation", "celex:32099R0001", "en", "The Commission shall keep the log.", "institutional", id="a body of the Union"),
        pytest.param("Directive", "celex:32099L0001", "en", "Each Member State shall provide that nets are mended.", "legislate", id="each State is not another"),
        pytest.param("Directive", "celex:32099L0001", "en", "Member States shall ensure that nets are sold in third countries.", None, id="what is owed abroad is not told"),
        pytest.param("Regulation", "celex:32099R0001", "en", "Member States shall mend their nets.", None, id="what a State owes under a regulation"),
        pytest.param("Regulation", "celex:32099R0001", "en", "Member States may by law forbid torn nets.", "legislate", id="a law under a regulation"),
        pytest.param("Regulation", "celex:32099R0001", "en", "Annex II shall include nets of hemp.", None, id="what an annex holds"),
        pytest.param("Proposal", "celex:52099PC0001", "en", "It shall be prohibited to sell torn nets.", "order", id="a proposal of a regulation"),
        pytest.param("Treaty", "celex:32099L0001", "en", "Member States shall ensure that nets are mended.", None, id="no directive"),
        pytest.param("Regulation", "budapest", "en", "It shall be prohibited to sell torn nets.", None, id="no regulation of the Union"),
    ],
)  # fmt: skip
def test_an_act_of_the_union_is_owed_as_its_kind_says(written: Callable[..., Document], kind: str, instrument: str, language: str, text: str, level: str | None) -> None:
    document = written(("1", "article", "", "Nets"), ("1/1", "paragraph", text), kind=kind, instrument=instrument, language=language)
    document = replace(document, metadata=replace(document.metadata, title="Proposal for a Regulation on nets")) if kind == "Proposal" else document
    assert [norm.level for norm in norms(document, taken=[])] == [level]


@pytest.mark.parametrize(
    ("language", "text", "level"),
    [
        pytest.param("en", "The requested Party shall inform the requesting Party of the tide.", "result", id="owed to another State"),
        pytest.param("en", "Each Party shall adopt such legislative measures as may be necessary to light the coast.", "legislate", id="a content of the law"),
        pytest.param("en", "Everyone has the right to a berth.", None, id="a right of persons"),
        pytest.param("en", "Lamps shall be lit at dusk.", None, id="nobody owes it"),
        pytest.param("en", "This Protocol shall be read as an integral part of the Convention.", "treaty-rule", id="on the instrument"),
        pytest.param("en", "The procedure shall consist of a written part and an oral part.", None, id="a procedure is no instrument"),
        pytest.param("en", "The Committee of Ministers shall meet in spring.", "institutional", id="a body"),
        pytest.param("fr", "La Partie requise informe la Partie requérante de la marée.", "result", id="dû à un autre État"),
        pytest.param("fr", "Toute personne a le droit d’accoster.", None, id="un droit des personnes"),
    ],
)  # fmt: skip
def test_a_level_is_left_out_where_nothing_tells_it(written: Callable[..., Document], language: str, text: str, level: str | None) -> None:
    document = written(("1", "article", "", "Nets"), ("1/1", "paragraph", text), kind="Treaty", instrument="budapest", language=language)
    assert [norm.level for norm in norms(document, taken=[])] == [level]


@pytest.mark.parametrize(("language", "text", "margin"), [
    pytest.param("en", "The master shall agree with the owner and, where appropriate, with the mate.", "none", id="of one item"),
    pytest.param("en", "The master shall, where appropriate, agree with the owner.", "where-appropriate", id="of the duty"),
    pytest.param("en", "The master shall tell the owner and, where appropriate, warn the mate.", "none", id="of a second verb"),
    pytest.param("en", "The master shall tell the owner, while keeping the secret where applicable.", "none", id="of an adjunct"),
    pytest.param("en", "The master shall tell the owner and the mate (where appropriate).", "none", id="in brackets"),
    pytest.param("en", "The master shall arrest a mate whom a court convicted in accordance with its law.", "none", id="of a relative clause"),
    pytest.param("en", "The master shall tell what acts are offences under its domestic law.", "none", id="of an offence"),
    pytest.param("en", "The master shall, in accordance with its domestic law, tell the mate.", "domestic-law", id="of the law"),
    pytest.param("en", "The Party shall, in accordance with the principles of its domestic law, light the coast.", "basic-concepts", id="of its principles"),
    pytest.param("fr", "La Partie offre des garanties appropriées au capitaine.", "none", id="des garanties appropriées"),
    pytest.param("fr", "La Partie traite avec le propriétaire et, le cas échéant, avec le capitaine.", "none", id="d’un élément"),
    pytest.param("fr", "La Partie traite, le cas échéant, avec le propriétaire.", "where-appropriate", id="de l’obligation"),
])  # fmt: skip
def test_a_margin_of_one_item_is_none_of_the_duty(written: Callable[..., Document], language: str, text: str, margin: str) -> None:
    document = written(("1/1", "paragraph", text), kind="Treaty", instrument="budapest", language=language)
    assert [norm.margin for norm in norms(document, taken=[])] == [margin]


def test_a_margin_is_that_of_its_part_of_the_sentence(written: Callable[..., Document]) -> None:
    text = "The master shall tell the owner and, where appropriate, the mate shall tell the crew."
    document = written(("1/1", "paragraph", text), kind="Treaty", instrument="budapest", language="en")
    assert [norm.margin for norm in norms(document, taken=[])] == ["none", "where-appropriate"]


def test_an_act_on_cooperation_is_owed_between_states(written: Callable[..., Document]) -> None:
    document = written(("1/1", "paragraph", "Member States shall ensure that nets are mended."), kind="Directive", instrument="celex:32099L0001", language="en")
    titled = replace(document, metadata=replace(document.metadata, title="Directive on mutual assistance in criminal matters"))
    assert [[norm.level for norm in norms(each, taken=[])] for each in (document, titled)] == [["legislate"], [None]]


@pytest.mark.parametrize(("language", "text", "elements"), [
    pytest.param("en", "Dual criminality shall be deemed met if the acts constituting the offence are an offence under the laws of both States.",
                 {"conduct-based-test", "offence-under-both-laws"}, id="both, en"),
    pytest.param("en", "Dual criminality shall be deemed met if the conduct is an offence under its domestic law.", {"offence-under-requested-law"}, id="one, en"),
    pytest.param("fr", "La double incrimination est réputée remplie si l’acte constituant l’infraction est une infraction en vertu de la législation des deux États.",
                 {"conduct-based-test", "offence-under-both-laws"}, id="both, fr"),
    pytest.param("fr", "La double incrimination est réputée remplie si le fait est qualifié d’infraction pénale par son droit interne.",
                 {"offence-under-requested-law"}, id="one, fr"),
])  # fmt: skip
def test_whose_law_makes_an_offence_is_told_by_the_words(written: Written, language: str, text: str, elements: set[str]) -> None:
    (norm,) = norms(written(("1", "article", "Article"), ("1/1", "paragraph", text), language=language), taken=[])
    assert {each for each in norm.elements if each.startswith(("conduct", "offence"))} == elements
