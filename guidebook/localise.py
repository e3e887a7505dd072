"""The texts of the catalogue in one language, each knowing in which language it really is.

In: the catalogue and a locale. Out: `Passage`s. Where a translation lacks a passage, the source
text stands in, marked as foreign, so that no renderer can pass it off as the reader's language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from guidebook.addresses import GLOSSARY_PATH, REFERENCES_PATH
from guidebook.freshness import FieldState, TextField, field_state, text_fields
from guidebook.model import (
    Catalogue,
    Entry,
    Frozen,
    Locale,
    Site,
    Study,
    TextKind,
    Translation,
)
from guidebook.words import Words


@dataclass(frozen=True)
class Passage:
    """One text as a reader meets it."""

    text: str
    kind: TextKind
    locale: Locale
    """The language the text is in."""
    is_foreign: bool = False
    """True when that is not the language of the page."""

    def __bool__(self) -> bool:
        """Return False for an empty text, so that templates can leave it out."""
        return bool(self.text)


Passages = Mapping[str, Passage]
"""The passages of one file by field name, for example `actions.count-hours.do`."""


class Texts:
    """All passages in one language."""

    def __init__(self, catalogue: Catalogue, locale: Locale) -> None:
        self.catalogue = catalogue
        self.locale = locale
        self.words = Words(
            locale.tag,
            catalogue.words[locale.tag],
            catalogue.words[catalogue.source_locale.tag],
        )
        self._entries: dict[str, Passages] = {}

    def entry(self, entry: Entry) -> Passages:
        """Return the passages of an entry."""
        found = self._entries.get(entry.path)
        if found is None:
            found = self._entries[entry.path] = self._passages(entry.path, entry)
        return found

    def study(self, study: Study) -> Passages:
        """Return the passages of a study."""
        return self._passages(study.path, study)

    @cached_property
    def site(self) -> Passages:
        """Return the passages of site.yml."""
        return self._passages(Site.PATH, self.catalogue.site)

    @cached_property
    def glossary(self) -> Passages:
        """Return the passages of the glossary."""
        return self._passages(GLOSSARY_PATH, self.catalogue.glossary)

    @cached_property
    def references(self) -> Passages:
        """Return the passages of the bibliography."""
        return self._passages(REFERENCES_PATH, self.catalogue.references)

    def _passages(self, path: str, content: Frozen | Mapping[str, Frozen]) -> Passages:
        translation = self.catalogue.translation(path, self.locale.tag)
        return {field.name: self._passage(field, translation) for field in text_fields(content)}

    def _passage(self, field: TextField, translation: Translation | None) -> Passage:
        if self.locale.is_source:
            return Passage(field.text, field.kind, self.locale)
        if translation is not None and field.name in translation.texts:
            return Passage(translation.texts[field.name], field.kind, self.locale)
        return Passage(field.text, field.kind, self.catalogue.source_locale, is_foreign=True)

    def is_translated(self, source_path: str) -> bool:
        """Return True when a file has a translation into this language, or is in it."""
        return (
            self.locale.is_source
            or self.catalogue.translation(source_path, self.locale.tag) is not None
        )

    def notice_key(self, source_path: str, content: Frozen | Mapping[str, Frozen]) -> str:
        """Return the interface word that tells a page's state of translation; empty for none."""
        if self.locale.is_source:
            return ""
        translation = self.catalogue.translation(source_path, self.locale.tag)
        if translation is None:
            return "notice.untranslated"
        states = {field_state(field, translation) for field in text_fields(content)}
        if FieldState.MISSING in states:
            return "notice.partly"
        if FieldState.BEHIND in states:
            return "notice.behind"
        return f"notice.{translation.state.review}"

    def edit_path(self, source_path: str) -> str:
        """Return the file to edit for this language: the translation, or else the source file."""
        translation = self.catalogue.translation(source_path, self.locale.tag)
        return translation.path if translation else source_path


def translated_locales(catalogue: Catalogue, source_path: str) -> tuple[str, ...]:
    """Return the tags of the languages in which a file really exists, the source first."""
    page_id = source_path.removeprefix("docs/").removesuffix(".md")
    return tuple(
        locale.tag
        for locale in catalogue.locales
        if locale.is_source
        or catalogue.translation(source_path, locale.tag)
        or (source_path.startswith("docs/") and (page_id, locale.tag) in catalogue.pages_by_id)
    )
