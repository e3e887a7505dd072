"""Letters of different alphabets that look alike, in one word or one name of a host.

In: a word. Out: the letter that is not of the alphabet of the others (Unicode UTS 39), and whether
a word of another alphabet could pass for a Latin one.
"""

from __future__ import annotations

import unicodedata

_ALPHABETS = ("LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "CHEROKEE", "FULLWIDTH")
_GREEK_LIKE_LATIN = frozenset("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορυωϲϳ")
"""The others stand beside Latin letters in units and formulas: kΩ, μg."""
_CYRILLIC_LIKE_LATIN = frozenset("аысԁеԍһіюјӏорԗԛѕԝхуъҽпгѵѡ")
"""What a whole name can be made of that reads as Latin (Chromium's policy for names of hosts)."""


def odd_letter(word: str) -> str | None:
    """Return the first letter of a word that is not of the alphabet of most; None where all are."""
    by_alphabet: dict[str, list[str]] = {}
    for letter in word:
        alphabet = unicodedata.name(letter, "").partition(" ")[0]
        if alphabet in _ALPHABETS and (alphabet != "GREEK" or letter in _GREEK_LIKE_LATIN):
            by_alphabet.setdefault(alphabet, []).append(letter)
    if len(by_alphabet) < 2:
        return None
    return min(by_alphabet.values(), key=len)[0]


def passes_for_latin(word: str) -> bool:
    """Return True for a word without Latin letters that reads as one of them."""
    return not word.isascii() and all(
        letter in _CYRILLIC_LIKE_LATIN or letter in "0123456789-" for letter in word
    )


def named(letter: str) -> str:
    """Return how a message calls a letter, for example `U+0435 CYRILLIC SMALL LETTER IE`."""
    return f"U+{ord(letter):04X} {unicodedata.name(letter, '')}".rstrip()
