"""How far each translation is: every text of every file a language has taken on, with its state.

In: the catalogue. Out: `FileProgress` for each file of a language and `Tally`s of them. Commands,
the public page on translations and the exchange with translators' tools draw from these, so that
they cannot tell different figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Generic, TypeVar

from guidebook.catalogue import (
    GLOSSARY_PATH,
    REFERENCES_PATH,
    Catalogue,
    HandWrittenPage,
    Locale,
    Translation,
)
from guidebook.field_types import TextKind
from guidebook.freshness import (
    FieldState,
    TextField,
    field_review,
    field_state,
    fields_of,
    file_review,
)
from guidebook.model import Entry, Frozen, Review, Site, Strength
from guidebook.page_files import WHOLE_PAGE, page_fingerprint, page_text

PAGES = "pages"
STUDIES = "studies"
SITE = "site"
GLOSSARY = "glossary"
REFERENCES = "references"
FRAME_PARTS = (SITE, PAGES, STUDIES, GLOSSARY, REFERENCES)
"""The parts besides the audiences, in the order in which readers meet them."""

_STRENGTHS = tuple(Strength)


@dataclass(frozen=True)
class FieldProgress:
    """One text and its translation."""

    source: TextField
    text: str
    """The translation; empty when it is missing."""
    state: FieldState
    review: Review | None
    """How far it has been read; None when it is missing."""
    made_from: str
    """The fingerprint of the source text it was made from; empty when nobody has said."""

    @property
    def words(self) -> int:
        """Return the number of words of the source text."""
        return len(self.source.text.split())


_FIELD_STATES = tuple(FieldState)
_REVIEWS = tuple(Review)


@dataclass
class Tally:
    """Sums over files, in texts and in words of the source language."""

    files: int = 0
    files_begun: int = 0
    words: int = 0
    texts: dict[FieldState, int] = field(default_factory=lambda: dict.fromkeys(_FIELD_STATES, 0))
    words_by_state: dict[FieldState, int] = field(
        default_factory=lambda: dict.fromkeys(_FIELD_STATES, 0)
    )
    reviews: dict[Review, int] = field(default_factory=lambda: dict.fromkeys(_REVIEWS, 0))
    """Translated texts by how far they have been read."""
    extra: int = 0
    """Translated texts that the source does not have."""

    def add(self, other: Tally) -> None:
        """Add other sums to these."""
        self.files += other.files
        self.files_begun += other.files_begun
        self.words += other.words
        self.extra += other.extra
        for state in _FIELD_STATES:
            self.texts[state] += other.texts[state]
            self.words_by_state[state] += other.words_by_state[state]
        for review in _REVIEWS:
            self.reviews[review] += other.reviews[review]

    @property
    def total(self) -> int:
        """Return the number of texts."""
        return sum(self.texts.values())

    def percent(self, state: FieldState) -> int:
        """Return the share of a state in whole percent of words; 100 only when it is all."""
        share = self.words_by_state[state] * 100
        return share // self.words if self.words else (100 if state is FieldState.CURRENT else 0)

    def as_value(self) -> list[Any]:
        """Return the sums as lists and numbers, to be kept."""
        sums = (self.texts, self.words_by_state, self.reviews)
        return [
            *(self.files, self.files_begun, self.words, self.extra),
            *(list(counts.values()) for counts in sums),
        ]

    @classmethod
    def from_value(cls, value: list[Any]) -> Tally:
        """Return sums that were kept."""
        files, begun, words, extra, texts, words_by_state, reviews = value
        return cls(
            files,
            begun,
            words,
            dict(zip(_FIELD_STATES, texts, strict=True)),
            dict(zip(_FIELD_STATES, words_by_state, strict=True)),
            dict(zip(_REVIEWS, reviews, strict=True)),
            extra,
        )


@dataclass(frozen=True)
class TranslatedFile:
    """One file and its translation into one language, as sums tell of it."""

    source_path: str
    path: str
    """Where the translation stands, or would stand."""
    name: str
    """What commands call the file: an entry's code, a study's or page's id, `site`, `glossary` …"""
    part: str
    """The entry's audience, or one of `FRAME_PARTS`."""
    exists: bool
    entry: Entry | None
    tally: Tally

    @property
    def has_work(self) -> bool:
        """Return True when there is something to translate, to compare or to delete."""
        open_texts = self.tally.total - self.tally.texts[FieldState.CURRENT]
        return bool(open_texts or self.tally.extra)

    @property
    def urgency(self) -> tuple[bool, int, bool, str]:
        """Return what sorts work: the frame of the site, strong advice, what is begun."""
        strength = _STRENGTHS.index(self.entry.strength) if self.entry else 0
        return self.entry is not None, strength, not self.exists, self.source_path


@dataclass(frozen=True)
class FileProgress(TranslatedFile):
    """One file and its translation, text by text."""

    review: Review | None
    """How far the file as a whole has been read; None when it does not exist."""
    fields: tuple[FieldProgress, ...]
    extra: Mapping[str, str] = field(default_factory=dict)
    """Translated texts that the source file does not have, by name."""

    @property
    def open_fields(self) -> tuple[FieldProgress, ...]:
        """Return the texts that are behind or missing."""
        return tuple(item for item in self.fields if item.state is not FieldState.CURRENT)


F = TypeVar("F", bound=TranslatedFile)


@dataclass(frozen=True)
class LocaleProgress(Generic[F]):
    """How far one language is."""

    locale: Locale
    files: tuple[F, ...]
    """The files it has taken on or begun, in the order of the site."""

    @cached_property
    def parts(self) -> Mapping[str, Tally]:
        """Return the sums by audience and by part of the frame."""
        tallies: dict[str, Tally] = {}
        for file in self.files:
            tallies.setdefault(file.part, Tally()).add(file.tally)
        return tallies

    @cached_property
    def total(self) -> Tally:
        """Return the sums over all files."""
        total = Tally()
        for part in self.parts.values():
            total.add(part)
        return total

    @cached_property
    def work(self) -> tuple[F, ...]:
        """Return the files with something to do, what readers need most first."""
        return tuple(sorted((f for f in self.files if f.has_work), key=lambda f: f.urgency))


def locale_progress(catalogue: Catalogue, locale: Locale) -> LocaleProgress[FileProgress]:
    """Return how far a language is: what it has taken on in site.yml, and what it has begun."""
    return taken_on(catalogue, locale, all_files(catalogue, locale))


def taken_on(catalogue: Catalogue, locale: Locale, files: Iterable[F]) -> LocaleProgress[F]:
    """Return how far a language is, of all its files."""
    found = (file for file in files if file.exists or _is_taken_on(catalogue, locale, file))
    return LocaleProgress(locale, tuple(found))


def find_files(catalogue: Catalogue, locale: Locale, name: str) -> list[FileProgress]:
    """Return the files that a person may mean by a code, an id or a path; mostly one."""
    found = []
    for file in all_files(catalogue, locale):
        names = {file.name, file.source_path, file.path}
        if file.entry is not None:
            names.add(file.entry.entry_id)
        if name in names:
            found.append(file)
    return found


def file_names(catalogue: Catalogue, locale: Locale) -> list[str]:
    """Return the codes and ids that `find_files` can be asked for."""
    files = list(all_files(catalogue, locale))
    return [file.name for file in files] + [f.entry.entry_id for f in files if f.entry]


def _is_taken_on(catalogue: Catalogue, locale: Locale, file: TranslatedFile) -> bool:
    parts = catalogue.site.translated.get(locale.tag, ())
    if file.entry is not None and file.entry.is_retired:
        return False
    return parts == "all" or file.part in parts


def all_files(catalogue: Catalogue, locale: Locale) -> Iterable[FileProgress]:
    """Yield every file that can be translated, in the order of the site."""
    yield from frame_files(catalogue, locale)
    for entry in catalogue.entries:
        yield entry_progress(catalogue, locale, entry)


def frame_files(catalogue: Catalogue, locale: Locale) -> Iterable[FileProgress]:
    """Yield every file that can be translated besides the entries, in the order of the site."""
    yield _content_file(catalogue, locale, Site.PATH, SITE, SITE, catalogue.site)
    for page in catalogue.pages:
        if not page.locale:
            yield _page_file(catalogue, locale, page)
    for study in catalogue.studies:
        yield _content_file(catalogue, locale, study.path, study.study_id, STUDIES, study)
    for name, path, content in (
        (GLOSSARY, GLOSSARY_PATH, catalogue.glossary),
        (REFERENCES, REFERENCES_PATH, catalogue.references),
    ):
        if content:
            yield _content_file(catalogue, locale, path, name, name, content)


def entry_progress(catalogue: Catalogue, locale: Locale, entry: Entry) -> FileProgress:
    """Return how far the translation of an entry is."""
    return _content_file(catalogue, locale, entry.path, entry.code, entry.audience_id, entry)


def _content_file(
    catalogue: Catalogue,
    locale: Locale,
    source_path: str,
    name: str,
    part: str,
    content: Frozen | Mapping[str, Frozen],
) -> FileProgress:
    translation = catalogue.translation(source_path, locale.tag)
    fields = tuple(
        _field(source, translation) for source in fields_of(catalogue, source_path, content)
    )
    extra = dict(translation.texts) if translation else {}
    for item in fields:
        extra.pop(item.source.name, None)
    exists = translation is not None
    return FileProgress(
        source_path,
        f"{source_path.removesuffix('.yml')}.{locale.tag}.yml",
        name,
        part,
        exists,
        content if isinstance(content, Entry) else None,
        _tally(exists, fields, extra),
        file_review(translation) if translation else None,
        fields,
        extra,
    )


def _tally(exists: bool, fields: Iterable[FieldProgress], extra: Mapping[str, str]) -> Tally:
    """Return the sums over the texts of one file."""
    sums = Tally(files=1, files_begun=int(exists), extra=len(extra))
    for item in fields:
        words = item.words
        sums.words += words
        sums.texts[item.state] += 1
        sums.words_by_state[item.state] += words
        if item.review is not None:
            sums.reviews[item.review] += 1
    return sums


def _field(source: TextField, translation: Translation | None) -> FieldProgress:
    if translation is None:
        return FieldProgress(source, "", FieldState.MISSING, None, "")
    text = translation.texts.get(source.name, "")
    return FieldProgress(
        source,
        text,
        field_state(source, translation),
        field_review(source.name, text, translation.state) if text else None,
        translation.state.made_from.get(source.name, ""),
    )


def _page_file(catalogue: Catalogue, locale: Locale, page: HandWrittenPage) -> FileProgress:
    translated = catalogue.pages_by_id.get((page.page_id, locale.tag))
    source = TextField(WHOLE_PAGE, page_text(page), TextKind.MARKDOWN, ())
    item = FieldProgress(source, "", FieldState.MISSING, None, "")
    if translated is not None and translated.state is not None:
        made_from = translated.state.made_from.get(WHOLE_PAGE, "")
        is_current = made_from == page_fingerprint(page)
        text = page_text(translated)
        item = FieldProgress(
            source,
            text,
            FieldState.CURRENT if is_current else FieldState.BEHIND,
            field_review(WHOLE_PAGE, text, translated.state),
            made_from,
        )
    path = f"docs/{page.page_id}.{locale.tag}.md"
    exists, name = translated is not None, page.page_id
    sums = _tally(exists, (item,), {})
    return FileProgress(page.path, path, name, PAGES, exists, None, sums, item.review, (item,))
