"""The page for missing addresses: every language in one file, for any path of the host."""

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from browser import SUB_PATH, open_page, serve_folder
from conftest import MakeProject
from playwright.sync_api import Browser, BrowserContext, expect
from support import build_site, copy_base
from test_accessibility import use_scheme, violations

from guidebook.load import load_catalogue
from guidebook.not_found import NotFound, not_found_page
from guidebook.site_pictures import Picture, SitePictures


class Sections(HTMLParser):
    """The parts of the page by language, each with its links."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: dict[str, list[str]] = {}
        self.titles: list[str] = []
        self.html: dict[str, str | None] = {}
        self._lang = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "html":
            self.html = found
        if tag == "section":
            self._lang = str(found["lang"])
            self.links[self._lang] = []
            assert found["dir"] in ("ltr", "rtl")
        elif tag == "a" and self._lang:
            self.links[self._lang].append(str(found["href"]))

    def handle_endtag(self, tag: str) -> None:
        if tag == "section":
            self._lang = ""


def shown(root: Path) -> NotFound:
    """Return what a project's page for missing addresses shows."""
    catalogue, _ = load_catalogue(root)
    assert catalogue is not None
    pictures = SitePictures(favicon=Picture("assets/favicon.svg", "image/svg+xml", 0, 0))
    return not_found_page(catalogue, pictures)


def test_it_speaks_every_language(project: Path) -> None:
    """Each language has its sentence and its links, the source language first."""
    page = shown(project)
    assert [section.locale.tag for section in page.sections] == ["en", "et", "de"]
    assert page.title == "Page not found · Lehte ei leitud · Seite nicht gefunden"
    assert all("{code}" in section.suggestion for section in page.sections)


def test_its_addresses_begin_at_the_root_of_the_host(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The path of the site comes from its address; SITE_URL overrides that of the settings."""
    assert shown(project).root == "/"
    monkeypatch.setenv("SITE_URL", "https://example.org/some/where")
    page = shown(project)
    assert page.root == "/some/where/"
    assert page.icon == "/some/where/assets/favicon.svg"
    assert [link for _, link in page.sections[1].links] == [
        "/some/where/et/",
        "/some/where/et/search/",
        "/some/where/et/topics/",
    ]


def test_it_knows_every_entry_by_code(project: Path) -> None:
    """The script is given the addresses of all entries, without those of languages."""
    assert json.loads(shown(project).entries) == {
        "G1": "growers/share-tools/",
        "G2": "growers/collect-rain/",
        "G3": "growers/buy-tools/",
        "C1": "cities/lend-land/",
    }


def test_the_built_page_needs_no_folder(
    make_project: MakeProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    """404.html has all languages, and every address in it holds wherever it is shown."""
    monkeypatch.setenv("SITE_URL", "https://example.org/sub/")
    site = build_site(make_project({}))
    text = (site / "404.html").read_text(encoding="utf-8")
    page = Sections(text)
    assert page.html["lang"] == "en"
    assert list(page.links) == ["en", "et", "de"]
    for links in page.links.values():
        for link in links:
            assert link.startswith("/sub/")
            assert (site / link.removeprefix("/sub/") / "index.html").is_file()
    assert '<meta name="robots" content="noindex">' in text
    assert 'src="/sub/assets/site.js"' in text
    assert not (site / "et/404.html").exists()


@pytest.fixture(scope="module")
def host_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of the base project, built for the sub-path at which it is served."""
    root = tmp_path_factory.mktemp("host") / "project"
    copy_base(root)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SITE_URL", f"https://example.org{SUB_PATH}")
        site = build_site(root)
    with serve_folder(site) as address:
        yield address


@pytest.mark.browser
@pytest.mark.parametrize(
    ("missing", "language", "title", "suggestion"),
    [
        ("et/gone/", "et", "Lehte ei leitud", None),
        ("gone.html", "en", "Page not found", None),
        ("de/", "de", None, None),
        ("de/nowhere/deep/inside", "de", "Seite nicht gefunden", None),
        ("ET/kasvatajad/g2", "et", "Lehte ei leitud", ("G2", "et/growers/collect-rain/")),
        ("g1.", "en", "Page not found", ("G1", "growers/share-tools/")),
        (
            "de/gardeners/lend-land.html",
            "de",
            "Seite nicht gefunden",
            ("C1", "de/cities/lend-land/"),
        ),
        ("et/%E0%A4%A/constructor/", "et", "Lehte ei leitud", None),
    ],
)
def test_a_missing_page_speaks_the_language_of_the_address(
    missing: str,
    language: str,
    title: str | None,
    suggestion: tuple[str, str] | None,
    context: BrowserContext,
    host_address: str,
) -> None:
    """A missing address is answered in its language, with links and an entry that it names."""
    page = open_page(context, host_address + missing)
    if title is None:
        expect(page.locator("#not-found")).to_have_count(0)
        return
    expect(page).to_have_title(title)
    expect(page.locator("title")).to_have_attribute("lang", language)
    expect(page.get_by_role("heading", level=1)).to_have_accessible_name(title)
    home = host_address + ("" if language == "en" else f"{language}/")
    brand = page.locator(".gb-brand")
    assert brand.evaluate("link => link.href") == home
    expect(page.locator(".gb-bar")).to_be_visible(visible=language == "en")
    section = page.locator("section[data-folder]:visible")
    expect(section).to_have_count(1)
    expect(section).to_have_attribute("lang", language)
    link = section.locator("p a")
    expect(link).to_have_count(1 if suggestion else 0)
    if suggestion:
        expect(link).to_contain_text(suggestion[0])
        link.click()
        page.wait_for_url(host_address + suggestion[1])
        page.go_back()
    section.locator("li a").first.click()
    page.wait_for_url(home)
    expect(page.locator("#not-found")).to_have_count(0)


@pytest.mark.browser
def test_the_head_of_a_missing_page_speaks_its_language(
    context: BrowserContext, host_address: str
) -> None:
    """Skip link, search, languages and colours are called what they are called in that language."""
    context.set_default_timeout(5_000)
    page = open_page(context, host_address + "et/gone/")
    expect(page.locator("html")).to_have_attribute("lang", "et")
    expect(page.locator("html")).to_have_attribute("dir", "ltr")
    expect(page.locator(".gb-skip")).to_have_text("Otse sisu juurde")
    expect(page.get_by_role("button", name="Tumedad värvid")).to_be_visible()
    languages = page.locator(".gb-languages")
    expect(languages.locator("summary")).to_have_text("Keel: Eesti")
    languages.locator("summary").click()
    expect(page.get_by_role("navigation", name="Keel")).to_be_visible()
    expect(languages.locator("a[aria-current]")).to_have_text("Eesti")
    page.locator(".gb-header").get_by_role("link", name="Otsi").click()
    page.wait_for_url(host_address + "et/search/")


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("missing", ["gone/", "et/g1"])
def test_everybody_can_use_a_missing_page(
    missing: str, width: int, browser: Browser, host_address: str
) -> None:
    """Axe finds no fault, nothing scrolls sideways, and no other host is asked for anything."""
    page = browser.new_page(reduced_motion="reduce", viewport={"width": width, "height": 800})
    trouble: list[str] = []
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on(
        "request",
        lambda asked: None if asked.url.startswith(host_address) else trouble.append(asked.url),
    )
    page.goto(host_address + missing, wait_until="networkidle")
    for scheme in ("light", "dark"):
        use_scheme(page, scheme)
        assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not trouble
    page.close()


@pytest.mark.browser
def test_a_missing_page_without_scripts_has_every_language(
    browser: Browser, host_address: str
) -> None:
    """Without JavaScript the page shows all languages, each with its links."""
    context = browser.new_context(java_script_enabled=False)
    page = open_page(context, host_address + "et/gone/")
    sections = page.locator("section[data-folder]")
    expect(sections).to_have_count(3)
    for section in sections.all():
        expect(section).to_be_visible()
    page.locator("section[lang=de] a").first.click()
    page.wait_for_url(host_address + "de/")
    context.close()
