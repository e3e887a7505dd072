"""A translation is not the source text itself.

A text that was copied and not translated would be shown as the reader's language. It counts as
copied when nothing but names and numbers were changed in it. Texts of a single word can be the same
in both languages; others are listed under `accepted`.

Good:

    title: Arvuta ainepunktid nädalatundideks

Bad:

    title: Turn credits into weekly hours
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from guidebook.catalogue import Catalogue
from guidebook.checks._translated import Pair, find_unaccepted
from guidebook.freshness import fingerprint
from guidebook.problems import Problem, Severity

ID = "same-as-source"

MIN_COMMON = 3
"""With so many words in common, and none but names changed, a text is a copy."""
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


def check(catalogue: Catalogue, _today: date) -> Iterator[Problem]:
    """Yield a problem for each translation that is equal to its source text."""
    yield from find_unaccepted(catalogue, ID, find)


def find(catalogue: Catalogue, pair: Pair) -> Problem | None:
    """Return the problem of one text, or None."""
    if _language(pair.locale) == _language(catalogue.source_locale.tag):
        return None
    if is_same(pair.source, pair.text):
        how = ""
    elif is_copy(pair.source_seen, pair.seen):
        how = " but for names"
    else:
        return None
    return pair.problem(
        ID,
        f"{pair.shown} is the same as its source text{how}.",
        f"Translate {pair.source_place}, or leave the text empty.",
        Severity.ERROR,
    )


def is_same(source: str, text: str) -> bool:
    """Return True when a text of several words is the source text itself."""
    several = len(source.split()) > 1 and _WORD.search(source)
    return bool(several) and fingerprint(text) == fingerprint(source)


def is_copy(source: str, text: str) -> bool:
    """Return True when all words but names and numbers are those of the source text."""
    words = _common_words(source)
    return len(words) >= MIN_COMMON and words == _common_words(text)


def _common_words(text: str) -> list[str]:
    """Return the words that are no names: those without a capital letter."""
    return [word for word in _WORD.findall(text) if word == word.lower()]


def _language(locale: str) -> str:
    return locale.partition("-")[0]
