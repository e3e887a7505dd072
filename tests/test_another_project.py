"""Tests that the program knows no subject: another project is loaded, built and read as HTML.

`projects/allotments` has another source language, a right-to-left translation, a language with a
region, an address below the host, and texts full of signs that mean something elsewhere.
"""

from __future__ import annotations

import ast
import csv
import io
import json
import re
import shutil
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree

import jsonschema
import pikepdf
import pytest
from pdf_reader import leftmost_beside
from support import keep_words, lend_words

from guidebook.addresses import entry_page_id, page_address, page_sources
from guidebook.books import BookShelf
from guidebook.catalogue import Catalogue, Locale
from guidebook.checked import load_checked
from guidebook.field_types import TextKind
from guidebook.freshness import text_fields
from guidebook.localise import Texts
from guidebook.model import Entry
from guidebook.problems import Problem
from guidebook.strict_yaml import read_yaml
from guidebook.website import build_website
from guidebook.words import load_words

REPOSITORY = Path(__file__).parents[1]
PROJECT = Path(__file__).parent / "projects" / "allotments"
DAY = date(2026, 11, 23)
LOCALES = ("sv", "ar", "pt-BR")
HOST = "https://example.org"

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta"})
ARTICLE_TAGS = frozenset(
    re.findall(
        "[a-z0-9]+",
        "a article blockquote br button caption cite dd dfn div dl dt em h1 h2 h3 input label li ol"
        " svg defs pattern rect g path text title code bdi details fieldset form legend summary"
        " dialog noscript option q section select template textarea"
        " nav output p s span strong table tbody td th thead time tr ul",
    )
)
"""What a page may be made of; none of it is a tag that the texts pretend to have."""
PRETENDED_TAGS = frozenset({"b", "em", "i", "jord", "oss", "regntunnor", "u"})
PRETENDED_IDS = frozenset({"ankare", "nej", "x"})


@dataclass
class Segment:
    """A run of text between two tags, with the language and direction it is marked with."""

    text: str
    lang: str
    direction: str


class PageReader(HTMLParser):
    """Reads one page as a browser would: what it links to, and what its article says."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.article_tags: set[str] = set()
        self.outside_tags: set[str] = set()
        self.comments: list[str] = []
        self.unmatched: list[str] = []
        self.segments: list[Segment] = []
        self.texts: dict[str, str] = {}
        self._open: list[tuple[str, str, str]] = [("", "", "")]
        self._starts_new = True
        self.feed(html)
        self.close()

    @property
    def in_article(self) -> bool:
        return any(tag == "article" for tag, _, _ in self._open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.elements.append((tag, attributes))
        _, lang, direction = self._open[-1]
        opened = (tag, attributes.get("lang", lang), attributes.get("dir", direction))
        if tag not in VOID:
            self._open.append(opened)
        (self.article_tags if self.in_article else self.outside_tags).add(tag)
        self._starts_new = True

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._open[-1][0] == tag:
            self._open.pop()
        else:
            self.unmatched.append(tag)
        self._starts_new = True

    def handle_data(self, data: str) -> None:
        tag, lang, direction = self._open[-1]
        self.texts[tag] = self.texts.get(tag, "") + data
        if self.in_article:
            if self._starts_new:
                self.segments.append(Segment("", lang, direction))
            self.segments[-1].text += data
            self._starts_new = False

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    @cached_property
    def article_texts(self) -> set[str]:
        """Return the runs of text of the article, each without space around it."""
        return {normal(segment.text) for segment in self.segments}

    @property
    def article(self) -> str:
        """Return all text of the article."""
        return normal("".join(segment.text for segment in self.segments))

    def values(self, tag: str, attribute: str) -> list[str]:
        """Return the values of an attribute in all elements of a kind."""
        return [
            found[attribute] for name, found in self.elements if name == tag and attribute in found
        ]

    def meta(self, name: str) -> str:
        """Return the content of a meta element."""
        return next(
            found["content"]
            for tag, found in self.elements
            if tag == "meta" and name in (found.get("name"), found.get("http-equiv"))
        )

    @cached_property
    def anchors(self) -> set[str]:
        return {found["id"] for _, found in self.elements if "id" in found}


@dataclass
class Built:
    """The built project."""

    catalogue: Catalogue
    problems: tuple[Problem, ...]
    site: Path
    readers: dict[Path, PageReader] = field(default_factory=dict)

    def read(self, path: Path) -> PageReader:
        if path not in self.readers:
            self.readers[path] = PageReader(path.read_text(encoding="utf-8"))
        return self.readers[path]

    def page(self, address: str) -> PageReader:
        """Return the page at an address below the site's root."""
        return self.read(self.site / address / "index.html")

    def locale(self, tag: str) -> Locale:
        return self.catalogue.locales_by_tag[tag]

    def entry_page(self, entry: Entry, tag: str) -> PageReader:
        return self.page(page_address(entry_page_id(entry), self.locale(tag)))

    def pages(self, tag: str) -> Iterator[tuple[str, PageReader]]:
        """Yield page id and page of every page of a language."""
        for page_id in page_sources(self.catalogue):
            yield page_id, self.page(page_address(page_id, self.locale(tag)))

    @property
    def html_paths(self) -> list[Path]:
        return sorted(self.site.rglob("*.html"))


def normal(text: str) -> str:
    """Return a text with single spaces, as a browser shows it."""
    return " ".join(text.split())


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Return the project, built with the repository's templates and its own words."""
    root = tmp_path_factory.mktemp("another") / "project"
    shutil.copytree(PROJECT, root)
    for name in ("pages", "inserts", "theme", "books", "assets"):
        shutil.copytree(REPOSITORY / "templates" / name, root / "templates" / name)
    lend_words(root)
    catalogue, problems = load_checked(root, DAY)
    assert catalogue is not None, "\n".join(map(str, problems))
    site = build_website(root, catalogue, lambda *_: None)
    keep_words(root)
    shelf = BookShelf(root, catalogue, root / "ledger.json")
    shelf.make(site / "books", site / "books", lambda *_: None, wanted=lambda _: True)
    return Built(catalogue, problems, site)


def test_books_are_set_in_every_script(built: Built) -> None:
    """The Arabic book is set with the project's own font, from right to left, and says so."""
    with pikepdf.open(built.site / "books" / "odlare.ar.pdf") as book:
        assert str(book.Root.Lang) == "ar"
        assert len(book.pages) > 4
    names = {path.name for path in (built.site / "books").iterdir()}
    assert {"odlare.sv.pdf", "odlare.pt-BR.pdf", "all.ar.pdf", "odlare-checklist.ar.pdf"} <= names


def test_addresses_in_arabic_books_run_from_left_to_right(built: Built) -> None:
    """A printed address begins at its left, as a reader types it."""
    book = built.site / "books" / "odlare.ar.pdf"
    assert leftmost_beside(book, "https") == "h"


def test_loads_without_a_problem(built: Built) -> None:
    """The project has no error and no warning."""
    assert [str(problem) for problem in built.problems] == []


def test_has_every_word_of_the_interface(built: Built) -> None:
    """Each language has the repository's words, and Arabic every form that CLDR names for it."""
    expected, _, _ = load_words(REPOSITORY, "en")
    for tag in LOCALES:
        assert built.catalogue.words[tag].keys() == expected.keys()
    counted = [word for word in built.catalogue.words["ar"].values() if not isinstance(word, str)]
    assert counted
    for word in counted:
        assert word.keys() == {"zero", "one", "two", "few", "many", "other"}


@pytest.mark.parametrize("tag", LOCALES)
def test_builds_every_page_in_every_language(built: Built, tag: str) -> None:
    """Every page is there, well-formed, and made of the expected elements only."""
    for page_id, page in built.pages(tag):
        assert page.segments, page_id
        assert page.unmatched == [], page_id
        assert page.comments == [], page_id
        assert page.article_tags <= ARTICLE_TAGS, page_id


def test_arabic_pages_run_from_right_to_left(built: Built) -> None:
    """Every Arabic page says that it is Arabic and runs from right to left."""
    for path in sorted((built.site / "ar").rglob("*.html")):
        page = built.read(path)
        assert page.values("html", "lang") == ["ar"], path
        assert page.values("html", "dir") + page.values("body", "dir") == ["rtl"], path


def test_swedish_passages_in_arabic_pages_are_marked(built: Built) -> None:
    """What an Arabic page says in Swedish is in elements that say so, and nothing else is."""
    swedish = "\n".join(text for _, page in built.pages("sv") for text in page.article_texts)
    names = [reference.by for reference in built.catalogue.references.values()]
    names += [study.by for study in built.catalogue.studies]
    names.append(built.catalogue.settings.publisher)
    found = 0
    for page_id, page in built.pages("ar"):
        for segment in page.segments:
            text = normal(segment.text)
            if segment.lang == "sv" and text:
                found += 1
                assert segment.direction == "ltr", (page_id, text)
                assert text in swedish, (page_id, text)
            elif segment.lang != "sv":
                for name in names:
                    text = text.replace(name, "")
                assert not re.search("[åäöÅÄÖ]", text), (page_id, text)
    assert found > 50
    glossary = built.page("ar/glossary/")
    marked = {segment.text for segment in glossary.segments if segment.lang == "sv"}
    assert {term.term for term in built.catalogue.glossary.values()} <= marked


def test_untranslated_entry_is_whole_and_marked_in_arabic(built: Built) -> None:
    """Each plain text of an entry without translation is one Swedish passage of its page."""
    entry = built.catalogue.entries_by_id["vatten-vid-grinden"]
    page = built.entry_page(entry, "ar")
    marked = {normal(segment.text) for segment in page.segments if segment.lang == "sv"}
    short_address = f"{built.catalogue.site_url}ar/K2/"
    assert [s.direction for s in page.segments if s.text == short_address] == ["ltr"]
    texts = [item.text for item in text_fields(entry) if item.kind is TextKind.PLAIN]
    assert len(texts) > 8
    assert {normal(text) for text in texts} <= marked
    study = built.catalogue.studies[0]
    evidence = built.page("ar/evidence/")
    marked = {normal(segment.text) for segment in evidence.segments if segment.lang == "sv"}
    assert {study.title, *(finding.text for finding in study.findings)} <= marked


def test_titles_of_works_are_marked_with_their_own_language(built: Built) -> None:
    """A work in a language that the site does not have is marked with that language."""
    title = built.catalogue.references["example-report"].title
    for tag in LOCALES:
        page = built.page(f"{built.locale(tag).folder}references/")
        assert [s.lang for s in page.segments if s.text == title] == ["en"]


def test_pages_of_another_language_keep_the_words_of_their_own(built: Built) -> None:
    """The notice and inserts of a page whose body is Swedish are marked as the page's language."""
    page = built.page("ar/om/")
    words = built.catalogue.words["ar"]
    found = {normal(segment.text): segment for segment in page.segments}
    for word in (words["languages_table.caption"], words["ways.improve"], words["survey.unknown"]):
        assert (found[word].lang, found[word].direction) == ("ar", "rtl")
    assert found["Vilka vi är"].lang == "sv"


def test_language_with_a_region_is_named(built: Built) -> None:
    """Readers see the name of a language and its region, not its tag."""
    article = built.page("pt-BR/kommuner/").article
    assert "1 de 3 orientações daqui estão em português (Brasil)" in article


def test_no_english_word_of_the_interface_is_shown(built: Built) -> None:
    """No longer word of the repository's English interface stands in an article."""
    words, _, _ = load_words(REPOSITORY, "en")
    forms = [
        form
        for word in words.values()
        for form in ([word] if isinstance(word, str) else word.values())
    ]
    pieces = {normal(piece) for form in forms for piece in re.split(r"\{[a-z_]+\}", form)}
    long_pieces = {piece for piece in pieces if len(piece) > 12}
    assert len(long_pieces) > 60
    for tag in LOCALES:
        for page_id, page in built.pages(tag):
            assert {piece for piece in long_pieces if piece in page.article} == set(), page_id


def test_nothing_of_the_repository_s_subject_is_published(built: Built) -> None:
    """No file that the program writes names the subject, project or readers of the repository."""
    paths = [
        path
        for path in built.site.rglob("*")
        if path.suffix in (".html", ".json", ".csv", ".xml", ".txt")
    ]
    assert len(paths) > 70
    for path in paths:
        text = path.read_text(encoding="utf-8").casefold()
        for word in ("micro-credential", "meshe", "learners"):
            assert word not in text, path


@pytest.mark.parametrize("tag", LOCALES)
def test_retired_entry_is_found_but_not_listed(built: Built, tag: str) -> None:
    """A retired entry stands in no list; its page is there and leads to what replaces it."""
    entry = built.catalogue.entries_by_id["egen-pump"]
    successor = built.catalogue.entries_by_id["samla-regnvatten"]
    locale = built.locale(tag)
    for page_id in ("odlare/index", "kommuner/index", f"topics/{entry.topic}", "index"):
        page = built.page(page_address(page_id, locale))
        assert entry.title not in page.article
        assert not any(entry.entry_id in link for link in page.values("a", "href"))
    own = built.entry_page(entry, tag)
    assert Texts(built.catalogue, locale).words("retired") in own.article
    assert f"../{successor.entry_id}/" in own.values("a", "href")


@pytest.mark.parametrize("tag", LOCALES)
def test_short_and_earlier_addresses_lead_on(built: Built, tag: str) -> None:
    """Codes, earlier codes and earlier ids have an address in every language that leads on."""
    folder = built.locale(tag).folder
    expected = {entry.code: entry for entry in built.catalogue.entries}
    expected["O9"] = expected["odlare/gammal-id"] = expected["O1"]
    for name, entry in expected.items():
        address = f"{folder}{name}/"
        page = built.page(address)
        delay, _, target = page.meta("refresh").partition("; url=")
        assert delay == "0"
        assert page.values("a", "href") == [target]
        led_to = page_address(entry_page_id(entry), built.locale(tag))
        assert urljoin(f"/{address}", target) == f"/{led_to}"
        assert (built.site / led_to / "index.html").is_file()
        assert page.values("html", "lang") == [tag]
        title = Texts(built.catalogue, built.locale(tag)).entry(entry)["title"]
        assert (title.locale.tag, title.locale.direction) == (
            page.values("span", "lang")[0],
            page.values("span", "dir")[0],
        )
        assert normal(page.texts["span"]) == normal(title.text)


@pytest.mark.parametrize("tag", LOCALES)
def test_texts_are_shown_as_they_are_written(built: Built, tag: str) -> None:
    """Every plain text of an entry stands on its page sign by sign, in title and head as well."""
    texts = Texts(built.catalogue, built.locale(tag))
    for entry in built.catalogue.entries:
        passages = texts.entry(entry)
        page = built.entry_page(entry, tag)
        for name, passage in passages.items():
            if passage.kind is TextKind.PLAIN:
                shown = normal(passage.text)
                assert not {shown, f": {shown}"}.isdisjoint(page.article_texts), name
        assert page.meta("description") == passages["summary"].text
        assert page.texts["title"].startswith(f"{passages['title'].text} – ")
    start = built.page(page_address("index", built.locale(tag)))
    for finding in built.catalogue.studies[0].findings:
        assert normal(finding.text) in start.article_texts
    assert (
        built.page(page_address("om", built.locale(tag)))
        .texts["title"]
        .startswith('Om "råden" & <oss> – ')
    )


def test_markdown_shows_escaped_signs_as_text(built: Built) -> None:
    """Signs that a Markdown text escapes, and those of templates, reach the reader as text."""
    article = built.entry_page(built.catalogue.entries_by_id["samla-regnvatten"], "sv").article
    assert "<b>inte fet</b>, {{ x }}, {% y %}, # not a heading, *stars*, a | b" in article
    assert "frö &amp; jord, \"citat\" och 'apostrof'." in article
    assert "# inte heller här, {: .klass #ankare }" in article
    assert "två lotter, {{ x }} | {% y %}" in article


def test_texts_become_neither_tags_nor_anchors(built: Built) -> None:
    """No tag, script or anchor of a page comes from a text, whether in menu, head or article."""
    scripts = set()
    for tag in LOCALES:
        for page_id, page in built.pages(tag):
            assert page.outside_tags.isdisjoint(PRETENDED_TAGS), page_id
            assert page.anchors.isdisjoint(PRETENDED_IDS), page_id
            kinds = [found.get("type", "") for name, found in page.elements if name == "script"]
            scripts.add(len(kinds) - kinds.count("application/ld+json"))
    assert len(scripts) == 1


@pytest.mark.parametrize("tag", LOCALES)
def test_data_obeys_its_schema(built: Built, tag: str) -> None:
    """The JSON of each language obeys the published schema and holds the texts unchanged."""
    folder = built.site / "data"
    schema = json.loads((folder / "guidelines.schema.json").read_text(encoding="utf-8"))
    data = json.loads((folder / f"guidelines.{tag}.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(data)
    assert (data["locale"], data["source_locale"]) == (tag, "sv")
    texts = Texts(built.catalogue, built.locale(tag))
    for entry, guideline in zip(built.catalogue.entries, data["guidelines"], strict=True):
        assert guideline["title"] == texts.entry(entry)["title"].text
        assert [action["do"] for action in guideline["actions"]] == [
            texts.entry(entry)[f"actions.{action.id}.do"].text for action in entry.actions
        ]


@pytest.mark.parametrize("tag", LOCALES)
def test_table_has_a_row_for_each_entry(built: Built, tag: str) -> None:
    """The CSV of each language has one row an entry, with its texts unchanged."""
    content = (built.site / "data" / f"guidelines.{tag}.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content, newline=""), strict=True))
    assert [row["code"] for row in rows] == ["O1", "O2", "K1", "K2"]
    texts = Texts(built.catalogue, built.locale(tag))
    for entry, row in zip(built.catalogue.entries, rows, strict=True):
        assert None not in row
        assert row["title"] == texts.entry(entry)["title"].text
        actions = row["actions"].split("\n")
        for action, cell in zip(entry.actions, actions, strict=True):
            done = texts.entry(entry)[f"actions.{action.id}.do"].text
            assert cell.startswith(f"{action.id} | {done}")


def test_sitemap_lists_true_translations_only(built: Built) -> None:
    """The sitemap names a page in the languages it really exists in, and those as alternates."""
    everywhere = set(LOCALES)
    expected = {
        "index": {"sv", "ar"},
        "om": {"sv"},
        "odlare/index": everywhere,
        "kommuner/index": everywhere,
        "overview/index": everywhere,
        "topics/index": everywhere,
        "topics/vatten": everywhere,
        "topics/vatten/checklist": everywhere,
        "topics/jord": everywhere,
        "topics/jord/checklist": everywhere,
        "topics/mark": everywhere,
        "topics/mark/checklist": everywhere,
        "evidence/index": {"sv"},
        "references/index": everywhere,
        "glossary/index": {"sv", "ar"},
        "translations/index": everywhere,
        "translations/ar": everywhere,
        "translations/pt-BR": everywhere,
        "odlare/samla-regnvatten": everywhere,
        "odlare/egen-pump": {"sv"},
        "kommuner/langre-arrende": {"sv", "ar"},
        "kommuner/vatten-vid-grinden": {"sv"},
    }

    def url(page_id: str, tag: str) -> str:
        return built.catalogue.site_url + page_address(page_id, built.locale(tag))

    alternates = {
        url(page_id, tag): {other: url(page_id, other) for other in tags}
        | {"x-default": url(page_id, "sv")}
        for page_id, tags in expected.items()
        for tag in tags
    }
    root = ElementTree.parse(built.site / "sitemap.xml").getroot()
    spaces = {
        "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
        "x": "http://www.w3.org/1999/xhtml",
    }
    found = {
        item.findtext("s:loc", "", spaces): {
            link.get("hreflang"): link.get("href") for link in item.findall("x:link", spaces)
        }
        for item in root.findall("s:url", spaces)
    }
    assert found == alternates


def test_every_link_leads_somewhere(built: Built) -> None:
    """Every link, style, script and anchor inside the site leads to what exists."""
    site_url = built.catalogue.site_url
    base_path = urlsplit(site_url).path
    count = 0
    broken = []
    for path in built.html_paths:
        page = built.read(path)
        here = site_url + path.relative_to(built.site).as_posix().removesuffix("index.html")
        links = page.values("a", "href") + page.values("link", "href")
        links += page.values("script", "src") + page.values("img", "src")
        for link in links:
            full = urlsplit(urljoin(here, link))
            if f"{full.scheme}://{full.netloc}" != HOST or (
                not full.path.startswith(base_path) and link.startswith("https:")
            ):
                continue
            count += 1
            if not _leads_somewhere(built, full.path, base_path, unquote(full.fragment)):
                broken.append(f"{path.relative_to(built.site)}: {link}")
    assert broken == []
    assert count > 1000


def _leads_somewhere(built: Built, path: str, base_path: str, anchor: str) -> bool:
    if not path.startswith(base_path):
        return False
    target = built.site / unquote(path.removeprefix(base_path))
    if path.endswith("/"):
        target /= "index.html"
    if not target.is_file():
        return False
    return not anchor or anchor in built.read(target).anchors


def test_translations_hold_every_fingerprint() -> None:
    """The project's translations name the fingerprint of each text, so that none looks stale."""
    paths = sorted(PROJECT.glob("guidelines/**/*.*.yml"))
    assert len(paths) == 6
    for path in paths:
        document = read_yaml(path.read_bytes(), path.name)
        assert isinstance(document.value, dict)
        assert document.value["made_from"], path


SUBJECT = re.compile("micro-credential|meshe|learner|universit|policymaker|estonia", re.IGNORECASE)


def test_program_names_no_subject() -> None:
    """Code and strings of the program name no subject, audience or country; only examples do."""
    paths = sorted((REPOSITORY / "guidebook").rglob("*.py"))
    assert len(paths) > 30
    for path in paths:
        source = path.read_text(encoding="utf-8")
        found = [
            f"{path.name}:{line}: {text}" for line, text in _code_of(source) if SUBJECT.search(text)
        ]
        assert found == []


def test_templates_name_no_subject() -> None:
    """The templates, except the words of the repository's languages, name no subject."""
    folder = REPOSITORY / "templates"
    paths = [path for path in folder.rglob("*") if path.is_file()]
    paths = [path for path in paths if path.relative_to(folder).parts[0] != "words"]
    assert len(paths) > 20
    for path in paths:
        assert not SUBJECT.search(path.read_text(encoding="utf-8")), path


def _code_of(source: str) -> Iterator[tuple[int, str]]:
    """Yield line and text of each token that is neither a comment nor part of a docstring."""
    docstrings = [
        (node.lineno, node.end_lineno or node.lineno)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    ]
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        line = token.start[0]
        is_docstring = any(first <= line <= last for first, last in docstrings)
        if token.type != tokenize.COMMENT and not is_docstring:
            yield line, token.string
