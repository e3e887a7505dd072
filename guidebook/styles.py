"""A style as browsers read it: without comments, its escapes resolved, its lines where they were.

In: the text of a style sheet or of an attribute. Out: the same for a search for what it asks for.
What stands in quotes or in `url(…)` begins no comment, and a letter may be written as its number,
so that a search through the text as it is written would miss what is meant to be missed (CSS Syntax
Level 3, 4.3).
"""

from __future__ import annotations

import re

_PART = re.compile(
    r"""(?P<comment>/\*.*?(?:\*/|\Z))
    |"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?
    |(?P<word>(?:[\w-]|[^\x00-\x7f]|\\[0-9a-f]{1,6}\s?|\\[^\n])+)(?P<open>\(\s*(?!["'\s]))?
    """,
    re.DOTALL | re.IGNORECASE | re.VERBOSE,
)
_ADDRESS = re.compile(r"(?:\\.|[^)\\])*", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:(?P<code>[0-9a-f]{1,6})\s?|(?P<sign>.))", re.DOTALL | re.IGNORECASE)
_LINE_ENDS = re.compile(r"\r\n?|\f")


def style_as_read(style: str) -> str:
    """Return a style as browsers read it, each part in the line in which it stands."""
    text = _with_plain_line_ends(style)
    parts: list[str] = []
    place = 0
    while found := _PART.search(text, place):
        parts.append(text[place : found.start()])
        end = found.end()
        if found["open"] and _read(found["word"]).lower() == "url":
            address = _ADDRESS.match(text, end)
            end = address.end() if address else end
        parts.append(_in_its_lines(text[found.start() : end], is_comment=bool(found["comment"])))
        place = end
    return "".join([*parts, text[place:]])


def style_lines(style: str) -> list[str]:
    """Return the lines of a style as they are written."""
    return _with_plain_line_ends(style).split("\n")


def _with_plain_line_ends(style: str) -> str:
    return _LINE_ENDS.sub("\n", style)


def _in_its_lines(part: str, *, is_comment: bool) -> str:
    shown = " " if is_comment else _read(part)
    return shown + "\n" * (part.count("\n") - shown.count("\n"))


def _read(part: str) -> str:
    return _ESCAPE.sub(_meant, part)


def _meant(escape: re.Match[str]) -> str:
    """Return what an escape stands for; what would end a text were it not escaped is left out."""
    if escape["sign"] == "\n":
        return ""
    char = escape["sign"] or chr(min(int(escape["code"], 16), 0x10FFFF))
    if char in "\"'()":
        return "_"
    return char if char >= " " else "\t"  # browsers take both out of an address
