"""The site in a real Chromium: quiet, at every width, by keyboard, below a sub-path."""

import pytest
from browser import open_page
from playwright.sync_api import Browser, BrowserContext, expect

pytestmark = pytest.mark.browser

ADDRESSES = (
    "",
    "learners/",
    "learners/weekly-hours/",
    "learners/topic/time/",
    "overview/",
    "topics/",
    "topics/time/",
    "evidence/",
    "references/",
    "glossary/",
    "plan/",
    "write/",
    "about/",
    "privacy/",
    "translations/",
    "et/translations/et/",
    "et/learners/weekly-hours/beside/",
    "compare/?entry=weekly-hours&left=et&right=de",
    "search/?q=credits",
    "et/search/",
    "et/",
    "et/learners/weekly-hours/",
    "de/universities/",
    "de/glossary/",
    "fi/plan/",
    "fi/policymakers/",
    "fi/policymakers/fee-subsidy/",
)


@pytest.mark.parametrize("width", [320, 360, 1280])
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_is_quiet_and_fits(
    address: str, width: int, context: BrowserContext, site_address: str
) -> None:
    """A page asks no other host, misses no file, has no script error and never scrolls sideways."""
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    trouble: list[str] = []
    page.on("console", lambda message: trouble.append(message.text))
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("response", lambda got: trouble.append(got.url) if got.status >= 400 else None)
    page.on(
        "request",
        lambda asked: None if asked.url.startswith(site_address) else trouble.append(asked.url),
    )
    page.goto(site_address + address, wait_until="networkidle")
    assert not trouble
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("h1").count() == 1


def test_ticks_stay_in_the_browser(context: BrowserContext, site_address: str) -> None:
    """A box ticked by keyboard is still ticked after a reload and in another language."""
    page = open_page(context, site_address + "learners/weekly-hours/")
    box = page.locator("#tick-count-hours")
    box.focus()
    page.keyboard.press("Space")
    expect(page.locator("output")).to_have_text("1 of 5 in your plan")
    page.reload()
    expect(box).to_be_checked()
    page.goto(site_address + "de/learners/weekly-hours/")
    expect(box).to_be_checked()
    page.get_by_role("button", name="Alle Häkchen entfernen").click()
    expect(box).not_to_be_checked()
    page.reload()
    expect(box).not_to_be_checked()


def test_the_language_switch_keeps_the_page(context: BrowserContext, site_address: str) -> None:
    """From an entry the list of languages leads to the same entry; the present one is marked."""
    page = open_page(context, site_address + "learners/weekly-hours/")
    page.locator(".gb-languages summary").focus()
    page.keyboard.press("Enter")
    links = page.locator(".gb-languages a")
    assert links.all_inner_texts() == ["English", "Eesti", "Deutsch", "Suomi"]
    expect(links.nth(0)).to_have_attribute("aria-current", "true")
    expect(links.nth(1)).to_have_attribute("lang", "et")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(site_address + "et/learners/weekly-hours/")
    assert page.locator("html").get_attribute("lang") == "et"


def test_from_the_home_page_to_an_action(context: BrowserContext, site_address: str) -> None:
    """A reader goes by links from home through a section to an entry, below a sub-path."""
    page = open_page(context, site_address + "de/")
    page.locator(".door-name a").first.click()
    page.wait_for_url(site_address + "de/learners/")
    page.locator(".card a[href*=weekly-hours]").first.click()
    page.wait_for_url(site_address + "de/learners/weekly-hours/")
    page.locator("a.cite[href^='#ref-']").first.click()
    assert "#ref-" in page.url


def test_a_short_address_leads_on(context: BrowserContext, site_address: str) -> None:
    """The printed address of an entry brings a reader to its page, in each language."""
    page = open_page(context, site_address + "L2/")
    page.wait_for_url(site_address + "learners/weekly-hours/")
    page.goto(site_address + "fi/L2/")
    page.wait_for_url(site_address + "fi/learners/weekly-hours/")


def test_the_site_reads_without_scripts(browser: Browser, site_address: str) -> None:
    """Without JavaScript a page has its text, its boxes and its links."""
    context = browser.new_context(java_script_enabled=False)
    page = open_page(context, site_address + "learners/weekly-hours/")
    expect(page.locator("#tick-count-hours")).to_be_visible()
    expect(page.locator(".checklist-state")).to_be_hidden()
    page.locator(".crumbs a").first.click()
    page.wait_for_url(site_address + "learners/")
    context.close()


def test_any_two_languages_are_put_side_by_side(browser: Browser, site_address: str) -> None:
    """A guideline in German and Estonian stands in pairs, each text in its language."""
    page = browser.new_page()
    page.goto(f"{site_address}compare/")
    page.get_by_label("Guideline").select_option("weekly-hours")
    page.get_by_label("First language").select_option("de")
    page.get_by_label("Second language").select_option("et")
    page.get_by_role("button", name="Show").press("Enter")
    pairs = page.locator(".pair")
    expect(page.locator("h2").first).to_have_text("Title")
    expect(pairs.first.locator("[lang=de]")).to_contain_text("Rechnen Sie")
    expect(pairs.first.locator("[lang=et]")).to_contain_text("Arvuta ainepunktid")
    assert "left=de&right=et" in page.url
    page.reload()
    expect(pairs.first.locator("[lang=de]")).to_contain_text("Rechnen Sie")
    page.close()


def test_a_missing_data_file_is_told(browser: Browser, site_address: str) -> None:
    """When the texts cannot be loaded, the page says so instead of staying empty."""
    page = browser.new_page()
    page.route("**/data/guidelines.et.json", lambda route: route.abort())
    page.goto(f"{site_address}compare/?entry=weekly-hours&left=et&right=de")
    expect(page.get_by_role("alert")).to_have_text(
        "The texts could not be loaded. Try again later."
    )
    page.close()
