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

from collections.abc import Iterator, Sequence

from guidebook.catalogue import GLOSSARY_PATH
from guidebook.checks._files import CheckedFile, Pair, find_unaccepted
from guidebook.model import AvoidedForm
from guidebook.problems import Problem, Severity, quote
from guidebook.stems import alternatives, inflected_form, plain_letters, source_form

ID = "avoided-form"


def check_files(files: Sequence[CheckedFile]) -> Iterator[Problem]:
    """Yield a problem for each avoided form in a translation."""
    yield from find_unaccepted(filter(_may_use_any, files), ID, find)


def _may_use_any(file: CheckedFile) -> bool:
    """Return False for a file that surely uses no avoided form."""
    if not file.vocabulary.avoided:
        return False
    letters = plain_letters("\n".join(pair.seen for pair in file.pairs))
    return any(beginning in letters for _, _, beginning in file.vocabulary.avoided)


def find(pair: Pair) -> Problem | None:
    """Return the problem of one text, or None."""
    if pair.file.path.startswith(GLOSSARY_PATH.removesuffix("yml")):
        return None
    for term_id, form, _ in pair.file.vocabulary.avoided:
        if _is_used(pair, term_id, form.form):
            return _problem(pair, term_id, form)
    return None


def _problem(pair: Pair, term_id: str, avoided: AvoidedForm) -> Problem:
    vocabulary = pair.file.vocabulary
    term = vocabulary.terms.by_id[term_id]
    agreed = vocabulary.agreed.get(term_id)
    instead = f"Write {quote(agreed)}" if agreed else "Write another word"
    return pair.problem(
        ID,
        f"{pair.shown} uses {quote(avoided.form)}, which the glossary says to avoid.",
        f"{instead} for {quote(term)} ({pair.source_place}). "
        f"The glossary says why: {avoided.because.rstrip('.')}.",
        Severity.ERROR,
    )


def _is_used(pair: Pair, term_id: str, form: str) -> bool:
    """Return True when a text uses an avoided form and its source text gives no reason to."""
    avoided = inflected_form(form, pair.locale)
    vocabulary = pair.file.vocabulary
    source = vocabulary.terms.locale
    if not avoided.is_in(pair.seen) or source_form(form, source).is_in(pair.source_seen):
        return False
    rest = pair.seen
    for other_id, term in vocabulary.terms.by_id.items():
        is_own = other_id == term_id
        agreed = alternatives(vocabulary.agreed.get(other_id, ""))
        if is_own or _has_term(pair.source_seen, term, source):
            for right in agreed:
                for start, end in reversed(list(inflected_form(right, pair.locale).find(rest))):
                    if not (is_own and rest[start:end].casefold() == form.casefold()):
                        rest = f"{rest[:start]} {rest[end:]}"
    return avoided.is_in(rest)


def _has_term(text: str, term: str, locale: str) -> bool:
    return any(source_form(form, locale).is_in(text) for form in alternatives(term))
