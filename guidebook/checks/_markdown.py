"""What the rules want to know of a text with Markdown: words, links, and what it may not hold.

In: a text. Out: a `Reading`. Texts of the simplest kind, nearly all, are read without the parser.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from guidebook.plain_markdown import read_plain_markdown


class Reading(NamedTuple):
    """What one text says."""

    words: str
    """What a reader sees, without markup and addresses, one line a block."""
    links: list[tuple[str, int, int]]
    """Target, line and column (from 0) of each link."""
    disallowed: list[tuple[int, str, str]]
    """Line (from 0), what it is, and advice for everything outside the subset."""


@lru_cache(maxsize=2**14)
def read(text: str) -> Reading:
    """Return what a text says; several rules ask for the same texts."""
    plain = read_plain_markdown(text)
    if plain is None:
        from guidebook.text import find_disallowed, plain_text  # the parser is seldom needed

        return Reading(plain_text(text), parsed_links(text), list(find_disallowed(text)))
    links = [(target, *_line_and_column(text, index)) for target, index in plain.links]
    return Reading(plain.words, links, [])


def parsed_links(text: str) -> list[tuple[str, int, int]]:
    """Return target, line and column (from 0) of each link, as the parser finds them."""
    from guidebook.text import find_links

    line_starts = [0, *(match.end() for match in re.finditer("\n", text))]
    read_to = 0
    found = []
    for link in find_links(text):
        block_start = line_starts[link.line] if link.line < len(line_starts) else 0
        start = text.find(link.target, max(block_start, read_to)) if link.target else -1
        if start < 0:
            found.append((link.target, link.line, 0))
            continue
        read_to = start + len(link.target)
        found.append((link.target, *_line_and_column(text, start)))
    return found


def _line_and_column(text: str, index: int) -> tuple[int, int]:
    return text.count("\n", 0, index), index - (text.rfind("\n", 0, index) + 1)
