"""A laboratory: statements written inline, closed and compared by the real rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from rdflib import URIRef

from concordat.compatibility import Finding, Pair, answer, read_names
from concordat.graph import layers, quads
from concordat.graph.bench import Bench
from concordat.graph.inference import infer
from concordat.graph.names import ID
from concordat.graph.vocabulary import vocabulary
from concordat.texts import read_library

SCHEMES = (
    "access", "action", "closure", "completeness", "condition", "definedness", "demand", "effect", "element", "force", "ground",
    "kind", "level", "margin", "modality", "operator", "parameter", "purpose", "regime", "role", "safeguard", "scope", "topic", "unit",
)  # fmt: skip
HEAD = "".join(
    [
        f"@base <{ID}> .\n@prefix cdt: <https://w3id.org/concordat/ontology#> .\n",
        "@prefix eli: <http://data.europa.eu/eli/ontology#> .\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n",
        *(f"@prefix {name}: <https://w3id.org/concordat/scheme/{name}#> .\n" for name in SCHEMES),
    ]
)
# three instruments: a draft, a treaty and a mandate, each with one article of two paragraphs
FRAME = """
<draft> a cdt:Provision , cdt:Contribution ; eli:is_part_of <paper> ; eli:type_subdivision kind:contribution .
<paper> a cdt:Proposal ; skos:prefLabel "Paper"@en .
<treaty> a cdt:Treaty ; skos:prefLabel "Treaty"@en .
<other> a cdt:Treaty ; skos:prefLabel "Other treaty"@en .
<mandate> a cdt:Mandate , cdt:Decision ; skos:prefLabel "Mandate"@en .
<draft/1> a cdt:Provision ; eli:is_part_of <draft> ; eli:type_subdivision kind:article ; eli:number "1" .
<draft/1/1> a cdt:Provision ; eli:is_part_of <draft/1> ; eli:type_subdivision kind:paragraph ; eli:number "1" .
<draft/1/2> a cdt:Provision ; eli:is_part_of <draft/1> ; eli:type_subdivision kind:paragraph ; eli:number "2" .
<treaty/1> a cdt:Provision ; eli:is_part_of <treaty> ; eli:type_subdivision kind:article ; eli:number "1" .
<treaty/1/1> a cdt:Provision ; eli:is_part_of <treaty/1> ; eli:type_subdivision kind:paragraph ; eli:number "1" .
<treaty/1/2> a cdt:Provision ; eli:is_part_of <treaty/1> ; eli:type_subdivision kind:paragraph ; eli:number "2" .
<other/1> a cdt:Provision ; eli:is_part_of <other> ; eli:type_subdivision kind:article ; eli:number "1" .
<mandate/1> a cdt:Provision ; eli:is_part_of <mandate> ; eli:type_subdivision kind:paragraph ; eli:number "(1)" .
"""


def norm(place: str, text: str, *, number: int = 1) -> str:
    """Return a norm stated in a provision; `text` gives what differs from a plain duty to preserve data."""
    given = {part.strip().split(" ")[0] for part in text.split(";")}
    base = {
        "cdt:modality": "modality:obligation", "cdt:force": "force:shall", "cdt:margin": "margin:none", "cdt:level": "level:result",
        "cdt:bearer": "role:requested-party", "cdt:topic": "topic:preservation-assistance", "cdt:action": "action:preserve",
    }  # fmt: skip
    kept = "; ".join(f"{key} {value}" for key, value in base.items() if key not in given)
    return f"<norm/{place}/{number}> a cdt:Norm ; cdt:statedIn <{place}> ; {kept} ; {text} .\n".replace("; ; ", "; ").replace(";  .", ".")


def days(name: str, operator: str, value: int, parameter: str = "preservation-period") -> str:
    """Return a constraint in days."""
    return (
        f"<constraint/{name}> a cdt:Constraint ; cdt:parameter parameter:{parameter} ; "
        f"cdt:operator operator:{operator} ; cdt:value {value} ; cdt:unit unit:day .\n"
    )


@pytest.fixture(scope="session")
def words() -> quads.Lines:
    """The vocabulary, closed once."""
    bench = Bench(vocabulary())
    infer(bench)
    query = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
    return quads.normal(quads.lines_of(bench.construct(query)), layers.VOCABULARY)


@pytest.fixture(scope="session")
def laboratory(words: quads.Lines) -> Callable[..., Finding]:
    """A function that compares two sides in a small world and returns the finding."""

    def compare(turtle: str, left: str = "draft:1/1", right: str = "treaty:1/1", *, question: str = "delivers") -> Finding:
        lines = quads.normal((HEAD + FRAME + turtle).encode(), "urn:x-test", syntax="ttl", base=str(ID))
        bench = Bench(words | lines)
        infer(bench)
        library = read_library(bench)
        pair = Pair("p", tuple(left.split()), tuple(right.split()))
        return answer(bench, [pair], read_names(bench, library), library, question=question)[0]

    return compare


def relations(finding: Finding) -> Mapping[str, str]:
    """Return the relation of each aspect of the deciding comparison."""
    return {aspect.aspect: aspect.relation for aspect in finding.aspects}


def iri(compact: str) -> URIRef:
    """Return an IRI of the small world."""
    return ID[compact]
