"""Everything in `site/` that is neither a page nor copied: data, search, sitemap, styles.

In: the catalogue and the templates. Out: `SiteFile`s with their bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import SimpleNamespace

from guidebook.addresses import (
    citations_address,
    entry_page_id,
    filter_page_id,
    manifest_address,
    page_address,
    relative_link,
    section_page_id,
    short_address,
)
from guidebook.beside import SiteFile, build_beside_files
from guidebook.catalogue import Catalogue, Locale
from guidebook.citations import Citations
from guidebook.data import SCHEMA_PATH, as_csv, as_json, build_data, schema_json
from guidebook.feeds import build_feeds
from guidebook.filters import values_without_page
from guidebook.localise import Texts, shared_texts
from guidebook.model import Entry
from guidebook.plan import plan_script, plan_script_path
from guidebook.render import template_renderer
from guidebook.search import build_search_files
from guidebook.site_pictures import SitePictures
from guidebook.sitemap import robots, sitemap
from guidebook.web_manifest import web_manifest
from guidebook.writing import published_schemas, write_script, write_script_path


def build_site_files(
    catalogue: Catalogue, templates: Path, pictures: SitePictures, ledger: Path | None = None
) -> Iterator[SiteFile]:
    """Yield every file of the site that is neither a page nor an asset.

    Args:
        catalogue: What to publish.
        templates: The folder of templates.
        pictures: The project's own icons and pictures.
        ledger: Folder of what builds remember to be faster; None to remember nothing.
    """
    yield from _assets(templates / "assets")
    yield SiteFile(SCHEMA_PATH, schema_json())
    for path, schema in published_schemas():
        yield SiteFile(path, schema)
    for locale in catalogue.locales:
        data = build_data(catalogue, locale)
        yield SiteFile(f"data/guidelines.{locale.tag}.json", as_json(data))
        yield SiteFile(f"data/guidelines.{locale.tag}.csv", as_csv(data))
        yield SiteFile(plan_script_path(locale), plan_script(catalogue, locale))
        yield SiteFile(write_script_path(locale), write_script(catalogue, locale))
        yield from _moved_pages(catalogue, locale, templates)
        yield from build_beside_files(catalogue, locale, templates)
        yield from _machine_files(shared_texts(catalogue, locale), pictures)
        for path, content in build_search_files(catalogue, locale, ledger):
            yield SiteFile(path, content)
    yield SiteFile("sitemap.xml", sitemap(catalogue).encode())
    yield SiteFile("robots.txt", robots(catalogue).encode())


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


def _machine_files(texts: Texts, pictures: SitePictures) -> Iterator[SiteFile]:
    """Yield what only programs read of a language: feeds, manifest and citations."""
    for address, content in build_feeds(texts, pictures):
        yield SiteFile(address, content)
    yield SiteFile(manifest_address(texts.locale), web_manifest(texts, pictures))
    yield SiteFile(citations_address(texts.locale), Citations(texts).as_csl())


def _moved_pages(catalogue: Catalogue, locale: Locale, templates: Path) -> Iterator[SiteFile]:
    """Yield the pages that lead on: from short and earlier addresses, and from unused filters."""
    texts = shared_texts(catalogue, locale)
    words = texts.words
    for entry in catalogue.entries:
        target = page_address(entry_page_id(entry), locale)
        title = texts.entry(entry)["title"]
        shown = {"text": words("moved.text"), "code": entry.code, "title": title}
        for address in _addresses_of(entry, locale):
            yield _moved_page(texts, templates, address, target, shown)
    for audience in catalogue.site.audiences:
        target = page_address(section_page_id(audience.id), locale)
        title = texts.site[f"audiences.{audience.id}.name"]
        shown = {"text": words("filters.moved"), "code": "", "title": title}
        for name, value in values_without_page(catalogue, audience.id):
            address = page_address(filter_page_id(audience.id, name, value), locale)
            yield _moved_page(texts, templates, address, target, shown)


def _moved_page(
    texts: Texts, templates: Path, address: str, target: str, shown: Mapping[str, object]
) -> SiteFile:
    """Return the page at one address that leads to another; `shown` is text, code and title."""
    page = SimpleNamespace(
        locale=texts.locale,
        words=texts.words,
        link=relative_link(address, target),
        canonical=texts.catalogue.site_url + target,
        **shown,
    )
    content = template_renderer(templates).render("pages/moved.html.jinja", page).strip() + "\n"
    return SiteFile(f"{address}index.html", content.encode())


def _addresses_of(entry: Entry, locale: Locale) -> Iterator[str]:
    yield short_address(entry.code, locale)
    for earlier in entry.formerly:
        if earlier[0].isupper():
            yield short_address(earlier, locale)
        else:
            yield page_address(f"{entry.audience_id}/{earlier}", locale)
