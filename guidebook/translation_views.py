"""What the public pages on the state of translations show: figures, debts and ways to help.

In: `Texts` of the reader's language. Out: frozen views; every figure comes from `progress`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from guidebook.addresses import (
    EVIDENCE,
    GLOSSARY,
    REFERENCES,
    entry_page_id,
    page_address,
    translation_page_id,
)
from guidebook.catalogue import Catalogue, Locale, per_catalogue
from guidebook.field_types import TextKind
from guidebook.freshness import FieldState
from guidebook.localise import Passage, Texts, shared_texts, translation_path
from guidebook.model import Entry, Review
from guidebook.progress import (
    FRAME_PARTS,
    PAGES,
    SITE,
    STUDIES,
    LocaleProgress,
    Tally,
    TranslatedFile,
    frame_files,
    taken_on,
)


@dataclass(frozen=True)
class Row:
    """One line of a table of figures."""

    name: Passage
    words: int
    files: int
    files_begun: int
    current: int
    """Percent of words, as the two below; together they are 100."""
    behind: int
    missing: int
    texts_behind: int
    texts_missing: int
    reviews: tuple[tuple[Review, int], ...]
    """Translated texts by how far they have been read; those without texts left out."""


@dataclass(frozen=True)
class Debt:
    """A file of which texts are behind or missing."""

    title: Passage
    code: str
    address: str
    """Its page in the reader's language."""
    texts_behind: int
    texts_missing: int
    changed_on: date | None
    """When the original last told of a change; None for a file that tells of none."""
    path: str
    """The translation's file."""
    edit_url: str
    """Where it can be changed; empty when no address is set or the file does not exist."""


@dataclass(frozen=True)
class LanguageSums:
    """How far one language is, in one line."""

    locale: Locale
    address: str
    """Where more is told of it."""
    total: Row


@dataclass(frozen=True)
class LanguageState(LanguageSums):
    """How far one language is."""

    parts: tuple[Row, ...]
    rows: tuple[Row, ...]
    """The parts and, at the end, all together."""
    behind: tuple[Debt, ...]
    """Longest waiting first."""
    missing: tuple[Debt, ...]
    """What readers need most first."""


@per_catalogue
def _shared_progress(catalogue: Catalogue, locale: Locale) -> LocaleProgress[TranslatedFile]:
    """Return how far a language is, counted once for the readers of all languages."""
    return taken_on(catalogue, locale, _files(catalogue, locale))


def _files(catalogue: Catalogue, locale: Locale) -> Iterator[TranslatedFile]:
    """Yield every file that can be translated, with what is known of it without loading it."""
    yield from frame_files(catalogue, locale)
    texts = shared_texts(catalogue, locale)
    for entry in catalogue.entries:
        key = "translated file", entry.path, *texts.key(entry)
        yield catalogue.once(partial(_file, texts, entry), *key)


def _file(texts: Texts, entry: Entry) -> TranslatedFile:
    return TranslatedFile(
        source_path=entry.path,
        path=translation_path(entry.path, texts.locale.tag),
        name=entry.code,
        part=entry.audience_id,
        exists=texts.catalogue.has_translation(entry.path, texts.locale.tag),
        entry=entry,
        tally=texts.card(entry).tally,
    )


def language_sums(texts: Texts, locale: Locale) -> LanguageSums:
    """Return the figures of a translated language."""
    texts.catalogue.reads.note_states(locale.tag)
    everything = Passage(texts.words("translations.everything"), TextKind.PLAIN, texts.locale)
    total = _row(everything, _shared_progress(texts.catalogue, locale).total)
    return LanguageSums(locale, page_address(translation_page_id(locale.tag), texts.locale), total)


def language_state(texts: Texts, locale: Locale) -> LanguageState:
    """Return how far a translated language is, in the words of the reader's language."""
    sums = language_sums(texts, locale)
    language = _shared_progress(texts.catalogue, locale)
    rows = tuple(_row(_part_name(texts, part), tally) for part, tally in language.parts.items())
    debts = [_debt(texts, file) for file in language.work]
    waiting = sorted(
        (debt for debt in debts if debt.texts_behind),
        key=lambda debt: (debt.changed_on or date.max, debt.path),
    )
    return LanguageState(
        sums.locale,
        sums.address,
        sums.total,
        rows,
        (*rows, sums.total),
        tuple(waiting),
        tuple(debt for debt in debts if debt.texts_missing),
    )


def _row(name: Passage, sums: Tally) -> Row:
    behind = _share(sums, FieldState.BEHIND)
    missing = _share(sums, FieldState.MISSING)
    return Row(
        name,
        sums.words,
        sums.files,
        sums.files_begun,
        100 - behind - missing,
        behind,
        missing,
        sums.texts[FieldState.BEHIND],
        sums.texts[FieldState.MISSING],
        tuple((review, count) for review, count in sums.reviews.items() if count),
    )


def _share(sums: Tally, state: FieldState) -> int:
    """Return a debt in whole percent of words, rounded up: 0 only when there is none."""
    return -(-sums.words_by_state[state] * 100 // sums.words) if sums.words else 0


def _part_name(texts: Texts, part: str) -> Passage:
    if part in FRAME_PARTS:
        return Passage(texts.words(f"parts.{part}"), TextKind.PLAIN, texts.locale)
    return texts.site[f"audiences.{part}.name"]


def _debt(texts: Texts, file: TranslatedFile) -> Debt:
    catalogue = texts.catalogue
    counts = file.tally.texts
    edit_url = catalogue.settings.edit_url if file.exists else ""
    return Debt(
        _title(texts, file),
        file.entry.code if file.entry else "",
        page_address(_page_id(file), texts.locale),
        counts[FieldState.BEHIND],
        counts[FieldState.MISSING],
        max((change.on for change in file.entry.changes), default=None) if file.entry else None,
        file.path,
        edit_url.replace("{path}", file.path),
    )


def _title(texts: Texts, file: TranslatedFile) -> Passage:
    catalogue = texts.catalogue
    if file.entry is not None:
        return texts.title(file.entry)
    if file.part == PAGES:
        catalogue.reads.note(file.source_path, texts.locale.tag)
        page = catalogue.pages_by_id.get((file.name, texts.locale.tag))
        source = page or catalogue.pages_by_id[file.name, ""]
        locale = texts.locale if page else catalogue.source_locale
        return Passage(source.title, TextKind.PLAIN, locale, is_foreign=locale != texts.locale)
    if file.part == STUDIES:
        return next(
            texts.study(study)["title"]
            for study in catalogue.studies
            if study.study_id == file.name
        )
    return _part_name(texts, file.part)


def _page_id(file: TranslatedFile) -> str:
    if file.entry is not None:
        return entry_page_id(file.entry)
    if file.part == PAGES:
        return file.name
    page_ids = {SITE: "index", STUDIES: f"{EVIDENCE}/index"}
    others = {GLOSSARY: f"{GLOSSARY}/index", REFERENCES: f"{REFERENCES}/index"}
    return (page_ids | others)[file.part]
