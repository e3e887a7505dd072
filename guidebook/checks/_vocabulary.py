"""What the glossary says, as rules ask it: which terms a text uses, and which forms are to be used.

In: the catalogue. Out: the terms of the source language, and a `Vocabulary` for each language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from guidebook.catalogue import GLOSSARY_PATH, Catalogue
from guidebook.model import AvoidedForm
from guidebook.stems import Form, alternatives, inflected_form, plain_letters, source_form


class SourceTerms:
    """The terms of the glossary in the source language."""

    def __init__(self, by_id: Mapping[str, str], locale: str) -> None:
        self.by_id = by_id
        self.locale = locale
        self.used_in = lru_cache(maxsize=2**12)(self._used_in)

    @cached_property
    def _longest_first(self) -> list[tuple[str, Form, tuple[str, ...]]]:
        forms = [(name, form) for name, term in self.by_id.items() for form in alternatives(term)]
        forms.sort(key=lambda item: -len(item[1]))
        made = [(name, source_form(form, self.locale)) for name, form in forms]
        return [(name, form, form.beginnings) for name, form in made if form.beginnings]

    def _used_in(self, text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return the id of each term in a text with the words there, longer before their parts."""
        letters, rest = plain_letters(text), text
        found = []
        for term_id, form, (first, *others) in self._longest_first:
            if first not in letters or any(other not in letters for other in others):
                continue
            places = list(form.find(rest))
            if places:
                found.append((term_id, tuple(rest[start:end] for start, end in places)))
            for start, end in reversed(places):
                rest = f"{rest[:start]} {rest[end:]}"
        return tuple(found)


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """What the glossary says, as far as it matters for one language."""

    locale: str
    """Empty for the source language."""
    terms: SourceTerms
    agreed: Mapping[str, str]
    """The agreed form of each term by its id."""
    to_avoid: Mapping[str, tuple[AvoidedForm, ...]]
    """The forms to avoid for each term by its id."""

    @cached_property
    def avoided(self) -> list[tuple[str, AvoidedForm, str]]:
        """Return the forms to avoid: id of the term, the form, and letters of all its uses."""
        made = [
            (term_id, form, inflected_form(form.form, self.locale).beginnings)
            for term_id, forms in self.to_avoid.items()
            for form in forms
        ]
        return [(term_id, form, begins[0]) for term_id, form, begins in made if begins]


def source_terms(catalogue: Catalogue) -> SourceTerms:
    """Return the terms of a glossary in the source language."""
    terms = {term_id: term.term for term_id, term in catalogue.glossary.items()}
    return SourceTerms(terms, catalogue.source_locale.tag)


def vocabulary_of(catalogue: Catalogue, locale: str, terms: SourceTerms) -> Vocabulary:
    """Return what the glossary says of a language; `terms` are those of the source language."""
    glossary = catalogue.translation(GLOSSARY_PATH, locale)
    texts = glossary.texts if glossary else {}
    agreed = {name: texts.get(f"{name}.term") for name in terms.by_id}
    facts = {name: catalogue.term_facts.get((locale, name)) for name in terms.by_id}
    return Vocabulary(
        locale,
        terms,
        {name: form for name, form in agreed.items() if form},
        {name: found.avoid for name, found in facts.items() if found and found.avoid},
    )
