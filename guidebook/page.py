"""A page of the site: what it holds, and what other pages know of it.

In: what `pages` makes. Out: frozen objects, the same for MkDocs, for the exported tree and for the
head of each page.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from guidebook.addresses import page_address
from guidebook.catalogue import Locale
from guidebook.localise import Passage
from guidebook.model import Entry


@dataclass(frozen=True)
class PagePlace:
    """Which page it is, and where it stands."""

    page_id: str
    """For example `learners/weekly-hours`; the same in every language."""
    locale: Locale

    @property
    def address(self) -> str:
        """Return the page's address below the site's root."""
        return page_address(self.page_id, self.locale)

    @property
    def file_name(self) -> str:
        """Return the name of its Markdown file, for example `learners/weekly-hours.et.md`."""
        suffix = "" if self.locale.is_source else f".{self.locale.tag}"
        return f"{self.page_id}{suffix}.md"


@dataclass(frozen=True)
class PageHead(PagePlace):
    """What other pages know of a page."""

    title: str
    title_locale: Locale
    """The language the title is really in."""

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
class PageRecipe(PagePlace):
    """A page that is not made yet."""

    entitle: Callable[[], Passage]
    """Gives its title, which few other pages ask for."""
    make: Callable[[], Page]
    """Renders the page; a GuidebookError when its template is wrong."""

    @cached_property
    def head(self) -> PageHead:
        """Return what other pages know of it."""
        title = self.entitle()
        return PageHead(self.page_id, self.locale, title.text, title.locale)


class PageRecipes(Mapping[str, PageRecipe]):
    """The pages of one language by id, of which those of entries are thousands.

    The recipe of an entry's page is made when it is asked for.
    """

    def __init__(
        self,
        pages: Mapping[str, PageRecipe | Entry],
        make: Callable[[Entry], PageRecipe],
    ) -> None:
        """Take the pages in their order, those of entries by the entry, and how to make these."""
        self._pages = dict(pages)
        self._make = make

    def __getitem__(self, page_id: str) -> PageRecipe:
        found = self._pages[page_id]
        if isinstance(found, Entry):
            found = self._pages[page_id] = self._make(found)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._pages)

    def __len__(self) -> int:
        return len(self._pages)


class Heads(Mapping[str, PageHead]):
    """What pages know of each other, by page id; a title is looked up when it is asked for."""

    def __init__(self, recipes: Mapping[str, PageRecipe]) -> None:
        self._recipes = recipes

    def __getitem__(self, page_id: str) -> PageHead:
        return self._recipes[page_id].head

    def __iter__(self) -> Iterator[str]:
        return iter(self._recipes)

    def __len__(self) -> int:
        return len(self._recipes)
