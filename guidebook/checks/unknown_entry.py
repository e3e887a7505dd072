"""Entries are named by an id that exists.

`needs`, `related`, `replaced_by` and `start_here` lead readers on; an entry does not lead to
itself.

Good:

    related: [study-time-agreement]

Bad:

    related: [study-time-agrement]
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from guidebook.catalogue import Catalogue
from guidebook.checks._advice import advise, is_known, unknown_message
from guidebook.checks._entry_links import entry_links
from guidebook.problems import Problem, quote

ID = "unknown-entry"


def check(catalogue: Catalogue, _today: date) -> Iterator[Problem]:
    """Yield a problem for each named entry that does not exist or is the entry itself."""
    for link in entry_links(catalogue):
        if link.entry is not None and link.entry.entry_id == link.target:
            yield Problem(
                catalogue.places_of(link.path).value(link.field_path),
                ID,
                f"{quote(link.target)} is this entry itself.",
                "Write the id of another entry, or delete what names it.",
            )
        elif not is_known(catalogue, "entry", link.target):
            yield Problem(
                catalogue.places_of(link.path).value(link.field_path),
                ID,
                unknown_message("entry", link.target),
                advise(catalogue, "entry", link.target),
            )
