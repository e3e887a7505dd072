"""An earlier id or code belongs to nothing else.

The addresses of earlier names lead on to the entry for good, so no other entry, audience, topic
or page may have the name.

Good:

    formerly: [hours-a-week, L9]

Bad:

    formerly: [time]          # a topic's name
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from guidebook.catalogue import Catalogue
from guidebook.checks._page_names import address_parts
from guidebook.problems import Problem, quote

ID = "formerly-clash"


def check(catalogue: Catalogue, _today: date) -> Iterator[Problem]:
    """Yield a problem for each earlier id or code that something else has."""
    parts = address_parts(catalogue)
    owners = {entry.entry_id: f"the id of {entry.path}" for entry in catalogue.entries}
    owners |= {entry.code: f"the code of {entry.path}" for entry in catalogue.entries}
    for entry in catalogue.entries:
        for index, name in enumerate(entry.formerly):
            owner = owners.get(name) or parts.get(name)
            if owner is not None:
                yield Problem(
                    catalogue.places_of(entry.path).value(("formerly", index)),
                    ID,
                    f"{quote(name)} is {owner}.",
                    "Delete it here; an earlier name leads on only while nothing else has it.",
                )
            owners.setdefault(name, f"an earlier name of {entry.path}")
