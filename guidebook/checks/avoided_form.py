"""A translation avoids the forms that the glossary warns of.

The translated glossary lists under `avoid` words that look right for a term and are not. Such a
form may stand where the source text uses it too, and within the agreed form of a term that the
source text uses. The glossary itself may explain them.

Good:

    title: Vali mikrokvalifikatsioon         # source: Choose a micro-credential

Bad:

    title: Vali mikrokraad                   # glossary: avoid mikrokraad for micro-credential
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from guidebook.catalogue import GLOSSARY_PATH, Catalogue
from guidebook.checks._translated import Pair, find_unaccepted
from guidebook.model import AvoidedForm
from guidebook.problems import Problem, Severity, quote
from guidebook.stems import alternatives, inflected_form, source_form

ID = "avoided-form"


def check(catalogue: Catalogue, _today: date) -> Iterator[Problem]:
    """Yield a problem for each avoided form in a translation."""
    yield from find_unaccepted(catalogue, ID, find)


def find(catalogue: Catalogue, pair: Pair) -> Problem | None:
    """Return the problem of one text, or None."""
    if pair.path.startswith(GLOSSARY_PATH.removesuffix("yml")):
        return None
    for term_id in catalogue.glossary:
        facts = catalogue.term_facts.get((pair.locale, term_id))
        for avoided in facts.avoid if facts else ():
            if _is_used(catalogue, pair, term_id, avoided.form):
                return _problem(catalogue, pair, term_id, avoided)
    return None


def _problem(catalogue: Catalogue, pair: Pair, term_id: str, avoided: AvoidedForm) -> Problem:
    term = catalogue.glossary[term_id].term
    agreed = _agreed(catalogue, pair.locale, term_id)
    instead = f"Write {quote(agreed)}" if agreed else "Write another word"
    return pair.problem(
        ID,
        f"{pair.shown} uses {quote(avoided.form)}, which the glossary says to avoid.",
        f"{instead} for {quote(term)} ({pair.source_place}). "
        f"The glossary says why: {avoided.because.rstrip('.')}.",
        Severity.ERROR,
    )


def _is_used(catalogue: Catalogue, pair: Pair, term_id: str, form: str) -> bool:
    """Return True when a text uses an avoided form and its source text gives no reason to."""
    avoided = inflected_form(form, pair.locale)
    source = catalogue.source_locale.tag
    if not avoided.is_in(pair.seen) or source_form(form, source).is_in(pair.source_seen):
        return False
    rest = pair.seen
    for other_id, term in catalogue.glossary.items():
        is_own = other_id == term_id
        agreed = alternatives(_agreed(catalogue, pair.locale, other_id))
        if is_own or _has_term(pair.source_seen, term.term, source):
            for right in agreed:
                for start, end in reversed(list(inflected_form(right, pair.locale).find(rest))):
                    if not (is_own and rest[start:end].casefold() == form.casefold()):
                        rest = f"{rest[:start]} {rest[end:]}"
    return avoided.is_in(rest)


def _has_term(text: str, term: str, locale: str) -> bool:
    return any(source_form(form, locale).is_in(text) for form in alternatives(term))


def _agreed(catalogue: Catalogue, locale: str, term_id: str) -> str:
    """Return the agreed form of a term in a language, or an empty text."""
    glossary = catalogue.translation(GLOSSARY_PATH, locale)
    return glossary.texts.get(f"{term_id}.term", "") if glossary else ""
