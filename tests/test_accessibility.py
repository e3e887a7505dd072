"""Everybody can use the site: axe on every kind of page, and the way by keyboard alone."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from browser import open_page
from playwright.sync_api import Browser, BrowserContext, Page, expect

pytestmark = pytest.mark.browser

KINDS = {
    "home": "",
    "section": "learners/",
    "filtered": "learners/topic/time/",
    "entry": "learners/weekly-hours/",
    "topics": "topics/",
    "topic": "topics/time/",
    "overview": "overview/",
    "evidence": "evidence/",
    "references": "references/",
    "glossary": "glossary/",
    "plan": "plan/",
    "write": "write/",
    "hand-written": "accessibility/",
    "translations": "translations/",
    "translation": "translations/et/",
    "compare": "compare/?entry=weekly-hours&left=et&right=de",
}
"""One address of each kind of page."""
LOCALES = {"en": "", "et": "et/", "de": "de/", "fi": "fi/"}
WIDTHS = (320, 1280)
SCHEMES = ("light", "dark")
AXE = AXE_FILE_PATH.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    """Return one tab for all pages."""
    page = browser.new_page(bypass_csp=True, reduced_motion="reduce")  # colours change at once
    yield page
    page.close()


def violations(page: Page) -> list[str]:
    """Return what axe finds wrong on a page as it is now."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate("axe.run({resultTypes: ['violations']}).then(found => found.violations)")
    return [f"{rule['id']}: {node['html']}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(kind: str, locale: str, tab: Page, site_address: str) -> None:
    """No kind of page has a fault in any language, scheme of colours and width."""
    tab.goto(site_address + LOCALES[locale] + KINDS[kind])
    for scheme, width in product(SCHEMES, WIDTHS):
        tab.set_viewport_size({"width": width, "height": 800})
        use_scheme(tab, scheme)
        assert violations(tab) == [], (scheme, width)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("locale", LOCALES)
def test_axe_finds_nothing_in_what_opens(
    locale: str, width: int, scheme: str, tab: Page, site_address: str
) -> None:
    """Menu and list of languages have no fault when they are open."""
    tab.set_viewport_size({"width": width, "height": 800})
    tab.goto(site_address + LOCALES[locale] + KINDS["entry"])
    use_scheme(tab, scheme)
    for summary in tab.locator("summary").all():
        if summary.is_visible():
            summary.click()
            assert violations(tab) == [], summary.inner_text()


def use_scheme(page: Page, scheme: str) -> None:
    """Choose light or dark colours as the page's own button does."""
    name = "slate" if scheme == "dark" else "default"
    page.evaluate(f"document.documentElement.dataset.mdColorScheme = '{name}'")


@pytest.mark.parametrize("width", [320, 1280])
def test_the_first_stops_lead_into_the_page(
    width: int, context: BrowserContext, site_address: str
) -> None:
    """The first stop of a keyboard leads to the content; nothing that is hidden is a stop."""
    page = open_page(context, site_address + KINDS["entry"])
    page.set_viewport_size({"width": width, "height": 800})
    page.keyboard.press("Tab")
    skip = page.locator(".gb-skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("width", [320, 1280])
def test_every_stop_can_be_seen(width: int, context: BrowserContext, site_address: str) -> None:
    """Every stop of a keyboard is visible, has a name, and is marked by a ring."""
    page = open_page(context, site_address + KINDS["entry"])
    page.set_viewport_size({"width": width, "height": 800})
    seen = 0
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement !== document.body") and seen < 200:
        stop = page.evaluate(DESCRIBE)
        assert stop["area"] > 0, stop
        assert stop["name"], stop
        assert stop["outline"] != "none", stop
        seen += 1
        page.keyboard.press("Tab")
    assert 20 < seen < 200


DESCRIBE = """() => {
  const stop = document.activeElement, box = stop.getBoundingClientRect();
  return {
    html: stop.outerHTML.slice(0, 120),
    area: box.width * box.height,
    name: (stop.getAttribute('aria-label') || stop.innerText || '').trim()
      || (stop.labels ? Array.from(stop.labels).map(label => label.innerText).join(' ') : '')
      || (stop.tabIndex === 0 && stop.tagName === 'DIV' ? stop.innerText : ''),
    outline: getComputedStyle(stop).outlineStyle,
  };
}"""
"""What a reader at a keyboard meets at the present stop."""


def test_the_menu_opens_by_keyboard_where_there_is_no_bar(
    context: BrowserContext, site_address: str
) -> None:
    """At 320 px the menu opens with Enter, Escape closes it and gives the focus back."""
    page = open_page(context, site_address + "et/" + KINDS["entry"])
    page.set_viewport_size({"width": 320, "height": 800})
    menu = page.locator(".gb-menu summary")
    links = page.locator(".gb-menu a")
    expect(page.locator(".gb-bar")).to_be_hidden()
    expect(links.first).to_be_hidden()
    menu.focus()
    page.keyboard.press("Enter")
    expect(links.first).to_be_visible()
    page.keyboard.press("Tab")
    expect(links.first).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu).to_be_focused()
    expect(links.first).to_be_hidden()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(site_address + "et/learners/")


def test_one_list_is_open_at_a_time(context: BrowserContext, site_address: str) -> None:
    """Opening the list of languages closes the menu, and leaving it closes it too."""
    page = open_page(context, site_address)
    page.set_viewport_size({"width": 320, "height": 800})
    page.locator(".gb-menu summary").press("Enter")
    page.locator(".gb-languages summary").press("Enter")
    expect(page.locator(".gb-menu a").first).to_be_hidden()
    expect(page.locator(".gb-languages a").first).to_be_visible()
    page.locator(".gb-languages a").last.focus()
    page.keyboard.press("Tab")
    expect(page.locator(".gb-languages a").first).to_be_hidden()


def test_colours_are_kept(browser: Browser, site_address: str) -> None:
    """The page follows the computer's colours until a reader chooses; the choice stays."""
    context = browser.new_context(color_scheme="dark")
    page = open_page(context, site_address)
    button = page.get_by_role("button", name="Dark colours")
    expect(button).to_have_attribute("aria-pressed", "true")
    button.press("Space")
    expect(button).to_have_attribute("aria-pressed", "false")
    page.goto(site_address + "de/")
    expect(page.locator("html")).to_have_attribute("data-md-color-scheme", "default")
    context.close()


def test_nothing_moves_for_those_who_asked_for_it(browser: Browser, site_address: str) -> None:
    """With reduced motion asked for, no element of a page has a transition or an animation."""
    context = browser.new_context(reduced_motion="reduce")
    page = open_page(context, site_address + KINDS["entry"])
    moving = page.evaluate(
        "Array.from(document.querySelectorAll('*')).filter(each => {"
        "  const style = getComputedStyle(each);"
        "  return style.animationName !== 'none' || parseFloat(style.transitionDuration) > 0;"
        "}).length"
    )
    assert moving == 0
    context.close()


def test_text_may_be_spaced_out(context: BrowserContext, site_address: str) -> None:
    """With the spacing of WCAG 1.4.12 nothing is cut off and nothing scrolls sideways at 320 px."""
    page = open_page(context, site_address + "de/" + KINDS["entry"])
    page.set_viewport_size({"width": 320, "height": 800})
    page.evaluate(  # as readers' own programs do it, for the page's policy forbids a style element
        "css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css);"
        " document.adoptedStyleSheets = [sheet]; }",
        "* { line-height: 1.5 !important; letter-spacing: 0.12em !important;"
        " word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }",
    )
    spacing = "getComputedStyle(document.querySelector('main p')).letterSpacing"
    assert page.evaluate(spacing) not in ("normal", "0px")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    cut = page.evaluate(
        "Array.from(document.querySelectorAll('main *, header *, footer *')).filter(each =>"
        "  !each.closest('.gb-hidden, .gb-tool__name, .gb-search-word, .table-scroll') &&"
        "  !each.closest('details:not([open])') &&"
        "  each.children.length === 0 && each.textContent.trim() &&"
        "  getComputedStyle(each).overflow === 'hidden' && each.scrollWidth > each.clientWidth + 1"
        ").map(each => each.outerHTML)"
    )
    assert cut == []


def test_from_home_to_a_printed_checklist(
    context: BrowserContext, site_address: str, tmp_path: Path
) -> None:
    """By keyboard alone, at 360 px, a reader gets from home to a topic's checklist in Estonian."""
    page = open_page(context, site_address)
    page.set_viewport_size({"width": 360, "height": 740})
    page.add_init_script("window.print = () => { document.body.dataset.printed = 'yes'; }")
    page.reload()
    walk_to(page, "English")
    page.keyboard.press("Enter")
    follow(page, "Eesti", "**/et/")
    walk_to(page, "Menüü")
    page.keyboard.press("Enter")
    follow(page, "Teemad", "**/et/topics/")
    follow(page, "Kuidas mahutada õpingud", "**/et/topics/time/")
    follow(page, "Kontrollnimekiri", "**/et/topics/time/checklist/")
    walk_to(page, "Prindi see leht")
    page.keyboard.press("Enter")
    expect(page.locator("body")).to_have_attribute("data-printed", "yes")
    assert "Kontrollnimekiri: Aeg ja õppemaht" in page.title()
    page.pdf(path=tmp_path / "checklist.pdf", format="A4")
    document = pdfium.PdfDocument(tmp_path / "checklist.pdf")
    text = "".join(sheet.get_textpage().get_text_bounded() for sheet in document)
    assert "Uuri välja ainepunktide ja õppenädalate arv." in text


def walk_to(page: Page, name: str, limit: int = 80) -> None:
    """Press Tab until the stop's name begins with a text."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        stop = str(page.evaluate(DESCRIBE)["name"])
        if stop.replace("\n", " ").rpartition(": ")[2].startswith(name) or stop.startswith(name):
            return
    raise AssertionError(f"no stop is called {name!r}")


def follow(page: Page, name: str, address: str) -> None:
    """Walk to a link and follow it with Enter."""
    walk_to(page, name)
    page.keyboard.press("Enter")
    page.wait_for_url(address)
