"""The characters of a file: UTF-8, plain line ends, nothing that cannot be seen.

In: the bytes of one file. Out: its text, and a problem with its place for each character that is
refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from guidebook.problems import Location, Problem, code_of

MAX_BYTES = 256 * 1024
"""The largest real file is below 20 KB; parsing time grows with size."""
MAX_PROBLEMS = 20
"""How many mistakes of form are told of one file: whoever mends those is told of the others. A file
made of nothing else would take a minute, and its list nobody would read."""
_PRINTABLE = "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0"
"""Joiners and fillers that show nothing, though Python takes them for printable."""
HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e"
    f"{_PRINTABLE}"
    "\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff9-\ufffc\ufffe\uffff\ue000-\uf8ff"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff\U000f0000-\U0010ffff\ud800-\udfff"
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(1 << 16, 15 << 16, 1 << 16)
    )
    + "]"
)
"""Control, bidirectional, zero-width, filling, tag and private-use characters, and those that no
text has, which can show a reviewer another text than readers get (Unicode UTS 39; CVE-2021-42574).
Joiners (U+200C, U+200D), which some scripts need, are allowed."""
_BEGINS_TAGS = "\U000e0000".encode()[:2]
"""With these bytes begin the only other characters of `HIDDEN` that Python takes for printable."""


def decode(data: bytes, path: str) -> tuple[str | None, list[Problem]]:
    """Return a file's text with plain line ends, or None, and what is wrong with its characters."""
    if len(data) > MAX_BYTES:
        message = f"the file has {len(data)} bytes; {MAX_BYTES} are allowed."
        return None, [
            Problem(Location(path), "too-large", message, "Split the text over several entries.")
        ]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8", "replace")
        before = before.replace("\r\n", "\n").replace("\r", "\n")
        place = Location(path, before.count("\n") + 1, len(before) - before.rfind("\n"))
        message = f"the byte 0x{error.object[error.start]:02x} is not UTF-8."
        return None, [Problem(place, "not-utf8", message, "Save the file with the encoding UTF-8.")]
    if b"\r" in data:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.replace("\n", "").isprintable() and (text.isascii() or not _may_hide(text, data)):
        return text, []
    return text, list(islice(_find_hidden_characters(text, path), MAX_PROBLEMS))


def _may_hide(text: str, data: bytes) -> bool:
    """Return True for a printable text that may hold a hidden character all the same."""
    return _BEGINS_TAGS in data or any(char in text for char in _PRINTABLE)


def _find_hidden_characters(text: str, path: str) -> Iterator[Problem]:
    for match in HIDDEN.finditer(text):
        start = match.start()
        place = Location(path, text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start))
        yield hidden_character(match.group(), place)


def hidden_character(char: str, place: Location) -> Problem:
    """Return the problem of a character that cannot be seen."""
    return Problem(
        place,
        "hidden-character",
        f"the character {code_of(char)} cannot be seen.",
        "Delete it; typing the word again helps when it came with copied text.",
    )
