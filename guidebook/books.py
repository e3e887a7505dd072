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
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import lru_cache, partial
from importlib.metadata import version
from multiprocessing.context import BaseContext
from pathlib import Path
from types import SimpleNamespace

import pyphen
import segno

from guidebook.addresses import entry_page_id, page_address, section_page_id, short_address
from guidebook.book_views import ALL, Book, BookView, book_view, plan_books
from guidebook.catalogue import Catalogue, Locale
from guidebook.localise import Passage, Texts
from guidebook.model import Entry, Status
from guidebook.problems import Location, Problem, quote
from guidebook.render import template_renderer
from guidebook.typesetter import FONTS, MAIN, TypesettingError, typeset
from guidebook.typst_markup import Typst, TypstMarkup, escape, finish
from guidebook.views import Views
from guidebook.words import Words

Progress = Callable[[str, int, int], None]

TYPST_HYPHENATES = frozenset(
    "af be bg cs da de el en es et fi fr hr hu is it ka ku la lt mn "  # noqa: SIM905
    "nb nl nn no pl pt ru sk sl sq sr sv tk tr uk".split()
)
"""The languages that Typst has patterns for (its library hypher); others get soft hyphens."""
SOFT_HYPHEN = "\u00ad"
FONT_FAMILY = "Noto Sans"
_UNSHOWN = re.compile(r'the text `"(.+?)"` could not be displayed')


@dataclass(frozen=True)
class BookSource:
    """The Typst files of one book."""

    book: Book
    files: Mapping[str, str]
    origins: tuple[Passage, ...]
    """The passages of the main file by the number of their mark `/*@n*/`."""

    def key(self, fonts: str) -> str:
        """Return what the PDF depends on, as one fingerprint."""
        parts = [fonts, version("typst"), version("pikepdf"), json.dumps(dict(self.files))]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()


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


def book_sources(catalogue: Catalogue, templates: Path) -> Iterator[BookSource]:
    """Yield the Typst files of every book.

    Raises:
        GuidebookError: A template is wrong; the message names its file and line.
    """
    style = (templates / "books" / "style.typ").read_text(encoding="utf-8")
    for locale in catalogue.locales:
        books = [book for book in plan_books(catalogue) if book.locale == locale]
        views = Views(Texts(catalogue, locale))
        shown: dict[str, BookView] = {}
        for book in books:
            view = shown.setdefault(book.audience_id, book_view(views, book.audience_id))
            text, origins = _main_file(book, view, views, templates)
            yield BookSource(book, {MAIN: text, "style.typ": style}, origins)


def _main_file(
    book: Book, view: BookView, views: Views, templates: Path
) -> tuple[str, tuple[Passage, ...]]:
    """Return a book's main file and the passages it marks."""
    catalogue, words = views.catalogue, views.texts.words
    markup = TypstMarkup(
        catalogue,
        views.locale,
        entry_ids=frozenset(card.entry.entry_id for card in view.index)
        if not book.is_checklist
        else frozenset(),
        reference_numbers={item.reference_id: n for n, item in enumerate(view.references, 1)},
        findings=frozenset(catalogue.findings_by_id),
        terms=frozenset(item.term_id for item in view.terms),
        hyphenate=partial(soft_hyphens, tag=views.locale.tag),
    )
    names = _audience_names(book, views)
    plain_names = words.list([name.text for name in names])
    site = catalogue.site
    title = views.texts.site["title"].text
    addressed = words("book.all_audiences") if book.audience_id == ALL else plain_names
    kind = "book.checklist" if book.is_checklist else "book.title"
    page_id = "index" if book.audience_id == ALL else section_page_id(book.audience_id)
    address = catalogue.site_url + page_address(page_id, views.locale)
    page = SimpleNamespace(
        show=view,
        markup=markup,
        words=words,
        locale=views.locale,
        title=words(kind, title=title, audience=addressed),
        author=catalogue.settings.publisher or title,
        description=words(
            "book.description", title=title, audience=plain_names, id=site.edition.id
        ),
        audience_names=names,
        comma=Typst(", "),
        edition=site.edition,
        notice=views.texts.site["notice"],
        licence=site.licence,
        contact=catalogue.settings.contact,
        address=address,
        qr_code=segno.make(address, error="m", micro=False).svg_inline(border=2, omitsize=True),
        contribute_url=catalogue.site_url + page_address(page_id, views.locale),
        fonts=[FONT_FAMILY, *catalogue.settings.book_fonts],
        statuses=[status.value for status in Status if status is not Status.RETIRED],
        states={
            card.entry.entry_id: views.texts.notice(card.entry.path, card.entry)
            for card in view.index
        },
        countries=lambda entry: [words.country(code) for code in entry.countries],
        short_url=partial(_short_url, catalogue, views.locale),
        behind=partial(_behind_note, markup, words),
        original_url=lambda entry: (
            catalogue.site_url + page_address(entry_page_id(entry), catalogue.source_locale)
        ),
        source_language=words.language(catalogue.source_locale.tag),
    )
    name = "checklist.typ.jinja" if book.is_checklist else "book.typ.jinja"
    text = template_renderer(templates / "books", finish).render(name, page)
    return str(text), tuple(markup.origins)


def _behind_note(markup: TypstMarkup, words: Words, passage: Passage, original: str = "") -> Typst:
    """Return the note of a passage that is behind its source text; nothing for any other."""
    if not passage.is_behind:
        return Typst("")
    language = words.language(markup.catalogue.source_locale.tag)
    note = escape(words("passage_behind", language=language))
    if original:
        read = escape(words("read_passage", language=language))
        note = Typst(f"{note} {read}: {markup.web_link(original)}")
    return Typst(f"\n#behind[{note}]\n\n")


def _audience_names(book: Book, views: Views) -> list[Passage]:
    site = views.catalogue.site
    ids = [audience.id for audience in site.audiences]
    chosen = ids if book.audience_id == ALL else [book.audience_id]
    return [views.texts.site[f"audiences.{audience_id}.name"] for audience_id in chosen]


def _short_url(catalogue: Catalogue, locale: Locale, entry: Entry) -> str:
    return catalogue.site_url + short_address(entry.code, locale)


@lru_cache(maxsize=8)
def _hyphenator(language: str) -> pyphen.Pyphen | None:
    found = pyphen.language_fallback(language)
    return pyphen.Pyphen(lang=found) if found else None


def soft_hyphens(text: str, tag: str) -> str:
    """Return a text with soft hyphens where Typst has no patterns for its language."""
    language = tag.split("-", maxsplit=1)[0]
    if language in TYPST_HYPHENATES:
        return text
    hyphenator = _hyphenator(tag.replace("-", "_"))
    if hyphenator is None:
        return text
    return " ".join(
        hyphenator.inserted(word, hyphen=SOFT_HYPHEN) if word.isalpha() else word
        for word in text.split(" ")
    )


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
                pool.submit(typeset, dict(source.files), self.font_folders, self.timestamp): source
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
