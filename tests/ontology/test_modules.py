"""What the files say together: the model's names, the layout of Turtle, the released terms, the pinned vocabularies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import OWL, RDF, Graph, URIRef

ROOT = Path(__file__).parents[2]
CDT = "https://w3id.org/concordat/ontology#"
RELEASES = sorted((ROOT / "ontology" / "releases").glob("*.txt"))

# every foreign namespace in use, with the pinned copy it is held against where there is one
VOCABULARIES = {
    "http://data.europa.eu/eli/eli-draft-legislation-ontology#": "elieP_eli-ep.shacl.ttl",
    "http://data.europa.eu/eli/ontology#": "eli.owl",
    "http://docs.oasis-open.org/legalruleml/ns/v1.0/metamodel#": None,
    "http://purl.org/dc/terms/": None,
    "http://purl.org/vocab/vann/": None,
    "http://www.estrellaproject.org/lkif-core/norm.owl#": "norm.owl",
    "http://www.w3.org/2004/02/skos/core#": None,
    "http://www.w3.org/ns/odrl/2/": "ODRL22.ttl",
    "http://www.w3.org/ns/prov#": None,
    "https://w3id.org/dpv#": "dpv.ttl",
    "https://w3id.org/sssom/": None,
}
PINNED = [(namespace, name) for namespace, name in VOCABULARIES.items() if name]


def _terms(graph: Graph) -> set[str]:
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    return {str(term) for kind in kinds for term in graph.subjects(RDF.type, kind) if isinstance(term, URIRef)}


def _iris(graph: Graph) -> Iterator[str]:
    return (str(node) for triple in graph for node in triple if isinstance(node, URIRef))


def test_each_name_of_the_model_is_defined(ontology: Graph) -> None:
    model = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
    assert {CDT + name for name in re.findall(r"cdt:(\w+)", model)} - _terms(ontology) == set()


def _names_in_use() -> dict[str, str]:
    """Each of our names in data, queries, shapes and code, with a file that uses it."""
    folders = ("concordat/compatibility", "concordat/reports", "graph", "loaders", "ontology", "queries", "shapes")
    found: dict[str, str] = {}
    for file in (file for folder in folders for file in sorted((ROOT / folder).rglob("*"))):
        if file.suffix in {".py", ".rq", ".ttl"}:
            for name in re.findall(r"\b(?:cdt:|CDT\.)([A-Za-z]\w*)", file.read_text(encoding="utf-8")):
                found.setdefault(CDT + name, file.name)
    return found


def test_each_name_in_use_is_defined(ontology: Graph) -> None:
    terms = _terms(ontology)
    assert {name: file for name, file in _names_in_use().items() if name not in terms} == {}


def test_each_foreign_term_of_the_model_is_declared(ontology: Graph) -> None:
    model = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
    namespaces = {
        "dcterms": "http://purl.org/dc/terms/",
        "eli": "http://data.europa.eu/eli/ontology#",
        "prov": "http://www.w3.org/ns/prov#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
    }
    named = {namespaces[p] + n for p, n in re.findall(r"\b(dcterms|eli|prov|skos):(\w+)", model)}
    assert named - _terms(ontology) == set()


@pytest.mark.parametrize("release", RELEASES, ids=lambda release: release.stem)
def test_released_terms_are_there(release: Path, ontology: Graph) -> None:
    released = release.read_text(encoding="utf-8").split()
    assert released == sorted(set(released))
    assert {CDT + name.removeprefix("cdt:") for name in released} - _terms(ontology) == set()


def test_newest_release_lists_each_term_of_its_version(ontology: Graph) -> None:
    version = str(ontology.value(URIRef("https://w3id.org/concordat/ontology"), OWL.versionInfo))
    listed = {CDT + name.removeprefix("cdt:") for name in RELEASES[-1].read_text(encoding="utf-8").split()}
    if RELEASES[-1].stem == version:
        assert {term for term in _terms(ontology) if term.startswith(CDT)} == listed
    else:
        assert RELEASES[-1].stem < version


def test_concordat_imports_each_module_and_alignment(files: list[Path], ontology: Graph) -> None:
    root = URIRef("https://w3id.org/concordat/ontology")
    modules = {
        f"{root}/{file.relative_to(ROOT / 'ontology').with_suffix('').as_posix()}"
        for file in files
        if file.parent.name in {"ontology", "alignments"} and file.name != "concordat.ttl"
    }
    assert modules <= {str(module) for module in ontology.objects(root, OWL.imports)}


def test_each_import_is_a_module(ontology: Graph) -> None:
    headers = set(ontology.subjects(RDF.type, OWL.Ontology))
    assert set(ontology.objects(None, OWL.imports)) - headers == set()


def test_each_file_is_named_as_its_ontology(files: list[Path]) -> None:
    for file in files:
        if file.parent.name != "schemes" and file.name != "concordat.ttl":
            path = file.relative_to(ROOT).with_suffix("").as_posix()
            assert f"\n<{path}>\n    a owl:Ontology ;\n" in file.read_text(encoding="utf-8"), file.name


def test_turtle_is_laid_out_for_reading(files: list[Path]) -> None:
    for file in (file for file in files if file.parent.name != "schemes"):
        text = file.read_text(encoding="utf-8")
        prefixes = re.findall(r"^@prefix ([\w-]+):", text, re.MULTILINE)
        body = re.sub(r'"[^"\n]*"|<[^>\n]*>', "", text.split("\n\n", 1)[1])
        used = set(re.findall(r"(?<![\w-])([a-z][\w-]*):", body))
        assert prefixes == sorted(prefixes), file.name
        assert set(prefixes) == used, file.name
        assert text.endswith(".\n"), file.name
        assert "\n\n\n" not in text, file.name
        assert not re.search(r"[ \t]$|\t|\r", text, re.MULTILINE), file.name
        nodes = [block for block in text.split("\n\n")[2:] if not block.startswith("#")]
        assert nodes == sorted(nodes, key=_place), file.name


def _place(block: str) -> tuple[int, int, str]:
    subject, kind = block.split("\n")[:2]
    order = ["owl:Class", "owl:ObjectProperty", "owl:DatatypeProperty", "owl:AnnotationProperty"]
    found = next((place for place, each in enumerate(order) if each in kind), 0)
    ours = subject.startswith("cdt:")
    return (0 if ours or not subject[0].isalpha() else 1), (min(found, 1) if ours else found), subject


def test_foreign_namespaces_are_the_known_ones(ontology: Graph) -> None:
    foreign = {term for term in _terms(ontology) if not term.startswith(CDT)}
    assert {term for term in foreign if not term.startswith(tuple(VOCABULARIES))} == set()


@pytest.mark.shared
@pytest.mark.parametrize(("namespace", "name"), PINNED, ids=[name for _, name in PINNED])
def test_foreign_terms_are_in_their_vocabulary(
    namespace: str, name: str, ontology: Graph, vocabularies: Path
) -> None:
    pinned = Graph().parse(vocabularies / name, format="turtle" if name.endswith(".ttl") else "xml")
    there = set(_iris(pinned))
    assert {iri for iri in _iris(ontology) if iri.startswith(namespace)} - there - {namespace} == set()
