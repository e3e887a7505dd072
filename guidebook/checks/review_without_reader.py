"""A reviewed translation says who has read it, and when.

`review: reviewed` and `review: approved` need `reviewed_by` and `reviewed_on`.

Good:

    review: reviewed
    reviewed_by: Mari Maasikas
    reviewed_on: 2026-11-20

Bad:

    review: reviewed
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from guidebook.checks._files import CheckedFile
from guidebook.model import Review
from guidebook.problems import Problem, quote

ID = "review-without-reader"


def check_files(files: Sequence[CheckedFile]) -> Iterator[Problem]:
    """Yield a problem for each reviewed translation without a reader or a day."""
    for file in files:
        if file.state is None or file.state.review not in (Review.REVIEWED, Review.APPROVED):
            continue
        for name, value, example in (
            ("reviewed_by", file.state.reviewed_by, "the person or group that has read it"),
            ("reviewed_on", file.state.reviewed_on, "the day as YYYY-MM-DD"),
        ):
            if not value:
                yield Problem(
                    file.places.value(("review",)),
                    ID,
                    f"the review is {quote(file.state.review)}, but {quote(name)} is missing.",
                    f"Add a line '{name}: ' with {example}, or write 'review: draft'.",
                )
