"""How much CPU and memory books take: `python -m benchmarks.books`.

In: the real content and made-up projects. Out: a table, printed. Each book is set in a process of
its own, as the build does it; WeasyPrint, when it is installed, sets the same texts as HTML.
"""

from __future__ import annotations

import importlib.util
import math
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.content import AUDIENCES, REPOSITORY, write_project
from guidebook.book_sources import BookSource, book_sources
from guidebook.book_views import ALL
from guidebook.books import BookShelf, timestamp_of
from guidebook.catalogue import Catalogue
from guidebook.load import load_catalogue
from guidebook.localise import Texts
from guidebook.markup import Markupper
from guidebook.typesetter import typeset
from guidebook.views import Views

SIZES = (30, 100, 333)
"""Entries in one book."""


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


def one_book(folder: Path, entries: int) -> tuple[Catalogue, BookSource]:
    """Return a made-up project and the source of its first book, of that many entries."""
    write_project(folder, entries * len(AUDIENCES))
    catalogue, problems = load_catalogue(folder)
    if catalogue is None or problems:
        sys.exit("\n".join(map(str, problems[:5])))
    return catalogue, next(iter(book_sources(catalogue, folder / "templates")))


def as_html(catalogue: Catalogue) -> str:
    """Return the texts of one book as plain HTML."""
    views = Views(Texts(catalogue, catalogue.source_locale))
    markup = Markupper(catalogue, catalogue.source_locale, "")
    parts = ["<html lang='en'><title>Book</title>"]
    for entry in catalogue.entries:
        if entry.audience_id == AUDIENCES[0]:
            view = views.entry(entry)
            parts += [f"<h1>{entry.code} {view.card.title.text}</h1>", markup.block(view.why)]
            for action in view.actions:
                parts += [f"<h2>{action.do.text}</h2>"]
                parts += [markup.block(action.detail)] if action.detail else []
            parts += [markup.block(example.text) for example in view.examples]
    return "".join(parts)


def weasyprint(html: str) -> None:
    """Set HTML with WeasyPrint."""
    from weasyprint import HTML

    HTML(string=html).write_pdf(pdf_variant="pdf/ua-1")


def main() -> None:
    """Print the table."""
    has_weasyprint = importlib.util.find_spec("weasyprint") is not None
    print("| what | CPU s | peak MiB | WeasyPrint CPU s |\n|---|---|---|---|")
    costs = {}
    for entries in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            catalogue, source = one_book(Path(folder) / "project", entries)
            stamp = timestamp_of(catalogue)
            costs[entries], peak = measured(
                lambda s=source, t=stamp: typeset(s.files, s.places, (), t)
            )
            beside = "not installed"
            if has_weasyprint:
                html = as_html(catalogue)
                beside = f"{measured(lambda h=html: weasyprint(h))[0]:.1f}"
            print(
                f"| one book of {entries} entries | {costs[entries]:.2f} | {peak:.0f} | {beside} |"
            )
    growth = math.log(costs[333] / costs[30]) / math.log(333 / 30)
    print(f"\nGrowth exponent from 30 to 333 entries: {growth:.2f}")
    catalogue, _ = load_catalogue(REPOSITORY)
    assert catalogue is not None
    start = time.process_time()
    sources = book_sources(catalogue, REPOSITORY / "templates")
    rendered = time.process_time() - start
    stamp = timestamp_of(catalogue)
    total, small = 0.0, 0.0
    for source in sources:
        cpu, _ = measured(lambda s=source, t=stamp: typeset(s.files, s.places, (), t))
        total += cpu
        small += 0 if source.book.audience_id == ALL else cpu
    print(f"\nReal content: {len(sources)} books, templates {rendered:.2f} CPU s, ", end="")
    print(f"setting {total:.1f} CPU s, of it the books of one audience {small:.1f}")

    with tempfile.TemporaryDirectory() as folder:
        shelf = BookShelf(REPOSITORY, catalogue, Path(folder) / "ledger.json")
        wall = time.monotonic()
        shelf.make(Path(folder) / "none", Path(folder), lambda *_: None, wanted=lambda _: True)
        print(f"All of them on all cores: {time.monotonic() - wall:.1f} s wall")


if __name__ == "__main__":
    main()
