"""Notices of CELLAR: what they state of the act itself, in both forms."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concordat.errors import InputError
from concordat.graph.names import CDT, ELI, expand
from concordat.loaders import source
from concordat.loaders.notice import Notice, matches, read_notice, triples

RESOURCE = "http://publications.europa.eu/resource"
CELLAR = f"{RESOURCE}/cellar/00000000-0000-0000-0000-00000000000"
CDM = "http://publications.europa.eu/ontology/cdm#"


def uri(value: str) -> str:
    return f"<URI><VALUE>{value}</VALUE><IDENTIFIER>x</IDENTIFIER></URI>"


def link(name: str, *same: str, inside: str = "") -> str:
    return f"<{name} type='link'>{uri(same[0])}{''.join(f'<SAMEAS>{uri(iri)}</SAMEAS>' for iri in same[1:])}{inside}</{name}>"


def day(name: str, value: str) -> str:
    return f"<{name} type='date'><VALUE>{value}</VALUE><YEAR>{value[:4]}</YEAR></{name}>"


TITLE = (
    f"<EXPRESSION><EXPRESSION_TITLE><VALUE>Regulation of a test\n on tests</VALUE></EXPRESSION_TITLE>"
    f"<EXPRESSION_USES_LANGUAGE>{uri(f'{RESOURCE}/authority/language/ENG')}</EXPRESSION_USES_LANGUAGE></EXPRESSION>"
)
WORK = (
    uri(f"{CELLAR}1"), f"<SAMEAS>{uri(f'{RESOURCE}/celex/32099R0001')}</SAMEAS>", f"<SAMEAS>{uri(f'{RESOURCE}/eli/reg/2099/1/oj')}</SAMEAS>",
    day("WORK_DATE_DOCUMENT", "2099-01-02"), day("RESOURCE_LEGAL_DATE_ENTRY-INTO-FORCE", "2099-02-03"),
    day("RESOURCE_LEGAL_DATE_END-OF-VALIDITY", "9999-12-31"), day("DATE", "2050-01-01"),
    link("RESOURCE_LEGAL_AMENDS_RESOURCE_LEGAL", f"{CELLAR}2", f"{RESOURCE}/celex/32098L0007"),
    link("RESOURCE_LEGAL_REPEALS_RESOURCE_LEGAL", f"{CELLAR}3", f"{RESOURCE}/celex/32097D0003"),
    link("RESOURCE_LEGAL_BASED_ON_RESOURCE_LEGAL", f"{RESOURCE}/celex/12012E114"),
    link("WORK_CITES_WORK", f"{CELLAR}4"), link("WORK_CITES_WORK", f"{RESOURCE}/celex/32099R0001"),
    link("RESOURCE_LEGAL_BASIS_FOR_ACT_CONSOLIDATED", f"{CELLAR}5", f"{RESOURCE}/consolidation/2099R0001%2F20990501_0010010",
         inside=f"<WORK>{uri(f'{RESOURCE}/celex/39999R9999')}{day('WORK_DATE_DOCUMENT', '2099-05-01')}"
                f"{TITLE.replace('of a test', 'of another work')}</WORK>"),
)  # fmt: skip
XML = f"<?xml version='1.0'?><NOTICE decoding='eng' type='object'><WORK>{''.join(WORK)}</WORK>{TITLE}</NOTICE>"
RDF = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:owl="http://www.w3.org/2002/07/owl#" xmlns:cdm="{CDM}">
<rdf:Description rdf:about="{CELLAR}1">
  <owl:sameAs rdf:resource="{RESOURCE}/celex/32099R0001"/><owl:sameAs rdf:resource="http://data.europa.eu/eli/reg/2099/1/oj"/>
  <cdm:work_date_document>2099-01-02</cdm:work_date_document>
  <cdm:resource_legal_date_entry-into-force>2099-02-03</cdm:resource_legal_date_entry-into-force>
  <cdm:resource_legal_date_end-of-validity>9999-12-31</cdm:resource_legal_date_end-of-validity>
  <cdm:resource_legal_amends_resource_legal rdf:resource="{CELLAR}2"/>
  <cdm:resource_legal_repeals_resource_legal rdf:resource="{RESOURCE}/celex/32097D0003"/>
  <cdm:resource_legal_based_on_resource_legal rdf:resource="{RESOURCE}/celex/12012E114"/>
  <cdm:work_cites_work rdf:resource="{CELLAR}4"/><cdm:work_cites_work rdf:resource="{CELLAR}1"/>
  <cdm:resource_legal_basis_for_act_consolidated rdf:resource="{RESOURCE}/consolidation/2099R0001%2F20990501_0010010"/>
</rdf:Description>
<rdf:Description rdf:about="{CELLAR}2"><owl:sameAs rdf:resource="{RESOURCE}/celex/32098L0007"/></rdf:Description>
<rdf:Description rdf:about="{CELLAR}1.0001">
  <cdm:expression_belongs_to_work rdf:resource="{CELLAR}1"/><cdm:expression_title>Regulation of a test on tests</cdm:expression_title>
  <cdm:expression_uses_language rdf:resource="{RESOURCE}/authority/language/ENG"/>
</rdf:Description></rdf:RDF>"""


def read(text: str) -> Notice:
    return read_notice(source.from_bytes(text.encode(), "notice.xml"))


@pytest.mark.parametrize("text", [XML, RDF], ids=["xml", "rdf"])
def test_a_notice_states_dates_titles_and_relations(text: str) -> None:
    assert matches(text)
    assert read(text) == Notice(
        "32099R0001", ("http://data.europa.eu/eli/reg/2099/1/oj", f"{CELLAR}1"),
        ((ELI.first_date_entry_in_force, "2099-02-03"), (CDT.dateAdopted, "2099-01-02")),
        (("en", "Regulation of a test on tests"),),
        ((ELI.amends, "32098L0007"), (ELI.based_on, "12012E114"), (ELI.repeals, "32097D0003")),
        ((ELI.consolidates, "02099R0001-20990501"),), 1,
    )  # fmt: skip


def test_what_a_notice_states_is_said_in_the_terms_of_the_graph() -> None:
    found = set(triples(read(XML)))
    act = expand("celex:32099R0001")
    assert (act, ELI.amends, expand("celex:32098L0007")) in found
    assert (expand("celex:02099R0001-20990501"), ELI.consolidates, act) in found
    assert {str(o) for _, p, o in found if p == ELI.title} == {"Regulation of a test on tests"}
    assert not any(p == ELI.date_no_longer_in_force for _, p, _ in found)


@pytest.mark.shared
def test_the_real_notice_is_read_and_nothing_is_made_up(shared: Path) -> None:
    found = read_notice(source.read_bytes(shared / "corpus" / "rdf" / "celex_32018R0196_object_work.xml"))
    assert (found.celex, found.dates, found.titles) == ("32018R0196", ((ELI.first_date_entry_in_force, "2018-03-08"),), ())
    assert found.inverse == ((ELI.consolidates, "02018R0196-20180501"),)
    assert "http://data.europa.eu/eli/reg/2018/196/oj" in found.same


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("<NOTICE><WORK/></NOTICE>", "names no act by a CELEX number", id="no number"),
        pytest.param("<NOTICE/>", "names no act by a CELEX number", id="no work"),
        pytest.param("<NOTICE><WORK>", "notice.xml: broken XML", id="truncated"),
        pytest.param("<html/>", "no notice of CELLAR", id="something else"),
        pytest.param('<!DOCTYPE NOTICE [<!ENTITY a "b">]><NOTICE>&a;</NOTICE>', "document type|broken XML", id="entities"),
        pytest.param("<NOTICE>" + "<A>" * 400 + "</A>" * 400 + "</NOTICE>", "broken XML", id="deep nesting"),
        pytest.param(RDF.replace(f"{RESOURCE}/celex/32099R0001", CELLAR), "names no act by a CELEX number", id="rdf without number"),
        pytest.param(RDF.replace(CDM, "urn:other#"), "names no act by a CELEX number", id="rdf of something else"),
        pytest.param(RDF.replace("</rdf:RDF>", ""), "broken XML", id="truncated rdf"),
        pytest.param(RDF.replace('rdf:about="', 'rdf:about="http://[bad" rdf:x="', 1), "notice.xml", id="rdf that is none"),
    ],
)
def test_a_bad_notice_is_refused(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read(text)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([XML, RDF]), st.lists(st.tuples(st.integers(0, 10_000), st.sampled_from(list("<>/\"a&;:# \n"))), min_size=1, max_size=6))
def test_a_mutated_notice_is_read_or_refused(text: str, changes: list[tuple[int, str]]) -> None:
    for place, character in changes:
        at = place % len(text)
        text = text[:at] + character + text[at + 1 :]
    with suppress(InputError):
        assert list(triples(read(text)))
