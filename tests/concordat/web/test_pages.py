"""The pages: whole, valid, in both languages, without scripts, escaped, and honest where there is nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast
from urllib.parse import urljoin, urlsplit

import httpx
import pytest
from lxml import etree, html

from concordat.graph.names import ELI
from concordat.web.reading import Reading
from concordat.web.view import View
from concordat.web.wording import words

from .conftest import HTML, page, text

FINDING = "/id/finding/delivers/paper/north/1/1--treaty/1/1.html"
PAGES = [
    "/", "/?q=data", "/?q=zzzz", "/matrix", "/matrix?text=paper:north", "/matrix?text=paper:north&against=law",
    "/matrix?text=paper:north&against=law&question=coexists&verdict=satisfies", "/matrix?text=nothing", "/defects",
    "/defects?text=paper:north", "/defects?text=treaty", "/id/treaty.html", "/id/paper/north.html", "/id/paper/north/1/1.html", "/id/paper/north/x.html",
    "/id/celex/61900CJ0001.html", "/id/mandate/addendum/18.html", "/id/norm/treaty/1/1/1.html", FINDING, "/scheme/ground.html", "/ontology.html", "/queries",
    "/queries/norms.html", "/queries/norms.html?provision=treaty:1/1", "/queries/instruments.html", "/sparql",
    "/sparql?query=SELECT+*+%7B+%3Fs+%3Fp+%3Fo+%7D+LIMIT+3", "/dataset", "/compare", "/compare?left=paper:north&right=treaty", "/governing", "/uploads", "/id/treaty.html?on=2003-01-01", f"{FINDING}?options=",
]  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_whole_and_usable(client: httpx.Client, address: str, lang: str) -> None:
    found = page(client, f"{address}{'&' if '?' in address else '?'}lang={lang}")
    assert found.get("lang") == lang
    assert [len(found.findall(f".//{tag}")) for tag in ("main", "h1", "header", "footer")] == [1, 1, 1, 1]
    assert str(found.xpath("string(//title)")).endswith(" · Concordat")
    assert found.xpath("//script[not(@src) or text()] | //*[@style] | //@*[starts-with(name(), 'on')] | //style") == []
    assert [e for e in found.xpath("//input[not(@type='hidden')] | //select | //textarea") if not _labelled(found, e)] == []
    assert [e for e in found.iter("table") if e.find("caption") is None] == []
    assert found.xpath("//table//th[not(@scope)]") == []
    ids = found.xpath("//@id")
    assert sorted(ids) == sorted(set(ids))
    assert words()[lang]["notice"] in text(found)


@pytest.mark.parametrize(("lang", "told"), [("en", "no provisions here"), ("fr", "aucune disposition ici")])
def test_the_list_of_instruments_says_which_have_no_provisions(client: httpx.Client, lang: str, told: str) -> None:
    lines = {line.xpath("string(span)").partition(" ")[0]: text(line) for line in page(client, f"/?lang={lang}").xpath("//li[span]")}
    assert lines["celex:61900CJ0001"].endswith(told)
    assert told not in lines["treaty"]


@pytest.mark.parametrize("address", ["/", "/matrix?text=paper:north", "/id/treaty.html", "/scheme/ground.html"])
def test_a_page_that_was_kept_is_the_one_that_was_made(client: httpx.Client, address: str) -> None:
    made = {lang: client.get(address, headers={**HTML, "Accept-Language": lang}) for lang in ("en", "fr")}
    kept = {lang: client.get(address, headers={**HTML, "Accept-Language": lang}) for lang in ("en", "fr")}
    for lang in ("en", "fr"):
        assert kept[lang].text == made[lang].text
        assert kept[lang].headers["content-language"] == lang
        for name in ("etag", "vary", "cache-control", "content-type", "content-security-policy"):
            assert kept[lang].headers[name] == made[lang].headers[name]
        plain = client.get(address, headers={**HTML, "Accept-Language": lang, "Accept-Encoding": "identity"})
        assert (plain.text, "content-encoding" in plain.headers) == (made[lang].text, False)


@pytest.mark.parametrize("address", PAGES)
def test_french_articles_are_contracted(client: httpx.Client, address: str) -> None:
    told = text(page(client, f"{address}{'&' if '?' in address else '?'}lang=fr")).casefold()
    assert re.findall(r"\b(?:à|de) les? (?!\w+(?:er|ir|re)\b)", told) == []


@pytest.mark.parametrize("address", PAGES)
def test_a_french_colon_has_its_space(client: httpx.Client, address: str) -> None:
    read = page(client, f"{address}{'&' if '?' in address else '?'}lang=fr")
    assert [told for told in read.xpath("//main//*[not(@lang='en')]/text()[following-sibling::a]") if re.search(r"(?<!\s):\s*$", told)] == []


def _labelled(found: html.HtmlElement, field: html.HtmlElement) -> bool:
    return bool(field.xpath("ancestor::label") or found.xpath("//label[@for=$id]", id=field.get("id") or ""))


def test_an_article_shows_what_was_found_on_its_paragraphs(client: httpx.Client) -> None:
    own = {link for link in page(client, "/id/paper/north/1/1.html").xpath("//ul[@class='findings']//a/@href") if "/finding/" in link}
    above = set(page(client, "/id/paper/north/1.html").xpath("//ul[@class='findings']//a/@href"))
    assert own
    assert own <= above


@pytest.mark.parametrize(("lang", "name"), [("en", "Cites"), ("fr", "Cite")])
def test_relations_of_other_vocabularies_have_a_name(lang: str, name: str) -> None:
    view = View(cast(Reading, None), lang, "/", (), 0)
    assert view.property(str(ELI.cites)) == name
    assert all(view.property(str(ELI[how])) for how in ("amends", "based_on", "repeals"))


def _links(client: httpx.Client) -> Iterator[str]:
    for address in PAGES:
        for link in page(client, address).xpath("//a/@href | //link/@href"):
            yield urljoin(str(client.base_url.join(address)), link)


def test_every_link_leads_somewhere(client: httpx.Client) -> None:
    own = {link.partition("#")[0] for link in _links(client) if urlsplit(link).netloc == client.base_url.netloc.decode()}
    statuses = {link: client.get(link, headers=HTML).status_code for link in sorted(own)[:400]}
    assert {link: status for link, status in statuses.items() if status not in {200, 303}} == {}


@pytest.mark.parametrize("address", ["/id/paper/north/1/1.html", "/id/paper/north/x.html", "/?q=keeping", "/matrix?text=paper:north"])
def test_what_a_text_says_is_never_markup(client: httpx.Client, address: str) -> None:
    answer = client.get(address, headers=HTML)
    assert "<script>" not in answer.text
    assert "<b>ninety" not in answer.text


@pytest.mark.parametrize("word", ["<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "{{7*7}}", "'; DROP TABLE entry --", "a* OR b NEAR(", "\x00"])
def test_what_is_searched_for_is_never_markup_nor_a_command(client: httpx.Client, word: str) -> None:
    answer = client.get("/", params={"q": word}, headers=HTML)
    assert answer.status_code == 200
    assert "<script>" not in answer.text
    assert "<img" not in answer.text
    assert "49" not in re.findall(r"<h2>.*?</h2>", answer.text)[0] if word == "{{7*7}}" else True


def test_a_policy_without_inline_code_stands_on_every_page(client: httpx.Client) -> None:
    policy = client.get("/", headers=HTML).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize(("query", "accepted", "lang"), [("", "fr", "fr"), ("", "en", "en"), ("?lang=en", "fr", "en"), ("?lang=fr", "en", "fr"), ("?lang=xx", "fr", "fr")])
def test_the_language(client: httpx.Client, query: str, accepted: str, lang: str) -> None:
    answer = client.get(f"/{query}", headers={**HTML, "Accept-Language": accepted})
    assert answer.headers["content-language"] == lang
    assert "Accept-Language" in answer.headers["vary"]


def test_both_languages_have_the_same_words_with_the_same_places() -> None:
    english, french = words()["en"], words()["fr"]
    assert list(english) == list(french)
    assert {key for key in english if sorted(re.findall(r"{\w+}", english[key])) != sorted(re.findall(r"{\w+}", french[key]))} == set()


def test_a_summary_is_marked_as_ours(client: httpx.Client) -> None:
    found = page(client, "/id/treaty/1/1.html?lang=en")
    assert text(found.find_class("summary")[0]) == "Data are kept sixty days."
    assert "Our summary, not the text. Held against the text by the curators. No document with its words is loaded." in text(found)


def test_a_norm_is_told_in_words(client: httpx.Client) -> None:
    told = text(page(client, "/id/treaty/1/1.html?lang=en").find_class("statement")[0])
    for part in ("Norm: obligation", "requested", "preserve", "at least 60 days", "kept"):
        assert part in told
    assert "highest" not in told.lower()


def test_a_finding_shows_both_sides_and_why(client: httpx.Client) -> None:
    found = text(page(client, f"{FINDING}?lang=en"))
    for part in ("North, art. 1(1)", "Treaty, art. 1(1)", "Data are kept <b>ninety</b> days.", "Data are kept sixty days.", "Can a State bound by both", "Nobody reviews on this server"):
        assert part in found


def test_a_cell_of_the_matrix_leads_to_its_finding(client: httpx.Client) -> None:
    found = page(client, "/matrix?text=paper:north&against=law&lang=en")
    cells = found.xpath("//td/a/@href")
    assert FINDING in {urlsplit(cell).path for cell in cells}
    coexists = page(client, "/matrix?text=paper:north&against=law&question=coexists&lang=en").xpath("//td/a/@href")
    assert {urlsplit(cell).path.split("/")[3] for cell in coexists} == {"coexists"}


def test_filters_of_the_matrix(client: httpx.Client) -> None:
    def verdicts(parameters: str) -> set[str]:
        return {text(cell) for cell in page(client, f"/matrix?text=paper:north&lang=en&{parameters}").xpath("//td/a/span[@class='w']")}

    everything = verdicts("against=mandate")
    assert len(everything) > 1
    assert verdicts("against=mandate&verdict=conflicts") == {"does not"}
    assert verdicts("against=mandate&topic=topic:nothing") == set()


def test_drafting_defects_are_listed_apart(client: httpx.Client) -> None:
    found = page(client, "/defects?text=paper:north&lang=en")
    assert "References that are wrong as printed" in [text(heading) for heading in found.iter("h2")]
    assert "/id/paper/north/x.html?lang=en" in found.xpath("//td/a/@href")
    matrix = page(client, "/matrix?text=paper:north&against=law&lang=en")
    assert "Drafting" not in " ".join(text(cell) for cell in matrix.iter("td"))
    assert "None was found" in text(page(client, "/defects?text=treaty&lang=en"))


@pytest.mark.parametrize("address", ["/id/nowhere", "/id/nowhere.html", "/nothing", "/queries/nothing", "/id/treaty%22%3E%3Cscript%3E", "/id/a%00b"])
def test_what_is_not_there_is_told_on_a_page_with_a_way_back(client: httpx.Client, address: str) -> None:
    found = page(client, address, 404)
    assert "Not found" in text(found)
    assert found.xpath("//main//a[starts-with(@href, '/?')]")
    assert found.xpath("//script") == []


def test_programs_get_errors_as_text(client: httpx.Client) -> None:
    answer = client.get("/id/nowhere")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "text/plain; charset=utf-8")


def test_the_style_needs_nothing_from_elsewhere(client: httpx.Client) -> None:
    style = client.get("/style.css")
    assert style.headers["content-type"].startswith("text/css")
    assert "url(" not in style.text
    assert "prefers-color-scheme: dark" in style.text
    assert "@media print" in style.text
    assert client.get("/style.css", headers={"If-None-Match": style.headers["etag"]}).status_code == 304


def test_a_query_is_answered_on_a_page(client: httpx.Client) -> None:
    found = page(client, "/sparql?query=SELECT+%3Fx+%7B+VALUES+%3Fx+%7B+%22%3Cb%3E%22+%7D+%7D&lang=en")
    assert "<b>" in [text(cell) for cell in found.iter("td")]
    assert "SELECT ?x" in str(found.xpath("string(//textarea)"))


def test_a_page_is_parsed_as_it_was_written(client: httpx.Client) -> None:
    parser = etree.HTMLParser(recover=True)
    etree.fromstring(client.get("/matrix?text=paper:north", headers=HTML).text, parser)
    # libxml2 does not know the elements of HTML 5
    assert [e.message for e in parser.error_log if not re.fullmatch(r"Tag \w+ invalid", e.message)] == []


@pytest.mark.parametrize("address", ["/id/treaty/1.html", "/id/treaty/1/1.html"])
@pytest.mark.parametrize(("lang", "holding"), [("en", "Keeping counts <b>from</b> the request."), ("fr", "La conservation compte <b>dès</b> la demande.")])
def test_a_provision_shows_who_interprets_it_and_that_nobody_checked_it(client: httpx.Client, address: str, lang: str, holding: str) -> None:
    (shown,) = page(client, f"{address}?lang={lang}").xpath("//ul[@class='authorities']/li")
    told = text(shown)
    assert "ECLI:EU:C:1900:1" in told
    assert holding in told
    assert words()[lang]["unverified"] in told
    assert [link.get("href").partition("?")[0] for link in shown.xpath(".//a")] == ["/id/celex/61900CJ0001.html", "/id/treaty/1/1.html"]


def test_a_provision_that_nothing_interprets_has_no_such_section(client: httpx.Client) -> None:
    assert page(client, "/id/paper/north/1/1.html").xpath("//ul[@class='authorities']") == []


@pytest.mark.parametrize("query", ["C-1/00", "ECLI EU C 1900", "conservation compte demande", "Keeper"])
def test_search_finds_an_authority(client: httpx.Client, query: str) -> None:
    found = page(client, f"/?q={query}")
    assert [link for link in found.xpath("//main//a/@href") if link.startswith("/id/celex/61900CJ0001.html")]
