"""What of a changed text is shown: the paragraphs that differ, as words or as they will look.

In: `Changed`. Out: `ChangedPassage`s, the same for the terminal, for Markdown and for the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from guidebook.changes import Changed
from guidebook.field_types import TextKind
from guidebook.marks import Runs, blocks, changed_blocks, marked_items, marked_words
from guidebook.text import find_links, plain_text


@dataclass(frozen=True)
class ChangedPassage:
    """One paragraph before and after."""

    old: str
    """As written; empty for a paragraph that was not there."""
    new: str
    """As written; empty for a paragraph that is no longer there."""
    source: str = ""
    """What a translated paragraph translates, as written."""
    is_markdown: bool = False
    is_fact: bool = False
    """True for one thing or another, or for a list of things parted by semicolons."""

    @property
    def leads_elsewhere(self) -> bool:
        """Return True when readers see the same words, and only links lead elsewhere."""
        if self.read(self.old) != self.read(self.new):
            return False
        old, new = ([link.target for link in find_links(text)] for text in (self.old, self.new))
        return old != new

    @property
    def words(self) -> tuple[Runs, Runs]:
        """Return what readers see of both states, with the words marked that only one has.

        Where they see the same words, the paragraphs are shown as they are written.
        """
        old, new = self.read(self.old), self.read(self.new)
        if old == new:
            old, new = self.old, self.new
        if not (old and new):
            return ((False, old),), ((False, new),)
        return marked_items(old, new) if self.is_fact else marked_words(old, new)

    def read(self, text: str) -> str:
        """Return what readers see of a text."""
        return plain_text(text) if self.is_markdown else text


def changed_passages(changed: Changed) -> Iterator[ChangedPassage]:
    """Yield the paragraphs of a text that differ; a fact and a plain text are one paragraph."""
    if changed.kind is not TextKind.MARKDOWN:
        is_fact = changed.kind is None
        yield ChangedPassage(changed.old, changed.new, changed.source, is_fact=is_fact)
        return
    source, after = blocks(changed.source), blocks(changed.new)
    pairs = changed_blocks(changed.old, changed.new) or [(changed.old, changed.new)]
    for old, new in pairs:
        beside = changed.source
        if len(source) == len(after) and new in after:
            beside = source[after.index(new)]
        yield ChangedPassage(old, new, beside, is_markdown=True)
