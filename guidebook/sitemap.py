"""What search engines are told of the site: `sitemap.xml` and `robots.txt`.

In: the catalogue. Out: both files' text. Which pages are left out stands in
`addresses.UNLISTED_PAGES`.
"""

from __future__ import annotations

from datetime import date
from xml.sax.saxutils import escape

from guidebook.addresses import entry_page_id, is_listed, page_address, page_sources
from guidebook.catalogue import Catalogue
from guidebook.localise import translated_locales
from guidebook.model import Entry


def sitemap(catalogue: Catalogue) -> str:
    """Return the sitemap: each page in each language it really exists in, with its alternates."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ]
    changed = {entry_page_id(entry): last_change(entry) for entry in catalogue.entries}
    for page_id, source_path in sorted(page_sources(catalogue).items()):
        if not is_listed(page_id):
            continue
        tags = translated_locales(catalogue, source_path)
        urls = {
            tag: escape(catalogue.site_url + page_address(page_id, catalogue.locales_by_tag[tag]))
            for tag in tags
        }
        alternates = [*urls.items(), ("x-default", urls[tags[0]])]
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{tag}" href="{url}"/>'
            for tag, url in alternates
        )
        for tag, url in urls.items():
            is_source = tag == catalogue.source_locale.tag
            day = changed.get(page_id) if is_source else None
            when = f"<lastmod>{day}</lastmod>" if day else ""
            lines.append(f"<url><loc>{url}</loc>{when}{links}</url>")
    return "\n".join([*lines, "</urlset>", ""])


def last_change(entry: Entry) -> date:
    """Return the day of the last change of an entry's source text that readers were told of.

    Nothing tells the day of a translation, nor of pages that are put together from many files: what
    is not known is not said.
    """
    return max(change.on for change in entry.changes)


def robots(catalogue: Catalogue) -> str:
    """Return `robots.txt`: everything may be read, and where the sitemap is (RFC 9309)."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {catalogue.site_url}sitemap.xml\n"
