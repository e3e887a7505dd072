"""What the head of a page says to browsers, search engines and other programs.

In: a page and the other pages of its language. Out: one frozen `PageMeta`, which the theme only has
to print. Knows nothing of MkDocs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale as BabelLocale
from babel import UnknownLocaleError
from babel.core import get_global
from markupsafe import Markup

from guidebook.addresses import (
    ALL_AUDIENCES,
    GLOSSARY,
    entry_page_id,
    is_listed,
    manifest_address,
    page_address,
)
from guidebook.catalogue import Catalogue
from guidebook.feeds import FeedLink, feed_links
from guidebook.field_types import TextKind
from guidebook.localise import Passage, Texts
from guidebook.markup import json_script
from guidebook.model import Entry
from guidebook.page import Page, PageHead
from guidebook.site_pictures import SitePictures
from guidebook.sitemap import last_change
from guidebook.structured_data import CONTEXT, Crumb, Node, StructuredData

HOME = "index"


@dataclass(frozen=True)
class Alternate:
    """The page in a language it really exists in."""

    hreflang: str
    """A BCP 47 tag, or `x-default`."""
    url: str


@dataclass(frozen=True)
class Feed:
    """A feed that readers of the page may want."""

    title: str
    link: str


@dataclass(frozen=True)
class PageMeta:
    """Everything that a page's head says, apart from its title and its styles.

    Links are relative to the page, addresses called canonical or url are absolute.
    """

    description: str
    canonical: str
    """Absolute; the original's address on a page that is not translated."""
    is_indexed: bool
    """False for what search engines should not show."""
    alternates: tuple[Alternate, ...]
    """Empty for a page in one language only."""
    open_graph: tuple[tuple[str, str], ...]
    """Property and content (ogp.me), in order."""
    feeds: tuple[Feed, ...]
    data: str
    """The guidelines as JSON, on the home page; empty on others."""
    manifest: str
    icon: str
    """A drawing (SVG); empty when there is none."""
    touch_icon: str
    """Empty when there is none."""
    theme_colours: tuple[tuple[str, str], ...]
    """Colour scheme and colour."""
    structured_data: Markup
    """JSON-LD, or empty."""


class PageMetaBuilder:
    """Makes the head of every page of one language."""

    def __init__(
        self, texts: Texts, heads_by_id: Mapping[str, PageHead], pictures: SitePictures
    ) -> None:
        self.texts = texts
        self.catalogue: Catalogue = texts.catalogue
        self.heads_by_id = heads_by_id
        self.pictures = pictures
        self.structured_data = StructuredData(texts)
        self.feeds: tuple[FeedLink, ...] = feed_links(texts)
        self.entries_by_page_id: Mapping[str, Entry] = {
            entry_page_id(entry): entry for entry in self.catalogue.entries
        }

    def build(self, page: Page) -> PageMeta:
        """Return what the head of a page says."""
        is_own = page.is_translated
        canonical_locale = page.locale if is_own else self.catalogue.source_locale
        canonical = self.catalogue.site_url + page_address(page.page_id, canonical_locale)
        root = "../" * page.address.count("/")
        icon, touch = self.pictures.favicon, self.pictures.touch_icon
        return PageMeta(
            description=page.description,
            canonical=canonical,
            is_indexed=is_own and is_listed(page.page_id),
            alternates=tuple(self._alternates(page)) if is_own else (),
            open_graph=tuple(self._open_graph(page, canonical)),
            feeds=tuple(Feed(feed.title, root + feed.address) for feed in self.feeds_of(page)),
            data=f"{root}data/guidelines.{page.locale.tag}.json" if page.page_id == HOME else "",
            manifest=root + manifest_address(page.locale),
            icon=root + icon.address if icon else "",
            touch_icon=root + touch.address if touch else "",
            theme_colours=tuple(
                (scheme, colour)
                for scheme, colour in (
                    ("light", self.catalogue.settings.theme_colour),
                    ("dark", self.catalogue.settings.theme_colour_dark),
                )
                if colour
            ),
            structured_data=self._structured_data(page) if is_own else Markup(),
        )

    def feeds_of(self, page: Page) -> tuple[FeedLink, ...]:
        """Return the feeds that a reader of the page may want: of its audience, then of all."""
        audience_id = page.page_id.partition("/")[0]
        own = [feed for feed in self.feeds if feed.audience_id == audience_id]
        everything = [feed for feed in self.feeds if feed.audience_id == ALL_AUDIENCES]
        return (*own, *everything)

    def _alternates(self, page: Page) -> Iterator[Alternate]:
        """Yield the page in each language it exists in, the source for readers of any other."""
        tags = page.translated_locales
        if len(tags) < 2 or not is_listed(page.page_id):
            return
        for tag in tags:
            locale = self.catalogue.locales_by_tag[tag]
            address = page_address(page.page_id, locale)
            yield Alternate(tag, self.catalogue.site_url + address)
        source = page_address(page.page_id, self.catalogue.source_locale)
        yield Alternate("x-default", self.catalogue.site_url + source)

    def _open_graph(self, page: Page, canonical: str) -> Iterator[tuple[str, str]]:
        entry = self.entries_by_page_id.get(page.page_id)
        site_title = self.texts.site["title"].text
        yield "og:type", "article" if entry else "website"
        yield "og:title", site_title if page.page_id == HOME else page.title
        yield "og:description", page.description
        yield "og:url", canonical
        yield "og:site_name", site_title
        own = page.locale.tag if page.is_translated else self.catalogue.source_locale.tag
        if territory := open_graph_locale(own):
            yield "og:locale", territory
        for tag in page.translated_locales:
            if tag != own and (territory := open_graph_locale(tag)):
                yield "og:locale:alternate", territory
        if picture := self.pictures.share_picture:
            yield "og:image", self.catalogue.site_url + picture.address
            yield "og:image:type", picture.media_type
            yield "og:image:width", str(picture.width)
            yield "og:image:height", str(picture.height)
            yield "og:image:alt", site_title
        if entry and own == self.catalogue.source_locale.tag:
            yield "article:published_time", min(c.on for c in entry.changes).isoformat()
            yield "article:modified_time", last_change(entry).isoformat()

    def _crumbs(self, page: Page) -> Iterator[Crumb]:
        """Yield the way from the home page through the folders that have a page of their own."""
        if page.page_id == HOME:
            return
        home = self.texts.site["title"]
        yield Crumb(home.text, home.locale, page_address(HOME, page.locale))
        parts = page.page_id.split("/")
        for depth in range(1, len(parts)):
            folder_page = self.heads_by_id.get("/".join([*parts[:depth], HOME]))
            if folder_page is not None and folder_page.page_id != page.page_id:
                yield Crumb(folder_page.title, folder_page.title_locale, folder_page.address)
        yield Crumb(page.title, page.title_locale, page.address)

    def _structured_data(self, page: Page) -> Markup:
        """Return the description of a page that is in its language."""
        describe = self.structured_data
        entry = self.entries_by_page_id.get(page.page_id)
        nodes: list[Node] = []
        if page.page_id == HOME:
            nodes += [describe.website(page.description, page.translated_locales)]
            nodes += [describe.dataset()]
        elif page.page_id == f"{GLOSSARY}/index":
            nodes += [describe.glossary(page.title, page.description)]
        elif entry is not None:
            title = Passage(page.title, TextKind.PLAIN, page.title_locale)
            translated = page.translated_locales
            summary = page.description
            nodes += [describe.article(entry, page.page_id, title, summary, translated)]
        if crumbs := tuple(self._crumbs(page)):
            nodes += [describe.breadcrumbs(crumbs)]
        return json_script({"@context": CONTEXT, "@graph": nodes})


@lru_cache(maxsize=64)
def open_graph_locale(tag: str) -> str:
    """Return a language as Open Graph names it, with a territory: `et_EE` for `et`.

    The territory is that of the tag, else the likeliest one (CLDR, likely subtags); empty where
    nobody knows one.
    """
    try:
        locale = BabelLocale.parse(tag, sep="-")
    except (ValueError, UnknownLocaleError):
        return ""
    territory = locale.territory
    likely = get_global("likely_subtags")
    for name in (f"{locale.language}_{locale.script}", locale.language):
        if not territory and name in likely:
            territory = likely[name].split("_")[2]
    return f"{locale.language}_{territory}" if territory else ""
