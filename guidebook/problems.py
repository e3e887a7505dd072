"""What is wrong with a file, and where.

In: nothing of ours. Out: `Location`, `Places`, `Problem` (an author's mistake, a value),
`GuidebookError` (the machine's trouble, raised) and the one way a problem is printed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

FieldPath = tuple[str | int, ...]
"""The way to a value inside a file, for example `("actions", 0, "do")`."""

QUOTED_LENGTH = 80
"""How many characters of an author's value a message repeats at the most."""


class GuidebookError(Exception):
    """The machine or the set-up stands in the way; the message says what to do about it."""


class PagesError(GuidebookError):
    """The site generator found mistakes in pages or settings, which an author can mend."""


class PassingError(GuidebookError):
    """Something stands in the way for now; the same may succeed a moment later."""


class Severity(StrEnum):
    """How much a problem matters."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"
    """A matter of taste; only `prose` gives hints."""


@dataclass(frozen=True, order=True)
class Location:
    """A place in a file of the project."""

    path: str
    """Relative to the project's folder, with `/`."""
    line: int = 1
    """Counted from 1."""
    column: int = 1
    """Counted from 1, in characters."""


@dataclass(frozen=True)
class Place:
    """Where one value of a YAML file stands."""

    value: Location
    key: Location | None = None
    """Where its key begins; None for list items and for the document itself."""
    is_block: bool = False
    """True for `|` texts, whose first line stands one line below `value`."""
    text_column: int = 0
    """Where the lines of a `|` text begin; 0 when it is not one."""


@dataclass(frozen=True)
class Places:
    """Where every key and value of one file stands."""

    path: str
    by_field: Mapping[FieldPath, Place] = field(default_factory=dict)

    def place(self, field_path: FieldPath) -> Place:
        """Return the place of a value, or of its nearest ancestor that is written in the file."""
        for length in range(len(field_path), -1, -1):
            found = self.by_field.get(field_path[:length])
            if found is not None:
                return found
        return Place(Location(self.path))

    def value(self, field_path: FieldPath = ()) -> Location:
        """Return where a value begins (its nearest ancestor's if it is not written)."""
        return self.place(field_path).value

    def key(self, field_path: FieldPath) -> Location:
        """Return where a key begins; for list items, where the item begins."""
        place = self.place(field_path)
        return place.key or place.value

    def inside(self, field_path: FieldPath, line: int) -> Location:
        """Return the place of the n-th line (from 0) of a text of several lines."""
        place = self.place(field_path)
        if not place.is_block:
            return place.value
        return Location(self.path, place.value.line + 1 + line, place.text_column or 1)


@dataclass(frozen=True, order=True)
class Problem:
    """A mistake in a file: a value that is collected, sorted and printed."""

    location: Location
    rule: str
    """The id of the rule that found it, for example `unknown-topic`."""
    message: str
    """One sentence that quotes the value."""
    advice: str
    """An imperative that the author can obey without asking."""
    severity: Severity = Severity.ERROR

    @property
    def is_error(self) -> bool:
        """True when the site must not be built before this is mended."""
        return self.severity is Severity.ERROR

    def __str__(self) -> str:
        """Return the two lines that a person reads."""
        location = self.location
        kind = "" if self.is_error else f"{self.severity}: "
        return (
            f"{visible(location.path)}:{location.line}:{location.column}: "
            f"{kind}{self.rule}: {self.message}\n    {self.advice}"
        )


def sort_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems once each, ordered by path, line and column."""
    return tuple(sorted(set(problems)))


NEEDED_UNSEEN = " \u00a0\u202f\u200c\u200d"
"""Unseen characters that texts need: spaces, and what joins or parts letters in some scripts."""


def visible(text: str, keep: str = " ") -> str:
    """Return the text with control, bidi and other unseen characters written as their code.

    Those in `keep` stay as they are.
    """
    return "".join(
        char if char in keep or unicodedata.category(char)[0] not in "CZ" else code_of(char)
        for char in text
    )


def code_of(char: str) -> str:
    """Return how a message writes a character that cannot be seen, for example U+200B."""
    code = ord(char)
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def quote(value: object) -> str:
    """Return an author's value in quotes for a message: on one line, visible, cut when long."""
    text = visible(str(value))
    if len(text) > QUOTED_LENGTH:
        text = text[: QUOTED_LENGTH - 1] + "…"
    return f"'{text}'"


def did_you_mean(value: str, options: Iterable[str]) -> str:
    """Return ` Did you mean 'x'?` for the option nearest to the value, or an empty text."""
    near = _nearest(value, options, 0.6)
    return f" Did you mean {quote(near)}?" if near else ""


def one_of(value: str, options: Iterable[str]) -> str:
    """Return the advice for a value that must be one of a few, with the nearest of them."""
    names = list(options)
    return f"Write one of: {', '.join(names)}.{did_you_mean(value, names)}"


def nearest(value: str, options: Iterable[str]) -> str:
    """Return ` (nearest: 'x')` for a value that must be one of many, or an empty text."""
    near = _nearest(value, options, 0.4)
    return f" (nearest: {quote(near)})" if near else ""


def _nearest(value: str, options: Iterable[str], cutoff: float) -> str | None:
    import difflib  # only for mistakes

    return next(iter(difflib.get_close_matches(value, sorted(options), n=1, cutoff=cutoff)), None)
