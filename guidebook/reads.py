"""Which files a page was made of, noted while it is made.

In: notes of everything that gives out an entry or a hand-written page. Out: their names, for the
ledger to tell whether the page must be made again. What every page is made of (site.yml,
references, studies, glossary, interface words, templates, the entries' facts) is not noted: see
`inputs`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

TEXTS = "texts"
"""Stands before a language of which every text was read, as its readers see it."""
STATES = "states"
"""Stands before a language of which all was read that sums tell of its translations."""
TRANSLATIONS = "translations"
"""Stands before a language of which every file of translation was read."""
FACTS = "facts"
"""Stands for all that entries say besides texts."""
FOLDER = "folder"
"""Stands before the path of a folder of which every file was read."""
CARD = "card"
"""Stands before the path of an entry of which only title and summary were read."""
NEEDS = "needs"
"""Stands before the path of an entry of which only its reasons to need others were read."""
ACTIONS = "actions"
"""Stands before the path of an entry of which only its actions were read, without details."""
UNMADE = "unmade"
"""Is noted for what has not been made since what it is made of changed."""
OF_ALL = (TEXTS, STATES, TRANSLATIONS, FACTS)
"""What is read of all entries at once, which any edit may change."""
PARTS = (CARD, NEEDS, ACTIONS)
"""What can be read of an entry by itself."""


class Reads:
    """Notes what is read, for whoever is gathering."""

    def __init__(self) -> None:
        self._gathered: list[set[str]] = []

    def note(self, source_path: str, tag: str) -> None:
        """Note that a file was read in a language: the source text and its translation."""
        if self._gathered:
            self._gathered[-1].add(f"{source_path} {tag}")

    def note_part(self, part: str, source_path: str, tag: str) -> None:
        """Note that one of `PARTS` of an entry was read in a language."""
        if self._gathered:
            self._gathered[-1].add(f"{part} {source_path} {tag}")

    def note_facts(self) -> None:
        """Note that all was read that entries say besides texts."""
        if self._gathered:
            self._gathered[-1].add(FACTS)

    def note_states(self, tag: str) -> None:
        """Note that all was read that sums tell of the translations into a language."""
        if self._gathered:
            self._gathered[-1].add(f"{STATES} {tag}")

    def note_folder(self, path: str) -> None:
        """Note that every file of a folder was read."""
        if self._gathered:
            self._gathered[-1].add(f"{FOLDER} {path}")

    @contextmanager
    def only(self, *names: str) -> Iterator[None]:
        """Note these names for everything that is read inside."""
        with self.gathered() as read:
            yield
            read.clear()
            read.update(names)

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
