"""Tests of the quick way to read Markdown: what it reads, the parser reads too, exactly."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support import REPOSITORY

from guidebook.plain_markdown import PlainMarkdown, read_plain_markdown
from guidebook.text import find_disallowed, find_links, parse

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
