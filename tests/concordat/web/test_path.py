"""The whole path of a reviewer in a real browser: search, provision, matrix, finding, review by two people, export, a document of one's own.

Screenshots are kept in `build/screenshots`, to be looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from concordat.web.limits import Limits
from concordat.web.tokens import add, read
from concordat.web.wording import words

from .conftest import running
from .test_browser import AXE, RULES, SHOTS, VIOLATIONS
from .test_uploads import DRAFT

LIMITS = Limits(seconds=30.0, memory=2048, examination=120.0)
# by day in one language, in the dark in the other
SCHEMES: Mapping[str, Literal["light", "dark"]] = {"en": "light", "fr": "dark"}
WAIT = 90_000  # milliseconds


@dataclass(frozen=True, slots=True)
class Walk:
    """One person's browser in one language, with the words of the pages.

    Each page that is new is held to axe-core and kept as a picture; by day also of its print, which is the same in the dark.
    """

    page: Page
    lang: str
    scripts: bool

    def t(self, key: str) -> str:
        return words()[self.lang][key]

    def look(self, name: str) -> None:
        """Keep a picture of the page and of its print, and see that it is in the right language, usable, and no wider than the window."""
        page = self.page
        expect(page.locator("html")).to_have_attribute("lang", self.lang)
        expect(page.locator("footer .source")).to_be_visible()
        kept = f"path-{self.lang}{'' if self.scripts else '-no-scripts'}-{name}"
        page.screenshot(path=SHOTS / f"{kept}.png", full_page=True)
        if self.scripts:
            assert page.evaluate("document.scrollingElement.scrollWidth <= window.innerWidth")
            assert page.evaluate(VIOLATIONS, [[], RULES]) == []
        if self.scripts and SCHEMES[self.lang] == "light":
            page.emulate_media(media="print")
            page.screenshot(path=SHOTS / f"{kept}-print.png", full_page=True)
            page.emulate_media(media="screen")

    def sign(self, decision: str, token: str) -> None:
        """Decide on the finding that is shown."""
        page = self.page
        page.get_by_label(self.t(f"decide-{decision}")).check()
        page.get_by_label(self.t("edition"), exact=True).fill("OJ L 119, p. 1")
        if page.locator("form.review #token").count():
            page.locator("form.review #token").fill(token)
        page.get_by_role("button", name=self.t("review-send")).click()


@contextmanager
def walking(browser: Browser, address: str, lang: str, *, scripts: bool) -> Iterator[Walk]:
    context = browser.new_context(base_url=address, java_script_enabled=scripts, locale=lang, color_scheme=SCHEMES[lang])
    context.set_default_timeout(20_000)
    context.add_init_script(AXE)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    try:
        yield Walk(context.new_page(), lang, scripts)
    finally:
        context.close()
    # nothing is asked of another host
    assert asked
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []


@pytest.mark.parametrize(("lang", "scripts"), [("en", True), ("fr", True), ("en", False)], ids=["en", "fr", "no-scripts"])
def test_two_reviewers_walk_the_whole_path(browser: Browser, copied: Path, tmp_path: Path, lang: str, *, scripts: bool) -> None:
    jane, john = add(tmp_path / "tokens", "Jane Reader"), add(tmp_path / "tokens", "John Second")
    (tmp_path / "draft.md").write_bytes(DRAFT)
    with (
        running(str(copied), limits=LIMITS, tokens=read(tmp_path / "tokens")) as (address, _),
        walking(browser, address, lang, scripts=scripts) as one,
        walking(browser, address, lang, scripts=scripts) as other,
    ):
        finding = found(one)
        reviewed(one, other, finding, (jane, john))
        exported(one)
        document(one, other, tmp_path / "draft.md")


def found(one: Walk) -> str:
    """Search, read a provision, go through the matrix to a finding, and return its address."""
    page = one.page
    page.goto(f"/?lang={one.lang}")
    page.get_by_role("searchbox").fill("ninety" if one.lang == "en" else "nonante")
    page.get_by_role("searchbox").press("Enter")
    one.look("1-search")
    page.locator(".found a").first.click()
    expect(page.locator("main blockquote").first).to_contain_text("ninety" if one.lang == "en" else "nonante")
    one.look("2-provision")
    page.locator("header nav a[href*='/matrix']").click()
    page.locator("main select[name=text]").select_option("paper:north")
    page.locator("main select[name=against]").select_option("law")
    page.locator("main form button").click()
    one.look("3-matrix")
    page.locator("main td a").first.click()
    expect(page.locator(".sides blockquote")).not_to_have_count(0)
    one.look("4-finding")
    return page.url


def reviewed(one: Walk, other: Walk, finding: str, tokens: tuple[str, str]) -> None:
    """Let two people accept the finding; what the first did is seen by the second, and in the matrix, at once."""
    one.sign("accepted", tokens[0])
    state = one.page.locator("#review-state")
    told = "accepted by one" if one.lang == "en" else "accepté par une"
    expect(state).to_contain_text(told)
    one.sign("accepted", tokens[0])
    expect(one.page.locator("#review-problem")).to_have_text(one.t("review-again"))
    one.look("5-refused")
    other.page.goto(f"/matrix?text=paper:north&against=law&reviewed=yes&lang={other.lang}")
    expect(other.page.locator("td .seen")).to_contain_text(told)
    other.look("6-matrix-reviewed")
    other.page.goto(finding)
    expect(other.page.locator("#review-state")).to_contain_text(told)
    other.sign("accepted", tokens[1])
    expect(other.page.locator("#review-state")).to_contain_text("accepted by two" if one.lang == "en" else "accepté par deux")
    expect(other.page.locator(".history li")).to_have_count(2)
    expect(other.page.locator(".history")).to_contain_text("Jane Reader")
    other.look("7-reviewed")


def exported(one: Walk) -> None:
    """Take the note along, which comes first of all that can be."""
    page = one.page
    page.goto(page.url.partition("#")[0]) if "/review" not in page.url else page.go_back()
    links = page.locator("main .export a")
    assert "/note" in str(links.first.get_attribute("href"))
    with page.expect_download() as held:
        links.first.click()
    assert Path(held.value.path()).read_bytes().startswith(b"PK")
    page.locator("main .export a", has_text="HTML").first.click()
    page.screenshot(path=SHOTS / f"path-{one.lang}{'' if one.scripts else '-no-scripts'}-8-note.png", full_page=True)
    page.go_back()


def document(one: Walk, other: Walk, file: Path) -> None:
    """Send a document, read what was found on it, and delete it; nobody else sees it."""
    page = one.page
    page.locator("header nav").get_by_role("link", name=one.t("uploads")).click()
    one.look("9-documents")
    page.locator("#document").set_input_files(file)
    page.locator("#against").select_option("treaties")
    page.get_by_role("button", name=one.t("upload-send")).click()
    # it looks again by itself, without scripts too
    if page.locator("progress").count():
        one.look("10-progress")
    expect(page.locator("#found")).to_be_visible(timeout=WAIT)
    address = urlsplit(page.url).path
    for summary in page.locator("details > summary").all():
        summary.click()
    one.look("11-examined")
    page.locator(".findings a").first.click()
    expect(page.locator("main")).to_contain_text(one.t("machine-read"))
    one.look("12-finding-on-it")
    page.locator(".sides a[href*='/text']").first.click()
    expect(page.locator("main")).to_contain_text("live upon an island")
    one.look("13-its-text")
    answer = other.page.goto(f"{address}?lang={other.lang}")
    assert answer is not None
    assert answer.status == 404
    other.look("14-nobody-else")
    page.goto(f"{address}?lang={one.lang}")
    page.get_by_role("button", name=one.t("upload-delete-do")).click()
    expect(page.get_by_role("status")).to_have_text(one.t("uploads-gone"))
    one.look("15-deleted")
