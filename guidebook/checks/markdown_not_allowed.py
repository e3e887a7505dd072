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

from collections.abc import Iterator
from datetime import date

from guidebook.catalogue import Catalogue
from guidebook.checks._sources import markdown_texts
from guidebook.problems import Problem

ID = "markdown-not-allowed"


def check(catalogue: Catalogue, _today: date) -> Iterator[Problem]:
    """Yield a problem for each part of a text that is outside the subset."""
    for text in markdown_texts(catalogue):
        for place, what, advice in text.disallowed:
            yield Problem(place, ID, f"{what} cannot stand in this text.", advice)
