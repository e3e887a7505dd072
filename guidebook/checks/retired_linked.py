"""Nothing leads readers to a retired entry.

This holds for `needs`, `related`, `start_here`, `replaced_by` and for `entry:` links in texts.

Good:

    related: [weekly-hours]

Bad:

    related: [old-hours]        # retired, replaced by weekly-hours
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from guidebook.catalogue import Catalogue
from guidebook.checks._advice import successor
from guidebook.checks._entry_links import entry_links
from guidebook.checks._found import Found
from guidebook.model import Entry
from guidebook.problems import Location, Problem, quote

ID = "retired-linked"


def check_found(catalogue: Catalogue, files: Sequence[Found], _today: date) -> Iterator[Problem]:
    """Yield a problem for each link to a retired entry."""
    retired = {entry.entry_id: entry for entry in catalogue.entries if entry.is_retired}
    for link in entry_links(catalogue) if retired else ():
        is_itself = link.entry is not None and link.entry.entry_id == link.target
        if link.target in retired and not is_itself:
            place = catalogue.places_of(link.path).value(link.field_path)
            yield _problem(catalogue, retired[link.target], place, "")
    for file in files if retired else ():
        for text_link in file.links:
            scheme, content_id = text_link.content or ("", "")
            if scheme == "entry" and content_id in retired:
                place = text_link.location(file.places)
                yield _problem(catalogue, retired[content_id], place, "entry:")


def _problem(catalogue: Catalogue, entry: Entry, place: Location, scheme: str) -> Problem:
    instead = successor(catalogue, entry)
    return Problem(
        place,
        ID,
        f"{quote(entry.entry_id)} is a retired entry.",
        f"Write {quote(scheme + instead.entry_id)}, which replaces it."
        if instead
        else "Delete the link; nothing replaces the entry.",
    )
