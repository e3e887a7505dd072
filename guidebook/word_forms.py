"""Words as a search compares them: without capitals and accents, forms of one word together.

In: texts and their languages. Out: words, their folded form, and which of them belong together.
`templates/assets/search.js` takes queries apart by the same rules (`words` and `fold` there).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

HYPHENS = "-\u2010\u2011"
_HYPHEN = re.compile(f"[{HYPHENS}]")
_UNSEEN = re.compile("[\u00ad\u0640\u200b-\u200f\u2060\ufeff]")
"""Soft hyphens, joiners and the Arabic letter that only stretches a word."""
_ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]")
"""Marks above and below letters that Latin, Greek, Cyrillic, Hebrew and Arabic words are also
written without. The vowel signs of other scripts are letters to their readers and stay."""
_PLAIN_LETTER = re.compile(r"LATIN SMALL (?:LETTER|LIGATURE) ([A-Z]{1,2})(?: WITH .+)?")
"""Unicode's names tell which letter `ø`, `ł` or `æ` is, where it has no decomposition for them."""


_SIMPLE_WORD = re.compile(rf"\w+(?:[{HYPHENS}]\w+)*")
_MAY_HAVE_MARKS = re.compile("[\u0300-\u1fff\u2c00-\U0001ffff]")


@lru_cache(maxsize=1)
def _word_with_marks() -> re.Pattern[str]:
    """Return what a word is: letters, marks and digits, and such parts joined by hyphens.

    The marks are missing in Python's own word characters. Looking for them costs three times as
    much, so it is done only for scripts that have them.
    """
    marks = "".join(
        char for char in map(chr, range(0x20000)) if unicodedata.category(char).startswith("M")
    )
    return re.compile(rf"[\w{marks}]+(?:[{HYPHENS}][\w{marks}]+)*")


def find_words(text: str) -> list[str]:
    """Return the words of a text in order, then the parts of those with a hyphen."""
    if not text.isascii():
        text = _UNSEEN.sub("", text)
    pattern = _word_with_marks() if _MAY_HAVE_MARKS.search(text) else _SIMPLE_WORD
    found: list[str] = pattern.findall(text.replace("_", " "))
    for word in [word for word in found if not word.isalnum()]:
        parts = _HYPHEN.split(word)
        if len(parts) > 1:
            found += parts
    return found


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """Return a word in small letters without accents and hyphens: `Übung` as `ubung`."""
    if word.isascii():
        return word.lower().replace("-", "")
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", word))
    small = _HYPHEN.sub("", bare.upper().lower())
    return unicodedata.normalize("NFKC", "".join(map(plain_letter, small)))


@lru_cache(maxsize=1_000)
def plain_letter(letter: str) -> str:
    """Return the unmarked letters that stand for one that Unicode does not take apart."""
    if letter.isascii():
        return letter
    named = _PLAIN_LETTER.fullmatch(unicodedata.name(letter, ""))
    return named[1].lower() if named else letter
