"""The policy of pages: it stands in each, and nothing that got into a page runs."""

import re
from pathlib import Path

import pytest
from markupsafe import escape
from playwright.sync_api import BrowserContext, Page, expect
from support import REPOSITORY, build_site, write_files

from guidebook.page_policy import headers_file, page_policy, response_headers

IN_PAGES = f'<meta http-equiv="Content-Security-Policy" content="{escape(page_policy())}">'
KINDS = (
    "",
    "learners/",
    "learners/topic/time/",
    "learners/weekly-hours/",
    "et/learners/weekly-hours/",
    "et/learners/weekly-hours/beside/",
    "topics/time/",
    "overview/",
    "evidence/",
    "search/?q=credits",
    "plan/",
    "write/",
    "write/?entry=weekly-hours&locale=et",
    "compare/?entry=weekly-hours&left=et&right=de",
    "L2/",
    "about/",
    "no/such/page/",
)
INJECTED = (
    "<script>window.harmed = 'inline script'</script>"
    "<img src='nothing.png' onerror=\"window.harmed = 'handler'\">"
    "<svg onload=\"window.harmed = 'drawing'\"></svg>"
    "<a id='bad-link' href=\"javascript:window.harmed = 'link'\">link</a>"
    "<iframe srcdoc=\"<script>parent.harmed = 'frame'</script>\"></iframe>"
    "<iframe src=\"javascript:parent.harmed = 'frame address'\"></iframe>"
    "<object data=\"data:text/html,<script>parent.harmed = 'object'</script>\"></object>"
    "<script src=\"data:text/javascript,window.harmed = 'data'\"></script>"
    "<script src='https://elsewhere.example/script.js'></script>"
    "<img src='https://elsewhere.example/picture.png'>"
    "<base href='https://elsewhere.example/'>"
    "<form id='bad-form' action='https://elsewhere.example/'><input name='a'></form>"
    "<p id='hidden-by-style' style='display: none'>shown</p>"
)


def complaints(page: Page) -> list[str]:
    """Return a list that fills with what the browser's console tells of a page."""
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    return told


def test_every_page_begins_with_the_policy(real_site: Path) -> None:
    """Each HTML file of the site has the whole policy before anything that it could forbid."""
    pages = sorted(real_site.rglob("*.html"))
    assert len(pages) > 500
    for path in pages:
        head = path.read_text(encoding="utf-8").partition(IN_PAGES)
        assert head[1], path
        assert not re.search(r"<(script|style|link|base|img|body)", head[0]), path


def test_the_policy_allows_nothing_inline() -> None:
    """No directive lets inline scripts, `eval` or another host through."""
    directives = dict(part.split(" ", 1) for part in page_policy().split("; "))
    assert directives.pop("default-src") == directives.pop("base-uri") == "'none'"
    assert directives.pop("form-action") == "'self'"  # without it, forms could go anywhere
    assert directives.pop("img-src") == "'self' data:"
    assert set(directives.values()) == {"'self'"}


@pytest.mark.browser
@pytest.mark.parametrize("address", KINDS)
def test_no_page_breaks_its_own_policy(
    address: str, context: BrowserContext, site_address: str
) -> None:
    """The browser tells of nothing that it had to forbid on any kind of page."""
    page = context.new_page()
    told = complaints(page)
    page.goto(site_address + address, wait_until="networkidle")
    page.emulate_media(media="print")
    assert [text for text in told if "404" not in text] == []


@pytest.mark.browser
def test_the_search_opens_under_the_policy(context: BrowserContext, site_address: str) -> None:
    """The dialog of the search loads its script and index, and finds."""
    page = context.new_page()
    told = complaints(page)
    page.goto(site_address + "learners/")
    page.locator(".gb-search-open").click()
    page.get_by_role("searchbox").fill("credits")
    expect(page.locator(".gb-search-results li").first).to_be_visible()
    assert told == []


@pytest.mark.browser
@pytest.mark.parametrize("address", ["", "learners/weekly-hours/", "compare/", "plan/"])
def test_what_got_into_a_page_does_not_run(
    address: str, context: BrowserContext, site_address: str, real_site: Path
) -> None:
    """Scripts, handlers, frames and forms put into a built page neither run nor send anything."""
    source = (real_site / address / "index.html").read_text(encoding="utf-8")
    planted = re.sub(r"<main[^>]*>", lambda main: main[0] + INJECTED, source)
    assert INJECTED in planted
    page = context.new_page()
    told = complaints(page)
    sent: list[str] = []
    page.route("https://elsewhere.example/**", lambda route: sent.append(route.request.url))
    page.route(
        site_address + address,
        lambda route: route.fulfill(body=planted, content_type="text/html; charset=utf-8"),
    )
    page.goto(site_address + address, wait_until="networkidle")
    page.locator("#bad-link").click()
    with page.expect_console_message(lambda message: "form-action" in message.text):
        page.evaluate("document.getElementById('bad-form').submit()")
    assert page.evaluate("window.harmed") is None
    assert page.url == site_address + address
    assert page.locator("#hidden-by-style").is_visible()
    assert sent == []
    for directive in ("script-src", "default-src", "base-uri", "style-src"):
        assert any(directive in text for text in told), directive


@pytest.mark.browser
def test_pages_work_from_a_folder(context: BrowserContext, real_site: Path) -> None:
    """Opened as a file, a page has its styles and scripts, and the policy forbids none of them."""
    page = context.new_page()
    told = complaints(page)
    page.goto((real_site / "learners/weekly-hours/index.html").as_uri())
    expect(page.locator("html")).to_have_class("js")
    expect(page.locator("output").first).to_be_visible()
    position = "getComputedStyle(document.querySelector('.gb-skip')).position"
    assert page.evaluate(position) == "absolute"
    assert [text for text in told if "Content Security Policy" in text] == []


def test_tables_of_hand_written_pages_are_aligned_without_styles(project: Path) -> None:
    """An aligned column of a page in `docs/` is aligned by a class, which the policy allows."""
    about = (project / "docs/about.md").read_text(encoding="utf-8")
    write_files(project, {"docs/about.md": f"{about}\n| a | b |\n|---|--:|\n| c | 1 |\n"})
    text = (build_site(project) / "about/index.html").read_text(encoding="utf-8")
    assert '<td class="align-right">1</td>' in text
    assert " style=" not in text


def test_hosts_get_the_policy_as_headers(real_site: Path) -> None:
    """The header file beside the pages says what the pages say, and what only headers can."""
    text = (real_site / "_headers").read_text(encoding="utf-8")
    assert text == headers_file()
    assert text.startswith("/*\n  Content-Security-Policy: default-src 'none';")
    assert f"{page_policy()}; frame-ancestors 'none'\n" in text
    names = re.findall(r"^  ([A-Za-z-]+): \S", text, re.MULTILINE)
    assert names == [
        *("Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options"),
        *("Referrer-Policy", "Permissions-Policy", "Cross-Origin-Opener-Policy"),
        "Strict-Transport-Security",
    ]


@pytest.mark.parametrize(
    ("host", "shape"),
    [("nginx", 'add_header {} "{}" always;'), ("Apache", 'Header always set {} "{}"')],
)
def test_the_manual_has_the_headers_of_today(host: str, shape: str) -> None:
    """The settings for other hosts in the manual send the same headers."""
    manual = (REPOSITORY / "manual/hosting.md").read_text(encoding="utf-8")
    section = manual.partition(f"### {host}\n")[2].partition("\n#")[0]
    for name, value in response_headers().items():
        assert shape.format(name, value) in section
