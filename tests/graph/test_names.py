from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concordat.graph import names

TABLE = [
    ("budapest", "budapest"),
    ("budapest:29/7", "budapest/29/7"),
    ("budapest:ch-3/sec-2", "budapest/ch-3/sec-2"),
    ("budapest-1ap:6/1", "budapest-1ap/6/1"),
    ("celex:32016R0679", "celex/32016R0679"),
    ("celex:32016R0679:45/1", "celex/32016R0679/45/1"),
    ("celex:32022D0895:addendum/18", "celex/32022D0895/addendum/18"),
    ("celex:32016R0679:18/1~2", "celex/32016R0679/18/1~2"),
    ("celex:32016R0679R(02)", "celex/32016R0679R%2802%29"),
    ("unga:74/247", "unga/74_247"),
    ("unga:74/247:3", "unga/74_247/3"),
    ("un-doc:A/AC.291/12/Add.1", "un-doc/A_AC.291_12_Add.1"),
    ("un-doc:A/AC.291/12/Add.1:caricom/ch-4/art-4/26/a", "un-doc/A_AC.291_12_Add.1/caricom/ch-4/art-4/26/a"),
    ("council-doc:12642/25-ADD-1:al-7", "council-doc/12642_25-ADD-1/al-7"),
    ("ctoc-cop:res:5/8", "ctoc-cop/res/5_8"),
    ("norm:budapest:29/7/1", "norm/budapest/29/7/1"),
    ("requirement:celex:32022D0895:addendum/18/a", "requirement/celex/32022D0895/addendum/18/a"),
    ("activity:curation:budapest", "activity/curation/budapest"),
    ("activity:curation:celex/32022D0895", "activity/curation/celex/32022D0895"),
    ("coverage:budapest:preservation", "coverage/budapest/preservation"),
    ("document:0a1b:29/7", "document/0a1b/29/7"),
]


@pytest.mark.parametrize(("compact_id", "path"), TABLE, ids=[compact_id for compact_id, _ in TABLE])
def test_a_compact_id_and_its_iri(compact_id: str, path: str) -> None:
    assert str(names.expand(compact_id)) == str(names.ID) + path
    assert names.compact(str(names.ID) + path) == compact_id


@pytest.mark.parametrize(
    ("compact_id", "iri"),
    [
        ("cdt:Norm", "https://w3id.org/concordat/ontology#Norm"),
        ("ground:data-protection", "https://w3id.org/concordat/scheme/ground#data-protection"),
        ("https://example.org/a", "https://example.org/a"),
        ("https://w3id.org/concordat/scheme/ground", "https://w3id.org/concordat/scheme/ground"),
        ("https://w3id.org/concordat/id/ground/a", "https://w3id.org/concordat/id/ground/a"),
        ("https://w3id.org/concordat/id/budapest/%32", "https://w3id.org/concordat/id/budapest/%32"),
        ("https://w3id.org/concordat/id/", "https://w3id.org/concordat/id/"),
    ],
)
def test_terms_and_foreign_iris(compact_id: str, iri: str) -> None:
    assert names.compact(iri) == compact_id
    if not compact_id.startswith("http"):
        assert str(names.expand(compact_id)) == iri


word = st.from_regex(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,6}[A-Za-z0-9])?", fullmatch=True)
key_part = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._()'é%-]{0,6}(/[A-Za-z0-9._()-]{1,5}){0,3}", fullmatch=True)
path = st.lists(st.from_regex(r"[a-z0-9][a-z0-9~._()%é-]{0,5}", fullmatch=True), min_size=1, max_size=4).map("/".join)
COLONS, ABOUT = names._table()
short = word.filter(lambda text: text not in {*COLONS, *ABOUT, *names._concept_schemes(), "cdt"})


@st.composite
def ids(draw: st.DrawFn) -> str:
    """Draw any compact id of an instrument or provision, or of a node said of one."""
    scheme = draw(st.sampled_from(["", *sorted(COLONS)]))
    parts = [draw(key_part) for _ in range(COLONS[scheme])] if scheme else []
    key = ":".join([scheme, *parts]) if scheme else draw(short)
    about = draw(st.sampled_from(["", "norm:", "finding:", "coverage:"]))
    return about + key + draw(st.one_of(st.just(""), path.map(lambda text: f":{text}")))


@given(ids())
def test_every_compact_id_comes_back(compact_id: str) -> None:
    iri = names.expand(compact_id)
    assert names.compact(iri) == compact_id
    assert names.expand(names.compact(iri)) == iri


@given(ids(), ids())
def test_two_compact_ids_never_share_an_iri(one: str, other: str) -> None:
    assert (names.expand(one) == names.expand(other)) == (one == other)


@given(ids())
def test_instrument_and_path_make_the_id(compact_id: str) -> None:
    head = compact_id.split(":", 1)[0]
    bare = compact_id.partition(":")[2] if head in {"norm", "finding", "coverage"} else compact_id
    instrument, way = names.instrument_of(compact_id), names.path_of(compact_id)
    assert (f"{instrument}:{way}" if way else instrument) == bare
    assert names.path_of(instrument) == ""


@pytest.mark.parametrize("text", ["", "a b", "http://example.org/a", "<x>", ":29", "budapest:29 7"])
def test_what_is_no_compact_id_is_refused(text: str) -> None:
    assert not names.is_compact(text)
    with pytest.raises(ValueError, match="not a compact id"):
        names.expand(text)


@given(st.text(max_size=20))
def test_any_text_is_answered(text: str) -> None:
    if names.is_compact(text):
        assert names.compact(names.expand(text)) == text
    else:
        with pytest.raises(ValueError, match="not a compact id"):
            names.expand(text)
