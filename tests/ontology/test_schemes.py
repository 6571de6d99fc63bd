"""The concept schemes: each is complete in both languages, each order is an order, each name of the model is there."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path

import pytest
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, OWL, SKOS

CDT = Namespace("https://w3id.org/concordat/ontology#")
SCHEME = "https://w3id.org/concordat/scheme/"
MODEL = Path(__file__).parents[2] / "docs" / "model.md"
LANGUAGES = {"en", "fr"}
NAMES = sorted(
    entry.name.removesuffix(".ttl")
    for entry in (files("concordat") / "ontology" / "schemes").iterdir()
    if entry.name.endswith(".ttl")
)
# strongest force first; least room first
FORCE = ["shall", "should", "endeavour", "consider", "encouraged", "may"]
MARGIN = ["none", "basic-concepts", "domestic-law", "where-appropriate", "where-possible"]
SAME_MATTER = [
    ("preservation-assistance", "preservation-order"),
    ("stored-data-assistance", "search-and-seizure"),
    ("traffic-collection-assistance", "traffic-collection-order"),
    ("interception-assistance", "interception-order"),
    ("emergency-production", "production-order"),
    ("asset-recovery", "freezing-and-confiscation"),
    ("use-limitation", "data-transfers"),
    ("special-techniques", "special-techniques-domestic"),
]


@lru_cache
def read(name: str) -> Graph:
    graph = Graph()
    with as_file(files("concordat") / "ontology" / "schemes" / f"{name}.ttl") as path:
        graph.parse(path, format="turtle")
    return graph


def concepts(name: str) -> dict[str, URIRef]:
    """Return the concepts of a scheme by their local names."""
    return {
        str(node).removeprefix(f"{SCHEME}{name}#"): node
        for node in read(name).subjects(RDF.type, SKOS.Concept)
        if isinstance(node, URIRef)
    }


def texts(graph: Graph, node: URIRef, predicate: URIRef) -> dict[str | None, list[str]]:
    """Return the texts of a node by language."""
    found: dict[str | None, list[str]] = {}
    for value in graph.objects(node, predicate):
        assert isinstance(value, Literal)
        found.setdefault(value.language, []).append(str(value))
    return found


def reachable(edges: dict[str, set[str]], start: str) -> set[str]:
    """Return what can be reached from a node over at least one edge."""
    seen: set[str] = set()
    waiting = list(edges[start])
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            waiting.extend(edges[node])
    return seen


def broader(name: str) -> dict[str, set[str]]:
    """Return the broader concepts of each concept of a scheme, by local name."""
    short = f"{SCHEME}{name}#"
    return {
        key: {str(wide).removeprefix(short) for wide in read(name).objects(node, SKOS.broader)}
        for key, node in concepts(name).items()
    }


def ranks(name: str) -> list[str]:
    """Return the local names of the ranked concepts, lowest rank first; every rank differs from the others."""
    graph = read(name)
    pairs = []
    for key, node in concepts(name).items():
        value = graph.value(node, CDT.rank)
        assert isinstance(value, Literal), f"{key} has no rank"
        pairs.append((int(value), key))
    assert len({rank for rank, _ in pairs}) == len(pairs)
    return [key for _, key in sorted(pairs)]


def words_of_model(name: str) -> set[str]:
    """Return the words that the model lists in backticks for a scheme, up to the next scheme or blank line."""
    text = MODEL.read_text(encoding="utf-8").split("## 6. Concepts", 1)[1]
    match = re.search(rf"\*\*{name}\*\*(.*?)(?=\*\*[a-z]+\*\*|\n\n|\Z)", text, re.DOTALL)
    assert match, f"the model lists no {name}"
    return {word for part in re.findall(r"`([^`]*)`", match[1]) for word in part.split()}


def topics_of_model() -> dict[str, bool]:
    """Return the topics of the model's tree, each with whether it is starred as a family."""
    block = MODEL.read_text(encoding="utf-8").split("**topic**", 1)[1].split("```")[1]
    lists = "confiscation-cooperation|illegal-access|prevention-bodies|technical-assistance"
    block = re.sub(rf"\((?!{lists})[^)]*\)", "", block)  # any other bracket holds a remark
    return {word: bool(star) for word, star in re.findall(r"([a-z][a-z-]+)(\*?)", block)}


@pytest.mark.parametrize("name", NAMES)
def test_the_scheme_says_what_it_is(name: str) -> None:
    graph, scheme = read(name), URIRef(SCHEME + name)
    assert set(graph.subjects(RDF.type, SKOS.ConceptScheme)) == {scheme}
    assert set(texts(graph, scheme, DCTERMS.title)) == LANGUAGES
    assert set(texts(graph, scheme, DCTERMS.description)) == LANGUAGES
    assert graph.value(scheme, DCTERMS.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")
    assert graph.value(scheme, OWL.versionInfo)


@pytest.mark.parametrize("name", NAMES)
def test_each_concept_has_one_label_and_definition_in_each_language(name: str) -> None:
    graph = read(name)
    for key, node in concepts(name).items():
        for predicate in (SKOS.prefLabel, SKOS.definition):
            found = texts(graph, node, predicate)
            assert set(found) == LANGUAGES, f"{key}: {predicate}"
            assert all(len(values) == 1 and values[0].strip() for values in found.values()), f"{key}: {predicate}"


@pytest.mark.parametrize("name", NAMES)
def test_no_definition_repeats_its_label(name: str) -> None:
    graph = read(name)
    for key, node in concepts(name).items():
        labels, definitions = (texts(graph, node, p) for p in (SKOS.prefLabel, SKOS.definition))
        for language in LANGUAGES:
            assert labels[language] != definitions[language], f"{key}: {language}"


@pytest.mark.parametrize("name", NAMES)
def test_each_concept_stands_in_its_scheme_under_its_own_name(name: str) -> None:
    graph, scheme = read(name), URIRef(SCHEME + name)
    assert concepts(name)
    for key, node in concepts(name).items():
        assert str(node) == f"{SCHEME}{name}#{key}"
        assert re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", key)
        assert list(graph.objects(node, SKOS.notation)) == [Literal(key)]
        assert list(graph.objects(node, SKOS.inScheme)) == [scheme]


@pytest.mark.parametrize("name", NAMES)
def test_each_concept_is_at_the_top_or_below_another(name: str) -> None:
    graph, scheme, edges = read(name), URIRef(SCHEME + name), broader(name)
    for key, node in concepts(name).items():
        tops = list(graph.objects(node, SKOS.topConceptOf))
        assert tops == ([] if edges[key] else [scheme]), key
        assert edges[key] <= set(edges), f"{key} has a broader concept that is not in the scheme"


@pytest.mark.parametrize("name", NAMES)
def test_no_concept_is_broader_than_itself(name: str) -> None:
    edges = broader(name)
    assert [key for key in edges if key in reachable(edges, key)] == []


@pytest.mark.parametrize("name", NAMES)
def test_labels_are_unique(name: str) -> None:
    graph = read(name)
    counts = Counter(
        (language, label.casefold())
        for node in concepts(name).values()
        for language, labels in texts(graph, node, SKOS.prefLabel).items()
        for label in labels
    )
    assert [label for label, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("name", NAMES)
def test_only_used_prefixes_are_declared_in_alphabetical_order(name: str) -> None:
    text = (files("concordat") / "ontology" / "schemes" / f"{name}.ttl").read_text(encoding="utf-8")
    prefixes = re.findall(r"^@prefix ([a-z-]+):", text, re.MULTILINE)
    body = re.sub(r'"[^"]*"', "", text.split("\n\n", 1)[1])
    assert prefixes == sorted(prefixes)
    assert [prefix for prefix in prefixes if not re.search(rf"(?<![\w-]){prefix}:[A-Za-z]", body)] == []


@pytest.mark.parametrize(
    ("name", "order"), [("force", FORCE[::-1]), ("margin", MARGIN)], ids=["force", "margin"]
)
def test_ranks_are_strictly_ordered(name: str, order: list[str]) -> None:
    assert ranks(name) == order


@pytest.mark.parametrize(("one", "other"), SAME_MATTER, ids=[one for one, _ in SAME_MATTER])
def test_topics_that_name_one_matter_are_joined(one: str, other: str) -> None:
    topic = concepts("topic")
    assert (topic[one], CDT.sameMatterAs, topic[other]) in read("topic")


def test_same_matter_is_symmetric() -> None:
    pairs = set(read("topic").subject_objects(CDT.sameMatterAs))
    assert pairs == {(right, left) for left, right in pairs}
    assert len(pairs) == 2 * len(SAME_MATTER)


def test_the_topics_and_families_of_the_model_are_there() -> None:
    families = {key for key, node in concepts("topic").items() if read("topic").value(node, CDT.isFamily)}
    listed = topics_of_model()
    assert set(listed) - set(concepts("topic")) == set()
    assert families == {word for word, starred in listed.items() if starred}


def test_no_family_lies_inside_another() -> None:
    edges = broader("topic")
    families = {key for key, node in concepts("topic").items() if read("topic").value(node, CDT.isFamily)}
    assert [key for key in families if reachable(edges, key) & families] == []


@pytest.mark.parametrize("name", ["action", "condition", "element", "ground", "role", "safeguard"])
def test_every_name_of_the_model_is_a_concept(name: str) -> None:
    words = words_of_model(name)
    assert len(words) > 30
    assert words - set(concepts(name)) == set()


@pytest.mark.parametrize("name", ["modality", "operator", "parameter", "purpose", "regime", "unit"])
def test_every_name_of_the_short_lists_is_a_concept(name: str) -> None:
    words = words_of_model(name) - {"S", "P", "F"}
    assert words
    assert words - set(concepts(name)) == set()


@pytest.mark.parametrize(
    ("inner", "outer"),
    [
        ("cyber-dependent-offences", "any-offence"),
        ("cyber-enabled-offences", "computer-related-offences"),
        ("convention-offences", "any-offence"),
        ("organised-group-offences", "serious-offences"),
        ("electronic-evidence-of-any-offence", "computer-related-or-electronic-evidence"),
        ("computer-related-offences", "computer-related-or-electronic-evidence"),
    ],
)
def test_scopes_lie_inside_each_other(inner: str, outer: str) -> None:
    edges = broader("scope")
    assert outer in reachable(edges, inner)
    assert inner not in reachable(edges, outer)


@pytest.mark.parametrize("role", ["requested-party", "requesting-party", "receiving-party", "parties-concerned"])
def test_each_party_includes_its_roles(role: str) -> None:
    assert broader("role")[role] == {"party"}


def test_conditions_open_grounds_that_exist() -> None:
    opened = set(read("condition").objects(None, CDT.opensGround))
    assert opened == {concepts("ground")[name] for name in ("dual-criminality", "lack-of-consent", "minimum-penalty")}


def test_each_parameter_has_one_role() -> None:
    graph, known = read("parameter"), set(concepts("parameter-role").values())
    for key, node in concepts("parameter").items():
        roles = list(graph.objects(node, CDT.parameterRole))
        assert len(roles) == 1, key
        assert roles[0] in known, key


@pytest.mark.parametrize("wording", ["wordingForMandate", "wordingForLaw", "wordingForDrafting"])
def test_each_verdict_has_words_for_a_lawyer(wording: str) -> None:
    graph = read("verdict")
    for key, node in concepts("verdict").items():
        assert set(texts(graph, node, CDT[wording])) == LANGUAGES, key
