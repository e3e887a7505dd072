"""Tests of the quick way to read Markdown: what it reads, the parser reads too, exactly."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support import REPOSITORY

from guidebook.field_types import TextKind
from guidebook.freshness import text_fields
from guidebook.load import load_catalogue
from guidebook.plain_markdown import PlainMarkdown, read_plain_blocks, read_plain_markdown
from guidebook.text import find_disallowed, find_links, parse
from guidebook.text_html import Attributes, render_html, render_parsed

_PIECES = st.sampled_from(
    [
        *("word", "Üks", "12", "a-b", "2026.", "6 × 26 = 156", "क्\u200dष", "\u00a0", " ", "  "),
        *("\n", "\n\n", "\n\n\n", "\n- ", "\n  ", "\n    ", "\t", "\n1. ", "\n1) ", "\n> ", "\n# "),
        *("\n+ ", "\n* ", "\n---\n", "\n===\n", "\n***\n", "\n~~~\n", "\n```\n", "- ", "-", "."),
        *("*", "**", "***", "_", "__", "*a*", "**b c**", "* a", "a*b*c", "(*a*)", "*a*.", "*a**"),
        *("[a](entry:b)", "[a *b*](ref:c)", "*[a](term:b)*", "[a\nb](entry:c)", "[](entry:a)"),
        *("[a](https://x.org/a_b*c)", "[a](https://x.org/(b))", "[a](<b>)", "[a](b 'c')", "[a][b]"),
        *("[a](finding:b/F1)", "[a]", "]", "[", "](", "(", ")", "![a](b)", "[a]: https://x.org\n"),
        *("| a | b |\n", "|---|---|\n", "|:-|-:|\n", "| a |\n", "a | b\n", "|", "| [a](entry:b) |"),
        *(
            "&amp;",
            "&",
            "<b>",
            "<",
            ">",
            "`",
            "`a`",
            "\\",
            "\\*",
            "\\[",
            "<https://x.org>",
            "~",
            "!",
        ),
    ]
)
_TEXTS = st.one_of(
    st.lists(_PIECES, max_size=10).map("".join),
    st.lists(st.sampled_from("a *[]()|-\n:1."), max_size=25).map("".join),
    st.text(max_size=60),
)


def _parsed(text: str) -> tuple[str, list[str]]:
    """Return words and targets of links as the parser reads them."""
    lines = []
    for token in parse(text):
        if token.type == "inline":
            parts = [part for part in token.children or [] if part.type != "image"]
            lines.append("".join(" " if "break" in p.type else p.content for p in parts))
        elif token.type in ("code_block", "fence"):
            lines.append(token.content.rstrip("\n"))
    return "\n".join(lines), [link.target for link in find_links(text)]


@settings(max_examples=1500, deadline=None)
@given(_TEXTS)
@example("| a | b |\n|---|---|\n| c | d |\ne")
@example("a\n| b | c |\n|---|---|\n")
@example("- a\n  b\n\n  c")
@example("[a](https://x.org/&amp;)")
@example("*a *b* c*")
def test_what_is_read_quickly_is_what_the_parser_reads(text: str) -> None:
    """Any text that the quick way reads has the same words and links, and nothing disallowed."""
    plain = read_plain_markdown(text)
    if plain is None:
        return
    assert (plain.words, [target for target, _ in plain.links]) == _parsed(text)
    assert all(text.startswith(target, place) for target, place in plain.links)
    assert list(find_disallowed(text)) == []


def _link_the_words(text: str) -> Iterator[tuple[int, int, Attributes]]:
    """Make a link of every other word."""
    for found in list(re.finditer(r"\w+", text))[::2]:
        yield found.start(), found.end(), {"href": f"#{found[0]}"}


@settings(max_examples=1500, deadline=None)
@given(_TEXTS, st.booleans())
@example("*a* b [c](entry:d)", False)
@example('**a**\n*b* "c" & d\n\n\ne', True)
@example("[](entry:a)", True)
@example("[a](https://x.org/%zz)", True)
@example("a\n- b [c](entry:d)\n- *e*\n\nf", True)
@example("- a\n\n- b", False)
@example("- a\nb", False)
@example("- a\n\nb\n\n- c", False)
def test_what_is_written_quickly_is_what_the_parser_writes(text: str, links: bool) -> None:
    """Any text becomes the same HTML in both ways, asked for the same links in the same order."""
    asked: tuple[list[str], list[str]] = ([], [])

    def resolver(note: list[str]) -> Callable[[str], Attributes | None]:
        def resolve(target: str) -> Attributes | None:
            note.append(target)
            return None if "c" in target else {"href": target, "class": "a"}

        return resolve

    linker = _link_the_words if links else None
    written = render_html(text, resolver(asked[0]), linker)
    assert written == render_parsed(text, resolver(asked[1]), linker)
    assert asked[0] == asked[1]


def test_most_texts_are_written_without_the_parser() -> None:
    """Most texts of the repository are of the kind that needs no parser."""
    catalogue, _ = load_catalogue(REPOSITORY)
    assert catalogue is not None
    texts = [
        field.text
        for entry in catalogue.entries
        for field in text_fields(entry)
        if field.kind is TextKind.MARKDOWN
    ]
    quick = [text for text in texts if read_plain_blocks(text) is not None]
    assert len(quick) > len(texts) * 3 // 4


@pytest.mark.parametrize(
    ("text", "words", "links"),
    [
        ("one\ntwo\n\nthree", "one two\nthree", []),
        ("- *one*\n- two", "one\ntwo", []),
        ("see [the a](entry:a), **b**", "see the a, b", [("entry:a", 12)]),
        ("| a | b |\n|---|---|\n| c | [d](ref:e) |", "a\nb\nc\nd", [("ref:e", 30)]),
    ],
)
def test_simple_texts_are_read(text: str, words: str, links: list[tuple[str, int]]) -> None:
    """Paragraphs, lists, tables, emphasis and links need no parser."""
    assert read_plain_markdown(text) == PlainMarkdown(words, links)


def test_most_hand_written_paragraphs_need_no_parser() -> None:
    """Paragraphs of the repository's own pages without HTML are read quickly."""
    text = (REPOSITORY / "docs/about.md").read_text(encoding="utf-8").partition("\n---\n")[2]
    blocks = [block for block in text.split("\n\n") if block and block.strip()[0].isalpha()]
    quick = [block for block in blocks if read_plain_markdown(block.strip()) is not None]
    assert len(quick) > len(blocks) // 2
