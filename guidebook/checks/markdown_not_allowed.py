"""Texts hold paragraphs, emphasis, lists, tables, quotes and links only.

Headings, pictures, code and HTML would break the page and the book around them.

Good:

    why: |-
      Learners name **time** first.

Bad:

    why: |-
      # Why
      Learners name <b>time</b> first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from guidebook.checks._files import CheckedFile, located
from guidebook.checks._markdown import read
from guidebook.problems import Problem

ID = "markdown-not-allowed"


def check_files(files: Sequence[CheckedFile]) -> Iterator[Problem]:
    """Yield a problem for each part of a text that is outside the subset."""
    for file in files:
        for field_path, text in file.markdown:
            for line, what, advice in read(text).disallowed:
                place = located(file.places, field_path, line)
                yield Problem(place, ID, f"{what} cannot stand in this text.", advice)
