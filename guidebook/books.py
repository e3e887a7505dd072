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
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import lru_cache
from multiprocessing.context import BaseContext
from pathlib import Path

from guidebook.book_sources import BookSource, book_sources
from guidebook.book_views import Book
from guidebook.catalogue import Catalogue
from guidebook.problems import Location, Problem, quote
from guidebook.typesetter import FONTS, MAIN, TypesettingError, typeset

Progress = Callable[[str, int, int], None]

_UNSHOWN = re.compile(r'the text `"(.+?)"` could not be displayed')


class BookError(Exception):
    """A text cannot be set; `problem` says which one."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(frozen=True)
class BookState:
    """A book that is wanted, and what stands in the folder."""

    book: Book
    is_missing: bool
    is_current: bool


def timestamp_of(catalogue: Catalogue) -> int:
    """Return the time that books give as their own: SOURCE_DATE_EPOCH, or the edition's day."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return int(epoch)
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
        self.sources = list(book_sources(catalogue, root / "templates"))
        fonts = _fingerprint_of_fonts((str(FONTS), *self.font_folders))
        self.keys = {
            source.book.file_name: source.key(f"{fonts}{self.timestamp}") for source in self.sources
        }

    def states(self, folder: Path) -> list[BookState]:
        """Return, for each wanted book, whether a folder has it as it should be."""
        known = self._known()
        found = []
        for source in self.sources:
            name = source.book.file_name
            is_missing = not (folder / name).is_file()
            is_current = not is_missing and known.get(name) == self._entry(folder / name)
            found.append(BookState(source.book, is_missing, is_current))
        return found

    def _entry(self, path: Path) -> str:
        """Return what the ledger says of a book that is current: its key and its bytes."""
        return f"{self.keys[path.name]} {hashlib.sha256(path.read_bytes()).hexdigest()}"

    def make(
        self, last: Path, out: Path, progress: Progress, *, wanted: Callable[[Book], bool]
    ) -> int:
        """Fill a folder with the wanted books; return how many were made and not just taken over.

        Args:
            last: The folder of the last build, whose current books are taken over.
            out: The folder to fill.
            progress: Told of every book.
            wanted: Which books to make.

        Raises:
            BookError: A text cannot be set; nothing was written.
        """
        current = {state.book for state in self.states(last) if state.is_current}
        chosen = [source for source in self.sources if wanted(source.book)]
        to_make = [source for source in chosen if source.book not in current]
        made = self._typeset(to_make, progress)
        out.mkdir(parents=True, exist_ok=True)
        for source in chosen:
            name = source.book.file_name
            if name in made:
                (out / name).write_bytes(made[name])
            elif (last / name) != (out / name):
                (out / name).write_bytes((last / name).read_bytes())
        self._remember([out / source.book.file_name for source in chosen])
        return len(to_make)

    def keep(self, last: Path, out: Path) -> list[BookState]:
        """Take over the books of the last build as they are; return those that are not current."""
        states = self.states(last)
        for state in states:
            if not state.is_missing:
                out.mkdir(parents=True, exist_ok=True)
                name = state.book.file_name
                (out / name).write_bytes((last / name).read_bytes())
        return [state for state in states if not state.is_current]

    def _typeset(self, sources: list[BookSource], progress: Progress) -> dict[str, bytes]:
        """Make each book in a fresh process, as many at once as there are cores.

        The PDFs are kept until all are there: 0.5 MB for a book of 60 pages.
        """
        total = len(sources)
        made: dict[str, bytes] = {}
        if not total:
            return made
        progress("", 0, total)
        workers = min(total, os.cpu_count() or 1)
        context = _fresh_processes()
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
                pool.shutdown(cancel_futures=True)
                raise BookError(_problem(source, error, self.catalogue, self.root)) from error
        return made

    def _known(self) -> dict[str, str]:
        try:
            known = json.loads(self.ledger.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return known if isinstance(known, dict) else {}

    def _remember(self, paths: list[Path]) -> None:
        known = self._known() | {path.name: self._entry(path) for path in paths}
        kept = {name: entry for name, entry in sorted(known.items()) if name in self.keys}
        self.ledger.parent.mkdir(parents=True, exist_ok=True)
        self.ledger.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


def _fresh_processes() -> BaseContext:
    """Return how processes begin that have Typst loaded and nothing set yet.

    A server that forks them starts one in a few milliseconds; where there is none (Windows), each
    begins anew, which takes 0.3 CPU seconds.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([typeset.__module__])
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
    folders = ("guidelines", "templates/words")
    paths = [path for folder in folders for path in sorted((root / folder).rglob("*.yml"))]
    for path in [*paths, root / "mkdocs.yml"]:
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
            if unshown in line:
                name = path.relative_to(root).as_posix()
                return Location(name, number, line.index(unshown) + 1)
    return None


@lru_cache(maxsize=8)
def _fingerprint_of_fonts(folders: tuple[str, ...]) -> str:
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(Path(folder).rglob("*.[ot]t[fc]")):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()
