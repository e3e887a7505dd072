"""A quick way to read Markdown of the simplest kind: its words and its links.

In: the text of a field. Out: what a reader sees of it and the links in it, or None for everything
that is not of this kind: then `text` reads it with the parser. What is read here is what the parser
reads (a law of the tests), a hundred times faster, and nearly all texts are of this kind:
paragraphs, list items with `- `, tables with a pipe at both ends of each line, whole links to
content or the web, and simple *emphasis*. Nothing in such a text is outside the subset.
"""

from __future__ import annotations

import re
from typing import NamedTuple

CONTENT_SCHEMES = ("entry", "ref", "finding", "term")
"""Links to content: `entry:<id>`, `ref:<id>`, `finding:<study>/<id>`, `term:<id>`."""

_LINK = re.compile(
    r"\[([^\[\]|*\n]*)\]\(((?:entry|ref|finding|term|https|mailto):[!#-%+-;=?-Z^a-{}~_]+)\)"
)
_EMPHASIS = re.compile(r"\*(?<![^\s(]\*)(\*?)(?![\s*])([^*|\n]+)(?<!\s)\*\1(?![^\s.,;:!?)])")
"""`*words*` or `**words**`, in places where nothing but emphasis can be meant."""
_OTHER_MARK = re.compile(r"[`<\\&_*\[\]\t\r\x00]")
"""What has a meaning in Markdown wherever it stands, or is changed by the parser."""
_ITEM = "- "
_TABLE = re.compile(r"^\|", re.MULTILINE)
_BETWEEN = re.compile(r"\n{2,}")
_USUAL_TARGET = re.compile(r"[A-Za-z0-9:/.?=#~_,;@!$+-]+")
"""An address that the parser leaves as it is."""
_BEGINS_BLOCK = frozenset("#>=~+-|:")
_NUMBERED = re.compile(r"\d{1,9}[.)](?:\s|$)")
_BELOW_HEAD = re.compile(r"\|(?: *:?-+:? *\|){2,}")


class PlainMarkdown(NamedTuple):
    """What a simple text says."""

    words: str
    """What a reader sees, one line a paragraph, list item or table cell."""
    links: list[tuple[str, int]]
    """The target of each link, and where in the text it stands."""


def read_plain_markdown(text: str) -> PlainMarkdown | None:
    """Return the words and links of a text, or None when it must be read by the parser."""
    links: list[tuple[str, int]] = []
    shown = text
    if "[" in text:
        if "![" in text:
            return None
        parts = _LINK.split(text)
        end = 0
        for before, label, target in zip(parts[::3], parts[1::3], parts[2::3], strict=False):
            start = end + len(before) + len(label) + 3
            links.append((target, start))
            end = start + len(target) + 1
        shown = "".join(part for number, part in enumerate(parts) if number % 3 != 2)
    if "*" in shown:
        shown = _EMPHASIS.sub(r"\2", shown)
    if _OTHER_MARK.search(shown) is not None:
        return None
    words = _read_lines(text.split("\n"), shown.split("\n"))
    return None if words is None else PlainMarkdown("\n".join(words), links)


class Piece(NamedTuple):
    """A run of words in a paragraph."""

    element: str
    """`em`, `strong`, `a`, or empty for words that stand by themselves."""
    words: str
    target: str = ""
    """What a link leads to."""


class PlainBlock(NamedTuple):
    """A paragraph or a list."""

    is_list: bool
    lines: list[list[Piece]]
    """The pieces of each line of a paragraph, or of each item of a list."""


def read_plain_blocks(text: str) -> list[PlainBlock] | None:
    """Return the paragraphs and lists of a text without tables.

    None for any other text: then it must be read by the parser. The law for this is the same.
    """
    if _TABLE.search(text) or read_plain_markdown(text) is None:
        return None
    blocks: list[PlainBlock] = []
    for part in _BETWEEN.split(text.strip("\n")):
        lines = part.split("\n") if part else []
        begin = next((n for n, line in enumerate(lines) if line.startswith(_ITEM)), len(lines))
        items = [line.removeprefix(_ITEM) for line in lines[begin:] if line.startswith(_ITEM)]
        goes_on = begin == 0 and bool(items and blocks) and blocks[-1].is_list
        if goes_on or begin + len(items) < len(lines):
            return None  # a list of paragraphs, or an item of several lines
        for is_list, inner in ((False, lines[:begin]), (True, items)):
            pieces = [found for line in inner if (found := _read_pieces(line)) is not None]
            if len(pieces) < len(inner):
                return None
            if pieces:
                blocks.append(PlainBlock(is_list, pieces))
    return blocks


def _read_pieces(line: str) -> list[Piece] | None:
    """Return the pieces of a line, or None for emphasis and links in the same."""
    parts = _LINK.split(line)
    if "*" not in line:
        pieces = [Piece("", parts[0])]
        for label, target, after in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
            pieces += [Piece("a", label, target), Piece("", after)]
        is_usual = all(_USUAL_TARGET.fullmatch(piece.target) for piece in pieces[1::2])
        return [piece for piece in pieces if piece.words or piece.element] if is_usual else None
    if len(parts) > 1:
        return None
    pieces, end = [], 0
    for found in _EMPHASIS.finditer(line):
        pieces.append(Piece("", line[end : found.start()]))
        pieces.append(Piece("strong" if found[1] else "em", found[2]))
        end = found.end()
    return [piece for piece in [*pieces, Piece("", line[end:])] if piece.words]


def _read_lines(written: list[str], shown: list[str]) -> list[str] | None:
    """Return what each block says; what a line is tells its beginning as it is written."""
    blocks: list[str] = []
    is_open = False
    number = 0
    while number < len(written):
        line, seen = written[number], shown[number]
        number += 1
        if not line:
            is_open = False
            continue
        if line[0] == "|" and not is_open:
            cells = _read_table(written, shown, number - 1)
            if cells is None:
                return None
            blocks += cells[0]
            number = cells[1]
            continue
        if line[-1].isspace() or "|" in line:
            return None
        if line.startswith(_ITEM):
            line, seen, is_open = line[2:], seen[2:], False
        first = line[0]
        if first in _BEGINS_BLOCK or first.isspace():
            return None
        if first.isdigit() and _NUMBERED.match(line):
            return None
        if is_open:
            blocks[-1] += f" {seen}"
        else:
            blocks.append(seen)
        is_open = True
    return blocks


def _read_table(written: list[str], shown: list[str], start: int) -> tuple[list[str], int] | None:
    """Return the cells of the table that begins in a line, and the line below it."""
    end = start
    while end < len(written) and written[end]:
        end += 1
    columns = shown[start].count("|")
    is_table = (
        end > start + 1
        and _BELOW_HEAD.fullmatch(written[start + 1])
        and all(line[0] == line[-1] == "|" for line in written[start:end])
        and all(line.count("|") == columns for line in shown[start:end])
    )
    if not is_table:
        return None
    rows = [shown[start], *shown[start + 2 : end]]
    return [cell.strip() for row in rows for cell in row[1:-1].split("|")], end
