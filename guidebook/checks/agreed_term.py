"""A translation uses the agreed form of each term that its source text uses.

One thing has one word, so that readers find it again. Inflected and compound forms count, and so
does the term itself where a translation quotes it. A warning, since a good sentence sometimes does
without the term.

Good:

    do: Loe õpiväljundeid.        # source: Read the learning outcomes. Glossary: õpiväljund

Bad:

    do: Loe eesmärke.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from guidebook.catalogue import GLOSSARY_PATH, Catalogue
from guidebook.checks._translated import Pair, find_unaccepted
from guidebook.problems import Problem, Severity, quote
from guidebook.stems import alternatives, has_form_of, source_form

ID = "agreed-term"


def check(catalogue: Catalogue, _today: date) -> Iterator[Problem]:
    """Yield a warning for each translation without the agreed form of a term of its source."""
    yield from find_unaccepted(catalogue, ID, find)


def find(catalogue: Catalogue, pair: Pair) -> Problem | None:
    """Return the problem of one text, or None."""
    if pair.is_behind:
        return None
    lacking = list(dict.fromkeys(_find_lacking(catalogue, pair)))
    if not lacking:
        return None
    terms = ", ".join(f"{quote(agreed)} for {quote(term)}" for agreed, term in lacking)
    return pair.problem(
        ID,
        f"{pair.shown} lacks what the glossary agrees on: {terms}.",
        f"Compare it with {pair.source_place}, and use the agreed form.",
        Severity.WARNING,
    )


def _find_lacking(catalogue: Catalogue, pair: Pair) -> Iterator[tuple[str, str]]:
    """Yield the agreed form and the term where a translation lacks the form."""
    glossary = catalogue.translation(GLOSSARY_PATH, pair.locale)
    rest = pair.source_seen
    for term_id, term in _longest_first(catalogue) if glossary else ():
        places = list(source_form(term, catalogue.source_locale.tag).find(rest))
        if not places:
            continue
        used = [rest[start:end] for start, end in places]
        for start, end in reversed(places):
            rest = f"{rest[:start]} {rest[end:]}"
        agreed = glossary.texts.get(f"{term_id}.term", "") if glossary else ""
        is_quoted = all(words in pair.seen for words in used)
        if agreed and not is_quoted and not has_form_of(pair.seen, agreed, pair.locale):
            yield agreed, catalogue.glossary[term_id].term


@lru_cache(maxsize=4)
def _longest_first(catalogue: Catalogue) -> tuple[tuple[str, str], ...]:
    """Return ids and forms of the glossary, so that longer terms are found before their parts."""
    terms = [
        (term_id, form)
        for term_id, term in catalogue.glossary.items()
        for form in alternatives(term.term)
    ]
    return tuple(sorted(terms, key=lambda item: -len(item[1])))
