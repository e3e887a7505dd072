"""Every text of a file as it is written, with the place of each of its characters.

In: a `CheckedFile`. Out: its texts, fields and bodies of pages alike, for rules on letters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from guidebook.checks._files import CheckedFile, PageFile, SourceFile, TranslatedFile, located
from guidebook.problems import FieldPath, Location

Locate = Callable[[int], Location]
"""Gives the place of a character of a text, which is counted from 0."""


def written_texts(file: CheckedFile) -> Iterator[tuple[str, Locate]]:
    """Yield the texts of a file with more than ASCII; no rule on letters reads others."""
    if isinstance(file, PageFile):
        body = file.page.markdown
        for name, text in (("title", file.page.title), ("description", file.page.description)):
            yield text, partial(_in_field, file, (name,), text)
        yield body, partial(_in_body, file, body)
    for field_path, text in _fields(file):
        if not text.isascii():
            yield text, partial(_in_field, file, field_path, text)


def _fields(file: CheckedFile) -> Iterator[tuple[FieldPath, str]]:
    if isinstance(file, SourceFile):
        for field in file.fields.values():
            yield field.yaml_path, field.text
    elif isinstance(file, TranslatedFile):
        for name, text in file.translation.texts.items():
            yield file.translation.yaml_paths[name], text


def _in_field(file: CheckedFile, field_path: FieldPath, text: str, index: int) -> Location:
    line, column = _line_and_column(text, index)
    return located(file.places, field_path, line, column)


def _in_body(file: PageFile, text: str, index: int) -> Location:
    line, column = _line_and_column(text, index)
    return Location(file.path, file.page.body_line + line, column + 1)


def _line_and_column(text: str, index: int) -> tuple[int, int]:
    return text.count("\n", 0, index), index - (text.rfind("\n", 0, index) + 1)
