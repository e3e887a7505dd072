"""Whatever stands in the files of a project, every stage has an answer to it.

A few examples are tried each time; `--hypothesis-profile long` tries many, by hand:

    .venv/bin/pytest tests/test_fuzzing.py --hypothesis-profile long

What a long run finds becomes an `@example` here, or a project in `cases/bad`.
"""

from __future__ import annotations

import html
import re
from datetime import date
from pathlib import Path

import pytest
from html_shapes import Shapes, hosts_of
from hypothesis import HealthCheck, event, example, given, settings
from hypothesis import strategies as st
from library import typeset_apart
from support import CASES, copy_base, write_files
from whole_project import whole_project

from guidebook.catalogue import Catalogue
from guidebook.checks import check_catalogue, web_address
from guidebook.finished_html import finished_html
from guidebook.load import load_catalogue
from guidebook.pages import build_pages
from guidebook.problems import Problem, sort_problems
from guidebook.site_files import build_site_files
from guidebook.site_pictures import find_pictures
from guidebook.strict_yaml import Value, read_yaml
from guidebook.text import find_disallowed, find_links, plain_text
from guidebook.text_html import render_html
from guidebook.typesetting import TypesettingError
from guidebook.yaml_style import format_yaml, write_yaml

IS_LONG = settings.get_current_profile_name() == "long"
TODAY = date(2026, 11, 23)

if IS_LONG:
    pytestmark = pytest.mark.timeout(0)


def tried(few: int) -> settings:
    """Return how many examples are tried."""
    if IS_LONG:
        return settings.get_profile("long")
    return settings(max_examples=few, deadline=None, suppress_health_check=list(HealthCheck))


ALLOWED_BEFORE_PAGES = frozenset(
    (
        *("agreed-term", "avoided-form", "bad-address", "basis-not-listed", "foreign-part"),
        *("lost-link", "lost-number", "markdown-not-allowed", "same-as-source", "wrong-language"),
        *("tracking-address", "insecure-address", "broken-link", "retired-linked"),
        "needless-exception",
    )
)
"""Mistakes in a text that stop a build and need not stop the making of a page: a page of strange
texts must be a page."""

CITATION = "data:application/"
"""How the files of a citation begin, which stand in the page itself."""

NASTY = st.sampled_from(
    [
        *("<script>", "</script>", "<b onclick=x>", "<!--", "-->", "<![CDATA[", "<?x", "&lt;", "&"),
        *("{{ 7 }}", "{% x %}", "{# x #}", "{n}", '#read("x")', "#{", "$x$", "`", "~~~", "```"),
        *(
            "[",
            "]",
            "](",
            "(",
            ")",
            "![",
            "[x](javascript:y)",
            "[x](https://example.org/)",
            "<x:y>",
        ),
        *("[x](entry:first)", "[x](ref:work)", "[x](finding:street/F1)", "[x](term:term)", "|"),
        *(
            "\n",
            "\n\n",
            "\n- ",
            "\n1. ",
            "\n> ",
            "\n    ",
            "\n|a|b|\n|-|-|\n|c|d|\n",
            "\n# ",
            "---",
        ),
        *(
            "*",
            "**",
            "_",
            "__",
            "\\",
            "\\\n",
            "  \n",
            '"',
            "'",
            "=",
            "+1",
            "@x",
            "::error::",
            "%0A",
        ),
        *("/*", "*/", "//", "<label>", "@ref", "\u200d", "\u00a0", "\u202f", "ä", "a\u0308", "ß"),
        *("İ", "ﬁ", "ſ", "Ω", "\u0130", "ǆ", "е", "क्\u200dष", "ش", "א", "漢", "🌱", "\U0001f468"),
        *("2026", "26", "-", "\t", "x" * 100, "https://example.org", "mailto:a@example.org", "%"),
    ]
)
WORDS = st.lists(st.one_of(NASTY, st.text("abc ", max_size=6)), max_size=12).map("".join)
LETTERS = st.text(st.characters(exclude_categories=["C"]), max_size=40)
TEXTS = st.one_of(WORDS, WORDS, LETTERS, LETTERS, st.text(max_size=20))


def _problems(root: Path) -> tuple[Catalogue | None, tuple[Problem, ...]]:
    catalogue, problems = load_catalogue(root)
    if catalogue is not None:
        problems = sort_problems([*problems, *check_catalogue(catalogue, TODAY)])
    for problem in problems:
        assert "\n" not in problem.message, problem
        assert problem.location.line >= 1, problem
        assert problem.location.column >= 1, problem
    return catalogue, problems


def _is_worth_a_page(catalogue: Catalogue, problems: tuple[Problem, ...]) -> bool:
    """Return True when no mistake stands outside of texts: a field's address is a link as it is."""
    return all(p.rule in ALLOWED_BEFORE_PAGES for p in problems if p.is_error) and not list(
        web_address.check(catalogue, TODAY)
    )


def _make_site(root: Path, catalogue: Catalogue) -> None:
    """Make every page and file; fail when a page is not well formed."""
    for locale in catalogue.locales:
        for page in build_pages(catalogue, locale, root / "templates"):
            if page.is_finished:
                shapes = Shapes(finished_html(page.markdown).html)
                assert shapes.mistakes == [], page.file_name
                assert shapes.scripts == [], page.file_name
                leading = [one for one in shapes.addresses if not one.startswith(CITATION)]
                schemes = {host.partition("://")[0] for host in hosts_of(leading)}
                assert schemes <= {"https", "mailto"}, page.file_name
    for file in build_site_files(catalogue, root / "templates", find_pictures(root / "docs")):
        file.content.decode("utf-8")


def _set_book(root: Path, catalogue: Catalogue) -> None:
    """Set a book; a text may only be refused for letters that no font of the book has."""
    try:
        typeset_apart(root, catalogue)
    except TypesettingError as error:
        assert "could not be displayed" in str(error), error


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the base project, for tests that put back what they change."""
    root = tmp_path_factory.mktemp("fuzz") / "project"
    copy_base(root)
    return root


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project whose content each example writes."""
    root = tmp_path_factory.mktemp("whole") / "project"
    copy_base(root)
    write_files(root, {path: None for path, data in whole_project(_plain).items() if data is None})
    return root


def _plain(where: str, is_markdown: bool) -> str:
    return f"The text of {where} {'**and more**' if is_markdown else 'and no more'}."


EVERY_FILE = sorted(
    path.relative_to(CASES / "base").as_posix()
    for path in (CASES / "base").rglob("*")
    if path.suffix in (".yml", ".md")
)


LICENCE = (CASES / "base/guidelines/site.yml").read_bytes().index(b"creativecommons")
WORK = (CASES / "base/guidelines/references.yml").read_bytes().index(b"https://")


def _go_through_all_stages(folder: Path, path: str, content: bytes) -> None:
    """Check a project in which a file is another, and make its site; then put the file back."""
    file = folder / path
    before = file.read_bytes()
    file.write_bytes(content)
    try:
        catalogue, problems = _problems(folder)
        if catalogue is not None and _is_worth_a_page(catalogue, problems):
            _make_site(folder, catalogue)
    finally:
        file.write_bytes(before)


@tried(25)
@given(
    path=st.sampled_from([*EVERY_FILE, "templates/words/et.yml"]),
    at=st.integers(0, 4000),
    gone=st.integers(0, 40),
    new=st.one_of(WORDS.map(str.encode), st.binary(max_size=30)),
)
@example(path="guidelines/site.yml", at=LICENCE, gone=0, new=b"![")
@example(path="guidelines/references.yml", at=WORK, gone=1, new=b"")
def test_no_edit_of_any_file_breaks_a_stage(
    folder: Path, path: str, at: int, gone: int, new: bytes
) -> None:
    """A project with any part of any file overwritten is told of its mistakes, or has its pages."""
    before = (folder / path).read_bytes()
    at %= len(before) + 1
    _go_through_all_stages(folder, path, before[:at] + new + before[at + gone :])


_VALUES: st.SearchStrategy[Value] = st.recursive(
    TEXTS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)


@tried(25)
@given(data=st.data())
def test_no_shape_of_a_file_breaks_a_stage(folder: Path, data: st.DataObject) -> None:
    """A file in which any value has become something else is told of, or has its pages."""
    path = data.draw(st.sampled_from([path for path in EVERY_FILE if path.endswith(".yml")]))
    before = (folder / path).read_bytes()
    value = read_yaml(before, path, comments_anywhere=True).value
    assert isinstance(value, dict)
    inside: Value = value
    while True:
        keys = list(inside) if isinstance(inside, dict) else list(range(len(inside)))
        key = data.draw(st.sampled_from(keys))
        deeper = inside[key]  # type: ignore[index, call-overload]
        if not deeper or isinstance(deeper, str) or data.draw(st.booleans()):
            inside[key] = data.draw(_VALUES)  # type: ignore[index, call-overload]
            break
        inside = deeper
    _go_through_all_stages(folder, path, write_yaml(value).encode("utf-8", "surrogatepass"))


@tried(6)
@given(data=st.data())
def test_no_text_breaks_a_site_or_a_book(whole: Path, data: st.DataObject) -> None:
    """A project in which every field holds a strange text becomes pages and a book."""
    pool = data.draw(
        st.lists(TEXTS.map(lambda text: text if text.strip() else "text"), min_size=1, max_size=8)
    )
    count = 0

    def write(_where: str, is_markdown: bool) -> str:
        nonlocal count
        count += 1
        text = pool[count % len(pool)]
        return text if is_markdown else " ".join(text.split())[:300] or "text"

    files = {path: data for path, data in whole_project(write).items() if data is not None}
    write_files(whole, {path: _written(text) for path, text in files.items()})
    catalogue, problems = _problems(whole)
    if catalogue is not None and _is_worth_a_page(catalogue, problems):
        event("has its pages and a book")
        _make_site(whole, catalogue)
        _set_book(whole, catalogue)


def _written(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode("utf-8", "replace")


@tried(200)
@given(st.lists(st.one_of(NASTY, st.text(max_size=5)), max_size=30).map("".join))
@example('[a](https://example.org/\\"x)')
def test_no_markdown_becomes_markup(text: str) -> None:
    """Any text is well-formed HTML with the elements of the subset and without an author's own."""
    shown = render_html(text, lambda target: {"href": target} if _is_web(target) else None)
    shapes = Shapes(shown)
    assert shapes.mistakes == []
    assert shapes.scripts == []
    tags = {tag for tag, _ in shapes.elements}
    assert tags <= _SUBSET
    names = {name for _, attributes in shapes.elements for name in attributes}
    assert names <= {"href", "scope", "class", "tabindex", "start"}
    assert {host.partition("://")[0] for host in hosts_of(shapes.addresses)} <= {"https"}
    if not list(find_disallowed(text)) and not re.search(r"[&\\]", text):
        words = re.sub(r"\s+", "", html.unescape(shapes.text))
        assert words == re.sub(r"\s+", "", plain_text(text))
    list(find_links(text))


_SUBSET = frozenset(
    (
        *("a", "blockquote", "br", "code", "div", "em", "hr", "li", "ol", "p", "pre", "strong"),
        *("table", "tbody", "td", "th", "thead", "tr", "ul"),
    )
)


def _is_web(target: str) -> bool:
    return target.startswith("https://example.org")


@tried(100)
@given(st.one_of(st.binary(max_size=400), TEXTS.map(lambda text: text.encode("utf-8", "replace"))))
def test_no_bytes_break_the_style(data: bytes) -> None:
    """Any bytes are formatted, formatted again to the same, or refused with a problem."""
    text, problems = format_yaml(data, "guidelines/growers/any.yml")
    assert (text is None) == bool(problems)
    if text is not None:
        assert format_yaml(text.encode(), "guidelines/growers/any.yml") == (text, ())
