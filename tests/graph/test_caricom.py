"""CARICOM's contribution: what the graph says of it, held against the printed text (A/AC.291/12/Add.1, French)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rdflib import RDF, Graph, Literal, URIRef

from concordat.graph.names import CDT, ELI, ID, concept

if TYPE_CHECKING:
    from rdflib.term import Node

ROOT = Path(__file__).parents[2]
KEY = "un-doc/A_AC.291_12_Add.1/caricom"
SEED = "a-ac291-12-add1_fr.txt"

# the running head and foot of a page, which stand in the middle of sentences
PAGE = re.compile(r"^\f?\s*(?:A/AC\.291/12/Add\.1|V\.22-10828(?: \d+/34)?|\d+/34 V\.22-10828)\s*$", re.MULTILINE)


@pytest.fixture(scope="module")
def graph() -> Graph:
    """Return every curated statement on the contribution."""
    merged = Graph()
    for path in sorted((ROOT / "graph" / "data" / "un").glob("A_AC.291_12_Add.1-caricom*.ttl")):
        merged.parse(path)
    return merged


@pytest.fixture(scope="module")
def printed(shared: Path) -> list[str]:
    """Return the raw lines of the document."""
    return (shared / "seeds" / SEED).read_text(encoding="utf-8").split("\n")


def words(lines: list[str], first: int, last: int) -> str:
    """Return the words between two 1-based lines, without page furniture and with plain apostrophes and spaces."""
    text = PAGE.sub(" ", "\n".join(lines[first - 1 : last])).replace("’", "'")
    return re.sub(r"\s+", " ", re.sub(r"\s*'\s*", "'", text))


def provision(path: str) -> URIRef:
    return ID[f"{KEY}/{path}"]


def norms(graph: Graph, path: str, action: str) -> list[Node]:
    stated = graph.subjects(CDT.statedIn, provision(path))
    return [norm for norm in stated if (norm, CDT.action, concept("action", action)) in graph]


def only_norm(graph: Graph, path: str, action: str) -> Node:
    found = norms(graph, path, action)
    assert len(found) == 1, found
    return found[0]


def names(graph: Graph, node: Node, predicate: URIRef) -> set[str]:
    return {str(value).rpartition("#")[2] for value in graph.objects(node, predicate)}


def refusals(graph: Graph, path: str, action: str = "refuse") -> Node:
    value = graph.value(only_norm(graph, path, action), CDT.refusalList)
    assert value is not None
    return value


def figures(graph: Graph, path: str) -> set[tuple[str, str, int, str]]:
    found = set()
    for norm in graph.subjects(CDT.statedIn, provision(path)):
        for limit in graph.objects(norm, CDT.constraint):
            parameter, operator, unit = (names(graph, limit, p).pop() for p in (CDT.parameter, CDT.operator, CDT.unit))
            found.add((parameter, operator, int(str(graph.value(limit, CDT.value))), unit))
    return found


@pytest.mark.shared
@pytest.mark.parametrize("chapter", "45678")
def test_articles_and_paragraphs_are_those_of_the_print(graph: Graph, printed: list[str], chapter: str) -> None:
    heads = re.compile(r"\f?\s*(?:Chapitre [4-8] –|Préambule)")
    starts = [n for n, line in enumerate(printed) if n > 434 and heads.match(line)]
    lines = [line.lstrip("\f") for line in printed[starts[int(chapter) - 4] : starts[int(chapter) - 3]]]
    articles = sum(bool(re.match(r"\s+Article :|\s+Échange spontané", line)) for line in lines)
    paragraphs = sum(bool(re.match(r" ?\d+\. ", line)) for line in lines)
    inside = [s for s in graph.subjects(RDF.type, CDT.Provision) if str(s).startswith(f"{provision('ch-' + chapter)}/")]
    kinds = [names(graph, s, ELI.type_subdivision).pop() for s in inside]
    assert (kinds.count("article"), kinds.count("paragraph")) == (articles, paragraphs)


@pytest.mark.parametrize(("chapter", "count"), [("4", 204), ("5", 10), ("6", 22), ("7", 25), ("8", 37)])
def test_norms_per_chapter(graph: Graph, chapter: str, count: int) -> None:
    start = str(provision(f"ch-{chapter}/"))
    assert sum(str(place).startswith(start) for place in graph.objects(None, CDT.statedIn)) == count


def test_preamble_has_twelve_recitals(graph: Graph) -> None:
    inside = list(graph.subjects(ELI.is_part_of, provision("preamble")))
    assert sum(names(graph, s, ELI.type_subdivision) == {"recital"} for s in inside) == 12


def test_every_provision_hangs_on_the_contribution(graph: Graph) -> None:
    for node in graph.subjects(RDF.type, CDT.Provision):
        assert len(list(graph.objects(node, ELI.is_part_of))) == 1, node
        assert ID[KEY] in set(graph.transitive_objects(node, ELI.is_part_of)), node


def test_every_provision_is_summed_up_in_both_languages(graph: Graph) -> None:
    for node in graph.subjects(RDF.type, CDT.Provision):
        summaries = [s for s in graph.objects(node, CDT.summary) if isinstance(s, Literal)]
        assert {s.language for s in summaries} == {"en", "fr"}, node


def test_every_reference_is_to_a_paragraph_that_is_there_but_one(graph: Graph) -> None:
    known = set(graph.subjects(RDF.type, CDT.Provision))
    assert {t for t in graph.objects(None, CDT.citesAsPrinted) if t not in known} == {provision("35")}


SECURITY = {"sovereignty", "security", "ordre-public", "essential-interests"}
FORM_AND_LAW = {"non-conformity", "domestic-law-prohibits", "contrary-to-legal-system"}
POLITICAL = {"political-offence"}


@pytest.mark.shared
@pytest.mark.parametrize(
    ("path", "lines", "says", "action", "closure", "grounds"),
    [
        ("ch-4/art-4/26", (1036, 1060), "peut être refusée : a)", "refuse", "listed", SECURITY | FORM_AND_LAW),
        ("ch-4/art-6/5", (1277, 1290), "peut être refusée uniquement :", "refuse", "closed", SECURITY | POLITICAL),
        ("ch-4/art-9/2", (1545, 1562), "peut être refusée seulement :", "withhold", "closed", SECURITY | POLITICAL),
        ("ch-4/art-4/30", (1093, 1096), "peut être différée", "postpone", "additional", {"ongoing-proceedings"}),
        ("ch-4/art-2/15", (630, 640), "comme faisant obligation", "refuse", "additional", {"discrimination"}),
    ],
    ids=["mutual assistance", "preservation", "traffic data", "postponement", "persecution"],
)
def test_lists_of_grounds(
    graph: Graph,
    printed: list[str],
    path: str,
    lines: tuple[int, int],
    says: str,
    action: str,
    closure: str,
    grounds: set[str],
) -> None:
    assert says in words(printed, *lines)
    listed = refusals(graph, path, action)
    assert names(graph, listed, CDT.closure) == {closure}
    assert names(graph, listed, CDT.ground) == grounds


@pytest.mark.shared
@pytest.mark.parametrize(
    ("path", "lines", "says", "figure"),
    [
        ("ch-4/art-6/7", (1300, 1310), "d'au moins quatre-vingt-dix jours", ("preservation-period", "gteq", 90, "day")),
        ("ch-4/art-4/32", (1107, 1130), "quinze jours consécutifs", ("safe-conduct-period", "eq", 15, "day")),
        ("ch-7/art-3/2", (2350, 2360), "un an après l'entrée en vigueur", ("first-meeting", "lteq", 1, "year")),
        ("ch-8/art-1/2", (2415, 2440), "délai de six mois", ("negotiation-period", "eq", 6, "month")),
        ("ch-8/art-3/1", (2512, 2525), "cinquantième instrument", ("ratifications-needed", "eq", 50, "count")),
        ("ch-8/art-3/1", (2512, 2525), "quatre-vingt-dixième jour", ("delay-to-force", "eq", 90, "day")),
        ("ch-8/art-3/2", (2525, 2540), "quarantième instrument", ("ratifications-needed", "eq", 40, "count")),
        ("ch-8/art-3/2", (2525, 2540), "trentième jour", ("later-delay-to-force", "eq", 30, "day")),
        ("ch-8/art-4/1", (2540, 2560), "délai de cinq ans", ("amendment-wait", "gteq", 5, "year")),
        ("ch-8/art-4/4", (2570, 2590), "quatre-vingt-dix jours après", ("delay-to-force", "eq", 90, "day")),
        ("ch-8/art-5/1", (2590, 2606), "prendra effet un an après", ("denunciation-notice", "eq", 1, "year")),
    ],
)
def test_figures(
    graph: Graph, printed: list[str], path: str, lines: tuple[int, int], says: str, figure: tuple[str, str, int, str]
) -> None:
    assert says in words(printed, *lines)
    assert figure in figures(graph, path)


BINDING = "signature ratification acceptance approval"


@pytest.mark.shared
@pytest.mark.parametrize(
    ("path", "lines", "says", "moments"),
    [
        ("ch-4/art-7/3", (1345, 1352), "ratification, d'acceptation ou d'approbation", BINDING + " deposit"),
        ("ch-4/art-7/7", (1410, 1422), "ratification, d'acceptation ou d'approbation", BINDING + " deposit"),
        ("ch-4/art-8/9", (1512, 1532), "ratification, d'acceptation ou d'approbation", BINDING + " deposit"),
        ("ch-8/art-1/3", (2436, 2445), "ou de l'adhésion", BINDING + " accession"),
    ],
    ids=["subscriber data", "later request", "direct requests", "disputes"],
)
def test_moments_of_a_declaration(
    graph: Graph, printed: list[str], path: str, lines: tuple[int, int], says: str, moments: str
) -> None:
    text = words(printed, *lines)
    assert says in text
    assert ("adhésion" in text) == ("accession" in moments)
    kept = [r for n in graph.subjects(CDT.statedIn, provision(path)) for r in graph.objects(n, CDT.reservation)]
    assert [names(graph, r, CDT.moment) for r in kept] == [set(moments.split())]


@pytest.mark.parametrize(
    ("path", "excluded", "solely"),
    [
        ("ch-4/art-2/16", "fiscal-offence", True),
        ("ch-4/art-4/27", "fiscal-offence", True),
        ("ch-4/art-4/8", "bank-secrecy", False),
        ("ch-4/art-6/3", "dual-criminality", False),
        ("ch-4/art-2/4", "political-offence", False),
    ],
)
def test_grounds_that_may_not_be_used(graph: Graph, path: str, excluded: str, *, solely: bool) -> None:
    norm = only_norm(graph, path, "refuse")
    listed = refusals(graph, path)
    assert names(graph, norm, CDT.modality) == {"prohibition"}
    assert names(graph, listed, CDT.excludedGround) == {excluded}
    assert (graph.value(listed, CDT.solely) is not None) == solely


def test_the_persecution_clause_does_not_name_language(graph: Graph) -> None:
    criteria = names(graph, only_norm(graph, "ch-4/art-2/15", "refuse"), CDT.element)
    assert "criterion-religion" in criteria
    assert "criterion-language" not in criteria


def test_prosecution_in_place_of_extradition_needs_no_report(graph: Graph) -> None:
    elements = names(graph, only_norm(graph, "ch-4/art-2/11", "prosecute-or-extradite"), CDT.element)
    assert elements == {"without-undue-delay", "nationality-trigger", "same-standard"}


def test_a_treaty_comes_before_paragraphs_9_to_29_as_printed(graph: Graph) -> None:
    clause = graph.value(only_norm(graph, "ch-4/art-4/7", "relate-to-other-rules"), CDT.precedence)
    assert clause is not None
    assert set(graph.objects(clause, CDT.appliesTo)) == {provision(f"ch-4/art-4/{n}") for n in range(9, 30)}


@pytest.mark.shared
def test_the_immunity_of_witnesses_reserves_paragraph_12_as_printed(graph: Graph, printed: list[str]) -> None:
    assert "Sans préjudice de l'application du paragraphe 12" in words(printed, 1107, 1130)
    assert set(graph.objects(provision("ch-4/art-4/32"), CDT.citesAsPrinted)) == {provision("ch-4/art-4/12")}


def test_emergency_assistance_borrows_two_articles_where_no_treaty_exists(graph: Graph) -> None:
    norm = only_norm(graph, "ch-4/art-8/7", "apply-provisions")
    assert names(graph, norm, CDT.condition) == {"no-treaty-basis"}
    assert set(graph.objects(provision("ch-4/art-8/7"), CDT.incorporates)) == {ID["budapest/27"], ID["budapest/28"]}


@pytest.mark.parametrize(
    ("path", "governed"),
    [("ch-4/art-2/8", "ch-4/art-2"), ("ch-4/art-4/22", "ch-4/art-4"), ("ch-4/art-4/26", "ch-4/art-4")],
)
def test_clauses_that_govern_their_article(graph: Graph, path: str, governed: str) -> None:
    governing = graph.subjects(CDT.governs, provision(governed))
    assert provision(path) in {graph.value(norm, CDT.statedIn) for norm in governing}


@pytest.mark.shared
def test_digital_information_is_undefined(graph: Graph, printed: list[str]) -> None:
    whole = words(printed, 435, 2730)
    assert "informations numériques" in whole
    assert not re.search(r"« informations? numériques? »|[Ll]'expression « informations? num", whole)
    turning = graph.subjects(CDT.element, concept("element", "digital-information"))
    assert all(names(graph, norm, CDT.definedness) == {"undefined"} for norm in turning)


@pytest.mark.shared
def test_every_cue_stands_in_the_contribution(graph: Graph, printed: list[str]) -> None:
    whole = words(printed, 435, 2730)
    cues = [str(cue) for cue in graph.objects(None, CDT.cue)]
    assert [cue for cue in cues if cue not in whole or len(cue.split()) > 12] == []
