"""Which pages and books read differently after a change.

In: both states and the templates. Out: for each language what is new, gone or changed. Pages and
books are really made of both states and compared, so that nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from guidebook.book_sources import book_sources
from guidebook.book_views import ALL, Book
from guidebook.catalogue import Catalogue
from guidebook.changes import Sides
from guidebook.filters import FILTER_NAMES
from guidebook.pages import Page, build_pages

MOST_NAMED = 20
"""How many pages are named at the most; the others are counted."""
GONE = " (gone)"
"""The note of a page or book that is no longer made."""


def changed_pages(sides: Sides, templates: Path) -> Iterator[str]:
    """Yield the languages whose pages change alike, with what these pages are called."""
    base, head = sides.catalogues
    names: dict[str, str] = {}
    grouped: dict[str, list[str]] = {}
    for tag in {**base.locales_by_tag, **head.locales_by_tag}:
        old, new = _made_pages(base, tag, templates), _made_pages(head, tag, templates)
        if not names:  # the source language comes first; its titles serve for all
            names = _titles(base, old) | _titles(head, new)
        notes = _notes(
            {page_id: _seen(page) for page_id, page in old.items()},
            {page_id: _seen(page) for page_id, page in new.items()},
        )
        if notes:
            told = _counted({f"{names[page_id]}{note}": page_id for page_id, note in notes.items()})
            grouped.setdefault(told, []).append(sides.head.language(tag))
    for told, languages in grouped.items():
        yield f"{sides.head.joined(languages)}: {told}"


def _made_pages(catalogue: Catalogue, tag: str, templates: Path) -> dict[str, Page]:
    """Return the pages of a language by their id."""
    locale = catalogue.locales_by_tag.get(tag)
    pages = build_pages(catalogue, locale, templates) if locale else ()
    return {page.page_id: page for page in pages}


def _seen(page: Page) -> tuple[str, ...]:
    return page.title, page.description, page.markdown


def _titles(catalogue: Catalogue, pages: Mapping[str, Page]) -> dict[str, str]:
    codes = {f"{entry.audience_id}/{entry.entry_id}": entry.code for entry in catalogue.entries}
    return {
        page_id: " ".join(filter(None, [codes.get(page_id), page.title]))
        for page_id, page in pages.items()
    }


def _notes(old: Mapping[str, object], new: Mapping[str, object]) -> dict[str, str]:
    """Return the keys of what differs, with a note on what is new or gone."""
    return {
        **{key: "" for key in new if key in old and old[key] != new[key]},
        **{key: " (new)" for key in new if key not in old},
        **{key: GONE for key in old if key not in new},
    }


def _counted(ids_by_name: Mapping[str, str]) -> str:
    """Return how many pages there are and what the first of them are called."""
    pages = {
        name: any(f"/{part}/" in page_id for part in FILTER_NAMES)
        for name, page_id in ids_by_name.items()
    }
    named = [name for name, is_list in pages.items() if not is_list]
    lists = len(pages) - len(named)
    shown = named[:MOST_NAMED]
    if len(named) > MOST_NAMED:
        shown.append(f"{len(named) - MOST_NAMED} more")
    if lists:
        shown.append("1 filtered list" if lists == 1 else f"{lists} filtered lists")
    count = "1 page" if len(pages) == 1 else f"{len(pages)} pages"
    return f"{count}: {'; '.join(shown)}"


def changed_books(sides: Sides, templates: Path) -> tuple[tuple[Book, str], ...]:
    """Return the books that read differently, each with a note when it is new or gone."""
    old, new = (
        {one.book.file_name: one for one in book_sources(catalogue, templates)}
        for catalogue in sides.catalogues
    )
    notes = _notes(
        {name: (one.files, one.places) for name, one in old.items()},
        {name: (one.files, one.places) for name, one in new.items()},
    )
    return tuple(((new.get(name) or old[name]).book, note) for name, note in notes.items())


def tell_books(sides: Sides, books: Sequence[tuple[Book, str]]) -> Iterator[str]:
    """Yield the languages whose books change alike, with what these books are called."""
    by_language: dict[str, list[str]] = {}
    for book, note in books:
        by_language.setdefault(book.locale.tag, []).append(f"{_book_name(sides, book)}{note}")
    grouped: dict[str, list[str]] = {}
    for tag, names in by_language.items():
        grouped.setdefault("; ".join(names), []).append(sides.head.language(tag))
    for told, languages in grouped.items():
        yield f"{sides.head.joined(languages)}: {told}"


def _book_name(sides: Sides, book: Book) -> str:
    words = sides.head.words
    if book.audience_id == ALL:
        return words("book.all_audiences")
    base, head = sides.catalogues
    audiences = {**base.audiences_by_id, **head.audiences_by_id}
    name = audiences[book.audience_id].name
    return words("book.checklist", title="", audience=name) if book.is_checklist else name
