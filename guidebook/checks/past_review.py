"""An entry is read again by the day it names.

The day in `review_by` has passed. A retired entry is not read again. A warning.

Good:

    review_by: 2027-11-23

Bad:

    review_by: 2019-11-23
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from guidebook.catalogue import Catalogue
from guidebook.problems import Problem, Severity

ID = "past-review"


def check(catalogue: Catalogue, today: date) -> Iterator[Problem]:
    """Yield a warning for each entry whose review is due."""
    for entry in catalogue.entries:
        if entry.review_by < today and not entry.is_retired:
            yield Problem(
                catalogue.places_of(entry.path).value(("review_by",)),
                ID,
                f"the entry was to be read again by {entry.review_by}.",
                "Read it again, write today's date under 'reviewed' and a later one here.",
                Severity.WARNING,
            )
