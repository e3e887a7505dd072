"""What was reviewed, checked or changed was so on a day that has come.

This holds for `reviewed`, `changes` and for the `reviewed_on` of translations.

Good:

    reviewed: 2026-11-23

Bad:

    reviewed: 2062-11-23
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from guidebook.catalogue import REFERENCES_PATH, Catalogue
from guidebook.checks._found import Found
from guidebook.problems import FieldPath, Problem, quote

ID = "future-review"


def check_found(catalogue: Catalogue, files: Sequence[Found], today: date) -> Iterator[Problem]:
    """Yield a problem for each day of a review or change that is still to come."""
    for path, field_path, day in _past_days(catalogue, files):
        if day > today:
            yield Problem(
                catalogue.places_of(path).value(field_path),
                ID,
                f"{quote(day)} is still to come.",
                f"Write the day on which it was done, {today} at the latest.",
            )


def _past_days(
    catalogue: Catalogue, files: Sequence[Found]
) -> Iterator[tuple[str, FieldPath, date]]:
    for entry in catalogue.entries:
        yield entry.path, ("reviewed",), entry.reviewed
        for index, change in enumerate(entry.changes):
            yield entry.path, ("changes", index, "on"), change.on
    for reference_id, reference in catalogue.references.items():
        yield REFERENCES_PATH, (reference_id, "checked_on"), reference.checked_on
    for file in files:
        if file.reviewed_on is not None:
            yield file.places.path, ("reviewed_on",), file.reviewed_on
