"""The one way in which content files are written.

In: a value of dicts, lists and strings with the comment of its top, or the bytes of a file. Out:
the same as YAML in the canonical style, in which a change of one text is a change of one line.

Block style, two spaces, keys in the order given, no line ever wrapped. Ids in short lists stand in
brackets, Markdown and texts of several lines in `|-` blocks, and everything else is plain unless
YAML would read it as something else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from guidebook.characters import HIDDEN
from guidebook.problems import FieldPath, GuidebookError, Places, Problem, quote
from guidebook.strict_yaml import Value, read_yaml

BLOCK_FIELDS = frozenset({"why", "detail", "text", "introduction", "definition"})
"""The fields that hold Markdown: always blocks, so that a new paragraph changes no other line."""

MAX_FLOW_WIDTH = 100
"""How long a line with a list in brackets may be, in characters."""
MAX_SIMPLE_KEY = 1000
"""YAML looks for the colon in the first 1024 characters; a longer key needs a `? ` before it."""

_SIMPLE_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9./_-]*")
_NOT_PLAIN = re.compile(
    r"""
    \Z | \s                     # nothing at all, or a space at the beginning
    | [\]\[?:,{}#&*!|>'"%@`]    # characters that begin something else
    | - (?: \s | \Z | --)       # a list item, the beginning of a document
    | \.\.\.                    # the end of a document
    | .* (?: :[ ] | [ ]\# )     # a key, a comment
    | .* [:\s] \Z               # a key without its value, a space at the end
    """,
    re.VERBOSE | re.DOTALL,
)
_UNSEEN = re.compile(f"[\t\n\r]|{HIDDEN.pattern}")
"""Characters that only an escape in double quotes can hold on one line."""
_NOT_IN_BLOCK = re.compile(rf"\Z|\s|.*(?:\n\Z|\r|{HIDDEN.pattern})", re.DOTALL)
"""Matches texts that a `|-` block would change: space at the beginning, line ends at the end."""


def write_yaml(value: Value, comment: str = "", block_fields: frozenset[str] = BLOCK_FIELDS) -> str:
    """Return the canonical YAML of a value, below the lines of the comment.

    Every line of the comment begins with `#`; anything else raises a ValueError, because it would
    be read as content. Texts under a key of `block_fields` are blocks even on a single line.
    """
    comment_lines = [line.strip() for line in comment.strip().splitlines()]
    for line in comment_lines:
        if not line.startswith("#"):
            raise ValueError(f"a line of the comment does not begin with '#': {quote(line)}")
    lines = _Writer(block_fields).lines(value, "", 0)
    return "\n".join([*comment_lines, *lines]) + "\n"


def canonical_yaml(value: Value, comment: str, path: str) -> str:
    """Return the canonical text of the file that `path` names.

    Raises:
        GuidebookError: The text could not be read again, for example because it is too large.
    """
    text, problems = format_yaml(write_yaml(value, comment).encode("utf-8"), path)
    if text is None:
        raise GuidebookError(f"{path} was not written: {problems[0].message} {problems[0].advice}")
    return text


def format_yaml(data: bytes, path: str) -> tuple[str | None, tuple[Problem, ...]]:
    """Return the canonical text of a file, or None and the problems that stand in the way.

    The comment at the top is kept. Keys, values and comment are brought to the Unicode form NFC,
    in which one letter has one spelling. A text that did not read back equal would be a fault of
    ours and raises an AssertionError.
    """
    document = read_yaml(data, path)
    if document.value is None or document.problems:
        return None, document.problems
    problems = tuple(_find_keys_that_merge(document.value, (), document.places))
    if problems:
        return None, problems
    value = _composed(document.value)
    text = write_yaml(value, unicodedata.normalize("NFC", document.comment))
    again = read_yaml(text.encode("utf-8"), path)
    if any(problem.rule == "too-large" for problem in again.problems):
        return None, again.problems
    if again.problems or again.value != value:
        raise AssertionError(f"{path}: the canonical text does not read back equal.")
    return text, ()


def _composed(value: Value) -> Value:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [_composed(item) for item in value]
    return {unicodedata.normalize("NFC", key): _composed(item) for key, item in value.items()}


def _find_keys_that_merge(value: Value, path: FieldPath, places: Places) -> Iterator[Problem]:
    """Yield a problem for each key that differs from one above only in its Unicode spelling."""
    if isinstance(value, str):
        return
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _find_keys_that_merge(item, (*path, index), places)
        return
    lines_by_key: dict[str, int] = {}
    for key, item in value.items():
        place = places.key((*path, key))
        composed = unicodedata.normalize("NFC", key)
        if composed in lines_by_key:
            yield Problem(
                place,
                "duplicate-key",
                f"the key {quote(key)} stands twice, first in line {lines_by_key[composed]}; "
                "only the Unicode spelling differs.",
                "Delete one of the two, or give it another name.",
            )
        lines_by_key.setdefault(composed, place.line)
        yield from _find_keys_that_merge(item, (*path, key), places)


class _Writer:
    """Turns values into lines."""

    def __init__(self, block_fields: frozenset[str]) -> None:
        self.block_fields = block_fields

    def lines(
        self, value: Value, head: str, indent: int, *, is_markdown: bool = False
    ) -> Iterator[str]:
        """Yield the lines of a value.

        `head` is what stands before it on its first line: a key with its colon, a hyphen, or
        nothing. What stands below begins in the column `indent`, counted from 0.
        """
        before = f"{head} " if head else ""
        if isinstance(value, str):
            yield from self.text_lines(value, before, indent, is_markdown)
            return
        brackets = _in_brackets(value)
        if brackets and (not value or len(before + brackets) <= MAX_FLOW_WIDTH):
            yield before + brackets
            return
        below = self.items(value, indent) if isinstance(value, list) else self.fields(value, indent)
        if head.endswith("-"):  # the first item stands on the line of the hyphen
            yield before + next(below)[indent:]
        elif head:
            yield head
        yield from below

    def items(self, values: list[Value], indent: int) -> Iterator[str]:
        for value in values:
            yield from self.lines(value, " " * indent + "-", indent + 2)

    def fields(self, mapping: dict[str, Value], indent: int) -> Iterator[str]:
        margin = " " * indent
        for key, value in mapping.items():
            head = f"{margin}{_on_one_line(key)}:"
            if len(head) - indent > MAX_SIMPLE_KEY:
                yield f"{margin}? {_on_one_line(key)}"
                head = f"{margin}:"
            is_markdown = key in self.block_fields
            if isinstance(value, str) and _SIMPLE_WORD.fullmatch(value):
                is_markdown = False  # a fingerprint under the name of the text it belongs to
            yield from self.lines(value, head, indent + 2, is_markdown=is_markdown)

    def text_lines(self, text: str, before: str, indent: int, is_markdown: bool) -> Iterator[str]:
        if not (is_markdown or "\n" in text) or _NOT_IN_BLOCK.match(text):
            yield before + _on_one_line(text)
            return
        margin = " " * max(indent, 2)
        yield f"{before}|-"
        for line in text.split("\n"):
            yield margin + line if line else ""


def _in_brackets(value: list[Value] | dict[str, Value]) -> str | None:
    """Return an empty list or mapping, or a list of simple words, as YAML; None for all else."""
    if isinstance(value, dict):
        return None if value else "{}"
    words = [item for item in value if isinstance(item, str) and _SIMPLE_WORD.fullmatch(item)]
    return f"[{', '.join(words)}]" if len(words) == len(value) else None


def _on_one_line(text: str) -> str:
    """Return a text as it is, or in the quotes that it needs."""
    if not text:
        return "''"
    if _UNSEEN.search(text):
        return _in_double_quotes(text)
    if not _NOT_PLAIN.match(text):
        return text
    if "'" not in text and ('"' in text or "\\" in text):
        return f"'{text}'"
    return _in_double_quotes(text)


def _in_double_quotes(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{_UNSEEN.sub(_escape, escaped)}"'


def _escape(match: re.Match[str]) -> str:
    return match.group().encode("unicode_escape").decode("ascii")  # Python's escapes are YAML's
