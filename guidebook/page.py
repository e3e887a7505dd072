"""A page of the site: what it holds, and what other pages know of it.

In: what `pages` makes. Out: frozen objects, the same for MkDocs, for the exported tree and for the
head of each page.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from guidebook.addresses import page_address
from guidebook.catalogue import Locale


@dataclass(frozen=True)
class PageHead:
    """What other pages know of a page."""

    page_id: str
    """For example `learners/weekly-hours`; the same in every language."""
    locale: Locale
    title: str
    title_locale: Locale
    """The language the title is really in."""

    @property
    def address(self) -> str:
        """Return the page's address below the site's root."""
        return page_address(self.page_id, self.locale)

    @property
    def file_name(self) -> str:
        """Return the name of its Markdown file, for example `learners/weekly-hours.et.md`."""
        suffix = "" if self.locale.is_source else f".{self.locale.tag}"
        return f"{self.page_id}{suffix}.md"

    @property
    def foreign_locale(self) -> Locale | None:
        """Return the language of the title when it is not the page's."""
        return None if self.title_locale == self.locale else self.title_locale


@dataclass(frozen=True)
class Page(PageHead):
    """One page in one language."""

    description: str
    markdown: str
    edit_path: str
    """The file to edit, relative to the project's folder."""
    translated_locales: tuple[str, ...]
    """The languages in which the page really exists, the source first."""
    body_locale: Locale | None = None
    """The language of a hand-written body when it is not the page's."""
    is_finished: bool = True
    """True for a generated page: it holds headings and finished HTML blocks only."""

    @property
    def is_translated(self) -> bool:
        """True when the page really is in its language."""
        return self.locale.tag in self.translated_locales

    def as_file(self) -> str:
        """Return the page as a Markdown file with front matter."""
        front = {"title": self.title, "description": self.description}
        lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in front.items()]
        return "\n".join(["---", *lines, "---", "", self.markdown])


@dataclass(frozen=True)
class PageRecipe:
    """A page that is not made yet."""

    head: PageHead
    make: Callable[[], Page]
    """Renders the page; a GuidebookError when its template is wrong."""
