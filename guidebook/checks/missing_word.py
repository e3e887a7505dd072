"""Every language has all interface words, whole.

A language has the words of the source language, each with the same {placeholders}; a word with
plural forms has at least the form `other`.

Good:

    # templates/words/et.yml
    guidelines_count:
      one: "{n} soovitus"
      other: "{n} soovitust"

Bad:

    # templates/words/et.yml
    guidelines_count:
      one: "{n} soovitus"
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from guidebook.catalogue import Catalogue, WordValue
from guidebook.problems import Location, Problem, quote
from guidebook.words import PLURAL_CATEGORIES, placeholders, words_path

ID = "missing-word"


def check(catalogue: Catalogue, _today: date) -> Iterator[Problem]:
    """Yield a problem for each interface word that is missing or not whole."""
    source_words = catalogue.words.get(catalogue.source_locale.tag, {})
    for locale, words in catalogue.words.items():
        if words:
            yield from _find_without_other(catalogue, locale)
        for key, source_word in source_words.items() if words else ():
            if _is_form(key):
                continue  # the source language's own forms lack 'other'
            word = words.get(key)
            if not word and not _has_forms(words, key):
                message = f"the word {quote(key)} is missing."
                yield Problem(
                    _place(catalogue, locale, key),
                    ID,
                    message,
                    f"Add it; the source language says {_shown(source_word)}.",
                )
            elif word and placeholders(word) != placeholders(source_word):
                yield Problem(
                    _place(catalogue, locale, key),
                    ID,
                    f"{quote(_shown_plain(word))} does not have the same words in braces as the "
                    f"source language.",
                    f"Use {_listed(placeholders(source_word))}, unchanged, as in "
                    f"{_shown(source_word)}."
                    if placeholders(source_word)
                    else "Delete the braces and the word in them.",
                )


def _find_without_other(catalogue: Catalogue, locale: str) -> Iterator[Problem]:
    """Yield a problem for each word whose plural forms lack `other`."""
    keys = catalogue.words[locale]
    without = {key.rpartition(".")[0] for key in keys if _is_form(key)}
    for key in sorted(without - {""}):
        yield Problem(
            _place(catalogue, locale, key),
            ID,
            f"the word {quote(key)} has no form 'other'.",
            "Add a line 'other: …' with the form that is used when no other form fits.",
        )


def _is_form(key: str) -> bool:
    """Return True for a key such as `count.one`, which is read so only when `other` is missing."""
    return key.rpartition(".")[2] in PLURAL_CATEGORIES


def _has_forms(words: Mapping[str, WordValue], key: str) -> bool:
    return any(f"{key}.{category}" in words for category in PLURAL_CATEGORIES)


def _place(catalogue: Catalogue, locale: str, key: str) -> Location:
    """Return where a word stands, or would stand."""
    return catalogue.places_of(words_path(locale)).key(tuple(key.split(".")))


def _shown_plain(word: WordValue) -> str:
    return word if isinstance(word, str) else word["other"]


def _shown(word: WordValue) -> str:
    return quote(_shown_plain(word))


def _listed(names: set[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names))
