"""A small world: a draft, a treaty, a mandate and a restricted text, built into a store of its own."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from concordat import cli
from concordat.build import compare_all
from concordat.checking import Desk
from concordat.graph.build import build
from concordat.graph.names import ID
from concordat.graph.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable

SCHEMES = (
    "access", "action", "closure", "completeness", "demand", "force", "ground", "kind", "level", "margin", "modality", "operator",
    "parameter", "role", "topic", "unit",
)  # fmt: skip
HEAD = "".join(
    [
        f"@base <{ID}> .\n@prefix cdt: <https://w3id.org/concordat/ontology#> .\n",
        "@prefix dcterms: <http://purl.org/dc/terms/> .\n@prefix eli: <http://data.europa.eu/eli/ontology#> .\n",
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n",
        *(f"@prefix {name}: <https://w3id.org/concordat/scheme/{name}#> .\n" for name in SCHEMES),
    ]
)
PLAIN = "cdt:force force:shall ; cdt:margin margin:none ; cdt:level level:result ; cdt:bearer role:requested-party"
PRESERVE = (
    f"{PLAIN} ; cdt:cue 'kept'@en ; cdt:modality modality:obligation ; cdt:topic topic:preservation-assistance ; cdt:action action:preserve"
)
REFUSE = f"{PLAIN} ; cdt:modality modality:permission ; cdt:topic topic:mutual-assistance ; cdt:action action:refuse"
PERIOD = "cdt:parameter parameter:preservation-period ; cdt:operator operator:gteq ; cdt:unit unit:day"
# a heading with markup, a contribution whose name a spreadsheet would take for a formula, a reference to what is not there
WORLD = f"""
<paper> a cdt:Proposal ; skos:prefLabel "Paper"@en , "Document"@fr .
<paper/north> a cdt:Provision , cdt:Contribution ; eli:is_part_of <paper> ; eli:type_subdivision kind:contribution ; cdt:order 1 ;
    cdt:heading "North"@en , "Nord"@fr .
<paper/north/1> a cdt:Provision ; eli:is_part_of <paper/north> ; eli:type_subdivision kind:article ; eli:number "1" ; cdt:order 1 .
<paper/north/1/1> a cdt:Provision ; eli:is_part_of <paper/north/1> ; eli:type_subdivision kind:paragraph ; eli:number "1" ; cdt:order 1 ;
    cdt:summary "Data are kept <b>ninety</b> days."@en , "Les données sont gardées <b>nonante</b> jours."@fr .
<paper/north/1/2> a cdt:Provision ; eli:is_part_of <paper/north/1> ; eli:type_subdivision kind:paragraph ; eli:number "2" ; cdt:order 2 .
<paper/north/x> a cdt:Provision ; eli:is_part_of <paper/north> ; eli:type_subdivision kind:article ; cdt:order 2 ;
    cdt:heading "Keeping <script>alert(1)</script> [data]"@en ; cdt:incorporates <treaty/9> ; cdt:intendedTarget <treaty/1/1> .
<paper/south> a cdt:Provision , cdt:Contribution ; eli:is_part_of <paper> ; eli:type_subdivision kind:contribution ; cdt:order 2 ;
    cdt:heading "=1+1"@en .
<paper/south/1> a cdt:Provision ; eli:is_part_of <paper/south> ; eli:type_subdivision kind:article ; eli:number "1" ; cdt:order 1 .
<treaty> a cdt:Treaty ; skos:prefLabel "Treaty"@en , "Traité"@fr .
<treaty/1> a cdt:Provision ; eli:is_part_of <treaty> ; eli:type_subdivision kind:article ; eli:number "1" ; cdt:order 1 .
<treaty/1/1> a cdt:Provision ; eli:is_part_of <treaty/1> ; eli:type_subdivision kind:paragraph ; eli:number "1" ; cdt:order 1 ;
    cdt:summary "Data are kept sixty days."@en , "Les données sont gardées soixante jours."@fr .
<celex/61900CJ0001> a cdt:Judgment ; skos:prefLabel "Keeper (C-1/00)"@en , "Gardien (C-1/00)"@fr ; dcterms:identifier "ECLI:EU:C:1900:1" ;
    cdt:dateAdopted "1900-02-03"^^<http://www.w3.org/2001/XMLSchema#date> ; cdt:interprets <treaty/1/1> ;
    cdt:holding "Keeping counts <b>from</b> the request."@en , "La conservation compte <b>dès</b> la demande."@fr ;
    cdt:verification <https://w3id.org/concordat/scheme/verification#unverified> .
<mandate> a cdt:Mandate , cdt:Decision ; skos:prefLabel "Mandate"@en , "Mandat"@fr .
<mandate/addendum/18> a cdt:Provision ; eli:is_part_of <mandate> ; eli:type_subdivision kind:paragraph ; eli:number "(18)" ; cdt:order 18 .
<mandate/addendum/24> a cdt:Provision ; eli:is_part_of <mandate> ; eli:type_subdivision kind:paragraph ; eli:number "(24)" ; cdt:order 24 .

<norm/paper/north/1/1/1> a cdt:Norm ; cdt:statedIn <paper/north/1/1> ; {PRESERVE} ; cdt:constraint <constraint/north> .
<constraint/north> a cdt:Constraint ; {PERIOD} ; cdt:value 90 .
<norm/treaty/1/1/1> a cdt:Norm ; cdt:statedIn <treaty/1/1> ; {PRESERVE} ; cdt:constraint <constraint/treaty> .
<constraint/treaty> a cdt:Constraint ; {PERIOD} ; cdt:value 60 .
<norm/paper/north/1/2/1> a cdt:Norm ; cdt:statedIn <paper/north/1/2> ; {REFUSE} ; cdt:refusalList <refusals/north> .
<refusals/north> a cdt:RefusalList ; cdt:ground ground:sovereignty ; cdt:closure closure:closed .
<norm/paper/south/1/1> a cdt:Norm ; cdt:statedIn <paper/south/1> ; {PRESERVE} .
<requirement/mandate/addendum/18/data> a cdt:Requirement ; cdt:statedIn <mandate/addendum/18> ; cdt:demand demand:ground-available ;
    rdfs:label "a ground protecting personal data"@en , "un motif protégeant les données personnelles"@fr ;
    cdt:topic topic:international-cooperation ; cdt:ground ground:data-protection .
<requirement/mandate/addendum/24/train> a cdt:Requirement ; cdt:statedIn <mandate/addendum/24> ; cdt:demand demand:voluntary ;
    rdfs:label "voluntary training"@en , "une formation volontaire"@fr ; cdt:topic topic:capacity-building ; cdt:force force:may .
<coverage/paper/north> a cdt:Coverage ; cdt:ofInstrument <paper/north> ; cdt:topic topic:capacity-building ;
    cdt:completeness completeness:complete .
"""
SECRET = f"""
<secret> a cdt:Proposal ; skos:prefLabel "Secret"@en , "Secret"@fr ; dcterms:accessRights access:restricted .
<secret/1> a cdt:Provision ; eli:is_part_of <secret> ; eli:type_subdivision kind:article ; eli:number "1" ; cdt:order 1 .
<norm/secret/1/1> a cdt:Norm ; cdt:statedIn <secret/1> ; {PRESERVE} .
"""


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the small world's curated facts."""
    folder = tmp_path_factory.mktemp("world")
    (folder / "world.ttl").write_text(HEAD + WORLD, encoding="utf-8")
    (folder / "secret.ttl").write_text(HEAD + SECRET, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def small(world: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a store with the small world and its findings. Read it only."""
    folder = tmp_path_factory.mktemp("small") / "store"
    with open_store(folder, write=True) as store:
        build(store, data=world)
        compare_all(store)
    return folder


@pytest.fixture
def copied(small: Path, tmp_path: Path) -> Path:
    """A copy of the small world's store, to be written to."""
    return Path(shutil.copytree(small, tmp_path / "copied"))


@pytest.fixture(scope="session")
def desk(small: Path) -> Desk:
    """A desk on the small world."""
    with open_store(small) as store:
        return Desk(store)


@pytest.fixture
def document(make_file: Callable[[str, str], Path]) -> Path:
    """A small treaty in Markdown, such as the loaders know."""
    return make_file("treaty.md", TREATY)


TREATY = """##Verdrag

####Convention on Cybercrime

### CHAPTER III

### Article  29

1 Each Party shall preserve data for at least sixty days.

2 A request shall say what is sought.
"""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    code: int
    out: bytes
    err: str


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Callable[..., Ended]:
    """A way to run a command in this process: words -> how it ended."""

    def command(*words: object) -> Ended:
        monkeypatch.setattr(sys, "argv", ["concordat", *map(str, words)])
        capfdbinary.readouterr()
        try:
            cli.main()
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        out, err = capfdbinary.readouterr()
        return Ended(code, out, err.decode("utf-8"))

    monkeypatch.delenv("CONCORDAT_STORE", raising=False)
    monkeypatch.delenv("CONCORDAT_LANG", raising=False)
    return command
