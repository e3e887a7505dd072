"""Hands the pages to MkDocs, so that plain `mkdocs build` and `mkdocs serve` show the same site.

In: MkDocs' events, one build a language (mkdocs-static-i18n builds them in turn). Out: every page
and file as an in-memory `File`. Files enter at priority -200, after mkdocs-static-i18n (-100),
which would drop files it did not find itself (its issue 263).
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from mkdocs.config.base import Config
from mkdocs.config.config_options import Type
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils.templates import TemplateContext

from guidebook.addresses import page_address
from guidebook.catalogue import Catalogue, Locale
from guidebook.checked import load_checked, today
from guidebook.frame import Frame, FrameParts, NavigationItem, foreign_locale
from guidebook.localise import shared_texts
from guidebook.not_found import not_found_page
from guidebook.page_meta import PageMetaBuilder
from guidebook.pages import Page, build_pages
from guidebook.problems import GuidebookError
from guidebook.project_files import LEDGER
from guidebook.search import search_view
from guidebook.site_files import build_site_files
from guidebook.site_pictures import SitePictures, find_pictures

TEMPLATES = "templates"
DOCS = "docs"
_TABLE = re.compile(r"^<table>.*?</table>$", re.DOTALL | re.MULTILINE)
"""A table as Python-Markdown writes it; those of finished blocks stand in their frame already."""


class PluginConfig(Config):  # type: ignore[no-untyped-call]
    """The options under `guidebook` in mkdocs.yml; `project_settings` reads and checks them."""

    edit_url = Type(str, default="")
    edit_style = Type(str, default="")
    survey_url = Type(str, default="")
    publisher = Type(str, default="")
    contact = Type(str, default="")
    book_fonts = Type(list, default=[])
    font_folders = Type(list, default=[])
    theme_colour = Type(str, default="")
    theme_colour_dark = Type(str, default="")


class GuidebookPlugin(BasePlugin[PluginConfig]):  # type: ignore[no-untyped-call]
    """Feeds the pages of one language after the other to MkDocs."""

    def __init__(self) -> None:
        self.catalogue: Catalogue | None = None
        self.is_given = False
        self.is_serving = False
        self.pages_by_name: dict[str, Page] = {}
        self.frame_parts: FrameParts | None = None
        self.pictures = SitePictures()
        self.page_meta: PageMetaBuilder | None = None

    def give(self, catalogue: Catalogue) -> None:
        """Use a catalogue that was loaded and checked already."""
        self.catalogue = catalogue
        self.is_given = True

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Remember whether the site is only shown on this computer."""
        self.is_serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Load and check the content once for all languages; stop before anything is written."""
        root = Path(config.config_file_path or ".").resolve().parent
        if not config.use_directory_urls:
            raise PluginError("guidebook: set 'use_directory_urls: true' in mkdocs.yml.")
        if not self.is_given and not _i18n(config).building:
            try:
                catalogue, problems = load_checked(root, today())
            except GuidebookError as error:
                raise PluginError(str(error)) from error
            errors = [problem for problem in problems if problem.is_error]
            if catalogue is None or errors:
                raise PluginError("\n".join(["the content has mistakes:", *map(str, errors)]))
            self.catalogue = catalogue
        if os.environ.get("SITE_URL"):
            config.site_url = self._require().site_url
        for folder in ("guidelines", TEMPLATES):
            if (path := str(root / folder)) not in config.watch:
                config.watch.append(path)
        return config

    @event_priority(-200)
    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Put our pages in the place of the Markdown files that MkDocs found."""
        catalogue = self._require()
        locale = self._locale(config)
        root = Path(config.config_file_path or ".").resolve().parent
        for file in list(files.documentation_pages(inclusion=InclusionLevel.is_included)):
            files.remove(file)
        self.pages_by_name = {}
        self.frame_parts = None
        self.page_meta = None
        try:
            self.pictures = find_pictures(root / DOCS)
            for page in build_pages(catalogue, locale, root / TEMPLATES):
                self.pages_by_name[page.file_name] = page
                files.append(_page_file(page, catalogue, config))
            if locale.is_source:
                site_files = build_site_files(
                    catalogue, root / TEMPLATES, self.pictures, root / LEDGER
                )
                for site_file in site_files:
                    content = site_file.content
                    files.append(File.generated(config, site_file.path, content=content))
        except GuidebookError as error:
            raise PluginError(str(error)) from error
        if self.is_serving and locale.is_source:
            for path in sorted((root / "site" / "books").glob("*.pdf")):
                name = f"books/{path.name}"
                files.append(File(name, str(root / "site"), config.site_dir, True))
        return files

    def on_env(self, env: Any, config: MkDocsConfig, files: Files) -> Any:
        """Give the theme the interface words of the language, and what its search form shows."""
        texts = shared_texts(self._require(), self._locale(config))
        env.globals["words"] = texts.words
        env.globals["site_search"] = search_view(texts)
        return env

    def on_template_context(
        self, context: TemplateContext, /, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """Give the page of no address, 404.html, its languages and what stands around it."""
        missing = not_found_page(self._require(), self.pictures)
        frame = Frame(self._frame_parts(context["nav"], config), None, not_found=missing)
        context["guidebook"] = frame  # type: ignore[typeddict-unknown-key]
        return context

    def on_page_content(
        self, html: str, /, *, page: MkDocsPage, config: MkDocsConfig, files: Files
    ) -> str:
        """Give the tables of hand-written pages the frame that all other tables have."""
        return _TABLE.sub(r'<div class="table-scroll" tabindex="0">\g<0></div>', html)

    def on_page_context(
        self,
        context: TemplateContext,
        /,
        *,
        page: MkDocsPage,
        config: MkDocsConfig,
        nav: Navigation,
    ) -> TemplateContext:
        """Tell the theme what a page is and what stands around it."""
        ours = self.pages_by_name[page.file.src_uri]
        meta = self._page_meta(config).build(ours)
        page.canonical_url = meta.canonical
        frame = Frame(self._frame_parts(nav, config), ours, meta)
        context["guidebook"] = frame  # type: ignore[typeddict-unknown-key]
        return context

    def on_post_template(
        self, output_content: str, *, template_name: str, config: MkDocsConfig
    ) -> str:
        """Leave out what MkDocs would write once per language: sitemap and foreign 404 pages."""
        is_foreign_404 = template_name == "404.html" and not self._locale(config).is_source
        return "" if template_name == "sitemap.xml" or is_foreign_404 else output_content

    def _frame_parts(self, nav: Navigation, config: MkDocsConfig) -> FrameParts:
        """Return what the frames of the present language share, made once for it."""
        if self.frame_parts is None:
            self.frame_parts = FrameParts(
                self._require(),
                self._locale(config),
                tuple(self._navigation_item(item) for item in nav.items),
                self._pages_by_id(),
                _stylesheets(config),
            )
        return self.frame_parts

    def _page_meta(self, config: MkDocsConfig) -> PageMetaBuilder:
        """Return what makes the heads of the present language, made once for it."""
        if self.page_meta is None:
            texts = shared_texts(self._require(), self._locale(config))
            self.page_meta = PageMetaBuilder(texts, self._pages_by_id(), self.pictures)
        return self.page_meta

    def _pages_by_id(self) -> dict[str, Page]:
        return {page.page_id: page for page in self.pages_by_name.values()}

    def _navigation_item(self, item: Any) -> NavigationItem:
        """Return an item of MkDocs' navigation as the theme shows it."""
        if item.children:
            inner = tuple(self._navigation_item(child) for child in item.children)
            return NavigationItem(item.title, items=inner)
        if not item.is_page:
            return NavigationItem(item.title, item.url)
        page = self.pages_by_name[item.file.src_uri]
        is_own = item.title == page.title
        foreign = foreign_locale(page) if is_own else None
        return NavigationItem(item.title, page.address, foreign)

    def _require(self) -> Catalogue:
        if self.catalogue is None:
            raise PluginError("guidebook: the content was not loaded.")
        return self.catalogue

    def _locale(self, config: MkDocsConfig) -> Locale:
        return self._require().locales_by_tag[_i18n(config).current_language]


def _i18n(config: MkDocsConfig) -> Any:
    plugin = config.plugins.get("i18n")
    if plugin is None:
        raise PluginError("guidebook: add the plugin 'i18n' before 'guidebook' in mkdocs.yml.")
    return plugin


def _stylesheets(config: MkDocsConfig) -> tuple[str, ...]:
    """Return the addresses of Material's styles; their names change with its version."""
    patterns = ("main.*.min.css", "palette.*.min.css")
    folders = [Path(folder) / "assets" / "stylesheets" for folder in config.theme.dirs]
    found = [path for pattern in patterns for folder in folders for path in folder.glob(pattern)]
    return tuple(f"assets/stylesheets/{path.name}" for path in found)


def _page_file(page: Page, catalogue: Catalogue, config: MkDocsConfig) -> File:
    """Return a page as a file that neither MkDocs nor mkdocs-static-i18n needs to guess about."""
    is_listed = page.page_id.endswith("index") or "/" not in page.page_id
    file: Any = File.generated(
        config,
        page.file_name,
        content=page.as_file(),
        inclusion=InclusionLevel.INCLUDED if is_listed else InclusionLevel.NOT_IN_NAV,
    )
    file.name = page.page_id.rpartition("/")[2]
    file.dest_uri = f"{page.address}index.html"
    file.locale = page.locale.tag
    file.locale_alternate_of = page.locale.tag
    file.localization = None if page.locale.is_source else page.locale.tag
    file.norm_src_uri = f"{page.page_id}.md"
    file.alternates = {
        locale.tag: SimpleNamespace(url=page_address(page.page_id, locale))
        for locale in catalogue.locales
    }
    return file  # type: ignore[no-any-return]
