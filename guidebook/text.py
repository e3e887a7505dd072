"""The Markdown subset of text fields: paragraphs, emphasis, lists, tables, quotes and links.

In: the text of a field. Out: HTML, plain text, its links, and what in it is not allowed. One parse
serves the website, the books and the checks, so that they cannot disagree (CommonMark 0.31 with
GFM tables, raw HTML off).
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from markdown_it.utils import EnvType, OptionsDict

from guidebook.plain_markdown import (
    CONTENT_SCHEMES,
    Piece,
    read_plain_markdown,
    read_plain_paragraphs,
)

Node = SyntaxTreeNode
"""A part of a text: its type, attributes, children and content."""

Attributes = Mapping[str, str]
Resolver = Callable[[str], Attributes | None]
"""Gives the attributes of the link to a target, or None when it must be shown as mere text."""
WordLinker = Callable[[str], Iterator[tuple[int, int, Attributes]]]
"""Gives start, end and attributes of each link to be made of a run of words."""

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


class _Renderer(MarkdownIt):
    """The parser that readers' pages use."""

    def __init__(self) -> None:
        super().__init__("commonmark", {"html": False})
        self.enable("table")
        self.add_render_rule("link_open", _open_link)
        self.add_render_rule("link_close", _close_link)
        self.add_render_rule("text", _write_text)
        for kind in ("th", "td"):
            self.add_render_rule(f"{kind}_open", _open_cell)
        self.add_render_rule(
            "table_open", lambda *_: '<div class="table-scroll" tabindex="0"><table>'
        )
        self.add_render_rule("table_close", lambda *_: "</table></div>")
        for not_in_subset in ("heading_open", "heading_close", "image"):
            self.add_render_rule(not_in_subset, _show_nothing)


# Render rules are called as methods of the renderer, so `self` comes first.
def _open_link(
    self: object, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    attributes = env["resolve"](str(tokens[index].attrs.get("href", "")))
    env["open_links"].append(attributes is not None)
    if attributes is None:
        return ""
    return _tag(attributes)


def _close_link(
    self: object, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    return "</a>" if env["open_links"].pop() else ""


def _write_text(
    self: object, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    text = tokens[index].content
    return _linked(text, None if env["open_links"] else env["find_links"])


def _linked(text: str, link_words: WordLinker | None) -> str:
    """Return words as HTML, with links to be made of some of them."""
    if link_words is None:
        return html.escape(text)
    parts: list[str] = []
    written = 0
    for start, end, attributes in link_words(text):
        words = html.escape(text[start:end])
        parts += [html.escape(text[written:start]), _tag(attributes), words, "</a>"]
        written = end
    return "".join([*parts, html.escape(text[written:])])


def _tag(attributes: Attributes) -> str:
    return "<a" + "".join(f' {k}="{html.escape(v)}"' for k, v in attributes.items()) + ">"


def _open_cell(
    self: object, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    """Align by class: a content security policy forbids inline styles."""
    token = tokens[index]
    align = str(token.attrs.get("style", "")).removeprefix("text-align:")
    scope = ' scope="col"' if token.tag == "th" else ""
    return f'<{token.tag}{scope} class="align-{align}">' if align else f"<{token.tag}{scope}>"


def _show_nothing(*_: object) -> str:
    return ""


_RENDERER = _Renderer()


def one_line(text: str) -> str:
    """Return a text with each run of white space as one space; no-break spaces stay."""
    return _WHITE_SPACE.sub(" ", text).strip(" ")


@lru_cache(maxsize=4096)
def parse(text: str) -> tuple[Token, ...]:
    """Return the tokens of a text, as every renderer reads them."""
    return tuple(_RENDERER.parse(text))


@lru_cache(maxsize=4096)
def parse_tree(text: str) -> Node:
    """Return the same tokens as a tree, for renderers of nested formats."""
    return Node(list(parse(text)))


def render_html(text: str, resolve: Resolver, link_words: WordLinker | None = None) -> str:
    """Return a text as HTML, its links resolved; nothing an author writes becomes markup.

    `link_words` is asked which words outside of links are to be links too.
    """
    paragraphs = read_plain_paragraphs(text)
    if paragraphs is None:
        return render_parsed(text, resolve, link_words)
    written = []
    for lines in paragraphs:
        shown = ("".join(_piece(one, resolve, link_words) for one in line) for line in lines)
        written.append("<p>" + "\n".join(shown) + "</p>\n")
    return "".join(written)


def _piece(piece: Piece, resolve: Resolver, link_words: WordLinker | None) -> str:
    """Return a run of words as HTML."""
    if piece.element == "a":
        attributes = resolve(piece.target)
        words = html.escape(piece.words)
        return words if attributes is None else f"{_tag(attributes)}{words}</a>"
    words = _linked(piece.words, link_words)
    return f"<{piece.element}>{words}</{piece.element}>" if piece.element else words


def render_parsed(text: str, resolve: Resolver, link_words: WordLinker | None = None) -> str:
    """Return the same as `render_html`, always by the parser."""
    env: dict[str, object] = {"resolve": resolve, "open_links": [], "find_links": link_words}
    rendered: str = _RENDERER.renderer.render(list(parse(text)), _RENDERER.options, env)
    return rendered


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
