"""The page for missing addresses: one file for the whole site, which speaks every language.

In: the catalogue. Out: what `404.html` shows. Hosts serve that file at any address below the site,
so its links begin at the root of the host; a script leaves only the language of the address.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from urllib.parse import urlsplit

from guidebook.addresses import TOPICS, entry_page_id, page_address, page_sources
from guidebook.catalogue import Catalogue, Locale
from guidebook.localise import shared_texts
from guidebook.site_pictures import SitePictures

SEARCH_ADDRESS = "search/"


@dataclass(frozen=True)
class NotFoundSection:
    """What the page says in one language."""

    locale: Locale
    site_title: str
    title: str
    text: str
    links: tuple[tuple[str, str], ...]
    """Words and addresses of home, search and topics."""
    suggestion: str
    """A sentence with `{code}` in it."""
    tools: str
    """JSON: what the skip link and the tools at the page's head say, and where the search is."""


@dataclass(frozen=True)
class NotFound:
    """The whole page."""

    root: str
    """The path of the site on its host, for example `/sub/`."""
    title: str
    """In every language."""
    sections: tuple[NotFoundSection, ...]
    """The source language first."""
    icon: str
    """The address of the site's icon, or empty."""
    entries: str
    """JSON: the code and the address of each entry, for the script's suggestion."""


def not_found_page(catalogue: Catalogue, pictures: SitePictures) -> NotFound:
    """Return what the page for missing addresses shows."""
    root = urlsplit(catalogue.site_url).path
    source = catalogue.source_locale
    has_search = any(
        page_address(page_id, source) == SEARCH_ADDRESS for page_id in page_sources(catalogue)
    )
    sections = tuple(_section(catalogue, locale, root, has_search) for locale in catalogue.locales)
    addresses = {
        entry.code: page_address(entry_page_id(entry), source) for entry in catalogue.entries
    }
    return NotFound(
        root=root,
        title=" · ".join(dict.fromkeys(section.title for section in sections)),
        sections=sections,
        icon=root + pictures.favicon.address if pictures.favicon else "",
        entries=json.dumps(addresses, separators=(",", ":")),
    )


def _section(catalogue: Catalogue, locale: Locale, root: str, has_search: bool) -> NotFoundSection:
    texts = shared_texts(catalogue, locale)
    words = texts.words
    search = f"{locale.folder}{SEARCH_ADDRESS}" if has_search else None
    tools = {
        "skip": words("frame.skip"),
        "language": words("frame.language"),
        "colours": words("frame.dark_colours"),
        "search": words("search.open"),
        "search_address": search and root + search,
    }
    links = {
        words("lost.home"): page_address("index", locale),
        words("lost.search"): search,
        words("all_topics"): page_address(f"{TOPICS}/index", locale),
    }
    return NotFoundSection(
        locale=locale,
        site_title=texts.site["title"].text,
        title=words("not_found.title"),
        text=words("not_found.text"),
        links=tuple((word, root + link) for word, link in links.items() if link is not None),
        suggestion=words.pattern("lost.suggestion"),
        tools=json.dumps(tools, ensure_ascii=False, separators=(",", ":")),
    )
