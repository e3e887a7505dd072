"""Strong advice rests on something.

An entry with `strength: strong` names findings or references. A warning.

Good:

    strength: strong
    rests_on:
      findings: [tallinn-2026/F4]

Bad:

    strength: strong       # and no rests_on
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from guidebook.checks._files import CheckedFile
from guidebook.model import Strength
from guidebook.problems import Problem, Severity

ID = "strong-without-basis"


def check_files(files: Sequence[CheckedFile]) -> Iterator[Problem]:
    """Yield a warning for each strong entry without a basis."""
    for file in files:
        entry = file.entry
        if entry is None:
            continue
        is_bare = not (entry.rests_on.findings or entry.rests_on.references)
        if entry.strength is Strength.STRONG and is_bare:
            yield Problem(
                file.places.value(("strength",)),
                ID,
                "the advice is called 'strong', but 'rests_on' names nothing.",
                "Name findings or references under 'rests_on', or write conditional or practice.",
                Severity.WARNING,
            )
