"""Answers that a lawyer read off the texts, each test named after the provision that shows it.

These expectations are written by hand from the instruments and never copied from a golden result.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from concordat.catalogue import bind, find

if TYPE_CHECKING:
    from collections.abc import Callable

    from concordat.graph.store import Store

MANDATE = "celex:32022D0895"
CARICOM = "un-doc:A/AC.291/12/Add.1:caricom"
COLOMBIA = "un-doc:A/AC.291/12/Add.1:colombia"
NEW_ZEALAND = "un-doc:A/AC.291/12/Add.1:new-zealand"
VIET_NAM = "un-doc:A/AC.291/12/Add.1:viet-nam"
EXPERTS = "cybercrime-expert-group-draft-report"
BACKGROUND = "untoc-wg-cooperation-background"
DIRECTIVE = f"{MANDATE}:addendum"

# articles of CARICOM, which prints no numbers
EXTRADITION = f"{CARICOM}/ch-4/art-2"
ASSISTANCE = f"{CARICOM}/ch-4/art-4"
EXCHANGE = f"{CARICOM}/ch-4/art-5"
PRESERVATION = f"{CARICOM}/ch-4/art-6"
EMERGENCY_PRODUCTION = f"{CARICOM}/ch-4/art-7"
EMERGENCY_ASSISTANCE = f"{CARICOM}/ch-4/art-8"
TRAFFIC = f"{CARICOM}/ch-4/art-9"
SIGNATURE = f"{CARICOM}/ch-8/art-2"
ENTRY = f"{CARICOM}/ch-8/art-3"

Row = tuple[str, ...]


def _taken(numbers: str, source: str) -> set[Row]:
    return {(f"{source}:{number}",) for number in numbers.split()}


WHOLE_ANSWERS = [
    pytest.param(
        "directive-groups", "first last directives", {"mandate": MANDATE},
        {("1", "4", "4"), ("5", "8", "4"), ("9", "22", "14"), ("23", "25", "3"), ("26", "32", "7")},
        id="Decision 2022-895, addendum, headings before directives 1, 5, 9, 23 and 26",
    ),
    pytest.param(
        "states-not-bound", "name article untouched", {"act": MANDATE},
        {
            ("Denmark", "protocol-22:1", ""),
            ("Denmark", "protocol-22:2", ""),
            ("Ireland", "protocol-21:1", "protocol-21:4"),
            ("Ireland", "protocol-21:2", "protocol-21:4"),
        },
        id="Decision 2022-895, recitals 10 and 11",
    ),
    pytest.param(
        "addressees", "name provision", {"act": MANDATE},
        {("European Commission", f"{MANDATE}:4")},
        id="Decision 2022-895, article 4",
    ),
    pytest.param(
        "legal-basis", "basis", {"act": MANDATE},
        _taken("82/1 82/2 83/1 218/3 218/4", "tfeu") | _taken("1 2", "protocol-21") | _taken("1 2", "protocol-22"),
        id="Decision 2022-895, first citation, recitals 10 and 11, article 2",
    ),
    pytest.param(
        "contributions", "contributor onBehalfOf date", {},
        {
            ("Colombia", "", "2022-07-13"),
            ("Jamaica", "Caribbean Community", "2022-07-12"),
            ("New Zealand", "", "2022-07-15"),
            ("Viet Nam", "", "2022-07-19"),
        },
        id="A-AC.291-12-Add.1, head of each contribution",
    ),
    pytest.param(
        "union-acts-named", "act", {"provision": f"{DIRECTIVE}/19"},
        {("celex:32016L0680",), ("celex:32016R0679",), ("celex:32002L0058",)},
        id="Decision 2022-895, directive 19",
    ),
    pytest.param(
        "acts-replaced", "newer older", {"act": MANDATE},
        {
            ("celex:32011L0093", "celex:32004F0068"),
            ("celex:32013L0040", "celex:32005F0222"),
            ("celex:32019L0713", "celex:32001F0413"),
            ("celex:32018R1727", "celex:32002D0187"),
            ("celex:32016R0679", "celex:31995L0046"),
            ("celex:32016L0680", "celex:32008F0977"),
            *(("celex:32016R0794", f"celex:32009D0{number}") for number in ("371", "934", "935", "936", "968")),
            ("celex:32018R1725", "celex:32001R0045"),
            ("celex:32018R1725", "celex:32002D1247"),
            *(("celex:32009L0136", older) for older in ("celex:32002L0022", "celex:32002L0058", "celex:32004R2006")),
        },
        id="Decision 2022-895, footnotes 1, 2 and 4",
    ),
    pytest.param(
        "directives-that-only-permit", "directive", {"mandate": MANDATE},
        _taken("addendum/10 addendum/13 addendum/16", MANDATE),
        id="Decision 2022-895, directives 10, 13 and 16, worded with could",
    ),
    pytest.param(
        "articles-taken-over", "article", {"text": COLOMBIA, "source": "budapest"},
        _taken("23 24 25 26 27 28 29 30 31 33 34 35", "budapest"),
        id="Colombia, all headings and lists of paragraphs, 31(3) for the printed 32(3)",
    ),
    pytest.param(
        "articles-taken-over", "target", {"text": NEW_ZEALAND, "source": "untoc"},
        _taken(
            "16 18 18/3/a 18/3/b 18/3/c 18/3/d 18/3/e 18/3/f 18/3/g 18/3/h 18/3/i 18/4 18/21 18/22 19 28 29 30", "untoc"
        ),
        id="New Zealand, paragraphs 6, 8, 10, 11, 13, 14, 15 and 19",
    ),
    pytest.param(
        "articles-taken-over", "target", {"text": NEW_ZEALAND, "source": "uncac"},
        _taken("13 39/1 46/4", "uncac"),
        id="New Zealand, paragraphs 13, 17 and 19",
    ),
    pytest.param(
        "treaties-extended-to-non-parties", "provision applied", {},
        {(f"{EMERGENCY_ASSISTANCE}/7", "budapest:27"), (f"{EMERGENCY_ASSISTANCE}/7", "budapest:28")},
        id="CARICOM, emergency mutual assistance, paragraph 7",
    ),
    pytest.param(
        "fallback-regimes", "provision applied", {"text": CARICOM},
        {(f"{ASSISTANCE}/7", f"{ASSISTANCE}/{number}") for number in range(9, 30)}
        | {(f"{EMERGENCY_ASSISTANCE}/7", f"budapest:{article}") for article in (27, 28)},
        id="CARICOM, mutual assistance paragraph 7 and emergency assistance paragraph 7",
    ),
    pytest.param(
        "thresholds", "provision operator value unit", {"parameter": "parameter:preservation-period"},
        {
            ("budapest:16/2", "operator:lteq", "90", "unit:day"),
            ("budapest:29/7", "operator:gteq", "60", "unit:day"),
            ("celex:32023R1543:11/1", "operator:eq", "60", "unit:day"),
            (f"{PRESERVATION}/7", "operator:gteq", "90", "unit:day"),
        },
        id="Budapest 16(2) at most, 29(7) and CARICOM preservation 7 at least, 2023/1543 11(1) exactly",
    ),
    pytest.param(
        "contradictory-numbers", "first firstValue second secondValue", {},
        {(f"{ENTRY}/1", "50", f"{ENTRY}/2", "40")},
        id="CARICOM, entry into force, fifty in paragraph 1 and forty in paragraph 2",
    ),
    pytest.param(
        "declarations-without-accession", "provision", {},
        {(f"{EMERGENCY_PRODUCTION}/3",), (f"{EMERGENCY_PRODUCTION}/7",), (f"{EMERGENCY_ASSISTANCE}/9",)},
        id="CARICOM, emergency production paragraphs 3 and 7, emergency assistance paragraph 9",
    ),
    pytest.param(
        "contradictory-recommendations", "first second", {"text": EXPERTS},
        {(f"{EXPERTS}:1", f"{EXPERTS}:3"), (f"{EXPERTS}:2", f"{EXPERTS}:3")},
        id="expert group, paragraph 3 against the group going on (1) and against the committee waiting for it (2)",
    ),
    pytest.param(
        "speakers", "speaker", {"text": f"{EXPERTS}:16"},
        {
            (f"state:{code}",)
            for code in (
                "AUS", "AUT", "AZE", "CHN", "CUB", "DEU", "ESP", "FRA", "GBR", "GRC", "HND", "HUN", "IDN", "IRN", "IRQ", "ISR", "ITA",
                "JPN", "MNG", "NGA", "NZL", "PHL", "POL", "PRY", "THA", "VEN",
            )
        },
        id="expert group, paragraph 16, twenty-six States",
    ),
    pytest.param(
        "reported-figures", "value unit ofWhom action under", {"text": f"{BACKGROUND}:32"},
        {("60", "unit:percent", "role:party", "action:notify", "untoc:18/13")},
        id="background paper, paragraph 32, sixty per cent under Article 18(13)",
    ),
    pytest.param(
        "articles-taken-over", "target", {"text": BACKGROUND, "source": "untoc"},
        _taken("1 13 14 14/3 16 18 18/13 18/18 19 20 21 32/3/e", "untoc"),
        id="background paper, all articles of UNTOC, Article 3 of the rules of procedure left out",
    ),
    pytest.param(
        "meetings", "lieu day", {"text": f"{BACKGROUND}:9"},
        {
            ("Saint-Pétersbourg", "2015-11-02"), ("Saint-Pétersbourg", "2015-11-03"),
            ("Vienne", "2015-10-27"), ("Vienne", "2015-10-28"),
        },
        id="background paper, paragraph 9",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "columns", "parameters", "expected"), WHOLE_ANSWERS)
def test_answer_is_what_the_text_says(
    asked: Callable[..., set[Row]], name: str, columns: str, parameters: dict[str, str], expected: set[Row]
) -> None:
    assert asked(name, columns, **parameters) == expected


# what must be among the rows, where the graph holds more texts than were read for the expectation
PARTS = [
    pytest.param(
        "thresholds", "provision operator value unit", {"parameter": "parameter:maximum-penalty"},
        {
            (f"{COLOMBIA}/art-2/1", "operator:gteq", "1", "unit:year"),
            ("budapest:24/1/a", "operator:gteq", "1", "unit:year"),
        },
        id="Colombia extradition paragraph 1 and Budapest 24(1)(a)",
    ),
    pytest.param(
        "thresholds", "provision value", {"parameter": "parameter:delay-to-force"},
        {(f"{ENTRY}/1", "90"), ("untoc:38/1", "90")},
        id="CARICOM entry into force paragraph 1 and UNTOC 38(1), ninetieth day",
    ),
    pytest.param(
        "thresholds", "provision value", {"parameter": "parameter:later-delay-to-force"},
        {(f"{ENTRY}/2", "30"), ("untoc:38/2", "30")},
        id="CARICOM entry into force paragraph 2 and UNTOC 38(2), thirtieth day",
    ),
    pytest.param(
        "thresholds", "provision value", {"parameter": "parameter:ratifications-needed"},
        {("budapest:36/3", "5"), ("untoc:38/1", "40"), (f"{ENTRY}/1", "50")},
        id="Budapest 36(3), UNTOC 38(1), CARICOM entry into force paragraph 1",
    ),
    pytest.param(
        "electronic-requests", "provision", {},
        {(f"{ASSISTANCE}/19",), (f"{EMERGENCY_PRODUCTION}/6",), (f"{EMERGENCY_ASSISTANCE}/2",)},
        id="CARICOM, mutual assistance 19, emergency production 6, emergency assistance 2",
    ),
    pytest.param(
        "refusal-grounds", "where act ground", {"article": ASSISTANCE},
        {
            (f"{ASSISTANCE}/10", "action:refuse", "ground:dual-criminality"),
            *(
                (f"{ASSISTANCE}/26", "action:refuse", f"ground:{ground}")
                for ground in (
                    "non-conformity",
                    "sovereignty",
                    "security",
                    "ordre-public",
                    "essential-interests",
                    "domestic-law-prohibits",
                    "contrary-to-legal-system",
                )
            ),
        },
        id="CARICOM, mutual assistance, paragraphs 10 and 26 (a) to (d)",
    ),
    pytest.param(
        "open-to-the-union", "text provision condition", {},
        {
            (CARICOM, f"{SIGNATURE}/2", "element:member-state-has-signed"),
            (CARICOM, f"{SIGNATURE}/4", "element:member-state-is-party"),
            (CARICOM, f"{SIGNATURE}/5", "element:member-state-is-party"),
        },
        id="CARICOM, signature paragraphs 2, 4 and 5",
    ),
    pytest.param(
        "directives-that-only-permit", "directive admitted proviso", {"mandate": MANDATE},
        {
            (f"{DIRECTIVE}/10", "scope:cyber-enabled-offences", "safeguard:human-rights-standards"),
            (f"{DIRECTIVE}/13", "action:freeze", "safeguard:demonstrated-need"),
            (f"{DIRECTIVE}/13", "action:freeze", "safeguard:added-value"),
            (f"{DIRECTIVE}/16", "scope:electronic-evidence-of-any-offence", "safeguard:domestic-law-conditions"),
        },
        id="Decision 2022-895, directives 10, 13 and 16, what each is subject to",
    ),
    pytest.param(
        "wrong-references", "from printed meant", {},
        {
            (f"{COLOMBIA}/art-6/4/c", "budapest:32/3/a", "budapest:31/3/a"),
            (f"{NEW_ZEALAND}/8/pt-3", "budapest:31", "budapest:33"),
            (f"{NEW_ZEALAND}/8/pt-4", "budapest:31", "budapest:34"),
            (f"{CARICOM}/rct/12", "unga:74/247", "2019-12-27"),
        },
        id="Colombia provisional measures 4 (c), New Zealand paragraph 8, CARICOM preamble on resolution 74-247",
    ),
    pytest.param(
        "duplicates", "first second action", {"text": CARICOM},
        {
            (f"{ASSISTANCE}/4", f"{EXCHANGE}/1", "action:share-spontaneously"),
            (f"{ASSISTANCE}/5", f"{EXCHANGE}/2", "action:keep-confidential"),
        },
        id="CARICOM, mutual assistance 4 and 5 against spontaneous exchange 1 and 2",
    ),
    pytest.param(
        "dual-criminality", "provision stance", {},
        {
            (f"{COLOMBIA}/art-2/1", "required"),
            (f"{COLOMBIA}/art-3/5", "judged-by-conduct"),
            (f"{CARICOM}/ch-4/art-1/2", "judged-by-conduct"),
            (f"{EXTRADITION}/1", "required"),
            (f"{EXTRADITION}/2", "waivable"),
            (f"{ASSISTANCE}/10", "optional"),
            (f"{PRESERVATION}/3", "excluded"),
            (f"{PRESERVATION}/4", "optional"),
            (f"{NEW_ZEALAND}/10", "optional"),
            (f"{VIET_NAM}/art-6/2", "judged-by-conduct"),
            ("budapest:29/3", "excluded"),
            ("budapest:29/4", "optional"),
            ("untoc:16/1", "required"),
        },
        id="extradition, assistance and preservation rules of the four contributions, Budapest 29, UNTOC 16(1)",
    ),
    pytest.param(
        "reporting-duties", "provision who whom action", {"mandate": MANDATE},
        {
            (f"{MANDATE}:2/al-3", "role:commission", "role:council", "action:report"),
            (f"{DIRECTIVE}/31", "role:commission", "role:council", "action:report"),
            (f"{DIRECTIVE}/32", "role:commission", "role:council", "action:consult-committee"),
        },
        id="Decision 2022-895, article 2 and directives 31 and 32",
    ),
    pytest.param(
        "victims-rights", "provision", {},
        {("untoc:25/1",), ("untoc:25/2",), ("untoc:25/3",), (f"{DIRECTIVE}/21",)},
        id="UNTOC 25 and Decision 2022-895, directive 21",
    ),
    pytest.param(
        "unodc-roles", "provision", {},
        {(f"{NEW_ZEALAND}/16",), (f"{DIRECTIVE}/20",)},
        id="New Zealand paragraph 16 and Decision 2022-895, directive 20",
    ),
    pytest.param(
        "closed-lists-of-grounds", "provision", {},
        _taken("29/5 30/2", "budapest") | {(f"{PRESERVATION}/5",), (f"{TRAFFIC}/2",)},
        id="Budapest 29(5) and 30(2), CARICOM preservation 5 and traffic disclosure 2, worded with only",
    ),
    pytest.param(
        "discrimination-criteria", "provision criterion", {},
        {
            (provision, f"element:criterion-{trait}")
            for provision in ("untoc:16/14", "uncac:44/15", f"{EXTRADITION}/15")
            for trait in (
                "sex",
                "race",
                "religion",
                "nationality",
                "ethnic-origin",
                "political-opinion",
                "harm-to-position",
            )
        },
        id="UNTOC 16(14), UNCAC 44(15), CARICOM extradition paragraph 15",
    ),
    pytest.param(
        "service-provider-duties", "provision action", {},
        {
            ("budapest:18/1/b", "action:provide-subscriber-data"),
            ("budapest:20/1/b", "action:collect-traffic-data"),
            ("budapest:21/1/b", "action:intercept"),
            (f"{EMERGENCY_PRODUCTION}/4/b", "action:disclose"),
        },
        id="Budapest 18(1)(b), 20(1)(b), 21(1)(b), CARICOM emergency production 4 (b)",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "columns", "parameters", "expected"), PARTS)
def test_answer_holds_what_the_text_says(
    asked: Callable[..., set[Row]], name: str, columns: str, parameters: dict[str, str], expected: set[Row]
) -> None:
    assert expected - asked(name, columns, **parameters) == set()


def test_no_list_of_traits_names_language_untoc_16_14_and_its_copies(asked: Callable[..., set[Row]]) -> None:
    traits = asked("discrimination-criteria", "provision criterion")
    with_language = {provision for provision, trait in traits if trait == "element:criterion-language"}
    assert with_language & {"untoc:16/14", "uncac:44/15", f"{EXTRADITION}/15"} == set()


def test_provisions_come_in_the_order_of_the_text(graph: Store) -> None:
    question = find("provisions")
    rows = graph.select(question.query, bindings=bind(question, {"instrument": "budapest"}))
    places = [str(row["provision"]).removeprefix("https://w3id.org/concordat/id/budapest/") for row in rows]
    articles = [int(place) for place in places if place.isdigit()]
    assert articles == sorted(articles) == list(range(1, 49))
    assert places.index("29/2") < places.index("29/2/f") < places.index("29/3") < places.index("30")
