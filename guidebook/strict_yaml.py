"""YAML that cannot surprise: every value is a string, every key and value has its place.

In: the bytes of one file. Out: a `Document` of dicts, lists and strings, with the line and column
of everything, and the problems of its form. The only module that knows YAML's library (libyaml,
through PyYAML). A file in the plain style is read by `plain_yaml` first, and by libyaml only when
a place in it is asked for.

Refused, with place: anchors, aliases, merge keys, tags, directives, second documents, repeated
keys, keys that are not plain words, comments below the first key, deep nesting, large files, text
that is not UTF-8 and characters that cannot be seen. `no`, `010`, `12:30` and `1.10` stay as typed.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from guidebook.characters import HIDDEN, MAX_PROBLEMS, decode, hidden_character
from guidebook.plain_yaml import Value, read_plain
from guidebook.problems import (
    FieldPath,
    GuidebookError,
    Location,
    Place,
    Places,
    Problem,
    quote,
)
from guidebook.yaml_syntax import SourceLines, syntax_problem

__all__ = ["MAX_DEPTH", "Document", "LatePlaces", "Value", "read_yaml", "read_yaml_text"]

Event = Any
"""An event of libyaml; the stubs of PyYAML do not know that each has its marks."""

MAX_DEPTH = 12
"""Content needs 6. Without a limit 50,000 brackets end libyaml in a segmentation fault."""

_HIDDEN_IN_ESCAPES = re.compile(rf"\r|{HIDDEN.pattern}")
"""Line ends of a file are plain by now; an escaped one would begin a line in other programs."""
_BLOCK_HEADER = re.compile(r"\|[+-]?(?P<indent>[1-9]?)[^\n]*(?:\n *(?=\n))*(?:\n(?P<spaces> *))?")


@dataclass(frozen=True)
class Document:
    """What one file says."""

    value: Value | None
    """None when the file could not be read to its end."""
    places: Places
    problems: tuple[Problem, ...]
    comment: str = ""
    """The comment lines at the top."""


class _StopReadingError(Exception):
    """Something was found after which the rest of the file is not worth reading."""


def read_yaml(data: bytes, path: str, *, comments_anywhere: bool = False) -> Document:
    """Return what the bytes of a YAML file say; see the module for what is refused."""
    text, problems = decode(data, path)
    if text is None or problems:
        return Document(None, Places(path), tuple(problems))
    return read_clean_text(text, path, comments_anywhere=comments_anywhere)


def read_clean_text(
    text: str, path: str, *, first_line: int = 1, comments_anywhere: bool = False
) -> Document:
    """Return what a text that has passed `characters.decode` says."""
    plain = read_plain(text)
    if plain is not None:
        value, comment = plain
        return Document(value, Places(path, LatePlaces(text, path, first_line)), (), comment)
    return read_yaml_text(text, path, first_line=first_line, comments_anywhere=comments_anywhere)


def read_yaml_text(
    text: str, path: str, *, first_line: int = 1, comments_anywhere: bool = False
) -> Document:
    """Return what a text says; `first_line` is its place in the file when it is only a part."""
    return _Reader(text, path, first_line, comments_anywhere).read()


class LatePlaces(Mapping[FieldPath, Place]):
    """The places of a file without a mistake, found when the first is asked for: mostly never."""

    def __init__(self, text: str | bytes, path: str, first_line: int = 1) -> None:
        self._text = text
        self._path = path
        self._first_line = first_line

    @cached_property
    def _found(self) -> Mapping[FieldPath, Place]:
        text = self._text
        if isinstance(text, bytes):
            text = decode(text, self._path)[0] or ""
        return read_yaml_text(text, self._path, first_line=self._first_line).places.by_field

    def __getitem__(self, field_path: FieldPath) -> Place:
        return self._found[field_path]

    def __iter__(self) -> Iterator[FieldPath]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


class _Reader:
    """Builds one document from libyaml's events."""

    def __init__(self, text: str, path: str, first_line: int, comments_anywhere: bool) -> None:
        import yaml  # not before it is needed: few files are read by it

        if not hasattr(yaml, "CSafeLoader"):
            raise GuidebookError("PyYAML was installed without libyaml. Install its binary wheel.")
        self.text = text
        self.source = SourceLines(path, text.split("\n"), first_line)
        self.path = path
        self.first_line = first_line
        self.comments_anywhere = comments_anywhere
        self.problems: list[Problem] = []
        self.by_field: dict[FieldPath, Place] = {}
        self.spans: list[tuple[int, int, bool]] = []
        self.yaml = yaml
        self.events: Iterator[Event] = yaml.parse(text, Loader=yaml.CSafeLoader)

    def read(self) -> Document:
        value: Value | None = None
        try:
            value = self.read_document()
        except _StopReadingError:
            pass
        except self.yaml.YAMLError as error:
            problem = syntax_problem(error, self.source)
            lines = {earlier.location.line for earlier in self.problems}
            if problem.location.line not in lines:  # else it follows from what is told already
                self.problems.append(problem)
        except RecursionError:  # a guard behind MAX_DEPTH, for libyaml's own recursion
            self.problem("too-deep", Location(self.path), "the file is nested too deeply.", "")
        comment = ""
        if value is not None:
            with contextlib.suppress(_StopReadingError):
                comment = self.check_comments()
        places = Places(self.path, self.by_field)
        return Document(value, places, tuple(self.problems), comment)

    def problem(self, rule: str, place: Location, message: str, advice: str) -> None:
        self.add(Problem(place, rule, message, advice))

    def add(self, problem: Problem) -> None:
        """Keep a problem, and stop where nobody would read another one."""
        self.problems.append(problem)
        if len(self.problems) >= MAX_PROBLEMS:
            raise _StopReadingError

    def read_document(self) -> Value:
        for event in self.events:
            if isinstance(event, self.yaml.DocumentStartEvent):
                if event.version or event.tags:
                    self.problem(
                        "yaml-directive",
                        self.source.location(event.start_mark),
                        "the file begins with a YAML directive.",
                        "Delete the lines that begin with %.",
                    )
                value = self.read_value(next(self.events), (), None)
                break
        else:
            self.problem(
                "empty-file",
                Location(self.path, self.first_line),
                "the file is empty.",
                "Write the fields, or delete the file.",
            )
            raise _StopReadingError
        for event in self.events:
            if isinstance(event, self.yaml.DocumentStartEvent):
                self.problem(
                    "second-document",
                    self.source.location(event.start_mark),
                    "a second document begins here.",
                    "Delete the line '---' and move what follows into a file of its own.",
                )
                raise _StopReadingError
        return value

    def read_value(self, event: Event, path: FieldPath, key: Location | None) -> Value:
        place = self.source.location(event.start_mark)
        if isinstance(event, self.yaml.AliasEvent):
            self.problem(
                "yaml-alias",
                place,
                f"{quote(f'*{event.anchor}')} repeats another part of the file.",
                "Write the text out, or put it in double quotes if the asterisk belongs to it.",
            )
            self.by_field[path] = Place(place, key)
            return f"*{event.anchor}"
        self.check_properties(event, place)
        is_literal = isinstance(event, self.yaml.ScalarEvent) and event.style == "|"
        column = self.text_column(event.start_mark.index, key) if is_literal else 0
        self.by_field[path] = Place(place, key, is_literal, column)
        if isinstance(event, self.yaml.ScalarEvent):
            return self.read_scalar(event, place)
        if len(path) >= MAX_DEPTH:
            self.problem(
                "too-deep",
                place,
                f"values are nested more than {MAX_DEPTH} levels deep.",
                "Close the brackets, or put the text in double quotes.",
            )
            raise _StopReadingError
        if isinstance(event, self.yaml.SequenceStartEvent):
            return self.read_list(path)
        return self.read_mapping(path)

    def text_column(self, header_start: int, key: Location | None) -> int:
        """Return the column in which the lines of a `|` text begin."""
        header = _BLOCK_HEADER.match(self.text, header_start)
        if header is None:
            return 1
        if header["indent"] and key is not None:
            return key.column + int(header["indent"])
        return len(header["spaces"] or "") + 1

    def check_properties(self, event: Event, place: Location) -> None:
        if event.anchor is not None:
            self.problem(
                "yaml-anchor",
                place,
                f"{quote('&' + event.anchor)} names a part of the file for repetition.",
                "Delete the name, or put the text in double quotes if the ampersand belongs to it.",
            )
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self.problem(
                "yaml-tag",
                place,
                f"the tag {quote(tag)} would turn the text into something else.",
                "Delete the tag, or put the text in double quotes if the '!' belongs to it.",
            )

    def read_scalar(self, event: Event, place: Location) -> str:
        is_block = event.style in ("|", ">")
        self.spans.append((event.start_mark.index, event.end_mark.index, is_block))
        value: str = event.value
        if event.style == '"':
            for match in _HIDDEN_IN_ESCAPES.finditer(value):
                self.add(hidden_character(match.group(), place))
        return value.rstrip("\n") if is_block else value

    def read_list(self, path: FieldPath) -> list[Value]:
        items: list[Value] = []
        for event in self.events:
            if isinstance(event, self.yaml.SequenceEndEvent):
                break
            items.append(self.read_value(event, (*path, len(items)), None))
        return items

    def read_mapping(self, path: FieldPath) -> dict[str, Value]:
        mapping: dict[str, Value] = {}
        for event in self.events:
            if isinstance(event, self.yaml.MappingEndEvent):
                break
            place = self.source.location(event.start_mark)
            is_word = isinstance(event, self.yaml.ScalarEvent)
            if not is_word or (event.value == "" and event.style not in ("'", '"')):
                self.problem(
                    "bad-key",
                    place,
                    "a key must be one plain word.",
                    "Write 'key: value' with a word before the colon.",
                )
                raise _StopReadingError
            self.check_properties(event, place)
            key = self.read_scalar(event, place)
            if key == "<<":
                self.problem(
                    "yaml-merge",
                    place,
                    "'<<' copies another mapping into this one.",
                    "Write the fields out.",
                )
            is_repeated = key in mapping
            if is_repeated:
                first = self.by_field[(*path, key)].key
                line = first.line if first else 0
                self.problem(
                    "duplicate-key",
                    place,
                    f"the key {quote(key)} stands twice, first in line {line}.",
                    "Delete one of the two, or give it another name.",
                )
            kept = self.by_field.get((*path, key))
            value = self.read_value(next(self.events), (*path, key), place)
            if key == "<<":
                continue
            if is_repeated and kept is not None:
                self.by_field[(*path, key)] = kept
            else:
                mapping[key] = value
        return mapping

    def check_comments(self) -> str:
        """Return the comment at the top and collect every other one as a problem."""
        if "#" not in self.text:
            return ""
        first = self.spans[0][0] if self.spans else len(self.text)
        head = self.text[:first].split("\n")
        top = "\n".join(line for line in head if line.lstrip().startswith("#"))
        if self.comments_anywhere:
            return top
        line_start = 0
        for line in head:
            if "#" in line and not line.lstrip().startswith("#"):
                self.check_gap(line_start, line_start + len(line))
            line_start += len(line) + 1
        position = first
        for start, end, is_block in [*self.spans, (len(self.text), len(self.text), False)]:
            self.check_gap(position, start)
            if is_block:
                self.check_gap(start, self.text.find("\n", start, end))
            position = end
        return top

    def check_gap(self, start: int, end: int) -> None:
        """Report every line that has a comment between two values."""
        while start < end and (found := self.text.find("#", start, end)) >= 0:
            line_end = self.text.find("\n", found)
            line_end = len(self.text) if line_end < 0 else line_end
            place = Location(
                self.path,
                self.text.count("\n", 0, found) + self.first_line,
                found - self.text.rfind("\n", 0, found),
            )
            self.problem(
                "misplaced-comment",
                place,
                f"{quote(self.text[found:line_end])} is a comment and would not be read.",
                "Put the text in double quotes if it belongs to the value; move a note to the top.",
            )
            start = line_end
