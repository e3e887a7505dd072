"""Where a text uses terms of the glossary, in any of their forms.

In: the catalogue and a language. Out: the terms of a text with their places. Pages link the first
use of each term to its definition.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from guidebook.catalogue import GLOSSARY_PATH, Catalogue, per_catalogue
from guidebook.stems import (
    WORD,
    Form,
    alternatives,
    inflected_form,
    letters_of,
    plain_letters,
    source_form,
)

_KEY_LENGTH = 4
"""Letters by which candidates are looked up before a form is tried."""
_WORD_BEGINS = r"(?<!\w)(?<!\w[-'’])"
"""Where a match of `stems.WORD` begins."""


class TermFinder:
    """Finds the terms of the glossary in texts of one language."""

    def __init__(self, forms: dict[str, str], locale: str, *, is_source: bool) -> None:
        self._forms: dict[str, list[tuple[str, Form]]] = {}
        pairs = [(form, term_id) for term_id, text in forms.items() for form in alternatives(text)]
        for form, term_id in sorted(pairs, key=lambda pair: -len(pair[0])):
            first = WORD.search(form)
            if first is None:
                continue
            made = source_form(form, locale) if is_source else inflected_form(form, locale)
            self._forms.setdefault(_key(first.group()), []).append((term_id, made))
        beginnings = "|".join(map(_beginning, self._forms)) or "(?!)"
        self._candidates = re.compile(rf"{_WORD_BEGINS}(?:{beginnings})")

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield start, end and id of each term, longer terms before their parts."""
        end = 0
        for candidate in self._candidates.finditer(letters_of(text)):
            if candidate.start() < end:
                continue
            for term_id, form in self._forms[candidate.group()]:
                found = form.match(text, candidate.start())
                if found > 0:
                    end = found
                    yield candidate.start(), end, term_id
                    break


@per_catalogue
def term_finder(catalogue: Catalogue, tag: str) -> TermFinder:
    """Return the finder of the terms of a language; it knows those that are translated."""
    if tag == catalogue.source_locale.tag:
        forms = {term_id: term.term for term_id, term in catalogue.glossary.items()}
        return TermFinder(forms, tag, is_source=True)
    glossary = catalogue.translation(GLOSSARY_PATH, tag)
    texts = glossary.texts if glossary else {}
    forms = {
        term_id: texts[f"{term_id}.term"]
        for term_id in catalogue.glossary
        if f"{term_id}.term" in texts
    }
    return TermFinder(forms, tag, is_source=False)


def _key(word: str) -> str:
    return plain_letters(word)[:_KEY_LENGTH]


def _beginning(key: str) -> str:
    """Return the pattern of words that begin with a key; a shorter one is the whole word."""
    return re.escape(key) + ("" if len(key) == _KEY_LENGTH else r"(?![-'’]?\w)")
