"""An entry rests on findings that a study has.

Readers follow a finding to the evidence page.

Good:

    rests_on:
      findings: [tallinn-2026/F4]

Bad:

    rests_on:
      findings: [tallinn-2026/F99]
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from guidebook.catalogue import Catalogue
from guidebook.checks._advice import advise, is_known, unknown_message
from guidebook.problems import Problem

ID = "unknown-finding"


def check(catalogue: Catalogue, _today: date) -> Iterator[Problem]:
    """Yield a problem for each finding that no study has."""
    for entry in catalogue.entries:
        for index, finding_id in enumerate(entry.rests_on.findings):
            if not is_known(catalogue, "finding", finding_id):
                yield Problem(
                    catalogue.places_of(entry.path).value(("rests_on", "findings", index)),
                    ID,
                    unknown_message("finding", finding_id),
                    advise(catalogue, "finding", finding_id),
                )
