"""Everything in `site/` that is neither a page nor copied: data, sitemap, styles, addresses.

In: the catalogue and the templates. Out: `SiteFile`s with their bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from xml.sax.saxutils import escape

from guidebook.addresses import (
    entry_page_id,
    page_address,
    page_sources,
    relative_link,
    short_address,
)
from guidebook.beside import SiteFile, build_beside_files
from guidebook.catalogue import Catalogue, Locale
from guidebook.data import SCHEMA_PATH, as_csv, as_json, build_data, schema_json
from guidebook.localise import Texts, translated_locales
from guidebook.model import Entry
from guidebook.render import template_renderer


def build_site_files(catalogue: Catalogue, templates: Path) -> Iterator[SiteFile]:
    """Yield every file of the site that is neither a page nor an asset."""
    yield from _assets(templates / "assets")
    yield SiteFile(SCHEMA_PATH, schema_json())
    for locale in catalogue.locales:
        data = build_data(catalogue, locale)
        yield SiteFile(f"data/guidelines.{locale.tag}.json", as_json(data))
        yield SiteFile(f"data/guidelines.{locale.tag}.csv", as_csv(data))
        yield from _moved_pages(catalogue, locale, templates)
        yield from build_beside_files(catalogue, locale, templates)
    yield SiteFile("sitemap.xml", sitemap(catalogue).encode())
    yield SiteFile("robots.txt", _robots(catalogue).encode())


def _assets(folder: Path) -> Iterator[SiteFile]:
    """Yield the styles and scripts that every site has.

    The files of a folder within it become one file for each ending, `site/*.css` for example
    `assets/site.css`: one request instead of many, and a room for each part of the look.
    """
    for path in sorted(folder.iterdir()):
        if path.is_file():
            yield SiteFile(f"assets/{path.name}", path.read_bytes())
            continue
        for suffix in sorted({part.suffix for part in path.iterdir()}):
            parts = sorted(path.glob(f"*{suffix}"))
            content = b"\n".join(part.read_bytes() for part in parts)
            yield SiteFile(f"assets/{path.name}{suffix}", content)


def sitemap(catalogue: Catalogue) -> str:
    """Return the sitemap: each page in each language it really exists in, with its alternates."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ]
    for page_id, source_path in sorted(page_sources(catalogue).items()):
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
        lines += [f"<url><loc>{url}</loc>{links}</url>" for url in urls.values()]
    return "\n".join([*lines, "</urlset>", ""])


def _robots(catalogue: Catalogue) -> str:
    return f"User-agent: *\nAllow: /\n\nSitemap: {catalogue.site_url}sitemap.xml\n"


def _moved_pages(catalogue: Catalogue, locale: Locale, templates: Path) -> Iterator[SiteFile]:
    """Yield the pages at short and earlier addresses, which lead on."""
    renderer = template_renderer(templates)
    texts = Texts(catalogue, locale)
    for entry in catalogue.entries:
        target = page_address(entry_page_id(entry), locale)
        for address in _addresses_of(entry, locale):
            page = SimpleNamespace(
                locale=locale,
                words=texts.words,
                link=relative_link(address, target),
                canonical=catalogue.site_url + target,
                code=entry.code,
                title=texts.entry(entry)["title"],
            )
            content = renderer.render("pages/moved.html.jinja", page).strip() + "\n"
            yield SiteFile(f"{address}index.html", content.encode())


def _addresses_of(entry: Entry, locale: Locale) -> Iterator[str]:
    yield short_address(entry.code, locale)
    for earlier in entry.formerly:
        if earlier[0].isupper():
            yield short_address(earlier, locale)
        else:
            yield page_address(f"{entry.audience_id}/{earlier}", locale)
