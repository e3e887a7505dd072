"""Inflected words: whether a text uses a term in any of its forms.

In: words and a locale. Out: stems, by Snowball where it has the language, and places of terms. No
rule of any language stands here: what Snowball does not know is covered by letting the last letters
of a stem differ.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import snowballstemmer

LOOSE_END = 2
"""How many letters at a stem's end may differ. Snowball leaves stems that still change in some
cases: `osaamiskokonaisuus`, `osaamiskokonaisuud-`; `ainepunk`, `ainepunkti-`."""
MIN_STEM = 4
"""Stems are never shortened below this length, so that short words stay distinct."""
LONGEST_ENDING = 5
"""How many letters a form may have beyond its stem; with more it is a compound."""
WORD = re.compile(r"\w+(?:[-'’]\w+)*")

_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_SEPARATORS = re.compile(r"[,;/]")
_IN_BRACKETS = re.compile(r"\(([^()]*)\)")


@lru_cache(maxsize=4_000)
def alternatives(form: str) -> tuple[str, ...]:
    """Return the forms that a term offers: `a, b` and `a/b` are two each.

    What stands in brackets counts when it is an abbreviation, as in `ainepunkt (EAP)`; else it
    explains, as in `Bildungsgesetz (Estland)`.
    """
    outside = _SEPARATORS.split(_IN_BRACKETS.sub(" ", form))
    inside = [part for part in _IN_BRACKETS.findall(form) if _is_abbreviation(part.strip())]
    parts = tuple(" ".join(part.split()) for part in (*outside, *inside) if part.strip())
    return parts or (form,)


def _is_abbreviation(word: str) -> bool:
    return " " not in word and sum(char.isupper() for char in word) > 1


@lru_cache(maxsize=64)
def _stemmer(locale: str) -> snowballstemmer.Stemmer | None:
    """Return Snowball's stemmer of a language, found by the language's English name."""
    import snowballstemmer  # not before it is needed: it loads the rules of 35 languages
    from babel import Locale, UnknownLocaleError

    try:
        name = (Locale.parse(locale, sep="-").get_language_name("en") or "").lower()
    except (ValueError, UnknownLocaleError):
        return None
    return snowballstemmer.stemmer(name) if name in snowballstemmer.algorithms() else None


@lru_cache(maxsize=20_000)
def stem(word: str, locale: str) -> str:
    """Return what the forms of a word share, in small letters without accents.

    Accents go because they change within words: `Fach`, `Fächer`.
    """
    small = word.casefold()
    stemmer = _stemmer(locale)
    return without_accents((stemmer and str(stemmer.stemWord(small))) or small)


def without_accents(text: str) -> str:
    """Return a text with its letters only, each without the marks above and below it."""
    if text.isascii():
        return text
    parts = _NOT_ASCII.sub(lambda found: _without_marks(found.group()), text)
    return unicodedata.normalize("NFC", parts)


@lru_cache(maxsize=2**12)
def _without_marks(char: str) -> str:
    parts = unicodedata.normalize("NFD", char)
    return "".join(part for part in parts if not unicodedata.combining(part))


def _loose(stemmed: str) -> str:
    """Return the part of a stem that its forms surely have."""
    return stemmed[: max(MIN_STEM, len(stemmed) - LOOSE_END)]


@dataclass(frozen=True)
class Form:
    """A term of one or more words, to be found in texts."""

    text: str
    locale: str
    is_exact: bool
    """True for terms of the source language: the stem must be the same, and so must all letters
    but the last, which may give way to two others (`university`, `universities`). Stems alone go
    too far: *employer*, *employed* and *employability* share one."""

    @cached_property
    def _words(self) -> tuple[str, ...]:
        return tuple(WORD.findall(self.text))

    @cached_property
    def beginnings(self) -> tuple[str, ...]:
        """Return the `plain_letters` with which the words of every use of the term begin.

        A text without them does not use the term.
        """
        return tuple(map(self._beginning_of, self._words))

    def _beginning_of(self, word: str) -> str:
        plain = plain_letters(word)
        if self.is_exact:
            return plain[:-1]
        begin = _loose(stem(word, self.locale))
        return plain if len(plain) <= MIN_STEM or not plain.startswith(begin) else begin

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        parts = []
        for word in self._words:
            plain, begin = plain_letters(word), self._beginning_of(word)
            if self.is_exact:
                longer, other = re.escape(plain), re.escape(begin)
                parts.append(rf"(?:{longer}\w{{0,{LONGEST_ENDING}}}|{other}\w{{2,4}})")
                continue
            longest = len(plain) - len(begin) + LONGEST_ENDING
            parts.append(rf"{re.escape(begin)}\w{{0,{longest}}}")
        joined = r"\W+".join(parts) if parts else r"(?!)"
        return re.compile(rf"(?<!\w)(?<!\w-){joined}(?!\w)(?!-\w)")

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield start and end of each place where a text uses the term."""
        if not self.beginnings:
            return
        letters, begin = letters_of(text), self.beginnings[0]
        start = letters.find(begin)
        while start >= 0:
            found = self._pattern.match(letters, start)
            if found and self._is_form(text[start : found.end()]):
                yield start, found.end()
            start = letters.find(begin, found.end() if found else start + 1)

    def match(self, text: str, start: int) -> int:
        """Return the end of the term that begins at a place, or -1."""
        found = self._pattern.match(letters_of(text), start)
        return found.end() if found and self._is_form(text[start : found.end()]) else -1

    def is_in(self, text: str) -> bool:
        """Return True when a text uses the term."""
        return next(self.find(text), None) is not None

    def _is_form(self, found: str) -> bool:
        pairs = zip(WORD.findall(found), self._words, strict=False)
        return all(self._is_same(a, b) for a, b in pairs)

    def _is_same(self, a: str, b: str) -> bool:
        if _is_abbreviation(b):
            return a.startswith(b)
        one, other = stem(a, self.locale), stem(b, self.locale)
        if self.is_exact or min(len(one), len(other)) <= MIN_STEM:
            return one == other
        return one.startswith(_loose(other)) and other.startswith(_loose(one))


def plain_letters(text: str) -> str:
    """Return a text in small letters without accents in which every letter keeps its place."""
    if text.isascii():
        return text.lower()
    for char in set(_NOT_ASCII.findall(text)):
        text = text.replace(char, _plain_letter(char))
    return text.encode("utf-8", "surrogatepass").lower().decode("utf-8", "surrogatepass")


letters_of = lru_cache(maxsize=2**12)(plain_letters)
"""The same for texts in which several terms are looked for."""


@lru_cache(maxsize=2**12)
def _plain_letter(char: str) -> str:
    plain = without_accents(char.casefold())
    return plain if len(plain) == 1 else char


@lru_cache(maxsize=4_000)
def source_form(term: str, locale: str) -> Form:
    """Return a term of the source language."""
    return Form(term, locale, is_exact=True)


@lru_cache(maxsize=4_000)
def inflected_form(form: str, locale: str) -> Form:
    """Return a word or phrase of any language, to be found in all its forms."""
    return Form(form, locale, is_exact=False)


def has_form_of(text: str, form: str, locale: str) -> bool:
    """Return True when a text holds all words of one alternative of a form, inflected or compound.

    Words count wherever they stand, since other languages order and compound them freely.
    """
    folded = _folded(text)
    return any(
        all(word.is_in(text, folded) for word in words)
        for words in _words_of_alternatives(form, locale)
    )


@dataclass(frozen=True)
class _Word:
    """How a word is found inside longer ones."""

    signs: tuple[str, ...]
    """Its stem in several spellings, of which one must stand in the text."""
    is_abbreviation: bool
    """True when it must stand there as it is written."""

    def is_in(self, text: str, folded: str) -> bool:
        return any(sign in (text if self.is_abbreviation else folded) for sign in self.signs)


@lru_cache(maxsize=4_000)
def _words_of_alternatives(form: str, locale: str) -> tuple[tuple[_Word, ...], ...]:
    return tuple(
        tuple(_word(word, locale) for word in WORD.findall(part)) for part in alternatives(form)
    )


def _word(word: str, locale: str) -> _Word:
    if _is_abbreviation(word):
        return _Word((word,), is_abbreviation=True)
    plain = _folded(word)
    short = len(plain) <= MIN_STEM
    signs = (plain,) if short else (_loose(stem(word, locale)), _loose(plain))
    return _Word(signs, is_abbreviation=False)


@lru_cache(maxsize=2**14)
def _folded(text: str) -> str:
    return without_accents(text.casefold())
