"""A retired entry says where its readers go from here.

It has `replaced_by` (an entry's id) or `withdrawn_because` (a sentence); no other entry has them.

Good:

    status: retired
    replaced_by: weekly-hours

Bad:

    status: retired
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from guidebook.checks._files import CheckedFile
from guidebook.problems import Problem, quote

ID = "retired-without-way"


def check_files(files: Sequence[CheckedFile]) -> Iterator[Problem]:
    """Yield a problem for each retired entry without a way on, and each other one with it."""
    for file in files:
        entry = file.entry
        if entry is None:
            continue
        places = file.places
        written = [
            name
            for name, value in (
                ("replaced_by", entry.replaced_by),
                ("withdrawn_because", entry.withdrawn_because),
            )
            if value
        ]
        if entry.is_retired and not written:
            yield Problem(
                places.value(("status",)),
                ID,
                "the entry is retired, but does not say what readers should do instead.",
                "Add a line 'replaced_by: ' with an entry's id, or 'withdrawn_because: ' with "
                "the reason.",
            )
        for name in () if entry.is_retired else written:
            yield Problem(
                places.key((name,)),
                ID,
                f"{quote(name)} is for retired entries, and the status is {quote(entry.status)}.",
                f"Write 'status: retired', or delete {quote(name)}.",
            )
