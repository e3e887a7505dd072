"""The next review comes after the last one.

`review_by` before `reviewed` is a slip of the pen.

Good:

    reviewed: 2026-11-23
    review_by: 2027-11-23

Bad:

    reviewed: 2026-11-23
    review_by: 2025-11-23
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from guidebook.catalogue import Catalogue
from guidebook.problems import Problem, quote

ID = "review-order"


def check(catalogue: Catalogue, _today: date) -> Iterator[Problem]:
    """Yield a problem for each next review that lies before the last one."""
    for entry in catalogue.entries:
        if entry.review_by < entry.reviewed:
            yield Problem(
                catalogue.places_of(entry.path).value(("review_by",)),
                ID,
                f"{quote(entry.review_by)} is before the last review, {entry.reviewed}.",
                f"Write the day of the next review, after {entry.reviewed}.",
            )
