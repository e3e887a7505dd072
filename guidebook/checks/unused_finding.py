"""Every finding of a study is taken up by an entry.

A finding that no entry rests on is a gap in the advice. A warning.

Good:

    findings:
      - id: F4        # an entry has tallinn-2026/F4 under rests_on

Bad:

    findings:
      - id: F4        # no entry names it
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from guidebook.catalogue import Catalogue
from guidebook.problems import Problem, Severity, quote

ID = "unused-finding"


def check(catalogue: Catalogue, _today: date) -> Iterator[Problem]:
    """Yield a warning for each finding that no entry rests on."""
    if any(name.startswith("entry:") for name in catalogue.broken):
        return  # an entry that could not be read may rest on it
    used = {finding_id for entry in catalogue.entries for finding_id in entry.rests_on.findings}
    findings = [(s, n, finding) for s in catalogue.studies for n, finding in enumerate(s.findings)]
    for study, index, finding in findings:
        finding_id = f"{study.study_id}/{finding.id}"
        if finding_id not in used:
            yield Problem(
                catalogue.places_of(study.path).value(("findings", index, "id")),
                ID,
                f"no entry rests on the finding {quote(finding.id)}.",
                f"Name {quote(finding_id)} under 'rests_on', 'findings' of an entry.",
                Severity.WARNING,
            )
