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

from collections.abc import Iterator
from datetime import date

from guidebook.catalogue import Catalogue
from guidebook.model import Strength
from guidebook.problems import Problem, Severity

ID = "strong-without-basis"


def check(catalogue: Catalogue, _today: date) -> Iterator[Problem]:
    """Yield a warning for each strong entry without a basis."""
    for entry in catalogue.entries:
        is_bare = not (entry.rests_on.findings or entry.rests_on.references)
        if entry.strength is Strength.STRONG and is_bare:
            yield Problem(
                catalogue.places_of(entry.path).value(("strength",)),
                ID,
                "the advice is called 'strong', but 'rests_on' names nothing.",
                "Name findings or references under 'rests_on', or write conditional or practice.",
                Severity.WARNING,
            )
