"""Where entries are named by id, outside of texts.

In: the catalogue. Out: each `needs`, `related`, `replaced_by` and `start_here` with its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from guidebook.catalogue import Catalogue, per_catalogue
from guidebook.model import Entry, Site
from guidebook.problems import FieldPath


class EntryLink(NamedTuple):
    """One entry id as it stands in a file."""

    path: str
    field_path: FieldPath
    target: str
    entry: Entry | None
    """The entry that names the other; None in site.yml."""


@per_catalogue
def entry_links(catalogue: Catalogue) -> tuple[EntryLink, ...]:
    """Return every entry id that entries and site.yml name."""
    return tuple(_entry_links(catalogue))


def _entry_links(catalogue: Catalogue) -> Iterator[EntryLink]:
    for entry in catalogue.entries:
        for index, need in enumerate(entry.needs):
            yield EntryLink(entry.path, ("needs", index, "entry"), need.entry, entry)
        for index, target in enumerate(entry.related):
            yield EntryLink(entry.path, ("related", index), target, entry)
        if entry.replaced_by is not None:
            yield EntryLink(entry.path, ("replaced_by",), entry.replaced_by, entry)
    for number, audience in enumerate(catalogue.site.audiences):
        for index, target in enumerate(audience.start_here):
            yield EntryLink(Site.PATH, ("audiences", number, "start_here", index), target, None)
