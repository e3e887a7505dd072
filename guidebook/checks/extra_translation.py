"""A translation has no text that its source file lacks.

Such a text is shown nowhere; mostly the source has dropped it or renamed an id. A warning.

Good:

    actions:
      - id: count-hours        # the source has this action
        do: Loe tunnid kokku.

Bad:

    actions:
      - id: cuont-hours
        do: Loe tunnid kokku.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from guidebook.catalogue import GLOSSARY_PATH, REFERENCES_PATH, Catalogue
from guidebook.checks._sources import translations
from guidebook.problems import Problem, Severity, did_you_mean, quote

ID = "extra-translation"


def check(catalogue: Catalogue, _today: date) -> Iterator[Problem]:
    """Yield a warning for each translated text that the source does not have."""
    schemes = {GLOSSARY_PATH: "term", REFERENCES_PATH: "ref"}
    for translation, fields in translations(catalogue):
        places = catalogue.places_of(translation.path)
        scheme = schemes.get(translation.source_path)
        unread = {f"{scheme}:*"} if scheme else set()
        for name in translation.texts.keys() - fields.keys():
            unread_names = unread | {f"{scheme}:{name.partition('.')[0]}"}
            if not catalogue.broken.isdisjoint(unread_names):
                continue
            yield Problem(
                places.key(translation.yaml_paths[name]),
                ID,
                f"{translation.source_path} has no text {quote(name)}.",
                f"Delete it, or give it the name that the source has.{did_you_mean(name, fields)}",
                Severity.WARNING,
            )
