"""Builds a website, or what of it differs from the last build.

In: the checked catalogue, the ledger of the last build, and for a preview what it knows of its
site. Out: the site in its place, and the ledger of what it was made of.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from guidebook.catalogue import Catalogue
from guidebook.checked import without_garbage_collector
from guidebook.forked import forked
from guidebook.inputs import Inputs
from guidebook.kept import program_digest
from guidebook.ledger import Ledger, Record, read_ledger, site_ledger
from guidebook.parts import Slice
from guidebook.problems import PagesError
from guidebook.project_files import BOOKS, LEDGER
from guidebook.site_memory import SiteMemory, Unfinished
from guidebook.site_work import SiteWork, Work, count_pages
from guidebook.staging import open_staging
from guidebook.website._mkdocs import (
    Result,
    copied_settings,
    do_job,
    read_settings,
    recall_settings,
)

Progress = Callable[[str, int, int], None]
"""Told what is being done, how many steps are done and how many there are."""


@dataclass(frozen=True)
class NewSite:
    """A site that is built and not yet in its place; more files may be added."""

    last: Path
    """The folder of the site."""
    folder: Path
    """Where its new files stand."""
    is_whole: bool
    """True when these are all files of the site, which shall take the place of the last one."""
    gone: set[str]
    """Paths that shall leave the site; one may be added or taken away."""
    pages: int
    """How many pages it shall have; addresses that only lead on are none."""

    @property
    def differs(self) -> bool:
        """Return True when the site is to be another than the last one."""
        return self.is_whole or bool(self.gone) or any(self.folder.iterdir())


def build_website(root: Path, catalogue: Catalogue, progress: Progress) -> Path:
    """Build the website of a checked catalogue and return its folder; see `new_website`."""
    with new_website(root, catalogue, progress) as site:
        pass
    return site.last


@contextmanager
def new_website(
    root: Path,
    catalogue: Catalogue,
    progress: Progress,
    *,
    memory: SiteMemory | None = None,
) -> Iterator[NewSite]:
    """Make what differs from the last build and yield it, to be added to.

    It comes into its place when the block ends without an error.

    Args:
        root: The project's folder.
        catalogue: Its checked content.
        progress: Told after each part of the work.
        memory: What a resident process knows of its site. With it, only pages are made where there
            is a site already that this edit has changed, `finish_site` makes the rest, and nothing
            forks, which takes that no other thread is running.

    Raises:
        PagesError: MkDocs warned of something in pages or settings; `site/` is as it was.
        GuidebookError: MkDocs stopped; `site/` is as it was.
    """
    config = recall_settings(root, memory) if memory else read_settings(root)
    site = Path(config.site_dir)
    path = site_ledger(root)
    program = program_digest()
    (root / LEDGER).mkdir(exist_ok=True)
    with open_staging(site) as staging, without_garbage_collector():
        recalled = memory.recall(path, site) if memory and site.is_dir() else None
        last = recalled or (read_ledger(path, program, site) if site.is_dir() else Ledger())
        before = last.outputs()
        if not recalled:
            last.forget_changed(site)
        config.site_dir = str(staging.new)
        inputs = Inputs(catalogue, root, memory.inputs if memory and recalled else None)
        work = SiteWork(catalogue, root, last, inputs, root / LEDGER)
        later = work.put_off() if memory and not last.is_empty else []
        records = _do(work, config, progress, 0 if memory else _cores())
        made = work.ledger(records | work.unmade(later))
        outputs = made.outputs()
        there = before
        if not (recalled or last.is_empty):  # others may have put files there
            there = before | _without_books(staging.site_files())
        pages = count_pages(made)
        new = NewSite(site, staging.new, last.is_empty, there - outputs, pages)
        yield new
        if new.is_whole:
            staging.replace_site()
        else:
            staging.enter_site(new.gone)
        made.note_files(site, last, records)
        if memory and later:
            memory.keep(made, path, site, inputs, Unfinished(site, work, later, records))
            return
        if made != last:
            made.write(path, program, site)
        catalogue.cards.save()
        if memory:
            memory.keep(made, path, site, inputs)


def finish_site(root: Path, memory: SiteMemory) -> Iterator[frozenset[str]]:
    """Make what the last build has put off, a part each time, and yield what is seen of it.

    These are the paths in the site of what browsers may show. Who stops in between loses nothing:
    the next build knows what has not been made.

    Raises:
        PagesError: MkDocs warned of something; the next build tries again, like with all others.
        GuidebookError: Something cannot be made.
    """
    path = site_ledger(root)
    while (unfinished := memory.unfinished) and (last := memory.recall(path, unfinished.site)):
        site, work = unfinished.site, unfinished.work
        now, *later = unfinished.later
        config = copied_settings(memory.settings)
        with open_staging(site) as staging:
            config.site_dir = str(staging.new)
            work.works = now
            made = _do(work, config, lambda *_: None, 0)
            records = unfinished.records | made
            ledger = work.ledger(records | work.unmade(later))
            new = staging.files() if any(one.is_seen for one in now) else frozenset()
            staging.enter_site(last.outputs() - ledger.outputs())
            ledger.note_files(site, last, made)
            rest = Unfinished(site, work, later, records) if later else None
            if rest is None:
                ledger.write(path, program_digest(), site)
                ledger.forget_changed(site)  # what others did to it is mended with the next edit
            memory.keep(ledger, path, site, work.inputs, rest)
        yield new


def build_part(
    root: Path, catalogue: Catalogue, out: Path, tag: str, part: Slice, progress: Progress
) -> None:
    """Write a part of the website into a folder of its own; nothing of an earlier build is used.

    Args:
        root: The project's folder.
        catalogue: Its checked content.
        out: A folder that does not exist yet.
        tag: The language of the part; empty for all languages.
        part: Which slice of it.
        progress: Told after each part of the work.

    Raises:
        PagesError: MkDocs warned of something in pages or settings.
        GuidebookError: MkDocs stopped.
    """
    config = read_settings(root)
    config.site_dir = str(out)
    with without_garbage_collector():
        work = SiteWork(catalogue, root, Ledger(), Inputs(catalogue, root), root / LEDGER)
        work.narrow(tag, part.number, part.total)
        out.mkdir(parents=True)
        _do(work, config, progress, _cores())


def _without_books(paths: Iterable[str]) -> set[str]:
    """Leave out the books, of which `books` knows which are wanted."""
    return {path for path in paths if not path.startswith(f"{BOOKS}/")}


def _cores() -> int:
    """Return how many processes may work at once; 0 where none can fork."""
    return (os.cpu_count() or 1) if sys.platform == "linux" else 0


def _do(
    work: SiteWork, config: MkDocsConfig, progress: Progress, processes: int
) -> dict[str, Record]:
    """Do all work and return its records; in so many processes, or in this one for 0.

    Raises:
        PagesError: MkDocs warned of something.
        GuidebookError: Something cannot be built.
    """
    slices = max(1, -(-processes // len(work.works))) if work.works else 1
    jobs = [job for whole in work.works for job in whole.slices(slices) if not job.is_nothing]
    records: dict[str, Record] = {}
    warnings: list[str] = []
    progress("", 0, len(jobs))
    results = _results(work, jobs, config, min(processes, len(jobs)))
    for done, (job, (made, warned)) in enumerate(zip(jobs, results, strict=True), 1):
        records |= made
        warnings += warned
        progress(job.locale.name, done, len(jobs))
    if warnings:
        raise PagesError("\n".join(["The website was not built.", *dict.fromkeys(warnings)]))
    return records


def _results(
    work: SiteWork, jobs: list[Work], config: MkDocsConfig, processes: int
) -> Iterator[Result]:
    """Yield the result of each job, in order.

    A process of its own for each job starts in 10 ms where processes fork, with all content and
    settings as they are here; whatever MkDocs changes in them ends with it. Elsewhere the jobs are
    done one after the other, each with a copy of the settings.
    """
    if not processes:
        for job in jobs:
            yield do_job(work, job, copied_settings(config))
        return
    work.prepare()
    yield from forked([partial(do_job, work, job, config) for job in jobs], processes)
