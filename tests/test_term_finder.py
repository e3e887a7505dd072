"""Tests of where texts use terms: the quick way to candidates passes nothing over."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import example, given, settings
from hypothesis import strategies as st

from guidebook.stems import WORD, alternatives, plain_letters, source_form
from guidebook.term_finder import TermFinder

_TERMS = {
    "credit": "credit",
    "credit-point": "credit point",
    "abbreviation": "guild learning hour (GLH)",
    "hyphen": "e-learning",
    "short": "EU",
    "accents": "Übung",
    "sharp": "Straße",
}
_PIECES = st.sampled_from(
    [
        *("credit", "Credits", "credit point", "creditor", "guild learning hours", "GLH", "GLHs"),
        *("e-learning", "E-Learning", "elearning", "EU", "eu", "EU-wide", "EU's", "re-EU", "Übung"),
        *("übung", "ubung", "Straße", "Strasse", "EUR", "a", " ", "-", "'", "’", ".", "\n", "ß"),
    ]
)


def _find_slowly(text: str) -> Iterator[tuple[int, int, str]]:
    """Try every term at every word with the same first four letters, longer ones first.

    So a short word counts when it stands by itself: `EU` and not `EUR`.
    """
    pairs = [(form, name) for name, term in _TERMS.items() for form in alternatives(term)]
    pairs.sort(key=lambda pair: -len(pair[0]))
    end = 0
    for word in WORD.finditer(text):
        if word.start() < end:
            continue
        for form, name in pairs:
            if _beginning(form) != _beginning(word.group()):
                continue
            found = source_form(form, "en").match(text, word.start())
            if found > 0:
                end = found
                yield word.start(), end, name
                break


def _beginning(words: str) -> str:
    return plain_letters(WORD.findall(words)[0])[:4]


@settings(max_examples=1000, deadline=None)
@given(st.lists(_PIECES, max_size=8).map("".join))
@example("EU's EU-wide re-EU EU")
@example("a-'credit and credit-point")
def test_every_term_is_found_where_a_word_begins(text: str) -> None:
    """What is found is what trying all terms at all words finds."""
    finder = TermFinder(_TERMS, "en", is_source=True)
    assert list(finder.find(text)) == list(_find_slowly(text))
