"""Small documents of each format become the trees they print."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concordat.errors import ConcordatError, InputError, UsageError
from concordat.loaders import quads, source
from concordat.loaders.detect import FORMATS, detect
from concordat.loaders.locate import provision_at
from concordat.loaders.read import parse
from concordat.loaders.xmltree import root_of

if TYPE_CHECKING:
    from concordat.loaders.document import Document


def _read(text: str, *, as_: str | None = None) -> Document:
    return parse(source.from_bytes(text.encode(), "a.txt"), as_=as_)


def _paths(text: str, *, as_: str | None = None) -> dict[str, tuple[str | None, str]]:
    return {node.path: (node.parent, node.kind) for node in _read(text, as_=as_).nodes}


CONTRIBUTION = """\
  Jamaïque (au nom de la Communauté des Caraïbes)\x20
\x20

Original : anglais\x20

[12 juillet 2022]\x20

\x20

  Chapitre 4 – Entraide\x20
\x20

  Article : Demandes\x20
\x20

1. Chaque État, aux paragraphes 9 à\x20

29 du présent article :\x20

  a) Désigne une autorité ;\x20

A/AC.291/12/Add.1\x20

\x20

  b) Reçoit les éléments suivants :\x20

i) Un nom ;\x20

ii) Une adresse.\x20

2. c) Le secrétariat tient un registre.\x20

\x20

  Article : Transfèrement\x20
\x20

Les États peuvent conclure des accords.\x20

"""

ACT = """\
DÉCISION (UE) 2022/895 DU CONSEIL

du 24 mai 2022

LE CONSEIL DE L’UNION EUROPÉENNE,

vu le traité,

considérant ce qui suit:

(1) L’Union a adopté des règles (1), ainsi que

(1) Directive 2011/93/UE (JO L 335 du 17.12.2011, p. 1).
 d’autres règles.

(2) Le traité s’applique.

A ADOPTÉ LA PRÉSENTE DÉCISION:

Article premier

1. La Commission négocie.

2. Elle rend compte.

Article 2

La Commission est destinataire.

Fait à Bruxelles, le 24 mai 2022.
 ADDENDUM

DIRECTIVES DE NÉGOCIATION

L’Union devrait viser:

(1) Un processus ouvert.
"""

TREATY = """\
##Verdrag

####Convention on Cybercrime

Preamble The States, Considering the aim; Convinced of the need, Have agreed as follows:
### CHAPTER  I

###SECTION 1

### Article  1

####Definitions

For this Convention:

a)``data" means:

(i) facts;

### Article  2

1.  First.
2.  Second.

####Verdrag

### Artikel  1

Niet gelezen.
"""


def test_a_contribution() -> None:
    paths = _paths(CONTRIBUTION)
    assert paths == {
        "caricom": (None, "contribution"),
        "caricom/ch-4": ("caricom", "chapter"),
        "caricom/ch-4/art-1": ("caricom/ch-4", "article"),
        "caricom/ch-4/art-1/1": ("caricom/ch-4/art-1", "paragraph"),
        "caricom/ch-4/art-1/1/a": ("caricom/ch-4/art-1/1", "point"),
        "caricom/ch-4/art-1/1/b": ("caricom/ch-4/art-1/1", "point"),
        "caricom/ch-4/art-1/1/b/i": ("caricom/ch-4/art-1/1/b", "subpoint"),
        "caricom/ch-4/art-1/1/b/ii": ("caricom/ch-4/art-1/1/b", "subpoint"),
        "caricom/ch-4/art-1/2": ("caricom/ch-4/art-1", "paragraph"),
        "caricom/ch-4/art-2": ("caricom/ch-4", "article"),
        "caricom/ch-4/art-2/al-1": ("caricom/ch-4/art-2", "alinea"),
    }
    metadata = _read(CONTRIBUTION).metadata
    assert metadata.contributors == (("caricom", "Jamaïque", "2022-07-12", "Communauté des Caraïbes"),)
    assert (metadata.instrument, metadata.original_language) == ("un-doc:A/AC.291/12/Add.1", "en")


def test_an_act() -> None:
    document = _read(ACT)
    assert document.metadata.instrument == "celex:32022D0895"
    assert document.metadata.dates == (("adopted", "2022-05-24"),)
    nodes = {node.path: node for node in document.nodes}
    assert nodes["rct/1"].text == "L’Union a adopté des règles (1), ainsi que d’autres règles."
    assert (nodes["fn-1"].parent, nodes["fn-1"].kind) == ("rct/1", "footnote")
    assert nodes["2"].text == "La Commission est destinataire."
    assert nodes["addendum/1"].parent == "addendum/grp-1"
    assert {"rct/2", "1/1", "1/2", "signature", "addendum/title"} <= set(nodes)


def test_a_treaty() -> None:
    document = _read(TREATY)
    nodes = {node.path: node for node in document.nodes}
    assert document.metadata.instrument == "budapest"
    assert nodes["1"].parent == "ch-1/sec-1"
    assert nodes["1/a/i"].text == "facts;"
    assert [path for path in nodes if path.startswith("preamble/")] == [f"preamble/al-{n}" for n in (1, 2, 3, 4)]
    assert nodes["2"].heading is None
    assert "Niet" not in "".join(node.text for node in document.nodes)


def test_roman_numbers_with_dots_stand_below_points_with_dots() -> None:
    text = "####Convention on Cybercrime\n\n### Article  1\n\n1. Not if:\n\na. one;\n\nb. the term:\n\ni. ended;\n\nii. lapsed;\n\nc. last.\n"
    assert {"1/1/a", "1/1/b/i", "1/1/b/ii", "1/1/c"} <= set(_paths(text))


def test_a_limited_document_is_restricted() -> None:
    text = "12642/25 ADD 1\n\nLIMITE\n\nObjet:\tDéclaration\n\nDéclaration\n\nExcellences,\n\nJe vous remercie.\n"
    document = _read(text)
    assert (document.metadata.access, document.metadata.instrument) == ("restricted", "council-doc:12642/25-ADD-1")
    assert [node.path for node in document.nodes if node.kind == "alinea"] == ["al-1", "al-2"]
    assert any(str(o).endswith("access#restricted") for _, _, o in quads.triples(document))


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(InputError, match="--as"):
        _read("Bonjour.")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('<?xml version="1.0"?>\n<!-- boats -->\n<!DOCTYPE law [<!ENTITY b "boat">]>\n<law:text xmlns:law="urn:l"><p>Boats.</p></law:text>', id="declared"),
        pytest.param("<law:text>Article 1 Boats.\nArticle 2 Rafts.\nArticle 3 End.</law:text>", id="not declared"),
    ],
)
def test_xml_of_another_kind_is_refused_by_the_name_of_its_root(text: str) -> None:
    with pytest.raises(InputError, match=r"a\.txt: XML of a kind that is not read \(its root is law:text\) \(save it as "):
        _read(text)


@pytest.mark.parametrize("unit", ["<!---->", "<?a?>", "<!-- a -->\n"])
def test_what_stands_before_a_root_is_read_in_one_way(unit: str) -> None:
    begun = time.process_time()
    assert root_of(f"{unit * 60}<law>Boats.</law>") == "law"
    assert root_of(f"{unit * 60}no root") is None
    assert time.process_time() - begun < 1


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(UsageError, match="markdown"):
        detect(source.from_bytes(b"x", "a.txt"), as_="docx")


@pytest.mark.parametrize(
    ("row", "path"),
    [
        pytest.param("  Article : Demandes", "caricom/ch-4/art-1", id="starts here"),
        pytest.param("29 du présent", "caricom/ch-4/art-1/1", id="contains it"),
        pytest.param("ii) Une adresse", "caricom/ch-4/art-1/1/b/ii", id="innermost"),
    ],
)
def test_the_innermost_provision_is_found(row: str, path: str) -> None:
    line = next(n for n, text in enumerate(CONTRIBUTION.split("\n"), 1) if text.startswith(row))
    assert provision_at(_read(CONTRIBUTION), line, line).path == path


def test_the_last_line_breaks_ties() -> None:
    text = ACT.replace("1. La Commission négocie.", "1. a) La Commission\n\nb) négocie.")
    line = next(n for n, row in enumerate(text.split("\n"), 1) if row.startswith("1. a)"))
    document = _read(text)
    assert provision_at(document, line, line).path == "1/1/a"
    assert provision_at(document, line, line + 2).path == "1/1"


def test_a_place_outside_is_refused() -> None:
    with pytest.raises(InputError, match=r"a\.txt:999"):
        provision_at(_read(CONTRIBUTION), 999, 999)


PIECES = st.sampled_from(
    ["1. ", "2. ", "a) ", "i) ", "(1) ", "Article 1", "### Article 2", "Original : anglais", "[1 mai 2020]", "\f",
     " ", "\n", "\n \n", "______", " 1  note", "ADDENDUM", "A/B/C.1", "Objet: x", "texte.", "Mot", "•  x", "II. Titre"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES | st.text(max_size=8), max_size=30).map("".join), st.sampled_from([*FORMATS]))
def test_any_text_gives_a_sound_tree_or_an_error(text: str, format_: str) -> None:
    try:
        document = parse(source.from_bytes(text.encode("utf-8", "replace"), "a.txt"), as_=format_)
    except ConcordatError:
        return
    nodes = {node.path: node for node in document.nodes}
    assert len(nodes) == len(document.nodes)
    size = len(source.decode(document.source))
    for node in document.nodes:
        assert node.lines is not None
        assert 1 <= node.lines[0] <= node.lines[1] <= text.count("\n") + 1
        assert 0 <= node.chars[0] <= node.chars[1] <= size
        if node.parent is not None and node.kind != "footnote":
            above = nodes[node.parent]
            assert above.lines is not None
            assert above.lines[0] <= node.lines[0] <= node.lines[1] <= above.lines[1]
            assert above.chars[0] <= node.chars[0] <= node.chars[1] <= above.chars[1]
    assert len(list(quads.triples(document))) >= len(document.nodes)
