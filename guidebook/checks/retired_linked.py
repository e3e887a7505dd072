"""Nothing leads readers to a retired entry.

This holds for `needs`, `related`, `start_here`, `replaced_by` and for `entry:` links in texts.

Good:

    related: [weekly-hours]

Bad:

    related: [old-hours]        # retired, replaced by weekly-hours
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from guidebook.catalogue import Catalogue
from guidebook.checks._advice import successor
from guidebook.checks._entry_links import entry_links
from guidebook.checks._sources import markdown_texts
from guidebook.problems import Location, Problem, quote

ID = "retired-linked"


def check(catalogue: Catalogue, _today: date) -> Iterator[Problem]:
    """Yield a problem for each link to a retired entry."""
    for link in entry_links(catalogue):
        place = catalogue.places_of(link.path).value(link.field_path)
        if link.entry is None or link.entry.entry_id != link.target:
            yield from _find(catalogue, link.target, place, "")
    for text in markdown_texts(catalogue):
        for text_link in text.links:
            if text_link.content is not None and text_link.content[0] == "entry":
                target = text_link.content[1]
                yield from _find(catalogue, target, text_link.location, "entry:")


def _find(catalogue: Catalogue, target: str, place: Location, scheme: str) -> Iterator[Problem]:
    entry = catalogue.entries_by_id.get(target)
    if entry is None or not entry.is_retired:
        return
    instead = successor(catalogue, entry)
    yield Problem(
        place,
        ID,
        f"{quote(target)} is a retired entry.",
        f"Write {quote(scheme + instead.entry_id)}, which replaces it."
        if instead
        else "Delete the link; nothing replaces the entry.",
    )
