"""A generated page as HTML: what Python-Markdown would make of it, and nothing of an author's."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from support import REPOSITORY, copy_base

from guidebook.finished_html import FinishedHtml, finished_html
from guidebook.load import load_catalogue
from guidebook.markup import heading
from guidebook.pages import build_pages


class Parts(HTMLParser):
    """The tags and words of a text, however it is broken into lines."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.parts: list[object] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag with its attributes, whose order does not matter."""
        self.parts.append((tag, sorted(attrs, key=str)))

    def handle_endtag(self, tag: str) -> None:
        """Note the end of an element."""
        self.parts.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        """Note words."""
        self.parts += data.split()


def by_markdown(text: str) -> tuple[list[object], list[tuple[int, str, str]]]:
    """Return the parts and the headings that Python-Markdown finds in a page."""
    reader = Markdown(extensions=["attr_list", "tables", "toc"])
    return Parts(reader.convert(text)).parts, list(headings_of(reader.toc_tokens))  # type: ignore[attr-defined]


def headings_of(tokens: list[Any]) -> Iterator[tuple[int, str, str]]:
    """Yield level, anchor and text of the headings of a table of contents."""
    for token in tokens:
        yield token["level"], token["id"], token["name"]
        yield from headings_of(token["children"])


def by_us(text: str) -> tuple[list[object], list[tuple[int, str, str]]]:
    """Return the parts and the headings that we find in a page."""
    found = finished_html(text)
    return Parts(found.html).parts, [(one.level, one.anchor, one.text) for one in found.headings]


@pytest.mark.parametrize("name", ["base", "real"])
def test_every_page_reads_as_markdown_would(name: str, tmp_path: Path) -> None:
    """Each generated page has the same elements, words and headings either way."""
    root = REPOSITORY
    if name == "base":
        root = tmp_path / "project"
        copy_base(root)
    catalogue, _ = load_catalogue(root)
    assert catalogue is not None
    for locale in catalogue.locales[:2]:
        for page in build_pages(catalogue, locale, root / "templates"):
            if page.is_finished:
                assert by_us(page.markdown) == by_markdown(page.markdown), page.page_id


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1), st.integers(1, 6))
def test_no_text_of_a_heading_becomes_markup(text: str, level: int) -> None:
    """Whatever it says, a heading is one heading with this text."""
    found = finished_html(f"<p>Before</p>\n\n{heading(level, text, 'here')}\n\n<p>After</p>")
    parts = Parts(found.html).parts
    words = parts[parts.index((f"h{level}", [("id", "here")])) + 1 : parts.index(f"/h{level}")]
    assert "".join(map(str, words)) == re.sub(r"\s", "", text)
    assert len(found.headings) == 1


@pytest.mark.parametrize(
    "line", ["# Not a heading { #x }", "## Not a heading { #x }", '###### N { #x lang="et" }']
)
def test_a_line_within_a_block_is_no_heading(line: str) -> None:
    """A line of an author's text can look like a heading; it stays in its block."""
    found = finished_html(f"<p>First\n{line}\nlast</p>")
    assert found == FinishedHtml(f"<p>First\n{line}\nlast</p>", ())


def test_anchors_are_all_places_that_links_lead_to() -> None:
    """Those of headings and of elements in blocks."""
    found = finished_html('# Top { #top }\n\n<p id="a">A <span id="b">b</span></p>')
    assert found.anchors == {"top", "a", "b"}
