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
from collections.abc import Iterator, Sequence
from functools import lru_cache

from guidebook.checks._files import CheckedFile, Pair, find_unaccepted
from guidebook.freshness import fingerprint
from guidebook.problems import Problem, Severity

ID = "same-as-source"

MIN_COMMON = 3
"""With so many words in common, and none but names changed, a text is a copy."""
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


def check_files(files: Sequence[CheckedFile]) -> Iterator[Problem]:
    """Yield a problem for each translation that is equal to its source text."""
    yield from find_unaccepted(files, ID, find)


def find(pair: Pair) -> Problem | None:
    """Return the problem of one text, or None."""
    if _is_same_language(pair.locale, pair.file.vocabulary.terms.locale):
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
    if _differ_at_once(source, text):
        return False
    several = len(source.split()) > 1 and _WORD.search(source)
    return bool(several) and fingerprint(text) == fingerprint(source)


def is_copy(source: str, text: str) -> bool:
    """Return True when all words but names and numbers are those of the source text."""
    if _first_common_word(source) != next(_find_common_words(text), ""):
        return False
    words = list(_find_common_words(source))
    return len(words) >= MIN_COMMON and words == list(_find_common_words(text))


def _differ_at_once(source: str, text: str) -> bool:
    """Return True when the first letters tell, whatever the spelling of the letters to come."""
    one, other = source[:3], text[:3]
    return (
        one.isascii()
        and other.isascii()
        and one.isalpha()
        and other.isalpha()
        and (one[:2] != other[:2])
    )


@lru_cache(maxsize=2**12)
def _first_common_word(text: str) -> str:
    return next(_find_common_words(text), "")


def _find_common_words(text: str) -> Iterator[str]:
    """Yield the words that are no names: those without a capital letter."""
    for found in _WORD.finditer(text):
        word = found.group()
        if word == word.lower():
            yield word


@lru_cache(maxsize=256)
def _is_same_language(locale: str, other: str) -> bool:
    return locale.partition("-")[0] == other.partition("-")[0]
