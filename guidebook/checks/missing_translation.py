"""A translation has every text of its source file.

Where a text is missing, readers see the source language. A file that does not exist is not missed
here: which languages take on what stands in site.yml. A warning.

Good:

    # weekly-hours.et.yml
    title: Arvuta tunnid
    summary: Korruta ainepunktid.

Bad:

    # weekly-hours.et.yml
    title: Arvuta tunnid
    summary: ''
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from guidebook.catalogue import Catalogue
from guidebook.checks._sources import translations, written_path
from guidebook.problems import Problem, Severity, quote

ID = "missing-translation"


def check(catalogue: Catalogue, _today: date) -> Iterator[Problem]:
    """Yield a warning for each source text that a translation file lacks."""
    for translation, fields in translations(catalogue):
        places = catalogue.places_of(translation.path)
        source_places = catalogue.places_of(translation.source_path)
        for name, field in fields.items():
            unread = f"{translation.path}:{name.partition('.')[0]}"
            if name in translation.texts or unread in catalogue.broken:
                continue
            parent, _, key = name.rpartition(".")
            line = source_places.value(field.yaml_path).line
            where = f" under {quote(parent)}" if parent else ""
            yield Problem(
                places.key(written_path(translation, name)),
                ID,
                f"{quote(name)} is not translated.",
                f"Translate line {line} of {translation.source_path} as '{key}: …'{where}.",
                Severity.WARNING,
            )
