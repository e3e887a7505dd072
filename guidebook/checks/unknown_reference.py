"""Works are named by an id that stands in references.yml.

Entries, studies and terms name the works behind them; readers find them in the bibliography.

Good:

    rests_on:
      references: [ects-users-guide-2015]

Bad:

    rests_on:
      references: [ects-guide]
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from guidebook.catalogue import GLOSSARY_PATH, Catalogue
from guidebook.checks._advice import advise, is_known, unknown_message
from guidebook.problems import FieldPath, Problem

ID = "unknown-reference"


def check(catalogue: Catalogue, _today: date) -> Iterator[Problem]:
    """Yield a problem for each reference that does not exist."""
    for path, field_path, reference_id in _named_references(catalogue):
        if not is_known(catalogue, "ref", reference_id):
            yield Problem(
                catalogue.places_of(path).value(field_path),
                ID,
                unknown_message("ref", reference_id),
                advise(catalogue, "ref", reference_id),
            )


def _named_references(catalogue: Catalogue) -> Iterator[tuple[str, FieldPath, str]]:
    for entry in catalogue.entries:
        for index, reference_id in enumerate(entry.rests_on.references):
            yield entry.path, ("rests_on", "references", index), reference_id
    for study in catalogue.studies:
        yield study.path, ("reference",), study.reference
    for term_id, term in catalogue.glossary.items():
        if term.reference is not None:
            yield GLOSSARY_PATH, (term_id, "reference"), term.reference
