"""A language has only interface words that the source language has.

A word under another key is shown nowhere.

Good:

    # templates/words/et.yml
    home: Avaleht

Bad:

    # templates/words/et.yml
    hmoe: Avaleht
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from guidebook.catalogue import Catalogue
from guidebook.problems import Problem, nearest, quote
from guidebook.words import PLURAL_CATEGORIES, words_path

ID = "unknown-word"


def check(catalogue: Catalogue, _today: date) -> Iterator[Problem]:
    """Yield a problem for each interface word that the source language does not have."""
    source_words = catalogue.words.get(catalogue.source_locale.tag, {})
    for locale, words in catalogue.words.items():
        if not source_words or locale == catalogue.source_locale.tag:
            continue
        places = catalogue.places_of(words_path(locale))
        for key in words.keys() - source_words.keys():
            parent, _, form = key.rpartition(".")
            is_partial = any(f"{key}.{category}" in source_words for category in PLURAL_CATEGORIES)
            if is_partial or (form in PLURAL_CATEGORIES and parent in source_words):
                continue  # forms without 'other', here or there; missing-word tells it
            yield Problem(
                places.key(tuple(key.split("."))),
                ID,
                f"no page uses the word {quote(key)}.",
                f"Delete it, or give it a key of the source language{nearest(key, source_words)}.",
            )
