"""What each book shows: the entries of an audience in one language, and all they refer to.

In: `Views`. Out: `BookView`s, and which books there are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from guidebook.catalogue import Catalogue, Locale, per_catalogue
from guidebook.localise import Passage
from guidebook.model import Entry
from guidebook.text import find_links
from guidebook.views import (
    EntryCard,
    EntryView,
    ReferenceView,
    StudyView,
    TermView,
    TopicView,
    Views,
)

ALL = "all"
"""Stands for the id of an audience in the book of all of them; no audience may be called so."""


@dataclass(frozen=True)
class Book:
    """A PDF: all entries of an audience in one language, or their actions on one page."""

    audience_id: str
    """`all` for the book of all audiences."""
    locale: Locale
    is_checklist: bool = False

    @property
    def file_name(self) -> str:
        """Return the file's name in `books/`, for example `learners-checklist.et.pdf`."""
        kind = "-checklist" if self.is_checklist else ""
        return f"{self.audience_id}{kind}.{self.locale.tag}.pdf"

    @property
    def address(self) -> str:
        """Return the file's address below the site's root."""
        return f"books/{self.file_name}"


@dataclass(frozen=True)
class Part:
    """A topic with its entries."""

    topic: TopicView
    entries: tuple[EntryView, ...]


@dataclass(frozen=True)
class BookView:
    """Everything a book shows."""

    parts: tuple[Part, ...]
    studies: tuple[StudyView, ...]
    references: tuple[ReferenceView, ...]
    """In the order in which they are numbered."""
    terms: tuple[TermView, ...]
    index: tuple[EntryCard, ...]


@per_catalogue
def entries_of(catalogue: Catalogue, audience_id: str) -> tuple[Entry, ...]:
    """Return the entries in force that a book holds, in the order of their codes."""
    return tuple(
        entry
        for entry in catalogue.entries
        if not entry.is_retired and audience_id in (ALL, entry.audience_id, *entry.also_for)
    )


def plan_books(catalogue: Catalogue) -> Iterator[Book]:
    """Yield every book that is made: in each language those with an entry in that language."""
    ids = [audience.id for audience in catalogue.site.audiences]
    for locale in catalogue.locales:
        for audience_id in [*ids, ALL] if len(ids) > 1 else ids:
            if has_book(catalogue, audience_id, locale):
                yield Book(audience_id, locale)
                if audience_id != ALL:
                    yield Book(audience_id, locale, is_checklist=True)


@per_catalogue
def has_book(catalogue: Catalogue, audience_id: str, locale: Locale) -> bool:
    """Return True when at least one entry of a book is in its language."""
    entries = entries_of(catalogue, audience_id)
    return bool(entries) and (
        locale.is_source
        or any(catalogue.has_translation(entry.path, locale.tag) for entry in entries)
    )


def nearest_book(catalogue: Catalogue, audience_id: str, locale: Locale) -> Locale | None:
    """Return the language in which a reader of a language finds a book; None for no book."""
    for candidate in (locale, catalogue.source_locale):
        if has_book(catalogue, audience_id, candidate):
            return candidate
    return None


@dataclass(frozen=True)
class BookLink:
    """A book as pages offer it."""

    book: Book
    audience: Passage | None
    """None for the book of all audiences."""
    is_foreign: bool
    """True when the book is in another language than the page."""


def book_links(views: Views, audience_id: str) -> tuple[BookLink, ...]:
    """Return the book and the checklist of an audience that a reader of a language is offered."""
    locale = nearest_book(views.catalogue, audience_id, views.locale)
    if locale is None:
        return ()
    name = None if audience_id == ALL else views.texts.site[f"audiences.{audience_id}.name"]
    is_foreign = locale != views.locale
    kinds = [Book(audience_id, locale)]
    if audience_id != ALL:
        kinds.append(Book(audience_id, locale, is_checklist=True))
    return tuple(BookLink(book, name, is_foreign) for book in kinds)


def all_book_links(views: Views) -> tuple[BookLink, ...]:
    """Return every book that a reader of a language is offered."""
    ids = [audience.id for audience in views.catalogue.site.audiences]
    wanted = [*ids, ALL] if len(ids) > 1 else ids
    return tuple(link for audience_id in wanted for link in book_links(views, audience_id))


def book_view(views: Views, audience_id: str) -> BookView:
    """Return everything the book of an audience shows."""
    catalogue = views.catalogue
    entries = entries_of(catalogue, audience_id)
    parts = []
    for topic in catalogue.site.topics:
        shown = tuple(views.entry(entry) for entry in entries if entry.topic == topic.id)
        if shown:
            parts.append(Part(views.topic(topic), shown))
    targets = list(dict.fromkeys(_targets(parts)))
    references = list(
        dict.fromkeys(
            [
                *(name for view in _entries(parts) for name in view.card.entry.rests_on.references),
                *(name for kind, name in targets if kind == "ref"),
                *(study.reference for study in catalogue.studies),
            ]
        )
    )
    terms = [name for kind, name in targets if kind == "term" and name in catalogue.glossary]
    return BookView(
        parts=tuple(parts),
        studies=tuple(views.study(study) for study in catalogue.studies),
        references=tuple(
            views.reference(name) for name in references if name in catalogue.references
        ),
        terms=tuple(
            sorted(
                map(views.term, terms), key=lambda view: (view.term.text.casefold(), view.term_id)
            )
        ),
        index=tuple(view.card for view in _entries_by_code(parts, entries)),
    )


def _entries(parts: list[Part]) -> Iterator[EntryView]:
    for part in parts:
        yield from part.entries


def _entries_by_code(parts: list[Part], entries: tuple[Entry, ...]) -> Iterator[EntryView]:
    by_id = {view.card.entry.entry_id: view for view in _entries(parts)}
    for entry in entries:
        yield by_id[entry.entry_id]


def _targets(parts: list[Part]) -> Iterator[tuple[str, str]]:
    """Yield kind and name of every link to content in the texts of a book."""
    for passage in _markdown(parts):
        for link in find_links(passage.text):
            kind, _, name = link.target.partition(":")
            yield kind, name


def _markdown(parts: list[Part]) -> Iterator[Passage]:
    for part in parts:
        yield part.topic.introduction
        for view in part.entries:
            yield view.why
            yield from (action.detail for action in view.actions if action.detail)
            yield from (example.text for example in view.examples)
