"""A language is one that the site has.

`translated` in site.yml names languages of mkdocs.yml, without the source language. The `urls` and
`titles` of a reference may name any language, by its tag.

Good:

    translated:
      et: all

Bad:

    translated:
      ee: all        # Estonian is et
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from guidebook.catalogue import REFERENCES_PATH, Catalogue
from guidebook.problems import FieldPath, Problem, one_of, quote

ID = "unknown-locale"
_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")


def check(catalogue: Catalogue, _today: date) -> Iterator[Problem]:
    """Yield a problem for each language that the site does not have."""
    places = catalogue.places_of(catalogue.site.PATH)
    others = [locale.tag for locale in catalogue.locales if not locale.is_source]
    for tag in catalogue.site.translated:
        if tag == catalogue.source_locale.tag:
            message = f"{quote(tag)} is the language of the source texts."
            yield Problem(places.key(("translated", tag)), ID, message, "Delete this line.")
        elif tag not in others:
            message = f"{quote(tag)} is not a language that mkdocs.yml names."
            yield Problem(places.key(("translated", tag)), ID, message, one_of(tag, others))
    places = catalogue.places_of(REFERENCES_PATH)
    for field_path, tag in _named_languages(catalogue):
        if not _TAG.fullmatch(tag):
            yield Problem(
                places.key(field_path),
                ID,
                f"{quote(tag)} is not the tag of a language.",
                "Write the short tag of a language, for example et, de or pt-BR.",
            )


def _named_languages(catalogue: Catalogue) -> Iterator[tuple[FieldPath, str]]:
    for reference_id, reference in catalogue.references.items():
        for tag in reference.urls:
            yield (reference_id, "urls", tag), tag
        for tag in reference.titles:
            yield (reference_id, "titles", tag), tag
        if reference.language is not None:
            yield (reference_id, "language"), reference.language
