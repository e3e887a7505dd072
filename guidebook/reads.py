"""Which files a page was made of, noted while it is made.

In: notes of everything that gives out an entry or a hand-written page. Out: their names, for the
ledger to tell whether the page must be made again. What every page is made of (site.yml,
references, studies, glossary, interface words, templates, the entries' facts) is not noted: see
`inputs`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

EVERYTHING = "*"
"""Stands for the path of every file of a language."""
FOLDER = "folder"
"""Stands before the path of a folder of which every file was read."""
CARD = "card"
"""Stands before the path of an entry of which only title and summary were read."""


class Reads:
    """Notes what is read, for whoever is gathering."""

    def __init__(self) -> None:
        self._gathered: list[set[str]] = []

    def note(self, source_path: str, tag: str) -> None:
        """Note that a file was read in a language: the source text and its translation."""
        if self._gathered:
            self._gathered[-1].add(f"{source_path} {tag}")

    def note_card(self, source_path: str, tag: str) -> None:
        """Note that title and summary of an entry were read in a language."""
        if self._gathered:
            self._gathered[-1].add(f"{CARD} {source_path} {tag}")

    def note_folder(self, path: str) -> None:
        """Note that every file of a folder was read."""
        if self._gathered:
            self._gathered[-1].add(f"{FOLDER} {path}")

    @contextmanager
    def gathered(self) -> Iterator[set[str]]:
        """Gather the names of what is read inside."""
        names: set[str] = set()
        self._gathered.append(names)
        try:
            yield names
        finally:
            self._gathered.pop()
            if self._gathered:
                self._gathered[-1] |= names
