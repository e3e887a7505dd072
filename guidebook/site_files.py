"""Everything in `site/` that is neither a page nor copied: data, search, sitemap, styles.

In: the catalogue and the templates. Out: `SiteFile`s with their bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

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
from guidebook.beside import SiteFile, beside_page, compare_page
from guidebook.bill_of_materials import BILL_PATH, LOCK_PATH, bill_of_materials
from guidebook.catalogue import Catalogue, Locale
from guidebook.citations import Citations
from guidebook.data import data_files
from guidebook.data_shape import SCHEMA_PATH, schema_json
from guidebook.feeds import build_feeds
from guidebook.filters import values_without_page
from guidebook.localise import Texts, shared_texts
from guidebook.materials import LICENCES_PATH, licences_text
from guidebook.model import Entry
from guidebook.page_policy import HEADERS_PATH, headers_file, page_policy
from guidebook.plan import plan_script, plan_script_path
from guidebook.project_files import ASSETS, DOCS, find_template_assets
from guidebook.reads import FACTS, TEXTS, TRANSLATIONS
from guidebook.render import template_renderer
from guidebook.search import build_search_files
from guidebook.site_pictures import FOLDER as PICTURES
from guidebook.site_pictures import SitePictures
from guidebook.sitemap import robots, sitemap
from guidebook.web_manifest import web_manifest
from guidebook.writing import published_schemas, write_script, write_script_path

OWN_PICTURES = f"{DOCS}/{PICTURES}"
WHOLE_FOLDERS = (ASSETS, OWN_PICTURES)
"""The folders of which recipes read every file."""


class FileRecipe(NamedTuple):
    """Files of the site that are made together, and not yet."""

    name: str
    """No other recipe of the language has it."""
    make: Callable[[], Iterable[SiteFile]]
    original: str = ""
    """The id of the entry whose source text stands in them beside a translation."""
    is_seen: bool = False
    """True when readers have them open, or pages load them; what is for programs, or for search and
    plan, is asked for later."""


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
    for locale in catalogue.locales:
        for recipe in file_recipes(catalogue, locale, templates, pictures, ledger):
            yield from recipe.make()


def file_recipes(
    catalogue: Catalogue,
    locale: Locale,
    templates: Path,
    pictures: SitePictures,
    ledger: Path | None = None,
    is_wanted: Callable[[str], bool] = lambda _: True,
) -> Iterator[FileRecipe]:
    """Yield the recipes of a language's files; the source language's are the whole site's too.

    `is_wanted` is asked by the name of a recipe for one entry, of which there are thousands.
    """
    texts = shared_texts(catalogue, locale)
    if locale.is_source:
        yield FileRecipe("assets", partial(_assets, texts, templates / "assets"), is_seen=True)
        yield FileRecipe("machines", partial(_shared_machine_files, texts))
        yield FileRecipe("materials", partial(_materials, texts, templates.parent))
    yield FileRecipe("data", partial(_data_files, texts))
    yield FileRecipe("plan", partial(_plan_files, texts))
    yield FileRecipe("write", partial(_write_files, texts))
    for entry in catalogue.entries:
        if is_wanted(name := f"moved {entry.code}"):
            make = partial(_moved_pages, texts, templates, entry)
            yield FileRecipe(name, make, is_seen=True)
    yield FileRecipe("moved filters", partial(_moved_filters, texts, templates), is_seen=True)
    if len(catalogue.locales) > 1:
        yield FileRecipe("compare", partial(compare_page, texts, templates), is_seen=True)
    for entry in () if locale.is_source else catalogue.entries:
        if texts.is_translated(entry.path) and is_wanted(name := f"beside {entry.code}"):
            make = partial(beside_page, texts, templates, entry)
            yield FileRecipe(name, make, entry.entry_id, is_seen=True)
    yield FileRecipe("feeds", partial(_feeds, texts, pictures))
    yield FileRecipe("citations", partial(_citations, texts))
    yield FileRecipe("search", partial(_search_files, texts, ledger))


def _data_files(texts: Texts) -> Iterator[SiteFile]:
    """Yield the guidelines for other programs."""
    tag = texts.locale.tag
    with texts.catalogue.reads.only(FACTS, f"{TEXTS} {tag}", f"{TRANSLATIONS} {tag}"):
        kept = texts.catalogue.lines(tag)
        as_json, as_csv = data_files(texts, kept)
        kept.save()  # this may be a process of its own
    yield SiteFile(f"data/guidelines.{tag}.json", as_json)
    yield SiteFile(f"data/guidelines.{tag}.csv", as_csv)


def _plan_files(texts: Texts) -> Iterator[SiteFile]:
    """Yield the script of the reader's own plan."""
    with texts.catalogue.reads.only(FACTS, f"{TEXTS} {texts.locale.tag}"):
        script = plan_script(texts.catalogue, texts.locale)
    yield SiteFile(plan_script_path(texts.locale), script)


def _write_files(texts: Texts) -> Iterator[SiteFile]:
    """Yield the script of the form for writing."""
    yield SiteFile(write_script_path(texts.locale), write_script(texts.catalogue, texts.locale))


def _search_files(texts: Texts, ledger: Path | None) -> Iterator[SiteFile]:
    """Yield the search index."""
    with texts.catalogue.reads.only(f"{TEXTS} {texts.locale.tag}"):
        files = list(build_search_files(texts.catalogue, texts.locale, ledger))
    for path, content in files:
        yield SiteFile(path, content)


def _assets(texts: Texts, folder: Path) -> Iterator[SiteFile]:
    """Yield the styles and scripts that every site has."""
    texts.catalogue.reads.note_folder(ASSETS)
    yield from asset_files(folder)


def asset_files(folder: Path) -> Iterator[SiteFile]:
    """Yield the styles and scripts of a folder of templates, as they stand in every site.

    The styles of a folder within it become one file, and so do its scripts: `site/*.css` is
    `assets/site.css`. That is one request instead of many, and a room for each part of the look.
    """
    for name, parts in find_template_assets(folder).items():
        yield SiteFile(f"assets/{name}", b"\n".join(part.read_bytes() for part in parts))


def _shared_machine_files(texts: Texts) -> Iterator[SiteFile]:
    """Yield what only programs read of the whole site."""
    texts.catalogue.reads.note_facts()
    yield SiteFile(SCHEMA_PATH, schema_json())
    for path, schema in published_schemas():
        yield SiteFile(path, schema)
    yield SiteFile("sitemap.xml", sitemap(texts.catalogue).encode())
    yield SiteFile("robots.txt", robots(texts.catalogue).encode())
    yield SiteFile(HEADERS_PATH, headers_file().encode())


def _materials(texts: Texts, root: Path) -> Iterator[SiteFile]:
    """Yield which works of others the edition was made with, and their licences."""
    catalogue = texts.catalogue
    catalogue.reads.note(LOCK_PATH, texts.locale.tag)
    yield SiteFile(LICENCES_PATH, licences_text().encode())
    lock = root / LOCK_PATH
    if lock.is_file():
        title = texts.site["title"].text
        bill = bill_of_materials(
            lock.read_text(encoding="utf-8"), catalogue.site.edition, title, catalogue.site_url
        )
        yield SiteFile(BILL_PATH, bill)


def _feeds(texts: Texts, pictures: SitePictures) -> Iterator[SiteFile]:
    """Yield the feeds of a language, and the manifest that has the same pictures."""
    texts.catalogue.reads.note_folder(OWN_PICTURES)
    with texts.catalogue.reads.only(FACTS, f"{TEXTS} {texts.locale.tag}"):
        feeds = list(build_feeds(texts, pictures))
    for address, content in feeds:
        yield SiteFile(address, content)
    yield SiteFile(manifest_address(texts.locale), web_manifest(texts, pictures))


def _citations(texts: Texts) -> Iterator[SiteFile]:
    """Yield the citations of a language."""
    yield SiteFile(citations_address(texts.locale), Citations(texts).as_csl())


def _moved_pages(texts: Texts, templates: Path, entry: Entry) -> Iterator[SiteFile]:
    """Yield the pages that lead on from an entry's short and earlier addresses."""
    target = page_address(entry_page_id(entry), texts.locale)
    shown = {
        "text": texts.words("moved.text"),
        "code": entry.code,
        "title": texts.title(entry),
    }
    for address in _addresses_of(entry, texts.locale):
        yield _moved_page(texts, templates, address, target, shown)


def _moved_filters(texts: Texts, templates: Path) -> Iterator[SiteFile]:
    """Yield the pages that lead on from filters that nothing has."""
    catalogue, locale = texts.catalogue, texts.locale
    for audience in catalogue.site.audiences:
        target = page_address(section_page_id(audience.id), locale)
        title = texts.site[f"audiences.{audience.id}.name"]
        shown = {"text": texts.words("filters.moved"), "code": "", "title": title}
        for name, value in values_without_page(catalogue, audience.id):
            address = page_address(filter_page_id(audience.id, name, value), locale)
            yield _moved_page(texts, templates, address, target, shown)


def _moved_page(
    texts: Texts, templates: Path, address: str, target: str, shown: Mapping[str, object]
) -> SiteFile:
    """Return the page at one address that leads to another; `shown` is text, code and title."""
    page = SimpleNamespace(
        locale=texts.locale,
        policy=page_policy(),
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
