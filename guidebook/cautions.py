"""What a reviewer who cannot read a language should ask about: in the translations that change.

In: both states and what differs. Out: sentences on numbers, links and words of translations that
their source texts give no reason for. Unlike the rules of `checks`, they forbid nothing: a number
that only the translation has is a question, not a mistake.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from guidebook.catalogue import Catalogue
from guidebook.changes import Changed, Sides, Subject
from guidebook.checks import agreed_term, avoided_form
from guidebook.checks._files import CheckedFile, Pair
from guidebook.checks._vocabulary import source_terms, vocabulary_of
from guidebook.checks.lost_number import lost_numbers
from guidebook.field_types import TextKind
from guidebook.languages import Languages
from guidebook.problems import Places
from guidebook.text import find_links, is_foreign, plain_text


def find_cautions(sides: Sides, subjects: Sequence[Subject]) -> Iterator[str]:
    """Yield a sentence for each question that a changed translation raises."""
    for subject in subjects:
        for changed in subject.texts:
            if changed.locale is not None and changed.source and changed.new and changed.language:
                for sentence in _questions(sides, subject, changed):
                    yield f"{subject.place(changed)}: {sentence}"


def _questions(sides: Sides, subject: Subject, changed: Changed) -> Iterator[str]:
    catalogue = sides.head.catalogue
    seen, source_seen = _seen(changed, changed.new), _seen(changed, changed.source)
    language = sides.head.language(catalogue.source_locale.tag)
    numbers = lost_numbers(seen, source_seen)
    if numbers:
        what = "number" if len(numbers) == 1 else "numbers"
        yield f"the {language} has no {what} {_joined(numbers)}."
    if changed.kind is TextKind.MARKDOWN:
        wanted = {link.target for link in find_links(changed.source)}
        links = [link.target for link in find_links(changed.new) if link.target not in wanted]
        foreign = [target for target in links if is_foreign(target)]
        if foreign:
            yield f"the {language} does not lead to {_joined(foreign)}."
    for rule in (agreed_term, avoided_form):
        problem = rule.find(_pair(catalogue, subject, changed))
        if problem is not None and not _is_accepted(catalogue, subject, changed, rule.ID):
            yield problem.message.removeprefix(f"'{changed.name}' ")  # its place is told already


def _is_accepted(catalogue: Catalogue, subject: Subject, changed: Changed, rule: str) -> bool:
    """Return True when the translation's file says that a text is right all the same."""
    assert changed.locale is not None
    translation = catalogue.translation(subject.path, changed.locale.tag)
    accepted = translation.state.accepted if translation else ()
    return any(item.field == changed.name and item.rule == rule for item in accepted)


def _seen(changed: Changed, text: str) -> str:
    return plain_text(text) if changed.kind is TextKind.MARKDOWN else text


def _joined(parts: Sequence[str]) -> str:
    return ", ".join(dict.fromkeys(parts))


def _pair(catalogue: Catalogue, subject: Subject, changed: Changed) -> Pair:
    assert changed.locale is not None
    vocabulary = vocabulary_of(catalogue, changed.locale.tag, _shared_terms(catalogue))
    return Pair(
        file=CheckedFile(Places(subject.path), vocabulary, Languages()),
        name=changed.name,
        source=changed.source,
        source_seen=_seen(changed, changed.source),
        text=changed.new,
        seen=_seen(changed, changed.new),
        is_markdown=changed.kind is TextKind.MARKDOWN,
        is_behind=False,
    )


_shared_terms = lru_cache(maxsize=2)(source_terms)
