"""The pages in a real browser: the reviewer's path, the query editor, the keyboard, paper, the dark, small screens, and WCAG.

The browser is Debian's Chromium, never one that is downloaded. Screenshots are kept in `build/screenshots`, to be looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from ...conftest import REPOSITORY
from .test_pages import FINDING, PAGES

SHOTS = REPOSITORY / "build" / "screenshots"
PROVISION, MATRIX = "/id/paper/north/1/1.html", "/matrix?text=paper:north"
LOOKED_AT = {"home": "/?q=kept", "provision": PROVISION, "matrix": MATRIX, "finding": FINDING, "plain": "/sparql?plain=1&query=SELECT+*+{?s+?p+?o}+LIMIT+9"}
CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']"
# WCAG 2.2 AA, and what axe calls good practice
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], "resultTypes": ["violations"], "preload": False}
# the editor is left out: Yasgui 4.6.2 has a field, a choice and a heading without a name, and colours too faint; the plain form stands before it
# and of hundreds of terms that are written alike, three are enough
LEFT_OUT = [["#editor"], ["section.statement:nth-of-type(n+4)"]]
VIOLATIONS = "async ([left, options]) => (await axe.run({exclude: left}, options)).violations.map((v) => `${v.id}: ${v.nodes[0].html}`)"
AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Asking:
    """A page, and every address that it asked for."""

    page: Page
    asked: list[str]


@pytest.fixture(scope="module")
def pages(browser: Browser, served: str) -> Callable[..., Asking]:
    """A way to get a page of a browser with some options, made once."""
    held: dict[str, Asking] = {}

    def asking(**options: object) -> Asking:
        if repr(options) not in held:
            context = browser.new_context(base_url=served, **options)  # type: ignore[arg-type]
            context.set_default_timeout(20_000)
            context.add_init_script(AXE)
            made = held[repr(options)] = Asking(context.new_page(), [])
            context.on("request", lambda asked: made.asked.append(asked.url))
        return held[repr(options)]

    return asking


@pytest.fixture
def opened(pages: Callable[..., Asking], served: str) -> Iterator[Callable[..., Page]]:
    """A way to open a page: address, options of the browser -> page. Nothing may be asked of another host."""
    used: list[Asking] = []

    def opening(address: str, **options: object) -> Page:
        used.append(pages(**options))
        used[-1].page.goto(address)
        return used[-1].page

    yield opening
    assert [url for made in used for url in made.asked if not url.startswith((served, "data:", "blob:"))] == []
    assert all(made.asked for made in used)


def shot(page: Page, name: str) -> None:
    page.screenshot(path=SHOTS / f"{name}.png", full_page=True)


def in_(lang: str, address: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}lang={lang}"


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize(("lang", "other"), [("en", "Français"), ("fr", "English")])
def test_the_path_of_a_reviewer(opened: Callable[..., Page], lang: str, other: str, scripts: bool) -> None:
    page = opened(in_(lang, "/"), java_script_enabled=scripts)
    page.get_by_role("searchbox").fill("ninety" if lang == "en" else "nonante")
    page.get_by_role("searchbox").press("Enter")
    page.locator(".found a").first.click()
    expect(page.locator("main blockquote").first).to_contain_text("ninety" if lang == "en" else "nonante")
    page.locator("header nav a[href*='/matrix']").click()
    page.locator("main select[name=text]").select_option("paper:north")
    page.locator("main select[name=against]").select_option("law")
    page.locator("main form button").click()
    page.locator("main td a").first.click()
    expect(page.locator(".sides blockquote")).not_to_have_count(0)
    assert page.locator("html").get_attribute("lang") == lang
    with page.expect_response("**/*.ttl") as exported:
        page.locator("main a[href$='.ttl']").click()
    assert "cdt:Finding" in exported.value.text()
    page.go_back()
    page.get_by_role("link", name=other).click()
    assert page.locator("html").get_attribute("lang") != lang
    assert urlsplit(page.url).path.startswith("/id/finding/delivers/paper/north/")


def test_the_editor_runs_a_query_and_completes_our_terms(opened: Callable[..., Page]) -> None:
    page = opened("/sparql", viewport={"width": 1200, "height": 1500})
    page.locator(".yasqe_queryButton").click()
    expect(page.locator(".yasr table tbody tr")).not_to_have_count(0)
    expect(page.locator(".yasr")).to_contain_text("Treaty")
    shot(page, "editor")
    page.locator(".yasqe .CodeMirror").click()
    page.keyboard.press("Control+A")
    page.keyboard.type("PREFIX cdt: <https://w3id.org/concordat/ontology#>\nSELECT * { ?norm a cdt:Nor")
    page.keyboard.press("Control+Space")
    # one that fits is put in at once; of several the first is shown
    expect(page.locator(".yasqe .CodeMirror-code, .CodeMirror-hints").filter(has_text=re.compile(r"cdt:Norm|ontology#Norm")).first).to_be_visible()


def test_the_editor_lets_the_keyboard_go(opened: Callable[..., Page]) -> None:
    page = opened("/sparql")
    page.locator(".yasqe .CodeMirror").click()
    page.keyboard.press("Escape")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('#editor') === null"):
            break
    assert page.evaluate("document.activeElement.matches('main a, footer a')")


@pytest.mark.parametrize("address", LOOKED_AT.values(), ids=LOOKED_AT)
def test_the_keyboard_reaches_everything_and_is_seen_there(opened: Callable[..., Page], address: str) -> None:
    page = opened(address)
    controls = [found for found in page.locator(CONTROLS).all() if found.is_visible()]
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    box = page.locator(".skip").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    reached = 0
    for _ in controls:
        assert page.evaluate(_OUTLINED), page.evaluate("document.activeElement.outerHTML")
        reached += page.evaluate("document.activeElement.seen ? 0 : (document.activeElement.seen = 1)")
        page.keyboard.press("Tab")
    assert reached == len(controls)


_OUTLINED = """() => {
  const style = getComputedStyle(document.activeElement);
  return document.activeElement !== document.body && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
}"""


def test_the_skip_link_leads_past_the_head(opened: Callable[..., Page]) -> None:
    page = opened(PROVISION)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", LOOKED_AT)
def test_paper_has_no_head_and_nothing_cut_off(opened: Callable[..., Page], name: str, scheme: str) -> None:
    page = opened(LOOKED_AT[name], viewport={"width": 720, "height": 900}, color_scheme=scheme)
    page.emulate_media(media="print")
    assert page.locator("header nav").is_hidden()
    assert [held for held in page.locator("form").all() if held.is_visible()] == []
    assert _wide(page, 720) == []
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    shot(page, f"{name}-print-{scheme}")


@pytest.mark.parametrize("name", LOOKED_AT)
def test_the_dark_is_dark(opened: Callable[..., Page], name: str) -> None:
    page = opened(LOOKED_AT[name], color_scheme="dark")
    ink, paper = (page.evaluate(f"getComputedStyle(document.body).{name}") for name in ("color", "backgroundColor"))
    assert _light(ink) > 200 > 60 > _light(paper)
    shot(page, f"{name}-dark")


def _light(colour: str) -> float:
    return sum(map(float, re.findall(r"\d+", colour)[:3])) / 3


@pytest.mark.parametrize("name", LOOKED_AT)
def test_a_small_screen_is_scrolled_one_way(opened: Callable[..., Page], name: str) -> None:
    page = opened(LOOKED_AT[name], viewport={"width": 320, "height": 640})
    assert _wide(page, 320) == []
    shot(page, f"{name}-narrow")


@pytest.mark.parametrize("width", [390, 1280])
def test_a_long_name_in_a_choice_pushes_nothing_away(opened: Callable[..., Page], width: int) -> None:
    page = opened("/compare", viewport={"width": width, "height": 800})
    page.evaluate("document.querySelectorAll('.filters option').forEach(option => { option.textContent = 'long name '.repeat(30) })")
    beside = page.evaluate("[...document.querySelectorAll('.filters label')].map(l => l.getBoundingClientRect().right - l.querySelector('select').getBoundingClientRect().right)")
    assert max(beside) < 10
    assert _wide(page, width) == []


def _wide(page: Page, width: int) -> list[str]:
    """Return what sticks out at the right, and is not in a part that is scrolled by itself."""
    if int(page.evaluate("document.scrollingElement.scrollWidth")) <= width:
        return []
    out: list[str] = page.evaluate(f"[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > {width}).map(e => e.outerHTML.slice(0, 80))")
    return out or ["the page"]


@pytest.mark.parametrize(("lang", "scheme"), [("en", "light"), ("fr", "dark")])
@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_accessible(opened: Callable[..., Page], address: str, lang: str, scheme: str) -> None:
    page = opened(in_(lang, address), color_scheme=scheme)
    assert page.evaluate(VIOLATIONS, [LEFT_OUT, RULES]) == []
