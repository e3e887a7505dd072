"""Each entry id stands under one audience only.

Links name an entry by its id alone, so two entries with the same file name cannot be told apart.

Good:

    guidelines/growers/share-tools.yml

Bad:

    guidelines/growers/share-tools.yml
    guidelines/cities/share-tools.yml
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from guidebook.catalogue import Catalogue
from guidebook.problems import Location, Problem, quote

ID = "duplicate-entry"


def check(catalogue: Catalogue, _today: date) -> Iterator[Problem]:
    """Yield a problem for each entry whose id an earlier one has."""
    first_paths: dict[str, str] = {}
    for entry in catalogue.entries:
        first_path = first_paths.setdefault(entry.entry_id, entry.path)
        if first_path != entry.path:
            yield Problem(
                Location(entry.path),
                ID,
                f"{quote(entry.entry_id)} is already the id of {first_path}.",
                "Rename this file and its translations; an id belongs to one entry.",
            )
