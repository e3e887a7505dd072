"""The website as an editor sees it while writing: each saved file shows within moments.

In: the project's folder. Out: `site/`, built again at each call, and a note for the top of every
page that tells the mistakes which keep it from being built. Mistakes never end the preview: the
last good site stays until they are mended.
"""

from __future__ import annotations

import gc
import shutil
import traceback
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING

from markupsafe import Markup

from guidebook.addresses import entry_page_id
from guidebook.checked import load_checked, resident_reader, today
from guidebook.console import print_problems, say
from guidebook.problems import GuidebookError, PassingError, Problem
from guidebook.project_files import BOOKS
from guidebook.site_memory import SiteMemory
from guidebook.site_parts import PageMaker
from guidebook.website import finish_site, new_website

if TYPE_CHECKING:
    from guidebook.catalogue import Catalogue

MOMENT = 0.5
"""Seconds for which nothing is saved before what is no page is made: browsers fetch pages first."""
WAIT = 5.0
"""Seconds after which is tried again what something else stood in the way of."""
MOST_SHOWN = 10
"""How many mistakes a page shows; the terminal has them all."""
_STYLE = (
    "#preview-note{margin:0;padding:1rem;background:#8a1c1c;color:#fff;font:1rem/1.5 sans-serif;"
    "white-space:pre-wrap;overflow-wrap:anywhere;"
    "position:sticky;top:0;z-index:9999;max-height:50vh;overflow:auto}"
)


_KNOWN = (GuidebookError, OSError)
"""What is told in a sentence; all else is a mistake in the program."""
_ALL_IS_OLD = "This page is as it was before your last change:"
_REST_IS_OLD = "Pages show your last change; search, data and feeds do not yet:"


class Preview:
    """Builds a project's site again and again."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._reader = resident_reader(root)
        self._memory = SiteMemory()
        self._rest = Timer(0, lambda: None)
        self._again = Timer(0, lambda: None)
        self._is_asked_again = False
        self._is_warm = False
        self.note = ""
        """HTML that tells what is wrong; empty when nothing is."""
        self.style = _STYLE
        """The style that stands in the note."""
        self.leads_to: tuple[str, ...] = ()
        """Files and folders that mkdocs.yml names: hooks and theme."""
        self.when_it_passes: Callable[[], None] = lambda: None
        """Called a while after something stood in the way that is no mistake in the project."""
        self.when_more_is_shown: Callable[[Collection[str] | None], None] = lambda _: None
        """Called with the paths of what a refresh has put off when it stands in the site; with None
        when the note on every page is another."""

    def refresh(self) -> bool:
        """Build the pages that differ; tell mistakes in the note and on the terminal.

        Return True when readers see something else than before.

        When nothing is saved for a moment, the pages follow that sum up all entries, then search,
        data and all else that is no page.
        """
        self._put_off()
        gc.disable()  # garbage is looked for when nobody waits
        try:
            return self._refresh()
        finally:
            self._rest = Timer(MOMENT, self._finish)
            self._rest.start()

    def finish(self) -> None:
        """Make at once what the last refresh has put off."""
        self._put_off()
        self._finish()

    def _put_off(self) -> None:
        """Begin nothing more, and wait for what has begun."""
        self._is_asked_again = True
        self._again.cancel()
        self._rest.cancel()
        if self._rest.is_alive():
            self._rest.join()
        self._is_asked_again = False

    def _finish(self) -> None:
        try:
            for paths in finish_site(self.root, self._memory):
                if paths:
                    self.when_more_is_shown(paths)
                if self._is_asked_again:
                    return
            self._reader.save()
            self._warm_up()
        except Exception as error:  # whatever it is, the preview goes on
            self._memory.forget()
            self._stopped_by(error, _REST_IS_OLD)
            self.when_more_is_shown(None)
        gc.collect()
        if not gc.get_freeze_count():
            gc.freeze()  # content is here to stay; once only, since what is frozen is never freed
        gc.enable()

    def _warm_up(self) -> None:
        """Make some pages for nothing, once: what pages are made with is loaded before it counts.

        Templates, stemmers and the patterns of terms take 0.2 CPU seconds of the first edit else.
        """
        if self._memory.inputs is None or self._is_warm:
            return
        self._is_warm = True
        catalogue = self._memory.inputs.catalogue
        first = {entry.audience_id: entry for entry in reversed(catalogue.entries)}
        for locale in catalogue.locales:
            maker = PageMaker(catalogue, locale, self.root)
            for entry in first.values():
                maker.make(entry_page_id(entry))

    def _refresh(self) -> bool:
        before = self.note
        try:
            self._reader = self._reader.again()
            catalogue, problems = load_checked(self.root, today(), self._reader)
            if catalogue:
                self.leads_to = catalogue.settings_lead_to
            errors = [problem for problem in problems if problem.is_error]
            if catalogue is None or errors:
                print_problems(errors)
                say("The pages are as they were. Mend the mistakes above and save.")
                self.note = _note(errors)
                return self.note != before
            differs = self._build(catalogue)
        except Exception as error:  # whatever it is, the preview goes on
            if not isinstance(error, GuidebookError):  # nobody knows how far the build had come
                self._memory.forget()
            self._stopped_by(error, _ALL_IS_OLD)
            return self.note != before
        if before:
            say("The mistakes are mended.")
        self.note = ""
        return differs or bool(before)

    def _stopped_by(self, error: Exception, head: str) -> None:
        """Tell what stopped a build, and try again when that may have passed."""
        note = _box([_said(error)], head=head)
        if note != self.note:
            say(_said(error) if isinstance(error, _KNOWN) else traceback.format_exc())
        self.note = note
        if isinstance(error, PassingError | OSError):
            self._again = Timer(WAIT, self.when_it_passes)
            self._again.daemon = True  # a command that ends does not wait for it
            self._again.start()

    def _build(self, catalogue: Catalogue) -> bool:
        with new_website(self.root, catalogue, lambda *_: None, memory=self._memory) as site:
            books = site.last / BOOKS
            if site.is_whole and books.is_dir():
                shutil.copytree(books, site.folder / BOOKS)
            return site.differs


def _said(error: Exception) -> str:
    """Return what is told of an error in the note."""
    if isinstance(error, _KNOWN):
        return str(error)
    said = f"{type(error).__name__}: {error}"
    return (
        f"{said}\nThis is a mistake in the program. Please report it with what the terminal says."
    )


def _note(problems: Sequence[Problem]) -> str:
    lines = [str(problem) for problem in problems[:MOST_SHOWN]]
    if len(problems) > MOST_SHOWN:
        lines.append(f"… and {len(problems) - MOST_SHOWN} more; the terminal tells them.")
    return _box(lines)


def _box(lines: Sequence[str], *, head: str = _ALL_IS_OLD) -> str:
    text = "\n\n".join([head, *lines])
    return Markup(
        "<style>{}</style>"
        '<div id="preview-note" role="alert" tabindex="0" lang="en" dir="ltr">{}</div>'
    ).format(_STYLE, text)
