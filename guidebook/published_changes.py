"""Which pages and books read differently after a change.

In: both states and the templates. Out: for each language what is new, gone or changed. Pages and
books are really made and compared, so that nothing is guessed. What was made of the same files in
both states is made once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from guidebook.book_sources import BookSource, BookSourceMaker
from guidebook.book_views import ALL, Book, plan_books
from guidebook.catalogue import Catalogue, Locale
from guidebook.changes import Sides
from guidebook.filters import FILTER_NAMES
from guidebook.inputs import Inputs
from guidebook.page import Page, PageRecipe
from guidebook.pages import page_recipes
from guidebook.project_files import TEMPLATES

T = TypeVar("T")
MOST_NAMED = 20
"""How many pages are named at the most; the others are counted."""
NEW, GONE = " (new)", " (gone)"
"""The notes of a page or book that is made for the first time, and of one no longer made."""


class _ContentInputs(Inputs):
    """The digests of a state whose pages and books are made with the templates of both."""

    def folder(self, path: str) -> str:
        """Return the digest of a folder of the state; templates are the same for both."""
        return "" if path.startswith(f"{TEMPLATES}/") else super().folder(path)


class PublishedChanges:
    """Makes pages and books of two states, as far as they can differ."""

    def __init__(self, sides: Sides, roots: tuple[Path, Path], templates: Path) -> None:
        """Compare two states; `roots` are the folders they were loaded from."""
        self.sides = sides
        self.templates = templates
        base, head = sides.catalogues
        self._inputs = _ContentInputs(base, roots[0]), _ContentInputs(head, roots[1])
        self._has_same_languages = base.locales == head.locales

    def pages(self) -> Iterator[str]:
        """Yield the languages whose pages change alike, with what these pages are called."""
        base, head = self.sides.catalogues
        names: dict[str, str] = {}
        grouped: dict[str, list[str]] = {}
        for tag in {**base.locales_by_tag, **head.locales_by_tag}:
            old, new = (_recipes(one, tag, self.templates) for one in (base, head))
            if not names:  # the source language comes first; its titles serve for all
                names = _titles(base, old) | _titles(head, new)
            notes = _notes(old, new, self._reads_otherwise)
            if notes:
                told = _counted({f"{names[one]}{note}": one for one, note in notes.items()})
                grouped.setdefault(told, []).append(self.sides.head.language(tag))
        for told, languages in grouped.items():
            yield f"{self.sides.head.joined(languages)}: {told}"

    def _reads_otherwise(self, old: PageRecipe, new: PageRecipe) -> bool:
        with self.sides.catalogues[1].reads.gathered() as names:
            made = new.make()
        is_same = old.head == new.head and self._are_same(names, new.locale)
        return not is_same and _seen(old.make()) != _seen(made)

    def _are_same(self, names: Iterable[str], locale: Locale) -> bool:
        """Return True when what is made of these files is made of the same in both states."""
        if not self._has_same_languages:
            return False
        base, head = self._inputs
        return base.key(names, locale) == head.key(names, locale)

    def books(self) -> tuple[tuple[Book, str], ...]:
        """Return the books that read differently, each with a note when it is new or gone."""
        makers = [BookSourceMaker(one, self.templates) for one in self.sides.catalogues]
        old, new = (
            {book.file_name: book for book in plan_books(one)} for one in self.sides.catalogues
        )

        def reads_otherwise(before: Book, after: Book) -> bool:
            source, names = makers[1].make(after)
            is_same = before == after and self._are_same(names, after.locale)
            return not is_same and _set(makers[0].make(before)[0]) != _set(source)

        notes = _notes(old, new, reads_otherwise)
        return tuple((new.get(name) or old[name], note) for name, note in notes.items())


def _recipes(catalogue: Catalogue, tag: str, templates: Path) -> Mapping[str, PageRecipe]:
    """Return the recipes of a language's pages by their id."""
    locale = catalogue.locales_by_tag.get(tag)
    return page_recipes(catalogue, locale, templates) if locale else {}


def _seen(page: Page) -> tuple[str, ...]:
    return page.title, page.description, page.markdown


def _set(source: BookSource) -> tuple[object, ...]:
    return source.files, source.places


def _titles(catalogue: Catalogue, recipes: Mapping[str, PageRecipe]) -> dict[str, str]:
    codes = {f"{entry.audience_id}/{entry.entry_id}": entry.code for entry in catalogue.entries}
    return {
        page_id: " ".join(filter(None, [codes.get(page_id), recipe.head.title]))
        for page_id, recipe in recipes.items()
    }


def _notes(
    old: Mapping[str, T], new: Mapping[str, T], differs: Callable[[T, T], bool]
) -> dict[str, str]:
    """Return the keys of what differs, with a note on what is new or gone."""
    return {
        **{key: "" for key in new if key in old and differs(old[key], new[key])},
        **{key: NEW for key in new if key not in old},
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
