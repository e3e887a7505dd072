"""The characters of a file: UTF-8, plain line ends, nothing that cannot be seen.

In: the bytes of one file. Out: its text, and a problem with its place for each character that is
refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from guidebook.problems import Location, Problem, visible

MAX_BYTES = 256 * 1024
"""The largest real file is below 20 KB; parsing time grows with size."""
HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ue000-\uf8ff\U000e0000-\U000e0fff"
    "\U000f0000-\U0010ffff\ud800-\udfff]"
)
"""Control, bidirectional, zero-width, tag and private-use characters, which can show a reviewer
another text than readers get (Unicode UTS 39; CVE-2021-42574). Joiners (U+200C, U+200D), which
some scripts need, are allowed."""
_BEGINS_TAGS = "\U000e0000".encode()[:2]
"""With these bytes begin the only characters of `HIDDEN` that Python takes for printable."""


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
    if _BEGINS_TAGS not in data and text.replace("\n", "").isprintable():
        return text, []
    return text, list(_find_hidden_characters(text, path))


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
        f"the character {visible(char)} cannot be seen.",
        "Delete it; typing the word again helps when it came with copied text.",
    )
