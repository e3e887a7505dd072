"""Tests of the Markdown subset: what is rendered, what is found, and that no text is lost."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidebook.text import find_disallowed, find_links, parse, plain_text
from guidebook.text_html import render_html

FEW = settings(max_examples=60, deadline=None)
TAGS = {"p", "em", "strong", "a", "ul", "ol", "li", "blockquote", "br", "hr", "pre", "code"}
TAGS |= {"div", "table", "thead", "tbody", "tr", "th", "td"}
ATTRIBUTES = {"href", "class", "scope", "start", "tabindex"}
"""`start` is the first number of a list that does not begin with 1."""


def _resolve(target: str) -> dict[str, str] | None:
    return {"href": f"/{target}"} if target.startswith(("entry:", "https:")) else None


class _Reader(HTMLParser):
    """Collects tags, attributes and text of HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in ("br", "hr"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("br", "hr"):
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")


def _read_html(markup: str) -> _Reader:
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    assert reader.open == []
    return reader


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("one\ntwo\n\nthree", "<p>one\ntwo</p>\n<p>three</p>\n"),
        ("*a* **b**", "<p><em>a</em> <strong>b</strong></p>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>\n"),
        ("[a](entry:b)", '<p><a href="/entry:b">a</a></p>\n'),
        ("[a *b*](ref:c)", "<p>a <em>b</em></p>\n"),
        ("[a](javascript:alert)", "<p>[a](javascript:alert)</p>\n"),
        ("<b>x</b> & <script>", "<p>&lt;b&gt;x&lt;/b&gt; &amp; &lt;script&gt;</p>\n"),
    ],
)
def test_the_subset_becomes_html(text: str, markup: str) -> None:
    """Paragraphs, emphasis, lists, quotes and links are rendered; HTML is shown as text."""
    assert render_html(text, _resolve) == markup


def test_a_table_is_wrapped_and_aligned_by_class() -> None:
    """A table can scroll, its head cells have a scope, and no inline style is used."""
    markup = render_html("| a | b |\n|---|--:|\n| c | d |", _resolve)
    assert '<div class="table-scroll" tabindex="0"><table>' in markup
    assert '<th scope="col" class="align-right">b</th>' in markup
    assert "style" not in markup


def test_links_are_found_with_line_and_words() -> None:
    """Every link is found, also in lists, quotes and tables, and also those not allowed."""
    text = (
        "a [b *c*](entry:d)\n\n- [e](javascript:f)\n\n> [g](x.md)\n\n| h |\n|---|\n| [i](ref:j) |"
    )
    found = [(link.target, link.line, link.text) for link in find_links(text)]
    assert found == [
        ("entry:d", 0, "b c"),
        ("javascript:f", 2, "e"),
        ("x.md", 4, "g"),
        ("ref:j", 8, "i"),
    ]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("# a", "a heading"),
        ("a\n---", "a heading"),
        ("* * *", "a line across the page"),
        ("a `b`", "text in backticks"),
        ("    a", "text indented by four spaces"),
        ("```\na\n```", "a block of code"),
        ("![a](b.png)", "a picture"),
        ("<div>a</div>", "HTML"),
        ("a <b>c</b>", "HTML"),
        ("<!-- a -->", "HTML"),
    ],
)
def test_what_is_outside_the_subset_is_found(text: str, what: str) -> None:
    """Headings, lines, code, pictures and HTML are named in words."""
    assert {found for _, found, _ in find_disallowed(text)} == {what}


@pytest.mark.parametrize("text", ["6 \u00d7 26 = 156", "a < b > c", "R&D", "snake_case", "#no"])
def test_everyday_signs_are_allowed(text: str) -> None:
    """Signs that are not Markdown stay as typed and are no fault."""
    assert list(find_disallowed(text)) == []
    assert plain_text(text) == text


_PIECES = ("a", "Üks b", "[c d](ref:x-1)", "*e f*", "*", "_", "`", "[", "](", "12 x", "1. ", "- ")
_PIECES += ("> ", "# ", "=", "|", "!", "&amp;", "<b>", "\\", " ", "  ", "\n", "\n\n", "\u00a0")


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=10).map("".join))
def test_plain_text_is_what_the_parser_reads(text: str) -> None:
    """Texts that are read without the parser, for speed, read as they do with it."""
    lines = []
    for token in parse(text):
        if token.type == "inline":
            parts = [part for part in token.children or [] if part.type != "image"]
            lines.append("".join(" " if "break" in p.type else p.content for p in parts))
        elif token.type in ("code_block", "fence"):
            lines.append(token.content.rstrip("\n"))
    assert plain_text(text) == "\n".join(lines)


def test_plain_text_has_words_only() -> None:
    """Markup goes, the words of links stay, each block is a line."""
    assert plain_text("a *b* [c](entry:d)\n\n- e\n- f") == "a b c\ne\nf"


_WORDS = st.from_regex(r"[A-Za-zõäöüāšž]{1,12}", fullmatch=True)
_PIECES = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        [
            "[",
            "](",
            ")",
            "*",
            "_",
            "`",
            "~~~\n",
            "<b>",
            "<!--",
            "-->",
            "&lt;",
            "\\",
            "\n\n",
            "\n",
            "> ",
            "- ",
            "1. ",
            "# ",
            "    ",
            "| a |\n|---|\n",
            "![",
            "[x](entry:y)",
            "https://x.org",
            "\0",
        ]
    ),
)
_TEXTS = st.lists(_PIECES, max_size=15).map("".join)


@FEW
@given(_TEXTS)
def test_no_text_raises_or_becomes_foreign_markup(text: str) -> None:
    """Any text renders to closed, allowed tags with allowed attributes only."""
    parse(text)
    list(find_links(text))
    list(find_disallowed(text))
    plain_text(text)
    reader = _read_html(render_html(text, _resolve))
    assert reader.tags <= TAGS
    assert reader.attributes <= ATTRIBUTES


@FEW
@given(before=_TEXTS, words=st.lists(_WORDS, min_size=1, max_size=6), after=_TEXTS)
def test_no_words_are_lost(before: str, words: list[str], after: str) -> None:
    """Plain words in a paragraph of their own are shown, whatever stands around them."""
    sentence = "zq" + " ".join(words)
    text = f"{before}\n\n{sentence}\n\n{after}"
    assert sentence in plain_text(text)
    assert sentence in _read_html(render_html(text, _resolve)).text


@FEW
@given(
    st.text(
        st.characters(blacklist_categories=["Cs", "Cc", "Zl", "Zp", "Zs"]), min_size=1, max_size=40
    )
)
def test_signs_are_escaped(signs: str) -> None:
    """Text between two words never becomes a tag that was not asked for."""
    reader = _read_html(render_html(f"word {signs} word", lambda _: None))
    assert reader.tags <= TAGS - {"a"}


@FEW
@given(_TEXTS)
def test_rendering_twice_is_identical(text: str) -> None:
    """The same text gives the same HTML each time."""
    assert render_html(text, _resolve) == render_html(text, _resolve)
