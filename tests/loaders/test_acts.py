"""CELEX numbers of acts that a text names by their printed numbers."""

from __future__ import annotations

import pytest

from concordat.loaders.acts import celex, find


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        pytest.param("la directive (UE) 2016/680", ["celex:32016L0680"], id="year first"),
        pytest.param("règlement (CE) no 2006/2004", ["celex:32004R2006"], id="year last, behind no"),
        pytest.param("Directive 2002/58/EC of the Council", ["celex:32002L0058"], id="tail"),
        pytest.param("décisions 2009/371/JAI et 2009/934/JAI", ["celex:32009D0371", "celex:32009D0934"], id="list"),
        pytest.param("décision-cadre 2002/584/JAI", ["celex:32002F0584"], id="framework decision"),
        pytest.param("action commune 98/428/JAI", ["celex:31998F0428"], id="two digits"),
        pytest.param("action commune 2008/851/PESC", ["celex:32008E0851"], id="foreign policy"),
        pytest.param("position commune 2001/931/PESC", ["celex:32001E0931"], id="common position"),
        pytest.param("recommandation (UE) 2017/1584", ["celex:32017H1584"], id="recommendation"),
        pytest.param("directive (UE) 2016/680 et 3/4 des voix", ["celex:32016L0680"], id="a fraction behind"),
        pytest.param("Regulations (EC) No 401/2009 and (EU) No 2018/1999", ["celex:32009R0401", "celex:32018R1999"], id="number with no that could be a year"),
        pytest.param("Council Decision (2006/730/EC)", ["celex:32006D0730"], id="brackets"),
        pytest.param(
            "Decisions (EU) 2020/11 of 24 May 2020 1, (EU) 2022/12 of 2 June 2022 and (EU) 2023/13",
            ["celex:32020D0011", "celex:32022D0012", "celex:32023D0013"], id="dates within a list",
        ),
        pytest.param("Directive 2016/680 and Regulation 45/2001", ["celex:32016L0680", "celex:32001R0045"], id="no mark, but a year"),
        pytest.param("règlement 12/34", [], id="no mark"),
        pytest.param("directive (UE) 1/2", [], id="no year"),
        pytest.param("la directive citée", [], id="no number"),
    ],
)
def test_acts_by_number(text: str, targets: list[str]) -> None:
    assert [target for mention in find(text) for target in mention.targets] == targets


@pytest.mark.parametrize(
    ("first", "second", "numbered", "expected"),
    [
        ("2016", "679", False, "celex:32016R0679"),
        ("45", "2001", True, "celex:32001R0045"),
        ("45", "01", True, "celex:32001R0045"),
        ("1", "2", False, None),
    ],
)
def test_the_year_is_told_from_the_number(first: str, second: str, numbered: bool, expected: str | None) -> None:
    assert celex("R", first, second, numbered=numbered) == expected
