"""Every work in references.yml is cited somewhere.

A citation is `rests_on`, the `reference` of a study or term, or a `ref:` link. A warning.

Good:

    rests_on:
      references: [tlu-student-guide-2015]

Bad:

    tlu-student-guide-2015:        # in references.yml, and nowhere else
      title: Student guide
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from guidebook.catalogue import REFERENCES_PATH, Catalogue
from guidebook.checks._found import Found
from guidebook.problems import Problem, Severity, quote

ID = "uncited-reference"


def check_found(catalogue: Catalogue, files: Sequence[Found], _today: date) -> Iterator[Problem]:
    """Yield a warning for each reference that nothing cites."""
    if catalogue.broken:
        return  # what could not be read may cite it
    cited = {name for entry in catalogue.entries for name in entry.rests_on.references}
    cited |= {study.reference for study in catalogue.studies}
    cited |= {term.reference for term in catalogue.glossary.values() if term.reference}
    for file in files:
        if not file.locale:
            cited.update(name for _, scheme, name in file.contents if scheme == "ref")
    places = catalogue.places_of(REFERENCES_PATH)
    for reference_id in catalogue.references:
        if reference_id not in cited:
            yield Problem(
                places.key((reference_id,)),
                ID,
                f"nothing cites the reference {quote(reference_id)}.",
                f"Link it as ref:{reference_id} where it is used, or delete it here.",
                Severity.WARNING,
            )
