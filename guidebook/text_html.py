"""The Markdown subset of text fields as HTML: read once, written for each page that shows it.

In: the text of a field, and what gives the attributes of links. Out: HTML; nothing an author writes
becomes markup. What is the same on every page is kept for a text: all but its links, and the words
that may become some.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from guidebook.plain_markdown import Piece, PlainBlock, read_plain_blocks
from guidebook.text import parse

Attributes = Mapping[str, str]
Resolver = Callable[[str], Attributes | None]
"""Gives the attributes of the link to a target, or None when it must be shown as mere text."""
WordLinker = Callable[[str], Iterator[tuple[int, int, Attributes]]]
"""Gives start, end and attributes of each link to be made of a run of words."""

_SLOT = re.compile("\0([0-9]+)\0")
"""Where a part stands that pages write; the parser leaves no NUL in a text (CommonMark 2.3)."""
_PARAGRAPH_TAGS = ("<p>", "\n", "</p>\n")
_LIST_TAGS = ("<ul>\n<li>", "</li>\n<li>", "</li>\n</ul>\n")
"""What stands before, between and after lines and items."""


class _Run(NamedTuple):
    """Words of which some may become links."""

    words: str
    html: str


class _Opening(NamedTuple):
    """The beginning of a link."""

    target: str


class _Closing(NamedTuple):
    """The end of the link that was opened last."""


_Part = str | _Run | _Opening | _Closing
"""A part of a text; a `str` is HTML that is the same on every page."""


def render_html(text: str, resolve: Resolver, link_words: WordLinker | None = None) -> str:
    """Return a text as HTML, its links resolved.

    `link_words` is asked which words outside of links are to be links too.
    """
    return _write(_read(text), resolve, link_words)


def read_ahead(text: str) -> None:
    """Read a text that this process, or one that forks from it, will be asked to write."""
    _read(text)


def render_parsed(text: str, resolve: Resolver, link_words: WordLinker | None = None) -> str:
    """Return the same as `render_html`, always by the parser."""
    return _write(_read_parsed(text), resolve, link_words)


def _write(
    parts: tuple[_Part, ...], resolve: Resolver, link_words: WordLinker | None = None
) -> str:
    """Return the parts of a text as one page shows them."""
    written: list[str] = []
    are_links: list[bool] = []
    for part in parts:
        if isinstance(part, str):
            written.append(part)
        elif isinstance(part, _Run):
            written.append(_linked(part, link_words) if link_words else part.html)
        elif isinstance(part, _Opening):
            attributes = resolve(part.target)
            are_links.append(attributes is not None)
            if attributes is not None:
                written.append(_tag(attributes))
        elif are_links.pop():
            written.append("</a>")
    return "".join(written)


def _linked(run: _Run, link_words: WordLinker) -> str:
    """Return words as HTML, with links made of some of them."""
    parts: list[str] = []
    done = 0
    for start, end, attributes in link_words(run.words):
        words = html.escape(run.words[start:end])
        parts += [html.escape(run.words[done:start]), _tag(attributes), words, "</a>"]
        done = end
    return "".join([*parts, html.escape(run.words[done:])]) if parts else run.html


def _tag(attributes: Attributes) -> str:
    return "<a" + "".join(f' {k}="{html.escape(v)}"' for k, v in attributes.items()) + ">"


@lru_cache(maxsize=2**14)  # an entry's texts are shown on its page and beside their originals
def _read(text: str) -> tuple[_Part, ...]:
    """Return the parts of a text."""
    blocks = read_plain_blocks(text)
    return _read_parsed(text) if blocks is None else tuple(_joined(_plain_parts(blocks)))


def _plain_parts(blocks: list[PlainBlock]) -> Iterator[_Part]:
    for block in blocks:
        begin, between, end = _LIST_TAGS if block.is_list else _PARAGRAPH_TAGS
        yield begin
        for number, line in enumerate(block.lines):
            if number:
                yield between
            for piece in line:
                yield from _piece_parts(piece)
        yield end


def _piece_parts(piece: Piece) -> Iterator[_Part]:
    words = html.escape(piece.words)
    if piece.element == "a":
        yield from (_Opening(piece.target), words, _Closing())
    elif piece.element:
        yield from (f"<{piece.element}>", _Run(piece.words, words), f"</{piece.element}>")
    else:
        yield _Run(piece.words, words)


def _read_parsed(text: str) -> tuple[_Part, ...]:
    slots: list[_Part] = []
    env = {"slots": slots, "open_links": 0}
    rendered: str = _WRITER.renderer.render(list(parse(text)), _WRITER.options, env)
    pieces = _SLOT.split(rendered)
    parts: list[_Part] = [pieces[0]]
    for number, following in zip(pieces[1::2], pieces[2::2], strict=True):
        parts += [slots[int(number)], following]
    return tuple(_joined(parts))


def _joined(parts: Iterable[_Part]) -> Iterator[_Part]:
    """Yield the parts with those that are the same on every page joined."""
    fixed = ""
    for part in parts:
        if isinstance(part, str):
            fixed += part
            continue
        if fixed:
            yield fixed
        fixed = ""
        yield part
    if fixed:
        yield fixed


class _Writer(MarkdownIt):
    """Writes tokens; what pages write themselves goes into a slot."""

    def __init__(self) -> None:
        super().__init__("commonmark", {"html": False})
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
    env["open_links"] += 1
    return _in_slot(_Opening(str(tokens[index].attrs.get("href", ""))), env)


def _close_link(
    self: object, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    env["open_links"] -= 1
    return _in_slot(_Closing(), env)


def _write_text(
    self: object, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    words = tokens[index].content
    shown = html.escape(words)
    return shown if env["open_links"] else _in_slot(_Run(words, shown), env)


def _in_slot(part: _Part, env: EnvType) -> str:
    env["slots"].append(part)
    return f"\0{len(env['slots']) - 1}\0"


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


_WRITER = _Writer()
