"""Books of real projects, made for tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from pdf_reader import Pdf, normal
from support import CASES, Files, silent

from guidebook.book_sources import book_sources
from guidebook.book_views import Book, BookView, book_view, plan_books
from guidebook.books import BookShelf, fresh_processes, timestamp_of
from guidebook.catalogue import Catalogue
from guidebook.field_types import TextKind
from guidebook.load import load_catalogue
from guidebook.localise import Passage, Texts
from guidebook.text import plain_text
from guidebook.typesetter import typeset
from guidebook.views import Views

MILLIMETRE = 72 / 25.4
GROWERS = "guidelines/growers/share-tools.yml"
BOOK, CHECKLIST = "growers.en.pdf", "growers-checklist.en.pdf"


@dataclass
class Library:
    """The books of a project."""

    root: Path
    folder: Path
    ledger: Path
    catalogue: Catalogue
    pdfs: dict[Book, Pdf]

    def shelf(self) -> BookShelf:
        """Return the books as the content of now wants them."""
        return BookShelf(self.root, require_catalogue(self.root), self.ledger)

    def pdf(self, file_name: str) -> Pdf:
        """Return a book by its file name."""
        return next(pdf for book, pdf in self.pdfs.items() if book.file_name == file_name)

    def views(self, book: Book) -> Views:
        """Return the views of a book's language."""
        return Views(Texts(self.catalogue, book.locale))

    def view(self, book: Book) -> BookView:
        """Return what a book has to show."""
        return book_view(self.views(book), book.audience_id)

    def books(self, *, checklists: bool = False) -> Iterator[tuple[Book, Pdf]]:
        """Yield the books, or the checklists."""
        for book, pdf in self.pdfs.items():
            if book.is_checklist == checklists:
                yield book, pdf


def require_catalogue(root: Path) -> Catalogue:
    """Return a project's content, whatever its checks say."""
    catalogue, _ = load_catalogue(root)
    assert catalogue is not None
    return catalogue


def make_library(root: Path, folder: Path, wanted: Callable[[Book], bool]) -> Library:
    """Make the wanted books of a project."""
    catalogue = require_catalogue(root)
    ledger = folder / "ledger.json"
    made = folder / "books"
    BookShelf(root, catalogue, ledger).make(made, made, silent, wanted=wanted)
    books = [book for book in plan_books(catalogue) if wanted(book)]
    pdfs = {book: Pdf(made / book.file_name) for book in books}
    return Library(root, made, ledger, catalogue, pdfs)


def set_book(root: Path, path: Path, file_name: str = BOOK) -> Pdf:
    """Set one book, without the checks, and return it."""
    path.write_bytes(typeset_apart(root, require_catalogue(root), file_name))
    return Pdf(path)


def typeset_apart(root: Path, catalogue: Catalogue, file_name: str = BOOK) -> bytes:
    """Return a book as it is set in a process of its own, as in a build.

    Raises:
        TypesettingError: The book cannot be set.
    """
    sources = book_sources(catalogue, root / "templates")
    source = next(source for source in sources if source.book.file_name == file_name)
    folders = tuple(str((root / folder).resolve()) for folder in catalogue.settings.font_folders)
    with ProcessPoolExecutor(1, mp_context=fresh_processes(), max_tasks_per_child=1) as pool:
        return pool.submit(
            typeset, dict(source.files), dict(source.places), folders, timestamp_of(catalogue)
        ).result()


def changed(path: str, *changes: tuple[str, str]) -> Files:
    """Return a file of the base project with some of its texts replaced."""
    text = (CASES / "base" / path).read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return {path: text}


def line_of(path: Path, text: str) -> int:
    """Return the number of the first line that holds a text."""
    lines = path.read_text(encoding="utf-8").split("\n")
    return next(number for number, line in enumerate(lines, 1) if text in line)


def passages_of(view: BookView) -> Iterator[Passage]:
    """Yield the passages of the entries of a book."""
    for part in view.parts:
        for entry in part.entries:
            yield from (entry.card.title, entry.card.summary, entry.why)
            for action in entry.actions:
                yield action.do
                if action.detail:
                    yield action.detail
            for example in entry.examples:
                yield from (example.title, example.text)
            yield from (need.because for need in (*entry.needs, *entry.needed_by))


def lines_of(passage: Passage) -> list[str]:
    """Return the blocks of a passage as they are read aloud."""
    if passage.kind is TextKind.PLAIN:
        return [normal(passage.text)]
    return [line for text in plain_text(passage.text).split("\n") if (line := normal(text))]
