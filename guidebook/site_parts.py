"""The pages of one language with their heads: what is left is to put the theme around them.

In: the catalogue, a locale and the project's folder. Out: recipes, and the pages made by them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from guidebook.catalogue import Catalogue, Locale
from guidebook.localise import shared_texts
from guidebook.page import Heads, Page, PageRecipe
from guidebook.page_meta import PageMeta, PageMetaBuilder
from guidebook.pages import page_recipes
from guidebook.project_files import DOCS, TEMPLATES
from guidebook.site_pictures import SitePictures, find_pictures


@dataclass(frozen=True)
class HeadedPage:
    """A page with what its head says."""

    page: Page
    meta: PageMeta


@dataclass(frozen=True)
class SitePart:
    """What one run of MkDocs builds: pages of one language, and perhaps all that is copied."""

    pages: tuple[HeadedPage, ...]
    recipes: Mapping[str, PageRecipe]
    """All pages of the language: those that links and the navigation lead to, too."""
    pictures: SitePictures
    has_files: bool
    """True when the files of `docs/` and the theme, and the page for missing addresses, belong to
    the part."""


class PageMaker:
    """Makes the pages of one language."""

    def __init__(self, catalogue: Catalogue, locale: Locale, root: Path) -> None:
        self.catalogue = catalogue
        self.locale = locale
        self.pictures = find_pictures(root / DOCS)
        self.recipes = page_recipes(catalogue, locale, root / TEMPLATES)
        texts = shared_texts(catalogue, locale)
        self.meta = PageMetaBuilder(texts, Heads(self.recipes), self.pictures)

    def make(self, page_id: str) -> HeadedPage:
        """Return a page.

        Raises:
            GuidebookError: A template is wrong; the message names its file and line.
        """
        page = self.recipes[page_id].make()
        return HeadedPage(page, self.meta.build(page))

    def whole(self) -> SitePart:
        """Return everything of the language."""
        pages = tuple(map(self.make, self.recipes))
        return self.part(pages, has_files=self.locale.is_source)

    def part(self, pages: tuple[HeadedPage, ...], *, has_files: bool) -> SitePart:
        """Return some pages of the language, which stand among all of them."""
        return SitePart(pages, self.recipes, self.pictures, has_files)
