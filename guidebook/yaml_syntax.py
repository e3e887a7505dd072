"""What is wrong with the form of a YAML file, in the words of somebody who edits it.

In: the lines of a file, and what libyaml says of it and where. Out: a `Problem` that tells where
the mistake was made, which is often above the place at which libyaml gives up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from guidebook.problems import Location, Problem, visible

_UNSPACED_KEY = re.compile(r"(?P<before> *(?:- )?)(?P<key>[A-Za-z_][\w-]*):(?=[^\s:/])")
_BEGINS_EARLIER = ("unexpected end of stream", "could not find expected ':'")
"""What libyaml says at the end of what was not closed."""
_SYNTAX = (
    (
        "mapping values are not allowed",
        "there is ': ' inside a text without quotes, or this line is indented too far",
        "Put the whole text in double quotes, or line it up with the lines above.",
    ),
    (
        "cannot start any token",
        "a text without quotes cannot begin with this character",
        "Put the whole text in double quotes.",
    ),
    (
        "could not find expected ':'",
        "this line has no ': ' after its key",
        "Write 'key: value', or indent the line so that it belongs to the text above.",
    ),
    (
        "did not find expected ',' or",
        "a list or mapping in brackets is not closed",
        "Close the bracket, or put a comma between the values.",
    ),
    (
        "unexpected end of stream",
        "a quoted text is not closed",
        "Write the closing quote at the end of the text.",
    ),
    (
        "unknown escape character",
        "this backslash in a text with double quotes means nothing",
        "Write the backslash twice, or use single quotes.",
    ),
    (
        "did not find expected node content",
        "a value is missing, or a bracket before this place is not closed",
        "Write the value, or close the bracket.",
    ),
    (
        "did not find expected '-' indicator",
        "this line is not part of the list above",
        "Line it up with the lines above: keys under keys, '- ' under '- '.",
    ),
    (
        "did not find expected key",
        "this line does not fit the lines above",
        "Line it up with the other keys, and close the quotes and brackets before it.",
    ),
)
"""What libyaml says, what that means, and what to write instead; the first that fits counts."""


@dataclass(frozen=True)
class SourceLines:
    """The lines of a file or of a part of it."""

    path: str
    lines: list[str]
    first_line: int
    """The place of the first line in the file."""

    def location(self, mark: Any) -> Location:
        """Return where a mark of libyaml stands in the file."""
        line, column = mark.line, mark.column
        if line >= len(self.lines):  # libyaml puts what is missing below the last line
            line = len(self.lines) - 1
            column = len(self.lines[line])
        return Location(self.path, line + self.first_line, column + 1)

    def line(self, number: int) -> str:
        """Return a line, counted from 0; nothing for one below the last."""
        return self.lines[number] if number < len(self.lines) else ""


def syntax_problem(error: Exception, source: SourceLines) -> Problem:
    """Return what an error of libyaml means, and what to write instead."""
    said = str(getattr(error, "problem", "") or "it cannot be read")
    mark = _mark(error, said)
    if mark is None:
        return Problem(
            Location(source.path, source.first_line),
            "yaml-syntax",
            f"this is not YAML: {visible(said)}.",
            "Compare it with another file of the same kind.",
        )
    place = source.location(mark)
    line = source.line(mark.line)
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return Problem(
            Location(source.path, place.line, line.index("\t") + 1),
            "yaml-tab",
            "the line is indented with a tab.",
            "Indent with spaces, two for each level.",
        )
    if "did not find expected key" in said and line[: mark.column].rstrip()[-1:] in ("'", '"'):
        return Problem(
            place,
            "yaml-syntax",
            "the text goes on after its closing quote.",
            "Put the whole text in double quotes, with none inside; write ' for an apostrophe.",
        )
    if unspaced := _unspaced_key(source, mark.line):
        return unspaced
    for pattern, message, advice in _SYNTAX:
        if pattern in said:
            return Problem(place, "yaml-syntax", f"{message}.", advice)
    advice = "Compare the line and the one above with another file of the same kind."
    return Problem(place, "yaml-syntax", f"this is not YAML: {visible(said)}.", advice)


def _mark(error: Exception, said: str) -> Any:
    """Return where the mistake was made: where what is not closed begins, else where it is seen."""
    context = getattr(error, "context_mark", None)
    if context is not None and any(pattern in said for pattern in _BEGINS_EARLIER):
        return context
    return getattr(error, "problem_mark", None)


def _unspaced_key(source: SourceLines, number: int) -> Problem | None:
    """Return the problem of a key without a space behind it, in a line or above it.

    What comes below such a line is taken for its text, so that the mistake shows later.
    """
    line = source.line(number)
    indent = len(line) - len(line.lstrip())
    for above in range(min(number, len(source.lines) - 1), -1, -1):
        found = _UNSPACED_KEY.match(source.lines[above])
        if found and len(found["before"]) <= indent:
            place = Location(source.path, source.first_line + above, found.end())
            message = f"there is no space after '{found['key']}:'."
            return Problem(
                place, "yaml-syntax", message, f"Write '{found['key']}: ' and then the text."
            )
    return None
