"""Catalogue -> books: the PDFs that people print.

In: the catalogue, the templates and a folder. Out: the PDFs in it; those whose content has not
changed are taken from the folder of the last build. Typst is known to `typesetter` only.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import re
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import astuple, dataclass, replace
from datetime import UTC, datetime, time
from functools import cached_property, lru_cache
from multiprocessing.context import BaseContext
from pathlib import Path

from guidebook.book_sources import BookSource, BookSourceMaker
from guidebook.book_views import Book, plan_books
from guidebook.catalogue import Catalogue
from guidebook.checked import epoch
from guidebook.inputs import Inputs, digest
from guidebook.kept import program_digest, write_beside
from guidebook.problems import Location, Problem, quote
from guidebook.project_files import TEMPLATES, TEXT, find_inputs
from guidebook.reads import FOLDER
from guidebook.typesetting import FONTS, MAIN, TypesettingError

Progress = Callable[[str, int, int], None]

_UNSHOWN = re.compile(r'the text `"(.+?)"` could not be displayed')


class BookError(Exception):
    """A text cannot be set; `problem` says which one."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(frozen=True)
class _BookFacts:
    """What is known of a book."""

    reads: tuple[str, ...]
    """Names of what its source was made of; see `reads`."""
    inputs: str
    """The digest of all that."""
    key: str
    """The digest of the source, and of what sets it."""
    pdf: str = ""
    """The digest of the PDF that was made of it."""


@dataclass(frozen=True)
class BookState:
    """A book that is wanted, and what stands in the folder."""

    book: Book
    is_missing: bool
    is_current: bool


def timestamp_of(catalogue: Catalogue) -> int:
    """Return the time that books give as their own: SOURCE_DATE_EPOCH, or the edition's day."""
    seconds = epoch()
    if seconds is not None:
        return seconds
    return int(datetime.combine(catalogue.site.edition.date, time(), UTC).timestamp())


class BookShelf:
    """The books of a project: what is wanted, what stands in a folder, and making the rest."""

    def __init__(self, root: Path, catalogue: Catalogue, ledger: Path) -> None:
        self.root = root
        self.catalogue = catalogue
        self.ledger = ledger
        self.timestamp = timestamp_of(catalogue)
        self.font_folders = tuple(
            str((root / folder).resolve()) for folder in catalogue.settings.font_folders
        )
        self.books = list(plan_books(catalogue))
        self.fonts = _fingerprint_of_fonts((str(FONTS), *self.font_folders))
        self.inputs = Inputs(catalogue, root)
        self.maker = BookSourceMaker(catalogue, root / TEMPLATES)

    @cached_property
    def keys(self) -> Mapping[str, str]:
        """Return what each book depends on, by its file's name."""
        return {name: facts.key for name, facts in self._facts.items()}

    @cached_property
    def _facts(self) -> dict[str, _BookFacts]:
        """Return the facts of each book; its source is made only when something it read changed."""
        known = self._known
        found = {}
        for book in self.books:
            facts = known.get(book.file_name)
            if facts is None or facts.inputs != self._inputs(book, facts.reads):
                source, names = self.maker.make(book)
                reads = tuple(sorted(names))
                key = source.key(f"{self.fonts}{self.timestamp}")
                facts = _BookFacts(reads, self._inputs(book, reads), key)
            found[book.file_name] = facts
        return found

    def _inputs(self, book: Book, reads: Iterable[str]) -> str:
        templates = f"{FOLDER} {TEMPLATES}/books"
        return digest(
            self.inputs.key([*reads, templates], book.locale), self.fonts, str(self.timestamp)
        )

    def states(self, folder: Path) -> list[BookState]:
        """Return, for each wanted book, whether a folder has it as it should be."""
        known = self._known
        found = []
        for book in self.books:
            path = folder / book.file_name
            facts = known.get(path.name)
            is_missing = not path.is_file()
            is_current = (
                not is_missing
                and facts is not None
                and (facts.key, facts.pdf) == (self.keys[path.name], _digest_of_file(path))
            )
            found.append(BookState(book, is_missing, is_current))
        return found

    def make(
        self,
        last: Path,
        out: Path,
        progress: Progress,
        *,
        wanted: Callable[[Book], bool],
        copies: bool = True,
    ) -> int:
        """Fill a folder with the wanted books; return how many were made and not just taken over.

        Args:
            last: The folder of the last build, whose current books are taken over.
            out: The folder to fill.
            progress: Told of every book.
            wanted: Which books to make.
            copies: Whether to fill the folder with current books, too, or with made ones only.

        Raises:
            BookError: A text cannot be set; nothing was written.
        """
        current = {state.book for state in self.states(last) if state.is_current}
        chosen = [book for book in self.books if wanted(book)]
        to_make = [book for book in chosen if book not in current]
        made = self._typeset([self.maker.make(book)[0] for book in to_make], progress)
        places = []
        for book in chosen:
            name = book.file_name
            if name in made:
                out.mkdir(parents=True, exist_ok=True)
                (out / name).write_bytes(made[name])
            elif copies:
                _copy(last / name, out / name)
            places.append(out / name if name in made or copies else last / name)
        self._remember(places)
        return len(to_make)

    def keep(self, last: Path, out: Path, *, copies: bool = True) -> list[BookState]:
        """Take over the books of the last build as they are; return those that are not current."""
        states = self.states(last)
        for state in states:
            if copies and not state.is_missing:
                _copy(last / state.book.file_name, out / state.book.file_name)
        return [state for state in states if not state.is_current]

    def unwanted(self, folder: Path) -> list[str]:
        """Return the names of the books in a folder that the content no longer has."""
        return sorted(path.name for path in folder.glob("*.pdf") if path.name not in self.keys)

    def _typeset(self, sources: list[BookSource], progress: Progress) -> dict[str, bytes]:
        """Make each book in a fresh process, as many at once as there are cores.

        The PDFs are kept until all are there: 0.5 MB for a book of 60 pages.
        """
        total = len(sources)
        made: dict[str, bytes] = {}
        if not total:
            return made
        from guidebook.typesetter import typeset

        progress("", 0, total)
        workers = min(total, os.cpu_count() or 1)
        context = fresh_processes()
        with ProcessPoolExecutor(workers, mp_context=context, max_tasks_per_child=1) as pool:
            running = {
                pool.submit(
                    typeset,
                    dict(source.files),
                    dict(source.places),
                    self.font_folders,
                    self.timestamp,
                ): source
                for source in sources
            }
            try:
                for done, future in enumerate(as_completed(running), 1):
                    source = running[future]
                    made[source.book.file_name] = future.result()
                    progress(source.book.file_name, done, total)
            except TypesettingError as error:
                raise BookError(_problem(source, error, self.catalogue, self.root)) from error
            finally:
                pool.shutdown(cancel_futures=True)
        return made

    @property
    def _known(self) -> dict[str, _BookFacts]:
        """Return the facts of the books of earlier builds, as this program has noted them."""
        try:
            content = json.loads(self.ledger.read_text(encoding="utf-8"))
            if content["program"] != program_digest():
                return {}
            return {
                name: _BookFacts(tuple(map(str, reads)), *map(str, facts))
                for name, (reads, *facts) in content["books"].items()
            }
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return {}

    def _remember(self, paths: list[Path]) -> None:
        """Note which books stand at these places."""
        known = {name: facts for name, facts in self._known.items() if name in self.keys}
        for path in paths:
            known[path.name] = replace(self._facts[path.name], pdf=_digest_of_file(path))
        books = {name: astuple(facts) for name, facts in sorted(known.items())}
        content = {"program": program_digest(), "books": books}
        write_beside(self.ledger, json.dumps(content, ensure_ascii=False).encode())


def _copy(source: Path, target: Path) -> None:
    if source != target:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())


def fresh_processes() -> BaseContext:
    """Return how processes begin that have Typst loaded and nothing set yet.

    Books are set in such processes only: Typst's threads outlive a call, and a process that forks
    later from one that has them waits for them forever.
    A server that forks them starts one in a few milliseconds; where there is none (Windows), each
    begins anew, which takes 0.3 CPU seconds.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["guidebook.typesetter"])
    return context


def _problem(
    source: BookSource, error: TypesettingError, catalogue: Catalogue, root: Path
) -> Problem:
    """Return the refusal of a book as a problem of the text it happened in."""
    hints = "".join(f" {hint.capitalize()}." for hint in error.hints)
    message = f"the book {quote(source.book.file_name)} cannot be set: {error.message}."
    advice = f"Change the text, or add a font that has the character.{hints}"
    found = _UNSHOWN.search(error.message)
    unshown = found[1] if found else ""
    place = _place_of_passage(source, error, catalogue, unshown)
    if place is None and unshown:
        place = _place_in_files(root, unshown)
    return Problem(place or Location("templates/books"), "book", message, advice)


def _place_of_passage(
    source: BookSource, error: TypesettingError, catalogue: Catalogue, unshown: str
) -> Location | None:
    """Return where the passage stands that was set last; None when it cannot be the one."""
    lines = source.files[MAIN].split("\n")
    before = "\n".join([*lines[: error.line - 1], lines[error.line - 1][: error.column]])
    number = before.rpartition("/*@")[2].partition("*/")[0] if error.line else ""
    if not number.isdigit():
        return None
    passage = source.origins[int(number)]
    above, is_in_it, _ = passage.text.partition(unshown) if unshown else ("", " ", "")
    if not passage.path or not is_in_it:
        return None
    return catalogue.places_of(passage.path).inside(passage.yaml_path, above.count("\n"))


def _place_in_files(root: Path, unshown: str) -> Location | None:
    """Return the first place of a character in what books are made of besides passages."""
    folders = ("guidelines/", "templates/words/")
    inputs = [path for path, state in find_inputs(root) if state == TEXT]
    for path in [*(path for path in inputs if path.startswith(folders)), "mkdocs.yml"]:
        for number, line in enumerate((root / path).read_text(encoding="utf-8").split("\n"), 1):
            if unshown in line:
                return Location(path, number, line.index(unshown) + 1)
    return None


def _digest_of_file(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@lru_cache(maxsize=8)
def _fingerprint_of_fonts(folders: tuple[str, ...]) -> str:
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(Path(folder).rglob("*.[ot]t[fc]")):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()
