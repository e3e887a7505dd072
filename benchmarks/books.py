"""How much CPU and memory books take: `python -m benchmarks.books`.

In: made-up projects and the real content. Out: tables, printed. Each book is set and packed in a
process of its own, as the build does it; where `weasyprint` can be imported, it makes a PDF of the
same texts as HTML in the same run (`benchmarks/html_book.py`).
"""

from __future__ import annotations

import importlib.util
import math
import multiprocessing
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.content import AUDIENCES, REPOSITORY, write_project
from benchmarks.html_book import HtmlBook, weasyprint
from guidebook.book_sources import BookSource, book_sources
from guidebook.book_views import ALL
from guidebook.books import BookShelf, timestamp_of
from guidebook.catalogue import Catalogue
from guidebook.load import load_catalogue
from guidebook.typesetter import typeset

SIZES = (30, 100, 333)
"""Entries in one book."""
SMALL = 10
"""Entries in each of many small books."""
LANGUAGES = ("en", "et", "de", "fi")


def measured(task: Callable[[], object]) -> tuple[float, float]:
    """Return CPU seconds and peak MiB of a task in a fresh process."""
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe()

    def run() -> None:
        start = time.process_time()
        task()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        sender.send((time.process_time() - start, peak))

    process = context.Process(target=run)
    process.start()
    result: tuple[float, float] = receiver.recv()
    process.join()
    return result


def setting(source: BookSource, catalogue: Catalogue) -> tuple[float, float]:
    """Return CPU seconds and peak MiB of setting and packing a book."""
    timestamp = timestamp_of(catalogue)
    return measured(lambda: typeset(source.files, source.places, (), timestamp))


def made_up(folder: Path, entries: int, locales: tuple[str, ...] = ("en",)) -> Catalogue:
    """Return a made-up project with that many entries for each audience."""
    write_project(folder, entries * len(AUDIENCES), locales)
    catalogue, problems = load_catalogue(folder)
    if catalogue is None or any(problem.is_error for problem in problems):
        sys.exit("\n".join(map(str, problems[:5])))
    return catalogue


def print_growth() -> None:
    """Print what one book of each size takes."""
    has_weasyprint = importlib.util.find_spec("weasyprint") is not None
    print("| what | CPU s | peak MiB | WeasyPrint CPU s | peak MiB |\n|---|---|---|---|---|")
    costs = {}
    for entries in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            catalogue = made_up(Path(folder) / "project", entries)
            source = next(book_sources(catalogue, Path(folder) / "project" / "templates"))
            costs[entries], peak = setting(source, catalogue)
            beside = "not installed | "
            if has_weasyprint:
                html = HtmlBook(catalogue, AUDIENCES[0]).html()
                cpu, memory = measured(lambda html=html: weasyprint(html))
                beside = f"{cpu:.1f} | {memory:.0f}"
        print(f"| one book of {entries} entries | {costs[entries]:.2f} | {peak:.0f} | {beside} |")
    growth = math.log(costs[SIZES[-1]] / costs[SIZES[0]]) / math.log(SIZES[-1] / SIZES[0])
    print(f"\nGrowth exponent from {SIZES[0]} to {SIZES[-1]} entries: {growth:.2f}\n")


def print_small() -> None:
    """Print what the books of three audiences in four languages take, ten entries each."""
    with tempfile.TemporaryDirectory() as folder:
        catalogue = made_up(Path(folder) / "project", SMALL, LANGUAGES)
        sources = list(book_sources(catalogue, Path(folder) / "project" / "templates"))
        books = [s for s in sources if s.book.audience_id != ALL and not s.book.is_checklist]
        lists = [s for s in sources if s.book.is_checklist]
        for name, chosen in (("books", books), ("checklists", lists)):
            cpu = sum(setting(source, catalogue)[0] for source in chosen)
            print(f"{len(chosen)} {name} of {SMALL} entries: {cpu:.2f} CPU s")


def print_real() -> None:
    """Print what all books of the repository's own content take."""
    catalogue, _ = load_catalogue(REPOSITORY)
    assert catalogue is not None
    start = time.process_time()
    sources = list(book_sources(catalogue, REPOSITORY / "templates"))
    rendered = time.process_time() - start
    total = sum(setting(source, catalogue)[0] for source in sources)
    print(f"\nReal content: {len(sources)} books, templates {rendered:.2f} CPU s, ", end="")
    print(f"setting {total:.1f} CPU s")
    with tempfile.TemporaryDirectory() as folder:
        shelf = BookShelf(REPOSITORY, catalogue, Path(folder) / "ledger.json")
        wall = time.monotonic()
        shelf.make(Path(folder) / "none", Path(folder), lambda *_: None, wanted=lambda _: True)
        cores = os.cpu_count()
        print(f"All of them on {cores} cores: {time.monotonic() - wall:.1f} s wall")


if __name__ == "__main__":
    print_growth()
    print_small()
    print_real()
