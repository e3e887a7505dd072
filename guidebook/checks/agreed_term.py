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

from collections.abc import Iterator, Sequence

from guidebook.checks._files import CheckedFile, Pair, find_unaccepted
from guidebook.problems import Problem, Severity, quote
from guidebook.stems import has_form_of

ID = "agreed-term"


def check_files(files: Sequence[CheckedFile]) -> Iterator[Problem]:
    """Yield a warning for each translation without the agreed form of a term of its source."""
    yield from find_unaccepted(files, ID, find)


def find(pair: Pair) -> Problem | None:
    """Return the problem of one text, or None."""
    if pair.is_behind:
        return None
    lacking = list(dict.fromkeys(_find_lacking(pair)))
    if not lacking:
        return None
    terms = ", ".join(f"{quote(agreed)} for {quote(term)}" for agreed, term in lacking)
    return pair.problem(
        ID,
        f"{pair.shown} lacks what the glossary agrees on: {terms}.",
        f"Compare it with {pair.source_place}, and use the agreed form.",
        Severity.WARNING,
    )


def _find_lacking(pair: Pair) -> Iterator[tuple[str, str]]:
    """Yield the agreed form and the term where a translation lacks the form."""
    vocabulary = pair.file.vocabulary
    if not vocabulary.agreed:
        return
    for term_id, used in vocabulary.terms.used_in(pair.source_seen):
        agreed = vocabulary.agreed.get(term_id)
        is_quoted = all(words in pair.seen for words in used)
        if agreed and not is_quoted and not has_form_of(pair.seen, agreed, pair.locale):
            yield agreed, vocabulary.terms.by_id[term_id]
