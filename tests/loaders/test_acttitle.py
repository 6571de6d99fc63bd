"""Titles of acts say their type, number, date and what they change, in each language."""

from __future__ import annotations

import re

import pytest

from concordat.loaders.acttitle import act_title, proposal_celex
from concordat.loaders.wording import LANGUAGES, annex_name, day_in, division_in, language_code, language_in, wording

REPEAL = {
    "en": "Regulation (EU) 2016/679 of the Parliament of 27 April 2016 on data, and repealing Directive 95/46/EC",
    "fr": "Règlement (UE) 2016/679 du Parlement du 27 avril 2016 sur les données, et abrogeant la directive 95/46/CE",
    "de": "Verordnung (EU) 2016/679 des Parlaments vom 27. April 2016 zu Daten und zur Aufhebung der Richtlinie 95/46/EG",
    "hu": "A Parlament (EU) 2016/679 rendelete (2016. április 27.) az adatokról és a 95/46/EK irányelv hatályon kívül helyezéséről",
    "fi": "Parlamentin asetus (EU) 2016/679, annettu 27 päivänä huhtikuuta 2016, tiedoista ja direktiivin 95/46/EY kumoamisesta",
    "el": "Κανονισμός (ΕΕ) 2016/679 του Κοινοβουλίου, της 27ης Απριλίου 2016, για δεδομένα και την κατάργηση της οδηγίας 95/46/ΕΚ",
    "lt": "2016 m. balandžio 27 d. Parlamento reglamentas (ES) 2016/679 dėl duomenų, kuriuo panaikinama Direktyva 95/46/EB",
    "lv": "Parlamenta Regula (ES) 2016/679 (2016. gada 27. aprīlis) par datiem un ar ko atceļ Direktīvu 95/46/EK",
    "pl": "Rozporządzenie Parlamentu (UE) 2016/679 z dnia 27 kwietnia 2016 r. o danych oraz uchylenia dyrektywy 95/46/WE",
    "bg": "Регламент (ЕС) 2016/679 на Парламента от 27 април 2016 година за данните и за отмяна на Директива 95/46/ЕО",
    "es": "Reglamento (UE) 2016/679 del Parlamento de 27 de abril de 2016 sobre datos y por el que se deroga la Directiva 95/46/CE",
    "mt": "Regolament (UE) 2016/679 tal-Parlament tas-27 ta' April 2016 dwar dejta, u li jħassar id-Direttiva 95/46/KE",
}


@pytest.mark.parametrize("language", REPEAL)
def test_a_regulation_that_repeals(language: str) -> None:
    told = act_title(REPEAL[language], language)
    assert (told.kind, told.celex, told.day) == ("Regulation", "32016R0679", "2016-04-27")
    assert told.relations == (("repeals", "celex:31995L0046"),)


@pytest.mark.parametrize(
    ("title", "celex"),
    [
        ("Council Regulation (EC) No 6/2002 of 12 December 2001", "32002R0006"),
        ("Regulation (EC) No 45/2001", "32001R0045"),
        ("Regulation (EEC) No 2913/92", "31992R2913"),
        ("Regulation (EEC) No 95/93", "31993R0095"),
        ("Directive 95/46/EC", "31995L0046"),
        ("Directive 2014/41/EU", "32014L0041"),
        ("Council Framework Decision 2005/222/JHA", "32005F0222"),
        ("Decision No 1313/2013/EU", "32013D1313"),
        ("Delegated Regulation (EU) 2019/2031", "32019R2031"),
    ],
)
def test_numbers(title: str, celex: str) -> None:
    assert act_title(title, "en").celex == celex


def test_each_act_keeps_its_type_in_a_list() -> None:
    told = act_title("Directive (EU) 2022/2555, amending Regulation (EU) No 910/2014 and Directive (EU) 2018/1972, and repealing Directive (EU) 2016/1148", "en")
    assert told.relations == (("amends", "celex:32014R0910"), ("amends", "celex:32018L1972"), ("repeals", "celex:32016L1148"))


def test_two_verbs_share_what_follows() -> None:
    told = act_title("Regulation (EU) 2016/794 of 11 May 2016 replacing and repealing Council Decision 2009/371/JHA", "en")
    assert told.relations == (("replaces", "celex:32009D0371"), ("repeals", "celex:32009D0371"))


def test_a_proposal_has_no_number_of_its_own() -> None:
    told = act_title("Proposal for a Directive on papers and repealing Directive 1999/37/EC", "en")
    assert (told.celex, told.relations) == (None, (("repeals", "celex:31999L0037"),))
    assert proposal_celex("COM(2021) 206 final") == "52021PC0206"
    assert proposal_celex("no number") is None


@pytest.mark.parametrize(
    ("words", "language", "day"),
    [
        ("of 1 May 2019", "en", "2019-05-01"), ("du 1er mai 2019", "fr", "2019-05-01"), ("2019. gada 1. maijs", "lv", "2019-05-01"),
        ("den 1 maj 2019", "sv", "2019-05-01"), ("Regulation 2019/2031 of 1 May 2019", "en", "2019-05-01"), ("no date", "en", None),
    ],
)  # fmt: skip
def test_days(words: str, language: str, day: str | None) -> None:
    assert day_in(words, language) == day


def test_every_language_has_every_word() -> None:
    keys = set(wording("en").words)
    for language in LANGUAGES:
        assert set(wording(language).words) == keys, language
        assert len(wording(language).months) == 12, language
        assert all(isinstance(pattern, re.Pattern) for pattern in wording(language).words.values())


@pytest.mark.parametrize(
    ("words", "language", "step"),
    [
        ("CHAPTER II", "en", "ch-2"), ("TITRE Ier", "fr", None), ("KAPITEL III", "de", "ch-3"), ("ΚΕΦΑΛΑΙΟ II", "el", "ch-2"),
        ("II FEJEZET", "hu", "ch-2"), ("2 LUKU", "fi", "ch-2"), ("PART ONE", "en", "part-1"), ("Section 3", "en", "sec-3"),
    ],
)  # fmt: skip
def test_divisions(words: str, language: str, step: str | None) -> None:
    found = division_in(words, language)
    assert (found[1] if found else None) == step


@pytest.mark.parametrize(
    ("words", "language", "step"),
    [
        ("ANNEX", "en", "annex-1"), ("ANNEX IV", "en", "annex-4"), ("ANNEXE B", "fr", "annex-b"), ("I. MELLÉKLET", "hu", "annex-1"),
        ("PROTOCOL (No 21)", "en", "protocol-21"), ("ANNEX to the text", "en", None), ("LIITE II", "fi", "annex-2"),
    ],
)  # fmt: skip
def test_annexes(words: str, language: str, step: str | None) -> None:
    assert annex_name(words, language) == step


def test_the_language_of_rows() -> None:
    assert language_in(["Artikel 1", "Artikel 2", "Geschehen zu Brüssel"]) == "de"
    assert language_in(["Artikel 1", "Artikel 2", "Udfærdiget i Bruxelles"]) == "da"
    assert language_in(["nothing"]) is None


@pytest.mark.parametrize(("code", "language"), [("EN", "en"), ("fra", "fr"), ("http://x/language/ELL", "el"), ("xx", None), (None, None)])
def test_codes(code: str | None, language: str | None) -> None:
    assert language_code(code) == language
