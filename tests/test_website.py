"""The website: the same from every door, whole or not at all, and quiet."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from support import REPOSITORY, build_site, silent, write_files

from guidebook.addresses import page_address, page_sources
from guidebook.book_views import plan_books
from guidebook.catalogue import Catalogue
from guidebook.load import load_catalogue
from guidebook.page_export import write_pages
from guidebook.problems import GuidebookError
from guidebook.website import build_website

NAMING = ("for", "list", "headers", "aria-labelledby", "aria-describedby", "aria-controls")
"""Attributes whose words are ids of the same page (HTML, WAI-ARIA)."""


class Html(HTMLParser):
    """What a test wants to know of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.ids: set[str] = set()
        self.twice: set[str] = set()
        self.named: set[str] = set()
        self.html: dict[str, str | None] = {}
        self.hreflang: list[str] = []
        self.canonical = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Sort a tag's addresses by what a browser does with them."""
        found = dict(attrs)
        if found.get("id"):
            self.twice |= self.ids & {str(found["id"])}
            self.ids.add(str(found["id"]))
        for name in NAMING:
            self.named.update((found.get(name) or "").split())
        if tag == "html":
            self.html = found
        if tag == "link" and found.get("rel") == "canonical":
            self.canonical = str(found["href"])
        elif tag == "link" and "hreflang" in found:
            self.hreflang.append(str(found["hreflang"]))
        elif tag == "a" and found.get("href"):
            self.links.append(str(found["href"]))
        else:
            self.loaded += [str(found[name]) for name in ("src", "href") if found.get(name)]


def files_of(site: Path) -> dict[str, bytes]:
    """Return every file of a site."""
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }


def articles(site: Path) -> Iterator[tuple[str, str]]:
    """Yield each page's name with the text of its article."""
    for path in sorted(site.rglob("*.html")):
        found = re.search(r"<article.*?</article>", path.read_text(encoding="utf-8"), re.DOTALL)
        yield path.relative_to(site).as_posix(), found.group() if found else ""


@pytest.fixture(scope="module")
def real_catalogue() -> Catalogue:
    """Return the repository's own content."""
    catalogue, _ = load_catalogue(REPOSITORY)
    assert catalogue is not None
    return catalogue


def test_every_page_of_the_real_content_is_build_site(
    real_site: Path, real_catalogue: Catalogue
) -> None:
    """The site has each page in each language, and nothing was warned of on the way."""
    for page_id in page_sources(real_catalogue):
        for locale in real_catalogue.locales:
            assert (real_site / page_address(page_id, locale) / "index.html").is_file()


def test_mkdocs_alone_builds_the_same(real_root: Path, real_site: Path, tmp_path: Path) -> None:
    """`mkdocs build --strict` gives the same files and the same article text as build.py."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path)]
    result = subprocess.run(command, cwd=real_root, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert files_of(tmp_path).keys() == files_of(real_site).keys()
    assert dict(articles(tmp_path)) == dict(articles(real_site))


def test_nothing_is_loaded_from_another_host(real_site: Path) -> None:
    """No page, style or script of the site asks another host for anything."""
    for path in real_site.rglob("*.html"):
        loaded = Html(path.read_text(encoding="utf-8")).loaded
        assert not [address for address in loaded if urlsplit(address).netloc], path
    for path in (real_site / "assets").rglob("*.css"):
        assert not re.findall(r"url\(['\"]?(?:https?:)?//", path.read_text(encoding="utf-8")), path


def test_every_link_leads_somewhere(real_site: Path, real_catalogue: Catalogue) -> None:
    """Each link within the site leads to a page, and each anchor to a place on it."""
    pages = {
        path.relative_to(real_site).as_posix(): Html(path.read_text(encoding="utf-8"))
        for path in real_site.rglob("*.html")
        if path.name != "404.html"
    }
    books = {book.address for book in plan_books(real_catalogue)}
    for name, page in pages.items():
        for link in page.links:
            parts = urlsplit(urljoin(f"https://site/{name}", link))
            if parts.netloc != "site":
                continue
            target = parts.path.lstrip("/") + ("index.html" if parts.path.endswith("/") else "")
            if target in books:
                continue
            assert target in pages or (real_site / target).is_file(), (name, link)
            if parts.fragment and not parts.fragment.startswith("__"):
                assert parts.fragment in pages[target].ids, (name, link)


def test_ids_that_a_page_names_are_there_once(real_site: Path) -> None:
    """Labels, lists and descriptions belong to something, and no id stands twice on a page."""
    for path in real_site.rglob("*.html"):
        page = Html(path.read_text(encoding="utf-8"))
        assert page.named <= page.ids, path
        assert not page.twice, path


def test_links_work_below_a_sub_path(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With another address of the site, only absolute addresses differ; none points above it."""
    before = files_of(build_site(project))
    monkeypatch.setenv("SITE_URL", "https://example.org/sub/")
    after = files_of(build_site(project))
    assert before.keys() == after.keys()
    for name, content in after.items():
        if not name.endswith(".html") or name == "404.html":
            continue
        page = Html(content.decode())
        same = content.decode().replace("https://example.org/sub/", "https://example.org/")
        same = same.replace("%2F%2Fexample.org%2Fsub%2F", "%2F%2Fexample.org%2F")  # in mails
        assert same == before[name].decode()
        local = [link for link in [*page.links, *page.loaded] if not urlsplit(link).netloc]
        assert not [link for link in local if link.startswith("/")], name
        depth = name.count("/")
        assert all(link.count("../") <= depth for link in local), name


def test_pages_say_their_language(project: Path) -> None:
    """A page in Estonian is `lang=et`; an English passage on it is marked `lang=en`."""
    site = build_site(project)
    translated = (site / "et/growers/share-tools/index.html").read_text(encoding="utf-8")
    foreign = (site / "et/growers/buy-tools/index.html").read_text(encoding="utf-8")
    assert Html(translated).html["lang"] == Html(foreign).html["lang"] == "et"
    assert '<span lang="en" dir="ltr">' in foreign
    assert '<title lang="en" dir="ltr">' in foreign
    assert '<title lang="en"' not in translated


def test_pages_that_are_not_translated_point_to_the_original(project: Path) -> None:
    """An untranslated page is canonical in the source language; no head names false languages."""
    site = build_site(project)
    foreign = Html((site / "et/growers/buy-tools/index.html").read_text(encoding="utf-8"))
    real = Html((site / "et/growers/share-tools/index.html").read_text(encoding="utf-8"))
    assert foreign.canonical.endswith("/growers/buy-tools/")
    assert "/et/" not in foreign.canonical
    assert real.canonical.endswith("/et/growers/share-tools/")
    assert not foreign.hreflang
    sitemap = (site / "sitemap.xml").read_text(encoding="utf-8")
    assert "/et/growers/share-tools/" in sitemap
    assert "/et/growers/buy-tools/" not in sitemap


def test_the_not_found_page_is_in_the_source_language(project: Path) -> None:
    """404.html speaks the source language, not the one that was built last."""
    page = Html((build_site(project) / "404.html").read_text(encoding="utf-8"))
    assert page.html["lang"] == "en"


def test_edit_links_lead_to_the_file_of_the_language(project: Path) -> None:
    """The edit link opens the translation where there is one, and the source file elsewhere."""
    address = "https://example.org/edit/{path}"
    assert address in (project / "mkdocs.yml").read_text(encoding="utf-8")
    site = build_site(project)
    for page, path in (
        ("growers/share-tools", "guidelines/growers/share-tools.yml"),
        ("et/growers/share-tools", "guidelines/growers/share-tools.et.yml"),
        ("et/growers/buy-tools", "guidelines/growers/buy-tools.yml"),
        ("et/about", "docs/about.et.md"),
        ("de/about", "docs/about.md"),
    ):
        links = Html((site / page / "index.html").read_text(encoding="utf-8")).links
        assert address.replace("{path}", path) in links, page


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        (
            {"docs/about.md": "---\ntitle: A\ndescription: B\n---\n\n# A\n\n[x](gone.md)\n"},
            "gone.md",
        ),
        ({"templates/pages/entry.md.jinja": "{# page #}\n{{ page.gone }}"}, "entry.md.jinja:2"),
        ({"templates/theme/main.html": "{% extends 'gone.html' %}"}, "gone.html"),
    ],
)
def test_a_failed_build_leaves_the_old_site(
    project: Path, changed: dict[str, str], message: str
) -> None:
    """When something goes wrong, `site/` is as it was and no half of a site is left beside it."""
    site = build_site(project)
    before = files_of(site)
    write_files(project, changed)
    catalogue, _ = load_catalogue(project)
    assert catalogue is not None
    with pytest.raises((GuidebookError, Exception), match=re.escape(message)):
        build_website(project, catalogue, silent)
    assert files_of(site) == before
    beside = {path.name for path in project.iterdir() if path.name.startswith(".site")}
    assert beside <= {".site.lock"}


def test_a_page_that_is_gone_leaves_the_site(project: Path) -> None:
    """A removed entry is not in the site that is built next."""
    site = build_site(project)
    assert (site / "growers/buy-tools/index.html").exists()
    for path in (project / "guidelines").rglob("buy-tools*"):
        path.unlink()
    build_site(project)
    assert not (site / "growers/buy-tools").exists()


def test_building_twice_gives_the_same_site(project: Path, tmp_path: Path) -> None:
    """Two builds in different folders are the same, byte for byte."""
    other = tmp_path / "elsewhere"
    shutil.copytree(project, other)
    assert files_of(build_site(project)) == files_of(build_site(other))


def test_pages_can_be_written_as_markdown(project: Path, tmp_path: Path) -> None:
    """`pages` writes every page and asset, and refuses a folder that is not empty."""
    catalogue, _ = load_catalogue(project)
    assert catalogue is not None
    out = tmp_path / "out"
    count = write_pages(project, catalogue, out, silent)
    assert count == len(page_sources(catalogue)) * len(catalogue.locales)
    assert len(list(out.rglob("*.md"))) == count
    assert (out / "growers/share-tools.et.md").read_text().startswith('---\ntitle: "')
    with pytest.raises(GuidebookError, match="is not empty"):
        write_pages(project, catalogue, out, silent)


def test_the_navigation_can_lead_out_of_the_site(project: Path) -> None:
    """A link out is the same whole address on every page, in the bar, the menu and the footer."""
    path = project / "mkdocs.yml"
    settings = path.read_text(encoding="utf-8")
    code, mail = "https://example.org/code?a=b&c='d'", "mailto:garden@example.org"
    settings = settings.replace(
        "  - More:\n", f'  - Code: "{code}"\n  - More:\n      - Mail: {mail}\n'
    )
    for word, other in (("Veel", "Lähtekood"), ("Mehr", "Quelltext")):
        settings = settings.replace(
            f"More: {word}\n",
            f"More: {word}\n            Code: {other}\n            Mail: {other}\n",
        )
    path.write_text(settings, encoding="utf-8")
    site = build_site(project)
    pages = [
        site / name for name in ("index.html", "404.html", "et/growers/share-tools/index.html")
    ]
    for page in pages:
        text = page.read_text(encoding="utf-8")
        links = Html(text).links
        assert links.count(code) == 2, page
        assert links.count(mail) == 3, page
        assert all(link in (code, mail) for link in links if link.endswith((code, mail))), page
    assert ' rel="external noopener">Lähtekood</a>' in pages[-1].read_text(encoding="utf-8")
