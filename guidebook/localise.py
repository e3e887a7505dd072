"""The texts of the catalogue in one language, each knowing in which language it really is.

In: the catalogue and a locale. Out: `Passage`s. Where a translation lacks a passage, the source
text stands in, marked as foreign, so that no renderer can pass it off as the reader's language.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

from guidebook.catalogue import (
    GLOSSARY_PATH,
    REFERENCES_PATH,
    Catalogue,
    Locale,
    Translation,
    per_catalogue,
)
from guidebook.field_types import TextKind
from guidebook.freshness import FieldState, TextField, field_state, fields_of, file_review
from guidebook.model import Entry, Frozen, Site, Study, TranslationState
from guidebook.problems import FieldPath
from guidebook.progress import Tally, entry_progress
from guidebook.reads import ACTIONS, CARD, NEEDS, PARTS
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
    is_behind: bool = False
    """True when its source text has changed since it was translated."""
    path: str = field(default="", compare=False)
    """The file it stands in; empty for the program's own words."""
    yaml_path: FieldPath = field(default=(), compare=False)
    """Where in the file it stands."""

    def __bool__(self) -> bool:
        """Return False for an empty text, so that templates can leave it out."""
        return bool(self.text)


class Card:
    """What is shown and counted of an entry in one language, apart from its other texts."""

    def __init__(
        self, sums: Any, parts: Callable[[], Any], read: Callable[[list[Any]], Passage]
    ) -> None:
        """Make a card of what was kept.

        Args:
            sums: What tells two states of it apart, and what is counted; small and always needed.
            parts: Gives its passages, as they were kept, when they are wanted.
            read: Makes a passage of what was kept of it.
        """
        digests, texts, self.counted = sums
        self.digests: Mapping[str, str] = dict(zip(PARTS, digests, strict=True))
        """What tells two states of a part apart, by its name."""
        self.texts: str = texts
        """The digest of all its texts as they are shown."""
        self._parts = parts
        self._read = read

    def part(self, name: str) -> tuple[Passage, ...]:
        """Return the passages of a part, one of `reads.PARTS`."""
        return tuple(map(self._read, self._parts()[PARTS.index(name)]))

    @cached_property
    def tally(self) -> Tally:
        """Return how far its translation is."""
        return Tally.from_value(self.counted)


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
        self._cards: dict[str, Card] = {}
        self._parts: dict[tuple[str, str], tuple[Passage, ...]] = {}

    def entry(self, entry: Entry) -> Passages:
        """Return the passages of an entry."""
        self.catalogue.reads.note(entry.path, self.locale.tag)
        return self._entry(entry)

    def title_and_summary(self, entry: Entry) -> tuple[Passage, Passage]:
        """Return what other pages show of an entry."""
        title, summary = self._part(CARD, entry)
        return title, summary

    def title(self, entry: Entry) -> Passage:
        """Return the title of an entry."""
        return self.title_and_summary(entry)[0]

    def needs(self, entry: Entry) -> Passages:
        """Return why an entry needs others, by their ids."""
        needed = (need.entry for need in entry.needs)
        return dict(zip(needed, self._part(NEEDS, entry), strict=True))

    def actions(self, entry: Entry) -> tuple[Passage, ...]:
        """Return what an entry says to do, without details."""
        return self._part(ACTIONS, entry)

    def _part(self, name: str, entry: Entry) -> tuple[Passage, ...]:
        self.catalogue.reads.note_part(name, entry.path, self.locale.tag)
        key = name, entry.path
        found = self._parts.get(key)
        if found is None:
            found = self._parts[key] = self.card(entry).part(name)
        return found

    def card(self, entry: Entry) -> Card:
        """Return what is shown and counted of an entry; nothing is noted as read.

        It is known without the translation being loaded when an earlier run has seen both files.
        """
        found = self._cards.get(entry.path)
        if found is None:
            cards, key = self.catalogue.cards, self.key(entry)
            sums, parts = cards.get("sums", *key), partial(self._kept_parts, entry)
            if sums is None:
                sums, made = self._card_values(entry)
                parts = partial(lambda value: value, made)
                if entry.path in self.catalogue.digests:
                    cards.put(sums, "sums", *key)
                    cards.put(made, "parts", *key)
            else:
                cards.touch("parts", *key)
            found = self._cards[entry.path] = Card(sums, parts, partial(self._known_passage, entry))
        return found

    def _kept_parts(self, entry: Entry) -> Any:
        kept = self.catalogue.cards.get("parts", *self.key(entry))
        return self._card_values(entry)[1] if kept is None else kept

    def key(self, entry: Entry) -> tuple[str, ...]:
        """Return the entry and the language, and what changes with its two files.

        What is kept of them stands under it.
        """
        digests, source = self.catalogue.digests, self.catalogue.source_locale.tag
        translation = "" if self.locale.is_source else translation_path(entry.path, self.locale.tag)
        has_one = self.catalogue.has_translation(entry.path, self.locale.tag)
        own = digests.get(translation, "") if has_one else ""
        return f"{entry.path} {self.locale.tag}", source, digests.get(entry.path, ""), own

    def _card_values(self, entry: Entry) -> tuple[Any, Any]:
        """Return what to keep of an entry: its sums, and the passages of its parts."""
        passages = self._entry(entry)
        shown = [f"{name}\0{one.text}\0{one.locale.tag}\0" for name, one in passages.items()]
        parts = [
            [passages["title"], passages["summary"]],
            [passages[f"needs.{need.entry}.because"] for need in entry.needs],
            [passages[f"actions.{action.id}.do"] for action in entry.actions],
        ]
        values = [
            [
                [one.yaml_path, one.text, one.kind.value, one.locale.tag, one.is_behind]
                for one in part
            ]
            for part in parts
        ]
        tally = entry_progress(self.catalogue, self.locale, entry).tally.as_value()
        return [[_digest(repr(value)) for value in values], _digest("".join(shown)), tally], values

    def _known_passage(self, entry: Entry, kept: list[Any]) -> Passage:
        place, text, kind, tag, is_behind = kept
        locale = self.catalogue.locales_by_tag[tag]
        path = entry.path if locale.is_source else translation_path(entry.path, tag)
        is_foreign = locale != self.locale
        return Passage(text, TextKind(kind), locale, is_foreign, is_behind, path, tuple(place))

    def _entry(self, entry: Entry) -> Passages:
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
        fields = fields_of(self.catalogue, path, content)
        return {source.name: self._passage(source, path, translation) for source in fields}

    def _passage(self, source: TextField, path: str, translation: Translation | None) -> Passage:
        name, kind, place = source.name, source.kind, source.yaml_path
        if self.locale.is_source:
            return Passage(source.text, kind, self.locale, path=path, yaml_path=place)
        if translation is not None and name in translation.texts:
            place = translation.yaml_paths.get(name, place)
            return Passage(
                translation.texts[name],
                kind,
                self.locale,
                is_behind=field_state(source, translation) is FieldState.BEHIND,
                path=translation.path,
                yaml_path=place,
            )
        source_locale = self.catalogue.source_locale
        return Passage(
            source.text, kind, source_locale, is_foreign=True, path=path, yaml_path=place
        )

    def is_translated(self, source_path: str) -> bool:
        """Return True when a file has a translation into this language, or is in it."""
        return self.locale.is_source or self.catalogue.has_translation(source_path, self.locale.tag)

    def notice(self, source_path: str, content: Frozen | Mapping[str, Frozen]) -> str:
        """Return the sentences that tell a file's state of translation; empty for none.

        They say who made it and who has read it, then what is missing and what is behind.
        """
        if self.locale.is_source:
            return ""
        self.catalogue.reads.note(source_path, self.locale.tag)
        translation = self.catalogue.translation(source_path, self.locale.tag)
        if translation is None:
            return self.state_sentence("untranslated", None)
        fields = fields_of(self.catalogue, source_path, content)
        states = Counter(field_state(field, translation) for field in fields)
        sentences = [self.state_sentence(file_review(translation), translation.state)]
        for name, state in (("partly", FieldState.MISSING), ("behind", FieldState.BEHIND)):
            if states[state]:
                sentences.append(self.state_sentence(name, translation.state, states[state]))
        return " ".join(sentences)

    def state_sentence(self, name: str, state: TranslationState | None, count: int = 0) -> str:
        """Return the interface word for a state of translation, with who reviewed it and when."""
        return self.words(
            f"notice.{name}",
            n=count,
            language=self.words.language(self.catalogue.source_locale.tag),
            who=state.reviewed_by if state else "",
            date=(state.reviewed_on if state else None) or "",
        )

    def edit_path(self, source_path: str) -> str:
        """Return the file to edit for this language: the translation, or else the source file."""
        if self.catalogue.has_translation(source_path, self.locale.tag):
            return translation_path(source_path, self.locale.tag)
        return source_path


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def translation_path(source_path: str, tag: str) -> str:
    """Return where the translation of a file of `guidelines/` stands, or would stand."""
    return f"{source_path.removesuffix('.yml')}.{tag}.yml"


@per_catalogue
def shared_texts(catalogue: Catalogue, locale: Locale) -> Texts:
    """Return the passages of a language; pages, data and feeds look each up once between them."""
    return Texts(catalogue, locale)


def translated_locales(catalogue: Catalogue, source_path: str) -> tuple[str, ...]:
    """Return the tags of the languages in which a file really exists, the source first."""
    page_id = source_path.removeprefix("docs/").removesuffix(".md")
    return tuple(
        locale.tag
        for locale in catalogue.locales
        if locale.is_source
        or catalogue.has_translation(source_path, locale.tag)
        or (source_path.startswith("docs/") and (page_id, locale.tag) in catalogue.pages_by_id)
    )
