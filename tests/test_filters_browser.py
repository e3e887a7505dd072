"""Filters and pictures in a real Chromium: by keyboard, without scripts, on a narrow screen."""

from __future__ import annotations

import re

import pytest
from browser import open_page
from playwright.sync_api import Browser, BrowserContext, Page, expect

pytestmark = pytest.mark.browser

SECTION = "learners/"
CARDS = "[data-filter-group] .card .code"


def shown_codes(page: Page) -> list[str]:
    """Return the codes of the guidelines that a section shows now."""
    return page.locator(f"{CARDS}:visible").all_inner_texts()


def codes_at(context: BrowserContext, address: str) -> list[str]:
    """Return the codes of the guidelines on a plain page with a part of a section."""
    page = open_page(context, address)
    codes = page.locator(".card .code").all_inner_texts()
    page.close()
    assert codes
    return codes


def query_of(page: Page) -> str:
    """Return what the address says after the question mark."""
    return page.url.partition("?")[2]


def test_filters_work_by_keyboard(context: BrowserContext, site_address: str) -> None:
    """Ticked by keyboard, filters show fewer guidelines at once, say how many, and are undone."""
    time = codes_at(context, f"{site_address}{SECTION}topic/time/")
    strong = codes_at(context, f"{site_address}{SECTION}strength/strong/")
    both = [code for code in time if code in strong]
    page = open_page(context, site_address + SECTION)
    status = page.get_by_role("status")
    every = shown_codes(page)
    total = len(every)
    expect(status).to_have_text(f"{total} of {total} guidelines")
    page.locator(".filters summary").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Value")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_label("Time and workload")).to_be_checked()
    expect(status).to_have_text(f"{len(time)} of {total} guidelines")
    expect(page.locator(".filter-chosen")).to_have_text("Chosen: Time and workload")
    assert shown_codes(page) == time
    assert page.locator("h2:visible", has_text="Regional access").count() == 0
    expect(page.locator('nav a[href="#time"]')).to_be_visible()
    expect(page.locator('nav a[href="#region"]')).to_be_hidden()
    assert query_of(page) == "topic=time"
    page.get_by_label("Strong advice").focus()
    page.keyboard.press("Space")
    expect(status).to_have_text(f"{len(both)} of {total} guidelines")
    assert query_of(page) == "topic=time&strength=strong"
    expect(page.get_by_label("Strong advice")).to_be_focused()
    clear = page.get_by_role("button", name="Clear all filters")
    clear.focus()
    page.keyboard.press("Enter")
    expect(status).to_have_text(f"{total} of {total} guidelines")
    expect(page.locator(".filters summary")).to_be_focused()
    expect(clear).to_be_hidden()
    assert shown_codes(page) == every
    assert "?" not in page.url


def test_the_address_keeps_the_choice(context: BrowserContext, site_address: str) -> None:
    """A reload, a visit to a guideline and an address sent to somebody keep the filters."""
    page = open_page(context, site_address + SECTION)
    page.get_by_label("Time and workload").check()
    page.get_by_label("Quality and trust").check()
    page.get_by_label("Strong advice").check()
    assert query_of(page) == "topic=time,quality&strength=strong"
    chosen = shown_codes(page)
    assert chosen
    page.reload()
    expect(page.get_by_role("status")).to_have_text(re.compile(f"^{len(chosen)} of "))
    assert shown_codes(page) == chosen
    page.locator("[data-filter-group] .card a:visible").first.click()
    page.wait_for_url(f"{site_address}learners/*/")
    page.go_back()
    expect(page.get_by_label("Quality and trust")).to_be_checked()
    assert shown_codes(page) == chosen
    other = open_page(context, page.url)
    assert shown_codes(other) == chosen


def test_unknown_values_in_the_address_are_ignored(
    context: BrowserContext, site_address: str
) -> None:
    """What no filter has is as good as not there; parameters of others are left alone."""
    time = codes_at(context, f"{site_address}{SECTION}topic/time/")
    address = f"{site_address}{SECTION}?from=mail&topic=time,nothing&colour=red&strength=%3Cb%3E"
    page = open_page(context, address)
    assert shown_codes(page) == time
    page.get_by_label("Value").check()
    assert query_of(page) == "from=mail&colour=red&topic=value,time"


def test_nothing_found_is_said(context: BrowserContext, site_address: str) -> None:
    """A choice that no guideline meets gives a sentence and a way out, not an empty page."""
    page = open_page(context, site_address + SECTION)
    page.locator(".filter-boxes input[name=topic]").first.check()
    strengths = page.locator(".filter-boxes fieldset", has=page.locator("[name=strength]"))
    empty = strengths.locator("label", has=page.locator("[data-filter-count]", has_text="0"))
    empty.first.locator("input").check()
    expect(page.get_by_role("status")).to_have_text(re.compile("No guideline has everything"))
    assert shown_codes(page) == []
    expect(page.get_by_role("button", name="Clear all filters")).to_be_visible()


def test_counts_follow_the_other_choices(context: BrowserContext, site_address: str) -> None:
    """Beside each box stands how many guidelines it would show with what else is chosen."""
    page = open_page(context, f"{site_address}{SECTION}?strength=strong")
    boxes = page.locator(".filter-boxes input[name=topic]")
    for box in boxes.all():
        told = box.locator("xpath=ancestor::label").locator("[data-filter-count]").inner_text()
        box.check()
        assert len(shown_codes(page)) == int(told)
        box.uncheck()


@pytest.mark.parametrize("address", ["learners/", "et/universities/", "de/policymakers/"])
def test_plain_pages_show_the_same_as_boxes(
    address: str, browser: Browser, context: BrowserContext, site_address: str
) -> None:
    """Without scripts each filter is a link to a page with the guidelines that its box shows."""
    reader = browser.new_context(java_script_enabled=False)
    plain = open_page(reader, site_address + address)
    expect(plain.locator(".filter-boxes")).to_be_hidden()
    expect(plain.locator(".filter-state")).to_be_hidden()
    plain.locator(".filters summary").click()
    links = [
        link.get_attribute("href") or "" for link in plain.locator("[data-filter-links] a").all()
    ]
    assert links
    page = open_page(context, site_address + address)
    expect(page.locator("[data-filter-links]")).to_be_hidden()
    for link in links:
        name, value = link.strip("/").split("/")
        page.goto(f"{site_address}{address}?{name}={value}")
        plain.goto(site_address + address + link)
        assert plain.locator(".card .code").all_inner_texts() == shown_codes(page)
        count = page.get_by_role("status").inner_text()
        expect(plain.locator(".filter-status")).to_have_text(count)
    reader.close()


def test_on_a_phone_filters_wait_behind_one_line(browser: Browser, site_address: str) -> None:
    """At 320 px the filters are closed, open by a tap, fit, and lead on to the list."""
    phone = browser.new_context(viewport={"width": 320, "height": 640})
    page = open_page(phone, site_address + SECTION)
    boxes = page.locator(".filter-boxes")
    expect(boxes).to_be_hidden()
    page.locator(".filters summary").click()
    expect(boxes).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    for box in page.locator(".filter-choices label").all():
        size = box.bounding_box()
        assert size is not None
        assert size["height"] >= 24
    funding = codes_at(phone, f"{site_address}{SECTION}topic/funding/")
    page.get_by_label("Funding and fees").check()
    page.get_by_role("button", name="Go to the guidelines").click()
    expect(boxes).to_be_hidden()
    expect(page.get_by_role("status")).to_be_focused()
    expect(page.get_by_role("status")).to_be_in_viewport()
    assert shown_codes(page) == funding
    phone.close()


def test_a_page_with_a_part_leads_to_the_others(context: BrowserContext, site_address: str) -> None:
    """From a part of a section a reader goes to another part, to a guideline and to the whole."""
    page = open_page(context, f"{site_address}et/learners/topic/time/")
    assert page.locator("h1").inner_text() == "Õppijad: Aeg ja õppemaht"
    page.get_by_role("link", name="Tugev soovitus").click()
    page.wait_for_url(f"{site_address}et/learners/strength/strong/")
    page.locator(".gb-crumbs a").last.click()
    page.wait_for_url(f"{site_address}et/learners/")


@pytest.mark.parametrize("address", ["overview/", "et/overview/", "topics/time/", "evidence/"])
@pytest.mark.parametrize("width", [320, 1280])
def test_pictures_and_lists_fit(
    address: str, width: int, context: BrowserContext, site_address: str
) -> None:
    """Nothing of a picture or a list sticks out, on a phone or on a wide screen."""
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(site_address + address)
    for details in page.locator(".needs-details summary").all():
        details.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    outside = page.evaluate(
        """() => [...document.querySelectorAll("article svg, article .code, article td")]
            .filter((element) => {
                const box = element.getBoundingClientRect();
                return box.left < 0 || box.right > window.innerWidth;
            }).length"""
    )
    assert outside == 0


def test_codes_fit_into_their_nodes(context: BrowserContext, site_address: str) -> None:
    """The text of a node is narrower than its box, in the font that readers have."""
    page = open_page(context, site_address + "overview/")
    nodes = page.locator(".need-node")
    assert nodes.count()
    for node in nodes.all():
        text, box = node.locator("text").bounding_box(), node.locator("rect").bounding_box()
        assert text is not None
        assert box is not None
        assert box["x"] < text["x"]
        assert text["x"] + text["width"] < box["x"] + box["width"]


def test_audiences_stand_side_by_side_where_there_is_room(
    context: BrowserContext, site_address: str
) -> None:
    """A topic's audiences are columns on a wide screen and follow each other on a phone."""
    page = open_page(context, site_address + "topics/time/")
    columns = page.locator(".side")
    tops = [box["y"] for column in columns.all() if (box := column.bounding_box())]
    assert len(tops) == 3
    assert len(set(tops)) == 1
    page.set_viewport_size({"width": 360, "height": 800})
    boxes = [box for column in columns.all() if (box := column.bounding_box())]
    assert len({box["x"] for box in boxes}) == 1
    assert boxes == sorted(boxes, key=lambda box: box["y"])


def test_a_need_is_found_through_its_picture(context: BrowserContext, site_address: str) -> None:
    """The picture has a name, is no stop of the keyboard, and its list leads to the guidelines."""
    page = open_page(context, site_address + "overview/")
    pictures = page.get_by_role("img", name=re.compile("Arrows between codes"))
    expect(pictures).to_have_count(3)
    assert page.locator("svg a, svg [tabindex]").count() == 0
    summary = page.locator(".needs-details summary").first
    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site_address}learners/*/")
