"""The Markdown subset of text fields: paragraphs, emphasis, lists, tables, quotes and links.

In: the text of a field. Out: its parts, plain text, its links, and what in it is not allowed. One
parse serves the website, the books and the checks, so that they cannot disagree (CommonMark 0.31
with GFM tables, raw HTML off).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from guidebook.plain_markdown import CONTENT_SCHEMES, read_plain_markdown

Node = SyntaxTreeNode
"""A part of a text: its type, attributes, children and content."""

_WHITE_SPACE = re.compile(r"[^\S\u00a0\u202f]+")
_NOT_ALLOWED = {
    "heading_open": ("a heading", "Write it as a paragraph; the page has its own headings."),
    "hr": ("a line across the page", "Delete it."),
    "code_inline": ("text in backticks", "Write it without the backticks."),
    "code_block": ("text indented by four spaces", "Write it without the indentation."),
    "fence": ("a block of code", "Write it as a paragraph or a list."),
    "image": ("a picture", "Describe it in words; pictures belong to hand-written pages."),
    "html_block": ("HTML", "Write it in Markdown: *emphasis*, **strong**, [text](address)."),
    "html_inline": ("HTML", "Write it in Markdown: *emphasis*, **strong**, [text](address)."),
}


@dataclass(frozen=True)
class Link:
    """A link in a text."""

    target: str
    """As written, for example `entry:weekly-hours`."""
    line: int
    """The line of its block in the text, counted from 0."""
    text: str


def _parser(*, with_html: bool, any_link: bool) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": with_html}).enable("table")
    if any_link:
        # markdown-it shows dangerous links as text; checks must see them to report them.
        parser.validateLink = _is_any_link  # type: ignore[method-assign]
        parser.normalizeLink = str  # type: ignore[method-assign, assignment]
    return parser


def _is_any_link(url: str) -> bool:
    return True


_CHECKER = _parser(with_html=True, any_link=True)


_READER = _parser(with_html=False, any_link=False)
"""The parser that readers' pages use."""


def one_line(text: str) -> str:
    """Return a text with each run of white space as one space; no-break spaces stay."""
    return _WHITE_SPACE.sub(" ", text).strip(" ")


@lru_cache(maxsize=4096)
def parse(text: str) -> tuple[Token, ...]:
    """Return the tokens of a text, as every renderer reads them."""
    return tuple(_READER.parse(text))


@lru_cache(maxsize=4096)
def parse_tree(text: str) -> Node:
    """Return the same tokens as a tree, for renderers of nested formats."""
    return Node(list(parse(text)))


@lru_cache(maxsize=2**14)  # the same is searched, described and sent to readers
def plain_text(text: str) -> str:
    """Return the words of a text without its markup, one line a block."""
    plain = read_plain_markdown(text)
    if plain is not None:
        return plain.words
    lines: list[str] = []
    for token in parse(text):
        if token.type == "inline":
            lines.append(_words(token.children or []))
        elif token.type in ("code_block", "fence"):
            lines.append(token.content.rstrip("\n"))
    return "\n".join(lines)


def _words(tokens: Sequence[Token]) -> str:
    return "".join(
        " " if token.type in ("softbreak", "hardbreak") else token.content
        for token in tokens
        if token.type in ("text", "code_inline", "softbreak", "hardbreak", "text_special")
    )


def find_links(text: str) -> Iterator[Link]:
    """Yield every link of a text, also those that are not allowed."""
    for token in _CHECKER.parse(text):
        if token.type != "inline":
            continue
        line = token.map[0] if token.map else 0
        target = ""
        label: list[Token] = []
        for child in token.children or []:
            if child.type == "link_open":
                target, label = str(child.attrs.get("href", "")), []
            elif child.type == "link_close":
                yield Link(target, line, _words(label))
            else:
                label.append(child)


def is_foreign(target: str) -> bool:
    """Return True for a link that leads out of the site, whatever its scheme."""
    scheme, colon, _ = target.partition(":")
    return "//" in target or (bool(colon) and scheme not in CONTENT_SCHEMES)


def find_disallowed(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield line (from 0), what it is, and advice for everything outside the subset."""
    line = 0
    for token in _CHECKER.parse(text):
        line = token.map[0] if token.map else line
        for part in [token, *(token.children or [])]:
            if part.type in _NOT_ALLOWED:
                what, advice = _NOT_ALLOWED[part.type]
                yield line, what, advice


def find_foreign_pictures(text: str) -> Iterator[tuple[int, str]]:
    """Yield line (from 0) and source of each picture of a page that is not of its own site."""
    line = 0
    for token in _CHECKER.parse(text):
        line = token.map[0] if token.map else line
        for part in token.children or []:
            source = str(part.attrs.get("src", ""))
            if part.type == "image" and (":" in source or source.startswith(("//", "/\\", "\\"))):
                yield line, source
