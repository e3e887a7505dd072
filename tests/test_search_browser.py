"""The search as readers use it, in a real Chromium: by keyboard, on phones, without scripts."""

import re
from pathlib import Path

import pytest
from browser import open_page
from playwright.sync_api import Browser, BrowserContext, Page, expect

pytestmark = pytest.mark.browser

WIDTHS = (320, 1280)


def search_for(page: Page, query: str) -> None:
    """Open the search by its key and give it a query, at once: each letter would find something."""
    page.keyboard.press("/")
    page.keyboard.insert_text(query)
    expect(page.locator("dialog .gb-result").first).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_search_is_used_by_keyboard_alone(
    width: int, context: BrowserContext, site_address: str
) -> None:
    """Open, type, hear the count, go down and up, open a result: no pointer is needed."""
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{site_address}et/learners/weekly-hours/")
    search_for(page, "õppepuhkusest")
    dialog = page.locator("dialog")
    assert dialog.evaluate("dialog => dialog.scrollWidth <= dialog.clientWidth")
    expect(page.locator("dialog [role=status]")).to_have_text(re.compile(r"^[0-9]+ vastet$"))
    links = page.locator("dialog .gb-result a")
    page.keyboard.press("ArrowDown")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator("dialog input[name=q]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site_address}et/policymakers/study-leave-guide/")


def test_escape_gives_the_focus_back(context: BrowserContext, site_address: str) -> None:
    """Escape closes the search, also with a query typed, and the focus is where it was."""
    page = open_page(context, f"{site_address}learners/weekly-hours/")
    box = page.locator("#tick-count-hours")
    box.focus()
    search_for(page, "credits")
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_be_hidden()
    expect(box).to_be_focused()
    button = page.locator("button.gb-search-open")
    button.press("Enter")
    field = page.locator("dialog input[name=q]")
    expect(field).to_be_focused()
    expect(field).to_have_value("credits")
    page.locator("dialog .gb-search-close").press("Enter")
    expect(button).to_be_focused()


def test_the_dialog_keeps_the_focus(context: BrowserContext, site_address: str) -> None:
    """While the search is open, nothing behind it can be reached by Tab."""
    page = open_page(context, f"{site_address}learners/")
    search_for(page, "U10")
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.activeElement === document.body"
            " || Boolean(document.activeElement.closest('dialog'))"
        )


@pytest.mark.parametrize("keys", ["Control+k", "Meta+k", "/"])
def test_keys_open_the_search(keys: str, context: BrowserContext, site_address: str) -> None:
    """The search opens by /, Ctrl+K and Cmd+K."""
    page = open_page(context, f"{site_address}de/")
    page.keyboard.press(keys)
    expect(page.get_by_role("dialog", name="Diese Website durchsuchen")).to_be_visible()
    expect(page.locator("dialog input[name=q]")).to_have_value("")


def test_the_key_can_be_switched_off(context: BrowserContext, site_address: str) -> None:
    """Who dictates to the computer can switch the single key off; Ctrl+K stays (WCAG 2.1.4)."""
    page = open_page(context, f"{site_address}learners/")
    page.keyboard.press("/")
    page.get_by_label("The key / opens the search").uncheck()
    page.reload()
    page.keyboard.press("/")
    page.keyboard.press("Control+k")
    expect(page.locator("dialog input[name=q]")).to_have_value("")
    expect(page.get_by_label("The key / opens the search")).not_to_be_checked()
    page.get_by_label("The key / opens the search").check()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.locator("dialog")).to_be_visible()


def test_typing_a_slash_in_a_field_types_it(context: BrowserContext, site_address: str) -> None:
    """In a field / is a letter like any other."""
    page = open_page(context, f"{site_address}search/")
    field = page.locator("input[name=q]")
    field.focus()
    page.keyboard.type("and/or")
    expect(field).to_have_value("and/or")
    expect(page.locator("dialog")).to_have_count(0)


def test_results_can_be_limited_to_an_audience(context: BrowserContext, site_address: str) -> None:
    """With an audience chosen, only its results stay; the count tells how many."""
    page = open_page(context, f"{site_address}learners/")
    search_for(page, "credits")
    state = page.locator("dialog [role=status]")
    before = state.inner_text()
    page.get_by_role("radio", name="Universities").check()
    expect(state).not_to_have_text(before)
    facts = page.locator("dialog .gb-result-facts").all_inner_texts()
    assert facts
    assert all("Universities" in fact for fact in facts)


def test_found_words_are_marked(context: BrowserContext, site_address: str) -> None:
    """Title and excerpt mark every form of the words, also when only a file of texts has them."""
    page = open_page(context, f"{site_address}et/learners/")
    search_for(page, "loendiga")
    marks = page.locator("dialog .gb-result mark")
    expect(marks.first).to_be_visible()
    assert all(mark.lower().startswith("loend") for mark in marks.all_inner_texts())
    expect(page.locator("dialog .gb-result-text").first).to_contain_text("loend")


def test_what_is_only_in_another_language_says_so(
    context: BrowserContext, site_address: str
) -> None:
    """On a Finnish page an entry that exists in English alone is named and marked as English."""
    page = open_page(context, f"{site_address}fi/")
    search_for(page, "fee subsidy")
    first = page.locator("dialog .gb-result").first
    expect(first.locator(".gb-result-title")).to_have_attribute("lang", "en")
    expect(first.locator(".gb-result-facts")).to_contain_text("vain kielellä: englanti")


def test_nothing_found_leads_on(context: BrowserContext, site_address: str) -> None:
    """Who finds nothing reads what to try, with links to topics, sections and glossary."""
    page = open_page(context, f"{site_address}learners/weekly-hours/")
    page.keyboard.press("/")
    page.keyboard.type("xqxqxq")
    expect(page.locator("dialog [role=status]")).to_contain_text("Nothing found for “xqxqxq”")
    page.locator("dialog .gb-search-help").get_by_role("link", name="Glossary").click()
    page.wait_for_url(f"{site_address}glossary/")


def test_nothing_is_fetched_before_the_first_search(
    context: BrowserContext, site_address: str
) -> None:
    """A page asks for nothing of the search; the first search asks this site alone."""
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site_address}et/learners/", wait_until="networkidle")
    assert not [address for address in asked if "search" in address]
    before = len(asked)
    search_for(page, "tund")
    page.wait_for_load_state("networkidle")
    fetched = [address.removeprefix(site_address) for address in asked[before:]]
    assert {"assets/search.js", "search/et.js"} <= set(fetched)
    assert all(
        address == "assets/search.js" or address.startswith("search/et") for address in fetched
    )


def test_a_search_that_cannot_be_loaded_says_so(context: BrowserContext, site_address: str) -> None:
    """When the index is missing, readers are told and led on."""
    page = context.new_page()
    page.route("**/search/en.js", lambda route: route.abort())
    page.goto(f"{site_address}learners/")
    page.keyboard.press("/")
    expect(page.locator("dialog [role=status]")).to_contain_text("could not be loaded")
    expect(page.locator("dialog").get_by_role("link", name="Glossary")).to_be_visible()


def test_the_page_for_searching_keeps_the_query_in_its_address(
    context: BrowserContext, site_address: str
) -> None:
    """A link with ?q= shows the results; another query and a filter change the address."""
    page = open_page(context, f"{site_address}search/?q=weekly+hours")
    expect(page.locator(".gb-result a").first).to_contain_text("Turn credits into weekly hours")
    page.locator("input[name=q]").fill("fee subsidy")
    expect(page.locator(".gb-result a").first).to_contain_text("fee subsidy")
    page.get_by_role("radio", name="Policymakers").check()
    page.wait_for_url(f"{site_address}search/?q=fee+subsidy&for=policymakers")
    page.reload()
    expect(page.get_by_role("radio", name="Policymakers")).to_be_checked()
    expect(page.locator(".gb-result a").first).to_contain_text("fee subsidy")
    page.locator(".gb-result a").first.click()
    page.wait_for_url(f"{site_address}policymakers/fee-subsidy/")


def test_without_scripts_the_button_leads_to_other_ways(
    browser: Browser, site_address: str
) -> None:
    """Without JavaScript the button is a link to a page that leads on."""
    context = browser.new_context(java_script_enabled=False)
    page = open_page(context, f"{site_address}de/learners/weekly-hours/")
    page.locator("a.gb-search-open").click()
    page.wait_for_url(f"{site_address}de/search/")
    page.locator("article").get_by_role("link", name="Glossar", exact=True).click()
    page.wait_for_url(f"{site_address}de/glossary/")
    context.close()


def test_it_searches_from_a_folder_of_files(context: BrowserContext, real_site: Path) -> None:
    """A site that is opened from a disk is searched too, and results open."""
    page = open_page(context, (real_site / "et/learners/index.html").as_uri())
    search_for(page, "ainepunktidega")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.wait_for_url("**/et/learners/weekly-hours/index.html")
    expect(page.locator("h1")).to_contain_text("Arvuta ainepunktid")


def test_more_results_are_shown_on_demand(context: BrowserContext, site_address: str) -> None:
    """The first ten results are shown; a button shows more and goes to the first of them."""
    page = open_page(context, f"{site_address}search/?q=micro-credential")
    results = page.locator(".gb-result")
    expect(results).to_have_count(10)
    page.get_by_role("button", name="Show more results").press("Enter")
    expect(results).to_have_count(20)
    expect(results.nth(10).locator("a")).to_be_focused()
