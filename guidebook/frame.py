"""What stands around the content of each page: navigation, way up, languages and addresses.

In: the pages of one language and its navigation. Out: a `Frame` for each page, which the theme
shows. Every address is below the site's root; `Frame.root` leads there from the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlsplit

from guidebook.addresses import OVERVIEW, PLAN, TOPICS, page_address, relative_link
from guidebook.catalogue import Catalogue, Locale
from guidebook.not_found import NotFound
from guidebook.page import Page, PageHead
from guidebook.page_meta import PageMeta

HOME = "index"
"""The id of the home page."""


@dataclass(frozen=True)
class NavigationItem:
    """A page or a group of pages in the navigation."""

    title: str
    address: str = ""
    is_outside: bool = False
    """True when the address is a whole one, of another site or of a mail."""
    foreign_locale: Locale | None = None
    """The language of the title when it is not the page's."""
    items: tuple[NavigationItem, ...] = ()
    """The pages of a group; empty for a page."""


@dataclass(frozen=True)
class Crumb:
    """A page above the present one."""

    title: str
    address: str
    foreign_locale: Locale | None


@dataclass(frozen=True)
class Alternate:
    """The same page in a language of the site."""

    locale: Locale
    address: str
    is_current: bool
    is_translated: bool
    """False when the page there is still in another language, and says so."""


@dataclass(frozen=True)
class FrameParts:
    """What the frames of all pages of a language share."""

    catalogue: Catalogue
    locale: Locale
    navigation: tuple[NavigationItem, ...]
    heads_by_id: Mapping[str, PageHead]
    """What stands above other pages."""
    stylesheets: tuple[str, ...]
    """Addresses of the theme's own styles."""
    policy: str
    """What browsers let the pages do."""
    written: dict[tuple[object, ...], str] = field(default_factory=dict, compare=False)
    """What was written already and is the same on many pages."""


@dataclass(frozen=True)
class Frame:
    """What stands around one page; around the page of no address when `page` is None."""

    parts: FrameParts
    page: Page | None
    meta: PageMeta | None = None
    """What the head of the page says."""
    not_found: NotFound | None = None
    """What the page of no address says."""

    @property
    def locale(self) -> Locale:
        """Return the language of everything around the content."""
        return self.parts.locale

    @cached_property
    def root(self) -> str:
        """Return the link to the site's root, ending in a slash.

        Relative, so that the site works in any folder; without a page it is the path of `site_url`.
        """
        if self.page is None:
            return urlsplit(self.parts.catalogue.site_url).path or "/"
        return relative_link(self.page.address, "")

    @property
    def policy(self) -> str:
        """Return what browsers let the page do."""
        return self.parts.policy

    @property
    def home(self) -> str:
        """Return the address of the home page."""
        return page_address(HOME, self.locale)

    @property
    def plan(self) -> str:
        """Return the address of the reader's own plan."""
        return page_address(f"{PLAN}/index", self.locale)

    @property
    def navigation(self) -> tuple[NavigationItem, ...]:
        """Return the navigation of the language."""
        return self.parts.navigation

    @property
    def stylesheets(self) -> tuple[str, ...]:
        """Return the addresses of the theme's styles."""
        return self.parts.stylesheets

    @property
    def is_wide(self) -> bool:
        """True for a page that sets things side by side and needs the whole width."""
        page_id = self.page.page_id if self.page else ""
        return page_id in (HOME, f"{OVERVIEW}/index") or page_id.startswith(f"{TOPICS}/")

    @property
    def is_home(self) -> bool:
        """True for the home page."""
        return self.page is not None and self.page.page_id == HOME

    def once(self, name: str, caller: Callable[[], str]) -> str:
        """Return what a template writes that depends on the place of a page only.

        Pages in the same place share it: from them, all links are the same, and so are the items
        of the navigation that lead to them. The template has it in a `call` block.
        """
        place = name, self.root, *map(self.current, self._leading)
        found = self.parts.written.get(place)
        if found is None:
            found = self.parts.written[place] = caller()
        return found

    @property
    def _leading(self) -> Iterator[NavigationItem]:
        """Yield the items of the navigation that lead somewhere."""
        for item in self.navigation:
            yield from item.items or (item,)

    def link(self, item: NavigationItem) -> str:
        """Return the link from the page to what an item leads to."""
        return item.address if item.is_outside else f"{self.root}{item.address}"

    def current(self, item: NavigationItem) -> str:
        """Return the value of `aria-current` for an item; empty when it leads elsewhere."""
        address = self.page.address if self.page else None
        if address is None or item.items:
            return ""
        if item.address == address:
            return "page"
        is_above = item.address != self.home and address.startswith(item.address)
        return "true" if is_above else ""

    @cached_property
    def crumbs(self) -> tuple[Crumb, ...]:
        """Return the pages above this one, the home page left out."""
        if self.page is None:
            return ()
        folders = self.page.page_id.split("/")[:-1]
        ids = ["/".join([*folders[: number + 1], "index"]) for number in range(len(folders))]
        above = [self.parts.heads_by_id.get(page_id) for page_id in ids]
        return tuple(
            Crumb(head.title, head.address, head.foreign_locale)
            for head in above
            if head is not None and head.page_id != self.page.page_id
        )

    @cached_property
    def alternates(self) -> tuple[Alternate, ...]:
        """Return the page in every language of the site, in the order of mkdocs.yml."""
        page_id = self.page.page_id if self.page else HOME
        return tuple(
            Alternate(
                locale,
                page_address(page_id, locale),
                self.page is not None and locale == self.locale,
                self.page is None or locale.tag in self.page.translated_locales,
            )
            for locale in self.parts.catalogue.locales
        )
