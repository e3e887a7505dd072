"""Pages: what readers meet, as readable golden files and as laws."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import MakeProject
from hypothesis import given, settings
from hypothesis import strategies as st
from library import changed
from support import REPOSITORY, copy_base, write_files

from guidebook.addresses import page_address, page_sources, relative_link
from guidebook.catalogue import Catalogue, Locale
from guidebook.load import load_catalogue
from guidebook.localise import translated_locales
from guidebook.markup import escape_markdown, heading
from guidebook.page import Page
from guidebook.pages import build_pages
from guidebook.problems import GuidebookError
from guidebook.text import one_line

GOLDEN = Path(__file__).parent / "golden" / "pages"
SHOWN = (
    "growers/share-tools.md",
    "growers/share-tools.et.md",
    "growers/share-tools.de.md",
    "growers/buy-tools.md",
    "cities/lend-land.et.md",
    "growers/index.md",
    "growers/index.et.md",
    "growers/topic/tools.md",
    "growers/country/everywhere.et.md",
    "overview/index.md",
    "topics/index.md",
    "topics/tools.et.md",
    "evidence/index.md",
    "references/index.md",
    "glossary/index.md",
    "glossary/index.et.md",
    "plan/index.md",
    "plan/index.et.md",
    "write/index.md",
    "write/index.et.md",
    "index.md",
    "index.de.md",
    "about.et.md",
)
"""One of each kind of page, translated and not."""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the base project with the repository's templates."""
    root = tmp_path_factory.mktemp("pages") / "project"
    copy_base(root)
    return root


@pytest.fixture(scope="module")
def catalogue(base: Path) -> Catalogue:
    """Return the base project's content."""
    return loaded(base)


@pytest.fixture(scope="module")
def pages(catalogue: Catalogue, base: Path) -> dict[str, Page]:
    """Return every page of the base project by file name."""
    return all_pages(catalogue, base)


def loaded(root: Path) -> Catalogue:
    """Return a project's content, which has no mistakes."""
    catalogue, problems = load_catalogue(root)
    assert catalogue is not None
    assert not problems
    return catalogue


def all_pages(catalogue: Catalogue, root: Path) -> dict[str, Page]:
    """Return every page of a project by file name."""
    return {
        page.file_name: page
        for locale in catalogue.locales
        for page in build_pages(catalogue, locale, root / "templates")
    }


@pytest.mark.parametrize("name", SHOWN)
def test_a_page_reads_as_in_its_golden_file(
    name: str, pages: dict[str, Page], update_golden: bool
) -> None:
    """A page's Markdown is, to the letter, what a person has read and accepted."""
    golden = GOLDEN / name
    if update_golden:
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(pages[name].as_file(), encoding="utf-8")
    assert pages[name].as_file() == golden.read_text(encoding="utf-8")


def test_every_page_exists_in_every_language(pages: dict[str, Page], catalogue: Catalogue) -> None:
    """Each page has an address in each language, translated or not."""
    ids = page_sources(catalogue)
    assert {(p.page_id, p.locale.tag) for p in pages.values()} == {
        (page_id, locale.tag) for page_id in ids for locale in catalogue.locales
    }


def test_pages_say_where_they_really_exist(pages: dict[str, Page], catalogue: Catalogue) -> None:
    """A page's languages are those in which its source file has a translation."""
    sources = page_sources(catalogue)
    for page in pages.values():
        assert page.translated_locales == translated_locales(catalogue, sources[page.page_id])


def test_anchors_are_the_same_in_every_language(pages: dict[str, Page]) -> None:
    """The anchors of an entry's page do not depend on the language."""
    found = {
        name: re.findall(r'(?:\{ #|id=")([\w-]+)', pages[name].markdown)
        for name in SHOWN
        if name.startswith("growers/share-tools")
    }
    assert len(set(map(tuple, found.values()))) == 1


def test_rendering_twice_gives_the_same_pages(base: Path, pages: dict[str, Page]) -> None:
    """Pages are a pure function of the working tree."""
    again = all_pages(loaded(base), base)
    assert {name: page.as_file() for name, page in again.items()} == {
        name: page.as_file() for name, page in pages.items()
    }


def test_a_page_is_headings_and_html_blocks_only(pages: dict[str, Page]) -> None:
    """Outside of HTML blocks a generated page has nothing but headings and blank lines."""
    for page in pages.values():
        if "/" in page.page_id:
            assert not [line for line in _outside_blocks(page.markdown) if line[:1] not in "#"]


def _outside_blocks(markdown: str) -> Iterator[str]:
    depth = 0
    for line in markdown.split("\n"):
        if depth == 0 and line and not line.startswith("<"):
            yield line
        tags = re.findall(r"<(/?)(div|ul|ol|dl|p)\b", line)
        depth += sum(-1 if closing else 1 for closing, _ in tags)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=40))
@settings(max_examples=60, deadline=None)
def test_headings_keep_every_character(text: str) -> None:
    """A heading holds no character that Markdown or HTML could read as syntax."""
    escaped = escape_markdown(text)
    assert not re.search(r"[^\w\s&#;]", re.sub(r"[^\x00-\x7f]", "", escaped))
    restored = re.sub(r"&#(\d+);", lambda match: chr(int(match[1])), escaped)
    assert restored == one_line(text)


def test_a_foreign_heading_names_its_language() -> None:
    """A heading in another language than the page says in which."""
    arabic = Locale("ar", "العربية", "rtl")
    assert heading(2, "A*b", "x", arabic) == '## A&#42;b { #x lang="ar" dir="rtl" }'


@pytest.mark.parametrize(
    ("start", "target", "link"),
    [
        ("", "learners/", "learners/"),
        ("learners/", "", "../"),
        ("et/", "et/", "./"),
        ("et/learners/a/", "learners/a/", "../../../learners/a/"),
        ("learners/a/", "learners/b/#c", "../b/#c"),
        ("learners/a/", "learners/a/#c", "#c"),
        ("", "data/x.json", "data/x.json"),
        ("L2/", "learners/a/", "../learners/a/"),
    ],
)
def test_links_are_relative(start: str, target: str, link: str) -> None:
    """Links lead from page to page without naming host or root, so that sub-paths work."""
    assert relative_link(start, target) == link


def test_addresses_are_the_permanent_ones() -> None:
    """The source language has no folder; every other one has its tag."""
    english, estonian = Locale("en", "English", "ltr", is_source=True), Locale("et", "Eesti", "ltr")
    assert page_address("index", english) == ""
    assert page_address("index", estonian) == "et/"
    assert page_address("learners/index", estonian) == "et/learners/"
    assert page_address("learners/weekly-hours", english) == "learners/weekly-hours/"


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{# page #}\n{{ page.nothing }}", r"section\.md\.jinja:2: .*nothing.* Mend the template"),
        ("{# page #}\n\n{% if %}", r"section\.md\.jinja:3: .*Mend the template"),
        ("{{ page.words('no-such-word') }}", r"section\.md\.jinja:1: .*Mend the template"),
    ],
)
def test_a_wrong_template_is_named_with_its_line(
    template: str, message: str, tmp_path: Path
) -> None:
    """A mistake in a template stops the build with the template's file and line."""
    root = tmp_path / "project"
    copy_base(root)
    write_files(root, {"templates/pages/section.md.jinja": template})
    with pytest.raises(GuidebookError, match=message):
        all_pages(loaded(root), root)


COPY = "https://archive.example.org/handbook"


def test_a_copy_in_an_archive_is_linked(make_project: MakeProject) -> None:
    """A work's entry offers the archived copy, in the page's language, wherever it is listed."""
    old = "https://example.org/handbook"
    added = changed("guidelines/references.yml", (old, f"{old}\n  archived: {COPY}"))
    root = make_project(added)
    pages = all_pages(loaded(root), root)
    assert f'href="{COPY}"' not in pages["index.md"].markdown
    for name, words in (("references/index.md", "Copy in a"), ("references/index.et.md", "Koopia")):
        (link,) = re.findall(f'<a [^>]*href="{COPY}"[^>]*>([^<]*)', pages[name].markdown)
        assert link.startswith(words)


def test_templates_have_one_input() -> None:
    """Every template asks for `page` and for nothing else, and says so in its first line."""
    from jinja2 import Environment, meta

    for path in sorted((REPOSITORY / "templates").rglob("*.jinja")):
        text = path.read_text(encoding="utf-8")
        names = meta.find_undeclared_variables(Environment().parse(text))
        assert names <= {"page"}, path
        assert text.startswith("{# "), path
